"""Chunks of a sweep: their rows are those of each run alone, and a failed run harms no other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from agents.doctrine import Doctrine
from agents.explain import explain
from agents.registry import POLICIES, PolicyInfo, policy
from agents.run import turns_of
from scenarios.build import new_game, seeds_for
from scenarios.experiments.designs.plan import Plan, Run
from scenarios.experiments.designs.schema import Factor, When
from scenarios.experiments.playing.chunk import Tables, play_chunk
from sim.measures import MEASURES, measure
from tests.builders import a_scenario, scenario
from tests.scenarios.brittle import brittle, plan_of

__all__ = ["brittle"]

MIXED = (
    Factor(name="trust.memory", levels=[0.8, 0.9]),
    Factor(name="off.P5", levels=[False, True]),
    Factor(name="policy", levels=["doctrine", "hegemon"]),
    Factor(name="seat.HAL", levels=["doctrine", "chance"]),
)


def cells(table, run_id: str | None = None) -> list[tuple]:
    """The rows of a table (of one run), with numbers by their exact value."""
    rows = table.to_pylist()
    return [
        tuple(v.hex() if isinstance(v, float) else v for v in row.values())
        for row in rows
        if run_id in (None, row["run_id"])
    ]


def game_of(run: Run):
    """The game of a run, made without the parts of a sweep."""
    treatment = run.treatment
    return new_game(
        scenario(treatment.scenario),
        seeds_for(run.seed, 1),
        values=treatment.setting.values,
        off=treatment.setting.off,
        seats={iso: policy(name) for iso, name in treatment.seats.items()},
        default=treatment.policy,
    )


@pytest.fixture(scope="module")
def mixed() -> Plan:
    """Runs that differ in everything in which runs can differ."""
    return plan_of(*MIXED, replicates=1, dyads=["trust", "interop"], decisions=True)


@pytest.fixture(scope="module")
def whole(mixed: Plan) -> Tables:
    return play_chunk(mixed, 0, mixed.count)


@pytest.mark.parametrize("index", [0, 3, 8, 13, 15])
def test_a_run_leaves_the_same_bits_in_a_chunk_and_alone(mixed, whole, index):
    alone = play_chunk(mixed, index, index + 1)
    for name, table in alone.items():
        assert cells(table) == cells(dict(whole.items())[name], mixed.run(index).id)
        assert len(table) > 0


def test_values_are_those_of_the_measures_of_a_game_played_without_a_sweep(mixed, whole):
    run = mixed.run(6)
    expected = [
        (run.id, number, name, float(values[0]).hex())
        for number, played in enumerate(turns_of(game_of(run), 3), 1)
        for name, values in measure(game_of(run).world, played.turn.after).items()
    ]
    assert cells(whole.turns, run.id) == expected
    assert len(expected) == 3 * len(MEASURES)


def test_rows_stand_in_the_order_of_runs_turns_and_metrics(mixed, whole):
    ids = [run.id for run in mixed.runs(0, mixed.count)]
    assert whole.runs["run_id"].to_pylist() == ids
    order = {run: place for place, run in enumerate(ids)}
    metrics = list(MEASURES)
    keys = [
        (order[row["run_id"]], row["turn"], metrics.index(row["metric"]))
        for row in whole.turns.to_pylist()
    ]
    assert keys == sorted(keys)


def test_a_run_is_a_row_with_its_seed_and_the_level_of_every_factor(mixed, whole):
    run = mixed.run(9)
    row = whole.runs.to_pylist()[9]
    assert row == {
        "run_id": run.id,
        "point": run.point,
        "replicate": run.replicate,
        "seed": run.seed,
        "scenario": "first-steps",
        "scenario_digest": scenario().digest(),
        "turns": 3,
        "status": "done",
        "error": "",
        **run.treatment.factors,
    }
    assert set(run.treatment.factors) == {factor.name for factor in MIXED}


def test_dyads_are_the_fields_between_nations_after_each_turn(mixed, whole):
    run = mixed.run(5)
    game = game_of(run)
    iso = game.world.iso
    expected = []
    for played in turns_of(game, 3):
        after = played.turn.after
        for domain, values in (
            ("", after.trust[0]),
            *zip(game.world.domains, after["interop"][0], strict=True),
        ):
            expected += [
                (run.id, after.turn, one, two, "interop" if domain else "trust", domain,
                 float(values[i, j]).hex())
                for i, one in enumerate(iso) for j, two in enumerate(iso) if i != j
            ]  # fmt: skip
    assert cells(whole.dyads, run.id) == expected


def test_nations_that_do_not_exist_have_no_dyads():
    played = a_scenario(6)
    nations = list(played.nations)
    nations[2] = nations[2].model_copy(update={"exists_from": "2000-08"})
    late = played.model_copy(update={"nations": nations})
    plan = plan_of(length=4, replicates=1, dyads=["threat"])
    plan = Plan.of(plan.design.model_copy(update={"scenario": "mine"}), {"mine": late})
    rows = play_chunk(plan, 0, 1).dyads.to_pylist()
    seen = {turn: {row["from"] for row in rows if row["turn"] == turn} for turn in (1, 2, 3, 4)}
    assert nations[2].iso3 not in seen[1] | seen[2]
    assert nations[2].iso3 in seen[3] & seen[4]


def test_decisions_are_the_accounts_of_the_turn(mixed, whole):
    run = mixed.run(1)
    game = game_of(run)
    expected = []
    for played in turns_of(game, 3, keep=True):
        for nation in range(game.world.dims.N):
            expected += [
                (run.id, played.turn.after.turn, game.world.iso[nation], account.decision,
                 account.score.hex(), account.chance.hex(), account.luck.hex(), account.done)
                for account in explain(game.world, played.decision, nation)
                if account.luck < 1.0 or account.decision == "depth"
            ]  # fmt: skip
    rows = [row for row in whole.decisions.to_pylist() if row["run_id"] == run.id]
    found = [
        (row["run_id"], row["turn"], row["nation"], row["decision"], row["score"].hex(),
         row["chance"].hex(), row["draw"].hex(), row["outcome"])
        for row in rows
    ]  # fmt: skip
    assert found == expected


def test_a_decision_names_whom_it_was_about(whole):
    about = {(row["decision"], row["counterpart"]) for row in whole.decisions.to_pylist()}
    assert {code for label, code in about if label == "offer"} == {"HAL", "ORV", "VEL", "LUN"}
    assert {code for label, code in about if label == "join"} == {scenario().programmes[0].id}
    assert {code for label, code in about if label == "manoeuvre"} == {""}


def test_only_the_decisions_asked_for_are_kept(mixed, whole):
    few = play_chunk(plan_of(*MIXED, replicates=1, decisions=["join", "offer"]), 0, 4)
    rows = [row for row in whole.decisions.to_pylist() if row["decision"] in ("join", "offer")]
    run = mixed.run(2).id
    assert cells(few.decisions, run) == [tuple(
        v.hex() if isinstance(v, float) else v for v in row.values()) for row in rows
        if row["run_id"] == run]  # fmt: skip


def test_what_is_not_asked_for_is_no_table():
    tables = play_chunk(plan_of(replicates=1), 0, 1)
    assert [name for name, _ in tables.items()] == ["runs", "turns"]


def kept(plan: Plan) -> dict[tuple[str, int], dict[str, float]]:
    """The metrics of each run and turn."""
    found: dict[tuple[str, int], dict[str, float]] = {}
    for row in play_chunk(plan, 0, plan.count).turns.to_pylist():
        found.setdefault((row["run_id"], row["turn"]), {})[row["metric"]] = row["value"]
    return found


def test_turns_are_kept_where_the_condition_holds():
    every = kept(plan_of(length=6))
    held = {key: values for key, values in every.items() if values["spending"] > 1.02}
    assert 0 < len(held) < len(every) == 8 * 6
    when = When(metric="spending", above=1.02)
    assert kept(plan_of(length=6, when=when)) == held
    few = {key: {"trust": values["trust"]} for key, values in held.items()}
    assert kept(plan_of(length=6, when=when, turns=["trust"])) == few


def test_every_fourth_turn_and_the_last_are_kept():
    every = kept(plan_of(length=6))
    assert kept(plan_of(length=6, every=4)) == {
        key: values for key, values in every.items() if key[1] in (4, 6)
    }


def test_a_run_that_fails_is_a_row_and_no_other_run_notices(brittle, monkeypatch):
    tables = play_chunk(brittle, 0, 8)
    failed = [brittle.run(3).id, brittle.run(4).id]
    rows = tables.runs.to_pylist()
    assert [row["status"] for row in rows] == ["done"] * 3 + ["failed"] * 2 + ["done"] * 3
    assert {row["error"] for row in rows if row["status"] == "failed"} == {"ValueError"}
    assert {row["turns"] for row in rows if row["status"] == "failed"} == {0}
    for table in (tables.turns, tables.dyads):
        assert not {row["run_id"] for row in table.to_pylist()} & set(failed)
    sound = PolicyInfo(Doctrine(), "sound", "a test")
    monkeypatch.setitem(POLICIES, "brittle", sound)
    whole = play_chunk(brittle, 0, 8)
    for name, table in tables.items():
        assert [row for row in cells(table) if row[0] not in failed] == [
            row for row in cells(dict(whole.items())[name]) if row[0] not in failed
        ]
    assert len(tables.turns) == 6 * 3 * 2


def test_the_traceback_of_a_failed_run_goes_to_the_log_and_not_into_the_tables(brittle):
    tables = play_chunk(brittle, 0, 8)
    assert [line["run_id"] for line in tables.log] == [brittle.run(3).id, brittle.run(4).id]
    for line in tables.log:
        assert line["event"] == "failed"
        assert line["error"] == "ValueError"
        assert "Traceback" in line["traceback"]
        assert "sim/judge.py" in line["traceback"]
    assert b"Traceback" not in tables.to_bytes()
    assert Tables.from_bytes(tables.to_bytes()).failed == 2


def test_a_run_whose_world_cannot_be_built_fails_alone():
    plan = plan_of(Factor(name="trust.memory", levels=[0.85, 7.0]), replicates=2)
    rows = play_chunk(plan, 0, 4).runs.to_pylist()
    assert [(row["status"], row["error"]) for row in rows] == [("done", "")] * 2 + [
        ("failed", "DetenteError")
    ] * 2


def test_tables_come_back_from_bytes_as_they_were(whole):
    back = Tables.from_bytes(whole.to_bytes())
    assert [name for name, _ in back.items()] == ["runs", "turns", "dyads", "decisions"]
    for name, table in whole.items():
        assert dict(back.items())[name].equals(table)
    assert back.to_bytes() == whole.to_bytes()


def test_the_same_chunk_gives_the_same_bytes_again(mixed, whole):
    assert play_chunk(mixed, 0, mixed.count).to_bytes() == whole.to_bytes()


def test_playing_and_keeping_a_sweep_loads_nothing_heavy(tmp_path: Path):
    code = f"""
import sys
from pathlib import Path
from scenarios.experiments.playing.chunk import play_chunk
from scenarios.experiments.storing.store import Store
from tests.scenarios.brittle import plan_of
plan = plan_of(replicates=70, length=1, turns=["trust"], dyads=["trust"], decisions=["join"])
store = Store.create(Path({str(tmp_path / "out")!r}), plan)
with store.writing():
    for chunk in store.missing():
        tables = play_chunk(plan, *store.layout.runs_of(chunk))
        store.put(chunk, tables.to_bytes(), tables.log)
    store.finish_shards()
assert store.status().complete
heavy = "pandas mesa pygame matplotlib networkx scipy.stats SALib distributed".split()
print([name for name in heavy if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
