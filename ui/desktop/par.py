"""Par: the same game with the people's seats played by the policy, worked out beside the loop."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from weakref import WeakKeyDictionary

from agents.registry import PERSON
from agents.run import turns_of
from scenarios.games import Setup, set_up
from scenarios.session import Session
from sim.state import State

_pool = ThreadPoolExecutor(1)
_found: WeakKeyDictionary[Session, Future[list[State]]] = WeakKeyDictionary()


def states(setup: Setup) -> list[State]:
    """Every state of the game of the same seed without people."""
    header = setup.header
    seats = {iso: player for iso, player in header.seats.items() if player != PERSON}
    twin = set_up(
        setup.scenario, header.seed, values=header.values, off=header.off, seats=seats,
        default=header.default,
    )  # fmt: skip
    return [twin.game.state, *(played.turn.after for played in turns_of(twin.game))]


def wanted(session: Session, *, threaded: bool) -> Future[list[State]]:
    """The states of par, when they are there; worked out once for each session.

    Only a game that is over has a par: before that it would tell what others are about to do.
    """
    assert session.over
    if session not in _found:
        future: Future[list[State]] = Future()
        if threaded:
            future = _pool.submit(states, session.setup)
        else:
            future.set_result(states(session.setup))
        _found[session] = future
    return _found[session]


def ready(session: Session) -> bool:
    """Whether par was asked for and is there."""
    return session in _found and _found[session].done()
