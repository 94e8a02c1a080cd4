"""Whatever is played, every field keeps its bounds, its symmetry and a clean diagonal."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.run import turns_of
from scenarios.build import new_game, seeds_for
from sim.state import (
    CANCELLED,
    FIELDS,
    FREE,
    IN_FORCE,
    NONE,
    OUTSIDE,
    WITHDRAWN,
)
from tests.builders import a_game, a_scenario

#: Any game at all, and games that several tests look at (played once).
any_seed = st.integers(0, 2**64 - 1)
seeds = st.sampled_from([0, 1, 2**63, 2**64 - 1, 271828])
few = settings(max_examples=8, deadline=None, derandomize=True, database=None)


@cache
def states_of(seed: int, nations: int, off: tuple[str, ...] = ()) -> tuple:
    """A random game of two runs: its dimensions and the states it went through."""
    if nations == 4:
        game = a_game(2, seed, default="chance", off=off)
    else:
        game = new_game(a_scenario(nations), seeds_for(seed, 2), default="chance", off=off)
    return game.world, [game.state, *(played.turn.after for played in turns_of(game))]


def mixed(states: list) -> str:
    """The first field that is not symmetric though it should be."""
    for state in states:
        for name in ("rivalry", "last_dispute", "exercised"):
            if not np.array_equal(state[name], state[name].transpose(0, 2, 1)):
                return name
        if not np.array_equal(state["interop"], state["interop"].transpose(0, 1, 3, 2)):
            return "interop"
        stage, since = state["agreement"], state["agreement_turn"]
        other, as_long = stage.transpose(0, 1, 3, 2), since.transpose(0, 1, 3, 2)
        binding = stage >= IN_FORCE
        if not np.array_equal(stage[binding], other[binding]):
            return "agreement in force or under notice"
        if not np.array_equal(since[binding], as_long[binding]):
            return "agreement_turn"
        if not np.array_equal(stage == NONE, other == NONE):
            return "agreement on one side only"
    return ""


def soiled(states: list) -> list[str]:
    """Pair fields in which a nation has something to do with itself."""
    diagonal = np.arange(states[0]["will"].shape[1])
    zero = ("good", "bad", "heard_good", "heard_bad", "threat", "hostility", "rivalry", "interop")
    found = [
        name
        for name in (*zero, "accession_vote", "agreement")
        if any(state[name][..., diagonal, diagonal].any() for state in states)
    ]
    for name in ("exercised", "last_dispute", "agreement_turn"):
        start = states[0][name][..., diagonal, diagonal]
        if any(not np.array_equal(s[name][..., diagonal, diagonal], start) for s in states):
            found.append(name)
    return found


@pytest.mark.parametrize("nations", [4, 12])
@given(seed=any_seed)
@few
def test_every_state_of_a_random_game_passes_its_check(nations, seed):
    world, states = states_of(seed, nations)
    for state in states:
        state.check(world.dims)
    assert [state.turn for state in states] == list(range(9))


@pytest.mark.parametrize("off", [("A3",), ("P1", "P13"), ("P11", "N1"), ("A1", "A2", "P2")])
def test_bounds_hold_with_mechanisms_switched_off(off):
    world, states = states_of(11, 4, off)
    for state in states:
        state.check(world.dims)
    assert mixed(states) == ""
    assert soiled(states) == []


@given(seeds)
@few
def test_no_number_is_missing_or_infinite(seed):
    _, states = states_of(seed, 12)
    broken = {
        name
        for state in states
        for name, spec in FIELDS.items()
        if spec.is_float and not np.isfinite(state[name]).all()
    }
    broken |= {"trust" for state in states if not np.isfinite(state.trust).all()}
    assert broken == set()


@given(seeds)
@few
def test_what_two_nations_share_is_the_same_seen_from_both_sides(seed):
    _, states = states_of(seed, 12)
    assert mixed(states) == ""


@given(seeds)
@few
def test_a_nation_has_no_relation_with_itself(seed):
    _, states = states_of(seed, 12)
    assert soiled(states) == []


@given(seeds)
@few
def test_trust_lies_strictly_between_distrust_and_certainty(seed):
    _, states = states_of(seed, 12)
    others = ~np.eye(12, dtype=bool)
    for state in states:
        trust = state.trust[:, others]
        assert trust.min() > 0.0
        assert trust.max() < 1.0


def test_who_does_not_take_part_declares_no_depth():
    _, states = states_of(0, 12)
    for state in states:
        away = (state["status"] == OUTSIDE) | (state["status"] == WITHDRAWN)
        assert not state["declared"][away].any()


@given(seeds)
@few
def test_free_exercise_slots_are_empty_and_used_ones_have_a_host(seed):
    _, states = states_of(seed, 12)
    for state in states:
        free = state["exercise"] == FREE
        assert (state["exercise_host"][free] == -1).all()
        assert not state["exercise_coming"][free].any()
        assert (state["exercise_host"][~free] >= 0).all()


@pytest.mark.parametrize(
    "field",
    [
        "exercise_coming",
        "exercise_invited",
    ],
)
def test_the_host_belongs_to_its_own_exercise(field):
    _, states = states_of(0, 12)
    for state in states:
        rows, slots = np.nonzero((state["exercise"] != FREE) & (state["exercise"] != CANCELLED))
        host = state["exercise_host"][rows, slots]
        assert (state[field][rows, slots, host] == 1).all()


@given(seeds)
@few
def test_a_text_on_the_table_names_its_group_its_subject_and_its_author(seed):
    _, states = states_of(seed, 12)
    names = ("text_kind", "text_group", "text_subject", "text_author")
    for state in states:
        used = [state[name] >= 0 for name in names]
        assert all(np.array_equal(used[0], mask) for mask in used[1:])


@given(seeds)
@few
def test_states_cannot_be_written_to(seed):
    _, states = states_of(seed, 4)
    with pytest.raises(ValueError, match="read-only"):
        states[-1]["will"][0, 0] = 0.0
