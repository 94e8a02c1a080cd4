"""Single faults of a scenario and of the catalogue, each with the exact words it is told in."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.load import problems

SCENARIO, NATIONS, DYADS, GROUPS, SOURCES = (
    "scenario.toml",
    "nations.csv",
    "dyads.csv",
    "groups.toml",
    "sources.toml",
)


def change(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there; an empty one means: append."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")


def told(folder: Path, catalogue: Path | None = None) -> list[str]:
    return [str(problem) for problem in problems(folder, catalogue)]


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
        'id = "first-steps"',
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
    "an unfinished text": (
        SOURCES,
        "",
        "[more]\nnote = '",
        ['sources.toml: line 33: malformed TOML: expected "\'"'],
    ),
    "a doubled key": (
        SCENARIO,
        "turns = 8",
        "turns = 8\nturns = 9",
        ["scenario.toml: line 6, column 10: malformed TOML: cannot overwrite a value"],
    ),
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
        '[[groups]]\nid = "LEAGUE"\nname = "Other"\nmembers = []\nsource = "None"\n',
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
    "a source of a column that does not exist": (
        SOURCES,
        "gdp =",
        "gpd =",
        ["sources.toml: nations.gpd: no column 'gpd' (did you mean 'gdp'?)"],
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_place(
    folder: Path, file: str, old: str, new: str, expected: list[str]
) -> None:
    change(folder / file, old, new)
    assert told(folder) == expected


CATALOGUE_FAULTS = {
    "a parameter out of its own range": (
        "parameters/trust.toml",
        "",
        '"z.z" = { value = 2, low = 0, high = 1, unit = "km", kind = "level", source = "Test" }\n',
        ['catalogue/parameters/trust.toml: "z.z".value: 2 is out of range (0 to 1)'],
    ),
    "a range upside down": (
        "parameters/trust.toml",
        "",
        '"z.z" = { value = 2, low = 3, high = 1, unit = "km", kind = "level", source = "Test" }\n',
        ['catalogue/parameters/trust.toml: "z.z".low: 3 is above high 1'],
    ),
    "a kind of parameter that does not exist": (
        "parameters/trust.toml",
        "",
        '"z.z" = { value = 1, low = 0, high = 1, unit = "km", kind = "lever", source = "Test" }\n',
        [
            "catalogue/parameters/trust.toml: \"z.z\".kind: 'lever' is not known (did you mean 'level'?)"  # noqa: E501
        ],
    ),
    "a price of an order that does not exist": (
        "orders/sponsor.toml",
        "[order.aid]",
        "[order.aide]",
        [
            "catalogue/orders/sponsor.toml: order.aide: no kind of order 'aide' (did you mean 'aid'?)",  # noqa: E501
            "catalogue/orders/: order.aid: has no price",
        ],
    ),
    "a mechanism that does not exist": (
        "orders/sponsor.toml",
        "",
        '[order.host2]\ntext = ""\nmechanism = "P55"\nmoney = 0.0\neffort = 0.0\nwill = 0.0\n',
        [
            "catalogue/orders/sponsor.toml: order.host2: no kind of order 'host2' (did you mean 'host'?)",  # noqa: E501
            "catalogue/orders/sponsor.toml: order.host2.mechanism: no mechanism 'P55' (did you mean 'P5'?)",  # noqa: E501
        ],
    ),
    "a step that requires a later one": (
        "programmes.toml",
        'requires = "framework"',
        'requires = "review"',
        [
            (
                "catalogue/programmes.toml: step.presentation.requires: 'review' does not come "
                "before this step"
            )
        ],
    ),
    "a step that requires one that does not exist": (
        "programmes.toml",
        'requires = "framework"',
        'requires = "frame"',
        [
            (
                "catalogue/programmes.toml: step.presentation.requires: no step 'frame' "
                "(did you mean 'framework'?)"
            )
        ],
    ),
    "two types with one id": (
        "exercises.toml",
        'id = "field"',
        'id = "seminar"',
        ["catalogue/exercises.toml: exercise.seminar.id: 'seminar' is already used by #1"],
    ),
    "too few domains": (
        "agreements.toml",
        "interop = [1, 0, 0, 1]",
        "interop = [1, 0]",
        ["catalogue/agreements.toml: agreement.framework.interop: has 2 entries where 4 belong"],
    ),
    "a doctrine that weighs what nobody decides by": (
        "doctrines.toml",
        "",
        '[doctrine.new]\nname = "New"\nsource = "Test"\nweights = { autonomie = 1.0 }\n',
        [
            (
                "catalogue/doctrines.toml: doctrine.new.weights.autonomie: no term 'autonomie' "
                "(did you mean 'autonomy'?)"
            )
        ],
    ),
    "a policy that shifts no threshold": (
        "policies.toml",
        '"join.threshold" = 1.5\n"tie.accept"',
        '"join.treshold" = 1.5\n"tie.accept"',
        [
            (
                'catalogue/policies.toml: policy.free-rider.shifts."join.treshold": no name '
                "'join.treshold' (did you mean 'join.threshold'?)"
            )
        ],
    ),
    "a policy that forbids no order": (
        "policies.toml",
        'forbids = ["host", "aid", "transfer", "deploy", "lead", "mediate", "adopt"]',
        'forbids = ["hots"]',
        [
            (
                "catalogue/policies.toml: policy.free-rider.forbids.hots: no name 'hots' "
                "(did you mean 'host'?)"
            )
        ],
    ),
}


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"), CATALOGUE_FAULTS.values(), ids=CATALOGUE_FAULTS
)
def test_a_fault_of_the_catalogue_is_told_with_its_place(
    folder: Path, catalogue: Path, file: str, old: str, new: str, expected: list[str]
) -> None:
    change(catalogue / file, old, new)
    assert told(folder, catalogue) == expected
