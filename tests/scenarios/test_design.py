"""Design files: what they may say, and what the documents show."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from scenarios import load as loading
from scenarios.experiments.designs.design import DYADS, dyads_of, read_design
from scenarios.experiments.designs.plan import Plan
from scenarios.experiments.playing.blocks import play_runs
from sim.mechanisms import MECHANISMS
from tests.builders import a_game

DOCS = Path(__file__).parents[2] / "docs" / "experiments"
EXAMPLES = sorted((DOCS / "examples").glob("*.toml"))

HEAD = 'scenario = "first-steps"\n'
RANGE = "{ low = 0.75, high = 0.9 }"


def levels(path: Path) -> dict[str, list[object]]:
    return {factor.name: factor.levels for factor in read_design(path).design.factors}


# what a design may say


def test_the_smallest_design_is_a_scenario_played_once(write):
    plan = read_design(write(HEAD))
    assert (plan.count, plan.points, plan.turns("first-steps")) == (1, 1, 8)
    assert plan.run(0).treatment.policy == "doctrine"
    assert plan.design.measures.turns is None
    assert plan.design.common_luck


SPELLINGS = {
    "quoted": '[factors]\n"trust.memory" = [0.8, 0.9]\n"off.P5" = [true, false]',
    "dotted": "[factors]\ntrust.memory = [0.8, 0.9]\noff.P5 = [true, false]",
    "nested": "[factors.trust]\nmemory = [0.8, 0.9]\n[factors.off]\nP5 = [true, false]",
    "mixed": '[factors]\n"trust.memory" = [0.8, 0.9]\n[factors.off]\nP5 = [true, false]',
    "inline": "[factors]\ntrust = { memory = [0.8, 0.9] }\noff = { P5 = [true, false] }",
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_factors_may_be_spelled_in_any_way_that_toml_has(write, name):
    plan = read_design(write(HEAD + SPELLINGS[name]))
    assert levels(write(HEAD + SPELLINGS[name])) == {
        "trust.memory": [0.8, 0.9],
        "off.P5": [True, False],
    }
    assert plan.digest == read_design(write(HEAD + SPELLINGS["quoted"])).digest


def test_a_range_may_be_nested_like_a_list(write):
    text = f'[sampling]\nmethod = "lhs"\nn = 5\n[factors.trust]\nmemory = {RANGE}\n'
    text += "[factors.tie.trust]\nlow = 0.5\nhigh = 3\n"
    factors = read_design(write(HEAD + text)).design.factors
    assert [(f.name, f.low, f.high) for f in factors] == [
        ("trust.memory", 0.75, 0.9),
        ("tie.trust", 0.5, 3.0),
    ]


def test_a_range_in_a_full_design_is_the_list_of_its_levels(write):
    ranged = write(HEAD + "[factors]\ntrust.memory = { low = 0.75, high = 0.9, levels = 4 }")
    listed = write(HEAD + "[factors]\ntrust.memory = [0.75, 0.8, 0.85, 0.9]", "other.toml")
    assert read_design(ranged).digest == read_design(listed).digest


def test_whole_numbers_are_numbers(write):
    one = write(HEAD + "[factors]\nhome.term = [3, 4]\nstart.alignment = [-0.0]")
    other = write(HEAD + "[factors]\nhome.term = [3.0, 4.0]\nstart.alignment = [0]", "b.toml")
    assert read_design(one).digest == read_design(other).digest


def test_comments_and_layout_are_not_part_of_the_design(write):
    text = HEAD + "[factors]\ntrust.memory = [0.8, 0.9]"
    other = "# a study\n\n" + text.replace("0.8, 0.9", "\n  0.80, # low\n  0.9,\n")
    assert read_design(write(text)).digest == read_design(write(other, "b.toml")).digest


def test_all_kinds_of_factor_meet_in_one_design(write, tmp_path):
    shutil.copytree(loading.LIBRARY / "first-steps", tmp_path / "variants" / "longer")
    head = tmp_path / "variants" / "longer" / "scenario.toml"
    head.write_text(head.read_text().replace("turns = 8", "turns = 12"))
    plan = read_design(
        write(
            'turns = 2\nreplicates = 3\n[factors]\nscenario = ["first-steps", "variants/longer"]\n'
            'policy = ["doctrine", "chance"]\nseat.HAL = ["hegemon"]\noff.P5 = [true, false]\n'
            "trust.memory = [0.8, 0.9]\n"
        )
    )
    assert plan.count == 2 * 2 * 2 * 2 * 3
    assert [plan.scenarios[key].turns for key in plan.scenarios] == [8, 12]
    last = plan.run(plan.count - 1).treatment
    assert (last.scenario, last.policy, dict(last.seats)) == (
        "variants/longer",
        "chance",
        {"HAL": "hegemon"},
    )


def test_a_path_beside_the_design_comes_before_an_id_and_the_working_folder_does_not_matter(
    write, tmp_path, monkeypatch
):
    path = write(HEAD, "study.toml")
    assert read_design(path).scenarios["first-steps"].turns == 8
    shutil.copytree(loading.LIBRARY / "first-steps", tmp_path / "elsewhere" / "first-steps")
    head = tmp_path / "elsewhere" / "first-steps" / "scenario.toml"
    head.write_text(head.read_text().replace("turns = 8", "turns = 12"))
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert read_design(path).scenarios["first-steps"].turns == 8
    beside = tmp_path / "elsewhere" / "study.toml"
    beside.write_text(HEAD)
    assert read_design(beside).scenarios["first-steps"].turns == 12


def test_the_name_and_the_folder_of_a_design_are_not_part_of_it(write, tmp_path):
    shutil.copytree(loading.LIBRARY / "first-steps", tmp_path / "a" / "mine")
    shutil.copytree(loading.LIBRARY / "first-steps", tmp_path / "b" / "mine")
    text = 'scenario = "mine/scenario.toml"\n'
    one, two = (read_design(write(text, name)) for name in ("a/one.toml", "b/two.toml"))
    assert one.digest == two.digest


def test_measures_say_what_is_kept_and_when(write):
    measures = read_design(
        write(
            HEAD + '[measures]\nturns = ["trust"]\ndyads = ["trust", "interop"]\nevery = 3\n'
            'decisions = ["join"]\nwhen = { metric = "disputes", above = 0, below = 2.5 }'
        )
    ).design.measures
    assert measures.when is not None
    holds = measures.when.holds(np.array([0.0, 1.0, 2.0, 3.0]))
    assert holds.tolist() == [False, True, True, False]
    assert [turn for turn in range(1, 9) if measures.due(turn, 8)] == [3, 6, 8]
    every = read_design(write(HEAD + "[measures]\ndecisions = true")).design.measures
    assert every.decisions is True


def test_every_matrix_that_may_be_named_can_be_taken_from_a_state():
    game = a_game(3)
    for name in DYADS:
        values = dyads_of(game.state, name)
        assert values.shape[-2:] == (4, 4)
        assert len(values) == 3
        assert values.ndim == (4 if name == "interop" else 3)
    assert (dyads_of(game.state, "trust") == game.state.trust).all()


def test_a_design_may_be_a_link(write, tmp_path):
    (tmp_path / "away").mkdir()
    write(HEAD, "away/real.toml")
    (tmp_path / "study.toml").symlink_to(tmp_path / "away" / "real.toml")
    assert read_design(tmp_path / "study.toml").count == 1


def test_every_mechanism_may_be_a_factor(write):
    lines = [f"{name} = [true]" for name in MECHANISMS]
    plan = read_design(write(HEAD + "[factors.off]\n" + "\n".join(lines)))
    assert plan.run(0).treatment.setting.off == tuple(MECHANISMS)


# what the documents show


def tiny(plan: Plan) -> Plan:
    """The same design with a turn and a replicate."""
    small = plan.design.model_copy(update={"turns": 1, "replicates": 1})
    return Plan(small, plan.scenarios, plan.fingerprint, plan.unit, plan.digests)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_can_be_played(path):
    plan = tiny(read_design(path))
    outcomes = play_runs(plan, [plan.run(0), plan.run(plan.count - 1)])
    assert [outcome.trace for outcome in outcomes] == ["", ""]


def test_every_example_is_named_by_the_documents_and_says_what_it_asks():
    page = (DOCS / "design.md").read_text(encoding="utf-8")
    for path in EXAMPLES:
        assert f"(examples/{path.name})" in page
        assert path.read_text(encoding="utf-8").startswith("# ")
    assert len(EXAMPLES) == page.count("(examples/")


def test_every_design_in_the_documents_is_sound(write):
    page = (DOCS / "design.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    assert len(blocks) >= 4
    assert all(read_design(write(block)).count for block in blocks)
