"""networkx as judge of the measures over stacks of networks."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import networkx as nx  # type: ignore[import-untyped,unused-ignore]
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import network
from sim.axes import Bools, Floats

SHARES = (0.0, 0.1, 0.25, 0.5, 0.9, 1.0)

Stack = tuple[Bools, Bools]  # ties (R, N, N), present (N,)


def random_stack(rows: int, nations: int, density: float, absent: float, seed: int) -> Stack:
    """Symmetric ties, with noise on the diagonal and around absent nations."""
    luck = np.random.default_rng(seed)
    upper = np.triu(luck.random((rows, nations, nations)) < density, 1)
    ties = upper | upper.transpose(0, 2, 1)
    diagonal = np.arange(nations)
    ties[:, diagonal, diagonal] = luck.random((rows, nations)) < 0.5
    return ties, luck.random(nations) >= absent


stacks = st.builds(
    random_stack,
    st.integers(1, 4),
    st.integers(0, 14),
    st.sampled_from([0.0, 0.05, 0.15, 0.4, 0.8, 1.0]) | st.floats(0, 1),
    st.sampled_from([0.0, 0.3, 1.0]),
    st.integers(0, 2**32),
)


def graphs(ties: Bools, present: Bools) -> list[nx.Graph]:
    """One networkx graph per row: present nations, no loops."""
    out = []
    for row in ties:
        graph = nx.Graph()
        graph.add_nodes_from(np.flatnonzero(present).tolist())
        pairs = np.argwhere(np.triu(row & present[:, None] & present, 1))
        graph.add_edges_from(pairs.tolist())
        out.append(graph)
    return out


def labels(ties: Bools) -> np.ndarray:
    """(R, N) a group label for every nation, the same for the same shape and ties."""
    luck = np.random.default_rng(int(ties.sum()))
    return luck.integers(-1, 3, size=ties.shape[:2])


def weights(ties: Bools) -> Floats:
    """(R, N, N) asymmetric weights on the grid."""
    luck = np.random.default_rng(int(ties.sum()))
    return luck.integers(0, 2**20, size=ties.shape) / 2.0**20


def judged_clustering(graph: nx.Graph) -> float:
    return float(nx.average_clustering(graph)) if len(graph) else 0.0


def judged_assortativity(graph: nx.Graph) -> float:
    degrees = dict(graph.degree)
    if len({degrees[node] for edge in graph.edges for node in edge}) < 2:
        return 0.0
    return float(nx.degree_assortativity_coefficient(graph))


def judged_gini(graph: nx.Graph) -> float:
    degrees = [degree for _, degree in graph.degree]
    total = sum(abs(a - b) for a in degrees for b in degrees)
    return total / (2 * len(degrees) * sum(degrees)) if sum(degrees) else 0.0


def judged_giant(graph: nx.Graph) -> float:
    return max(map(len, nx.connected_components(graph)), default=0) / max(len(graph), 1)


JUDGES: dict[str, Callable[[nx.Graph], float]] = {
    "density": lambda graph: float(nx.density(graph)),
    "transitivity": lambda graph: float(nx.transitivity(graph)),
    "local_clustering": judged_clustering,
    "assortativity": judged_assortativity,
    "degree_gini": judged_gini,
    "components": lambda graph: float(nx.number_connected_components(graph)),
    "giant_share": judged_giant,
}

#: Every measure as a function of ties and present nations alone.
MEASURES: dict[str, Callable[[Bools, Bools], Floats]] = {
    **{name: getattr(network, name) for name in JUDGES},
    "degree_quantiles": partial(network.degree_quantiles, q=SHARES),
    "strength": lambda ties, present: network.strength(np.where(ties, 0.375, 0.0), present),
}


@pytest.mark.parametrize("name", JUDGES)
@given(stack=stacks)
def test_a_measure_agrees_with_networkx(name: str, stack: Stack) -> None:
    ties, present = stack
    ours = MEASURES[name](ties, present)
    theirs = np.array([JUDGES[name](graph) for graph in graphs(ties, present)])
    assert ours.shape == (len(ties),)
    assert ours.dtype == np.float64
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


@given(stack=stacks)
def test_modularity_agrees_with_networkx(stack: Stack) -> None:
    ties, present = stack
    groups = labels(ties)
    ours = network.modularity(ties, groups, present)
    for row, graph in enumerate(graphs(ties, present)):
        parts = [{i for i in graph if groups[row, i] == g} for g in np.unique(groups[row])]
        judged = nx.community.modularity(graph, parts) if graph.size() else 0.0
        assert ours[row] == pytest.approx(judged, rel=0, abs=1e-12)


@given(stack=stacks)
def test_modularity_with_all_present_needs_no_mask_and_takes_one_partition(stack: Stack) -> None:
    ties, _ = stack
    everyone = np.ones(ties.shape[1], dtype=bool)
    one = labels(ties)[0]
    each = np.tile(one, (len(ties), 1))
    np.testing.assert_array_equal(
        network.modularity(ties, one), network.modularity(ties, each, everyone)
    )


@given(stack=stacks)
def test_strength_is_the_weighted_degree_of_networkx_and_zero_for_absent_nations(
    stack: Stack,
) -> None:
    ties, present = stack
    heavy = weights(ties)
    ours = network.strength(heavy, present)
    for row in range(len(ties)):
        graph = nx.DiGraph()
        for i in np.flatnonzero(present).tolist():
            graph.add_node(i)
            for j in np.flatnonzero(present).tolist():
                if i != j:
                    graph.add_edge(i, j, weight=heavy[row, i, j])
        out = dict(graph.out_degree(weight="weight"))
        assert ours[row].tolist() == [out.get(i, 0.0) for i in range(len(present))]


@given(stack=stacks)
def test_quantiles_interpolate_between_the_degrees_of_present_nations(stack: Stack) -> None:
    ties, present = stack
    ours = network.degree_quantiles(ties, present, SHARES)
    assert ours.shape == (len(ties), len(SHARES))
    for row, graph in enumerate(graphs(ties, present)):
        degrees = sorted(degree for _, degree in graph.degree) or [0]
        for share, value in zip(SHARES, ours[row], strict=True):
            place = share * (len(degrees) - 1)
            low, high = degrees[math.floor(place)], degrees[math.ceil(place)]
            assert value == pytest.approx(low + (high - low) * (place % 1), abs=1e-12)


@pytest.mark.parametrize("name", [*MEASURES, "modularity"])
@settings(max_examples=30)
@given(seed=st.integers(0, 2**32), absent=st.sampled_from([0.0, 0.2]))
def test_a_row_alone_equals_its_row_in_the_batch_in_any_layout(
    name: str, seed: int, absent: float
) -> None:
    ties, present = random_stack(9, 37, 0.15, absent, seed)
    groups = labels(ties)

    def value(some: slice, order: str) -> Floats:
        stack = np.array(ties[some], order="F" if order == "F" else "C")
        if name == "modularity":
            return network.modularity(stack, groups[some], present)
        return MEASURES[name](stack, present)

    whole = value(slice(None), "C")
    np.testing.assert_array_equal(whole, value(slice(None), "F"))
    for row in range(len(ties)):
        np.testing.assert_array_equal(whole[row], value(slice(row, row + 1), "C")[0])


@pytest.mark.parametrize("name", MEASURES)
def test_what_ties_say_of_absent_nations_does_not_count(name: str) -> None:
    ties, present = random_stack(5, 20, 0.3, 0.4, 7)
    cleared = ties & present[:, None] & present
    np.testing.assert_array_equal(MEASURES[name](ties, present), MEASURES[name](cleared, present))


def test_a_complete_network_is_dense_closed_even_and_whole() -> None:
    ties, present = np.ones((2, 6, 6), dtype=bool), np.ones(6, dtype=bool)
    expected = {
        "density": 1.0,
        "transitivity": 1.0,
        "local_clustering": 1.0,
        "assortativity": 0.0,  # undefined: all degrees are equal
        "degree_gini": 0.0,
        "components": 1.0,
        "giant_share": 1.0,
    }
    assert {name: MEASURES[name](ties, present).tolist() for name in expected} == {
        name: [value, value] for name, value in expected.items()
    }


@pytest.mark.parametrize("nations", [0, 1, 5])
def test_without_ties_every_nation_is_its_own_component_and_the_rest_is_zero(nations: int) -> None:
    ties, present = np.zeros((3, nations, nations), dtype=bool), np.ones(nations, dtype=bool)
    for name, function in MEASURES.items():
        expected = {"components": nations, "giant_share": 1 / nations if nations else 0.0}
        assert np.all(function(ties, present) == expected.get(name, 0.0)), name
    assert network.modularity(ties, np.zeros(nations, dtype=np.int64)).tolist() == [0.0] * 3


def test_when_all_nations_are_absent_every_measure_is_zero() -> None:
    ties, present = np.ones((2, 4, 4), dtype=bool), np.zeros(4, dtype=bool)
    for name, function in MEASURES.items():
        assert not function(ties, present).any(), name


def test_a_chain_of_a_hundred_nations_is_one_component() -> None:
    ties = np.zeros((1, 100, 100), dtype=bool)
    for i, j in pairwise(range(100)):
        ties[0, i, j] = ties[0, j, i] = True
    present = np.ones(100, dtype=bool)
    assert network.components(ties, present).tolist() == [1.0]
    assert network.giant_share(ties, present).tolist() == [1.0]
    present[50] = False
    assert network.components(ties, present).tolist() == [2.0]
    assert network.giant_share(ties, present).tolist() == [50 / 99]


def test_a_star_is_fully_disassortative() -> None:
    ties = np.zeros((1, 6, 6), dtype=bool)
    ties[0, 0, 1:] = ties[0, 1:, 0] = True
    assert network.assortativity(ties, np.ones(6, dtype=bool)).tolist() == [-1.0]
