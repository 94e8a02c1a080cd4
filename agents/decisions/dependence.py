"""Supplies, pressure, foreign forces: whom to arm, press, resist, station with, send away (A8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from agents import terms
from agents.decisions.council import in_season
from agents.desk import Desk, best_of_each
from agents.mind import Mind
from agents.terms import Cells
from sim.axes import Bools, Floats, Ints
from sim.compiled import compiled, to_read
from sim.draw import Column, mix
from sim.forces import END_USE, FREE_USE
from sim.grid import nearest, snap
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible import option
from sim.possible.dependence import access, pressed_at
from sim.sparse import flat_codes, gate_row, per_row

#: Shares of one number of luck that tell its uses apart.
_LEVERAGE, _BASE, _TERMS = (np.asarray(part / 4.0) for part in (1, 2, 3))

#: Months between two looks of a great power at a nation.
_YEAR = 12


def decide(mind: Mind, desk: Desk) -> None:
    """What great powers do with their arms, and what others do about it."""
    _supply(mind, desk)
    _resist(mind, desk)
    if in_season(mind, 3):
        _evict(mind, desk)


def _supply(mind: Mind, desk: Desk) -> None:
    """One nation a turn at most is armed, pressed, asked to take forces, by each great power."""
    obs, world = mind.obs, mind.obs.world
    cells, known = _clients(obs)
    if not len(cells[0]):
        return
    luck = mind.luck_at(Column.SUPPLY, *cells)
    _transfer(mind, desk, _best(mind, "transfer", (cells, luck), known))
    pressed = (known["client"] > 0) & gate_row(world, "A8", cells[0])
    clients = _some("leverage", pressed, (cells, mix(luck, _LEVERAGE)), known)
    _lay(desk, OrderKind.LEVERAGE, _best(mind, "leverage", *clients))
    free = _some("base", known["bases"] == 0, (cells, mix(luck, _BASE)), known)
    hosts = _best(mind, "base", *free)
    _lay(desk, OrderKind.BASE, hosts, amount=per_row(world, "base.size", hosts[0]))


def _some(
    decision: str, mask: Bools, found: tuple[Cells, Floats], known: Mapping[str, Floats]
) -> tuple[tuple[Cells, Floats], Mapping[str, Floats]]:
    """Of some cells those that a mask picks, with their luck and the terms of a decision."""
    places, (cells, luck) = mask.nonzero()[0], found
    rows, seats, other = [axis.take(places) for axis in cells]
    terms_ = {name: known[name].take(places) for name in TERMS[decision]}
    return ((rows, seats, other), luck.take(places)), terms_


def _lay(
    desk: Desk,
    kind: OrderKind,
    cells: Cells,
    arg: np.ndarray | int = 0,
    amount: Floats | float = 0.0,
) -> None:
    """Lay an order toward the other nation of each cell, one for each observer."""
    rows, seats, other = cells
    desk.lay_at(kind, rows * len(desk.obs.nations) + seats, other, arg, amount)


def _transfer(mind: Mind, desk: Desk, armed: Cells) -> None:
    """A share of the money left, mostly on end-use terms."""
    world, (rows, seats, other) = mind.obs.world, armed
    share = per_row(world, "transfer.share", rows)
    amount = snap(share * np.maximum(desk.money[rows, seats], 0.0))
    own = mind.obs.nations[seats]
    luck = mix(mind.draw.nation(Column.SUPPLY, 2, world.dims.N)[rows, own, 0], _TERMS)
    free = luck >= per_row(world, "transfer.terms", rows)
    arg = np.where(free, FREE_USE, END_USE)
    some = amount > 0
    _lay(desk, OrderKind.TRANSFER, (rows[some], seats[some], other[some]), arg[some], amount[some])


#: The terms of each decision of a great power about another nation.
TERMS: Mapping[str, tuple[str, ...]] = {
    "transfer": ("allied", "tied", "alignment", "trust", "client", "adversary", "rivalry"),
    "leverage": ("client", "estranged", "trust", "institutions"),
    "base": ("power", "allied", "adversary", "trust", "hosting"),
}


class _Seen(NamedTuple):
    """What great powers know of nations (R, N) and of pairs of them, all (R, N, N) but two."""

    capability: Floats
    alignment: Floats
    institutions: Floats
    bases: np.ndarray
    allied: Bools
    tied: Bools
    rivalry: np.ndarray
    trust: Floats  # (R, M, N)
    client: Floats  # (R, M, N) how far the other nation depends on the great power


#: What ``_look`` works out, in its order.
REASONS = (
    *("allied", "tied", "alignment", "estranged", "trust", "client"),
    *("adversary", "rivalry", "institutions", "power", "hosting", "bases"),
)
_NUMBER = len(REASONS)


def _clients(obs: Observation) -> tuple[Cells, Mapping[str, Floats]]:
    """(row, place of a great power, nation) of those it may look at in this turn, and its terms.

    Once a year each, in the season of the nation's own plans: a new government, or its
    anniversary, is when others come with offers and demands.
    """
    world = obs.world
    since = obs["election"] - np.int16(obs.turn)
    seen = _Seen(
        obs["capability"],
        obs["alignment"],
        obs["institutions"],
        obs["bases"],
        obs.defence_pact,
        obs.ties,
        obs["rivalry"],
        to_read(obs.trust),
        to_read(obs.toward("dependence")),
    )
    great = obs.mine("capability") >= world.param("supply.great")
    great &= obs.exists[obs.nations]
    cells, values = _look((obs.nations, obs.exists), great, (since, _YEAR // world.months), seen)
    return (cells[0], cells[1], cells[2]), dict(zip(REASONS, values, strict=True))


@compiled
def _look(
    who: tuple[Ints, Bools], great: Bools, when: tuple[np.ndarray, int], seen: _Seen
) -> tuple[Ints, Floats]:
    """(3, n) cells, by row and great power (R, M), and the terms (terms, n).

    ``who`` are the observers (M,) and the nations that exist (N,), ``when`` the turns since
    elections (R, N) and the turns of a year.
    """
    (nations, exists), (since, year) = who, when
    cells = np.empty((3, int(great.sum()) * len(exists)), np.int64)
    values, rivalled = np.empty((_NUMBER, cells.shape[1])), np.empty(len(exists))
    cell = 0
    for row in range(len(great)):
        for seat in range(len(nations)):
            own = nations[seat]
            if not great[row, seat]:
                continue
            power = nearest(np.sqrt(seen.capability[row, own]))
            _mark_rivals(seen.rivalry[row], own, rivalled)
            for other in range(len(exists)):
                if since[row, other] % year == 0 and exists[other] and other != own:
                    cells[0, cell], cells[1, cell], cells[2, cell] = row, seat, other
                    far = abs(seen.alignment[row, own] - seen.alignment[row, other])
                    values[0, cell] = seen.allied[row, own, other]
                    values[1, cell] = seen.tied[row, own, other]
                    values[2, cell] = -far
                    values[3, cell] = far
                    values[4, cell] = seen.trust[row, seat, other] - 0.5
                    values[5, cell] = seen.client[row, seat, other]
                    values[6, cell] = rivalled[other]
                    values[7, cell] = seen.rivalry[row, own, other]
                    values[8, cell] = seen.institutions[row, own]
                    values[9, cell] = power
                    values[10, cell] = _any(seen.bases[row, other])
                    values[11, cell] = seen.bases[row, other, own]
                    cell += 1
    return cells[:, :cell], values[:, :cell]


@compiled
def _any(codes: np.ndarray) -> bool:
    """Whether a nation (N,) has a mark."""
    marks = 0
    for code in codes:
        marks |= code
    return marks != 0


@compiled
def _mark_rivals(rivalry: np.ndarray, own: int, out: Floats) -> None:
    """Mark in ``out`` (N,) who has a strategic rival (N, N) in common with a nation."""
    out[:] = 0.0
    for third in range(len(out)):
        if rivalry[own, third]:
            for other in range(len(out)):
                if rivalry[own, third] & rivalry[other, third]:
                    out[other] = 1.0


def _best(
    mind: Mind, decision: str, found: tuple[Cells, Floats], known: Mapping[str, Floats]
) -> Cells:
    """Of each great power's nations whose worth passes, the one that is worth most."""
    obs, (cells, luck) = mind.obs, found
    rows, seats, other = cells
    if not len(rows):
        return cells
    reasons = {name: known[name] for name in TERMS[decision]}
    reasons = dict(mind.toward(decision, reasons, cells))
    chosen, total = mind.settle(decision, reasons, cells, luck, obs.world.dims.N, months=_YEAR)
    if decision == "base" and chosen.any():
        chosen[chosen] = _let_in(obs, (rows[chosen], seats[chosen], other[chosen]))
    return _highest(obs, cells, chosen, total)


