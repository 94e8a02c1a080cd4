"""Which runs a design comes to, and under which ids and seeds."""

from __future__ import annotations

import hashlib
import json
import pickle
import shutil
from functools import cache
from pathlib import Path

import pytest

from scenarios.experiments.designs import plan as planning
from scenarios.experiments.designs.plan import Plan, engine_fingerprint
from scenarios.experiments.designs.schema import Design, Factor, Measures, Sampling
from scenarios.faults import DesignFault
from scenarios.schema import Scenario
from tests.builders import scenario

MEMORY = Factor(name="trust.memory", levels=[0.75, 0.9])
SWITCH = Factor(name="off.P5", levels=[False, True])
SEAT = Factor(name="seat.HAL", levels=["doctrine", "hegemon"])


def a_plan(*factors: Factor, scenarios: dict[str, Scenario] | None = None, **keys) -> Plan:
    found = scenarios or {"first-steps": scenario()}
    given = {"scenario": "" if len(found) > 1 else next(iter(found)), "replicates": 2, **keys}
    return Plan.of(Design(factors=list(factors), **given), found)


def ids(plan: Plan) -> list[str]:
    return [run.id for run in plan.runs(0, plan.count)]


def by_id(plan: Plan) -> dict[str, int]:
    """The seed of every run by its id."""
    return {run.id: run.seed for run in plan.runs(0, plan.count)}


@cache
def base() -> Plan:
    return a_plan(MEMORY, SWITCH, SEAT)


def test_runs_go_point_by_point_with_all_replicates_of_each():
    plan = a_plan(MEMORY, SWITCH, replicates=3)
    runs = plan.runs(0, plan.count)
    assert [run.index for run in runs] == list(range(12))
    assert [(run.point, run.replicate) for run in runs[:7]] == [
        (0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0),
    ]  # fmt: skip


def test_a_run_is_the_same_by_itself_and_within_any_stretch():
    plan = base()
    whole = plan.runs(0, plan.count)
    assert [plan.run(index) for index in range(plan.count)] == whole
    assert plan.runs(3, 11) == whole[3:11]
    assert plan.runs(5, 5) == []


def test_there_are_no_runs_beyond_the_last_or_before_the_first():
    for low, high in ((0, 17), (-1, 2), (5, 4)):
        with pytest.raises(IndexError):
            base().runs(low, high)


def test_a_treatment_resolves_the_levels_of_all_factors():
    plan = a_plan(
        Factor(name="policy", levels=["hegemon"]),
        Factor(name="off.N2", levels=[True]),
        Factor(name="off.P5", levels=[True]),
        Factor(name="off.P1", levels=[False]),
        Factor(name="seat.HAL", levels=["chance"]),
        Factor(name="seat.ORV", levels=["hegemon"]),
        MEMORY,
    )
    treatment = plan.run(3).treatment
    assert treatment.policy == "hegemon"
    assert treatment.seats == {"HAL": "chance"}
    assert treatment.setting.off == ("P5", "N2")
    assert treatment.setting.values == {"trust.memory": 0.9}
    assert treatment.scenario == "first-steps"
    assert list(treatment.factors) == [factor.name for factor in plan.design.factors]


def test_the_types_of_factors_are_those_of_their_levels():
    types = a_plan(MEMORY, SWITCH, SEAT).factor_types
    assert types == {"trust.memory": float, "off.P5": bool, "seat.HAL": str}
    sampling = Sampling(method="lhs", n=4)
    plan = a_plan(Factor(name="tie.trust", low=0.5, high=3.0), sampling=sampling)
    assert plan.factor_types == {"tie.trust": float}


def test_no_two_runs_share_an_id():
    variants = {"a": scenario(), "b": Scenario.model_validate({**scenario().content(), "turns": 7})}
    plan = a_plan(
        Factor(name="scenario", levels=["a", "b"]),
        Factor(name="policy", levels=["doctrine", "hegemon"]),
        MEMORY,
        SWITCH,
        SEAT,
        scenarios=variants,
    )
    assert len(set(ids(plan))) == plan.count == 64


def test_a_sample_with_lists_has_no_two_runs_with_one_id():
    plan = a_plan(
        SWITCH,
        SEAT,
        Factor(name="tie.trust", low=0.5, high=3.0),
        sampling=Sampling(method="sobol", n=8),
    )
    assert len(set(ids(plan))) == plan.count < 2 * len(plan.unit)
    assert plan.of_sample.max() == plan.points - 1


@pytest.mark.parametrize(
    "more",
    [
        Factor(name="home.term", levels=[4.0]),
        Factor(name="off.A12", levels=[False]),
        Factor(name="policy", levels=["doctrine"]),
        Factor(name="seat.LUN", levels=["doctrine"]),
    ],
    ids=lambda factor: factor.name,
)
def test_a_new_factor_at_its_usual_level_changes_no_run(more):
    assert by_id(a_plan(more, MEMORY, SWITCH, SEAT)) == by_id(base())


