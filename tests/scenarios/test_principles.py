"""Every mechanism has claims, judged by pairs with common luck; a miss is told as a miss."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape

import numpy as np
import pytest
from click.testing import CliRunner

from scenarios.build import new_game, seeds_for
from scenarios.validation import principles as module
from scenarios.validation.claims import Claim, claims
from scenarios.validation.outcomes import OUTCOMES
from scenarios.validation.principles import varied_values, with_rows
from scenarios.validation.verdicts import interval, judge
from sim.errors import UnknownName
from sim.mechanisms import MECHANISMS, OFF
from tests.builders import scenario
from ui.cli import cli
from ui.report.principles import principles_page

CLAIM = Claim("X", "P2", "more of it", "threat", "+", assumptions=("a",))
PAIRS = 60


def numbers(difference, swept):
    """Outcomes of runs on and off whose differences are given; turns carry the same value."""
    base = np.repeat(10.0 * LUCK[:, None], 2, axis=1)
    return {
        ((), False): {"threat": base + np.asarray(difference)[:, None]},
        (("P2",), False): {"threat": base},
        ((), True): {"threat": base + np.asarray(swept)[:, None]},
        (("P2",), True): {"threat": base},
    }


def judged(claim, difference, swept=None, controls=1):
    draws = {"a": np.linspace(0.0, 1.0, PAIRS)}
    swept = difference if swept is None else swept
    return judge(claim, numbers(difference, swept), draws, controls)


LUCK = np.random.default_rng(3).normal(0.0, 1.0, PAIRS)
NOISE = np.random.default_rng(1).normal(0.0, 1.0, PAIRS)


def test_every_mechanism_has_a_claim_and_a_control():
    found = claims()
    assert {c.mechanism for c in found if not c.control} == set(MECHANISMS)
    assert {c.mechanism for c in found if c.control} == set(MECHANISMS)
    assert len({c.id for c in found}) == len(found)
    assert set(MECHANISMS) <= {c.id for c in found if not c.control}


def test_claims_name_outcomes_and_parameters_that_exist():
    parameters = scenario("pfp-1994").catalogue.parameters
    for claim in claims():
        assert claim.outcome in OUTCOMES
        assert set(claim.assumptions) <= set(parameters)
        assert claim.why if claim.control else claim.source


def test_every_mechanism_says_what_off_means():
    assert list(OFF) == list(MECHANISMS)
    assert all(OFF.values())


@pytest.mark.parametrize(("sign", "verdict"), [("+", "supported"), ("-", "miss")])
def test_a_clear_effect_is_supported_in_its_sign_only(sign, verdict):
    found = judged(replace(CLAIM, expected=sign), 1.0 + 0.1 * NOISE)
    assert found.verdict == verdict
    assert found.low < found.effect < found.high


def test_what_cannot_be_told_from_nothing_is_a_miss():
    assert judged(CLAIM, NOISE - NOISE.mean()).verdict == "miss"


@pytest.mark.parametrize(("shift", "verdict"), [(0.0, "clean"), (1.0, "shown")])
def test_a_control_must_show_nothing(shift, verdict):
    found = judged(replace(CLAIM, expected="0"), NOISE - NOISE.mean() + shift)
    assert (found.control, found.verdict) == (True, verdict)


def test_a_control_shows_runs_that_do_not_share_their_luck():
    strangers = 10.0 * np.roll(LUCK, 1) - 10.0 * LUCK  # on: the luck of another pair; no effect
    found = judged(replace(CLAIM, expected="0"), strangers)
    assert found.low < 0.0 < found.high
    assert found.verdict == "shown"


def test_controls_are_judged_all_together():
    control = replace(CLAIM, expected="0")
    lucky = NOISE - NOISE.mean() + 2.5 * NOISE.std(ddof=1) / np.sqrt(PAIRS)
    assert judged(control, lucky).verdict == "shown"
    assert judged(control, lucky, controls=32).verdict == "clean"
    assert judged(CLAIM, lucky, controls=32).low == judged(CLAIM, lucky).low


def test_intervals_of_controls_hold_together_as_often_as_one():
    luck = np.random.default_rng(2)
    missed = [
        any(not low <= 0.0 <= high for _, low, high in family)
        for family in ([interval(luck.normal(size=100), 32) for _ in range(32)] for _ in range(600))
    ]
    assert 0.02 < np.mean(missed) < 0.09  # one by one it would be four in five


def test_an_effect_that_vanishes_at_one_end_of_an_assumption_is_assumed():
    steady = 1.0 + 0.1 * NOISE
    fading = np.linspace(0.0, 2.0, PAIRS) ** 3
    found = judged(CLAIM, steady, swept=fading)
    assert (found.verdict, found.depends) == ("assumed", ("a",))
    assert judged(CLAIM, steady, swept=steady).verdict == "supported"


def test_the_interval_is_that_of_a_mean():
    mean, low, high = interval(np.array([1.0, 2.0, 3.0, 4.0]))
    error = np.std([1, 2, 3, 4], ddof=1) / 2
    assert mean == 2.5
    assert np.allclose([low, high], [2.5 - 1.96 * error, 2.5 + 1.96 * error], atol=1e-4)


def test_assumptions_are_spread_evenly_over_their_ranges():
    shape = scenario()
    entry = shape.catalogue.parameters["threat.error"]
    values = varied_values(shape, ["threat.error", "threat.bias"], 40, 3)
    share = np.sort((values["threat.error"] - entry.low) / (entry.high - entry.low))
    assert np.allclose(share, (np.arange(40) + 0.5) / 40)
    assert not np.array_equal(np.argsort(values["threat.error"]), np.argsort(values["threat.bias"]))


def test_runs_with_values_of_their_own_are_what_they_are_with_settings():
    shape = scenario()
    usual = new_game(shape, seeds_for(3, 2))
    rows = with_rows(usual, shape, {"trust.memory": np.array([0.75, 0.9])})
    for row, value in enumerate((0.75, 0.9)):
        alone = new_game(shape, seeds_for(3, 2), values={"trust.memory": value})
        assert rows.world.params["trust.memory"][row] == alone.world.params["trust.memory"][0]


def test_an_unknown_name_in_the_claims_is_told_with_the_nearest(tmp_path):
    path = tmp_path / "claims.toml"
    text = (
        '[[claim]]\nid = "P2"\nmechanism = "P2"\nclaim = "x"\noutcome = "thread"\nexpected = "-"\n'
    )
    path.write_text(text)
    with pytest.raises(UnknownName, match=r"claim P2: no outcome 'thread'.*'threat'"):
        claims(path)


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """The findings of a few pairs of some claims, through the real workers."""
    chosen = [c for c in claims() if c.mechanism in ("P13", "N2")]
    patch = pytest.MonkeyPatch()
    patch.setattr(module, "claims", lambda: chosen)
    found = module.principles(4, 7, turns=5, workers=2)
    again = module.principles(4, 7, turns=5, workers=1)
    patch.undo()
    return found, again


def test_findings_do_not_depend_on_the_number_of_workers(few):
    found, again = few
    assert [f.content() for f in found] == [f.content() for f in again]


def test_the_gap_of_declared_over_effective_depth_needs_p13(few):
    gap = next(f for f in few[0] if f.id == "P13.gap")
    assert gap.verdict in ("supported", "assumed")
    assert gap.effect > 0.1


def test_findings_are_written_as_the_contract_says(few, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "principles", lambda *_, **__: few[0])
    out = tmp_path / "out"
    done = CliRunner().invoke(cli, ["validate", "principles", "--runs", "4", "--out", str(out)])
    assert done.exit_code == 0, done.output
    rows = json.loads((out / "principles.json").read_text())
    keys = {"id", "claim", "expected", "effect", "low", "high", "verdict", "control"}
    assert all(keys <= set(row) for row in rows)
    page = (out / "principles.html").read_text()
    assert page.count("<svg") == len(rows)
    assert "http" not in page.replace("http://www.w3.org", "")


def test_batches_are_about_equal_and_leave_nobody_out():
    for count in (1, 63, 65, 96, 200, 1000):
        parts = module._stretches(count, 64)
        sizes = [high - low for low, high in parts]
        assert sum(sizes) == count
        assert max(sizes) - min(sizes) <= 1
        assert max(sizes) <= 96


def test_controls_vary_from_run_to_run(few):
    """What nothing can move would be clean for no reason."""
    assert all(row.spread > 0 for row in few[0] if row.control)


def test_the_page_tells_why_a_control_must_show_nothing_and_that_all_hold_together(few):
    page = principles_page(few[0], "Test", 4, 7)
    for row in few[0]:
        assert not row.control or row.why in unescape(page)
    assert "those of the 2 controls are wider, so that all of them together hold" in page


def test_the_plot_of_a_control_reaches_as_far_as_luck_would(few):
    control = next(row for row in few[0] if row.control)
    wide = replace(control, differences=(0.0,) * 4, low=0.0, high=0.0, spread=1.0)
    assert "+3.1</text>" in principles_page([wide], "Test", 4, 7)  # 2 sqrt 2 and a margin


def test_a_miss_is_printed_as_a_miss(few):
    missed = replace(few[0][0], verdict="miss")
    assert '<span class="mark miss">miss</span>' in principles_page([missed], "Test", 4, 7)
