"""Who breaks everything in the last turn does not come out ahead."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from agents.run import play_turn, turns_of
from scenarios.build import new_game, seeds_for
from scenarios.objectives import (
    Moment,
    attainment,
)
from sim.draw import Draw
from sim.orders import OrderKind
from sim.state import IN_FORCE
from sim.turn import advance
from tests.builders import scenario


@cache
def honest(name, turns):
    """Runs played by doctrine to the last turn: the game there, and its turns."""
    given = scenario(name).model_copy(update={"turns": turns})
    game = new_game(given, seeds_for(11, 6 if turns > 5 else 2))
    played = [part.turn for part in turns_of(game, turns - 1)]
    return given, replace(game, state=played[-1].after), played


def betrays(world, state, moves, seat):
    """The seat's orders of the last turn: out of everything, and a hand raised."""
    orders = moves.orders
    for name in ("kind", "target", "arg"):
        getattr(orders, name)[:, seat] = 0
    for row in range(state.rows):
        wanted = [(OrderKind.WITHDRAW, p, 0) for p in range(world.dims.P)]
        types, partners = np.nonzero(state["agreement"][row, :, seat] == IN_FORCE)
        wanted += [(OrderKind.DENOUNCE, j, a) for a, j in zip(types, partners, strict=True)]
        wanted += [(OrderKind.QUIT, g, 0) for g in np.flatnonzero(state["member"][row, seat])]
        wanted += [(OrderKind.ESCALATE, int(state["threat"][row, seat].argmax()), 0)]
        for slot, (kind, target, arg) in enumerate(wanted[: world.dims.K]):
            orders.kind[row, seat, slot] = kind
            orders.target[row, seat, slot] = target
            orders.arg[row, seat, slot] = arg


def last_turn(game, traitor=None):
    draw = Draw(game.seeds, game.state.turn)
    moves = play_turn(game).decision.moves
    if traitor is not None:
        orders = replace(moves.orders, **{n: np.array(v) for n, v in vars_of(moves.orders)})
        moves = replace(moves, orders=orders)
        betrays(game.world, game.state, moves, traitor)
    return advance(game.world, game.state, moves, draw)


def vars_of(orders):
    return [(name, getattr(orders, name)) for name in type(orders).__dataclass_fields__]


@pytest.mark.parametrize(
    ("name", "turns", "seats"),
    [("first-steps", 8, "HAL ORV VEL LUN"), ("pfp-1994", 5, "USA FRA POL FIN RUS UKR")],
)
def test_a_betrayal_in_the_last_turn_does_not_pay(name, turns, seats):
    given, game, played = honest(name, turns)
    usual = attainment(given, game.world, [*played, last_turn(game)])
    broke = 0
    for iso in seats.split():
        seat = game.world.nation(iso)
        end = last_turn(game, seat)
        broke += Moment(game.world, end).broken[:, seat].max() > 0
        gained = attainment(given, game.world, [*played, end]) - usual
        assert gained[:, seat].mean() < -0.02, iso
    assert broke == len(seats.split())  # each had something to break