def test_new_levels_of_new_factors_leave_the_runs_that_were_there():
    plan = a_plan(
        Factor(name="home.term", levels=[3.0, 4.0]),
        MEMORY,
        Factor(name="policy", levels=["hegemon", "doctrine"]),
        SWITCH,
        SEAT,
    )
    assert by_id(base()).items() <= by_id(plan).items()


def test_more_replicates_leave_the_runs_that_were_there():
    plan = a_plan(MEMORY, SWITCH, SEAT, replicates=5)
    assert by_id(base()).items() <= by_id(plan).items()


def test_another_order_of_factors_and_levels_has_the_same_runs():
    turned = [Factor(name=f.name, levels=f.levels[::-1]) for f in (SEAT, SWITCH, MEMORY)]
    assert by_id(a_plan(*turned)) == by_id(base())
    assert ids(a_plan(*turned)) != ids(base())


def test_what_is_measured_changes_no_run():
    assert ids(a_plan(MEMORY, SWITCH, SEAT, measures=Measures(every=4))) == ids(base())


def test_a_value_that_the_scenario_sets_already_changes_no_run():
    content = {**scenario().content(), "set": {"tie.trust": 2.0}}
    where = {"mine": Scenario.model_validate(content)}
    plain = a_plan(MEMORY, scenarios=where)
    same = a_plan(MEMORY, Factor(name="tie.trust", levels=[2.0]), scenarios=where)
    assert ids(same) == ids(plain)
    usual = scenario().catalogue.parameters["tie.trust"].value
    back = a_plan(MEMORY, Factor(name="tie.trust", levels=[usual]), scenarios=where)
    assert not set(ids(back)) & set(ids(plain))


def test_the_name_of_a_scenario_in_the_design_is_not_in_the_id():
    assert ids(a_plan(MEMORY, scenarios={"./copies/mine": scenario()})) == ids(a_plan(MEMORY))


@pytest.mark.parametrize(
    "keys", [{"turns": 5}, {"seed": 2}, {"common_luck": False}], ids=lambda keys: next(iter(keys))
)
def test_other_turns_another_seed_and_other_luck_are_other_runs(keys):
    assert not set(ids(a_plan(MEMORY, SWITCH, SEAT, **keys))) & set(ids(base()))


def test_another_engine_and_another_scenario_are_other_runs(monkeypatch):
    other = {"first-steps": Scenario.model_validate({**scenario().content(), "months": 6})}
    assert not set(ids(a_plan(MEMORY, scenarios=other))) & set(ids(a_plan(MEMORY)))
    monkeypatch.setattr(planning, "engine_fingerprint", lambda: "other")
    assert not set(ids(a_plan(MEMORY, SWITCH, SEAT))) & set(ids(base()))


def test_under_common_luck_a_replicate_has_the_same_seed_at_every_point():
    runs = base().runs(0, base().count)
    assert len({run.seed for run in runs}) == 2
    assert {run.seed for run in runs if run.replicate == 0} == {base().run(0).seed}
    assert all(0 <= run.seed < 2**64 for run in runs)


def test_the_seed_is_a_hash_of_the_designs_seed_and_the_replicate():
    first, second = (hashlib.sha256(text).digest()[:8] for text in (b"[1,0]", b"[1,1]"))
    assert [run.seed for run in base().runs(0, 2)] == [
        int.from_bytes(first, "big"),
        int.from_bytes(second, "big"),
    ]


def test_without_common_luck_all_runs_have_seeds_of_their_own():
    plan = a_plan(MEMORY, SWITCH, SEAT, common_luck=False)
    assert len({run.seed for run in plan.runs(0, plan.count)}) == plan.count


def test_seeds_without_common_luck_come_from_the_treatment_and_not_from_its_place():
    few = a_plan(MEMORY, common_luck=False)
    more = a_plan(Factor(name="home.term", levels=[3.0, 4.0]), MEMORY, common_luck=False)
    assert by_id(few).items() <= by_id(more).items()


def test_turns_are_those_of_the_design_or_else_all_of_each_scenario():
    short = Scenario.model_validate({**scenario().content(), "turns": 5})
    two = {"a": scenario(), "b": short}
    variants = Factor(name="scenario", levels=["a", "b"])
    assert [a_plan(variants, scenarios=two).turns(key) for key in two] == [8, 5]
    assert [a_plan(variants, scenarios=two, turns=3).turns(key) for key in two] == [3, 3]


SAMPLED = {
    "full": (Sampling(), [MEMORY, SWITCH, SEAT]),
    "lhs": (Sampling(method="lhs", n=9), [SWITCH, Factor(name="tie.trust", low=0.5, high=3.0)]),
    "morris": (Sampling(method="morris", n=3), [SEAT, Factor(name="tie.trust", low=0.5, high=3.0)]),
}