def _highest(obs: Observation, cells: Cells, chosen: Bools, values: Floats) -> Cells:
    """Of each observer's chosen cells the one with the highest value; of equals the first."""
    rows, seats, other = cells
    best = best_of_each(rows * len(obs.nations) + seats, chosen, values, False)
    return rows.take(best), seats.take(best), other.take(best)


def _let_in(obs: Observation, cells: Cells) -> Bools:
    """(n,) hosts whose agreements let forces in."""
    rows, seats, host = cells
    return access(obs, option.Cells(rows, seats, host, host * 0, np.ones(len(rows))))


def _worst(obs: Observation, found: Cells) -> Cells:
    """Of each nation's cells the one in which the other is resented most."""
    return _highest(obs, found, np.ones(len(found[0]), bool), obs["resentment"][found])


def _answer(
    mind: Mind,
    desk: Desk,
    kind: OrderKind,
    about: tuple[Cells, Mapping[str, Floats]],
    when: tuple[np.ndarray, int],
) -> None:
    """Say no to the nation that is resented most, or bear it."""
    cells, reasons = about
    part, months = when
    decision, obs = kind.name.lower(), mind.obs
    rows, seats, whom = cells
    own = mind.draw.nation(Column.SUPPLY, 2, obs.world.dims.N)[rows, obs.nations[seats], 1]
    reasons = mind.toward(decision, reasons, cells)
    does, _ = mind.settle(decision, reasons, cells[:2], mix(own, part), months=months)
    _lay(desk, kind, (rows[does], seats[does], whom[does]))


