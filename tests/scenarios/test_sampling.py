"""From factors to points: combinations of levels, and samples."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

from scenarios.experiments.designs.sampling import Grid, Sampled, draw_sample, evenly, sample_size
from scenarios.experiments.designs.schema import Factor, Sampling

MEMORY = Factor(name="trust.memory", low=0.75, high=0.9)
TIES = Factor(name="tie.trust", low=0.5, high=3.0)
SWITCH = Factor(name="off.P5", levels=[False, True])
POLICY = Factor(name="policy", levels=["doctrine", "hegemon", "chance"])
CONSTANT = Factor(name="home.term", levels=[4.0])

METHODS = {
    "lhs": Sampling(method="lhs", n=50),
    "sobol": Sampling(method="sobol", n=16),
    "sobol without second order": Sampling(method="sobol", n=16, calc_second_order=False),
    "morris": Sampling(method="morris", n=10, levels=6),
    "fast": Sampling(method="fast", n=33, M=2),
}


def sampled(factors: list[Factor], sampling: Sampling, seed: int = 3) -> Sampled:
    columns = sum(not factor.constant for factor in factors)
    return Sampled(factors, draw_sample(sampling, columns, seed))


def rows_of(points: Sampled) -> list[dict[str, object]]:
    """The levels of every row of a sample, in the sampler's order."""
    return [points.levels(point) for point in points.of_sample.tolist()]


def test_a_grid_holds_every_combination_once():
    factors = [SWITCH, Factor(name="trust.memory", levels=[0.75, 0.8, 0.9]), POLICY]
    grid = Grid(factors)
    found = {tuple(grid.levels(point).values()) for point in range(grid.count)}
    assert grid.count == len(found) == 18


def test_in_a_grid_who_plays_varies_slowest_and_the_last_factor_fastest():
    memory = Factor(name="trust.memory", levels=[0.75, 0.8])
    seat = Factor(name="seat.HAL", levels=["doctrine", "hegemon"])
    grid = Grid([SWITCH, seat, memory])
    found = [tuple(grid.levels(point).values()) for point in range(grid.count)]
    assert found[:4] == [
        (False, "doctrine", 0.75),
        (False, "doctrine", 0.8),
        (True, "doctrine", 0.75),
        (True, "doctrine", 0.8),
    ]
    assert {levels[1] for levels in found[4:]} == {"hegemon"}


def test_a_grid_without_factors_is_one_point():
    assert Grid([]).count == 1
    assert Grid([]).levels(0) == {}


def test_a_range_is_divided_evenly_with_both_ends():
    assert evenly(0.75, 0.9, 4) == [0.75, 0.8, 0.85, 0.9]
    assert evenly(-1.07, -0.15, 2) == [-1.07, -0.15]


@pytest.mark.parametrize("name", METHODS)
def test_a_sample_has_as_many_rows_as_was_announced_all_in_the_unit_cube(name):
    unit = draw_sample(METHODS[name], 3, 5)
    assert unit.shape == (sample_size(METHODS[name], 3), 3)
    assert 0.0 <= unit.min() < 0.2
    assert 0.8 < unit.max() <= 1.0


@pytest.mark.parametrize("name", METHODS)
def test_the_same_seed_gives_the_same_sample_and_another_seed_another(name):
    first, second, other = (draw_sample(METHODS[name], 3, seed) for seed in (5, 5, 6))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_any_seed_of_a_design_seeds_every_sampler():
    for sampling in METHODS.values():
        assert len(draw_sample(sampling, 2, 2**64 - 1))


@pytest.mark.parametrize("name", METHODS)
def test_drawing_a_sample_leaves_the_global_generator_alone(name):
    np.random.seed(1)  # noqa: NPY002
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    draw_sample(METHODS[name], 2, 4)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


def test_no_sample_depends_on_the_threads_of_linear_algebra():
    code = (
        "import hashlib, numpy as np\n"
        "from scenarios.experiments.designs.sampling import draw_sample\n"
        "from scenarios.experiments.designs.schema import Sampling\n"
        "for method, n in (('lhs', 200), ('sobol', 64), ('morris', 40), ('fast', 129)):\n"
        "    unit = draw_sample(Sampling(method=method, n=n), 30, 9)\n"
        "    print(hashlib.sha256(unit.tobytes()).hexdigest())\n"
    )
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    threads = "2" if os.environ.get(names[0]) == "1" else "1"
    environment = {**os.environ, **dict.fromkeys(names, threads)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    here = io.StringIO()
    with contextlib.redirect_stdout(here):
        exec(code, {})  # the same with this process's threads
    assert done.stdout.split() == here.getvalue().split()
    assert len(done.stdout.split()) == 4


@pytest.mark.parametrize("name", METHODS)
def test_ranges_take_values_between_their_ends_and_lists_equal_shares(name):
    points = sampled([MEMORY, POLICY, TIES, CONSTANT], METHODS[name])
    rows = rows_of(points)
    assert len(rows) == len(points.unit)
    assert all(0.75 <= row["trust.memory"] <= 0.9 for row in rows)
    assert all(0.5 <= row["tie.trust"] <= 3.0 for row in rows)
    assert {row["home.term"] for row in rows} == {4.0}
    share = Counter(row["policy"] for row in rows)
    assert len(share) == 3
    for row, unit in zip(rows, points.unit.tolist(), strict=True):
        assert row["trust.memory"] == pytest.approx(0.75 + 0.15 * unit[0], abs=1e-8)
        assert row["policy"] == POLICY.levels[min(int(unit[1] * 3 + 1e-6), 2)]


def test_a_latin_hypercube_gives_every_level_the_same_number_of_points():
    rows = rows_of(sampled([SWITCH, POLICY, MEMORY], Sampling(method="lhs", n=60)))
    assert set(Counter(row["policy"] for row in rows).values()) == {20}
    assert set(Counter(row["off.P5"] for row in rows).values()) == {30}


def test_a_morris_step_across_a_list_is_a_step_to_another_level():
    points = sampled([SWITCH, POLICY], Sampling(method="morris", n=20))
    rows = rows_of(points)
    for start in range(0, len(rows), 3):
        for one, two in ((start, start + 1), (start + 1, start + 2)):
            changed = np.nonzero(points.unit[one] != points.unit[two])[0].tolist()
            name = ("off.P5", "policy")[changed[0]]
            assert [key for key in rows[one] if rows[one][key] != rows[two][key]] == [name]


def test_with_ranges_alone_the_points_are_the_rows_in_the_samplers_order():
    for sampling in METHODS.values():
        points = sampled([MEMORY, TIES], sampling)
        if points.count == len(points.unit):
            assert points.of_sample.tolist() == list(range(points.count))


def test_rows_that_come_to_the_same_levels_are_one_point():
    points = sampled([SWITCH, POLICY], Sampling(method="sobol", n=16))
    assert points.count == 6
    assert len(points.unit) == len(points.of_sample) == 16 * 6
    found = {tuple(points.levels(point).values()) for point in range(points.count)}
    assert len(found) == 6


def test_who_plays_varies_slowest_in_a_sample_too():
    points = sampled([MEMORY, POLICY], Sampling(method="lhs", n=30))
    order = [points.levels(point)["policy"] for point in range(points.count)]
    assert order == ["doctrine"] * 10 + ["hegemon"] * 10 + ["chance"] * 10
    rows = rows_of(points)
    assert [row["trust.memory"] for row in rows] == pytest.approx(
        (0.75 + 0.15 * points.unit[:, 0]).tolist(), abs=1e-8
    )
