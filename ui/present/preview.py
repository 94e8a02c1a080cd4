"""What an order should do, told before it is given, and how an offer may be answered.

Both are forecasts from what the seat knows and believes (``agents.forecast``): the rules played
forward, no list of effects beside them. They are expectations: others may do as they like.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sim.orders import OrderKind
from ui.present.numbers import signed

if TYPE_CHECKING:
    import numpy as np

    from agents.forecast import Outcome
    from scenarios.session import Session
    from sim.state import State
    from sim.turn import Turn

#: Turns that are looked ahead; an exercise is looked at until it is held.
AHEAD = 2

#: From which change on a number is told, and how small a share of it a cause may have.
LEAST, TRACE = 0.0015, 0.1

#: How many effects are told, and of how many nations by name.
MOST, NAMED = 5, 2

#: Fields of the seat itself: words, digits, and whether more is better (1), worse (-1) or
#: neither (0).
OWN: Mapping[str, tuple[str, int, int]] = {
    "will": ("Political will", 3, 1),
    "declared": ("Declared depth", 2, 1),
    "depth": ("Depth in effect", 3, 1),
    "work": ("Work toward the next step", 2, 1),
    "published": ("What we publish", 2, 1),
    "transparency": ("How well we are known", 2, 1),
    "control": ("Civil control", 2, 1),
    "adopted": ("Standards adopted", 2, 1),
    "spending": ("Defence spending, $bn", 2, 0),
    "capability": ("Military capability", 4, 1),
    "posture": ("Posture, 1 most offensive", 2, 0),
    "activity": ("Troops on manoeuvres, thousand", 1, 0),
    "casualties": ("Weight of casualties at home", 2, -1),
    "harm": ("Standing damage", 2, -1),
}

#: Fields between the seat and others: words for our row, words for theirs, which way is good.
PAIRS: Mapping[str, tuple[str, str, int]] = {
    "trust": ("Our trust in {}", "Trust in us: {}", 1),
    "interop": ("Interoperability with {}", "", 1),
    "threat": ("Threat we see in {}", "Threat seen in us: {}", -1),
    "dependence": ("Our dependence on {}", "Dependence on us: {}", -1),
    "resentment": ("Our resentment toward {}", "Resentment toward us: {}", -1),
    "insight": ("What we know of {}", "", 1),
}


@dataclass(frozen=True, slots=True)
class Effect:
    """A number that an order should move."""

    words: str
    change: float
    digits: int
    good: int  # 1 where the change is good for the seat, -1 where it is bad, 0 neither
    why: str  # the cause that moves it most, in the words of the books; empty for none

    @property
    def told(self) -> str:
        """The change with its sign."""
        return signed(self.change, self.digits)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an order should do."""

    effects: tuple[Effect, ...]
    ahead: str  # over what time, and on what condition
    note: str  # what is to be said where no number moves


#: Chances from which a word holds.
_ANSWERS = (
    (0.85, "almost surely yes"), (0.6, "probably yes"), (0.4, "yes or no"),
    (0.15, "probably no"), (0.0, "almost surely no"),
)  # fmt: skip


def answer(chance: float) -> str:
    """How an offer may be answered, in words with their number."""
    words = next(word for least, word in _ANSWERS if chance >= least)
    return f"Likely answer: {words} ({round(100 * chance)} in 100, as far as we can tell)."


Kept = TypeVar("Kept")
_known: WeakKeyDictionary[Session, tuple[State, dict[tuple[str, str], object]]] = (
    WeakKeyDictionary()
)


def preview(session: Session, seat: str, order: Mapping[str, Any]) -> Preview:
    """What one order of the seat should do, in the words of a record; worked out once a turn."""
    return _kept(session, seat, order, lambda: _preview(session, seat, order))


def likely(session: Session, seat: str, offer: Mapping[str, Any]) -> float:
    """The chance, 0..1, that an offer of the seat is accepted, as far as the seat can tell."""
    return _kept(session, seat, offer, lambda: _likely(session, seat, offer))


def _kept(session: Session, seat: str, words: Mapping[str, Any], make: Callable[[], Kept]) -> Kept:
    """What ``make`` gives for a seat's words, asked once for each state of the game."""
    known = _known.get(session)
    if known is None or known[0] is not session.state:
        known = _known[session] = session.state, {}
    key = seat, json.dumps(words, sort_keys=True)
    if key not in known[1]:
        known[1][key] = make()
    return cast("Kept", known[1][key])


def _likely(session: Session, seat: str, offer: Mapping[str, Any]) -> float:
    from agents.forecast import acceptance  # noqa: PLC0415
    from sim.notation import encode  # noqa: PLC0415

    words = {seat: {"offers": [{**offer, "round": 0, "slot": 0}]}}
    offers = encode(session.world, words).talks[0][0]
    return acceptance(session.observation(seat), offers)


