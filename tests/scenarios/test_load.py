"""A scenario loads whole, or every fault in it is told at once, each with its place."""

from __future__ import annotations

import copy
import json
import os
import pickle
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.run import play
from scenarios import load as loading
from scenarios.build import new_game
from scenarios.load import Problem, ScenarioFault, from_content, library, load, problems
from sim.errors import DetenteError
from sim.measures import measure
from tests.scenarios.breaking import DYADS, GROUPS, NATIONS, SCENARIO, SMALL, SOURCES, change, told


def test_the_library_lists_its_scenarios_in_order() -> None:
    assert library() == tuple(sorted(library()))
    assert {"first-steps", "pfp-1994"} <= set(library())


@pytest.mark.parametrize("name", library())
def test_a_library_scenario_loads_and_bears_the_name_of_its_folder(name: str) -> None:
    assert problems(name) == []
    assert load(name).id == name


@pytest.mark.parametrize("name", library())
def test_content_makes_the_round_trip_through_json(name: str) -> None:
    scenario = load(name)
    again = from_content(json.loads(json.dumps(scenario.content(), sort_keys=True)))
    assert again == scenario
    assert again.digest() == scenario.digest()


def test_an_id_a_folder_and_a_file_lead_to_the_same_scenario() -> None:
    digest = load("first-steps").digest()
    library_folder = loading.LIBRARY / "first-steps"
    assert load(library_folder).digest() == digest
    assert load(str(library_folder)).digest() == digest
    assert load(library_folder / "scenario.toml").digest() == digest


def test_the_digest_does_not_depend_on_the_order_of_tables() -> None:
    scenario = load("first-steps")
    luck = random.Random(1)

    def shuffled(value: object) -> object:
        if isinstance(value, dict):
            keys = sorted(value)
            luck.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    content = shuffled(scenario.content())
    assert list(content["catalogue"]["parameters"]) != list(scenario.catalogue.parameters)
    assert from_content(content).digest() == scenario.digest()


def test_the_digest_is_the_same_in_another_process_with_another_hash_seed() -> None:
    code = "from scenarios.load import load; print(load('first-steps').digest())"
    root = Path(loading.__file__).parents[1]
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": str(root)}
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert run.stdout.strip() == load("first-steps").digest()


def test_the_digest_changes_with_any_cell(folder: Path) -> None:
    change(folder / "nations.csv", "0.65", "0.66")
    assert load(folder).digest() != load(SMALL).digest()


def test_an_empty_cell_means_the_default(folder: Path) -> None:
    change(folder / "nations.csv", ",0,small-ally,0,0,0,1", ",,small-ally,,,,1")
    assert load(folder) == load(SMALL)


def test_a_column_with_a_default_may_be_left_out(folder: Path) -> None:
    rows = [line.split(",") for line in (folder / "dyads.csv").read_text().splitlines()]
    rows = [row[:4] + row[5:] for row in rows]
    (folder / "dyads.csv").write_text("\n".join(",".join(row) for row in rows))
    assert load(folder) == load(SMALL)


def test_a_sheet_from_a_spreadsheet_program_loads(folder: Path) -> None:
    path = folder / "dyads.csv"
    text = path.read_text().replace("1997", "1997.0").replace("\n", "\r\n") + "\r\n,,,,,,\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load(folder) == load(SMALL)


def test_appeals_that_sum_to_zero_are_a_fault(folder: Path, catalogue: Path) -> None:
    path = catalogue / "exercises.toml"
    lines = ["appeal = 0.0" if "appeal" in s else s for s in path.read_text().splitlines()]
    path.write_text("\n".join(lines))
    where = "catalogue/exercises.toml: exercise"
    assert told(folder, catalogue) == [f"{where}: appeal: the shares of all types sum to zero"]


def test_five_faults_are_five_problems(folder: Path) -> None:
    change(folder / SCENARIO, "texts = 4", "texts = 400")
    change(folder / NATIONS, "0.65", "1.7")
    change(folder / NATIONS, "frontline", "frontlin")
    change(folder / DYADS, "ORV,VEL", "ORV,VEX")
    change(folder / GROUPS, '"ORV"]', '"ORW"]')
    expected = [
        "scenario.toml: slots.texts: 400 is out of range (1 to 64)",
        "nations.csv: row 4 (VEL): institutions: 1.7 is out of range (0 to 1)",
        "nations.csv: row 4 (VEL): doctrine: no doctrine 'frontlin' (did you mean 'frontline'?)",
        "dyads.csv: row 4 (ORV-VEX): b: no nation 'VEX' (did you mean 'VEL'?)",
        "groups.toml: groups.LEAGUE.members: no nation 'ORW' (did you mean 'ORV'?)",
    ]
    assert told(folder) == expected
    with pytest.raises(ScenarioFault) as caught:
        load(folder)
    assert str(caught.value) == "\n  ".join([f"scenario {folder}: 5 faults", *expected])
    assert isinstance(caught.value, DetenteError)


