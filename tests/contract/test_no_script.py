"""Nothing in the rules or the scenario knows what a nation did after the start."""

import json
import re
from pathlib import Path

import pytest

import agents
import sim
from agents.decisions import DECISIONS
from scenarios.load import load
from tests.builders import scenario

START = 1994


def python_of(package):
    return sorted(Path(package.__file__).parent.rglob("*.py"))


def test_no_rule_or_policy_names_a_nation_of_the_scenario():
    codes = {n.iso3 for n in load("pfp-1994").nations}
    named = re.compile(r"['\"](" + "|".join(sorted(codes)) + r")['\"]")
    found = [
        f"{path.name}: {match[0]}"
        for package in (sim, agents)
        for path in python_of(package)
        for match in named.finditer(path.read_text("utf-8"))
    ]
    assert found == []


def test_no_parameter_is_about_one_nation():
    table = load("pfp-1994").catalogue.parameters
    codes = {n.iso3.lower() for n in load("pfp-1994").nations}
    assert [name for name in table if codes & set(re.split(r"[._-]", name))] == []


@pytest.mark.parametrize("column", ["exists_from", "exists_to"])
def test_dates_of_nations_are_of_their_existence_only(column):
    nations = load("pfp-1994").nations
    later = {n.iso3 for n in nations if getattr(n, column) > f"{START}-01"}
    assert later <= {"MNE"}


def test_no_dispute_later_than_the_start_is_known():
    years = [d.last_dispute for d in load("pfp-1994").dyads if d.last_dispute]
    assert max(years) < START


def test_the_files_of_comparison_are_no_part_of_the_scenario():
    content = json.dumps(load("pfp-1994").content())
    history = (
        Path(sim.__file__).parent.parent / "scenarios/library/pfp-1994/history.toml"
    ).read_text("utf-8")
    dates = re.findall(r'"(\d{4}-\d{2}-\d{2})"', history)
    assert len(dates) > 30
    assert [date for date in dates if date in content] == []


def test_steps_open_for_all_partners_on_the_same_day():
    steps = load("pfp-1994").catalogue.steps
    assert scenario().catalogue.steps == steps
    assert all(programme.opens == {} for programme in load("pfp-1994").programmes)


def test_every_parameter_is_read_by_a_rule_a_decision_or_the_start():
    root = Path(sim.__file__).parent.parent
    files = [
        path for part in ("sim", "agents", "scenarios") for path in (root / part).rglob("*.py")
    ]
    text = "\n".join(path.read_text("utf-8") for path in files)
    weights = {*DECISIONS, "offer"}
    terms = {"threshold"}  # read by the name of the decision
    unread = []
    for name in scenario().catalogue.parameters:
        decision, term = name.split(".")
        known = f'"{term}"' in text or term.startswith("to_") or term in terms
        by_term = known and (decision in weights or f'f"{decision}.{{' in text)
        if f'"{name}"' not in text and not by_term:
            unread.append(name)
    assert unread == []
