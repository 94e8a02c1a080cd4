"""Faults of a design file in what it names, each in the exact words in which it is told."""

from __future__ import annotations

import pickle
import re
import shutil
from pathlib import Path

import pytest

from scenarios import load as loading
from scenarios.experiments.designs.design import read_design
from scenarios.faults import DesignFault
from tests.builders import scenario
from tests.scenarios.designs import HEAD, RANGE, is_told, told

DOCS = Path(__file__).parents[2] / "docs" / "experiments"

FAULTS = {
    "a key that is not known": (
        HEAD + "replicate = 5",
        ["replicate: no such key (did you mean 'replicates'?)"],
    ),
    "a key of a table that is not known": (
        HEAD + '[sampling]\nmethd = "lhs"\n[measures]\nturn = []',
        [
            "sampling.methd: no such key (did you mean 'method'?)",
            "measures.turn: no such key (did you mean 'turns'?)",
        ],
    ),
    "no scenario": (
        "turns = 3",
        [f"scenario: is missing; name one (in the library: {', '.join(loading.library())})"],
    ),
    "a scenario that does not exist": (
        'scenario = "first-step"',
        [
            (
                "scenario: no scenario 'first-step' (did you mean 'first-steps'?); "
                "paths are relative to the design file"
            )
        ],
    ),
    "a scenario that is a number": ("scenario = 5", ["scenario: 5 is not a text"]),
    "scenarios at the top and as a factor": (
        HEAD + '[factors]\nscenario = ["first-steps"]',
        ["factors.scenario: stands at the top of the file too; name the scenario once"],
    ),
    "scenarios of which one does not exist": (
        '[factors]\nscenario = ["first-steps", "pfp"]',
        [
            (
                "factors.scenario: no scenario 'pfp' (did you mean 'pfp-1994'?); "
                "paths are relative to the design file"
            )
        ],
    ),
    "a scenario that is no text": (
        '[factors]\nscenario = ["first-steps", 7]',
        ["factors.scenario: 7 is not the id or the path of a scenario"],
    ),
    "more turns than the scenario has": (
        HEAD + "turns = 9",
        ["turns: 9: scenario first-steps has 8 at most"],
    ),
    "no turns": (HEAD + "turns = 0", ["turns: 0 is out of range (1 to 400)"]),
    "no replicates": (HEAD + "replicates = 0", ["replicates: 0 is out of range (1 or more)"]),
    "negative replicates": (
        HEAD + "replicates = -3",
        ["replicates: -3 is out of range (1 or more)"],
    ),
    "half a replicate": (HEAD + "replicates = 2.5", ["replicates: 2.5 is not a whole number"]),
    "a text for a number": (HEAD + 'replicates = "5"', ["replicates: '5' is not a whole number"]),
    "true for a number": (HEAD + "replicates = true", ["replicates: true is not a whole number"]),
    "a number for true": (HEAD + "common_luck = 1", ["common_luck: 1 is not true or false"]),
    "a seed below zero": (
        HEAD + "seed = -1",
        ["seed: -1 is out of range (0 to 18446744073709551615)"],
    ),
    "a seed too large": (
        HEAD + "seed = 18446744073709551616",
        ["seed: 18446744073709551616 is out of range (0 to 18446744073709551615)"],
    ),
    "sampling that is no table": (HEAD + 'sampling = "lhs"', ["sampling: 'lhs' is not a table"]),
    "factors that are no table": ('factors = ["P5"]\n' + HEAD, ["factors: a list is not a table"]),
    # factors
    "a factor that does not exist": (
        HEAD + '[factors]\n"trust.memroy" = [0.8]',
        ["factors.\"trust.memroy\": no factor 'trust.memroy' (did you mean 'trust.memory'?)"],
    ),
    "a factor that does not exist, nested": (
        HEAD + "[factors.trust]\nmemroy = [0.8]",
        ["factors.trust.memroy: no factor 'trust.memroy' (did you mean 'trust.memory'?)"],
    ),
    "a factor without its group": (
        HEAD + "[factors]\npolicies = [0.8]",
        ["factors.policies: no factor 'policies' (did you mean 'policy'?)"],
    ),
    "a mechanism that does not exist": (
        HEAD + "[factors]\noff.P155 = [true]",
        ["factors.off.P155: no mechanism 'P155' (did you mean 'P15'?)"],
    ),
    "no mechanism at all": (
        HEAD + '[factors]\noff = ["P5"]',
        [
            "factors.off: names no mechanism; write for example off.P5 = [true, false]",
            "factors.off: 'P5' is not true (off) or false",
        ],
    ),
    "a mechanism off by a number": (
        HEAD + "[factors]\noff.P5 = [0, true]",
        ["factors.off.P5: 0 is not true (off) or false"],
    ),
    "a nation that does not exist": (
        HEAD + '[factors]\nseat.HALL = ["doctrine"]',
        ["factors.seat.HALL: scenario first-steps has no nation 'HALL' (did you mean 'HAL'?)"],
    ),
    "a nation that one variant lacks": (
        '[factors]\nscenario = ["first-steps", "pfp-1994"]\nseat.POL = ["doctrine"]',
        ["factors.seat.POL: scenario first-steps has no nation 'POL' (valid: HAL, ORV, VEL, LUN)"],
    ),
    "a policy that does not exist": (
        HEAD + '[factors]\npolicy = ["hegemony"]\nseat.HAL = ["doctrin", 4]',
        [
            "factors.policy: no policy 'hegemony' (did you mean 'hegemon'?)",
            "factors.seat.HAL: no policy 'doctrin' (did you mean 'doctrine'?)",
            "factors.seat.HAL: 4 is not the name of a policy",
        ],
    ),
    "an empty factor": (
        HEAD + "[factors]\ntrust.memory = []",
        ["factors.trust.memory: is empty; give at least one level"],
    ),
    "an empty table of factors": (
        HEAD + "[factors.trust]",
        ["factors.trust: no factor 'trust' (did you mean 'tie.trust'?)"],
    ),
    "a level that is no list": (
        HEAD + "[factors]\ntrust.memory = 0.8",
        ["factors.trust.memory: 0.8 is not a list of levels; one level alone is [0.8]"],
    ),
    "a level out of range": (
        HEAD + "[factors]\ntrust.memory = [0.8, 0.95]",
        ["factors.trust.memory: 0.95 is out of range (0.75 to 0.9 UNIT)"],
    ),
    "a level that is no number": (
        HEAD + '[factors]\ntrust.memory = ["high", true, [0.8]]',
        [
            "factors.trust.memory: 'high' is not a number",
            "factors.trust.memory: true is not a number",
            "factors.trust.memory: a list is not a number",
        ],
    ),
    "a level that is not finite": (
        HEAD + "[factors]\ntrust.memory = [nan, inf]",
        [
            "factors.trust.memory: nan is not a finite number",
            "factors.trust.memory: inf is not a finite number",
        ],
    ),
    "a level that occurs twice": (
        HEAD + '[factors]\nhome.term = [4, 4.0]\npolicy = ["chance", "chance"]',
        [
            "factors.home.term: level 4 occurs twice",
            "factors.policy: level 'chance' occurs twice",
        ],
    ),
    "a factor in two spellings": (
        HEAD + '[factors]\n"trust.memory" = [0.8]\ntrust.memory = [0.9]',
        ['factors.trust.memory: is the same factor as factors."trust.memory"; name it once'],
    ),
    "a range without levels in a full design": (
        HEAD + f"[factors]\ntrust.memory = {RANGE}",
        [
            (
                "factors.trust.memory: a range in a full design needs levels = k, so many values "
                "evenly spaced"
            )
        ],
    ),
    "a range with levels under a sampler": (
        HEAD + '[sampling]\nmethod = "lhs"\nn = 5\n'
        "[factors]\ntrust.memory = { low = 0.75, high = 0.9, levels = 3 }",
        ["factors.trust.memory.levels: is for a full design; the sampler chooses the values"],
    ),
    "a range of one level": (
        HEAD + "[factors]\ntrust.memory = { low = 0.75, high = 0.9, levels = 1 }",
        ["factors.trust.memory.levels: 1 is out of range (2 to 1000)"],
    ),
    "a range turned round": (
        HEAD + "[factors]\ntrust.memory = { low = 0.9, high = 0.75, levels = 3 }\n"
        "tie.trust = { low = 1, high = 1, levels = 3 }",
        [
            "factors.trust.memory: low 0.9 is not below high 0.75",
            "factors.tie.trust: low 1 is not below high 1",
        ],
    ),
    "a range beyond the catalogue's": (
        HEAD + "[factors]\ntrust.memory = { low = 0.5, high = 0.95, levels = 3 }",
        [
            "factors.trust.memory.low: 0.5 is out of range (0.75 to 0.9 UNIT)",
            "factors.trust.memory.high: 0.95 is out of range (0.75 to 0.9 UNIT)",
        ],
    ),
    "a range with a foreign key": (
        HEAD + "[factors]\ntrust.memory = { lo = 0.75, high = 0.9, levels = 3 }",
        [
            "factors.trust.memory.lo: no such key (did you mean 'low'?)",
            "factors.trust.memory.low: is missing; a range is { low = ..., high = ... }",
        ],
    ),
    "a range of what has no numbers": (
        HEAD + "[factors]\noff.P5 = { low = 0, high = 1 }",
        ["factors.off.P5: takes a list of levels; only a parameter takes a range"],
    ),
    # sampling
    "no TOML": (HEAD + "turns = = 3", ["line 2, column 9: malformed TOML: invalid value"]),
    "a key twice": (
        HEAD + "turns = 3\nturns = 4\n",
        ["line 3, column 10: malformed TOML: cannot overwrite a value"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_in_its_words(write, text, expected):
    is_told(write, text, expected)


def test_all_faults_of_a_design_are_told_at_once(write):
    path = write(
        'scenario = "first-step"\nturns = -1\nseeds = 4\n[factors]\n"trust.memroy" = [0.8]\n'
        'off.P55 = [1]\npolicy = []\n[sampling]\nmethod = "lsh"\n[measures]\nturns = ["dispute"]\n'
    )
    with pytest.raises(DesignFault) as caught:
        read_design(path)
    keys = [problem.key for problem in caught.value.problems]
    assert keys == [
        "turns",
        "sampling.method",
        "seeds",
        "scenario",
        'factors."trust.memroy"',
        "factors.off.P55",
        "factors.off.P55",
        "factors.policy",
        "measures.turns",
    ]
    assert str(caught.value).startswith(f"design {path}: 9 faults\n  study.toml: turns: -1 is")
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)


def test_the_faults_of_a_scenario_are_told_with_its_name(write, tmp_path):
    shutil.copytree(loading.LIBRARY / "first-steps", tmp_path / "mine")
    head = tmp_path / "mine" / "scenario.toml"
    head.write_text(head.read_text().replace("months = 3", "months = 4"))
    assert told(write('scenario = "mine"\n')) == [
        "study.toml: scenario: mine: scenario.toml: months: 4 is not known (valid: 1, 3, 6, 12)"
    ]


def test_one_scenario_under_two_names_is_a_fault(write, tmp_path):
    shutil.copytree(loading.LIBRARY / "first-steps", tmp_path / "mine")
    assert told(write('[factors]\nscenario = ["first-steps", "mine"]\n')) == [
        "study.toml: factors.scenario: 'first-steps' and 'mine' are the same scenario"
    ]


def test_a_parameter_that_one_variant_lacks_is_a_fault_that_names_it(write, tmp_path, monkeypatch):
    shutil.copytree(loading.LIBRARY / "first-steps", tmp_path / "mine")
    content = scenario().content()
    content["id"] = "mine"
    del content["catalogue"]["parameters"]["trust.memory"]
    poorer = type(scenario()).model_validate(content)
    real = loading.load
    monkeypatch.setattr(
        loading, "load", lambda place: poorer if Path(place).name == "mine" else real(place)
    )
    text = '[factors]\nscenario = ["first-steps", "mine"]\n"trust.memory" = [0.8]\n'
    assert told(write(text)) == [
        (
            "study.toml: factors.\"trust.memory\": scenario mine has no parameter 'trust.memory' "
            "(did you mean 'share.memory'?)"
        )
    ]


def test_a_design_that_is_not_there_or_a_folder_is_a_fault(tmp_path):
    assert told(tmp_path / "study.toml") == ["study.toml: there is no such file"]
    assert told(tmp_path / ("long" * 100)) == [f"{'long' * 100}: there is no such file"]
    (tmp_path / "folder").mkdir()
    assert told(tmp_path / "folder") == ["folder: is a folder; name the design file itself"]


def test_a_design_that_is_not_utf8_is_a_fault_that_names_the_line(tmp_path):
    path = tmp_path / "study.toml"
    path.write_bytes(b'scenario = "first-steps"\n# \xe9t\xe9\n')
    assert told(path) == ["study.toml: line 2: is not UTF-8; save the file as UTF-8"]


def test_the_fault_in_the_documents_is_told_like_that(write):
    page = (DOCS / "design.md").read_text(encoding="utf-8")
    shown = re.findall(r"```text\n(.*?)```", page, re.DOTALL)[0].splitlines()
    path = write(
        HEAD + '[factors]\n"trust.memroy" = [0.8]\noff.P5 = [1]\n[measures]\nturns = ["dispute"]'
    )
    assert [f"  {line}" for line in told(path)] == shown[1:]
