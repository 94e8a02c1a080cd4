"""Sensitivity indices against functions whose indices are known, through the tables of a sweep."""

import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from scenarios.experiments.analysis.analyse import Analysis
from scenarios.experiments.designs.plan import Run
from tests.scenarios.invented import analysed

RANGES = """
[factors]
"trust.memory" = {low = 0.75, high = 0.9}
"threat.base" = {low = 0.0, high = 1.0}
"will.usual" = {low = 0.4, high = 0.7}
"""
BOUNDS = {"trust.memory": (0.75, 0.9), "threat.base": (0.0, 1.0), "will.usual": (0.4, 0.7)}
NAMES = tuple(BOUNDS)


def unit(run: Run) -> list[float]:
    """Where the run's level of each factor lies in its range, 0..1."""
    levels = run.treatment.factors
    return [(float(levels[name]) - low) / (high - low) for name, (low, high) in BOUNDS.items()]


def ishigami(run: Run, turn: int) -> float:
    """Ishigami and Homma 1990, with a = 7 and b = 0.1."""
    x, y, z = (math.pi * (2.0 * part - 1.0) for part in unit(run))
    return math.sin(x) + 7.0 * math.sin(y) ** 2 + 0.1 * z**4 * math.sin(x)


def linear(run: Run, turn: int) -> float:
    """A plane: three up, two down, nothing."""
    x, y, _ = unit(run)
    return 3.0 * x - 2.0 * y + 1.0


#: First-order and total indices of the Ishigami function in closed form.
FIRST = (0.3139, 0.4424, 0.0)
TOTAL = (0.5576, 0.4424, 0.2437)


def of(found: Analysis, name: str, over: str = "end") -> dict[str, float]:
    return {i.factor: i.value for i in found.indices if i.name == name and i.over == over}


def reach(found: Analysis, name: str) -> dict[str, float]:
    return {i.factor: i.reach for i in found.indices if i.name == name and i.over == "end"}


def sampling(method: str, n: int, extra: str = "") -> str:
    return f'{RANGES}\n[sampling]\nmethod = "{method}"\nn = {n}\n{extra}'


def test_sobol_indices_of_the_ishigami_function_are_those_in_the_books(tmp_path: Path) -> None:
    text = sampling("sobol", 1024, "calc_second_order = false")
    found = analysed(tmp_path, text, ishigami)
    for name, known in (("S1", FIRST), ("ST", TOTAL)):
        values, wide = of(found, name), reach(found, name)
        for factor, value in zip(NAMES, known, strict=True):
            assert values[factor] == pytest.approx(value, abs=0.04)
            assert abs(values[factor] - value) <= wide[factor] + 0.005
    assert of(found, "S1") == of(found, "S1", "mean")


def test_two_factors_that_work_only_together_are_found(tmp_path: Path) -> None:
    found = analysed(tmp_path, sampling("sobol", 256), ishigami)
    pairs = {(i.factor, i.other): i.value for i in found.indices if i.name == "S2"}
    assert pairs[NAMES[0], NAMES[2]] == pytest.approx(0.2437, abs=0.1)
    assert pairs[NAMES[0], NAMES[1]] == pytest.approx(0.0, abs=0.1)
    assert pairs[NAMES[1], NAMES[2]] == pytest.approx(0.0, abs=0.1)


def test_fast_indices_of_the_ishigami_function_are_those_in_the_books(tmp_path: Path) -> None:
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    found = analysed(tmp_path, sampling("fast", 400), ishigami)
    assert list(of(found, "S1").values()) == pytest.approx(FIRST, abs=0.02)
    assert list(of(found, "ST").values()) == pytest.approx(TOTAL, abs=0.06)
    assert all(math.isnan(index.reach) for index in found.indices if index.method == "fast")
    after = np.random.get_state()[1]  # noqa: NPY002
    assert (after == before).all()  # whoever draws from it goes on undisturbed


def test_elementary_effects_of_a_plane_are_its_slopes_everywhere(tmp_path: Path) -> None:
    found = analysed(tmp_path, sampling("morris", 10), linear)
    assert list(of(found, "mu").values()) == pytest.approx([3.0, -2.0, 0.0], abs=1e-6)
    assert list(of(found, "mu_star").values()) == pytest.approx([3.0, 2.0, 0.0], abs=1e-6)
    assert list(of(found, "sigma").values()) == pytest.approx([0.0, 0.0, 0.0], abs=1e-6)


def test_a_switch_has_its_share_though_many_rows_come_to_the_same_point(tmp_path: Path) -> None:
    text = """
[factors]
"threat.base" = {low = 0.0, high = 1.0}
"off.P5" = [false, true]
[sampling]
method = "sobol"
n = 256
"""

    def both(run: Run, turn: int) -> float:
        levels = run.treatment.factors
        return float(levels["threat.base"]) + (1.0 if levels["off.P5"] else 0.0)

    found = analysed(tmp_path, text, both)
    assert found.plan.points < 256 * 6
    share = (1 / 4) / (1 / 4 + 1 / 12)  # variances of a coin and of a uniform number
    assert of(found, "S1")["off.P5"] == pytest.approx(share, abs=0.03)
    assert of(found, "ST")["threat.base"] == pytest.approx(1 - share, abs=0.03)


