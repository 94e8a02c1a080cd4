"""What the analysis says of sweeps whose outcomes are known."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from scenarios.experiments.analysis import networks, reading
from scenarios.experiments.analysis.analyse import ALL, Analysis, analyse, treatment_name
from scenarios.experiments.analysis.effects import Effect
from scenarios.experiments.analysis.intervals import corrected, interval
from scenarios.experiments.analysis.reading import Turns, headline, read_runs
from scenarios.experiments.analysis.series import QUANTILES, Group, points, quantiles
from scenarios.experiments.analysis.unusual import typical, unusual
from scenarios.experiments.designs.plan import Run
from scenarios.experiments.storing.layout import Layout
from sim.measures import measure
from tests.scenarios.invented import analysed, plan_of, tell

GRID = """
replicates = 6
[factors]
"off.P5" = [false, true]
"trust.memory" = [0.9, 0.75, 0.8]
"""


def luck(run: Run) -> float:
    """The same for all runs of a replicate, and large."""
    return float(np.random.default_rng(run.replicate).normal(scale=10.0))


def plain(run: Run, turn: int) -> float:
    """Two more without P5, ten times the memory, and luck."""
    levels = run.treatment.factors
    return 2.0 * bool(levels["off.P5"]) + 10.0 * float(levels["trust.memory"]) + luck(run)


def effects(found: Analysis, factor: str, over: str = "end") -> dict[object, Effect]:
    return {e.level: e for e in found.effects if (e.factor, e.over) == (factor, over)}


# --- means and probabilities


def test_intervals_are_those_of_the_t_distribution() -> None:
    values = np.random.default_rng(7).normal(1.0, 2.0, size=23)
    found, known = interval(np.append(values, np.nan)), stats.ttest_1samp(values, 0.0)
    bounds = known.confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((bounds.low, bounds.high))
    assert found.p == pytest.approx(known.pvalue)
    assert (found.mean, found.number) == (pytest.approx(values.mean()), 23)


@pytest.mark.parametrize(
    ("values", "mean", "p"), [([], math.nan, math.nan), ([3.0], 3.0, math.nan)]
)
def test_fewer_than_two_values_have_no_interval(values: list[float], mean: float, p: float) -> None:
    found = interval(np.array(values))
    assert found.mean == pytest.approx(mean, nan_ok=True)
    assert found.p == pytest.approx(p, nan_ok=True)
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_values_that_are_all_the_same_leave_nothing_to_luck() -> None:
    assert interval(np.array([0.1, 0.1, 0.1]))[1:4] == pytest.approx((0.1, 0.1, 0.0))
    assert interval(np.zeros(4))[:4] == (0.0, 0.0, 0.0, 1.0)


def test_corrected_probabilities_are_those_of_benjamini_and_hochberg() -> None:
    p = np.random.default_rng(3).uniform(size=40) ** 3
    known = stats.false_discovery_control(p)
    assert corrected(p) == pytest.approx(known)
    holes = np.insert(p, 5, np.nan)
    assert np.delete(corrected(holes), 5) == pytest.approx(known)
    assert math.isnan(corrected(holes)[5])


def test_quantiles_leave_out_what_was_not_recorded() -> None:
    values = np.random.default_rng(4).normal(size=(3, 31))
    values[1, ::3] = np.nan
    values[2] = np.nan
    found = quantiles(values)
    assert found[:2] == pytest.approx(np.nanquantile(values[:2], QUANTILES, axis=1).T)
    assert np.isnan(found[2]).all()


def test_the_interval_of_a_course_takes_replicates_and_not_runs_as_independent() -> None:
    values = np.array([[0.0, 0.0, 1.0, 1.0, 5.0, 5.0]])
    owner = np.array([0, 0, 1, 1, 2, 2])
    everybody = [Group("all", np.ones(6, bool))]
    [point] = points("trust", np.array([1]), values, everybody, owner)
    known = interval(np.array([0.0, 1.0, 5.0]))
    assert (point.low, point.high) == pytest.approx((known.low, known.high))
    assert point.mean == 2.0


# --- full designs


def test_paired_differences_are_exact_where_luck_is_shared(tmp_path: Path) -> None:
    found = analysed(tmp_path, GRID, plain)
    off = effects(found, "off.P5")[True]
    assert (off.difference, off.low, off.high) == pytest.approx((2.0, 2.0, 2.0))
    assert off.rate == pytest.approx(0.0, abs=1e-6)
    assert off.pairs == 18
    memory = effects(found, "trust.memory")
    assert {effect.reference for effect in memory.values()} == {0.75}
    assert [memory[0.8].difference, memory[0.9].difference] == pytest.approx([0.5, 1.5])


def test_level_means_bear_the_luck_that_differences_do_not(tmp_path: Path) -> None:
    found = analysed(tmp_path, GRID, plain)
    means = {row.level: row for row in found.levels if row.over == "end" and "off" in row.factor}
    assert means[True].mean - means[False].mean == pytest.approx(2.0)
    assert means[True].high - means[True].low > 5.0


def test_interactions_are_differences_of_differences(tmp_path: Path) -> None:
    def together(run: Run, turn: int) -> float:
        levels = run.treatment.factors
        both = bool(levels["off.P5"]) and levels["trust.memory"] == 0.9
        return plain(run, turn) + 3.0 * both

    found = analysed(tmp_path, GRID, together)
    told = {item.other_level: item for item in found.interactions if item.over == "end"}
    assert told[0.9].difference == pytest.approx(3.0)
    assert told[0.9].rate < 0.001
    assert told[0.8].difference == pytest.approx(0.0, abs=1e-9)
    cells = {(c.level, c.other_level): c.mean for c in found.cells if c.over == "end"}
    cells = cells or {(c.level, c.other_level): c.mean for c in found.cells}
    change = cells[True, 0.9] - cells[False, 0.9] - cells[True, 0.75] + cells[False, 0.75]
    assert change == pytest.approx(3.0)


def test_a_pair_of_which_one_run_failed_is_left_out_whole(tmp_path: Path) -> None:
    def brittle(run: Run, turn: int) -> float | None:
        return None if run.point == 4 and run.replicate == 2 else plain(run, turn)

    found = analysed(tmp_path, GRID, brittle)
    off = effects(found, "off.P5")[True]
    assert (off.difference, off.pairs) == (pytest.approx(2.0), 17)
    assert len(found.failed) == 1
    assert found.runs.errors[found.failed[0]] == "Invented"


def test_a_level_that_never_finished_has_no_effect_and_it_is_said(tmp_path: Path) -> None:
    def brittle(run: Run, turn: int) -> float | None:
        return None if run.treatment.factors["trust.memory"] == 0.9 else plain(run, turn)

    found = analysed(tmp_path, GRID, brittle)
    assert set(effects(found, "trust.memory")) == {0.8}
    assert any(gap.what == "effect of trust.memory=0.9" for gap in found.gaps)
    assert effects(found, "off.P5")[True].difference == pytest.approx(2.0)


def test_one_replicate_gives_effects_without_intervals(tmp_path: Path) -> None:
    found = analysed(tmp_path, GRID.replace("replicates = 6", "replicates = 1"), plain)
    off = effects(found, "off.P5")[True]
    assert off.difference == pytest.approx(2.0)
    assert math.isnan(off.low)
    assert math.isnan(off.rate)
    assert {gap.what for gap in found.gaps} == {"share of luck"}


def test_nothing_but_luck_is_seldom_called_an_effect(tmp_path: Path) -> None:
    """Sixty effects of nothing: the correction keeps all of them out."""
    names = '"trust", "will", "threat", "disputes", "members"'

    def noise(name: int) -> Callable[[Run, int], float]:
        def value(run: Run, turn: int) -> float:
            return float(np.random.default_rng((name, run.point, run.replicate)).normal())

        return value

    text = """
