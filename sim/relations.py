"""Relations between nations that follow from the state: pacts, ties, degrees.

Each is computed once for a state and kept with it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.axes import NEVER, Bools, Floats, Ints
from sim.carried import by_rows
from sim.sparse import flat_codes, gate_row
from sim.state import ACTIVE, HELD, IN_FORCE, MEMBER, State
from sim.world import World

#: Rows and the two nations of some cells; the three arrays broadcast to one another.
Cells = tuple[np.ndarray, np.ndarray, np.ndarray]


def memo(
    state: State, name: str, make: Callable[[], np.ndarray], world: World | None = None
) -> np.ndarray:
    """What ``make`` gives, made once for a state and kept with it under a name.

    What depends on the ``world`` too (its switches, its groups) is kept for that world only.
    """
    store = state.__dict__.setdefault("_relations", {})
    key = (name, id(world))
    if key not in store:
        value = make()
        value.flags.writeable = False
        store[key] = (value, world)  # the world is held, so that its id stays its own
    return np.asarray(store[key][0])


def defence_pact(world: World, state: State) -> Bools:
    """(R, N, N) whether the two owe each other defence, by group (A1) or bilateral treaty."""

    def make() -> Bools:
        groups = (state["member"], state["format"], state["founded"])
        # groups change seldom
        out = by_rows(
            world, "defence fellows", groups, lambda rows: _fellows(world, state, "defence", rows)
        ).copy()
        for a in np.nonzero(world.agreements.defence)[0]:
            out |= state["agreement"][:, a] >= IN_FORCE
        return out

    return memo(state, "defence_pact", make, world)


def restraint_pact(
    world: World, state: State, rows: np.ndarray, one: np.ndarray, two: np.ndarray
) -> Bools:
    """(n,) whether two nations owe each other the peace, by group (A1) or bilateral treaty."""
    marked = of_groups(world, state, "restraint")
    seats = state["member"][rows, one] & state["member"][rows, two]
    marks = marked[rows] if len(marked) > 1 else marked
    bound = ((seats == 1) & marks).any(axis=1) & gate_row(world, "A1", rows)
    for a in np.nonzero(world.agreements.restraint)[0]:
        bound |= state["agreement"][rows, a, one, two] >= IN_FORCE
    return np.asarray(bound)


def ties(state: State) -> Bools:
    """(R, N, N) whether any bilateral agreement is in force."""
    return memo(state, "ties", lambda: np.asarray(state["agreement"].max(axis=1) >= IN_FORCE))


def degree(state: State) -> Ints:
    """(R, N) number of nations tied by bilateral agreements in force."""

    # exact: there are at most 200 nations
    def make() -> Ints:
        linked = ties(state).astype(np.float32)
        return np.asarray(linked @ np.ones(linked.shape[2], np.float32), dtype=np.int64)

    return memo(state, "degree", make)


def taking_part(state: State) -> Bools:
    """(R, N, P) nations that take part: active participants and the sponsor's members."""
    status = state["status"]
    return np.asarray((status == ACTIVE) | (status == MEMBER))


def enrolled(state: State) -> Bools:
    """(R, N, P) partners that have signed and not left (active or on hold)."""
    status = state["status"]
    return np.asarray((status == ACTIVE) | (status == HELD))


