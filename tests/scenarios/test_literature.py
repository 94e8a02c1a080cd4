"""Findings of studies: all can be computed, statistics give known answers, misses are told."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from click.testing import CliRunner

from agents.run import turns_of
from scenarios.validation import literature as module
from scenarios.validation.collectors import COLLECTORS
from scenarios.validation.flows import broke_out
from scenarios.validation.literature import STANDINGS, Study, studies, verdict
from scenarios.validation.patterns import PATTERNS, contrast, jackknife, logit, within
from scenarios.validation.samples import Sample
from sim import relations
from sim.errors import UnknownName
from tests.builders import a_game, scenario
from ui.cli import cli
from ui.report.literature import VERDICTS, literature_page

STUDY = Study("x", "x", "x", "closing", "excess", "+", "emergent", ("csto",))


def rows(**columns) -> Sample:
    """A sample of one run of one scenario, if nothing else is said."""
    length = len(next(iter(columns.values())))
    usual = {"run": np.zeros(length, int), "case": np.zeros(length, int)}
    return Sample({**usual, **{name: np.asarray(cells) for name, cells in columns.items()}})


# --- the table ----------------------------------------------------------------------------------


def test_every_finding_has_a_source_and_a_statistic_that_can_be_computed():
    found = studies()
    assert 10 <= len(found) == len({study.id for study in found})
    for study in found:
        assert study.finding
        assert study.source
        assert study.term in PATTERNS[study.measure].terms
        assert PATTERNS[study.measure].sample in COLLECTORS
        assert study.scenarios
        low, high = study.bounds
        assert low < high
        assert study.reported is None or low <= study.reported <= high


def test_what_was_fitted_names_the_parameters_and_their_fit():
    parameters = scenario("pfp-1994").catalogue.parameters
    for study in studies():
        assert bool(study.parameters) == (study.standing != "emergent"), study.id
        sources = " ".join(parameters[name].source for name in study.parameters)
        if study.standing == "fitted":
            assert any(word in sources.lower() for word in ("fit ", "calibrated")), study.id


def test_no_finding_but_that_on_the_partnership_is_estimated_where_the_model_was_calibrated():
    assert [s.id for s in studies() if "pfp-1994" in s.scenarios] == ["reform.candidates"]


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("measure", "clsing", "no measure 'clsing'.*'closing'"),
        ("term", "exces", "no term 'exces'.*'excess'"),
        ("standing", "fited", "no standing 'fited'.*'fitted'"),
        ("expected", "more", "no sign 'more'"),
    ],
)
def test_an_unknown_name_in_the_table_is_told_with_the_nearest(tmp_path, key, value, told):
    row = {"id": "a", "finding": "x", "source": "x", "measure": "closing", "term": "excess"}
    row |= {"expected": "+", "standing": "fitted"} | {key: value}
    path = tmp_path / "table.toml"
    path.write_text("[[finding]]\n" + "\n".join(f'{k} = "{v}"' for k, v in row.items()))
    with pytest.raises(UnknownName, match=f"finding a: {told}"):
        studies(path)


@pytest.mark.parametrize(
    ("expected", "low", "high", "told"),
    [
        ("+", 0.1, 0.2, "agrees"),
        ("+", -0.2, -0.1, "misses"),
        ("+", -0.1, 0.1, "not told apart"),
        ("-", -0.2, -0.1, "agrees"),
        ((-1.0, 1.0), -0.5, 0.9, "agrees"),
        ((-1.0, 1.0), 0.9, 1.1, "not told apart"),
        ((-1.0, 1.0), 1.1, 1.2, "misses"),
        ("+", np.nan, np.nan, "not told apart"),
    ],
)
def test_a_verdict_compares_the_interval_with_what_is_expected(expected, low, high, told):
    study = replace(STUDY, expected=expected)
    assert verdict(study, low, high) == told
    fitted = verdict(replace(study, standing="fitted"), low, high)
    assert fitted == ("fitted" if told == "agrees" else told)


# --- statistics with known answers --------------------------------------------------------------


def test_a_logit_gives_the_odds_ratio_that_scenarios_of_other_levels_share():
    """Odds of 1:3 and 1:1 in one scenario, 1:1 and 3:1 in the other: a ratio of 3 in both."""
    cells = [(0, 0, 100, 300), (0, 1, 200, 200), (1, 0, 200, 200), (1, 1, 300, 100)]
    case, term, outcome = (np.array([], int) for _ in range(3))
    for where, group, ones, zeros in cells:
        case = np.append(case, np.full(ones + zeros, where))
        term = np.append(term, np.full(ones + zeros, group))
        outcome = np.append(outcome, np.repeat([1, 0], [ones, zeros]))
    found = logit(rows(case=case, x=term, y=outcome, same=np.ones(len(term))), "y", ("x", "same"))
    assert found["x"] == pytest.approx(np.log(3.0), abs=1e-4)
    assert np.isnan(found["same"])  # what does not vary cannot be told


def test_a_term_that_tells_all_events_apart_stays_finite():
    x = np.repeat([0, 1], 50)
    assert 5.0 < logit(rows(x=x, y=x), "y", ("x",))["x"] < 60.0


def test_a_contrast_is_taken_within_scenarios():
    """Nothing differs inside a scenario, though the scenarios differ in both."""
    case = np.repeat([0, 1], 100)
    group = np.concatenate([np.arange(100) < 80, np.arange(100) < 20])
    level = np.where(case == 0, 0.9, 0.1)
    sample = rows(case=case, group=group, level=level)
    assert contrast(sample, "level", "group") == pytest.approx(0.0)
    assert contrast(rows(group=group, level=group * 0.3), "level", "group") == pytest.approx(0.3)
    assert np.isnan(contrast(rows(group=group[:10], level=level[:10]), "level", "group"))


def test_fixed_effects_leave_nothing_of_what_pairs_and_years_explain():
    pair, year = np.repeat(np.arange(5), 7), np.tile(np.arange(7), 5)
    assert np.abs(within(3.0 * pair - year**2, pair, year)).max() < 1e-7
    keep = np.arange(35) % 6 > 0  # unbalanced too
    assert np.abs(within((3.0 * pair - year**2)[keep], pair[keep], year[keep])).max() < 1e-6


def test_richardson_s_coefficients_are_found_again():
    luck = np.random.default_rng(1)
    side, year = np.repeat(np.arange(6), 20), np.tile(np.arange(20), 6)
    own, other = luck.normal(size=120), luck.normal(size=120)
    rise = 0.04 * other - 0.2 * own + 0.5 * side - 0.1 * year
    sample = rows(side=side, year=year, own=own, other=other, rise=rise)
    found = PATTERNS["arms"].function(sample)
    assert (found["reaction"], found["fatigue"]) == pytest.approx((0.04, 0.2), abs=1e-6)


def test_simple_statistics_give_what_can_be_counted_by_hand():
    yes, no = True, False
    new = rows(tied_after=[yes, yes, no, no], linked=[yes, yes, yes, no])
    assert PATTERNS["closing"].function(new) == {"excess": 0.5}
    ending = rows(
        free=[no, no, no, no, yes, yes],
        changed=[yes, yes, no, no, yes, no],
        disputed=[yes, no, no, no, no, no],
        gone=[yes, no, no, no, no, no],
    )
    assert PATTERNS["ending"].function(ending) == {"disputed": 1.0, "changed": 0.5}
    sent = rows(ally=[yes, yes, yes, no], troops=[1.0, 4.0, 9.0, 2.0])
    assert PATTERNS["contributions"].function(sent)["allies"] == pytest.approx(np.log(2.0))
    moved = rows(acceded=[yes, no, no], change=[0.3, 0.1, 0.0])
    assert PATTERNS["institutions"].function(moved)["acceded"] == pytest.approx(0.25)


def test_nothing_is_told_of_samples_that_have_nothing_to_tell():
    nobody = {"troops": np.ones(3), "ally": np.ones(3, bool)}
    assert np.isnan(PATTERNS["contributions"].function(rows(**nobody))["allies"])
    empty = rows(side=np.zeros(0, int), year=np.zeros(0, int))
    assert np.isnan(PATTERNS["arms"].function(empty)["reaction"])


def test_the_interval_is_that_of_the_runs_and_not_of_their_rows():
    """Of a mean the pseudo-values are the runs' means, however many rows a run has."""
    means = np.array([1.0, 2.0, 4.0, 7.0])
    sample = Sample({"run": np.repeat(np.arange(4), 50), "x": np.repeat(means, 50)})
    found = jackknife(lambda some: {"x": float(some["x"].mean())}, sample)["x"]
    half = 3.182446 * means.std(ddof=1) / 2.0  # Student's t with three degrees of freedom
    assert found.mean == pytest.approx(3.5)
    assert (found.low, found.high) == pytest.approx((3.5 - half, 3.5 + half))


