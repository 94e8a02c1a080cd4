"""A beginning checks clean, plays, explains itself, and never writes over anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import ui
from agents.run import play
from scenarios.build import new_game, seeds_for
from scenarios.load import draft_of, load
from scenarios.workbench.json_schema import schemas, write
from scenarios.workbench.remarks import remarks
from scenarios.workbench.starter import FEWEST, MOST, begin
from sim.errors import DetenteError


@pytest.mark.parametrize("nations", [FEWEST, 5, 6, 7, 12, 23, MOST])
def test_a_beginning_of_any_size_has_no_fault_and_no_warning(nations: int, tmp_path: Path) -> None:
    draft = draft_of(begin("mine", nations, tmp_path))
    assert draft.problems == []
    scenario = draft.scenario()
    assert {problem.severity for problem in remarks(draft, scenario)} <= {"note"}
    assert len(scenario.nations) == len(scenario.briefs) == nations
    assert {goal.seat for goal in scenario.objectives} == set(scenario.briefs)
    assert max(seating.teams for seating in scenario.seatings) == nations


@pytest.mark.parametrize("nations", [FEWEST, 7, MOST])
def test_a_beginning_plays_to_its_end(nations: int, tmp_path: Path) -> None:
    game = new_game(load(begin("mine", nations, tmp_path)), seeds_for(7, 4))
    assert play(game).turn == 8


def test_every_file_of_a_beginning_explains_itself(tmp_path: Path) -> None:
    folder = begin("mine", 6, tmp_path)
    for path in folder.glob("*.toml"):
        assert path.read_text().startswith("# ")
    told = (folder / "README.md").read_text()
    files = [path.name for path in folder.iterdir() if path.suffix in (".toml", ".csv")]
    assert all(name in told for name in files)
    assert not any("@" in path.read_text() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", ["Mine", "a b", "../mine", "", "a/b", "1st", "mine.toml", "ä"])
def test_a_name_that_no_scenario_can_bear_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="is no name for a scenario"):
        begin(name, 6, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "kept").write_text("precious")
    (tmp_path / "loose").symlink_to(tmp_path / "nowhere")
    for name in ("mine", "kept", "loose"):
        with pytest.raises(DetenteError, match="exists already"):
            begin(name, 6, tmp_path)
    assert list((tmp_path / "mine").iterdir()) == []
    assert (tmp_path / "kept").read_text() == "precious"
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(DetenteError, match="no such folder"):
        begin("mine", 6, tmp_path / "missing")
    with pytest.raises(DetenteError, match="25 nations; a beginning has 4 to 24"):
        begin("many", 25, tmp_path)


# --- the how-to

HOW_TO = (Path(__file__).parents[2] / "docs" / "scenarios.md").read_text(encoding="utf-8")


def test_the_how_to_names_all_that_an_author_may_use() -> None:
    from scenarios.objectives import MEASURES
    from scenarios.schema import Nation
    from sim.effects import EFFECTS
    from sim.mechanisms import MECHANISMS
    from sim.orders import AMOUNT, OrderKind

    catalogue = load("first-steps").catalogue
    names = [
        *MEASURES,
        *EFFECTS,
        *catalogue.doctrines,
        *(entry.id for entry in (*catalogue.agreements, *catalogue.steps)),
        *Nation.model_fields,
        *(kind.name.lower() for kind in OrderKind if kind),
    ]
    assert [name for name in names if f"`{name}`" not in HOW_TO] == []
    assert [kind for kind in AMOUNT if f"`{kind.name.lower()}`*" not in HOW_TO] == []
    words = " ".join(HOW_TO.split())
    assert [name for name in MECHANISMS if f"{name} " not in words] == []


def test_every_map_frame_can_be_chosen_and_drawn() -> None:
    frames = {path.stem for path in (Path(ui.__file__).parent / "assets" / "maps").glob("*.json")}
    schema = schemas()["scenario.schema.json"]
    assert set(schema["properties"]["map"]["enum"]) == {"", *frames}
    assert [name for name in frames if f"`{name}`" not in HOW_TO] == []


# --- JSON Schema


def test_a_schema_describes_every_key_of_a_file() -> None:
    for name, schema in schemas().items():
        tables = [*schema["$defs"].values(), schema]
        for table in tables:
            for key, part in table.get("properties", {}).items():
                if table is schema and name != "scenario.schema.json":
                    continue
                known = "description" in part or key in ("parts", *SPOKEN)
                assert known, f"{name}: {key} has no words"


#: Keys whose words stand in the how-to only: rarely changed, or plain.
SPOKEN = {
    *("exercises", "texts", "calls", "offers", "orders", "missions", "groups"),
    *("pooled", "rapid", "technology", "oversight", "information", "verification"),
    *("universal", "quorum", "silence", "dyads", "agreements", "participants", "bases"),
    "supplies",
    *("programmes", "events", "objectives", "set"),
}


def test_a_schema_refers_to_nothing_that_it_lacks() -> None:
    for schema in schemas().values():
        text = json.dumps(schema)
        for part in text.split('"#/$defs/')[1:]:
            assert part.partition('"')[0] in schema["$defs"]


def test_a_schema_lists_the_names_that_there_are() -> None:
    found = schemas()
    goal = found["objectives.schema.json"]["$defs"]["Objective"]["properties"]
    assert {"trust_from", "step"} <= set(goal["measure"]["enum"])
    effect = found["events.schema.json"]["$defs"]["Effect"]["properties"]
    assert {"will", "dispute"} <= set(effect["do"]["enum"])
    head = found["scenario.schema.json"]["properties"]
    assert head["set"]["properties"]["trust.memory"]["minimum"] > 0
    assert {"extends", "without", "drop"} <= set(head)
    assert "catalogue" not in head


def test_schemas_are_written_once(tmp_path: Path) -> None:
    paths = write(tmp_path / "schema")
    assert all(json.loads(path.read_text())["$schema"] for path in paths)
    paths[0].write_text("mine")
    with pytest.raises(DetenteError, match="exists already; --force overwrites it"):
        write(tmp_path / "schema")
    assert paths[0].read_text() == "mine"
    write(tmp_path / "schema", force=True)
    assert paths[0].read_text() != "mine"