def confrontations(state: State) -> Ints:
    """(3, n) open confrontations: row and the two nations, the smaller index first; sorted."""

    def make() -> Ints:
        size = state["standoff"].shape[1]
        rows, one, two = np.unravel_index(flat_codes(state["standoff"]), state["standoff"].shape)
        keys = np.unique((rows * size + np.minimum(one, two)) * size + np.maximum(one, two))
        return np.stack([keys // size // size, keys // size % size, keys % size])

    return memo(state, "confrontations", make)


def hotline(
    world: World, state: State, rows: np.ndarray, one: np.ndarray, two: np.ndarray
) -> Bools:
    """(n,) whether two nations have agreed on a hotline that works."""
    types = np.nonzero(world.agreements.hotline)[0]
    stage = state["agreement"][rows[:, None], types, one[:, None], two[:, None]]
    return np.asarray((stage >= IN_FORCE).any(axis=1))


def partners(state: State, types: np.ndarray, rows: np.ndarray, nations: np.ndarray) -> Ints:
    """(n,) number of agreements of some types (indices) that some nations have in force."""
    stage = state["agreement"][rows[:, None], types, nations[:, None]]
    return np.asarray((stage >= IN_FORCE).sum(axis=(1, 2)))


def sizes(state: State) -> Ints:
    """(R, G) number of members of each group."""

    # exact, and faster than ``sum``: there are at most 200 nations
    def make() -> Ints:
        seats = state["member"].astype(np.float32)
        return np.asarray(np.ones(seats.shape[1], np.float32) @ seats, dtype=np.int64)

    return memo(state, "sizes", make)


def consulting(world: World, state: State) -> Bools:
    """(R, N) nations that called for consultation so lately that it is still attended to (P8)."""

    def make() -> Bools:
        since = state.turn - world.param("consult.span")
        return np.asarray((state["consulted"] >= since) & world.on("P8", 1))

    return memo(state, "consulting", make, world)


def in_dispute(state: State) -> Bools:
    """(R, N) nations with a militarised act by or against them in the last turn, or a standoff."""

    def make() -> Bools:
        out = np.zeros(state["will"].shape, bool)
        acts = flat_codes(state["hostility"])
        rows, one, two = np.unravel_index(acts, state["hostility"].shape)
        out[rows, one] = out[rows, two] = True
        rows, one, two = confrontations(state)
        out[rows, one] = out[rows, two] = True
        return out

    return memo(state, "in_dispute", make)


def fear(state: State) -> Floats:
    """(R, N) the largest threat that each nation sees."""

    def make() -> Floats:
        worst = feared(state)
        rows, own = np.arange(len(worst))[:, None], np.arange(worst.shape[1])
        return np.asarray(state["threat"][rows, own, worst])

    return memo(state, "fear", make)


def information(world: World, state: State) -> Bools:
    """(R, N, N) whether two may share classified information: by agreement or in a group (P6).

    Groups count with A1 only; with A2 off all types of agreement are alike and any will do.
    """

    def make() -> Bools:
        out = _fellows(world, state, "information")
        if not world.switches["A2"].all():
            out = out | (ties(state) & ~world.on("A2", 2))
        for a in np.nonzero(world.agreements.information)[0]:
            out |= state["agreement"][:, a] >= IN_FORCE
        return out

    return memo(state, "information", make, world)


def information_at(world: World, state: State, cells: Cells) -> Bools:
    """As ``information``, of listed cells only."""
    rows, one, two = cells
    out = _fellows_at(world, state, "information", cells)
    if not world.switches["A2"].all():
        out |= ties(state)[cells] & ~gate_row(world, "A2", rows)
    stages, size = state["agreement"], world.dims.N
    for a in np.nonzero(world.agreements.information)[0]:
        places = ((rows * stages.shape[1] + a) * size + one) * size + two
        out |= stages.reshape(-1).take(places) >= IN_FORCE
    return out


def information_of(world: World, state: State, one: Ints, two: Ints) -> Bools:
    """(R, n) as ``information``, of some pairs in all rows."""
    marked = of_groups(world, state, "information")
    out = np.zeros((state.rows, len(one)), bool)
    for group in np.nonzero(marked.any(axis=0))[0]:
        seats = (state["member"][:, :, group] == 1) & marked[:, group, None]
        out |= seats[:, one] & seats[:, two]
    out &= (one != two) & world.on("A1", 1)
    if not world.switches["A2"].all():
        out |= ties(state)[:, one, two] & ~world.on("A2", 1)
    for a in np.nonzero(world.agreements.information)[0]:
        out |= state["agreement"][:, a][:, one, two] >= IN_FORCE
    return out


def inspectable_at(world: World, state: State, cells: Cells) -> Bools:
    """Whether two are bound to accept each other's inspectors (A5), of listed cells.

    Fellow members of a group that sends inspectors are (A1), and parties to agreements with
    verification; where no group of the scenario sends any, everybody is.
    """
    if not world.formats.verification[~world.formats.founds].any():
        return np.ones(np.broadcast_shapes(*(axis.shape for axis in cells)), bool)
    return _fellows_at(world, state, "verification", cells) | (state["verified"][cells] > 0)


def _fellows_at(world: World, state: State, column: str, cells: Cells) -> Bools:
    """Whether two nations, not one and the same, share a group with a mark (A1)."""
    rows, one, two = cells
    marked = of_groups(world, state, column)
    first, second = rows * world.dims.N + one, rows * world.dims.N + two
    out = np.zeros(np.broadcast_shapes(first.shape, second.shape), bool)
    for group in np.nonzero(marked.any(axis=0))[0]:
        seats = ((state["member"][:, :, group] == 1) & marked[:, group, None]).reshape(-1)
        out |= seats.take(first) & seats.take(second)
    out &= (one != two) & gate_row(world, "A1", rows)
    return out


def _fellows(world: World, state: State, column: str, rows: Ints | slice = slice(None)) -> Bools:
    """(rows, N, N) whether two nations, not one and the same, share a group with a mark (A1)."""
    marked = of_groups(world, state, column) & world.on("A1", 1)
    seats = ((state["member"] == 1) & marked[:, None, :])[rows]
    out = np.zeros((*seats.shape[:2], world.dims.N), bool)
    for group in np.nonzero(marked.any(axis=0))[0]:
        out |= seats[:, :, None, group] & seats[:, None, :, group]
    diagonal = np.arange(world.dims.N)
    out[:, diagonal, diagonal] = False
    return out


def feared(state: State) -> Ints:
    """(R, N) the nation in which each nation sees the largest threat."""
    return memo(state, "feared", lambda: state["threat"].argmax(axis=2))


def of_groups(world: World, state: State, column: str) -> np.ndarray:
    """(R or 1, G) a column of ``World.formats`` for what each place holds; 0 for a free place.

    As long as no run has founded a group, all runs have the scenario's groups and share one row.
    """

    def make() -> np.ndarray:
        table, kind = getattr(world.formats, column), memo(state, "held", held)
        return np.asarray(np.where(kind >= 0, table[kind], table.dtype.type(0)))

    def held() -> Ints:
        given = (state["founded"] == NEVER).all()
        return np.asarray(state["format"][: 1 if given else None])

    return memo(state, f"of_groups {column}", make, world)


def pooled(world: World, state: State) -> Floats:
    """(R, N) each nation's capability with what its fellows in joint units pool with it (P10)."""

    def make() -> Floats:
        share = of_groups(world, state, "pooled") * world.gate("P10", 1) * world.gate("A1", 1)
        own, fellows = state["capability"], np.zeros(1)
        for group in np.flatnonzero(share.any(axis=0)).tolist():
            seats = state["member"][:, :, group]
            together = (seats * own).sum(axis=1, keepdims=True)
            fellows = fellows + seats * share[:, group, None] * (together - own)
        return np.asarray(np.minimum(own + fellows, 1.0))

    return memo(state, "pooled", make, world)
