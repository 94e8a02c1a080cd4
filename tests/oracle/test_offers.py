"""The life of bilateral agreements, written out slowly pair by pair, judges the rule."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from agents.run import turns_of
from sim.draw import COLUMNS, Column, Draw, Stream
from sim.grid import snap
from sim.orders import ACCEPT, OrderKind
from sim.state import IN_FORCE, NONE, NOTICE, RATIFIED, SIGNED
from sim.turn import Turn
from sim.world import World
from tests.builders import a_game

Cell = tuple[int, int, int]  # type, one nation, the other


def fraction(value: float) -> float:
    """What is behind the point, as luck is mixed."""
    return value - float(np.floor(value))


class Papers:
    """All agreements of one run: the stage each side is in, and since when."""

    def __init__(self, world: World, turn: Turn, row: int, seed: int) -> None:
        self.world, self.turn, self.row = world, turn, row
        self.now = turn.before.turn
        cells = np.ndindex(world.dims.A, world.dims.N, world.dims.N)
        self.before = {c: int(turn.before["agreement"][row][c]) for c in cells}
        self.since_before = {c: int(turn.before["agreement_turn"][row][c]) for c in self.before}
        self.stage, self.since = dict(self.before), dict(self.since_before)
        draw = Draw(np.array([seed], np.uint64), self.now)
        self.luck = draw.uniform(Stream.NATION, COLUMNS, world.dims.N)[0].T.tolist()
        self.param = {name: float(values[0]) for name, values in world.params.items()}
        self.off = {name for name, on in world.switches.items() if not on[0]}

    def both(self, cell: Cell, stage: int) -> None:
        a, i, j = cell
        for side in ((a, i, j), (a, j, i)):
            self.stage[side], self.since[side] = stage, self.now

    def resolve(self) -> None:
        """The turn's events, in the order of the rule."""
        self.ratify()
        self.renew()
        self.review()
        notices = self.ordered(OrderKind.DENOUNCE)
        for cell in notices:
            self.notice(cell)
        self.new_governments()
        self.sign()

    def ratify(self) -> None:
        types = self.world.agreements
        results: dict[Cell, str] = {}
        hastened = self.ordered(OrderKind.RATIFY)
        for cell, stage in self.before.items():
            a, own, other = cell
            if stage != SIGNED:
                continue
            mine, yours = self.luck[own], self.luck[other]
            first = fraction(mine[Column.RATIFY] + a / 16.0 + yours[Column.RATIFY + 2])
            second = fraction(mine[Column.RATIFY + 1] + a / 16.0 + yours[Column.RATIFY + 3])
            will = float(self.turn.before["will"][self.row, own])
            times = self.param["ratify.push"] if cell in hastened else 1.0
            if "P11" in self.off:
                results[cell] = "yes"
            elif second < float(types.fail[a]) * (1.0 - will) * times:
                results[cell] = "no"
            elif first < float(types.ratify[a]) * (0.5 + will) * times:
                results[cell] = "yes"
        for cell, result in results.items():
            if result == "yes":
                self.stage[cell] = RATIFIED
        for (a, i, j), result in results.items():
            if result == "yes" and self.stage[a, j, i] in (RATIFIED, IN_FORCE):
                self.both((a, i, j), IN_FORCE)
        for cell, result in results.items():
            if result == "no":
                self.both(cell, NONE)
        for cell, stage in self.before.items():
            if stage == NOTICE and self.now - self.since_before[cell] >= types.notice[cell[0]]:
                self.both(cell, NONE)

    def renew(self) -> None:
        asked = self.ordered(OrderKind.RENEW)
        for a, i, j in asked:
            trust = float(self.turn.before.trust[self.row, j, i])
            agreed = (a, j, i) in asked or trust >= self.param["renew.consent"]
            if agreed and self.before[a, i, j] == IN_FORCE and "A3" not in self.off:
                self.both((a, i, j), IN_FORCE)

    def review(self) -> None:
        for cell, stage in self.before.items():
            a, i, j = cell
            term = int(self.world.agreements.term[a])
            years = int(self.turn.before["duration"][self.row, i, j])
            term = max(years * 12 // self.world.months, 1) if years else term
            if self.since[cell] != self.since_before[cell]:
                continue  # renewed this turn
            if i > j or stage != IN_FORCE or not term or "A3" in self.off:
                continue
            if self.since_before[cell] != self.now - term:
                continue
            trust = self.turn.before.trust[self.row]
            least = min(float(trust[i, j]), float(trust[j, i]))
            luck = fraction(self.luck[i][Column.REVIEW] + self.luck[j][Column.REVIEW])
            times = (1.0 - least) * self.strain(i, j)
            lapses = luck < min(self.param["agreement.lapse"] * times, 1.0)
            self.both(cell, NONE if lapses else IN_FORCE)

    def strain(self, i: int, j: int) -> float:
        """How many times as likely as usual an agreement is to end: what A15 names, one by one."""
        state, row = self.turn.before, self.row

        def p(name: str) -> float:
            return self.param[f"lasting.{name}"]

        clear = {0: 0.5, 1: 1.0, 2: 0.0}[int(state["annex"][row, i, j])]
        if state["contested"][row, i, j]:
            clear = 0.0
        open_ = min(float(state["transparency"][row, k]) for k in (i, j))
        gap = abs(float(state["alignment"][row, i]) - float(state["alignment"][row, j]))
        one, two = (float(state["threat"][row, k].max()) for k in (i, j))
        alike = 0.5 / (1.0 + gap) + 0.5 * (1.0 - abs(one - two))
        rankle = max(float(state["resentment"][row, i, j]), float(state["resentment"][row, j, i]))
        total = p("base") - p("clarity") * clear - p("transparency") * open_
        total -= p("verification") * float(state["verified"][row, i, j]) / 3.0
        total += p("resentment") * rankle - p("priorities") * alike
        return float(snap(np.array([max(total, 0.0)]))[0])

    def ordered(self, kind: OrderKind) -> list[Cell]:
        orders, found = self.turn.moves.orders, []
        for i in range(self.world.dims.N):
            for k in range(self.world.dims.K):
                at = (self.row, i, k)
                if orders.kind[at] == kind:
                    found.append((int(orders.arg[at]), i, int(orders.target[at])))
        return found

    def notice(self, cell: Cell) -> None:
        if self.stage[cell] == IN_FORCE:
            self.both(cell, NONE if "A3" in self.off else NOTICE)

    def new_governments(self) -> None:
        if "A3" in self.off:
            return
        new = self.turn.after["government"][self.row] == self.now
        free = self.turn.before["institutions"][self.row] >= 0.5
        broken = []
        for cell, stage in self.before.items():
            a, i, j = cell
            if not new[i] or free[i] or stage != IN_FORCE:
                continue
            luck = fraction(self.luck[i][Column.REVIEW] + a / 16.0 + self.luck[j][Column.REVIEW])
            if luck < self.param["agreement.break_after_change"] and self.stage[cell] == IN_FORCE:
                broken.append(cell)
        for cell in broken:
            self.notice(cell)

    def sign(self) -> None:
        for offers, replies in self.turn.moves.talks:
            for i in range(self.world.dims.N):
                for k in range(self.world.dims.O):
                    at = (self.row, i, k)
                    to = int(offers.to[at])
                    if to < 0 or replies.answer[at] != ACCEPT:
                        continue
                    cell = (int(offers.kind[at]), i, to)
                    exists = self.world.exists(self.now)
                    if self.before[cell] == NONE and exists[i] and exists[to]:
                        self.both(cell, IN_FORCE if "A3" in self.off else SIGNED)


#: Four unfree nations with short terms of office, so that everything happens in sixteen turns.
LIVELY = {
    "agreement.break_after_change": 0.15,
    "agreement.lapse": 0.4,
    "home.term": 3.0,
    "lasting.hazard": 0.0,  # judged in tests/sim/test_keeping.py
    "home.succession": 0.4,
}
OFF = [(), ("P11",), ("A3",), ("A3", "P11")]


@cache
def turns(policy: str, off: tuple[str, ...]) -> tuple:
    off = (*off, "A4")  # breaches and disputes over meaning end agreements in ways of their own
    game = a_game(10, seed=31, default=policy, off=off, values=LIVELY)
    arrays = {name: np.array(game.state[name]) for name in game.state}
    arrays["institutions"][:] = 0.25
    begun = arrays["agreement_turn"]
    begun[arrays["agreement"] == IN_FORCE] -= 14  # so that terms run out during the game
    game = type(game)(game.world, type(game.state)(arrays, 0), game.seeds, game.team)
    return game, [played.turn for played in turns_of(game, 16)]


@pytest.mark.parametrize("off", OFF, ids=lambda off: " ".join(off) or "all on")
@pytest.mark.parametrize("policy", ["chance", "doctrine"])
def test_agreements_move_as_in_the_slow_version(policy, off):
    game, played = turns(policy, off)
    for turn in played:
        for row in range(turn.before.rows):
            papers = Papers(game.world, turn, row, int(game.seeds[row]))
            papers.resolve()
            stages, since = turn.after["agreement"][row], turn.after["agreement_turn"][row]
            wrong = [
                (cell, papers.before[cell], papers.stage[cell], int(stages[cell]))
                for cell in papers.stage
                if (papers.stage[cell], papers.since[cell]) != (int(stages[cell]), int(since[cell]))
            ]
            assert wrong == [], (turn.before.turn, row)


def test_the_games_that_were_compared_hold_every_kind_of_event():
    steps = set()
    for off in OFF:
        for turn in turns("chance", off)[1]:
            before, after = turn.before["agreement"], turn.after["agreement"]
            steps |= set(zip(before[before != after].tolist(), after[before != after].tolist(),
                             strict=True))  # fmt: skip
            kept = (before == IN_FORCE) & (after == IN_FORCE)
            renewed = turn.after["agreement_turn"][kept] == turn.before.turn
            steps |= {"renewed"} if renewed.any() else set()
    assert {
        (NONE, SIGNED),
        (NONE, IN_FORCE),
        (SIGNED, RATIFIED),
        (SIGNED, IN_FORCE),
        (RATIFIED, IN_FORCE),
        (SIGNED, NONE),
        (IN_FORCE, NOTICE),
        (IN_FORCE, NONE),
        (NOTICE, NONE),
        "renewed",
    } <= steps