def _preview(session: Session, seat: str, order: Mapping[str, Any]) -> Preview:
    from agents.forecast import outcome  # noqa: PLC0415
    from sim.notation import encode  # noqa: PLC0415

    world = session.world
    kind = OrderKind[str(order["do"]).upper()]
    turns, ahead = AHEAD, f"Within {AHEAD} turns, if others do nothing new"
    if kind is OrderKind.HOST:
        type_ = world.exercises.ids.index(str(order.get("what", world.exercises.ids[0])))
        turns = int(world.exercises.lead[type_]) + 1
        ahead = "When it has been held, if all who are invited come"
    orders = encode(world, {seat: {"orders": [order]}}).orders
    found = outcome(session.observation(seat), orders, turns)
    effects = _effects(session, seat, found)
    note = "" if effects else "No number of ours moves at once; what it opens shows later."
    if found.given[0].refused.any():
        effects, note = (), "What comes of it hangs on what we do not know."
    return Preview(effects, ahead, note)


def _effects(session: Session, seat: str, found: Outcome) -> tuple[Effect, ...]:
    """The numbers that differ most between the two courses, those of the seat itself first."""
    me = session.world.nation(seat)
    own = [e for name in OWN for e in _own(session, me, name, found)]
    pairs = [e for name in PAIRS for e in _pairs(session, me, name, found)]
    pairs.sort(key=lambda effect: -abs(effect.change))
    return tuple((own + pairs)[:MOST])


def _ends(found: Outcome, name: str) -> tuple[np.ndarray, np.ndarray]:
    """(R, ...) a field at the end of both courses; trust and interoperability as they work."""
    special = {"trust": "trust", "interop": "effective_interop"}

    def end(turn: Turn) -> np.ndarray:
        return getattr(turn.after, special[name]) if name in special else turn.after[name]

    return end(found.plain[-1]), end(found.given[-1])


def _own(session: Session, me: int, name: str, found: Outcome) -> list[Effect]:
    plain, given = _ends(found, name)
    change = (given[:, me] - plain[:, me]).mean(axis=0).reshape(-1)
    words, digits, good = OWN[name]
    several = {"control": session.world.instruments}.get(name)
    out = []
    for k, step in enumerate(change.tolist()):
        if abs(step) < max(LEAST, 0.5 * 10**-digits):
            continue
        title = words if several is None else f"{words}: {several[k]}"
        cell = (me,) if plain[0].ndim == 1 else (me, k)
        out.append(Effect(title, step, digits, _sign(step, good), _why(found, (name,), cell)))
    return out


def _pairs(session: Session, me: int, name: str, found: Outcome) -> list[Effect]:
    """Both directions; where many nations are moved alike, one line for all of them."""
    plain, given = _ends(found, name)
    change = (given - plain).mean(axis=0)
    ours, theirs, good = PAIRS[name]
    out = []
    for words, steps, mine in ((ours, change[me], True), (theirs, change[:, me], False)):
        moved = [j for j in range(len(steps)) if abs(steps[j]) >= LEAST and j != me]
        if not words or not moved:
            continue
        moved.sort(key=lambda j: (-abs(steps[j]), j))
        groups = [[j] for j in moved] if len(moved) <= NAMED else [moved]
        for group in groups:
            j, mean = group[0], sum(float(steps[k]) for k in group) / len(group)
            cell = (me, j) if mine else (j, me)
            title = words.format(_whom(session, group))
            why = _why(found, _fields(name), cell)
            out.append(Effect(title, mean, 3, _sign(mean, good), why))
    return out


def _whom(session: Session, group: Sequence[int]) -> str:
    if len(group) == 1:
        return session.world.names[group[0]]
    return f"{len(group)} nations, on average"


def _fields(name: str) -> tuple[str, ...]:
    return ("good", "bad", "heard_good", "heard_bad") if name == "trust" else (name,)


def _sign(step: float, good: int) -> int:
    return good if step > 0 else -good


def _why(found: Outcome, fields: Sequence[str], cell: tuple[int, ...]) -> str:
    """The cause whose amount differs most between the two courses, summed over their turns."""
    from sim.account import reasons  # noqa: PLC0415

    sums: dict[str, float] = {}
    for sign, course in ((1.0, found.given), (-1.0, found.plain)):
        for turn in course:
            for field in fields:
                depth = turn.after[field].ndim - 1 - len(cell)
                inner = (0,) * depth + cell if field == "interop" else cell
                for reason in reasons(turn.ledger, field, (0, *inner)):
                    words = reason.cause.words
                    sums[words] = sums.get(words, 0.0) + sign * reason.amount
    words = max(sums, key=lambda key: abs(sums[key]), default="")
    return words if words and abs(sums[words]) >= LEAST * TRACE else ""
