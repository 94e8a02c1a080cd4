"""What a screen may send: the shape and the bounds of every command's arguments."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from scenarios.sitting import Code, Phase, SittingFault

MOST_SECONDS = 86_400.0
MOST_ORDERS = 32
MOST_SEATS = 64


def _plain(text: str) -> str:
    """Text without letters that draw nothing or turn others round; line ends are kept."""
    kept = (c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return "".join(kept).strip()


_FILLED = StringConstraints(min_length=1)  # once what draws nothing is gone
Seat = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Word = Annotated[str, StringConstraints(max_length=64)]
Turn = Annotated[int, Field(ge=0, le=400)]
Place = Annotated[int, Field(ge=0, le=1_000_000)]
Seconds = Annotated[float, Field(ge=0, le=MOST_SECONDS)]
PhaseWord = Annotated[Phase, Field(strict=False)]
OfferNumber = Annotated[list[Place], Field(min_length=3, max_length=3)]
Name = Annotated[str, StringConstraints(max_length=24), AfterValidator(_plain)]
Title = Annotated[str, StringConstraints(max_length=120), AfterValidator(_plain)]
Line = Annotated[Title, _FILLED]
Remark = Annotated[str, StringConstraints(max_length=600), AfterValidator(_plain)]
Reason = Annotated[Remark, _FILLED]
Paragraph = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_plain), _FILLED]
Scalar = str | int | float | bool
Words = Annotated[dict[Word, Scalar], Field(max_length=12)]
Answers = Annotated[dict[Word, Word], Field(max_length=256)]
Effects = Annotated[list[Words], Field(max_length=24)]
Seats = Annotated[list[Seat], Field(max_length=MOST_SEATS)]


class Arguments(BaseModel):
    """The arguments of a command: nothing but what it names, of the very types it names."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, str_max_length=4000)


class Nothing(Arguments):
    """No arguments."""


class Terms(Arguments):
    """Terms in which an offer differs from a plain one."""

    verification: Word | None = None
    annex: Word | None = None
    balance: int | None = None
    years: int | None = None
    give: Word | None = None
    ask: Word | None = None

    def words(self) -> dict[str, Any]:
        """Those that were named."""
        return self.model_dump(exclude_none=True)


class Offer(Arguments):
    """An offer: to whom, of what type, with terms that differ from a plain one."""

    to: Seat
    kind: Word
    terms: Terms = Terms()
    turn: Turn | None = None

    def words(self) -> dict[str, Any]:
        """The offer as the session reads it."""
        return {**self.terms.words(), "to": self.to, "kind": self.kind}


class Counter(Arguments):
    """Other terms in answer to an offer."""

    number: OfferNumber
    kind: Word
    terms: Terms = Terms()
    turn: Turn | None = None

    def words(self) -> dict[str, Any]:
        """The offer as the session reads it."""
        return {**self.terms.words(), "kind": self.kind}


class Answer(Arguments):
    """Yes or no to an offer."""

    number: OfferNumber
    accept: bool
    turn: Turn | None = None


class Withdraw(Arguments):
    """An own offer to be taken back."""

    number: OfferNumber
    turn: Turn | None = None


class Draft(Arguments):
    """The orders and answers of a seat for a turn."""

    turn: Turn
    orders: Annotated[list[Words], Field(max_length=MOST_ORDERS)] = []
    attend: Answers = {}
    votes: Answers = {}
    honour: Answers = {}


class OfTurn(Arguments):
    """Something that is meant for one turn."""

    turn: Turn


class Write(Arguments):
    """A note from a team."""

    to: Annotated[str, StringConstraints(pattern=r"^([A-Z]{3}|facilitator)$")]
    text: Paragraph


class Read(Arguments):
    """A note that was opened."""

    note: Word


class Survey(Arguments):
    """The answers to a questionnaire."""

    when: Annotated[str, StringConstraints(pattern=r"^(before|after)$")]
    answers: Annotated[dict[Word, Remark | int], Field(max_length=40)]


class Open(Arguments):
    """The phase to go on to, and how long it is if not as usual."""

    phase: PhaseWord
    seconds: Seconds | None = None


class Clock(Arguments):
    """Seconds from now; 0 for no clock."""

    seconds: Seconds


class Extend(Arguments):
    """Seconds more, or less."""

    seconds: Annotated[float, Field(ge=-MOST_SECONDS, le=MOST_SECONDS)]


class SetPace(Arguments):
    """How long a phase is from now on."""

    phase: PhaseWord
    seconds: Seconds


class Switch(Arguments):
    """On or off."""

    on: bool


class Undo(Arguments):
    """Turns to be taken back."""

    turns: Annotated[int, Field(ge=1, le=400)] = 1


class Assign(Arguments):
    """A member and the seat they move to."""

    client: Word
    seat: Seat


class OfSeat(Arguments):
    """Something about one seat."""

    seat: Seat


class Hand(Arguments):
    """A seat and who plays it."""

    seat: Seat
    player: Word


class Message(Arguments):
    """What the facilitator says to some seats, or to all."""

    seats: Seats = []
    title: Title = ""
    text: Paragraph


class Inject(Arguments):
    """An event of the scenario."""

    event: Word
    reason: Remark = ""


class InjectFree(Arguments):
    """An event of the facilitator's own."""

    title: Line
    text: Paragraph
    effects: Effects = []
    seats: Seats = []
    reason: Remark = ""


class Override(Arguments):
    """Numbers of the world changed, for a reason."""

    effects: Effects
    reason: Reason


class TakeBack(Arguments):
    """The place of something that waits to happen."""

    k: Place


class Join(Arguments):
    """Somebody who comes in at the door."""

    seat: Seat
    name: Name = ""
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Ask(Arguments):
    """A question of a seat that changes nothing."""

    about: Word
    nation: Word = ""
    other: Word = ""
    name: Word = ""
    offer: Words = {}
    draft: dict[Word, list[Words] | Answers] = {}


def read(model: type[Arguments], args: Mapping[str, Any]) -> Arguments:
    """The arguments of a command; ``SittingFault`` that says what is wrong with which of them."""
    try:
        return model.model_validate(dict(args))
    except ValidationError as fault:
        first = fault.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(step) for step in first["loc"])[:80]
        told = str(first["msg"])[:200]
        message = f"{where}: {told}" if where else told
        raise SittingFault(Code.BAD_MESSAGE, message) from None
