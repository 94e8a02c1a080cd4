"""Relations between nations that follow from the state: pacts, ties, degrees.

Each is computed once for a state and kept with it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sim.axes import NEVER, Bools, Floats, Ints
from sim.carried import bonds, by_rows, fixed
from sim.compiled import compiled
from sim.sparse import where
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
    kept = store.get((name, id(world)))
    if kept is None:
        value = np.asarray(make())
        value.flags.writeable = False
        # the world is held, so that its id stays its own
        kept = store[name, id(world)] = value, world
    return kept[0]  # type: ignore[no-any-return]


def defence_pact(world: World, state: State) -> Bools:
    """(R, N, N) whether the two owe each other defence, by group (A1) or bilateral treaty."""

    def make() -> Bools:
        groups = (state["member"], state["format"], state["founded"])
        # groups change seldom
        fellows = by_rows(world, "defence fellows", groups, some)
        return _or_agreed(fellows, state["agreement"], world.agreements.defence[None])

    def some(rows: Ints) -> Bools:
        return _fellows(world, state, "defence", rows)

    return memo(state, "defence_pact", make, world)


def restraint_pact(
    world: World, state: State, rows: np.ndarray, one: np.ndarray, two: np.ndarray
) -> Bools:
    """(n,) whether two nations owe each other the peace, by group (A1) or bilateral treaty."""
    types = world.agreements.restraint[None]
    return _bound(world, state, (rows, one, two), types, "restraint")


def ties(world: World, state: State) -> Bools:
    """(R, N, N) whether any bilateral agreement is in force."""

    def make() -> Bools:
        with bonds(world, state) as held:
            return held.ties > 0

    return memo(state, "ties", make)


def _or_agreed(pairs: Bools, stage: np.ndarray, types: Bools) -> Bools:
    """``pairs`` and those that have an agreement of some types (R or 1, A) in force."""
    out = pairs.copy()
    _add_agreed(out.reshape(len(out), -1), stage.reshape(*stage.shape[:2], -1), types)
    return out


@compiled
def _add_agreed(pairs: Bools, stage: np.ndarray, types: Bools) -> None:
    """Mark ``pairs`` (R, N * N) with an agreement (R, A, N * N) of some types in force."""
    for row in range(len(stage)):
        some = types[row if len(types) > 1 else 0]
        for kind in range(len(some)):
            if some[kind]:
                for pair in range(stage.shape[2]):
                    pairs[row, pair] |= stage[row, kind, pair] >= IN_FORCE


def degree(world: World, state: State) -> Ints:
    """(R, N) number of nations tied by bilateral agreements in force."""

    # exact: there are at most 200 nations
    def make() -> Ints:
        linked = ties(world, state).astype(np.float32)
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
        rows, one, two = where(state["standoff"])
        keys = np.unique((rows * size + np.minimum(one, two)) * size + np.maximum(one, two))
        return np.stack([keys // size // size, keys // size % size, keys % size])

    return memo(state, "confrontations", make)


def hotline(
    world: World, state: State, rows: np.ndarray, one: np.ndarray, two: np.ndarray
) -> Bools:
    """(n,) whether two nations have agreed on a hotline that works."""
    return _bound(world, state, (rows, one, two), world.agreements.hotline[None])


def partners(state: State, types: np.ndarray, rows: np.ndarray, nations: np.ndarray) -> Ints:
    """(n,) number of agreements of some types (indices) that some nations have in force."""
    stage = state["agreement"][rows[:, None], types, nations[:, None]]
    return np.asarray((stage >= IN_FORCE).sum(axis=(1, 2)))


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
        rows, one, two = where(state["hostility"])
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
        fellows = _fellows(world, state, "information")
        return _or_agreed(fellows, state["agreement"], _informing(world))

    return memo(state, "information", make, world)


def information_at(world: World, state: State, cells: Cells) -> Bools:
    """As ``information``, of listed cells only."""
    return _bound(world, state, cells, _informing(world), "information")


def information_of(world: World, state: State, one: Ints, two: Ints) -> Bools:
    """(R, n) as ``information``, of some pairs in all rows."""
    return information_at(world, state, (np.arange(state.rows)[:, None], one, two))


def _informing(world: World) -> Bools:
    """(R or 1, A) types of agreement that protect classified information; with A2 off any."""
    return np.asarray(world.agreements.information | ~world.on("A2", 1))


def inspectable_at(world: World, state: State, cells: Cells) -> Bools:
    """Whether two are bound to accept each other's inspectors (A5), of listed cells.

    Fellow members of a group that sends inspectors are (A1), and parties to agreements with
    verification; where no group of the scenario sends any, everybody is.
    """
    if not world.formats.verification[~world.formats.founds].any():
        return np.ones(np.broadcast_shapes(*(axis.shape for axis in cells)), bool)
    none = np.zeros((1, world.dims.A), bool)
    return _bound(world, state, cells, none, "verification") | (state["verified"][cells] > 0)


def _bound(world: World, state: State, cells: Cells, types: Bools, column: str = "") -> Bools:
    """Whether two nations, not one and the same, have an agreement of some types in force.

    Or share a group with a mark (A1). The ``types`` are (R or 1, A).
    """
    rows, one, two = cells
    marked = of_groups(world, state, column) if column else np.zeros((1, world.dims.G), bool)
    groups = marked & world.on("A1", 1)
    pairs = np.asarray((rows * world.dims.N + one) * world.dims.N + two)
    papers = ties(world, state).reshape(-1), state["agreement"], types
    bound = _bound_at(pairs.reshape(-1), papers, (state["member"], groups))
    return bound.reshape(pairs.shape)


@compiled
def _bound_at(
    pairs: Ints, papers: tuple[Bools, np.ndarray, Bools], seats: tuple[np.ndarray, Bools]
) -> Bools:
    """(n,) the same of places of pairs as (R, N, N), ``papers`` with all ties."""
    (tied, stage, types), (member, groups) = papers, seats
    out, nations = np.zeros(len(pairs), np.bool_), member.shape[1]
    row = 0
    for k, pair in enumerate(pairs):
        while pair >= (row + 1) * nations * nations:  # most come row by row
            row += 1
        while pair < row * nations * nations:
            row -= 1
        marked, some = row if len(groups) > 1 else 0, row if len(types) > 1 else 0
        one, two = divmod(pair - row * nations * nations, nations)
        for group in range(groups.shape[1] if one != two else 0):
            if groups[marked, group] and member[row, one, group] == 1:
                out[k] |= member[row, two, group] == 1
        for kind in range(types.shape[1] if tied[pair] else 0):
            if types[some, kind]:
                out[k] |= stage[row, kind, one, two] >= IN_FORCE
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
        # a free place, -1, is the last
        table = fixed(world, f"of {column}", lambda: np.pad(getattr(world.formats, column), (0, 1)))
        return np.asarray(table[memo(state, "held", held)])

    def held() -> Ints:
        given = (state["founded"] == NEVER).all()
        return np.asarray(state["format"][: 1 if given else None], np.intp)

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