def _resist(mind: Mind, desk: Desk) -> None:
    """A client under pressure bears it or not."""
    obs = mind.obs
    found = pressed_at(obs)
    if not len(found[0]):
        return
    rows, seats, _ = cells = _worst(obs, found)
    reasons = {
        "autonomy": terms.autonomy(obs)[rows, seats],
        "resentment": obs["resentment"][cells],
        "dependence": obs["dependence"][cells],
        "home": obs["will"][rows, seats] - 0.5,
    }
    _answer(mind, desk, OrderKind.RESIST, (cells, reasons), (_LEVERAGE, 0))


def _evict(mind: Mind, desk: Desk) -> None:
    """A host of foreign forces keeps them or sends them away; it comes up once a year."""
    obs = mind.obs
    bases = obs.mine("bases")
    found = np.unravel_index(flat_codes(bases), bases.shape)
    if not len(found[0]):
        return
    rows, seats, _ = cells = _worst(obs, (found[0], found[1], found[2]))
    reasons = {
        "resentment": obs["resentment"][cells],
        "autonomy": terms.autonomy(obs)[rows, seats],
        "threat": obs.fear[rows, seats],
        "trust": obs.trust[cells] - 0.5,
    }
    _answer(mind, desk, OrderKind.EVICT, (cells, reasons), (_BASE, _YEAR))
