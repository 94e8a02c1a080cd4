"""Trust, written out slowly for four nations with exact fractions, judges the rule."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.account import Books
from sim.draw import Draw
from sim.notation import encode
from sim.orders import Moves
from sim.rules.trust import trust
from sim.state import EVIDENCE_BITS, FIELDS, State
from tests.builders import a_game

EVIDENCE = ("good", "bad", "heard_good", "heard_bad")
NATIONS = range(4)
seeds = st.integers(0, 2**32 - 1)
some = settings(max_examples=12, deadline=None, derandomize=True, database=None)

Table = list[list[Fraction]]


def nearest(value: float | Fraction, bits: int) -> Fraction:
    """The nearest multiple of ``2**-bits``, ties to even."""
    return Fraction(round(Fraction(value) * 2**bits), 2**bits)


def bounded(value: Fraction) -> Fraction:
    return max(Fraction(0), min(Fraction(32), value))


def trust_of(known: dict[str, Table], i: int, j: int) -> Fraction:
    """``(good + 1) / (good + bad + 2)`` of one nation in another, hearsay counted; 0 in itself."""
    if i == j:
        return Fraction(0)
    good = known["good"][i][j] + known["heard_good"][i][j]
    bad = known["bad"][i][j] + known["heard_bad"][i][j]
    return nearest(float(good + 1) / float(good + bad + 2), 20)


@dataclass(frozen=True)
class Rates:
    """What the rule goes by, a turn, and how many turns there are between two hearings."""

    memory: float
    repute: float
    dialogue: float
    cycle: int

    @classmethod
    def of(cls, world) -> Rates:
        names = ("trust.memory", "trust.repute", "dialogue.evidence", "trust.cycle")
        *rates, cycle = (float(world.params[name][0]) for name in names)
        return cls(*rates, int(cycle))


def one_turn(
    known: dict[str, Table], rates: Rates, said: list[tuple[int, int]], turn: int = 0
) -> dict[str, Table]:
    """Evidence after a turn of forgetting and hearsay (if these are due) and dialogues."""
    after = {name: [list(row) for row in known[name]] for name in EVIDENCE}
    if turn % rates.cycle == 0:
        fade(after, rates)
        hear(after, known, rates)
    for i, j in said:
        after["good"][i][j] += nearest(rates.dialogue, EVIDENCE_BITS)
        after["good"][j][i] += nearest(rates.dialogue, EVIDENCE_BITS)
    return {name: [[bounded(v) for v in row] for row in after[name]] for name in EVIDENCE}


def fade(after: dict[str, Table], rates: Rates) -> None:
    """A cycle's forgetting."""
    memory = 1.0
    for _ in range(rates.cycle):
        memory *= rates.memory
    for table in after.values():
        for row in table:
            row[:] = [nearest(float(value) * memory, EVIDENCE_BITS) for value in row]


def hear(after: dict[str, Table], known: dict[str, Table], rates: Rates) -> None:
    """A cycle's hearsay, in 64ths of trust and 32nds of an observation."""
    for first_hand, heard in (("good", "heard_good"), ("bad", "heard_bad")):
        for i in NATIONS:
            for j in NATIONS:
                news = sum(
                    nearest(trust_of(known, i, k), 6) * nearest(known[first_hand][k][j], 5)
                    for k in NATIONS
                    if k != i != j
                )
                assert float(np.float32(float(news))) == news  # exact, as the bit budget promises
                amount = float(news) * (rates.repute * rates.cycle)
                after[heard][i][j] += nearest(amount, EVIDENCE_BITS)


def random_state(state: State, rng: np.random.Generator) -> State:
    arrays = {name: np.array(state[name]) for name in state}
    for name in EVIDENCE:
        units = rng.integers(0, 2 ** (EVIDENCE_BITS + 5) + 1, (1, 4, 4))
        few = rng.random((1, 4, 4)) < 0.2
        arrays[name] = np.where(few, 0.0, units / 2.0**EVIDENCE_BITS)
        arrays[name][:, NATIONS, NATIONS] = 0.0
    return State(arrays, state.turn)


