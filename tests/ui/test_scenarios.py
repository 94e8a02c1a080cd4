"""``detente scenarios``: what a class may read, what an author is told, and nothing overwritten."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scenarios.load import load
from scenarios.workbench.starter import begin
from tests.scenarios.breaking import change
from ui.cli import cli


def call(*words: object) -> Result:
    """The command in this process."""
    return CliRunner().invoke(cli, ["scenarios", *(str(word) for word in words)])


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return begin("mine", 6, tmp_path)


def lines_of(text: str) -> str:
    """A text without its line breaks."""
    return " ".join(text.split())


# --- show


def test_a_class_reads_what_is_public_and_nothing_else(mine: Path) -> None:
    shown = lines_of(call("show", mine).stdout)
    scenario = load(mine)
    for words in (scenario.summary, "Open Sea Partnership", "Covania", "ARD BRV COV DUN ELS FEN"):
        assert words in shown
    for goal in scenario.objectives:
        assert (f"{goal.seat}: {goal.text}" in shown) == goal.public
    for event in scenario.events:
        assert event.title not in shown
        assert event.text not in shown
    for text in (*scenario.briefs.values(), scenario.teaching):
        assert lines_of(text.splitlines()[-1]) not in shown


def test_a_seat_reads_its_own_brief_and_objectives_and_no_others(mine: Path) -> None:
    shown = lines_of(call("show", mine, "--seat", "COV").stdout)
    scenario = load(mine)
    for goal in scenario.objectives:
        assert (f"{goal.seat}: {goal.text}" in shown) == (goal.public or goal.seat == "COV")
    for code, text in scenario.briefs.items():
        assert (lines_of(text.splitlines()[-1]) in shown) == (code == "COV")
    assert not any(event.title in shown for event in scenario.events)


def test_the_facilitator_reads_what_is_to_come(mine: Path) -> None:
    shown = lines_of(call("show", mine, "--facilitator").stdout)
    scenario = load(mine)
    assert all(event.title in shown for event in scenario.events)
    assert "2000-09: A storm over the sea [trust COV ARD +0.5, will ARD +0.03]" in shown
    assert lines_of(scenario.teaching.splitlines()[-1]) in shown
    assert not any(lines_of(text.splitlines()[-1]) in shown for text in scenario.briefs.values())


def test_a_seat_that_does_not_exist_is_refused(mine: Path) -> None:
    result = call("show", mine, "--seat", "COW")
    assert result.exit_code == 2
    assert result.stderr == "detente: --seat: no nation 'COW' (did you mean 'COV'?)\n"


# --- check


def test_remarks_are_told_and_do_not_fail(mine: Path) -> None:
    change(mine / "events.toml", "2000-09", "2002-01")
    result = call("check", mine)
    assert result.exit_code == 0
    first, second, third = result.stdout.splitlines()
    assert first == f"{mine}: ok, 1 warning, 1 note"
    assert second.startswith("  warning: events.toml: events.storm.month: 2002-01 lies after")
    assert third.startswith("  note: scenario.toml: programmes.OPEN: out of reach")


def test_faults_fail_and_come_alone(mine: Path) -> None:
    change(mine / "events.toml", "2000-09", "2002-01")
    change(mine / "events.toml", 'do = "will"', 'do = "wil"')
    result = call("check", mine)
    assert result.exit_code == 2
    assert result.stdout.splitlines() == [
        f"{mine}: 1 fault",
        "  fault: events.toml: events.storm.effects.#2.do: no effect 'wil' (did you mean 'will'?)",
    ]


def test_a_program_reads_what_was_found(mine: Path, tmp_path: Path) -> None:
    other = begin("other", 4, tmp_path)
    change(mine / "events.toml", 'do = "will"', 'do = "wil"')
    result = call("check", mine, other, "--json")
    assert result.exit_code == 2
    one, two = json.loads(result.stdout)
    assert one == {
        "scenario": str(mine),
        "found": [
            {
                "severity": "fault",
                "file": "events.toml",
                "key": "events.storm.effects.#2.do",
                "message": "no effect 'wil' (did you mean 'will'?)",
            }
        ],
    }
    assert [entry["severity"] for entry in two["found"]] == ["note"]


# --- new, schema, balance


def test_a_new_scenario_says_what_to_do_with_it(tmp_path: Path) -> None:
    result = call("new", "straits", "--nations", "5", "--dir", tmp_path)
    assert result.exit_code == 0
    assert f"detente scenarios check {tmp_path / 'straits'}" in result.stdout
    assert len(load(tmp_path / "straits").nations) == 5
    again = call("new", "straits", "--dir", tmp_path)
    assert again.exit_code == 2
    assert again.stderr == f"detente: {tmp_path / 'straits'} exists already; choose another name\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["new", "Straits"], "is no name for a scenario"),
        (["new", "straits", "--nations", "3"], "3 is out of range; it must be 4 to 24"),
        (["new", "straits", "--dir", "nowhere"], "nowhere: there is no such folder"),
        (["balance", "first-step"], "did you mean 'first-steps'?"),
        (["balance", "first-steps", "--runs", "0"], "0 is out of range; it must be 1 to 1000"),
    ],
)
def test_bad_input_is_one_line(
    words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(*words)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_schemas_go_to_a_folder_or_to_the_screen(tmp_path: Path) -> None:
    assert "events.schema.json" in json.loads(call("schema").stdout)
    result = call("schema", "--out", tmp_path / "s")
    assert result.stdout.splitlines()[0] == str(tmp_path / "s" / "scenario.schema.json")
    refused = call("schema", "--out", tmp_path / "s")
    assert refused.exit_code == 2
    assert "--force overwrites it" in refused.stderr
    assert call("schema", "--out", tmp_path / "s", "--force").exit_code == 0


def test_a_balance_is_a_table_and_verdicts(tmp_path: Path) -> None:
    folder = begin("mine", 4, tmp_path)
    change(folder / "scenario.toml", "turns = 8", "turns = 2")
    result = call("balance", folder, "--runs", "2")
    assert result.exit_code == 0
    assert "mine: 4 seats, 2 runs each, paired luck" in result.stdout
    rows = [line.split() for line in result.stdout.splitlines()]
    assert [row[0] for row in rows if row and row[0] in ("ARD", "BRV", "COV", "DUN")] == [
        *("ARD", "BRV", "COV", "DUN")
    ]
    words = [line.split(":")[0] for line in result.stdout.splitlines()[-6:]]
    assert set(words) & {"holds", "FAILS"}
