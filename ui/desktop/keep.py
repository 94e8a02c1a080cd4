"""Nothing is lost: the game is saved after each turn, what is being prepared beside it.

A record holds whole turns. What the seats have drafted and said in the turn that is open lies in
a small file of its own beside the record, with the checksum of the record to which it belongs.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from scenarios.session import Session
from sim.errors import DetenteError
from sim.orders import ACCEPT, SILENT
from ui.desktop import saves
from ui.desktop.model import Model

#: What the file beside a record is called.
OPEN_TURN = ".open-turn.json"


def keep_game(model: Model) -> None:
    """Save the game; where that fails, say so and play on."""
    try:
        saves.autosave(model.game)
    except saves.SaveFault as fault:
        model.note, model.fault = f"The turn was played, but not saved: {fault}", True
        return
    keep_drafts(model)


def keep_drafts(model: Model) -> None:
    """Write what the seats have prepared, beside the autosave; where that fails, say so."""
    try:
        write_open_turn(model.game, saves.path_of(saves.AUTOSAVE))
    except saves.SaveFault as fault:
        model.note, model.fault = f"What you prepared is not saved: {fault}", True


def keep_all(session: Session) -> None:
    """Save the game and the turn that is open, as the window closes."""
    if session.history or prepared(session):
        saves.autosave(session)
        write_open_turn(session, saves.path_of(saves.AUTOSAVE))


def prepared(session: Session) -> dict[str, Any]:
    """What people have drafted, offered and answered in the open turn; empty for nothing."""
    found: dict[str, Any] = {}
    for iso in session.people:
        seat = session.seats[iso]
        said: dict[str, Any] = {}
        if seat.draft:
            said["draft"] = dict(seat.draft)
        if seat.submitted:
            said["handed in"] = True
        papers = session.papers(iso)
        offers = [{"to": p.to, **p.terms} for p in papers if p.proposer == iso]
        replies = [
            [*p.number, p.answer == ACCEPT] for p in papers if p.to == iso and p.answer != SILENT
        ]
        said |= {"offers": offers} if offers else {}
        said |= {"answers": replies} if replies else {}
        if said:
            found[iso] = said
    return found


def write_open_turn(session: Session, record: Path) -> None:
    """Write what was prepared beside a record, or take away what lay there."""
    path, said = record.with_suffix(OPEN_TURN), prepared(session)
    if not said:
        path.unlink(missing_ok=True)
        return
    words = {"record": _digest(record), "turn": session.turn, "seats": said}
    saves.write(path, json.dumps(words, indent=1))


def take_up(session: Session, record: Path) -> str:
    """Prepare the open turn of a loaded game as it was; one sentence where that was not possible.

    Policies answer offers by the luck of pair, turn and type: made again they are answered alike.
    """
    path = record.with_suffix(OPEN_TURN)
    if not path.exists():
        return ""
    try:
        words = json.loads(path.read_text(encoding="utf-8"))
        if words["record"] != _digest(record) or words["turn"] != session.turn:
            return ""
        _prepare(session, words["seats"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, DetenteError):
        return "What was prepared for this turn could not be read; the turn begins anew."
    return ""


def _prepare(session: Session, seats: dict[str, Any]) -> None:
    for iso, said in seats.items():
        for offer in said.get("offers", ()):
            session.offer(iso, offer)
    for iso, said in seats.items():
        for *number, accept in said.get("answers", ()):
            session.answer(iso, (number[0], number[1], number[2]), accept=accept)
        session.draft(iso, said.get("draft", {}))
    for iso, said in seats.items():
        if said.get("handed in"):
            session.submit(iso)


def _digest(record: Path) -> str:
    try:
        return hashlib.sha256(record.read_bytes()).hexdigest()
    except OSError as error:
        raise saves.SaveFault(f"{record}: cannot be read ({error.strerror or error})") from None