def as_table(array: np.ndarray) -> Table:
    return [[Fraction(float(v)) for v in row] for row in array[0]]


def by_the_rule(world, state: State, moves: Moves) -> dict[str, Table]:
    books = Books(state, FIELDS)
    trust(world, state, books, moves, Draw(np.array([1], np.uint64), state.turn))
    return {name: as_table(books[name]) for name in EVIDENCE}


@given(seeds)
@some
def test_trust_is_the_beta_formula_on_the_grid(seed):
    game = a_game(1)
    state = random_state(game.state, np.random.default_rng(seed))
    known = {name: as_table(state[name]) for name in EVIDENCE}
    expected = [[trust_of(known, i, j) for j in NATIONS] for i in NATIONS]
    assert as_table(state.trust) == expected


@given(seeds)
@some
def test_evidence_fades_is_heard_and_is_made_as_in_the_slow_version(seed):
    rng = np.random.default_rng(seed)
    game = a_game(1)
    state = random_state(game.state, rng)
    world = game.world
    said = [(int(i), int((i + rng.integers(1, 4)) % 4)) for i in NATIONS if rng.random() < 0.7]
    words = {
        world.iso[i]: {"orders": [{"do": "dialogue", "target": world.iso[j]}]} for i, j in said
    }
    expected = one_turn({name: as_table(state[name]) for name in EVIDENCE}, Rates.of(world), said)
    assert by_the_rule(world, state, encode(world, words)) == expected


def test_five_turns_of_the_rule_are_five_turns_of_the_slow_version():
    game = a_game(1)
    state = random_state(game.state, np.random.default_rng(4))
    rates = Rates.of(game.world)
    known = {name: as_table(state[name]) for name in EVIDENCE}
    for turn in range(5):
        known = one_turn(known, rates, [], turn)
        result = by_the_rule(game.world, state, Moves.none(game.world.dims, 1))
        assert result == known
        arrays = {name: np.array(state[name]) for name in state}
        for name in EVIDENCE:
            arrays[name] = np.array([[[float(v) for v in row] for row in result[name]]])
        state = State(arrays, state.turn + 1)


@pytest.mark.parametrize("rate", [0.0, 0.06])
def test_hearsay_follows_its_parameter(rate):
    game = a_game(1)
    rate = float(nearest(rate, 20))
    world = replace(game.world, params={**game.world.params, "trust.repute": np.array([rate])})
    state = random_state(game.state, np.random.default_rng(6))
    known = {name: as_table(state[name]) for name in EVIDENCE}
    expected = one_turn(known, Rates.of(world), [])
    assert by_the_rule(world, state, Moves.none(world.dims, 1)) == expected


def test_without_n1_nothing_is_heard():
    game = a_game(1, off=("N1",))
    state = random_state(game.state, np.random.default_rng(6))
    known = {name: as_table(state[name]) for name in EVIDENCE}
    expected = one_turn(known, replace(Rates.of(game.world), repute=0.0), [])
    assert by_the_rule(game.world, state, Moves.none(game.world.dims, 1)) == expected


def test_without_any_evidence_trust_is_one_half():
    game = a_game(1)
    arrays = {name: np.array(game.state[name]) for name in game.state}
    for name in EVIDENCE:
        arrays[name][:] = 0.0
    assert (State(arrays, 0).trust[0] == np.where(np.eye(4), 0.0, 0.5)).all()


def test_good_evidence_raises_trust_and_bad_evidence_lowers_it_in_equal_measure():
    game = a_game(1)
    arrays = {name: np.array(game.state[name]) for name in game.state}
    for name in EVIDENCE:
        arrays[name][:] = 0.0
    arrays["good"][0, 0, 1] = arrays["bad"][0, 1, 0] = 2.0
    arrays["heard_good"][0, 2, 1] = arrays["heard_bad"][0, 1, 2] = 2.0
    found = State(arrays, 0).trust[0]
    assert found[0, 1] == found[2, 1] == 0.75
    assert found[1, 0] == found[1, 2] == 0.25
