"""What a connection says: read, and handed to the room; what came of it goes back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scenarios.sitting import FACILITATOR, Code, Sitting, SittingFault
from ui.classroom import limits, messages
from ui.classroom.commands import SEAT, Given, role
from ui.classroom.outside import Outcome, Question, Reply

if TYPE_CHECKING:
    from ui.classroom.connection import Connection
    from ui.classroom.room import Room

#: The longest word by which a screen knows its command again.
_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Message:
    """A command as it came: its id, its name, its arguments."""

    ref: int | str
    do: str
    args: Mapping[str, Any] = field(default_factory=dict)


class Unreadable(Exception):
    """A message that is none; ``ref`` is its id as far as it has one."""

    def __init__(self, ref: int | str | None, code: Code, message: str) -> None:
        super().__init__(message)
        self.ref, self.code = ref, code

    def error(self) -> dict[str, Any]:
        """The message that says so."""
        return error(self.ref, self.code, str(self))


def error(ref: object, code: Code, message: str) -> dict[str, Any]:
    """The answer to a command that was not carried out."""
    return {"ack": ref, "error": {"code": code.value, "message": message}}


def message(text: str | None) -> Message:
    """Read a message. Raises ``Unreadable`` for anything that is none."""
    if text is None:
        raise Unreadable(None, Code.BAD_MESSAGE, "a message is text")
    if len(text) > limits.LONGEST_MESSAGE:
        most = f"a message has {limits.LONGEST_MESSAGE} letters at most"
        raise Unreadable(None, Code.TOO_BIG, most)
    try:
        words = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Unreadable(None, Code.BAD_MESSAGE, "a message is a JSON object") from None
    if not isinstance(words, dict):
        raise Unreadable(None, Code.BAD_MESSAGE, "a message is a JSON object")
    ref, do = words.pop("id", None), words.pop("do", None)
    if not _is_id(ref):
        raise Unreadable(None, Code.BAD_MESSAGE, "id: a number or a short word, new each time")
    if not isinstance(do, str):
        raise Unreadable(ref, Code.BAD_MESSAGE, "do: the name of a command")
    return Message(ref, do, words)


def _is_id(ref: object) -> bool:
    if isinstance(ref, str):
        return 0 < len(ref) <= _LONGEST_ID and ref.isascii()
    return isinstance(ref, int) and not isinstance(ref, bool) and 0 <= ref < 2**53


def _no_constant(name: str) -> float:
    raise ValueError(name)


def hear(room: Room, connection: Connection, text: str | None) -> None:
    """Take in what a connection said; it is told what comes of it."""
    now = room.now()
    in_time = connection.bucket.take(now)
    try:
        words = message(text)
        reply = _reply(connection, words.ref)
        if not in_time:
            connection.hasty()
            reply(Outcome(code=Code.TOO_FAST, message="not so fast: wait a moment"))
            return
        if words.do == "time":
            reply(Outcome({"now": now}))
        elif words.do in _QUESTIONS:
            room.ask(_QUESTIONS[words.do](room, connection, words), reply)
        else:
            room.order(Given(connection.by, now, words.do, words.args, str(words.ref)), reply)
    except Unreadable as fault:
        connection.tell(fault.error())
    except SittingFault as fault:
        connection.tell(error(words.ref, fault.code, str(fault)))


def _reply(connection: Connection, ref: int | str) -> Reply:
    def reply(outcome: Outcome) -> None:
        if outcome.code is None:
            connection.tell({"ack": ref, "ok": True, "result": outcome.result})
        else:
            connection.tell(error(ref, outcome.code, outcome.message))

    return reply


def _ask(room: Room, connection: Connection, words: Message) -> Question:
    """A question of a seat, by its own observation."""
    if role(connection.by) != SEAT:
        raise SittingFault(Code.NOT_YOURS, "ask is for seats")
    asked = messages.read(messages.Ask, words.args).model_dump()

    def question(sitting: Sitting) -> Mapping[str, Any]:
        if connection.by not in sitting.members:
            raise SittingFault(Code.BAD_TOKEN, "your seat was freed: join again")
        return room.gallery.makers.ask(sitting, sitting.members[connection.by].seat, asked)

    return question


def _see(room: Room, connection: Connection, words: Message) -> Question:
    """What a seat is shown, for the facilitator."""
    if role(connection.by) != FACILITATOR:
        raise SittingFault(Code.NOT_YOURS, "see is not for you to do")
    seat = messages.read(messages.OfSeat, words.args).model_dump()["seat"]
    return lambda sitting: {"view": room.gallery.makers.student(sitting, sitting.seat(seat))}


_QUESTIONS = {"ask": _ask, "see": _see}


def settle(waiting: asyncio.Future[Outcome], outcome: Outcome) -> None:
    """Let whoever waits go on, if they still do."""
    if not waiting.done():
        waiting.set_result(outcome)
