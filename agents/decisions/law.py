"""One file a year: an agreement to breach, dispute, renew or ratify; a nation to vouch for.

In the season of papers (``file.cycle``) ministries take up the file of one partner, drawn among
those they have agreements with, and in it one agreement. That keeps these steps rare, and costs no
pass over all pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agents.calculus import Terms
from agents.desk import Desk
from agents.mind import Mind
from sim.arguments import shown
from sim.axes import Bools, Floats, Ints
from sim.compiled import compiled
from sim.cycle import due
from sim.draw import Column, mix
from sim.observe import Observation
from sim.orders import OrderKind
from sim.sparse import gather
from sim.state import IN_FORCE, SIGNED

#: Shares of one number of luck that tell its uses apart.
_BREACH, _CONTEST, _RENEW, _RATIFY, _VOUCH = (np.asarray(part / 8.0) for part in (0, 1, 2, 3, 5))


@dataclass(frozen=True, slots=True)
class File:
    """What each of some nations looks at, one cell each: (n,) arrays."""

    rows: np.ndarray
    seats: np.ndarray  # place among the observers
    own: np.ndarray  # the nation itself
    partner: np.ndarray
    kind: np.ndarray  # type of agreement
    luck: Floats

    def some(self, mask: Bools | np.ndarray) -> File:
        """The files that a mask (n,), or an order of places, picks."""
        parts = (self.rows, self.seats, self.own, self.partner, self.kind, self.luck)
        return File(*(part[mask] for part in parts))

    def pair(self, obs: Observation, name: str) -> np.ndarray:
        """What the nation's own row of a field of pairs says of the partner."""
        return gather(obs.mine(name), self.rows, self.seats, self.partner)

    def trust(self, obs: Observation) -> Floats:
        """Trust in the partner."""
        return gather(obs.trust, self.rows, self.seats, self.partner)

    def home(self, obs: Observation, name: str) -> np.ndarray:
        """What a field says of the nation itself."""
        return gather(obs.mine(name), self.rows, self.seats)


def decide(mind: Mind, desk: Desk) -> None:
    """Speak for one, take up the file of the season, then a paper that waits for parliament."""
    season = due(mind.obs.world, "file.cycle", mind.obs.turn)
    if not season.any():
        return
    file, waiting = _taken_up(mind, season)
    if len(file.rows):
        _vouch(mind, desk, file)
        file = file.some(file.kind >= 0)
        left = np.ones(len(file.rows), bool)
        for kind, terms, shift in (
            (OrderKind.BREACH, breach_terms, _BREACH),
            (OrderKind.CONTEST, contest_terms, _CONTEST),
            (OrderKind.RENEW, renew_terms, _RENEW),
        ):
            chosen = _weigh(mind, file, kind, terms(mind.obs, file), shift) & left
            _lay(desk, file, kind, chosen, file.kind)
            left &= ~chosen
    chosen = _weigh(mind, waiting, OrderKind.RATIFY, ratify_terms(mind.obs, waiting), _RATIFY)
    _lay(desk, waiting, OrderKind.RATIFY, chosen, waiting.kind)


def _taken_up(mind: Mind, season: Bools) -> tuple[File, File]:
    """The files that nations take up this turn, and the papers that wait for parliament.

    The kind of a file is that of an agreement in force, or -1 where none is left.
    """
    obs = mind.obs
    luck, share = np.array(mind.own_luck(Column.FILE, 2)), obs.world.params["file.share"]
    found, rest = np.empty((6, luck[..., 0].size), np.int64), np.empty(luck[..., 0].size)
    ties, papers = shown(obs.ties.view(np.int8)), shown(obs.mine("agreement"))
    count = _take_up((luck, share), season, obs.nations, ties, papers, found, rest)
    rows, seats, tied, kind, partner, paper = found[:, :count]
    own, rest = obs.nations[seats], rest[:count]
    file = File(rows, seats, own, tied, kind, rest)
    waiting = File(rows, seats, own, partner, paper, rest)
    return file.some((tied >= 0).nonzero()[0]), waiting.some((paper >= 0).nonzero()[0])


@compiled
def _take_up(
    chance: tuple[Floats, Floats],
    season: Bools,
    nations: np.ndarray,
    ties: Bools,
    papers: np.ndarray,
    found: Ints,
    rest: Floats,
) -> int:
    """Write who takes files up: row, place, partner and agreement, a nation and a paper to ratify.

    ``chance`` is luck (R, M, 2) and the share (R or 1,) of nations that do; ``papers`` are the
    stages of the observers' agreements (R, A, M, N). -1 stands for nobody and for no agreement.
    Returns how many there are; what is left of the luck of each goes to ``rest``.
    """
    luck, shares = chance
    count = 0
    for row in range(len(luck)):
        share = shares[row if len(shares) > 1 else 0]
        for seat in range(len(nations)):
            first, second = luck[row, seat, 0], luck[row, seat, 1]
            if second < share and season[row if len(season) > 1 else 0]:
                # who is busy took part of the second number; what is left is as good as new
                left = second / share
                third = left + 0.5
                third -= 1.0 if third >= 1.0 else 0.0
                partner = int(first * ties.shape[2])
                tied = _drawn(ties[row, nations[seat]], 1, first)
                found[0, count] = row
                found[1, count] = seat
                found[2, count] = tied
                found[3, count] = -1
                if tied >= 0:
                    found[3, count] = _drawn(papers[row, :, seat, tied], IN_FORCE, third)
                found[4, count] = partner
                found[5, count] = _drawn(papers[row, :, seat, partner], SIGNED, third)
                rest[count] = left
                count += 1
    return count


