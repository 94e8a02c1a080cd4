"""One file a turn: an agreement to breach, dispute, renew or ratify; a nation to vouch for.

Some ministries a turn take up the file of one partner, drawn among those they have agreements
with, and in it one agreement. That keeps these steps rare, and costs no pass over all pairs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from agents.calculus import Terms, score_at
from agents.desk import Desk
from agents.mind import Case, Mind
from sim.axes import Bools, Floats
from sim.draw import Column, mix
from sim.observe import Observation
from sim.orders import OrderKind
from sim.sparse import per_row, where
from sim.state import IN_FORCE, SIGNED

#: Shares of one number of luck that tell its uses apart.
_CONTEST, _RENEW, _RATIFY, _VOUCH = (np.asarray(part / 8.0) for part in (1, 2, 3, 5))


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
        return np.asarray(obs.mine(name)[self.rows, self.seats, self.partner])


def decide(mind: Mind, desk: Desk) -> None:
    """Take up the file of the turn, then a paper that waits for parliament, then speak for one."""
    busy = _busy(mind)
    file = _tied(mind, busy)
    if len(file.rows):
        _vouch(mind, desk, file)
        file = _paper(mind, file, IN_FORCE)
        left = ~_weigh(mind, desk, file, OrderKind.BREACH, breach_terms(mind.obs, file), 0.0)
        file = file.some(left)
        left = ~_weigh(mind, desk, file, OrderKind.CONTEST, contest_terms(mind.obs, file), _CONTEST)
        file = file.some(left)
        _weigh(mind, desk, file, OrderKind.RENEW, renew_terms(mind.obs, file), _RENEW)
    waiting = _paper(mind, busy, SIGNED)
    _weigh(mind, desk, waiting, OrderKind.RATIFY, ratify_terms(mind.obs, waiting), _RATIFY)


def _busy(mind: Mind) -> File:
    """One nation, whoever it is, for each of those that take a file up this turn."""
    obs = mind.obs
    luck = mind.own_luck(Column.FILE, 2)
    share = obs.world.param("file.share")
    rows, seats = where(luck[..., 1] < share)
    first = luck[rows, seats, 0]
    partner = np.floor(first * obs.world.dims.N).astype(np.intp)
    # which nations are busy took part of the second number; what is left of it is as good as new
    rest = luck[rows, seats, 1] / per_row(obs.world, "file.share", rows)
    return File(rows, seats, obs.nations[seats], partner, np.zeros_like(rows), rest)


def _tied(mind: Mind, busy: File) -> File:
    """One partner in force for each of them that has any, drawn among them."""
    obs = mind.obs
    counted = np.cumsum(obs.ties[busy.rows, busy.own], axis=1, dtype=np.int16)
    have = np.flatnonzero(counted[:, -1])
    busy, counted = busy.some(have), counted[have]
    luck = mind.own_luck(Column.FILE, 1)[busy.rows, busy.seats, 0]
    wanted = np.floor(luck * counted[:, -1])
    partner = (counted <= wanted[:, None]).sum(axis=1)
    return replace(busy, partner=partner)


def _paper(mind: Mind, file: File, stage: int) -> File:
    """The files that hold an agreement at a stage, each with one of them, drawn."""
    obs = mind.obs
    papers = obs.mine("agreement")
    _, types, seats, size = papers.shape
    first = (file.rows * types * seats + file.seats) * size + file.partner
    held = papers.reshape(-1).take(first[:, None] + np.arange(types) * (seats * size)) == stage
    some = np.flatnonzero(held.any(axis=1))
    held, file = held[some], file.some(some)
    counted = np.cumsum(held, axis=1)
    wanted = np.floor(mix(file.luck, np.asarray(0.5)) * counted[:, -1])
    kind = (counted <= wanted[:, None]).sum(axis=1)
    return File(file.rows, file.seats, file.own, file.partner, kind, file.luck)


def breach_terms(obs: Observation, file: File) -> Terms:
    """Why an agreement would be kept on paper only: (n,) each."""
    return {
        "resentment": file.pair(obs, "resentment"),
        "distrust": 1.0 - obs.trust[file.rows, file.seats, file.partner],
        "onus": obs.world.agreements.autonomy[file.kind],
        "favour": file.pair(obs, "balance") * 1.0,
        "rule_of_law": obs["institutions"][file.rows, file.own],
        "detection": file.pair(obs, "verified") / 4.0,
    }


def contest_terms(obs: Observation, file: File) -> Terms:
    """Why the meaning of an agreement would be disputed: (n,) each."""
    return {
        "resentment": file.pair(obs, "resentment"),
        "distrust": 1.0 - obs.trust[file.rows, file.seats, file.partner],
        "favour": file.pair(obs, "balance") * 1.0,
        "record": obs["violations"][file.rows, file.partner],
        "rule_of_law": obs["institutions"][file.rows, file.own],
    }


def renew_terms(obs: Observation, file: File) -> Terms:
    """Why an agreement would be renewed before its term: (n,) each."""
    world = obs.world
    years = file.pair(obs, "duration").astype(np.int64)
    term = np.where(years > 0, years * 12 // world.months, world.agreements.term[file.kind])
    begun = obs.mine("agreement_turn")[file.rows, file.kind, file.seats, file.partner]
    age = (obs.turn - begun.astype(np.int64)) / np.maximum(term, 1)
    return {
        "trust": obs.trust[file.rows, file.seats, file.partner] - 0.5,
        "age": np.clip(np.floor(age * 16.0) / 16.0, 0.0, 1.0) * (term > 0),
        "home": obs.mine("will")[file.rows, file.seats] - 0.5,
    }


def ratify_terms(obs: Observation, file: File) -> Terms:
    """Why a government would put an agreement to parliament now: (n,) each."""
    return {
        "trust": obs.trust[file.rows, file.seats, file.partner] - 0.5,
        "home": obs.mine("will")[file.rows, file.seats] - 0.5,
    }


def vouch_terms(obs: Observation, file: File, told: np.ndarray) -> Terms:
    """Why a nation would speak for a partner to a third nation: (n,) each."""
    point = obs["alignment"]
    gap = np.abs(point[file.rows, file.own] - point[file.rows, file.partner])
    return {
        "trust": obs.trust[file.rows, file.seats, file.partner] - 0.5,
        "alignment": -gap,
        "fellow": obs.defence_pact[file.rows, file.own, told] * 1.0,
    }


def _weigh(
    mind: Mind,
    desk: Desk,
    file: File,
    kind: OrderKind,
    reasons: Terms,
    shift: np.ndarray | float,
    arg: np.ndarray | None = None,
) -> Bools:
    """(n,) which files lead to an order of a kind, given where it can be."""
    obs = mind.obs
    label = kind.name.lower()
    if not len(file.rows):
        return np.zeros(0, bool)
    cells = (file.rows, file.seats, file.partner)
    total, parts = score_at(obs, label, mind.toward(label, reasons, cells), *cells[:2])
    limit = per_row(obs.world, f"{label}.threshold", file.rows)
    luck = mix(file.luck, np.asarray(shift))
    chosen = mind.weigh_at(Case(label, cells, obs.world.dims.N, total, parts), limit, luck)
    wanted = np.zeros((obs.rows, len(obs.nations)), bool)
    target, choice = (np.zeros(wanted.shape, np.intp) for _ in range(2))
    at = (file.rows[chosen], file.seats[chosen])
    wanted[at], target[at] = True, file.partner[chosen]
    choice[at] = (file.kind if arg is None else arg)[chosen]
    desk.lay(kind, wanted, target, choice)
    return chosen


def _vouch(mind: Mind, desk: Desk, file: File) -> None:
    """Speak for the partner to a nation drawn at random."""
    told = np.floor(mix(file.luck, np.asarray(0.25)) * mind.obs.world.dims.N).astype(np.intp)
    fine = (told != file.own) & (told != file.partner)
    file, told = file.some(fine), told[fine]
    _weigh(mind, desk, file, OrderKind.VOUCH, vouch_terms(mind.obs, file, told), _VOUCH, told)
