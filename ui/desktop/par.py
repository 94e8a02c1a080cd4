"""Par: the same game with the people's seats played by the policy, worked out beside the loop."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from scenarios.games import Setup
from scenarios.objectives import Score
from scenarios.objectives import par as par_of
from scenarios.session import Session
from sim.deeds import Deed
from sim.state import State

Umpire = tuple[tuple[Deed, ...], ...]


@dataclass(frozen=True)
class Par:
    """The score of par, and every state of its game."""

    score: Score
    states: list[State]


_pool = ThreadPoolExecutor(1)
_found: WeakKeyDictionary[Session, Future[Par]] = WeakKeyDictionary()


def found(setup: Setup, umpire: Umpire) -> Par:
    """Par of a game with what its umpire did, turn by turn."""
    score, turns = par_of(setup, umpire)
    return Par(score, [setup.game.state, *(played.turn.after for played in turns)])


def wanted(session: Session, *, threaded: bool) -> Future[Par]:
    """Par, when it is there; worked out once for each session.

    Only a game that is over has a par: before that it would tell what others are about to do.
    """
    assert session.over
    if session not in _found:
        umpire = tuple(played.turn.moves.umpire for played in session.history)
        future: Future[Par] = Future()
        if threaded:
            future = _pool.submit(found, session.setup, umpire)
        else:
            future.set_result(found(session.setup, umpire))
        _found[session] = future
    return _found[session]


def ready(session: Session) -> bool:
    """Whether par was asked for and is there."""
    return session in _found and _found[session].done()
