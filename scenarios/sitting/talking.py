"""What a seat says and orders: offers and answers, drafts, handing in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenarios.session import PARTS
from scenarios.sitting.parts import Code, Phase, SittingFault
from scenarios.sitting.phases import PLAY
from scenarios.sitting.state import Sitting
from scenarios.talks import Paper

Number = tuple[int, int, int]


def offer(
    sitting: Sitting, iso: str, words: Mapping[str, Any], turn: int | None = None
) -> tuple[Paper, Paper | None]:
    """Make an offer in the talks; the paper, and the counter-offer of a policy that made one."""
    _may(sitting, (Phase.TALKS,), turn, "offers are made in the talks")
    made = sitting.session.offer(iso, words)
    sitting.touch(iso, made[0].to)
    return made


def answer(
    sitting: Sitting, iso: str, number: Number, *, accept: bool, turn: int | None = None
) -> Paper:
    """Answer an offer; an answer may be changed until the turn is resolved."""
    _may(sitting, PLAY, turn, "offers are answered while a turn is played")
    _to_them(sitting, iso, number)
    paper = sitting.session.answer(iso, number, accept=accept)
    sitting.touch(iso, paper.proposer)
    return paper


def counter(
    sitting: Sitting, iso: str, number: Number, words: Mapping[str, Any], turn: int | None = None
) -> tuple[Paper, Paper | None]:
    """Refuse an offer and make another to its proposer."""
    _may(sitting, (Phase.TALKS,), turn, "offers are made in the talks")
    _to_them(sitting, iso, number)
    made = sitting.session.counter(iso, number, words)
    sitting.touch(iso, made[0].to)
    return made


def withdraw(sitting: Sitting, iso: str, number: Number, turn: int | None = None) -> None:
    """Take back an own offer that nobody has answered."""
    _may(sitting, PLAY, turn, "offers are taken back while a turn is played")
    paper = _theirs(sitting, iso, number)
    if paper.proposer != iso:
        raise SittingFault(Code.NOT_YOURS, f"that offer was made by {paper.proposer}")
    sitting.session.withdraw(iso, number)
    sitting.touch(iso, paper.to)


def draft(sitting: Sitting, iso: str, turn: int, words: Mapping[str, Any]) -> None:
    """Write a seat's orders and answers anew; what is to be said of them is told by its view."""
    _may(sitting, PLAY, turn, "orders are written while a turn is played")
    sitting.session.write(iso, {part: words[part] for part in PARTS if part in words})
    sitting.touch(iso)


def submit(sitting: Sitting, iso: str, turn: int) -> None:
    """Hand in a seat's draft."""
    _may(sitting, PLAY, turn, "orders are handed in while a turn is played")
    sitting.session.submit(iso)
    sitting.nudged.pop(iso, None)
    sitting.touch(iso)


def retract(sitting: Sitting, iso: str, turn: int) -> None:
    """Take back what was handed in, to change it."""
    _may(sitting, PLAY, turn, "orders are taken back while a turn is played")
    sitting.session.retract(iso)
    sitting.touch(iso)


def _may(sitting: Sitting, phases: tuple[Phase, ...], turn: int | None, what: str) -> None:
    if turn is not None and turn != sitting.turn:
        told = "is over" if turn < sitting.turn else "has not begun"
        raise SittingFault(Code.LATE, f"turn {turn} {told}: turn {sitting.turn} is being played")
    if sitting.phase not in phases:
        raise SittingFault(Code.CLOSED, f"{what}; now it is {sitting.phase}")


def _theirs(sitting: Sitting, iso: str, number: Number) -> Paper:
    """An offer from or to a seat. Of any other it is not told whether there is one."""
    for paper in sitting.session.papers(iso):
        if paper.number == number:
            return paper
    raise SittingFault(Code.NOT_YOURS, "you have no such offer this turn")


def _to_them(sitting: Sitting, iso: str, number: Number) -> None:
    if _theirs(sitting, iso, number).to != iso:
        raise SittingFault(Code.NOT_YOURS, "that offer is your own: it is for others to answer")
