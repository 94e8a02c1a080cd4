"""Another nation's decision is told in bands, from what the reader may know; nothing adds up."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.accounts import DecisionAccount
from agents.disclosure import ANSWERS, BETWEEN, COVERT, KNOWLEDGE, Disclosure, band, disclosed
from agents.explain import WORDS, explain
from agents.registry import policy
from agents.run import Game, play
from agents.sentences import SENTENCES
from agents.team import Team
from scenarios.build import seeds_for
from sim.axes import Audience
from sim.draw import Draw
from sim.grid import snap
from sim.observe import observe
from sim.state import FIELDS, State
from tests.builders import a_game

HIDDEN = sorted(name for name in SENTENCES if name not in KNOWLEDGE)


def account(parts, decision="join", done=True, subject=None):
    amounts = tuple((name, SENTENCES[name], amount) for name, amount in parts.items())
    total = sum(parts.values())
    return DecisionAccount(3, 1, decision, None, subject, True, done, total, 0.5, 0.6, 0.1, amounts)


def test_a_nation_reads_its_own_account_exactly():
    own = account({"alignment": 1.0, "trust": -0.25})
    assert disclosed(own, 1) is own


def test_another_reads_public_reasons_in_words_and_bands_by_name():
    told = disclosed(account({"war": -2.0, "trust": 3.0, "alignment": 0.5}), 0)
    assert isinstance(told, Disclosure)
    assert told.reasons == (
        (SENTENCES["alignment"], "for"),
        (SENTENCES["war"], "strongly against"),
    )


@given(st.dictionaries(st.sampled_from(HIDDEN), st.floats(-8, 8), min_size=1))
def test_what_is_hidden_changes_nothing_that_another_reads(hidden):
    known = {"alignment": 0.5, "war": -1.0}
    assert disclosed(account({**known, **hidden}), 0) == disclosed(account(known), 0)


def test_no_number_is_disclosed_from_which_the_rest_would_follow():
    told = disclosed(account({"alignment": 0.5, "trust": 2.0}), 0)
    values = [getattr(told, f.name) for f in fields(told)]
    assert not any(isinstance(value, float) for value in values)
    assert all(isinstance(item, str) for reason in told.reasons for item in reason)


@given(st.floats(0.3, 1.49), st.floats(0.3, 1.49))
def test_amounts_of_one_band_read_alike(first, second):
    assert band(first) == band(second) == "for"


def test_what_was_left_undone_is_not_told():
    assert disclosed(account({"war": 1.0}, done=False), 0) is None


@pytest.mark.parametrize("decision", sorted(ANSWERS))
def test_a_no_that_was_given_as_an_answer_is_told_like_a_yes(decision):
    told = disclosed(account({"war": 1.0}, decision, done=False, subject=0), 0)
    assert not told.done
    assert told.reasons == ((SENTENCES["war"], "for"),)
    between = decision in BETWEEN
    refusal = account({"war": 1.0}, decision, done=False, subject=0)
    assert (disclosed(refusal, 2) is None) == between


@pytest.mark.parametrize("decision", sorted(COVERT))
def test_covert_acts_are_told_to_nobody(decision):
    assert disclosed(account({"war": 1.0}, decision, subject=0), 0) is None


@pytest.mark.parametrize("decision", sorted(BETWEEN))
def test_what_passes_between_two_is_told_to_the_two(decision):
    told = account({"interop": 1.0}, decision, subject=0)
    assert disclosed(told, 2) is None
    assert disclosed(told, 0).reasons == ((SENTENCES["interop"], "for"),)


def test_a_shared_fact_is_for_the_party_alone():
    told = account({"interop": 1.0}, "vote.support", subject=0)
    assert disclosed(told, 2).reasons == ()
    assert disclosed(told, 0).reasons == ((SENTENCES["interop"], "for"),)


def test_every_term_that_is_disclosed_has_a_sentence():
    assert {name.rpartition(".")[2] for name in KNOWLEDGE} <= set(SENTENCES)
    assert set(KNOWLEDGE.values()) == {Audience.PUBLIC, Audience.PARTIES, Audience.OWN}


def test_covert_and_private_decisions_are_decisions():
    assert set(WORDS) >= COVERT | BETWEEN
    assert not COVERT & BETWEEN


def test_the_outcome_alone_is_told_of_a_decision_for_hidden_reasons():
    told = disclosed(replace(account({"trust": 3.0}), subject=2), 0)
    assert (told.done, told.reasons) == (True, ())


# --- what a term is made of -------------------------------------------------------------------


def deliberated(world, state) -> dict[tuple, dict[str, float]]:
    """Reasons by (nation, decision, about whom) of what was decided about a known subject."""
    game = Game(world, state, seeds_for(5, 1), Team.of(world.iso, policy("doctrine"), {}))
    obs = observe(world, state)
    decision = game.team.decide(obs, Draw(game.seeds, state.turn), keep=True)
    found = {}
    for nation in range(0, world.dims.N, 4):
        for one in explain(world, decision, nation):
            if one.decision in ANSWERS:
                continue  # what is asked differs with the secrets of the one who asks
            if one.subject is not None or one.decision not in ABOUT_SOMEBODY:
                key = (nation, one.decision, one.subject)
                found[key] = {name: amount for name, _, amount in one.parts}
    return found


#: Decisions whose account names nobody where nothing was done, though they were about somebody.
ABOUT_SOMEBODY = {"share", "leak", "ask", "brief", "denounce"}
ANSWERS = {"reply", "answer a counter"}


def with_other_secrets(state: State, *audiences: Audience) -> State:
    """The same state, but for what these audiences alone may read."""
    arrays = {name: np.array(state[name]) for name in state}
    for name, spec in FIELDS.items():
        # that two nations are tied is public, whatever binds them
        if spec.audience in audiences and spec.dtype is np.float64:
            reach = spec.high - spec.low
            other = spec.low + 0.25 * reach + 0.5 * (arrays[name] - spec.low)
            arrays[name] = snap(other, spec.bits or 0)
    return State(arrays, state.turn)


@cache
def later() -> tuple:
    """A world in which much has happened, and the state it is in."""
    game = a_game(1, name="pfp-1994", seed=3)
    state = play(game, 10).take(slice(0, 1))
    arrays = {name: np.array(state[name]) for name in state}
    arrays["standoff"][0, 4, 8] = arrays["standoff"][0, 8, 4] = 3
    arrays["rivalry"][0, 4, 8] = arrays["rivalry"][0, 8, 4] = 1
    arrays["call_victim"][0, 0], arrays["call_against"][0, 0] = 8, 4
    arrays["suspect"][0, 8] = 4
    return game.world, State(arrays, state.turn)


@pytest.mark.parametrize(
    ("known", "hidden", "terms"),
    [
        (Audience.PUBLIC, (Audience.OWN, Audience.UMPIRE, Audience.PARTIES), 40),
        (Audience.PARTIES, (Audience.OWN, Audience.UMPIRE), 4),
    ],
)
def test_no_term_that_is_disclosed_is_made_of_anything_hidden(known, hidden, terms):
    world, state = later()
    one, two = deliberated(world, state), deliberated(world, with_other_secrets(state, *hidden))
    both = one.keys() & two.keys()
    seen = set()
    for key in both:
        for name in one[key].keys() & two[key].keys():
            audience = KNOWLEDGE.get(f"{key[1]}.{name}", KNOWLEDGE.get(name))
            if audience is known:
                seen.add(name)
                assert one[key][name] == two[key][name], (key, name)
    assert len(seen) >= terms


def test_what_is_hidden_does_move_the_terms_that_are_not_disclosed():
    world, state = later()
    one, two = (deliberated(world, s) for s in (state, with_other_secrets(state, Audience.OWN)))
    moved = {
        name
        for key in one.keys() & two.keys()
        for name in one[key].keys() & two[key].keys()
        if one[key][name] != two[key][name]
    }
    assert {"trust", "home", "threat", "resentment"} <= moved
    assert not moved & {name for name, known in KNOWLEDGE.items() if known is Audience.PUBLIC}
