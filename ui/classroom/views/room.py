"""Who is in the room, what the phase is, what is written: the parts of a view around the game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agents.registry import PERSON
from scenarios.sitting import EVERYBODY, FACILITATOR, Phase
from scenarios.sitting.words import notes_of
from ui.classroom.questionnaire import LEAST, MOST, questions
from ui.classroom.views.ground import month_of

if TYPE_CHECKING:
    from scenarios.sitting import Note, Sitting

#: What the class is doing, for people: a word for the head, and what to do now.
PHASES = {
    Phase.LOBBY: ("Lobby", "The class is coming together. The game begins soon."),
    Phase.BRIEFING: (
        "Briefing",
        "Read your brief. The private part is for your team alone.",
    ),
    Phase.TALKS: ("Talks", "Talk with others and make offers; prepare your orders."),
    Phase.ORDERS: ("Orders", "No more offers. Finish your orders and hand them in."),
    Phase.DEBRIEF: ("Debrief", "The game is over. What was hidden may be told now."),
}

#: Which questionnaire is shown in a phase.
_ASKED = {Phase.LOBBY: "before", Phase.BRIEFING: "before", Phase.DEBRIEF: "after"}


def clock(sitting: Sitting) -> dict[str, Any]:
    """Phase, turn and time: public."""
    session = sitting.session
    turn, world = sitting.turn, session.world
    word, hint = PHASES[sitting.phase]
    return {
        "phase": sitting.phase.value,
        "word": word,
        "hint": hint,
        "turn": turn,
        "turns": world.turns,
        "label": world.label(min(turn, world.turns - 1)),
        "month": month_of(world, turn),
        "deadline": sitting.deadline,
        "left": sitting.left,
        "paused": sitting.paused,
        "over": session.over,
    }


def progress(sitting: Sitting) -> dict[str, Any]:
    """How many of the teams have handed in: public, without who."""
    asked = set(sitting.asks)
    waiting = asked.intersection(sitting.session.waiting)
    return {"submitted": len(asked) - len(waiting), "teams": len(asked)}


def seat(sitting: Sitting, iso: str) -> dict[str, Any]:
    """Who plays the seat, in its team's own words."""
    session = sitting.session
    player = session.seats[iso].player
    return {
        "iso": iso,
        "name": session.world.names[session.world.nation(iso)],
        "title": session.setup.scenario.title,
        "people": [member.name for member in sitting.team(iso)],
        "player": "" if player == PERSON else player,
        "coming": sitting.coming.get(iso, ""),
        "nudged": iso in sitting.nudged,
        "teams": list(sitting.seats),
    }


def seats(sitting: Sitting) -> list[dict[str, Any]]:
    """Every seat of the room and who is there: public, without names of people."""
    world = sitting.session.world
    return [
        {
            "iso": iso,
            "name": world.names[world.nation(iso)],
            "people": len(sitting.team(iso)),
            "connected": sum(m.client in sitting.connected for m in sitting.team(iso)),
            "player": "" if sitting.session.seats[iso].player == PERSON
            else sitting.session.seats[iso].player,
        }
        for iso in sitting.seats
    ]  # fmt: skip


def notes(sitting: Sitting, reader: str) -> list[dict[str, Any]]:
    """The notes to and from a seat, or the facilitator, the latest first."""
    return [_note(sitting, note, reader) for note in reversed(notes_of(sitting, reader))]


def asked(sitting: Sitting) -> dict[str, Any]:
    """The statements of the questionnaire, and which is open: "before", "after" or none.

    What somebody answered is told to nobody but the screen of that person, in its greeting.
    """
    return {
        "when": _ASKED.get(sitting.phase, ""),
        "scale": [LEAST, MOST],
        "statements": [[one.id, one.text] for one in questions()],
    }


def _note(sitting: Sitting, note: Note, reader: str) -> dict[str, Any]:
    own = note.sender == reader
    return {
        "number": note.number,
        "at": note.at,
        "turn": sitting.session.world.label(min(note.turn, sitting.session.world.turns - 1)),
        "own": own,
        "other": note.to if own else note.sender,
        "all": note.to == EVERYBODY,
        "title": note.title,
        "text": note.text,
        "read": bool(note.read) if own else reader in note.read,
    }


__all__ = [
    "EVERYBODY", "FACILITATOR", "PHASES", "asked", "clock", "notes", "progress", "seat", "seats",
]  # fmt: skip
