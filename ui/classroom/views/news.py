"""What happened, turn by turn, as far as a seat may know, and what changed for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.events import PUBLIC, describe, gathered, headlines
from ui.classroom.views.kept import seen
from ui.present.chronicle import happened
from ui.present.numbers import share, signed
from ui.present.turns import own, trust_moves

if TYPE_CHECKING:
    from scenarios.session import Session

#: Turns told in full; how many events of each; moves of trust told.
TURNS, EVENTS, MOVES = 6, 16, 5

#: Weight from which an event is great, and the headlines of a turn.
GREAT, HEADLINES = 0.5, 5


def news(session: Session, iso: str) -> dict[str, Any]:
    """The last turns, the latest first, and the seat's own numbers before and after the last."""
    me = session.world.nation(iso)
    turns = []
    for turn in reversed(range(max(session.turn - TURNS, 0), session.turn)):
        told = gathered(session.world, happened(session, iso, turn))
        ranked = sorted(told, key=lambda event: (me not in event.nations, -event.weight))
        turns.append(
            {
                "label": session.world.label(turn),
                "events": [
                    [event.text, event.weight >= GREAT, me in event.nations]
                    for event in ranked[:EVENTS]
                ],
                "more": max(len(told) - EVENTS, 0),
            }
        )
    return {"turns": turns} | _numbers(session, iso)


def _numbers(session: Session, iso: str) -> dict[str, Any]:
    if not session.turn:
        return {"numbers": [], "moves": []}
    before, after = session.observation(iso, session.turn - 1), seen(session, iso)
    return {
        "numbers": [
            [c.words, share(c.after, c.digits), signed(c.step, c.digits) if c.told else "", c.good]
            for c in own(before, after)
        ],
        "moves": [
            [code, share(c.after), signed(c.step)] for code, c in trust_moves(before, after, MOVES)
        ],
    }


def public_news(session: Session, _: str = "") -> list[dict[str, Any]]:
    """The headlines of the last turns as everybody knows them, the latest first."""
    found = []
    for turn in reversed(range(max(session.turn - TURNS, 0), session.turn)):
        played = session.history[turn]
        events = describe(session.world, played.turn, 0, PUBLIC, given=played.decision.moves)
        told = headlines(gathered(session.world, events), HEADLINES)
        found.append(
            {
                "label": session.world.label(turn),
                "events": [[event.text, event.weight >= GREAT] for event in told],
            }
        )
    return found