def test_without_second_order_there_is_none(tmp_path: Path) -> None:
    found = analysed(tmp_path, sampling("sobol", 64, "calc_second_order = false"), ishigami)
    assert {index.name for index in found.indices if index.method == "sobol"} == {"S1", "ST"}


@pytest.mark.parametrize(("method", "n"), [("sobol", 16), ("morris", 6), ("fast", 66)])
def test_with_a_point_missing_no_index_is_given_and_it_is_said(
    tmp_path: Path, method: str, n: int
) -> None:
    found = analysed(
        tmp_path, sampling(method, n), lambda run, turn: None if run.point == 7 else linear(run, 1)
    )
    assert {index.method for index in found.indices} == {"regression"}
    told = [gap for gap in found.gaps if "points have no finished run" in gap.why]
    assert {gap.over for gap in told} == {"end", "mean"}
    slopes = {e.factor: e.difference for e in found.effects if e.over == "end"}
    assert list(slopes.values()) == pytest.approx([3.0, -2.0, 0.0], abs=1e-6)


@pytest.mark.parametrize(("method", "n"), [("sobol", 16), ("morris", 6), ("fast", 66)])
def test_an_outcome_that_never_varies_has_no_indices(tmp_path: Path, method: str, n: int) -> None:
    found = analysed(tmp_path, sampling(method, n), lambda run, turn: 0.25)
    assert found.indices == []
    assert found.effects == []
    assert {gap.why for gap in found.gaps} >= {"the outcome is the same at every point"}


def test_regression_finds_slopes_over_the_whole_range_and_what_it_explains(tmp_path: Path) -> None:
    found = analysed(tmp_path, sampling("lhs", 40), linear)
    ends = [effect for effect in found.effects if effect.over == "end"]
    assert [e.difference for e in ends] == pytest.approx([3.0, -2.0, 0.0], abs=1e-6)
    assert [(e.reference, e.level) for e in ends] == list(BOUNDS.values())
    assert of(found, "R2")[""] == pytest.approx(1.0)
    standard = of(found, "SRC")
    assert standard[NAMES[0]] > 0.5
    assert standard[NAMES[1]] < -0.4


def test_a_slope_that_differs_by_luck_has_a_wide_interval(tmp_path: Path) -> None:
    text = f"replicates = 4\n{sampling('lhs', 40)}"

    def lucky(run: Run, turn: int) -> float:
        return unit(run)[0] * (1.5 if run.replicate % 2 else -0.5)

    found = analysed(tmp_path, text, lucky)
    effect = next(e for e in found.effects if e.over == "end" and e.factor == NAMES[0])
    assert effect.difference == pytest.approx(0.5, abs=1e-6)
    assert effect.high - effect.low > 3.0
    assert effect.p > 0.4


def test_too_few_points_for_a_regression_are_a_gap(tmp_path: Path) -> None:
    found = analysed(tmp_path, sampling("lhs", 4), linear)
    assert "4 points do not tell 3 effects apart" in {gap.why for gap in found.gaps}
    assert found.effects == []


def test_a_word_is_compared_with_the_first_of_its_list(tmp_path: Path) -> None:
    text = """
[factors]
policy = ["doctrine", "reciprocal", "isolationist"]
"threat.base" = {low = 0.0, high = 1.0}
[sampling]
method = "lhs"
n = 60
"""
    worth = {"doctrine": 0.0, "reciprocal": 0.5, "isolationist": -1.0}
    found = analysed(tmp_path, text, lambda run, turn: worth[str(run.treatment.factors["policy"])])
    told = {e.level: e for e in found.effects if e.factor == "policy" and e.over == "end"}
    assert {e.reference for e in told.values()} == {"doctrine"}
    assert told["reciprocal"].difference == pytest.approx(0.5)
    assert told["isolationist"].difference == pytest.approx(-1.0)
    assert {r.factor for r in found.responses} == {"threat.base"}  # words lie on no line


def test_luck_is_told_apart_from_factors_and_from_luck_of_a_point(tmp_path: Path) -> None:
    text = f"replicates = 40\n{sampling('lhs', 30)}"
    shared = np.random.default_rng(1).normal(size=40)
    own = np.random.default_rng(2).normal(size=(30, 40))
    points = np.random.default_rng(3).normal(size=30)

    def mixed(run: Run, turn: int) -> float:
        return 3.0 * points[run.point] + 2.0 * shared[run.replicate] + own[run.point, run.replicate]

    [share] = [item for item in analysed(tmp_path, text, mixed).luck if item.over == "end"]
    whole = 9 * points.var(ddof=1) + 4 * shared.var(ddof=1) + own.var()
    assert share.factors == pytest.approx(9 * points.var(ddof=1) / whole, abs=0.02)
    assert share.shared == pytest.approx(4 * shared.var(ddof=1) / whole, abs=0.02)
    assert share.own == pytest.approx(own.var() / whole, abs=0.02)
    assert share.left == pytest.approx(1 / (40 * 9 * points.var(ddof=1) + 1), rel=0.2)


def test_courses_over_a_range_follow_the_outcome(tmp_path: Path) -> None:
    found = analysed(tmp_path, sampling("lhs", 80), linear)
    course = [r for r in found.responses if r.factor == NAMES[0] and r.over == "end"]
    assert [r.points for r in course] == [10] * 8
    assert all(one.high <= two.low for one, two in pairwise(course))
    assert course[-1].mean - course[0].mean == pytest.approx(3.0 * 7 / 8, abs=0.4)
