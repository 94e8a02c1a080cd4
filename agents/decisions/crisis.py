"""Confrontations: step up, step back, speak, mediate; call for consultation (A12, P8)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents import alliance
from agents.calculus import Terms
from agents.desk import Desk, best_of_each
from agents.mind import Mind
from agents.talks import seats_of
from sim.arguments import shown, table
from sim.axes import Bools, Floats, Ints
from sim.compiled import compiled
from sim.draw import Column, mix
from sim.grid import nearest, snap
from sim.observe import Observation
from sim.orders import OrderKind
from sim.sparse import gate_row, where
from sim.state import WAR

Cells = tuple[np.ndarray, np.ndarray, np.ndarray]


def sides(obs: Observation) -> Cells:
    """(n,) each: row, observer's place and adversary of the observers' own confrontations.

    Worked out once for an observation: stepping up and calling for aid look at the same ones.
    """
    store = obs.__dict__
    if "_sides" not in store:
        rows, one, two = obs.confrontations
        rows, own, other = np.concatenate([(rows, one, two), (rows, two, one)], axis=1)
        seats = seats_of(obs)[own]
        mine = seats >= 0
        store["_sides"] = rows[mine], seats[mine], other[mine]
    return store["_sides"]  # type: ignore[no-any-return]


def initiative(
    mind: Mind, decision: str, reasons: Terms, luck: Floats, cells: Cells
) -> tuple[Bools, Floats]:
    """(n,) which cells (row, place, nation) are acted on, and what each is worth."""
    reasons = mind.toward(decision, reasons, cells)
    return mind.settle(decision, reasons, cells, luck, mind.obs.world.dims.N)


def lay_best(
    desk: Desk,
    kind: OrderKind,
    cells: Cells,
    found: tuple[Bools, Floats],
    arg: np.ndarray | int = 0,
) -> None:
    """One order of a kind for each nation: of its cells that were chosen the one of most worth.

    ``found`` as from ``initiative``; the last of equals.
    """
    rows, seats, target = cells
    own = rows * len(desk.obs.nations) + seats
    best = best_of_each(own, *found, True)
    choice = arg.take(best) if isinstance(arg, np.ndarray) else arg
    desk.lay_at(kind, own.take(best), target.take(best), choice)


def _share(level: np.ndarray) -> Floats:
    """Levels of confrontation as shares of the way to war, on the grid."""
    return snap(level.astype(np.float64) / WAR)


def confront(mind: Mind, desk: Desk) -> None:
    """In each confrontation of its own: step up, step back or stand; and speak to the other side.

    Low luck steps up, high luck steps back, so that nobody does both.
    """
    obs = mind.obs
    cells = rows, seats, other = sides(obs)
    if not len(rows):
        return
    own = obs.nations[seats]
    level = obs["standoff"]
    mine, theirs = (_share(level[rows, a, b]) for a, b in ((own, other), (other, own)))
    common: Terms = {
        "free": alliance.free_pair(obs, rows, own, other),
        "odds": alliance.odds(obs, rows, own, other),
        "deterrence": alliance.outside_help(obs, rows, other, own),
        "dependence": alliance.bonds(obs, *cells),
    }
    calm: Terms = {
        "height": np.maximum(mine, theirs),
        "trust": obs.trust[cells] - 0.5,
        "line": alliance.lined(obs, *cells).astype(np.float64),
    }
    escalate: Terms = {
        **common,
        "provocation": np.maximum(theirs - mine, 0.0),
        "threat": obs["threat"][cells],
        "rung": mine,
        "attention": obs.consulting[rows, other].astype(np.float64),
    }
    luck = mind.luck_at(Column.CONSULTATION, *cells)
    hotline: Terms = {**calm, "free": common["free"]}
    plans: tuple[tuple[OrderKind, str, Terms, Floats], ...] = (
        (OrderKind.ESCALATE, "escalate", escalate, luck),
        (OrderKind.DEESCALATE, "deescalate", {**common, **calm}, 1.0 - 2.0**-32 - luck),
        (OrderKind.HOTLINE, "hotline", hotline, mix(luck, np.array(0.375))),
    )
    for kind, name, reasons, fate in plans:
        found = initiative(mind, name, reasons, fate, cells)
        if kind is OrderKind.HOTLINE:
            found = (found[0] & gate_row(obs.world, "A12", rows), found[1])
        lay_best(desk, kind, cells, found)


def mediate(mind: Mind, desk: Desk) -> None:
    """Offer good offices in the nearest confrontation of two others."""
    obs, world = mind.obs, mind.obs.world
    rows, one, two = obs.confrontations
    if not len(rows) or not world.on("A12").any():
        return
    seen = _Seen(
        world.nearness,
        obs["capability"],
        obs["institutions"],
        obs["standoff"],
        obs.defence_pact,
        shown(obs["will"]),
        shown(obs.trust),
    )
    able = desk.effort >= world.order_kinds.effort[OrderKind.MEDIATE]
    limits = table(world, "mediate.weight", "mediate.near")
    found, values = _offices(obs.confrontations, obs.nations, able, limits, seen)
    rows, seats, place = found
    one, two = one[place], two[place]
    own = obs.nations[seats]
    reasons = dict(zip(_TERMS, values, strict=True))
    ends = mind.draw.nation(Column.MEDIATION, 2, world.dims.N)
    between = mix(ends[rows, one, 1], ends[rows, two, 1])
    luck = mix(ends[rows, own, 0], between)
    cells = (rows, seats, one)
    chosen, worth = initiative(mind, "mediate", reasons, luck, cells)
    chosen = chosen & gate_row(world, "A12", rows)
    lay_best(desk, OrderKind.MEDIATE, cells, (chosen, worth), two)


class _Seen(NamedTuple):
    """What mediators know of nations (R, N), of pairs of them (R, N, N), and for themselves."""

    nearness: Floats  # (N, N)
    capability: Floats
    institutions: Floats
    standoff: np.ndarray
    allied: Bools
    will: Floats  # (R, M)
    trust: Floats  # (R, M, N)


#: The terms that ``_offices`` works out, in its order.
_TERMS = ("trust", "nearness", "reach", "liberties", "partial", "height", "home")
_NUMBER = len(_TERMS)


@compiled
def _offices(
    quarrels: Ints, nations: Ints, able: Bools, limits: Floats, seen: _Seen
) -> tuple[Ints, Floats]:
    """(3, n) row, place of a mediator that is ``able`` (R, M), and its nearest of the ``quarrels``.

    And its terms (terms, n). Nearest by the farther of the two parties, the first of equals; a
    party mediates in none. Only nations of weight and neighbours of the quarrel think of it:
    ``limits`` (R or 1, 2) are the least capability and nearness.
    """
    cells, values = np.empty((3, able.size), np.int64), np.empty((_NUMBER, able.size))
    count = first = end = 0
    while end < quarrels.shape[1]:
        row, first = quarrels[0, end], end
        while end < quarrels.shape[1] and quarrels[0, end] == row:
            end += 1
        weight, least = limits[row if len(limits) > 1 else 0]
        for seat in range(len(nations)):
            own, best, closest = nations[seat], -1, -1.0
            for k in range(first, end if able[row, seat] else first):
                one, two = quarrels[1, k], quarrels[2, k]
                near = min(seen.nearness[own, one], seen.nearness[own, two])
                if own not in (one, two) and near > closest:
                    best, closest = k, near
            if best >= 0 and (closest >= least or seen.capability[row, own] >= weight):
                cells[0, count], cells[1, count], cells[2, count] = row, seat, best
                one, two = quarrels[1, best], quarrels[2, best]
                level = max(seen.standoff[row, one, two], seen.standoff[row, two, one])
                trust = min(seen.trust[row, seat, one], seen.trust[row, seat, two])
                values[0, count] = trust - 0.5
                values[1, count] = closest
                values[2, count] = nearest(np.sqrt(seen.capability[row, own]))
                values[3, count] = seen.institutions[row, own]
                values[4, count] = seen.allied[row, own, one] != seen.allied[row, own, two]
                values[5, count] = nearest(level / WAR)
                values[6, count] = seen.will[row, seat] - 0.5
                count += 1
    return cells[:, :count], values[:, :count]


def consult(mind: Mind, desk: Desk) -> None:
    """Call on the programme's sponsor when a threat is believed."""
    obs, world = mind.obs, mind.obs.world
    if not world.on("P8").any():
        return
    part = obs.pick(np.asarray(obs.taking_part.any(axis=2))) & world.on("P8", 1)
    part &= ~obs.pick(obs.consulting)
    rows, seats = where(part & (obs.fear >= world.param("consult.least")))
    if not len(rows):
        return
    fears = obs["threat"][rows, seats]
    other = fears.argmax(axis=1)
    own = obs.nations[seats]
    reasons = {
        "threat": fears[np.arange(len(rows)), other],
        "tension": obs.in_dispute[rows, own] * 1.0,
        "depth": obs["declared"][rows, own].max(axis=1, initial=0.0),
        "home": obs["will"][rows, seats] - 0.5,
        "odds": alliance.odds(obs, rows, own, other),
    }
    luck = mind.own_luck(Column.CONSULTATION, 1)[rows, seats, 0]
    cells = (rows, seats, other)
    lay_best(desk, OrderKind.CONSULT, cells, initiative(mind, "consult", reasons, luck, cells))
