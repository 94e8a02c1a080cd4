"""Single faults of nations, pairs, groups and sources, each with the exact words it is told in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenarios.breaking import DYADS, GROUPS, NATIONS, SOURCES, change, told

FAULTS = {
    "a value out of range": (
        NATIONS,
        "0.65",
        "1.65",
        ["nations.csv: row 4 (VEL): institutions: 1.65 is out of range (0 to 1)"],
    ),
    "a value at an open end of its range": (
        NATIONS,
        ",5.5,",
        ",4096,",
        ["nations.csv: row 4 (VEL): spending: 4096 is out of range (0 to below 4096)"],
    ),
    "a value below a range without an upper end": (
        NATIONS,
        ",90,",
        ",-90,",
        ["nations.csv: row 4 (VEL): personnel: -90 is out of range (0 or more)"],
    ),
    "a word where a number belongs": (
        NATIONS,
        "0.65",
        "high",
        ["nations.csv: row 4 (VEL): institutions: 'high' is not a number"],
    ),
    "a fraction where a whole number belongs": (
        DYADS,
        "1997",
        "1997.5",
        ["dyads.csv: row 5 (VEL-LUN): last_dispute: 1997.5 is not a whole number"],
    ),
    "an empty cell without a default": (
        NATIONS,
        "0.65",
        "",
        ["nations.csv: row 4 (VEL): institutions: the cell is empty and the column has no default"],
    ),
    "a doctrine that does not exist": (
        NATIONS,
        "frontline",
        "front-line",
        [
            (
                "nations.csv: row 4 (VEL): doctrine: no doctrine 'front-line' "
                "(did you mean 'frontline'?)"
            )
        ],
    ),
    "a nation that ends before it begins": (
        NATIONS,
        "-27.60,,,",
        "-27.60,2001-07,2001-01,",
        ["nations.csv: row 4 (VEL): exists_from: 2001-07 is not before exists_to 2001-01"],
    ),
    "two nations with one code": (
        NATIONS,
        "ORV,Orvane",
        "HAL,Orvane",
        [
            "nations.csv: row 3 (HAL): iso3: 'HAL' is already in row 2",
            "dyads.csv: row 2 (HAL-ORV): b: no nation 'ORV' (valid: HAL, VEL, LUN)",
            "dyads.csv: row 4 (ORV-VEL): a: no nation 'ORV' (valid: HAL, VEL, LUN)",
            "groups.toml: groups.LEAGUE.members: no nation 'ORV' (valid: HAL, VEL, LUN)",
        ],
    ),
    "a cell too many": (
        NATIONS,
        ",280,",
        ",280,0,",
        ["nations.csv: row 4: 19 cells where the header has 18 columns"],
    ),
    "a column that is not known": (
        NATIONS,
        "neutrality",
        "neutral",
        ["nations.csv: line 1: no column 'neutral' (did you mean 'neutrality'?)"],
    ),
    "a column that is missing": (
        NATIONS,
        "institutions",
        "institution",
        [
            "nations.csv: line 1: no column 'institution' (did you mean 'institutions'?)",
            "nations.csv: line 1: column 'institutions' is missing",
        ],
    ),
    "a column twice": (
        DYADS,
        "sea_border",
        "land_border",
        ["dyads.csv: line 1: column 'land_border' occurs twice"],
    ),
    "an unfinished quotation": (
        DYADS,
        "across",
        '"across',
        ["dyads.csv: line 3: malformed CSV: unexpected end of data"],
    ),
    "a pair with a nation that does not exist": (
        DYADS,
        "ORV,VEL",
        "ORV,WEL",
        ["dyads.csv: row 4 (ORV-WEL): b: no nation 'WEL' (did you mean 'VEL'?)"],
    ),
    "a pair of a nation with itself": (
        DYADS,
        "ORV,VEL",
        "VEL,VEL",
        ["dyads.csv: row 4 (VEL-VEL): b: 'VEL' is paired with itself"],
    ),
    "a pair twice, the other way round": (
        DYADS,
        "ORV,VEL",
        "ORV,HAL",
        ["dyads.csv: row 4 (ORV-HAL): the pair is already in row 2"],
    ),
    "a dispute that is yet to come": (
        DYADS,
        "1997",
        "2001",
        [
            (
                "dyads.csv: row 5 (VEL-LUN): last_dispute: 2001 lies after the start of the "
                "scenario (2000-01)"
            )
        ],
    ),
    "a code in small letters": (
        DYADS,
        "ORV,VEL",
        "ORV,vel",
        ["dyads.csv: row 4 (ORV-vel): b: 'vel' is not a code of three capital letters"],
    ),
    "a member that is no nation": (
        GROUPS,
        '"ORV"]',
        '"ORW"]',
        ["groups.toml: groups.LEAGUE.members: no nation 'ORW' (did you mean 'ORV'?)"],
    ),
    "a pending member that is no nation": (
        GROUPS,
        '"ORV"]',
        '"ORV"]\npending = ["ORX", "HAL"]',
        [
            "groups.toml: groups.LEAGUE.pending: no nation 'ORX' (did you mean 'ORV'?)",
            "groups.toml: groups.LEAGUE.pending: 'HAL' is named twice",
        ],
    ),
    "a malformed member": (
        GROUPS,
        '"ORV"]',
        '"Orvane"]',
        ["groups.toml: groups.LEAGUE.members.#2: 'Orvane' is not a code of three capital letters"],
    ),
    "a rule that does not exist": (
        GROUPS,
        '"consensus"',
        '"concensus"',
        ["groups.toml: groups.LEAGUE.rule: 'concensus' is not known (did you mean 'consensus'?)"],
    ),
    "a word for true": (
        GROUPS,
        "defence = true",
        'defence = "yes"',
        ["groups.toml: groups.LEAGUE.defence: 'yes' is not true or false"],
    ),
    "two groups with one id": (
        GROUPS,
        "",
        '[[groups]]\nid = "LEAGUE"\nname = "Other"\nmembers = []\nsource = "Invented"\n',
        ["groups.toml: groups.LEAGUE.id: 'LEAGUE' is already used by #1"],
    ),
    "a table under the wrong name": (
        GROUPS,
        "[[groups]]",
        "[[group]]",
        [
            "groups.toml: group: no such key (did you mean 'groups'?)",
            "groups.toml: groups: is missing",
        ],
    ),
    "an unfinished text": (
        SOURCES,
        "",
        "[more]\nnote = '",
        ['sources.toml: line 33: malformed TOML: expected "\'"'],
    ),
    "a source of a column that does not exist": (
        SOURCES,
        "gdp =",
        "gpd =",
        ["sources.toml: nations.gpd: no column 'gpd' (did you mean 'gdp'?)"],
    ),
    "a source of a setting that is not made": (
        SOURCES,
        "[groups]",
        '[set]\n"attend.treshold" = { source = "Invented", mark = "invented" }\n\n[groups]',
        [
            (
                "sources.toml: set.\"attend.treshold\": no parameter of [set] 'attend.treshold' "
                "(did you mean 'attend.threshold'?)"
            )
        ],
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_place(
    folder: Path, file: str, old: str, new: str, expected: list[str]
) -> None:
    change(folder / file, old, new)
    assert told(folder) == expected
