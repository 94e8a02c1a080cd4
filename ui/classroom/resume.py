"""A sitting as its database has it, and what the server remembers of commands."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scenarios.sitting import Code, Sitting, SittingFault
from scenarios.sitting.keeping import restored
from ui.classroom.commands import Given, Result, carry_out
from ui.classroom.store import Entry, Store, StoreFault

#: Results that are kept to be told again, over all.
_RESULTS = 4096


@dataclass(frozen=True, slots=True)
class Known:
    """What is said of a command that was given before."""

    result: Mapping[str, Any] = field(default_factory=dict)
    code: Code | None = None
    message: str = ""


class Memory:
    """Which commands were accepted, so that one that is sent twice is carried out once."""

    def __init__(self, store: Store, last: int) -> None:
        self._last = last
        self._given = {(by, ref): _mark(do, args) for by, ref, do, args in store.refs()}
        self._results: dict[tuple[str, str], Result] = {}

    def number(self) -> int:
        """The number of the next command of the log."""
        self._last += 1
        return self._last

    def known(self, given: Given) -> Known | None:
        """What is to be said of a command that was accepted before; ``None`` for a new one."""
        key = (given.by, given.ref or "")
        if given.ref is None or key not in self._given:
            return None
        if self._given[key] != _mark(given.do, _text(given.args)):
            told = f"{given.ref!r} was the id of another command"
            return Known(code=Code.BAD_MESSAGE, message=told)
        return Known({**self._results.get(key, {}), "again": True})

    def keep(self, entry: Entry, result: Result) -> None:
        """Remember a command that is on the disk now."""
        if entry.ref is None:
            return
        key = (entry.by, entry.ref)
        self._given[key] = _mark(entry.do, _text(entry.args))
        self._results[key] = result
        if len(self._results) > _RESULTS:
            del self._results[next(iter(self._results))]


def resume(store: Store, *, whole: bool = False) -> tuple[Sitting, Memory]:
    """The sitting, and what is remembered; ``whole`` for the log from its first command on.

    Raises ``DetenteError`` where the record does not replay or a command is no longer accepted.
    """
    number, data = store.latest(first=whole)
    sitting = restored(data)
    for entry in store.entries(after=number):
        number = entry.n
        try:
            carry_out(sitting, Given(entry.by, entry.at, entry.do, entry.args))
        except SittingFault as fault:
            raise StoreFault(
                f"{store.path}: command {entry.n} ({entry.do}) is not accepted again: {fault}"
            ) from None
    sitting.touched.clear()
    return sitting, Memory(store, number)


def _text(args: Mapping[str, Any]) -> str:
    return json.dumps(args, separators=(",", ":"))


def _mark(do: str, args: str) -> int:
    return zlib.crc32(f"{do} {args}".encode())
