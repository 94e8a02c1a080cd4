"""Many runs of the small scenario in which two nations have an agreement on certain terms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from agents.run import Game, play_turn
from sim.notation import encode
from sim.orders import Moves
from sim.state import IN_FORCE, State
from sim.turn import Turn
from tests.builders import a_game

HAL, ORV, VEL, LUN = range(4)
FRAMEWORK, TRAINING, CONSULTATION, DEFENCE = 0, 2, 6, 8
QUIET = ("N2",)

#: A text on the accession of Velmark, tabled by Orvane.
ON_TABLE = {"text_kind": {(0,): 1}, "text_group": {(0,): 0}, "text_subject": {(0,): VEL},
            "text_author": {(0,): ORV}, "text_turn": {(0,): 3}}  # fmt: skip


def table(runs: int = 1, *, off: tuple[str, ...] = (), turn: int = 4, **fields: Any) -> Game:
    """Runs without agreements but a training agreement of Halmere and Lunsey, fields set.

    Nobody gives up an agreement between reviews, unless a test sets ``lasting.hazard``.
    A field is given as a value for all cells, or as a mapping from cells to values.
    """
    game = a_game(runs, default="scripted", off=(*QUIET, *off), values={"lasting.hazard": 0.0})
    arrays = {name: np.array(game.state[name]) for name in game.state}
    arrays["agreement"][:] = 0
    for one, two in ((HAL, LUN), (LUN, HAL)):
        arrays["agreement"][:, TRAINING, one, two] = IN_FORCE
        arrays["agreement_turn"][:, TRAINING, one, two] = 1
    for name, value in fields.items():
        if isinstance(value, dict):
            for cell, one_value in value.items():
                arrays[name][(slice(None), *cell)] = one_value
        else:
            arrays[name][:] = value
    return replace(game, state=State(arrays, turn))


def both(one: int, two: int, value: Any) -> dict[tuple[int, int], Any]:
    """The same value in both rows of a pair."""
    return {(one, two): value, (two, one): value}


def said(game: Game, **seats: dict[str, Any]) -> Moves:
    """The same words in every run."""
    one = encode(game.world, seats)
    rows = len(game.seeds)

    def spread(part: Any) -> Any:
        names = part.__dataclass_fields__
        return type(part)(*(np.repeat(getattr(part, name), rows, axis=0) for name in names))

    talks = tuple((spread(offers), spread(replies)) for offers, replies in one.talks)
    return Moves(talks, spread(one.orders))


def played(game: Game, **seats: dict[str, Any]) -> Turn:
    """One turn in which these seats say this in every run and nobody else says anything."""
    return play_turn(game, moves=said(game, **seats), ledger=len(game.seeds) == 1).turn


def ordered(game: Game, iso: str, *orders: dict[str, Any]) -> Turn:
    """One turn in which one nation gives these orders in every run."""
    return played(game, **{iso: {"orders": list(orders)}})


def deal(game: Game, accepted: bool = True, **terms: Any) -> Turn:
    """One turn in which Halmere offers Orvane a framework agreement on these terms."""
    offer = {"to": "ORV", "kind": "framework", **terms}
    answer = {"from": "HAL", "answer": "accept" if accepted else "refuse"}
    return played(game, HAL={"offers": [offer]}, ORV={"replies": [answer]})
