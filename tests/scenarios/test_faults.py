"""Single faults of a scenario's own file, each with the exact words it is told in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenarios.breaking import SCENARIO, change, told

FAULTS = {
    "a key that is not known": (
        SCENARIO,
        "title =",
        "titel =",
        [
            "scenario.toml: title: is missing",
            "scenario.toml: titel: no such key (did you mean 'title'?)",
        ],
    ),
    "a key that is not known in a nested table": (
        SCENARIO,
        "texts = 4",
        "txts = 4",
        ["scenario.toml: slots.txts: no such key (did you mean 'texts'?)"],
    ),
    "a key of the wrong type": (
        SCENARIO,
        "turns = 8",
        'turns = "8"',
        ["scenario.toml: turns: '8' is not a whole number"],
    ),
    "true for a number": (
        SCENARIO,
        "turns = 8",
        "turns = true",
        ["scenario.toml: turns: true is not a whole number"],
    ),
    "a number that is not finite": (
        SCENARIO,
        '"tie.saturation" = -1.0',
        '"tie.saturation" = nan',
        ['scenario.toml: set."tie.saturation": nan is not a finite number'],
    ),
    "a value too large": (
        SCENARIO,
        "turns = 8",
        "turns = 4000",
        ["scenario.toml: turns: 4000 is out of range (1 to 400)"],
    ),
    "a length of turn that does not exist": (
        SCENARIO,
        "months = 3",
        "months = 4",
        ["scenario.toml: months: 4 is not known (valid: 1, 3, 6, 12)"],
    ),
    "a date for a month": (
        SCENARIO,
        '"2000-01"',
        "2000-01-01",
        ["scenario.toml: start: '2000-01-01' is not a month (YYYY-MM)"],
    ),
    "a month that does not exist": (
        SCENARIO,
        "2000-01",
        "2000-13",
        ["scenario.toml: start: '2000-13' is not a month (YYYY-MM)"],
    ),
    "an id with capitals": (
        SCENARIO,
        'id = "small"',
        'id = "First Steps"',
        [
            (
                "scenario.toml: id: 'First Steps' is not an id (small letters, digits and hyphens, "
                "a letter first)"
            )
        ],
    ),
    "a parameter that does not exist": (
        SCENARIO,
        '"attend.threshold"',
        '"attend.treshold"',
        [
            (
                "scenario.toml: set.\"attend.treshold\": no parameter 'attend.treshold' "
                "(did you mean 'attend.threshold'?)"
            )
        ],
    ),
    "a parameter out of range": (
        SCENARIO,
        "",
        '"will.usual" = 7.0\n',
        ['scenario.toml: set."will.usual": 7 is out of range (0.4 to 0.7)'],
    ),
    "a sponsor that is no group": (
        SCENARIO,
        'sponsor = "LEAGUE"',
        'sponsor = "LEGUE"',
        ["scenario.toml: programmes.COAST.sponsor: no group 'LEGUE' (did you mean 'LEAGUE'?)"],
    ),
    "a step that is not on the ladder": (
        SCENARIO,
        'sponsor = "LEAGUE"',
        'sponsor = "LEAGUE"\nopens = { acession = "2001-01" }',
        [
            (
                "scenario.toml: programmes.COAST.opens.acession: no step 'acession' "
                "(did you mean 'accession'?)"
            )
        ],
    ),
    "a programme with the id of a group": (
        SCENARIO,
        'id = "COAST"',
        'id = "LEAGUE"',
        ["scenario.toml: programmes.LEAGUE.id: 'LEAGUE' is already the id of a group"],
    ),
    "nations in the wrong file": (
        SCENARIO,
        "turns = 8",
        "turns = 8\nnations = []",
        ["scenario.toml: nations: does not belong here but in nations.csv"],
    ),
    "malformed TOML": (
        SCENARIO,
        "turns = 8",
        "turns = = 8",
        ["scenario.toml: line 5, column 9: malformed TOML: invalid value"],
    ),
    "a doubled key": (
        SCENARIO,
        "turns = 8",
        "turns = 8\nturns = 9",
        ["scenario.toml: line 6, column 10: malformed TOML: cannot overwrite a value"],
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_place(
    folder: Path, file: str, old: str, new: str, expected: list[str]
) -> None:
    change(folder / file, old, new)
    assert told(folder) == expected
