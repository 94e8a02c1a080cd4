"""A sitting as plain JSON data, as it stands when the talks of a turn have just begun.

Then nothing has been said in the turn: the record of the session, who plays which seat and the
sitting's own fields are all there is. What was taken down may be had again without the commands
before it.
"""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any

from scenarios.session import Session
from scenarios.sitting.parts import Member, Note, Pace, Phase
from scenarios.sitting.state import Sitting
from sim.record import parse

#: Fields that are no plain data, or not of the log.
_APART = ("session", "pace", "phase", "members", "notes", "touched", "connected")


def kept(sitting: Sitting) -> dict[str, Any]:
    """The sitting as data; only between turns, before anything was said or prepared."""
    session = sitting.session
    plain = {f.name: getattr(sitting, f.name) for f in fields(Sitting) if f.name not in _APART}
    return {
        **plain,
        "seats": list(sitting.seats),
        "pace": asdict(sitting.pace),
        "phase": sitting.phase.value,
        "members": [asdict(member) for member in sitting.members.values()],
        "notes": [asdict(note) for note in sitting.notes],
        "players": {iso: seat.player for iso, seat in session.seats.items()},
        "record": session.record(),
    }


def restored(data: dict[str, Any]) -> Sitting:
    """The sitting that was kept; the turns of its record are played again, digests compared.

    Raises ``RecordFault`` where the record does not replay.
    """
    session = Session.load(parse(data["record"], "the record of the sitting"))
    for iso, player in data["players"].items():
        if session.seats[iso].player != player:
            session.hand_over(iso, player)
    plain = {f.name: data[f.name] for f in fields(Sitting) if f.name not in _APART}
    sitting = Sitting(session, **plain)
    members = [Member(**member) for member in data["members"]]
    return replace(
        sitting,
        seats=tuple(data["seats"]),
        pace=Pace(**data["pace"]),
        phase=Phase(data["phase"]),
        members={member.client: member for member in members},
        notes=[Note(**note) for note in data["notes"]],
    )
