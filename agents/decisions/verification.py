"""Checking: whom to inspect, whom to watch by satellite, whom to ask (A5)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.calculus import Terms
from agents.desk import Desk
from agents.mind import Mind
from sim.arguments import shown
from sim.axes import NEVER, Bools, Floats, Ints
from sim.compiled import compiled
from sim.draw import Column, mix
from sim.grid import nearest, snap
from sim.observe import Observation
from sim.orders import OrderKind

#: What speaks for and against inspecting the nation that is feared most, and watching it.
_INSPECT = ("threat", "ignorance", "alarm", "record", "declared", "ally", "routine", "home")
_WATCH = ("means", "threat", "ignorance", "alarm", "ally")

#: Months for which an alarm and an inspection are remembered.
_YEAR = 12


def check(mind: Mind, desk: Desk) -> None:
    """Inspect and watch the nation that is feared most; ask about what was seen of another."""
    if not mind.obs.world.switches["A5"].any():
        return
    known = _reasons(mind.obs)
    luck = mind.own_luck(Column.INSPECTION, 2)
    feared = mind.obs.feared
    rows, own = np.arange(mind.obs.rows)[:, None], np.arange(len(mind.obs.nations))[None, :]
    cell = (rows, own, feared)
    reasons = mind.toward("inspect", {k: known[k] for k in _INSPECT}, cell)
    chosen = mind.weigh("inspect", reasons, "inspect.threshold", luck[..., 0])
    desk.lay(OrderKind.INSPECT, chosen, feared)
    reasons = mind.toward("watch", {k: known[k] for k in _WATCH}, cell)
    chosen = mind.weigh("watch", reasons, "watch.threshold", luck[..., 1])
    desk.lay(OrderKind.WATCH, chosen, feared)
    _ask(mind, desk, luck)


class _Seen(NamedTuple):
    """What is seen of nations: by each observer (R, M, N), by all (R, N, N) and (R, N)."""

    insight: Floats
    alarmed: np.ndarray
    inspected: np.ndarray
    allied: Bools  # (R, N, N)
    violations: Floats
    notified: Floats


#: The terms that ``_look`` works out, in its order.
_TERMS = ("ignorance", "alarm", "record", "declared", "ally", "routine")
_NUMBER = len(_TERMS)


def _reasons(obs: Observation) -> Terms:
    """(R, M) terms about the nation that each observer fears most."""
    about = {name: shown(obs[name]) for name in _Seen._fields if name != "allied"}
    seen = _Seen(**about, allied=shown(obs.defence_pact))
    year = max(obs.turn - max(_YEAR // obs.world.months, 1), NEVER)
    crowd = obs.world.params["verification.observe"]
    values = _look(obs.nations, shown(obs.feared), seen, year, crowd)
    return {
        "threat": obs.fear,
        "home": obs.mine("will") - 0.5,
        "means": snap(np.sqrt(obs.mine("capability"))),
        **dict(zip(_TERMS, values, strict=True)),
    }


@compiled
def _look(nations: np.ndarray, feared: np.ndarray, seen: _Seen, year: int, crowd: Floats) -> Floats:
    """(terms, R, M) about the nation ``feared`` (R, M), from what was seen since the turn ``year``.

    ``crowd`` (R or 1,) is the size of activities at which half is told.
    """
    out = np.empty((_NUMBER, *feared.shape))
    for row in range(len(feared)):
        half = crowd[row if len(crowd) > 1 else 0]
        for seat in range(len(nations)):
            other = feared[row, seat]
            told = seen.notified[row, other]
            out[0, row, seat] = 1.0 - seen.insight[row, seat, other]
            out[1, row, seat] = seen.alarmed[row, seat, other] >= year
            out[2, row, seat] = seen.violations[row, other]
            out[3, row, seat] = nearest(told / (told + half))
            out[4, row, seat] = seen.allied[row, nations[seat], other]
            out[5, row, seat] = seen.inspected[row, seat, other] >= year
    return out


def _ask(mind: Mind, desk: Desk, luck: Floats) -> None:
    """Ask about the activity of the turn before that alarmed most."""
    obs = mind.obs
    alarmed, threat = shown(obs["alarmed"]), shown(obs["threat"])
    cells = row, seat, about = tuple(_most_alarming(alarmed, threat, obs.turn - 1))
    if not len(row):
        return
    reasons: Terms = {
        "fear": obs["threat"][cells],
        "distrust": 0.5 - obs.trust[cells],
        "record": obs["violations"][row, about],
        "ally": obs.pick(obs.defence_pact)[cells].astype(np.float64),
        "home": obs.mine("will")[row, seat] - 0.5,
    }
    reasons = mind.toward("ask", reasons, cells)
    fate = mix(luck[row, seat, 0], luck[row, seat, 1])
    chosen, _ = mind.settle("ask", reasons, (row, seat), fate, answer=True)
    own = row * len(obs.nations) + seat
    desk.lay_at(OrderKind.QUERY, own[chosen], about[chosen])


@compiled
def _most_alarming(alarmed: np.ndarray, threat: Floats, turn: int) -> Ints:
    """(3, n) row, place and nation: of those that alarmed an observer then the one it fears most.

    ``alarmed`` and ``threat`` (R, M, N); the last of equals.
    """
    rows, seats, nations = alarmed.shape
    cells = np.empty((3, rows * seats), np.int64)
    count = 0
    for row in range(rows):
        for seat in range(seats):
            worst, last = -1, alarmed[row, seat, 0]
            for other in range(nations):  # most are not alarmed at all
                last = max(last, alarmed[row, seat, other])
            for other in range(nations if last >= turn else 0):
                if alarmed[row, seat, other] == turn and (
                    worst < 0 or threat[row, seat, other] >= threat[row, seat, worst]
                ):
                    worst = other
            if worst >= 0:
                cells[0, count], cells[1, count], cells[2, count] = row, seat, worst
                count += 1
    return cells[:, :count]
