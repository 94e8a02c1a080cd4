"""Every scenario of the library is whole: texts, seats, wishes, sources; and it can be played."""

from __future__ import annotations

import pytest

from agents.registry import PERSON, POLICIES, policy
from agents.run import turns_of
from scenarios.build import new_game, seeds_for
from scenarios.load import library, load
from sim.orders import AMOUNT, OrderKind
from tests.builders import unbalanced

EPISODES = tuple(name for name in library() if name.endswith("-episode"))
WHOLE = tuple(name for name in library() if name not in EPISODES)

#: Policies that a test can play; a scripted nation does nothing without a plan.
PLAYED = tuple(name for name in POLICIES if name not in (PERSON, "scripted"))

#: Cases of the seed documents that the library must hold.
CASES = (
    "pfp-1994", "neutrals", "south-caucasus", "black-sea", "balkans-missions", "csto",
    "lancaster-house", "us-japan", "indo-pacific", "verification", "horizon", "first-steps",
    "mediterranean", "five-powers",
)  # fmt: skip


def test_the_library_holds_every_case_and_a_short_episode_of_each():
    assert set(CASES) <= set(WHOLE)
    assert {f"{name}-episode" for name in CASES} <= set(EPISODES)


@pytest.mark.parametrize("name", library())
def test_a_class_finds_everything_that_it_reads(name):
    scenario = load(name)
    assert scenario.seatings
    assert scenario.minutes
    assert len(scenario.brief.split()) >= 30
    assert len(scenario.teaching.split()) >= 100
    assert "?" in scenario.teaching  # questions for the debrief
    assert sum(not event.month for event in scenario.events) >= 3  # injects


@pytest.mark.parametrize("name", library())
def test_every_proposed_seat_has_a_brief_of_its_own_and_wishes_open_and_private(name):
    scenario = load(name)
    seats = {iso for seating in scenario.seatings for iso in seating.seats}
    for iso in sorted(seats):
        wishes = [o for o in scenario.objectives if o.seat == iso]
        assert len(scenario.briefs.get(iso, "").split()) >= 30, iso
        assert len(wishes) >= 2, iso
        assert {wish.public for wish in wishes} == {True, False}, iso


@pytest.mark.parametrize("name", EPISODES)
def test_an_episode_fits_a_lesson(name):
    scenario = load(name)
    assert 4 <= scenario.turns <= 6
    assert scenario.focus is not None
    assert 1 <= len(scenario.focus.orders) <= 10
    assert len(scenario.focus.dials) <= 4
    amounts = {kind.name.lower() for kind in OrderKind if AMOUNT.get(kind, ("", 0.0))[0]}
    assert set(scenario.focus.dials) <= amounts


def mixed_seats(scenario):
    """A policy for each nation, in turn."""
    names = [nation.iso3 for nation in scenario.nations]
    return {iso: policy(PLAYED[k % len(PLAYED)]) for k, iso in enumerate(names)}


def holds(game, turns=None):
    """Play a game: every state has its shapes, grids and bounds, and every book balances."""
    for played in turns_of(game, turns, ledger=True):
        played.turn.after.check(game.world.dims)
        assert unbalanced(played.turn) == []


@pytest.mark.parametrize("name", WHOLE)
def test_its_first_turns_hold_the_laws_under_all_policies_together(name):
    scenario = load(name)
    holds(new_game(scenario, seeds_for(11, 1), seats=mixed_seats(scenario)), 3)


@pytest.mark.soak
@pytest.mark.parametrize("policy_name", PLAYED)
@pytest.mark.parametrize("name", library())
def test_it_plays_to_its_end_under_every_policy(name, policy_name):
    holds(new_game(load(name), seeds_for(12, 2), default=policy_name))