@pytest.mark.parametrize("name", SAMPLED)
def test_a_plan_comes_back_whole_from_its_content_as_json_and_from_a_pickle(name):
    sampling, factors = SAMPLED[name]
    plan = a_plan(*factors, sampling=sampling, seed=2**64 - 1)
    text = json.dumps(plan.content(), sort_keys=True, allow_nan=False)
    for again in (Plan.from_content(json.loads(text)), pickle.loads(pickle.dumps(plan))):
        assert again.runs(0, again.count) == plan.runs(0, plan.count)
        assert list(again.run(0).treatment.factors) == list(plan.run(0).treatment.factors)
        assert again.of_sample.tolist() == plan.of_sample.tolist()
        assert again.digest == plan.digest


def test_a_plan_keeps_the_fingerprint_of_the_engine_it_was_made_with(monkeypatch):
    content = json.loads(json.dumps(base().content()))
    monkeypatch.setattr(planning, "engine_fingerprint", lambda: "newer")
    again = Plan.from_content(content)
    assert again.fingerprint == base().fingerprint
    assert ids(again) == ids(base())


def test_a_plan_keeps_its_sample_whatever_the_sampler_would_draw_now(monkeypatch):
    sampling, factors = SAMPLED["lhs"]
    plan = a_plan(*factors, sampling=sampling)
    monkeypatch.setattr(planning, "draw_sample", lambda *_: pytest.fail("drawn anew"))
    assert ids(Plan.from_content(plan.content())) == ids(plan)


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.pop("fingerprint"),
        lambda c: c["design"].update(replicates=0),
        lambda c: c["design"].update(factors=7),
        lambda c: c.update(scenarios=[]),
        lambda c: c["scenarios"]["first-steps"].pop("nations"),
        lambda c: c.update(format=99),
        lambda c: c.update(unit=[[0.5, 0.5, 0.5, 0.5]]),
    ],
)
def test_content_that_is_no_plan_is_a_fault_that_names_its_file(change):
    content = json.loads(json.dumps(base().content()))
    change(content)
    with pytest.raises(DesignFault, match=r"sweep\.json"):
        Plan.from_content(content, "sweep.json")


def test_plans_differ_in_their_digest_if_their_runs_or_tables_may_differ():
    different = [
        base(),
        a_plan(SWITCH, MEMORY, SEAT),
        a_plan(MEMORY, SWITCH, SEAT, replicates=3),
        a_plan(MEMORY, SWITCH, SEAT, seed=2),
        a_plan(MEMORY, SWITCH, SEAT, turns=3),
        a_plan(MEMORY, SWITCH, SEAT, measures=Measures(every=2)),
        a_plan(MEMORY, SWITCH),
    ]
    assert len({plan.digest for plan in different}) == len(different)
    assert a_plan(MEMORY, SWITCH, SEAT).digest == base().digest


def test_a_plan_of_millions_of_runs_is_made_at_once_and_stays_small():
    levels = [0.75 + k / 10_000 for k in range(1000)]
    plan = a_plan(
        Factor(name="trust.memory", levels=levels),
        Factor(name="tie.trust", levels=levels),
        replicates=10,
    )
    assert plan.count == 10_000_000
    assert plan.run(plan.count - 1).treatment.factors["tie.trust"] == levels[-1]
    assert len(pickle.dumps(plan)) < 1_000_000


@pytest.fixture
def source(tmp_path, monkeypatch) -> Path:
    """A copy of the source that the fingerprint is taken from."""
    root = Path(planning.__file__).parents[3]
    for name in ("sim", "agents", "scenarios"):
        shutil.copytree(root / name, tmp_path / name)
    monkeypatch.setattr(planning, "ROOT", tmp_path)
    return tmp_path


def print_of() -> str:
    return engine_fingerprint.__wrapped__()


def test_the_fingerprint_is_the_same_for_the_same_source_elsewhere(source):
    assert print_of() == engine_fingerprint()


@pytest.mark.parametrize(
    "name",
    [
        "sim/rules/trust.py",
        "agents/doctrine.py",
        "scenarios/start.py",
        "scenarios/catalogue/agreements.toml",
        "scenarios/catalogue/parameters/home.toml",
    ],
)
def test_any_change_of_engine_or_catalogue_changes_the_fingerprint(source, name):
    before = print_of()
    with (source / name).open("a") as file:
        file.write("\n")
    assert print_of() != before


def test_a_new_or_renamed_file_of_the_engine_changes_the_fingerprint(source):
    before = print_of()
    (source / "sim" / "more.py").write_text("")
    added = print_of()
    (source / "sim" / "more.py").rename(source / "sim" / "other.py")
    assert len({before, added, print_of()}) == 3


def test_line_ends_and_files_beside_the_engine_do_not_matter(source):
    before = print_of()
    path = source / "sim" / "turn.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (source / "scenarios" / "experiments" / "more.py").write_text("")
    (source / "scenarios" / "library" / "first-steps" / "note.toml").write_text("")
    assert print_of() == before
