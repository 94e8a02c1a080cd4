"""Remarks that only play can tell: who joins, which orders and objectives mean nothing."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from agents.policy import Policy
from agents.registry import policy
from scenarios.build import build_world, seeds_for
from scenarios.draft import Draft
from scenarios.faults import Problem
from scenarios.objectives import Score
from scenarios.schema import Scenario
from scenarios.workbench.balance import OTHERS, SEED, seats_of
from scenarios.workbench.remarks import NOTE, WARNING, Remark
from scenarios.workbench.runs import Trials, given, lone, nothing
from scenarios.workbench.trials import Devoted
from sim.axes import Bools
from sim.orders import OrderKind
from sim.state import ACTIVE, MEMBER, OUTSIDE
from sim.turn import Turn

#: Runs by doctrine.
RUNS = 200

#: Share of runs in which all, or none, must join to be remarked on.
NEARLY_ALL = 0.95

#: Runs of each policy for a seat with an objective that doctrine never, or always, attains.
TRIES = 10

#: Runs in which a seat tries an order that no doctrine gives.
DEVOTED_RUNS = 2


def rehearse(draft: Draft, scenario: Scenario, runs: int = RUNS) -> list[Problem]:
    """Play a sound scenario and say what is odd about how it goes."""
    codes = [nation.iso3 for nation in scenario.nations]
    seats = np.array([codes.index(iso) for iso in seats_of(scenario)])
    usual = Trials(scenario, np.zeros(runs, int), seeds_for(SEED, runs))
    seen = np.zeros(len(OrderKind), bool)
    joined = np.zeros((runs, len(codes), len(scenario.programmes)), bool)
    outside = np.zeros(joined.shape[1:], bool)

    def watch(rows: slice, turn: Turn) -> None:
        seen[:] |= given(turn).any(axis=(0, 1))
        status = turn.after["status"]
        joined[rows] = (status == ACTIVE) | (status == MEMBER)
        if turn.before.turn == 0:
            outside[:] = turn.before["status"][0] == OUTSIDE

    score = usual.play(lambda _: policy("doctrine"), watch)
    last = build_world(scenario).exists(scenario.turns - 1)
    found = [
        *_who_joins(scenario, joined, outside & last[:, None]),
        *_orders(scenario, seats, ~seen, score),
        *_objectives(scenario, score),
    ]
    return [Problem(*draft.where(place), words, severity) for place, severity, words in found]


def _who_joins(scenario: Scenario, joined: Bools, able: Bools) -> Iterator[Remark]:
    """Programmes that all nations join, or none."""
    for k in range(len(scenario.programmes)):
        some = joined[:, able[:, k], k]
        outside = some.shape[1]
        for words, runs in _extremes(some):
            if outside and runs.mean() >= NEARLY_ALL:
                message = (
                    f"{words} of the {outside} outside takes part at the end, in "
                    f"{runs.mean():.0%} of {len(runs)} runs"
                )
                yield ("programmes", k), WARNING, message


def _extremes(some: Bools) -> tuple[tuple[str, Bools], ...]:
    """In which runs everyone joined, and in which nobody did, of (R, n) who joined."""
    everyone, nobody = np.asarray(some.all(axis=1)), np.asarray(~some.any(axis=1))
    return ("everyone", everyone), ("nobody", nobody)


def _orders(scenario: Scenario, seats: np.ndarray, unseen: Bools, score: Score) -> Iterator[Remark]:
    """Orders that no doctrine gives and that bring no seat anything."""
    kinds = np.array([int(kind) for kind in OrderKind if kind and unseen[int(kind)]], int)
    if not len(kinds):
        return
    each = len(seats) * DEVOTED_RUNS
    own_seats = np.tile(np.repeat(seats, DEVOTED_RUNS), len(kinds))
    seeds = np.tile(seeds_for(SEED, DEVOTED_RUNS), len(kinds) * len(seats))
    trials, orders = Trials(scenario, own_seats, seeds), np.repeat(kinds, each)
    possible = np.zeros(len(orders), bool)

    def watch(rows: slice, turn: Turn) -> None:
        runs = np.arange(len(orders[rows]))
        possible[rows] |= given(turn)[runs, own_seats[rows], orders[rows]]

    def devoted(rows: slice) -> Policy:
        return Devoted(tuple(orders[rows].tolist()), tuple(own_seats[rows].tolist()))

    own = trials.own(trials.play(devoted, watch)).reshape(len(kinds), len(seats), DEVOTED_RUNS)
    gain = (own - score.total[:DEVOTED_RUNS, seats].T).mean(axis=2)
    could = np.asarray(possible.reshape(len(kinds), -1).any(axis=1))
    names = [OrderKind(kind).name.lower() for kind in kinds]
    never = [name for name, was in zip(names, could, strict=True) if not was]
    vain = [n for n, was, g in zip(names, could, gain, strict=True) if was and (g <= 0).all()]
    if never:
        yield (), NOTE, f"orders that no seat could give: {', '.join(never)}"
    if vain:
        message = (
            f"orders that no doctrine gives and that bring no seat anything: {', '.join(vain)}"
        )
        yield (), NOTE, message


def _objectives(scenario: Scenario, score: Score) -> Iterator[Remark]:
    """Objectives that nobody comes near, or nobody misses, whatever the seat does."""
    places = {(goal.seat, goal.id): k for k, goal in enumerate(scenario.objectives)}
    mine = [k for k, aim in enumerate(score.aims) if not aim.default]
    low = {k for k in mine if np.max(score.attained[:, k]) <= 0}
    high = {k for k in mine if np.min(score.attained[:, k]) >= 1}
    tried = sorted({score.aims[k].seat for k in low | high})
    trials = Trials.of(scenario, np.array(tried, int), TRIES, SEED)
    for name in OTHERS if tried else ():
        more = trials.play(lone(trials, name), nothing).attained
        for k in sorted(low | high):
            rows = trials.seats == score.aims[k].seat
            low -= {k} if np.max(more[rows, k]) > 0 else set()
            high -= {k} if np.min(more[rows, k]) < 1 else set()
    for k in sorted(low | high):
        goal = score.aims[k].objective
        words = "is never attained at all" if k in low else "is always attained in full"
        message = f"{words}, whatever {goal.seat} does ({len(score.attained)} runs)"
        yield ("objectives", places[goal.seat, goal.id]), WARNING, message
