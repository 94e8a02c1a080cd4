"""The table of commands: who may give each, what it takes, what it does to the sitting.

``carry_out`` is all that ever changes a sitting: of what the server was told, and again of the log
when the server starts. It raises for what is refused, and then nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from scenarios.sitting import (
    FACILITATOR,
    Code,
    Phase,
    Sitting,
    SittingFault,
    people,
    phases,
    talking,
    umpiring,
    words,
)
from scenarios.talks import Paper
from sim.errors import DetenteError
from ui.classroom import messages as m

Result = dict[str, Any]

#: Who gives commands: members of teams, the facilitator, and the server itself (the clock, and the
#: door at which people come in).
SEAT, HOUSE = "seat", "house"
CLOCK, DOOR = "clock", "door"


@dataclass(frozen=True, slots=True)
class Given:
    """A command as it was given: by whom, when, what and how."""

    by: str  # a client, FACILITATOR, CLOCK or DOOR
    at: float
    do: str
    args: Mapping[str, Any]
    ref: str | None = None  # by what its giver knows it again


@dataclass(frozen=True, slots=True)
class _Call:
    """What a command has to go by."""

    sitting: Sitting
    by: str
    seat: str  # of the member, "" for others
    at: float


@dataclass(frozen=True, slots=True)
class Command:
    """A row of the table."""

    who: str
    takes: type[m.Arguments]
    does: Callable[[_Call, Any], Result | None]
    turns: bool = False  # whether it plays or takes back a turn, which takes a while


def role(by: str) -> str:
    """What a giver of commands is: SEAT, FACILITATOR or HOUSE."""
    return {FACILITATOR: FACILITATOR, CLOCK: HOUSE, DOOR: HOUSE}.get(by, SEAT)


def carry_out(sitting: Sitting, given: Given) -> Result:
    """Do what a command asks; what came of it, for its giver.

    Raises ``SittingFault`` with a code for everything that is refused.
    """
    command = COMMANDS.get(given.do)
    if command is None:
        raise SittingFault(Code.UNKNOWN_COMMAND, "there is no such command")
    if command.who != role(given.by):
        raise SittingFault(Code.NOT_YOURS, f"{given.do} is not for you to do")
    arguments = m.read(command.takes, given.args)
    seat = ""
    if command.who == SEAT:
        if given.by not in sitting.members:
            raise SittingFault(Code.BAD_TOKEN, "your seat was freed: join again")
        seat = sitting.members[given.by].seat
    try:
        result = command.does(_Call(sitting, given.by, seat, given.at), arguments)
    except SittingFault:
        raise
    except DetenteError as fault:
        raise SittingFault(Code.REFUSED, str(fault)) from None
    sitting.version += 1
    return result if isinstance(result, dict) else {}


def _offer(call: _Call, args: m.Offer) -> Result:
    return _made(talking.offer(call.sitting, call.seat, args.words(), args.turn))


def _counter(call: _Call, args: m.Counter) -> Result:
    number = _number(args.number)
    return _made(talking.counter(call.sitting, call.seat, number, args.words(), args.turn))


def _answer(call: _Call, args: m.Answer) -> Result:
    number = _number(args.number)
    paper = talking.answer(call.sitting, call.seat, number, accept=args.accept, turn=args.turn)
    return {"offer": asdict(paper)}


def _draft(call: _Call, args: m.Draft) -> None:
    parts = args.model_dump(exclude={"turn"})
    talking.draft(call.sitting, call.seat, args.turn, parts)


def _note(call: _Call, args: m.Write) -> Result:
    return {"note": words.write(call.sitting, call.seat, args.to, args.text, call.at).number}


def _open(call: _Call, args: m.Open) -> None:
    if args.phase is Phase.DEBRIEF:
        phases.end(call.sitting)
    else:
        phases.open_phase(call.sitting, args.phase, call.at, args.seconds)


def _automatic(call: _Call, args: m.Switch) -> None:
    call.sitting.automatic = args.on
    call.sitting.touch()


def _message(call: _Call, args: m.Message) -> Result:
    told = words.tell(call.sitting, args.seats, args.title, args.text, call.at)
    return {"notes": [note.number for note in told]}


def _join(call: _Call, args: m.Join) -> Result:
    member = people.join(call.sitting, args.seat, args.name, args.key)
    return {"client": member.client, "seat": member.seat}


def _number(places: list[int]) -> talking.Number:
    return places[0], places[1], places[2]


def _made(papers: tuple[Paper, Paper | None]) -> Result:
    offer, counter = papers
    return {"offer": asdict(offer), "counter": asdict(counter) if counter else None}


#: What a command takes, and what it does.
Rows = Mapping[str, tuple[type[m.Arguments], Callable[[_Call, Any], Result | None]]]

_OF_SEATS: Rows = {
    "offer": (m.Offer, _offer),
    "counter": (m.Counter, _counter),
    "answer": (m.Answer, _answer),
    "withdraw": (
        m.Withdraw,
        lambda c, a: talking.withdraw(c.sitting, c.seat, _number(a.number), a.turn),
    ),
    "draft": (m.Draft, _draft),
    "submit": (m.OfTurn, lambda c, a: talking.submit(c.sitting, c.seat, a.turn)),
    "retract": (m.OfTurn, lambda c, a: talking.retract(c.sitting, c.seat, a.turn)),
    "note": (m.Write, _note),
    "read": (m.Read, lambda c, a: words.open_note(c.sitting, c.seat, a.note)),
    "questionnaire": (m.Survey, lambda c, a: words.survey(c.sitting, c.by, a.when, a.answers)),
}

_OF_THE_FACILITATOR: Rows = {
    "open": (m.Open, _open),
    "end": (m.Nothing, lambda c, _: phases.end(c.sitting)),
    "clock": (m.Clock, lambda c, a: phases.set_clock(c.sitting, a.seconds, c.at)),
    "extend": (m.Extend, lambda c, a: phases.extend(c.sitting, a.seconds)),
    "pace": (m.SetPace, lambda c, a: phases.set_pace(c.sitting, a.phase, a.seconds)),
    "pause": (m.Nothing, lambda c, _: phases.pause(c.sitting, c.at)),
    "resume": (m.Nothing, lambda c, _: phases.resume(c.sitting, c.at)),
    "automatic": (m.Switch, _automatic),
    "assign": (m.Assign, lambda c, a: people.assign(c.sitting, a.client, a.seat)),
    "free": (m.OfSeat, lambda c, a: {"clients": people.free(c.sitting, a.seat)}),
    "hand": (m.Hand, lambda c, a: {"now": people.hand(c.sitting, a.seat, a.player)}),
    "lock": (m.Switch, lambda c, a: people.lock(c.sitting, on=a.on)),
    "nudge": (m.OfSeat, lambda c, a: people.nudge(c.sitting, a.seat, c.at)),
    "message": (m.Message, _message),
    "seen": (m.Read, lambda c, a: words.open_note(c.sitting, FACILITATOR, a.note)),
    "inject": (m.Inject, lambda c, a: umpiring.inject(c.sitting, a.event, a.reason)),
    "inject_free": (
        m.InjectFree,
        lambda c, a: umpiring.inject_free(c.sitting, a.title, a.text, a.effects, a.seats, a.reason),
    ),
    "override": (m.Override, lambda c, a: umpiring.override(c.sitting, a.effects, a.reason)),
    "take_back": (m.TakeBack, lambda c, a: umpiring.take_back(c.sitting, a.k)),
}

#: Commands that play or take back a turn.
_OF_TURNS: Mapping[str, tuple[str, type[m.Arguments], Callable[[_Call, Any], None]]] = {
    "close": (FACILITATOR, m.Nothing, lambda c, _: phases.close(c.sitting, c.at)),
    "undo": (FACILITATOR, m.Undo, lambda c, a: phases.undo(c.sitting, a.turns, c.at)),
    "due close": (HOUSE, m.Nothing, lambda c, _: phases.close(c.sitting, c.at)),
}

_OF_THE_HOUSE: Rows = {
    "join": (m.Join, _join),
    "due open": (m.Open, lambda c, a: phases.open_phase(c.sitting, a.phase, c.at)),
    "away": (m.Extend, lambda c, a: phases.extend(c.sitting, a.seconds)),
}

COMMANDS: dict[str, Command] = {
    **{name: Command(SEAT, *row) for name, row in _OF_SEATS.items()},
    **{name: Command(FACILITATOR, *row) for name, row in _OF_THE_FACILITATOR.items()},
    **{name: Command(HOUSE, *row) for name, row in _OF_THE_HOUSE.items()},
    **{name: Command(*row, turns=True) for name, row in _OF_TURNS.items()},
}
