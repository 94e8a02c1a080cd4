"""Parts of a view that only change with the turn, worked out once for each seat."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from scenarios.session import Session
    from sim.observe import Observation
    from sim.state import State

_seen: WeakKeyDictionary[Session, dict[str, tuple[State, Observation]]] = WeakKeyDictionary()
_made: WeakKeyDictionary[Session, dict[tuple[str, str], tuple[State, Any]]] = WeakKeyDictionary()


def seen(session: Session, iso: str) -> Observation:
    """What a seat may know now; the same object as long as the turn lasts."""
    kept = _seen.setdefault(session, {})
    known = kept.get(iso)
    if known is None or known[0] is not session.state:
        known = kept[iso] = (session.state, session.observation(iso))
    return known[1]


def of_turn(session: Session, iso: str, make: Callable[[Session, str], Any]) -> Any:  # noqa: ANN401
    """What ``make`` gives for a seat, kept until the turn is resolved or taken back."""
    kept, key = _made.setdefault(session, {}), (iso, f"{make.__module__}.{make.__name__}")
    known = kept.get(key)
    if known is None or known[0] is not session.state:
        known = kept[key] = (session.state, make(session, iso))
    return known[1]
