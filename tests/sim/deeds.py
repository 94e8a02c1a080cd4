"""A case of every kind of effect, and deeds to carry them out with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from agents.run import Game, play_turn
from sim.causes import Cause
from sim.deeds import Deed
from sim.draw import Draw
from sim.effects import encode
from sim.orders import Moves
from sim.state import State
from sim.turn import Turn, advance
from sim.world import World

#: Nations of ``pfp-1994``: one that takes part, one outside, a neighbour, and a member.
ONE, TWO, OUTSIDE, MEMBER = "POL", "RUS", "CYP", "FRA"


@dataclass(frozen=True)
class Case:
    """An effect, the fields that it may move, and where it shows."""

    words: Mapping[str, Any]
    moves: frozenset[str]  # fields that the effect itself may post to
    field: str  # where it shows
    cell: tuple[Any, ...]  # names of its places behind the row, or numbers; sums over the others
    shows: Callable[[float, float], bool]  # of the cell without and with the effect


def _up(without: float, there: float) -> bool:
    return there > without


def _down(without: float, there: float) -> bool:
    return there < without


def _is(value: float) -> Callable[[float, float], bool]:
    return lambda without, there: there == value != without


def _case(
    field: str, cell: tuple[Any, ...], shows: Callable[[float, float], bool], **words: Any
) -> Case:
    also = words.pop("also", ())
    return Case(words, frozenset((field, *also)), field, cell, shows)


CASES: Mapping[str, Case] = {
    "will": _case("will", (ONE,), _down, do="will", nation=ONE, amount=-0.1),
    "institutions": _case("institutions", (ONE,), _up, do="institutions", nation=ONE, amount=0.1),
    "stance": _case("stance", (ONE,), _down, do="stance", nation=ONE, amount=-0.2),
    "harm": _case("harm", (ONE,), _up, do="harm", nation=ONE, amount=0.3),
    "casualties": _case("casualties", (ONE,), _up, do="casualties", nation=ONE, amount=0.3),
    "published": _case("published", (ONE,), _up, do="published", nation=ONE, amount=0.2),
    "spending": _case("spending", (ONE,), _up, do="spending", nation=ONE, amount=0.5),
    "war": _case("war", (ONE,), _is(0.5), do="war", nation=ONE, amount=0.5),
    "mandate": _case("mandate", (ONE,), _is(1.0), do="mandate", nation=ONE, amount=1.0),
    "alignment": _case("alignment", (ONE,), _up, do="alignment", nation=ONE, amount=0.5),
    "election": _case("election", (ONE,), _up, do="election", nation=ONE),
    "trust": _case("bad", (ONE, TWO), _up, do="trust", nation=ONE, other=TWO, amount=-3.0),
    "threat": _case("threat", (ONE, TWO), _up, do="threat", nation=ONE, other=TWO, amount=0.3),
    "interop": _case(
        "interop", (0, TWO, ONE), _up, do="interop", nation=ONE, other=TWO, amount=0.2
    ),
    "dispute": _case(
        "standoff",
        (TWO, ONE),
        _is(3),
        do="dispute",
        nation=TWO,
        other=ONE,
        amount=3,
        also=("hostility", "last_dispute", "bad"),
    ),
    "calm": _case("standoff", (TWO, ONE), _is(0), do="calm", nation=ONE, other=TWO),
    "rivalry": _case("rivalry", (TWO, ONE), _is(1), do="rivalry", nation=ONE, other=TWO, amount=1),
    "incident": _case(
        "harm",
        (ONE,),
        _up,
        do="incident",
        nation=ONE,
        other=TWO,
        what="cyber",
        amount=0.4,
        also=("incident", "incident_by", "will"),
    ),
    "agreement": _case(
        "agreement",
        ("hotline", TWO, ONE),
        _is(3),
        do="agreement",
        nation=ONE,
        other=TWO,
        what="hotline",
        amount=1,
        also=("agreement_turn",),
    ),
    "invite": _case("invited", (OUTSIDE, 0), _is(1), do="invite", nation=OUTSIDE, what="PfP"),
    "leave": _case(
        "status",
        (ONE, 0),
        _is(4),
        do="leave",
        nation=ONE,
        what="PfP",
        also=("left_turn", "declared", "accession", "accession_vote"),
    ),
    "join": _case(
        "member",
        (ONE, 0),
        _is(1),
        do="join",
        nation=ONE,
        what="NATO",
        also=("status", "step_turn", "declared", "will", "verified", "bad"),
    ),
    "quit": _case(
        "member",
        (MEMBER, 0),
        _is(0),
        do="quit",
        nation=MEMBER,
        what="NATO",
        also=("status", "left_turn", "declared", "step_turn", "accession", "accession_vote", "bad"),
    ),
    "mission": _case(
        "troops",
        ("USA",),
        _up,
        do="mission",
        nation="BIH",
        other="USA",
        what="NATO",
        amount=20,
        also=tuple(f"mission_{part}" for part in ("place", "group", "lead", "turn", "terms")),
    ),
}


def cell_of(world: World, case: Case) -> tuple[int, ...]:
    """The cell in which a case shows, as places of the first row."""
    names = {name: i for i, name in enumerate(world.iso)}
    names |= {name: a for a, name in enumerate(world.agreements.ids)}
    return (0, *(names.get(part, part) for part in case.cell))


def deed(world: World, *words: Mapping[str, Any], cause: Cause = Cause.INJECT, **told: Any) -> Deed:
    """A deed with these effects."""
    return Deed(cause, effects=tuple(encode(world, effect) for effect in words), **told)


def resolved(game: Game, *deeds: Deed, state: State | None = None, ledger: bool = True) -> Turn:
    """The turn of a game in which nobody gives an order, with deeds from outside."""
    state = game.state if state is None else state
    moves = replace(Moves.none(game.world.dims, state.rows), umpire=deeds)
    return advance(game.world, state, moves, Draw(game.seeds, state.turn), ledger=ledger)


def set_to(game: Game, **params: float) -> Game:
    """The game with parameters (``__`` for the dot) at values that no catalogue need allow."""
    table = dict(game.world.params)
    table |= {name.replace("__", "."): np.array([value]) for name, value in params.items()}
    return replace(game, world=replace(game.world, params=table))


def later(game: Game, turns: int) -> Game:
    """A game some turns on."""
    for _ in range(turns):
        game = replace(game, state=play_turn(game).turn.after)
    return game