def test_there_is_no_interval_where_one_group_of_runs_carries_it_all():
    sample = Sample({"run": np.arange(3), "x": np.array([np.nan, 1.0, np.nan])})
    told = jackknife(lambda some: {"x": 1.0 if (some["x"] == 1.0).any() else np.nan}, sample)["x"]
    assert told.mean == 1.0
    assert np.isnan(told.low)


# --- what is noted of play ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def noted():
    """Samples of two runs, and what a plain count over the same turns gives."""
    game = a_game(2, name="csto")
    keep = {k: COLLECTORS[k](game.world, scenario("csto")) for k in ("pairs", "disputes", "rivals")}
    outbreaks, last = 0, None
    for played in turns_of(game):
        for collector in keep.values():
            collector.note(played.turn)
        outbreaks += int(broke_out(game.world, played.turn.after).sum())
        last = played.turn.after
    return game, last, outbreaks, {k: Sample(c.columns()) for k, c in keep.items()}


def test_every_dispute_that_breaks_out_is_noted_once(noted):
    game, _, outbreaks, samples = noted
    assert game.world.months == 12  # so a year is a turn
    assert len(samples["disputes"]) == samples["pairs"]["onset"].sum() == outbreaks > 0


def test_pairs_are_noted_year_by_year_with_what_stood_before(noted):
    game, last, _, samples = noted
    pairs = samples["pairs"]
    final = pairs.where(pairs["year"] == game.world.turns - 1)
    assert final["tied_after"].sum() == np.triu(relations.ties(game.world, last), 1).sum()
    first = pairs.where(pairs["year"] == 0)
    assert first["tied"].sum() == np.triu(relations.ties(game.world, game.state), 1).sum()
    assert (pairs["tied"] != pairs["untied"]).all()


