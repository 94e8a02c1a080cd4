"""A game as a file: what was put in, turn by turn, and the digest of what came of it.

A record is text, one JSON object a line, in ASCII, each line ended by a line feed:

- the header: scenario, seed, settings, who sat where, the digest of the state at the start;
- a line for each turn: everybody's moves in words, as they were handed in (those that were refused
  among them, so that a replay refuses them again), what an umpire did, and the digest of the state
  after it;
- a last line, by which a record that was cut off is told from a whole one.

Each line closes with a checksum over itself and the checksum of the line before, and may be
written in one way only. So any byte that was changed, added or taken out is found, and its line
named. This guards against accidents, not against somebody who computes the checksums anew; the
digests of a replay do.
"""

from __future__ import annotations

import codecs
import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from sim.deeds import deed_words, read_deed
from sim.draw import Draw
from sim.errors import DetenteError, RecordFault
from sim.notation import decode, encode
from sim.orders import Moves
from sim.turn import Turn, advance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sim.state import State
    from sim.world import World

#: What this program writes, and the newest it can read.
FORMAT = 1

#: What the first line's checksum is chained to.
_FIRST = "detente"

_SUM_DIGITS = 16
_NO_MATCH = "its checksum does not match"
_SHOWN_DIGITS = 12

#: The kinds of line by their first key: the keys each has, in this order, and their types. Only
#: ``_OPTIONAL`` ones may be left out.
_KINDS: Mapping[str, Mapping[str, type]] = {
    "format": {
        "format": int,
        "code": str,
        "seed": int,
        "set": dict,
        "off": list,
        "seats": dict,
        "default": str,
        "digest": str,
        "scenario_digest": str,
        "scenario": dict,
    },
    "turn": {"turn": int, "label": str, "moves": dict, "by": dict, "umpire": list, "digest": str},
    "end": {"end": int, "digest": str},
}
_OPTIONAL = ("by", "umpire")


@dataclass(frozen=True)
class Header:
    """What a game was before its first turn: enough to build it again."""

    code: str  # version of the program that wrote the record
    seed: int  # 0 .. 2**64 - 1
    digest: str  # of the state before the first turn
    scenario: Mapping[str, Any]  # the whole content
    scenario_digest: str
    values: Mapping[str, float] = field(default_factory=dict)  # parameters set, as in ``--set``
    off: tuple[str, ...] = ()  # mechanisms switched off
    seats: Mapping[str, str] = field(default_factory=dict)  # nation -> policy
    default: str = "doctrine"  # policy of all other nations

    def line(self) -> dict[str, Any]:
        """The header as JSON data."""
        return {
            "format": FORMAT,
            "code": self.code,
            "seed": int(self.seed),
            "set": dict(self.values),
            "off": list(self.off),
            "seats": dict(self.seats),
            "default": self.default,
            "digest": self.digest,
            "scenario_digest": self.scenario_digest,
            "scenario": dict(self.scenario),
        }


@dataclass(frozen=True)
class TurnLine:
    """One recorded turn."""

    number: int  # its line in the file, 1 for the header
    turn: int
    label: str
    moves: Mapping[str, Mapping[str, Any]]  # nation -> words, as in ``sim.orders.decode``
    digest: str  # of the state after the turn
    by: Mapping[str, str] = field(default_factory=dict)  # nation -> who moved, if not as seated
    umpire: Sequence[Any] = ()  # what an umpire did, as in ``sim.deeds.deed_words``


@dataclass(frozen=True)
class Record:
    """A whole record that was found undamaged."""

    header: Header
    turns: tuple[TurnLine, ...]
    end: str  # digest of the last state
    name: str = "record"  # the file's name, for messages


class Recorder:
    """Collects the lines of a game while it is played."""

    def __init__(self, header: Header) -> None:
        self._lines: list[str] = []
        self._sum = _FIRST
        self._digest = header.digest
        self.turns = 0
        self._append(header.line())

    def add(
        self,
        world: World,
        moves: Moves,
        after: State,
        *,
        row: int = 0,
        by: Mapping[str, str] | None = None,
    ) -> None:
        """Add a turn: moves as handed in, before anything was refused, and the state after it.

        ``by`` names who moved for a nation where that is not the policy of the header.
        """
        if after.turn != self.turns + 1:
            raise ValueError(f"turn {after.turn - 1} offered where turn {self.turns} is due")
        line = {
            "turn": self.turns,
            "label": world.label(self.turns),
            "moves": decode(world, moves, row),
            "by": dict(by or {}),
            "umpire": [deed_words(world, deed) for deed in moves.umpire],
            "digest": after.digest(row),
        }
        self._append({key: line[key] for key in line if key not in _OPTIONAL or line[key]})
        self.turns += 1
        self._digest = after.digest(row)

    def text(self) -> str:
        """The record up to here, whole. More turns may be added, and the text taken again."""
        last, _ = _sealed({"end": self.turns, "digest": self._digest}, self._sum)
        return "\n".join([*self._lines, last, ""])

    def _append(self, line: Mapping[str, Any]) -> None:
        text, self._sum = _sealed(line, self._sum)
        self._lines.append(text)


def _sealed(line: Mapping[str, Any], before: str) -> tuple[str, str]:
    """A line as it is written, and its checksum, chained to that of the line ``before``."""
    body = json.dumps(line, separators=(",", ":"), allow_nan=False)
    total = hashlib.sha256((before + body).encode()).hexdigest()[:_SUM_DIGITS]
    return f'{body[:-1]},"sum":"{total}"}}', total