def test_a_fault_can_be_sent_from_a_worker(folder: Path) -> None:
    (folder / GROUPS).unlink()
    with pytest.raises(ScenarioFault) as caught:
        load(folder)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems == (Problem(GROUPS, "", "is missing"),)
    assert str(again) == str(caught.value)


@pytest.mark.parametrize("file", [SCENARIO, NATIONS, DYADS, GROUPS, SOURCES])
def test_a_missing_file_is_one_fault(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert told(folder) == [f"{file}: is missing"]


@pytest.mark.parametrize("file", [NATIONS, DYADS])
def test_an_empty_sheet_is_one_fault(folder: Path, file: str) -> None:
    (folder / file).write_text("\n\n")
    assert told(folder) == [f"{file}: is empty; the first line names the columns"]


def test_a_lone_nation_is_no_scenario(folder: Path) -> None:
    lines = (folder / NATIONS).read_text().splitlines()
    (folder / NATIONS).write_text("\n".join(lines[:2]))
    (folder / DYADS).write_text("a,b\n")
    change(folder / GROUPS, ', "ORV"', "")
    assert told(folder) == ["nations.csv: 1 nations; a scenario has 2 to 200"]


def test_more_than_two_hundred_nations_are_refused(folder: Path) -> None:
    row = (folder / NATIONS).read_text().splitlines()[1]
    letters = "ABCDEFG"
    codes = [a + b + c for a in letters for b in letters for c in letters][:197]
    change(folder / NATIONS, "", "".join(row.replace("HAL", code) + "\n" for code in codes))
    assert told(folder) == ["nations.csv: 201 nations; a scenario has 2 to 200"]


def test_a_sheet_with_semicolons_is_told_from_one_with_commas(folder: Path) -> None:
    change(folder / DYADS, "a,b", "a;b")
    text = (folder / DYADS).read_text().replace(",", ";")
    (folder / DYADS).write_text(text)
    assert told(folder)[0] == (
        "dyads.csv: line 1: columns are separated by ';'; separate them by ','"
    )


def test_a_file_that_is_not_utf8_is_told_with_its_line(folder: Path) -> None:
    path = folder / NATIONS
    path.write_bytes(path.read_bytes().replace(b"Lunsey", b"L\xfcnsey"))
    assert told(folder) == ["nations.csv: line 5: is not UTF-8; save the file as UTF-8"]


def test_a_huge_file_is_not_read(folder: Path) -> None:
    (folder / SOURCES).write_text("#" * 10_000_000)
    assert told(folder) == ["sources.toml: is larger than 2 MB"]


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    (folder / NATIONS).rename(outside)
    (folder / NATIONS).symlink_to(outside)
    assert told(folder) == [
        "nations.csv: is a link that leads out of the scenario's folder; put the file itself here"
    ]


@pytest.mark.parametrize(
    "text", ["x = " + "[" * 10_000, "x = " + "9" * 10_000, "x = 0x" + "f" * 9_000]
)
def test_a_hostile_file_is_a_fault_and_no_crash(folder: Path, text: str) -> None:
    (folder / SOURCES).write_text(text)
    (line,) = told(folder)
    assert line.startswith("sources.toml: ")
    assert "malformed TOML" in line


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        ("pfp-1995", "did you mean 'pfp-1994'?"),
        ("first_steps", "did you mean 'first-steps'?"),
        ("", "valid: "),
        ("nul\0byte", "valid: "),
        ("x" * 5000, "valid: "),
    ],
)
def test_an_unknown_reference_says_what_was_tried(reference: str, hint: str) -> None:
    (problem,) = problems(reference)
    tried = "no such scenario: neither a folder, nor a file, nor an id of the library ("
    assert problem.message.startswith(tried + hint)
    with pytest.raises(ScenarioFault, match="no such scenario"):
        load(reference)


