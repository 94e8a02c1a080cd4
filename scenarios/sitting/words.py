"""What is said in writing beside the game: notes, messages, calls for help, questionnaires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenarios.sitting.parts import EVERYBODY, FACILITATOR, Code, Note, Phase, SittingFault
from scenarios.sitting.state import Sitting

#: More notes than a team writes in one turn.
MOST_NOTES = 80

#: When a questionnaire is filled in.
SURVEYS = ("before", "after")


def write(sitting: Sitting, iso: str, to: str, text: str, now: float) -> Note:
    """Write from one team to another, or to the facilitator."""
    if to == iso:
        raise SittingFault(Code.REFUSED, "a team writes no notes to itself")
    if to != FACILITATOR:
        sitting.seat(to)
    written = sum(n.sender == iso and n.turn == sitting.turn for n in sitting.notes)
    if written >= MOST_NOTES:
        raise SittingFault(Code.TOO_FAST, f"{MOST_NOTES} notes are enough for one turn")
    note = _noted(sitting, iso, to, text, now)
    sitting.touch(iso, *(() if to == FACILITATOR else (to,)))
    return note


def tell(sitting: Sitting, seats: Sequence[str], title: str, text: str, now: float) -> list[Note]:
    """The facilitator writes to some seats, each alone; without names to everybody."""
    receivers = [sitting.seat(iso) for iso in dict.fromkeys(seats)] or [EVERYBODY]
    told = []
    for to in receivers:
        note = _noted(sitting, FACILITATOR, to, text, now)
        note.title = title
        told.append(note)
    sitting.touch(*receivers)
    return told


def _noted(sitting: Sitting, sender: str, to: str, text: str, now: float) -> Note:
    between = sum((note.sender, note.to) == (sender, to) for note in sitting.notes)
    note = Note(f"{sender}-{to}-{between + 1}", now, sitting.turn, sender, to, text)
    sitting.notes.append(note)
    return note


def open_note(sitting: Sitting, reader: str, number: str) -> None:
    """Mark a note as read by a seat, or by the facilitator."""
    note = next((one for one in sitting.notes if one.number == number), None)
    for_all = note is not None and note.to == EVERYBODY and reader != FACILITATOR
    if note is None or (note.to != reader and not for_all):
        raise SittingFault(Code.NOT_YOURS, "you have no such note")
    if reader not in note.read:
        note.read.append(reader)
    sitting.touch(reader, note.sender)


def notes_of(sitting: Sitting, reader: str) -> list[Note]:
    """The notes to and from a seat, or to and from the facilitator, the oldest first."""
    return [
        note
        for note in sitting.notes
        if reader in (note.sender, note.to) or (note.to == EVERYBODY and reader != FACILITATOR)
    ]


def survey(sitting: Sitting, client: str, when: str, answers: Mapping[str, Any]) -> None:
    """Keep what somebody answered, in the place of what they answered before.

    The questionnaire before the game may be answered until the debrief, in which that after it
    opens. Raises ``SittingFault`` for the other one.
    """
    if when not in SURVEYS:
        raise SittingFault(Code.REFUSED, f"a questionnaire is for {' or '.join(SURVEYS)} the game")
    if (when == "after") is not (sitting.phase is Phase.DEBRIEF):
        raise SittingFault(Code.CLOSED, f"the questionnaire {when} the game is not open now")
    sitting.surveys.setdefault(client, {})[when] = dict(answers)
    sitting.touch(sitting.members[client].seat)