def test_the_rises_of_a_nation_add_up_to_its_whole_way(noted):
    game, last, _, samples = noted
    rivals = samples["rivals"]
    run, own, _ = (axis[0] for axis in np.nonzero(game.state["rivalry"] == 1))
    side = rivals["side"][0]
    spent = last["spending"][run, own] / game.state["spending"][run, own]
    assert rivals["rise"][rivals["side"] == side].sum() == pytest.approx(np.log(spent))


# --- the command --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The command with few runs of one scenario, through a real worker."""
    chosen = [replace(s, scenarios=("csto",)) for s in studies() if s.measure in _QUICK]
    folder = tmp_path_factory.mktemp("literature") / "out"
    words = ["validate", "literature", "--runs", "3", "--workers", "1", "--out", str(folder)]
    patch = pytest.MonkeyPatch()
    patch.setattr(module, "studies", lambda: chosen)
    done = CliRunner().invoke(cli, words)
    again = CliRunner().invoke(cli, words)
    patch.undo()
    return chosen, folder, done, again


_QUICK = ("closing", "force", "ending", "arms")


def test_findings_are_printed_and_written_whatever_the_verdicts(written):
    chosen, folder, done, _ = written
    assert done.exit_code == 0, done.output
    found = json.loads((folder / "literature.json").read_text())
    assert [row["id"] for row in found] == [study.id for study in chosen]
    for row in found:
        assert row["verdict"] in VERDICTS
        assert row["standing"] in STANDINGS
        assert list(row["by_scenario"]) == ["csto"]
        assert row["id"] in done.output
        assert row["low"] is None or row["low"] <= row["estimate"] <= row["high"]
    page = unescape((folder / "literature.html").read_text())
    assert page.count("<svg") == len(found)
    assert all(row["finding"] in page and row["source"] in page for row in found)
    assert "http" not in page.replace("http://www.w3.org", "")


def test_files_that_exist_are_kept(written):
    _, folder, _, again = written
    assert again.exit_code != 0
    assert "exists already" in str(again.output) + str(again.exception)
    assert len(json.loads((folder / "literature.json").read_text())) == 5


def test_a_miss_and_a_gap_are_shown_as_such(written):
    estimate = module.Estimate(
        **{**json.loads((written[1] / "literature.json").read_text())[0], "scenarios": ("csto",)}
    )
    missed = replace(estimate, verdict="misses")
    unknown = replace(estimate, estimate=None, low=None, high=None, verdict="not told apart")
    page = literature_page([missed, unknown], 3, 7, STANDINGS)
    assert '<span class="mark misses">misses</span>' in page
    assert '<span class="mark not-told-apart">not told apart</span>' in page
    assert "None" not in page
