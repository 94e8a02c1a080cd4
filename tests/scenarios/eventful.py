"""A small scenario with events, for sessions: the tutorial's nations in a story of its own."""

from __future__ import annotations

from typing import Any

from scenarios.games import Setup, set_up
from scenarios.schema import Scenario
from scenarios.session import PERSON, Session
from tests.builders import STORY, scenario

EVENTS: list[dict[str, Any]] = [
    {
        "id": "storm",
        "title": "Storm",
        "text": "A storm. It rains.",
        "source": "invented",
        "effects": [{"do": "will", "nation": "HAL", "amount": -0.25}],
    },
    {
        "id": "note",
        "title": "A secret note",
        "text": "Velmark arms in secret.",
        "seats": ["HAL"],
        "source": "invented",
        "effects": [{"do": "trust", "nation": "HAL", "other": "VEL", "amount": -2}],
    },
    {
        "id": "dated",
        "title": "Second quarter",
        "text": "A date has come.",
        "month": "2001-04",
        "source": "invented",
        "effects": [{"do": "spending", "nation": "VEL", "amount": 0.5}],
    },
]


def a_story(**changes: Any) -> Scenario:
    """The tutorial's nations with these events, from January 2001, and changes besides."""
    content = scenario().content()
    content |= dict.fromkeys(STORY, ()) | {"focus": None, "briefs": {}, "off": []}
    content |= {"start": "2001-01", "months": 3, "turns": 8, "events": EVENTS, **changes}
    return Scenario.model_validate(content)


def a_setup(*people: str, seed: int = 3, **changes: Any) -> Setup:
    """The story, ready to be played with people in some seats."""
    return set_up(a_story(**changes), seed, seats=dict.fromkeys(people, PERSON))


def a_session(*people: str, seed: int = 3, **changes: Any) -> Session:
    """The story as people begin to play it."""
    return Session(a_setup(*people, seed=seed, **changes))
