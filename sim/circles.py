"""Who sits at a group's table, who is asked to found one, its name; standards it works to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim import relations
from sim.axes import NEVER, Bools, Floats, Ints
from sim.carried import by_rows
from sim.grid import snap
from sim.sparse import gather, where
from sim.state import State
from sim.world import World


@dataclass(frozen=True, slots=True)
class Tables:
    """The texts on all tables: n of them, in order of rows and slots."""

    rows: np.ndarray  # (n,)
    slots: np.ndarray  # (n,)
    number: np.ndarray  # (R, T) which of the n lies in a slot, n for a free one
    members: Bools  # (n + 1, N) members of the group on whose table it lies; at last nobody
    voters: Bools  # (n + 1, N) those, and whom it asks beside them; at last nobody


def tables(state: State) -> Tables:
    """What lies on the tables; made once for a state and kept with it."""
    known: Tables | None = state.__dict__.get("_tables")
    if known is not None:
        return known
    rows, slots = where(state["text_kind"] >= 0)
    number = np.full(state["text_kind"].shape, len(rows))
    number[rows, slots] = np.arange(len(rows))
    members, voters = np.zeros((2, len(rows) + 1, state["member"].shape[1]), bool)
    members[:-1] = state["member"][rows, :, gather(state["text_group"], rows, slots)] == 1
    voters[:-1] = members[:-1] | (gather(state["text_seats"], rows, slots) == 1)
    known = Tables(rows, slots, number, members, voters)
    state.__dict__["_tables"] = known
    return known


def voters(state: State, rows: np.ndarray, slots: np.ndarray) -> Bools:
    """(n, N) who may vote on each text: members of its group, and those it asks beside them."""
    kept = tables(state)
    return kept.voters.take(gather(kept.number, rows, slots), axis=0)


def free_places(state: State) -> Bools:
    """(R, G) places for a new group: empty, and no text on a table means to fill them."""
    free = state["format"] < 0
    rows, slots = tables(state).rows, tables(state).slots
    free[rows, state["text_group"][rows, slots]] = False
    return np.asarray(free)


def asked(
    world: World,
    state: State,
    rows: np.ndarray,
    ends: tuple[np.ndarray, np.ndarray],
    most: np.ndarray,
) -> Bools:
    """(n, N) who is asked to found a group: author, first partner, and who is close to both.

    Close is who is tied to both by pact or agreement; of these the nearest are asked, so that no
    more than ``most`` (n,) are at the table. Ties and pacts are public, so that the list is too.
    """
    close = relations.ties(world, state) | relations.defence_pact(world, state)
    first, second = ends
    both = close[rows, first] & close[rows, second] & world.exists(state.turn)
    near = np.where(both, world.nearness[first] + world.nearness[second], -1.0)
    event = np.arange(len(rows))
    near[event, first] = near[event, second] = 4.0
    rank = (near[:, None, :] > near[:, :, None]).sum(axis=2)
    return np.asarray((near >= 0) & (rank < most[:, None]))


def sizes(state: State) -> Ints:
    """(R, G) number of members of each group."""

    # exact, and faster than ``sum``: there are at most 200 nations
    def make() -> Ints:
        seats = state["member"].astype(np.float32)
        return np.asarray(np.ones(seats.shape[1], np.float32) @ seats, dtype=np.int64)

    return relations.memo(state, "sizes", make)


def founded(state: State) -> Bools:
    """(R, G) groups founded in play."""
    return np.asarray(state["founded"] != NEVER)


def group_standards(world: World, state: State) -> Floats:
    """(R, N) depth of the standards that a nation's fellows in some group work to, 0..1."""

    def make(rows: Ints) -> Floats:
        common = relations.of_groups(world, state, "standards")
        common = common[rows] if len(common) > 1 else common
        seats = state["member"][rows]
        return np.asarray((seats * common[:, None, :]).max(axis=2, initial=0.0))

    groups = (state["member"], state["format"], state["founded"])  # they change seldom
    return by_rows(world, "group standards", groups, make)


def standards(world: World, state: State) -> Floats:
    """(R, N) how far a nation works to common standards: its depth or its group's, and its own.

    What it adopts by its own effort closes part of the gap that those leave.
    """

    def make() -> Floats:
        own = state["depth"].max(axis=2, initial=0.0)
        gap = 1.0 - np.maximum(own, group_standards(world, state))
        return snap(1.0 - gap * (1.0 - state["adopted"] * world.gate("P3", 1)))

    return relations.memo(state, "standards", make, world)
