"""Measures over stacks of networks, one undirected network per row of a batch.

Every measure takes ``ties`` (R, N, N), symmetric, and ``present`` (N,), the nations that exist.
Absent nations and the diagonal are left out before anything is counted, whatever ``ties`` says of
them. What is counted is a whole number, exact in any order of adding; quotients are formed last.
So a row gives the same bits alone and in any batch. ``tests/oracle/test_network.py`` holds every
measure against networkx.

Exact for up to 1000 nations; the sixth power of their number must fit 63 bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.axes import NEVER, Bools, Floats, Ints
from sim.grid import snap
from sim.state import IN_FORCE, STATUS_WORDS, State
from sim.world import World

if TYPE_CHECKING:
    import networkx  # type: ignore[import-untyped,unused-ignore]

#: Digits after the point to which a nation's own clustering is rounded before the mean is taken:
#: sums over up to 2048 nations stay exact, and the mean is within 2e-13 of the unrounded one.
CLUSTERING_BITS = 42


def existing(world: World, state: State) -> Bools:
    """(N,) nations that existed in the turn just played (in the first turn, before any)."""
    return world.exists(max(state.turn - 1, 0))


def density(ties: Bools, present: Bools) -> Floats:
    """(R,) share of the pairs of present nations that are tied, 0..1.

    Formula
    -------
    ``2 m / (n (n - 1))`` for ``m`` ties among ``n`` nations; 0 with fewer than two nations.

    Source: Wasserman and Faust 1994, section 4.1.
    """
    degrees = degrees_of(linked(ties, present))
    count = degrees.shape[1]
    return _ratio(degrees.sum(axis=1), count * (count - 1))


def transitivity(ties: Bools, present: Bools) -> Floats:
    """(R,) share of the pairs of a nation's partners that are partners themselves, 0..1.

    Formula
    -------
    ``3 * triangles / triads`` (a triad: two ties that meet in a nation); 0 without a triad.

    Source: Newman, Watts and Strogatz 2002.
    """
    among = linked(ties, present)
    return transitivity_of(among, degrees_of(among))


def transitivity_of(among: np.ndarray, degrees: Floats) -> Floats:
    """As ``transitivity``, from ``linked`` and ``degrees_of``."""
    return _ratio(_closed(among).sum(axis=1), (degrees * (degrees - 1.0)).sum(axis=1))


def local_clustering(ties: Bools, present: Bools) -> Floats:
    """(R,) mean over present nations of the share of their pairs of partners that are tied, 0..1.

    A nation with fewer than two partners counts with 0; without nations the mean is 0. Each
    nation's share is rounded to ``2**-CLUSTERING_BITS`` so that the sum is exact in any order.

    Source: Watts and Strogatz 1998.
    """
    among = linked(ties, present)
    degrees = degrees_of(among)
    own = _ratio(_closed(among), degrees * (degrees - 1.0))
    return _ratio(snap(own, CLUSTERING_BITS).sum(axis=1), among.shape[1])


def assortativity(ties: Bools, present: Bools) -> Floats:
    """(R,) correlation of the degrees at the two ends of a tie, -1..1.

    Formula
    -------
    With sums over nations ``s1 = sum(k)``, ``s2 = sum(k**2)``, ``s3 = sum(k**3)`` and over
    ordered tied pairs ``e = sum(k_i k_j)``: ``(s1 e - s2**2) / (s1 s3 - s2**2)``.

    Undefined, and given as 0, where every tie's ends have the same degree (so also without ties,
    in a complete or any regular network); networkx gives nan there.

    Source: Newman 2002, "Assortative mixing in networks".
    """
    among = linked(ties, present)
    return assortativity_of(among, degrees_of(among))


def assortativity_of(among: np.ndarray, floats: Floats) -> Floats:
    """As ``assortativity``, from ``linked`` and ``degrees_of``."""
    degrees = floats.astype(np.int64)
    mixed = np.matmul(among, floats[..., None].astype(np.float32))[..., 0].astype(np.int64)
    ends = (degrees * mixed).sum(axis=1)
    first, second, third = ((degrees**power).sum(axis=1) for power in (1, 2, 3))
    top: Ints = first * ends - second**2
    bottom: Ints = first * third - second**2
    return _ratio(top.astype(np.float64), bottom)


def degree_gini(ties: Bools, present: Bools) -> Floats:
    """(R,) Gini coefficient of the number of ties a present nation has, 0 (all equal) to 1.

    Formula
    -------
    ``sum((2 i - n - 1) k_(i)) / (n sum(k))`` over degrees in ascending order, ``i = 1..n``, which
    equals ``sum |k_i - k_j| / (2 n sum(k))`` over ordered pairs; 0 without ties.

    Source: Gini 1912; Sen 1973 for the form by ranks.
    """
    degrees = np.sort(degrees_of(linked(ties, present)), axis=1)
    count = degrees.shape[1]
    ranks = 2.0 * np.arange(1, count + 1) - count - 1.0
    return _ratio((degrees * ranks).sum(axis=1), count * degrees.sum(axis=1))


def degree_quantiles(ties: Bools, present: Bools, q: Sequence[float]) -> Floats:
    """(R, len(q)) quantiles of the number of ties over present nations; 0 without nations.

    Between two degrees the quantile is interpolated linearly (type 7 of Hyndman and Fan 1996).
    ``q`` are shares, 0..1.
    """
    degrees = degrees_of(linked(ties, present))
    if not degrees.shape[1]:
        return np.zeros((len(ties), len(q)))
    return np.asarray(np.quantile(degrees, np.asarray(q, dtype=np.float64), axis=1).T)


def components(ties: Bools, present: Bools) -> Floats:
    """(R,) number of connected components; a nation without ties is one, 0 without nations."""
    reach = _reach(linked(ties, present))
    if not reach.shape[1]:
        return np.zeros(len(ties))
    # a component is counted at its first nation: the one that reaches none before itself
    first = reach.argmax(axis=2) == np.arange(reach.shape[1])
    return np.asarray(first.sum(axis=1), dtype=np.float64)


def giant_share(ties: Bools, present: Bools) -> Floats:
    """(R,) share of the present nations in the largest connected component; 0 without nations."""
    reach = _reach(linked(ties, present))
    sizes = reach.sum(axis=2)
    return _ratio(sizes.max(axis=1, initial=0).astype(np.float64), sizes.shape[1])


def modularity(ties: Bools, groups: Ints, present: Bools | None = None) -> Floats:
    """(R,) how far ties fall inside groups beyond what degrees alone would give, -1/2..1.

    Parameters
    ----------
    ties : (R, N, N) symmetric.
    groups : (N,) or (R, N) label of each nation's group; any whole numbers.
    present : (N,) nations that exist; all of them if not given.

    Formula
    -------
    ``sum over groups of (inside / 2m - (degrees / 2m)**2)``: ordered tied pairs inside the group
    and the sum of its members' degrees, as shares of all ``2m``. 0 without ties (networkx
    divides by zero there).

    Source: Newman and Girvan 2004; Clauset, Newman and Moore 2004, equation 7.
    """
    here = np.ones(ties.shape[1], dtype=bool) if present is None else present
    among = linked(ties, here)
    labels = np.broadcast_to(groups, ties.shape[:2])[:, here]
    same = (labels[:, :, None] == labels[:, None, :]).astype(np.float64)
    degrees = degrees_of(among)
    ends = degrees.sum(axis=1)
    inside = (among * same).sum(axis=(1, 2))
    expected = (degrees * np.matmul(same, degrees[..., None])[..., 0]).sum(axis=1)
    return _ratio(ends * inside - expected, ends * ends)


def strength(weights: Floats, present: Bools) -> Floats:
    """(R, N) sum of a nation's weights toward the other present nations; 0 for absent ones.

    ``weights`` (R, N, N) need not be symmetric (the row nation's count) and lie on a grid, so
    that their sums are exact; the diagonal is left out.

    Source: Barrat, Barthelemy, Pastor-Satorras and Vespignani 2004.
    """
    pairs = present[:, None] & present & ~np.eye(len(present), dtype=bool)
    return np.asarray(np.where(pairs, weights, 0.0).sum(axis=2))


def to_networkx(world: World, state: State, row: int = 0) -> networkx.Graph:
    """One row's network of bilateral agreements as a networkx graph, fit for GEXF and GraphML.

    Nodes are the codes of the nations that exist, with ``iso``, ``name`` and, for each programme
    by its id, ``status:ID`` (in words) and ``level:ID`` (the highest step reached, counted from 1;
    0 for none, and for members of the sponsor that never climbed).

    Edges are pairs with agreements in force or under notice, with ``types`` (ids joined by ``;``),
    ``first`` and ``second`` (codes), ``trust_first`` (the first's trust in the second),
    ``trust_second`` (the second's in the first) and ``interoperability`` (effective, 0..1).

    What it shows is the umpire's view: trust and unpublished agreements are not filtered.
    """
    import networkx as nx  # noqa: PLC0415  heavy, and needed here alone

    graph = nx.Graph(scenario=world.id, turn=state.turn)
    here = existing(world, state)
    for i in np.flatnonzero(here):
        graph.add_node(world.iso[i], **_node(world, state, row, int(i)))
    force = state["agreement"][row] >= IN_FORCE
    force |= force.transpose(0, 2, 1)
    pairs = np.triu(force.any(axis=0) & here[:, None] & here, 1)
    for i, j in np.argwhere(pairs):
        graph.add_edge(
            world.iso[i],
            world.iso[j],
            types=";".join(world.agreements.ids[a] for a in np.flatnonzero(force[:, i, j])),
            first=world.iso[i],
            second=world.iso[j],
            trust_first=float(state.trust[row, i, j]),
            trust_second=float(state.trust[row, j, i]),
            interoperability=float(state.effective_interop[row, i, j]),
        )
    return graph


def _node(world: World, state: State, row: int, nation: int) -> dict[str, str | int]:
    """The attributes of a nation's node."""
    out: dict[str, str | int] = {"iso": world.iso[nation], "name": world.names[nation]}
    for p, programme in enumerate(world.programmes.ids):
        reached = np.flatnonzero(state["step_turn"][row, nation, p] != NEVER)
        out[f"status:{programme}"] = STATUS_WORDS[state["status"][row, nation, p]]
        out[f"level:{programme}"] = int(reached[-1]) + 1 if len(reached) else 0
    return out


def linked(ties: Bools, present: Bools) -> np.ndarray:
    """(R, n, n) float32, 1 where two of the ``n`` present nations are tied, 0 on the diagonal.

    Products of such matrices count exactly up to ``2**24`` and take half the time.
    """
    here = np.flatnonzero(present)
    kept = ties if len(here) == len(present) else ties[:, here[:, None], here]
    among = kept.astype(np.float32, order="C")
    diagonal = np.arange(among.shape[1])
    among[:, diagonal, diagonal] = 0.0
    return among


def degrees_of(among: np.ndarray) -> Floats:
    """(R, n) number of each nation's partners."""
    ones = np.ones(among.shape[2], dtype=np.float32)
    return np.asarray(among @ ones, dtype=np.float64)


def _closed(among: np.ndarray) -> Floats:
    """(R, n) ordered pairs of a nation's partners that are tied: twice its triangles."""
    paths = np.matmul(among, among)
    paths *= among
    return degrees_of(paths)


def _reach(among: np.ndarray) -> Bools:
    """(R, n, n) whether a path leads from one nation to the other; each reaches itself."""
    count = among.shape[1]
    reach = among > 0
    diagonal = np.arange(count)
    reach[:, diagonal, diagonal] = True
    length = 1  # paths of up to this length are known; each squaring doubles it
    while length < count - 1:
        step = reach.astype(np.float32)
        reach = np.matmul(step, step) > 0
        length *= 2
    return np.asarray(reach)


def _ratio(top: Floats, bottom: Floats | Ints | int) -> Floats:
    """``top / bottom``, and 0 where ``bottom`` is 0."""
    below = np.broadcast_to(np.asarray(bottom, dtype=np.float64), top.shape)
    return np.divide(top, below, out=np.zeros(top.shape), where=below != 0)
