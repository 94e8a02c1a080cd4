"""Par of a game that is over, worked out beside the thread that owns the sitting."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from scenarios.objectives import par

if TYPE_CHECKING:
    from agents.run import Played
    from scenarios.objectives import Score
    from scenarios.session import Session

_pool = ThreadPoolExecutor(1, "par")
_found: WeakKeyDictionary[Session, tuple[Played, Future[tuple[Score, list[Played]]]]] = (
    WeakKeyDictionary()
)


def par_of(session: Session) -> Score | None:
    """The score of par; ``None`` as long as it is worked out.

    Only a game that is over has one: before that it would tell what others are about to do.
    """
    assert session.over
    known = _found.get(session)
    if known is None or known[0] is not session.history[-1]:
        umpire = tuple(played.turn.moves.umpire for played in session.history)
        known = session.history[-1], _pool.submit(par, session.setup, umpire)
        _found[session] = known
    return known[1].result()[0] if known[1].done() else None