def test_a_folder_comes_before_an_id(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(folder / SCENARIO, "turns = 8", "turns = 9")
    folder.rename(tmp_path / "first-steps")
    monkeypatch.chdir(tmp_path)
    assert load("first-steps").turns == 9
    monkeypatch.chdir(tmp_path / "first-steps")
    assert load("first-steps").turns == 8


def test_a_file_that_is_no_scenario_is_refused(folder: Path) -> None:
    (problem,) = problems(folder / NATIONS)
    assert problem.message == "is not a scenario; give its folder or its scenario.toml"


def test_a_main_file_may_bear_another_name(folder: Path) -> None:
    (folder / SCENARIO).rename(folder / "variant.toml")
    change(folder / "variant.toml", "turns = 8", "turns = 0")
    lines = [str(problem) for problem in problems(folder / "variant.toml")]
    assert lines == ["variant.toml: turns: 0 is out of range (1 to 400)"]


def test_a_record_of_a_scenario_whose_sources_were_short_still_loads() -> None:
    content = load(SMALL).content()
    content["groups"][0]["source"] = "ATOP"
    assert from_content(content).groups[0].source == "ATOP"


def test_a_records_content_is_checked_like_files() -> None:
    content = load("first-steps").content()
    content["nations"][2]["institutions"] = 1.7
    content["dyads"][1]["b"] = "LUX"
    content["groups"][0]["standard"] = 1.0
    del content["catalogue"]["orders"]["aid"]
    with pytest.raises(ScenarioFault) as caught:
        from_content(content)
    assert [str(problem) for problem in caught.value.problems] == [
        "record: nations.VEL.institutions: 1.7 is out of range (0 to 1)",
        "record: groups.LEAGUE.standard: no such key (did you mean 'standards'?)",
        "record: dyads.#2.b: no nation 'LUX' (did you mean 'LUN'?)",
        "record: catalogue.orders.aid: has no price",
    ]


@pytest.mark.parametrize(
    "content", [None, 7, [], {}, {"nations": 3}, {"nations": [4], "catalogue": []}]
)
def test_foreign_content_is_a_fault_and_no_crash(content: object) -> None:
    with pytest.raises(ScenarioFault) as caught:
        from_content(content)  # type: ignore[arg-type]
    assert all(problem.file == "record" for problem in caught.value.problems)
    assert "Input" not in str(caught.value)


SOUND = load("first-steps").content()

junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**400, -(10**30), float("inf"), float("nan"), "", "x" * 200, "EST", [], {}]),
    st.floats(),
    st.text(max_size=8),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


def test_content_without_settings_has_no_sources_for_them() -> None:
    content = copy.deepcopy(SOUND)
    del content["set"]
    with pytest.raises(ScenarioFault, match=r"no parameter of \[set\] 'attend.threshold'"):
        from_content(content)


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_damaged_content_loads_or_is_a_fault_in_plain_words(data: st.DataObject) -> None:
    content = copy.deepcopy(SOUND)
    for _ in range(data.draw(st.integers(1, 4))):
        piece: object = content
        while True:
            if not isinstance(piece, dict | list) or not piece:
                break
            keys = sorted(piece) if isinstance(piece, dict) else range(len(piece))
            key = data.draw(st.sampled_from(list(keys)))
            if data.draw(st.booleans()) or not isinstance(piece[key], dict | list):
                action = data.draw(st.sampled_from(["replace", "remove", "double"]))
                if action == "replace":
                    piece[key] = data.draw(junk)
                elif action == "remove":
                    del piece[key]
                elif isinstance(piece, list):
                    piece.append(piece[key])
                break
            piece = piece[key]
    fault, scenario = None, None
    try:
        scenario = from_content(content)
    except ScenarioFault as told_fault:
        fault = told_fault
    if fault is None:
        assert from_content(scenario.content()).digest() == scenario.digest()
    else:
        assert fault.problems
        assert all(problem.message for problem in fault.problems)
        assert "Input should" not in str(fault)


def test_from_content_leaves_what_it_is_given_alone() -> None:
    content = load("first-steps").content()
    content["turns"] = 0
    before = json.dumps(content)
    with pytest.raises(ScenarioFault):
        from_content(content)
    assert json.dumps(content) == before


def test_in_first_steps_nations_sign_exercise_and_agree_under_any_luck() -> None:
    game = new_game(load("first-steps"), np.arange(20, dtype=np.uint64))
    held = np.zeros(20)
    end = play(game, each=lambda rows, one: held.__setitem__(rows, held[rows] + _held(game, one)))
    assert end.turn == 8
    assert (measure(game.world, end, ["signatories"])["signatories"] >= 1).all()
    assert (held >= 1).all()
    signed = (end["agreement_turn"] >= 0).any(axis=(1, 2, 3))
    assert signed.mean() >= 0.8


def _held(game: object, played: object) -> np.ndarray:
    return measure(game.world, played.turn.after, ["exercises"])["exercises"]