def parse_bytes(data: bytes, name: str = "record") -> Record:
    """The record in a file's bytes. Read files this way: text mode hides changed line ends."""
    if data.startswith(codecs.BOM_UTF8):
        _fail(name, 1, "was changed: it begins with a byte order mark")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        if not data.startswith(b'{"format":'):
            raise RecordFault(f"{name}: line 1: is not a record of Détente") from error
        raise RecordFault(
            f"{name}: line {number}: was changed: byte {data[error.start]:#04x} is not text"
        ) from error
    return parse(text, name)


def parse(text: str, name: str = "record") -> Record:
    """The record in a text; ``name`` is the file's, for messages.

    Raises ``RecordFault`` naming the first line in which anything is not as it was written.
    """
    *lines, rest = text.split("\n")
    if not text.startswith('{"format":'):
        _fail(name, 1, "is not a record of Détente" + ("" if text else ": it is empty"))
    before = _FIRST
    found: list[dict[str, Any]] = []
    for number, written in enumerate(lines, 1):
        if found and "end" in found[-1]:
            _fail(name, number, f"was added: the record ended with line {number - 1}")
        line, before = _open(written, before, name, number)
        _check(line, name, number)
        found.append(line)
    if rest:
        ended = bool(found) and "end" in found[-1]
        what = "was added: the record had ended" if ended else "ends too soon: its rest is missing"
        _fail(name, len(lines) + 1, what)
    if "end" not in found[-1]:
        _fail(name, len(lines), "ends too soon: the last line is missing")
    turns = tuple(
        TurnLine(number, **{"by": {}, "umpire": (), **line})
        for number, line in enumerate(found[1:-1], 2)
    )
    return Record(_header(found[0]), turns, found[-1]["digest"], name)


def _open(written: str, before: str, name: str, number: int) -> tuple[dict[str, Any], str]:
    """A line without its checksum, and the checksum, once it is known to be as it was written."""
    if written.endswith("\r"):
        _fail(name, number, "was changed: it ends in CR LF, where a record has LF alone")
    try:
        line = json.loads(written)
    except (ValueError, RecursionError):
        line = None
    if not isinstance(line, dict) or "sum" not in line:
        _fail(name, number, "was changed: it cannot be read")
    if number == 1 and isinstance(line.get("format"), int) and line["format"] > FORMAT:
        _fail(name, 1, f"format {line['format']} is newer than this program's {FORMAT}")
    stated = line.pop("sum")
    try:
        again, total = _sealed(line, before)
    except (ValueError, RecursionError):  # Infinity and NaN are no JSON
        again, total = "", ""
    if again != written:
        due, matches = number - 2, stated == total
        if not matches and isinstance(line.get("turn"), int) and line["turn"] != due:
            what = f"says turn {line['turn']} where turn {due} is due: it was changed, or a line "
            _fail(name, number, what + "was taken out, repeated or moved")
        what = "it is not written as the program writes it" if matches else _NO_MATCH
        _fail(name, number, f"was changed: {what}")
    return line, total


def _check(line: Mapping[str, Any], name: str, number: int) -> None:
    """Raise for a line that is sound as text but is no line of a record in this place."""
    kind = next(iter(line), "")
    shape = _KINDS.get(kind)
    if shape is None or (kind == "format") != (number == 1):
        _fail(name, number, f"has no place here: a line that begins with {kind!r}")
    keys = [key for key in shape if key not in _OPTIONAL or key in line]
    if list(line) != keys:
        _fail(name, number, f"has the keys {', '.join(line)}; should be {', '.join(keys)}")
    for key in keys:
        if type(line[key]) is not shape[key]:
            _fail(name, number, f"{key} is {line[key]!r}, not {shape[key].__name__}")
    if kind == "format" and not 0 <= line["seed"] < 2**64:
        _fail(name, number, f"seed {line['seed']} is not from 0 to 2**64 - 1")
    if kind != "format" and line[kind] != number - 2:
        _fail(name, number, f"{kind} is {line[kind]}, should be {number - 2}")


def _fail(name: str, number: int, what: str) -> NoReturn:
    raise RecordFault(f"{name}: line {number}: {what}")


def _header(line: Mapping[str, Any]) -> Header:
    same = ("code", "seed", "digest", "scenario", "scenario_digest", "seats", "default")
    values = {key: line[key] for key in same}
    return Header(values=line["set"], off=tuple(line["off"]), **values)


def replay(record: Record, world: World, state: State, *, ledger: bool = False) -> Iterator[Turn]:
    """Play a record's turns again on a world and first state built from its header (one row).

    No policy is asked. Raises ``RecordFault`` naming the line at the first state whose digest is
    not the one recorded, or at moves that the world cannot read.
    """
    seeds: np.ndarray = np.array([record.header.seed], dtype=np.uint64)
    _compare(record, 1, "the start", record.header.digest, state)
    for line in record.turns:
        moves = _moves(record, world, line)
        turn = advance(world, state, moves, Draw(seeds, line.turn), ledger=ledger)
        _compare(record, line.number, f"turn {line.turn} ({line.label})", line.digest, turn.after)
        yield turn
        state = turn.after


def _moves(record: Record, world: World, line: TurnLine) -> Moves:
    try:
        deeds = [
            read_deed(world, words, f"deed {place}") for place, words in enumerate(line.umpire, 1)
        ]
        return replace(encode(world, line.moves), umpire=tuple(deeds))
    except DetenteError as error:
        raise RecordFault(f"{record.name}: line {line.number}: {error}") from error
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        _fail(record.name, line.number, f"has moves that cannot be read ({error})")


def _compare(record: Record, number: int, when: str, digest: str, state: State) -> None:
    now = state.digest()
    if now != digest:
        was, is_ = digest[:_SHOWN_DIGITS], now[:_SHOWN_DIGITS]
        _fail(record.name, number, f"{when} does not replay: digest {was} recorded, {is_} now")
