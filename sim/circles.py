"""Who sits at a group's table, who is asked to found a group, what a founded group is called."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.axes import NEVER, Bools
from sim.state import State
from sim.world import World


def voters(state: State, rows: np.ndarray, slots: np.ndarray) -> Bools:
    """(n, N) who may vote on each text: members of its group, and those it asks beside them."""
    group = state["text_group"][rows, slots]
    return np.asarray((state["member"][rows, :, group] | state["text_seats"][rows, slots]) == 1)


def free_places(state: State) -> Bools:
    """(R, G) places for a new group: empty, and no text on a table means to fill them."""
    free = state["format"] < 0
    rows, slots = np.nonzero(state["text_kind"] >= 0)
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
    close = relations.ties(state) | relations.defence_pact(world, state)
    first, second = ends
    both = close[rows, first] & close[rows, second] & world.exists(state.turn)
    near = np.where(both, world.nearness[first] + world.nearness[second], -1.0)
    event = np.arange(len(rows))
    near[event, first] = near[event, second] = 4.0
    rank = (near[:, None, :] > near[:, :, None]).sum(axis=2)
    return np.asarray((near >= 0) & (rank < most[:, None]))


def founded(state: State) -> Bools:
    """(R, G) groups founded in play."""
    return np.asarray(state["founded"] != NEVER)
