"""What a seat reads before it plays: the public brief, its own, what it wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.present import objectives
from ui.present.briefs import pieces
from ui.present.numbers import share

if TYPE_CHECKING:
    from scenarios.session import Session
    from ui.present.objectives import Goal


def brief(session: Session, iso: str) -> dict[str, Any]:
    """The public brief and the private one, as [heading, paragraph]; objectives with their values.

    Of the seat's own objectives only such values are told as it can know while the game lasts.
    """
    scenario = session.setup.scenario
    own = objectives.own(session, iso)
    score = objectives.so_far(own)
    return {
        "public": _paragraphs(scenario.brief or scenario.summary),
        "private": _paragraphs(scenario.briefs.get(iso, "")),
        "notice": scenario.notice,
        "own": [_own(goal) for goal in own],
        "score": "" if score is None else share(score),
        "others": [[goal.seat, goal.text] for goal in objectives.public(session, iso)],
    }


def _paragraphs(text: str) -> list[list[str]]:
    return [[piece.head, piece.text] for piece in pieces(text)]


def _own(goal: Goal) -> dict[str, Any]:
    return {
        "text": goal.text,
        "heading": goal.heading,
        "reach": goal.reach,
        "part": round(100 * goal.part),
        "attained": None if goal.attained is None else round(goal.attained, 3),
        "trend": None if goal.trend is None else round(goal.trend, 3),
        "moves": goal.moves,
        "public": goal.public,
    }
