"""The bilateral, Asian, verifying and invented cases: what each seat reads, and that each plays."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from agents.run import play
from scenarios.build import new_game, seeds_for
from scenarios.load import load
from scenarios.schema import Scenario

CASES = (
    "lancaster-house",
    "us-japan",
    "indo-pacific",
    "verification",
    "horizon",
    "five-powers",
)
ALL = (*CASES, *(f"{case}-episode" for case in CASES))

#: Policies that give other orders than doctrine does.
POLICIES = ("doctrine", "chance", "hegemon")

_loaded = cache(load)


def _seats(scenario: Scenario) -> set[str]:
    return {seat for seating in scenario.seatings for seat in seating.seats}


@pytest.mark.parametrize("case", ALL)
def test_every_recommended_seat_has_a_brief_and_public_and_private_objectives(case: str) -> None:
    scenario = _loaded(case)
    for seat in _seats(scenario):
        goals = [goal for goal in scenario.objectives if goal.seat == seat]
        assert len(goals) >= 2
        assert {goal.public for goal in goals} == {True, False}, seat
        assert 60 <= len(scenario.briefs[seat].split()) <= 220, seat


@pytest.mark.parametrize("case", CASES)
def test_an_episode_fits_a_lesson(case: str) -> None:
    episode = _loaded(f"{case}-episode")
    assert 4 <= episode.turns <= 6
    assert episode.minutes <= 60
    assert episode.focus is not None
    assert len(episode.focus.orders) <= 10
    assert len(episode.focus.dials) <= 4
    assert episode.teaching != _loaded(case).teaching


@pytest.mark.parametrize("case", ALL)
def test_nothing_dated_tells_a_nation_what_to_decide(case: str) -> None:
    decided = {"agreement", "join", "quit", "leave", "dispute", "mission", "mandate"}
    for event in _loaded(case).events:
        if event.month:
            assert not decided & {effect.do for effect in event.effects}, event.id


@pytest.mark.parametrize("case", [f"{case}-episode" for case in CASES])
@pytest.mark.parametrize("policy", POLICIES)
def test_an_episode_plays_to_its_end_under(policy: str, case: str) -> None:
    game = new_game(_loaded(case), seeds_for(3, 2), default=policy)
    end = play(game)
    assert end.turn == game.world.turns
    assert np.isfinite(end["good"]).all()