@compiled
def _drawn(candidates: np.ndarray, stage: int, luck: float) -> int:
    """One of the candidates at a stage, drawn by luck; -1 where there are none."""
    count = 0
    for candidate in candidates:
        count += candidate == stage
    place = int(luck * count)
    for k in range(len(candidates)):
        if candidates[k] == stage:
            if place == 0:
                return k
            place -= 1
    return -1


def breach_terms(obs: Observation, file: File) -> Terms:
    """Why an agreement would be kept on paper only: (n,) each."""
    return {
        "resentment": file.pair(obs, "resentment"),
        "distrust": 1.0 - file.trust(obs),
        "onus": obs.world.agreements.autonomy[file.kind],
        "favour": file.pair(obs, "balance") * 1.0,
        "rule_of_law": file.home(obs, "institutions"),
        "detection": file.pair(obs, "verified") / 4.0,
    }


def contest_terms(obs: Observation, file: File) -> Terms:
    """Why the meaning of an agreement would be disputed: (n,) each."""
    return {
        "resentment": file.pair(obs, "resentment"),
        "distrust": 1.0 - file.trust(obs),
        "favour": file.pair(obs, "balance") * 1.0,
        "record": gather(obs["violations"], file.rows, file.partner),
        "rule_of_law": file.home(obs, "institutions"),
    }


def renew_terms(obs: Observation, file: File) -> Terms:
    """Why an agreement would be renewed before its term: (n,) each."""
    world = obs.world
    years = file.pair(obs, "duration").astype(np.int64)
    term = np.where(years > 0, years * 12 // world.months, world.agreements.term[file.kind])
    stamps = obs.mine("agreement_turn")
    begun = gather(stamps, file.rows, file.kind, file.seats, file.partner)
    age = (obs.turn - begun.astype(np.int64)) / np.maximum(term, 1)
    return {
        "trust": file.trust(obs) - 0.5,
        "age": np.clip(np.floor(age * 16.0) / 16.0, 0.0, 1.0) * (term > 0),
        "home": file.home(obs, "will") - 0.5,
    }


def ratify_terms(obs: Observation, file: File) -> Terms:
    """Why a government would put an agreement to parliament now: (n,) each."""
    return {
        "trust": file.trust(obs) - 0.5,
        "home": file.home(obs, "will") - 0.5,
    }


def vouch_terms(obs: Observation, file: File, told: np.ndarray) -> Terms:
    """Why a nation would speak for a partner to a third nation: (n,) each."""
    point = obs["alignment"]
    own, partner = (gather(point, file.rows, nation) for nation in (file.own, file.partner))
    gap = np.abs(own - partner)
    return {
        "trust": file.trust(obs) - 0.5,
        "alignment": -gap,
        "fellow": gather(obs.defence_pact, file.rows, file.own, told) * 1.0,
    }


def _weigh(
    mind: Mind, file: File, kind: OrderKind, reasons: Terms, shift: np.ndarray
) -> np.ndarray:
    """(n,) which files lead to an order of a kind, given where it can be."""
    label, cells = kind.name.lower(), (file.rows, file.seats, file.partner)
    reasons, luck = mind.toward(label, reasons, cells), mix(file.luck, shift)
    return mind.settle(label, reasons, cells, luck, mind.obs.world.dims.N)[0]


def _lay(desk: Desk, file: File, kind: OrderKind, chosen: np.ndarray, arg: np.ndarray) -> None:
    """The orders that some files lead to."""
    some = chosen.nonzero()[0]
    if not len(some):
        return
    own = file.rows[some] * len(desk.obs.nations) + file.seats[some]
    desk.lay_at(kind, own, file.partner[some], arg[some])


def _vouch(mind: Mind, desk: Desk, file: File) -> None:
    """Speak for the partner to a nation drawn at random."""
    told = np.floor(mix(file.luck, np.asarray(0.25)) * mind.obs.world.dims.N).astype(np.intp)
    fine = ((told != file.own) & (told != file.partner)).nonzero()[0]
    file, told = file.some(fine), told[fine]
    chosen = _weigh(mind, file, OrderKind.VOUCH, vouch_terms(mind.obs, file, told), _VOUCH)
    _lay(desk, file, OrderKind.VOUCH, chosen, told)
