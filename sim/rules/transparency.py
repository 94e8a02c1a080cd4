"""Military transparency: what is published and reviewed becomes known, else it grows old (P2)."""

from __future__ import annotations

import numpy as np

from sim.account import Books
from sim.causes import Cause
from sim.draw import Draw
from sim.grid import snap
from sim.orders import Moves, OrderKind
from sim.state import State
from sim.world import World


def transparency(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Forces and plans become known through publication and through depth of participation."""
    del draw
    rows, nations, slots = moves.of(OrderKind.PUBLISH)
    said = snap(np.clip(moves.orders.amount[rows, nations, slots], 0.0, 1.0))
    books.put_at("published", Cause.PUBLISHING, (rows, nations), said)
    works = world.gate("P2", 1)
    known = state["transparency"]
    gap = 1.0 - known
    open_ = works * world.param("transparency.publishing") * state["published"] * gap
    books.add("transparency", Cause.PUBLISHING, snap(open_))
    reviewed = state["depth"].max(axis=2, initial=0.0)
    inside = works * world.param("transparency.review") * reviewed * gap
    books.add("transparency", Cause.DISCLOSURE, snap(inside))
    books.add(
        "transparency", Cause.SECRECY, snap(-works * world.param("transparency.ageing") * known)
    )
    books.settle("transparency")