replicates = 8
[factors]
"off.P5" = [false, true]
"off.P6" = [false, true]
"trust.memory" = [0.75, 0.8, 0.85, 0.9]
"""
    found = analysed(tmp_path, text, *map(noise, range(5)), metrics=names)
    assert len(found.effects) == 5 * 2 * 5
    assert [effect for effect in found.effects if effect.rate < 0.05] == []


# --- single treatments, unfinished sweeps, turns that were not kept


def test_a_single_treatment_has_courses_and_no_effects(tmp_path: Path) -> None:
    found = analysed(tmp_path, "replicates = 9", lambda run, turn: luck(run) + turn)
    assert {point.group for point in found.courses} == {ALL}
    first, second = found.courses
    assert second.mean - first.mean == pytest.approx(1.0)
    assert (found.effects, found.indices, found.gaps) == ([], [], [])


def test_courses_are_given_by_treatment_and_by_level(tmp_path: Path) -> None:
    found = analysed(tmp_path, GRID, plain)
    groups = {point.group for point in found.courses}
    treatments = {treatment_name(found.runs.factors, k) for k in range(6)}
    assert groups == {ALL, *treatments, "off.P5=false", "off.P5=true"} | {
        f"trust.memory={level}" for level in ("0.75", "0.8", "0.9")
    }


def test_an_unfinished_sweep_says_how_many_runs_are_missing(tmp_path: Path) -> None:
    text = GRID.replace("replicates = 6", "replicates = 400")
    plan = plan_of(tmp_path, text)
    first = Layout(plan.count).chunks_of(0)
    tell(plan, tmp_path / "sweep", plain, chunks=slice(0, len(first)))
    found = analyse(tmp_path / "sweep", plan)
    assert found.missing == plan.count - 1024
    off = effects(found, "off.P5").get(True)
    assert off is None
    assert any(gap.what == "effect of off.P5=true" for gap in found.gaps)
    assert effects(found, "trust.memory")[0.8].difference == pytest.approx(0.5)


def test_ends_and_means_are_over_the_turns_that_were_kept() -> None:
    values = np.array([[1.0, np.nan, 4.0], [2.0, np.nan, np.nan], [6.0, np.nan, np.nan]])
    assert headline("end", values) == pytest.approx([6.0, np.nan, 4.0], nan_ok=True)
    assert headline("mean", values) == pytest.approx([3.0, np.nan, 4.0], nan_ok=True)


def test_a_few_measures_at_a_time_give_the_same_as_all_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = '"trust", "will", "threat"'
    plan = plan_of(tmp_path, GRID, names)
    tell(plan, tmp_path / "sweep", plain, lambda run, turn: luck(run), lambda run, turn: turn)
    runs = read_runs(tmp_path / "sweep", plan)
    turns = Turns(tmp_path / "sweep", runs, ("trust", "will", "threat"))
    whole = list(turns.series())
    monkeypatch.setattr(reading, "CELLS", 1)
    single = list(turns.series())
    assert [name for name, *_ in single] == ["trust", "will", "threat"]
    for (_, _, one), (_, _, two) in zip(whole, single, strict=True):
        assert (one == two).all()
    values = single[0][2]
    assert values[0] == pytest.approx([plain(run, 1) for run in plan.runs(0, plan.count)])


# --- runs that stand out


def test_a_run_that_was_made_to_stand_out_is_found_with_its_reason(tmp_path: Path) -> None:
    def odd(run: Run, turn: int) -> float:
        return plain(run, turn) + (500.0 if (run.point, run.replicate) == (3, 7) else 0.0)

    text = GRID.replace("replicates = 6", "replicates = 20")
    found = analysed(tmp_path, text, odd, lambda run, turn: luck(run), metrics='"trust", "will"')
    first = found.unusual[0]
    run = found.plan.run(3 * 20 + 7)
    assert (first.run_id, first.point, first.replicate) == (run.id, 3, 7)
    reason = first.reasons[0]
    assert reason.metric == "trust"
    assert reason.value == pytest.approx(odd(run, 2))
    assert reason.z > 10
    assert abs(reason.usual) < 40


def test_of_a_replicate_unusual_everywhere_one_run_stands_for_all(tmp_path: Path) -> None:
    def odd(run: Run, turn: int) -> float:
        return plain(run, turn) + (500.0 if run.replicate == 3 else 0.0)

    found = analysed(tmp_path, GRID.replace("replicates = 6", "replicates = 20"), odd)
    odd_ones = [run for run in found.unusual if run.replicate == 3]
    assert [(run.alike, run.measures) for run in odd_ones] == [(5, 1)]


def test_failed_runs_and_measures_that_never_vary_stand_out_in_nothing(tmp_path: Path) -> None:
    found = analysed(
        tmp_path,
        "replicates = 12",
        lambda run, turn: None if run.replicate == 4 else 1.0,
    )
    assert found.unusual == []
    ends = {"trust": np.ones(12)}
    assert unusual(found.runs, ends) == []
    assert typical(found.runs, ends) == 0


def test_the_typical_run_lies_nearest_to_the_medians(tmp_path: Path) -> None:
    found = analysed(tmp_path, "replicates = 11", lambda run, turn: float(run.replicate))
    ends = {"trust": np.arange(11.0)}
    assert typical(found.runs, ends) == 5


# --- networks


def test_a_run_played_again_ends_as_its_table_says(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, GRID)
    index = plan.count - 1
    network = networks.network_of(plan, index, "typical", {})
    state = network.snapshots[-1].state
    told = {name: float(value[0]) for name, value in measure(network.world, state).items()}
    assert [snapshot.turn for snapshot in network.snapshots] == [0, 1, 2]
    assert networks.network_of(plan, index, "typical", told).same
    assert not networks.network_of(plan, index, "typical", {**told, "trust": 0.5}).same
    assert network.snapshots[-1].measures["density"] == pytest.approx(told["tie_density"])
    assert network.snapshots[-1].measures["mean trust"] == pytest.approx(told["trust"])


def test_no_network_is_drawn_of_another_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "scenarios.experiments.analysis.analyse.engine_fingerprint", lambda: "another"
    )
    found = analysed(tmp_path, "replicates = 9", lambda run, turn: luck(run))
    assert found.networks == []
    assert [gap.what for gap in found.gaps] == ["networks"]
