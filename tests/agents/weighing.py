"""One reason at a time: small games in which a decision weighs one term and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from agents.accounts import value_at
from agents.calculus import Choice
from agents.registry import POLICIES
from agents.run import Game
from sim.draw import Draw
from sim.observe import observe
from sim.orders import Offers
from sim.world import World
from tests.contract.cases.case import Edit, edited

Change = Callable[[World], World]

#: Parameters that are thresholds, by the end of their names.
_LIMITS = ("threshold", "offer", "accept", "support", "block", "table", "ease", "constant")


@dataclass(frozen=True)
class Row:
    """More of a term moves the chance of a decision one way (+1 or -1), all else left out.

    ``label`` is the choice's, ``who`` decides ``about`` a place on its last axis (``None``: about
    the one it weighed). ``less`` and ``more`` are added to what is ``given``.
    """

    weight: str  # decision.term
    way: int
    label: str
    who: int
    more: tuple[Edit | Change, ...]
    given: tuple[Edit, ...] = ()
    less: tuple[Edit | Change, ...] = ()
    about: int | None = 0
    offered: tuple[dict[str, int], dict[str, int]] | None = None  # to ``who`` by ``about``

    def __str__(self) -> str:
        return f"{self.label} by {self.weight}"


def world_change(change: Change) -> Change:
    """Marks a function as one of the world, not of the state."""
    change.of_world = True  # type: ignore[attr-defined]
    return change


def column(name: str, cell: tuple[int, ...], value: Any) -> Change:
    """The world with one element of a table changed."""

    @world_change
    def change(world: World) -> World:
        values = np.array(getattr(world, name))
        values[cell] = value
        return replace(world, **{name: values})

    return change


def parameter(name: str, value: float) -> Change:
    """The world with another value of a parameter."""

    @world_change
    def change(world: World) -> World:
        return replace(world, params={**world.params, name: np.array([value])})

    return change


def doctrine(nation: int, name: str) -> Change:
    """The world in which a nation has another doctrine."""

    @world_change
    def change(world: World) -> World:
        return column("doctrine", (nation,), world.doctrine_ids.index(name))(world)

    return change


def only(world: World, weight: str) -> World:
    """A world in which a decision weighs one term, against nothing, whenever it can come up."""
    decision = weight.partition(".")[0]
    heads = {"reply": ("reply", "tie"), "tie": ("tie", "denounce")}.get(decision, (decision,))
    params = dict(world.params)
    for name in params:
        head, _, tail = name.partition(".")
        if head in heads and (name in world.weighed or tail in _LIMITS) and name != weight:
            params[name] = np.zeros(1)
        if tail == "initiative":
            params[name] = np.ones(1)
    if decision in ("understate", "observers", "brief"):
        params["manoeuvre.threshold"] = np.array([-64.0])
    return replace(world, params=params)


def weighed(row: Row, after: bool) -> tuple[float, float]:
    """Score and chance of the row's decision with less of the reason, or (``after``) more of it.

    Where luck picks whom the decision is about, the turn is the first in which there is anybody.
    """
    changes = row.more if after else row.less
    edits = [c for c in changes if not hasattr(c, "of_world")]
    for turn in range(4, 24):
        game = edited(*row.given, *edits, turn=turn)
        world = only(game.world, row.weight)
        for change in changes:
            world = change(world) if hasattr(change, "of_world") else world  # type: ignore[assignment,arg-type]
        game = replace(game, world=world)
        offers = None if row.offered is None else an_offer(game, row, row.offered[after])
        choice = next((c for c in choices(game, offers) if c.decision == row.label), None)
        if choice is None:
            continue
        place = choice.nations.tolist().index(row.who)  # type: ignore[union-attr]
        about = row.about
        if about is None:
            known = np.flatnonzero(np.broadcast_to(choice.luck, choice.luck.shape)[0, place] < 1.0)
            if not len(known):
                continue
            about = int(known[0])
        at = (0, place, about)
        return value_at(choice.score, at), value_at(choice.chance, at)
    raise AssertionError(f"{row}: never came up")


def an_offer(game: Game, row: Row, terms: dict[str, int]) -> Offers:
    """An offer of a training agreement to the one who decides, on these terms."""
    offers = Offers.none(game.world.dims, 1)
    at = (0, row.about, 0)
    offers.to[at], offers.kind[at] = row.who, game.world.agreements.ids.index("training")
    for name, value in terms.items():
        getattr(offers, name)[at] = value
    return offers


def choices(game: Game, offers: Offers | None) -> list[Choice]:
    """All that the nations weigh in a turn of talks and orders."""
    obs = observe(game.world, game.state)
    policy = POLICIES["doctrine"].policy
    turn = policy.deliberate(obs, Draw(game.seeds, game.state.turn), keep=True)
    turn.offers()
    if offers is not None:
        turn.replies(offers)
    turn.orders()
    return turn.books.choices
