"""What each browser and the projector are shown, as plain JSON data: views, made of named parts.

A student's view is made of the observation of its one seat, by the presenters that the desktop
uses: the same words and numbers. The public view is made of what everybody knows, the
facilitator's of everything. A view is a dict of parts; a part that did not change need not be sent
again, for a page keeps the parts that it has. Parts that only change with the turn are kept (see
``kept``), so that a view costs a few milliseconds. Views are made in the thread that owns the
sitting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.sitting import FACILITATOR, Phase
from ui.classroom.views import facilitator as beside
from ui.classroom.views import room
from ui.classroom.views.asked import ask
from ui.classroom.views.brief import brief
from ui.classroom.views.debrief import debrief
from ui.classroom.views.desk import desk, draft
from ui.classroom.views.ground import geometry
from ui.classroom.views.kept import of_turn
from ui.classroom.views.news import news, public_news
from ui.classroom.views.talks import table, talks
from ui.classroom.views.world import public_world, world

if TYPE_CHECKING:
    from scenarios.sitting import Sitting

View = dict[str, Any]

__all__ = ["View", "ask", "debrief", "facilitator", "geometry", "public", "student"]


def student(sitting: Sitting, iso: str) -> View:
    """All that the team of a seat is shown while the game lasts."""
    session = sitting.session
    return {
        "seat": room.seat(sitting, iso),
        "clock": room.clock(sitting),
        "progress": room.progress(sitting),
        "brief": of_turn(session, iso, brief),
        "world": of_turn(session, iso, world),
        "talks": talks(session, iso),
        "table": of_turn(session, iso, table),
        "desk": of_turn(session, iso, desk),
        "draft": draft(session, iso),
        "news": of_turn(session, iso, news),
        "notes": room.notes(sitting, iso),
        "questions": room.asked(sitting),
    }


def facilitator(sitting: Sitting) -> View:
    """All that the facilitator is shown: every seat and what it prepares, and the world itself."""
    session = sitting.session
    return {
        "clock": room.clock(sitting),
        "progress": room.progress(sitting),
        "board": beside.board(sitting),
        "talks": beside.table(sitting),
        "events": beside.events(sitting),
        "notes": room.notes(sitting, FACILITATOR),
        "survey": beside.survey(sitting),
        "effects": of_turn(session, "", beside.effects),
        "world": of_turn(session, "", public_world),
        "log": of_turn(session, "", beside.log),
    }


def public(sitting: Sitting) -> View:
    """What everybody may know: for the projector, and for whoever has no seat yet.

    In the debrief it holds the review of the whole game.
    """
    session = sitting.session
    review = {"debrief": debrief(sitting)} if sitting.phase is Phase.DEBRIEF else {}
    return review | {
        "title": session.setup.scenario.title,
        "clock": room.clock(sitting),
        "progress": room.progress(sitting),
        "seats": room.seats(sitting),
        "world": of_turn(session, "", public_world),
        "news": of_turn(session, "", public_news),
    }
