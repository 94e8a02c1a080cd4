"""Why a nation decided as it did, as far as a seat may know: others' reasons in bands alone.

A person's own decisions have no reasons here: only policies weigh. Where nobody plays, all seats
may be read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from agents.accounts import Cell, DecisionAccount, Seat, account, value_at
from agents.disclosure import Disclosure, disclosed
from agents.explain import WORDS, explain
from agents.team import Decision
from sim.observe import Observation
from sim.orders import ACCEPT, SILENT
from sim.wording import nation_name
from ui.present.chronicle import watched

if TYPE_CHECKING:
    from agents.run import Played
    from scenarios.session import Session

#: Decisions whose subject is a programme, a group or a slot.
_NOT_OF_NATIONS = frozenset({"join", "leave", "advance", "depth", "attend", "quit"})

_ANSWERS = ("reply", "answer a counter")


@dataclass(frozen=True)
class Reason:
    """One term of a decision: in words, its amount if that may be known, and its band."""

    words: str
    amount: float | None
    band: str


@dataclass(frozen=True)
class Decided:
    """A decision as a seat may read it."""

    nation: str
    text: str
    done: bool
    about_us: bool
    reasons: tuple[Reason, ...]
    account: DecisionAccount | None = None  # the numbers, where the seat may read them


def turns(session: Session) -> range:
    """Turns of which something may be told: those played, and the talks of the one underway."""
    return range(len(session.history) + (not session.over))


_known: WeakKeyDictionary[
    Session, dict[tuple[str, str, int, bool], tuple[Played, list[Decided]]]
] = WeakKeyDictionary()


def decided(session: Session, seat: str, nation: str, turn: int) -> list[Decided]:
    """What a nation decided in a turn, what concerns the seat first, as far as it may know.

    Of the turn underway there are the talks alone. Empty where nobody weighed: a person's seat,
    or a turn of a saved game, of which only the moves are kept. Turns played are worked out once.
    """
    if turn >= len(session.history):
        return _decided(session, seat, nation, turn)
    played, kept = session.history[turn], _known.setdefault(session, {})
    key = (seat, nation, turn, watched(session))
    known = kept.get(key)
    if known is None or known[0] is not played:
        known = kept[key] = (played, _decided(session, seat, nation, turn))
    return known[1]


def _decided(session: Session, seat: str, nation: str, turn: int) -> list[Decided]:
    world = session.world
    me, doer = world.nation(seat), world.nation(nation)
    now = turn >= len(session.history)
    decision = session.underway if now else session.history[turn].decision
    found = explain(world, decision, doer, only=_ANSWERS if now else None)
    asked: list[tuple[DecisionAccount, str]] = []
    if seat in session.people and doer != me:
        found = [a for a in found if a.decision not in _ANSWERS or a.subject != me]
        asked = _answered(session, decision, me, doer)
    weighed = [a for a in found if a.luck < 1.0 or a.decision == "depth"]
    seen = session.observation(seat, turn)
    told = [_told(session, one, me, _concerns(seen, one, me)) for one in weighed]
    for one, offered in asked:
        answer = _told(session, one, me, about_us=True)
        if answer is not None:
            verb = "accepted" if one.done else "declined"
            name = world.names[doer]
            told.append(replace(answer, text=f"{name} {verb} what we offered: {offered}"))
    known = [one for one in told if one is not None]
    return sorted(known, key=lambda one: (not one.about_us, not one.done))


def _concerns(seen: Observation, one: DecisionAccount, me: int) -> bool:
    """Whether a decision is about the seat: it, or an exercise that it hosts."""
    if one.decision == "attend":
        return int(seen["exercise_host"][0, one.subject or 0]) == me
    return one.decision not in _NOT_OF_NATIONS and one.subject == me


def _told(session: Session, one: DecisionAccount, me: int, about_us: bool) -> Decided | None:
    """A decision as far as the seat may know it."""
    world = session.world
    iso, name = world.iso[one.nation], nation_name(world.names[one.nation])
    plain = replace(one, subject=None) if one.decision in _NOT_OF_NATIONS else one
    known = one if watched(session) else disclosed(plain, me)
    if known is None:
        return None
    text = WORDS[one.decision][not one.done].format(one.about or "")
    text = f"{name[:1].upper()}{name[1:]} {text}"
    if isinstance(known, Disclosure):
        parts = tuple(Reason(words, None, strength) for words, strength in known.reasons)
        return Decided(iso, text, one.done, about_us, parts)
    parts = tuple(Reason(words, amount, "") for _, words, amount in one.parts if amount)
    return Decided(iso, text, one.done, about_us, parts, one)


def _answered(
    session: Session, decision: Decision, me: int, doer: int
) -> list[tuple[DecisionAccount, str]]:
    """A policy's answers to what a person offered, in the order of asking, and what was offered."""
    world, moves = session.world, decision.moves
    answers = [
        (int(replies.answer[0, me, slot]), world.agreements.names[int(offers.kind[0, me, slot])])
        for offers, replies in moves.talks
        for slot in range(offers.to.shape[2])
        if offers.to[0, me, slot] == doer and replies.answer[0, me, slot] != SILENT
    ]
    found: list[tuple[DecisionAccount, str]] = []
    for nations, deliberation in decision.deliberations:
        obs = getattr(deliberation, "obs", None)
        if doer not in nations.tolist() or not isinstance(obs, Observation):
            continue
        place = nations.tolist().index(doer)
        at = Seat(world, obs, moves, doer, place, 0)
        asked = [
            choice
            for choice in deliberation.books.choices
            if choice.decision in _ANSWERS and value_at(choice.chance, (0, place, me)) > 0
        ]
        for choice, (answer, offered) in zip(asked, answers, strict=False):
            cell = Cell(me, nation_name(world.names[me]), answer == ACCEPT, me)
            found.append((account(at, choice, cell, place), offered))
    return found
