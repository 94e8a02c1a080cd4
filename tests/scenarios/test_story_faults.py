"""Single faults of what makes a scenario a game, each with the exact words it is told in."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.workbench.starter import begin
from tests.scenarios.breaking import change, told

SCENARIO, GROUPS, SOURCES = "scenario.toml", "groups.toml", "sources.toml"
EVENTS, OBJECTIVES, TREATIES = "events.toml", "objectives.toml", "agreements.csv"
PARTICIPATION, BASES = "participation.csv", "bases.csv"

HEAD_P = "nation,programme,since,step,declared,source\n"
HEAD_B = "host,guest,since,source\n"

#: What is changed (an empty text: appended, or the whole of a new file), and what is told.
FAULTS = {
    "an agreement with a nation that does not exist": (
        TREATIES,
        "ARD,COV",
        "ARD,COW",
        ["agreements.csv: row 2 (ARD-COW): b: no nation 'COW' (did you mean 'COV'?)"],
    ),
    "an agreement of a nation with itself": (
        TREATIES,
        "ARD,COV",
        "COV,COV",
        ["agreements.csv: row 2 (COV-COV): b: 'COV' is paired with itself"],
    ),
    "an agreement twice, the other way round": (
        TREATIES,
        "",
        "COV,ARD,training,1999-01,invented\n",
        ["agreements.csv: row 5 (COV-ARD): the agreement is already in row 2"],
    ),
    "an agreement of an unknown type": (
        TREATIES,
        "training",
        "trainings",
        [
            (
                "agreements.csv: row 2 (ARD-COV): type: no type of agreement 'trainings' "
                "(did you mean 'training'?)"
            )
        ],
    ),
    "an agreement of a type that nobody knows yet": (
        TREATIES,
        "training",
        "cyber",
        [
            (
                "agreements.csv: row 2 (ARD-COV): type: 'cyber' opens in 2008-01, after the start "
                "of the scenario"
            )
        ],
    ),
    "an agreement that is yet to come": (
        TREATIES,
        "1998-05",
        "2000-05",
        [
            (
                "agreements.csv: row 2 (ARD-COV): since: 2000-05 lies after the start of the "
                "scenario (2000-01)"
            )
        ],
    ),
    "an agreement since a day": (
        TREATIES,
        "1998-05",
        "1998-05-17",
        ["agreements.csv: row 2 (ARD-COV): since: '1998-05-17' is not a month (YYYY-MM, or empty)"],
    ),
    "an agreement without a source": (
        TREATIES,
        "1998-05,invented",
        "1998-05,",
        [
            (
                "agreements.csv: row 2 (ARD-COV): source: the cell is empty and the column has no "
                "default"
            )
        ],
    ),
    "a source that resolves to nothing": (
        TREATIES,
        "1998-05,invented",
        "1998-05,inventd",
        [
            (
                "agreements.csv: row 2 (ARD-COV): source: no citation 'inventd' "
                "(did you mean 'invented'?)"
            )
        ],
    ),
    "a citation that is a number": (
        SOURCES,
        "[citations]",
        "[citations]\nbook = 7",
        ["sources.toml: citations.book: is not a citation; write it as a text"],
    ),
    "citations that are no table": (
        SOURCES,
        "[citations]",
        "[[citations]]",
        [('sources.toml: citations: is not a table with lines like nato-1949 = "The citation"')],
    ),
    "a participant in nothing": (
        PARTICIPATION,
        "",
        HEAD_P + "COV,OPEN SEA,1999-01,,0.2,invented\n",
        [
            (
                "participation.csv: row 2 (COV): programme: no programme 'OPEN SEA' "
                "(did you mean 'OPEN'?)"
            )
        ],
    ),
    "a participant on no step": (
        PARTICIPATION,
        "",
        HEAD_P + "COV,OPEN,1999-01,reveiw,0.2,invented\n",
        ["participation.csv: row 2 (COV): step: no step 'reveiw' (did you mean 'review'?)"],
    ),
    "a sponsor that takes part": (
        PARTICIPATION,
        "",
        HEAD_P + "ARD,OPEN,1999-01,,0.2,invented\n",
        [
            (
                "participation.csv: row 2 (ARD): nation: 'ARD' is a member of LEAGUE, which "
                "sponsors the programme"
            )
        ],
    ),
    "a participant twice": (
        PARTICIPATION,
        "",
        HEAD_P + "COV,OPEN,1999-01,,0.2,invented\nCOV,OPEN,1999-02,,0.3,invented\n",
        ["participation.csv: row 3 (COV): the participation is already in row 2"],
    ),
    "a base of a nation at home": (
        BASES,
        "",
        HEAD_B + "COV,COV,1999-01,invented\n",
        ["bases.csv: row 2 (COV-COV): guest: 'COV' is paired with itself"],
    ),
    "suppliers of more than everything": (
        "supplies.csv",
        "",
        "client,supplier,share,source\nCOV,ARD,0.7,invented\nCOV,DUN,0.4,invented\n",
        ["supplies.csv: row 3 (COV-DUN): share: the suppliers of 'COV' come to 1.1"],
    ),
    "an effect that does not exist": (
        EVENTS,
        'do = "trust"',
        'do = "trusts"',
        ["events.toml: events.storm.effects.#1.do: no effect 'trusts' (did you mean 'trust'?)"],
    ),
    "an effect on a nation that does not exist": (
        EVENTS,
        'nation = "COV", other = "ARD"',
        'nation = "COW", other = "ARD"',
        ["events.toml: events.storm.effects.#1.nation: no nation 'COW' (did you mean 'COV'?)"],
    ),
    "an effect without its other side": (
        EVENTS,
        ', other = "ARD", amount = 0.5',
        ", amount = 0.5",
        ["events.toml: events.storm.effects.#1.other: 'trust' needs 'other': whom it judges"],
    ),
    "an effect that is too large": (
        EVENTS,
        "amount = 0.03",
        "amount = 3",
        ["events.toml: events.storm.effects.#2.amount: 3 is not from -1 to 1"],
    ),
    "an incident of an unknown kind": (
        EVENTS,
        'what = "cyber"',
        'what = "cybre"',
        [
            (
                "events.toml: events.networks.effects.#1.what: no kind of incident 'cybre' "
                "(did you mean 'cyber'?)"
            )
        ],
    ),
    "an event twice": (
        EVENTS,
        'id = "shots"',
        'id = "storm"',
        ["events.toml: events.storm.id: 'storm' is already used by #1"],
    ),
    "an event told to nobody who exists": (
        EVENTS,
        'month = "2000-09"',
        'month = "2000-09"\nseats = ["COV", "COW", "COV"]',
        [
            "events.toml: events.storm.seats: no nation 'COW' (did you mean 'COV'?)",
            "events.toml: events.storm.seats: 'COV' is named twice",
        ],
    ),
    "an event in a thirteenth month": (
        EVENTS,
        "2000-09",
        "2000-13",
        ["events.toml: events.storm.month: '2000-13' is not a month (YYYY-MM, or empty)"],
    ),
    "an objective of a seat that does not exist": (
        OBJECTIVES,
        'seat = "COV"',
        'seat = "COW"',
        ["objectives.toml: objectives.climb.seat: no nation 'COW' (did you mean 'COV'?)"],
    ),
    "an objective that nobody can measure": (
        OBJECTIVES,
        'measure = "participants"',
        'measure = "participant"',
        [
            (
                "objectives.toml: objectives.wide.measure: there is no measure 'participant' "
                "(did you mean 'participants'?)"
            )
        ],
    ),
    "an objective about an unknown programme": (
        OBJECTIVES,
        'of = ["OPEN"]',
        'of = ["OPENED"]',
        ["objectives.toml: objectives.wide.of: no programme 'OPENED' (did you mean 'OPEN'?)"],
    ),
    "an objective without a way to go": (
        OBJECTIVES,
        "nothing = 0\nfull = 4\npublic",
        "nothing = 4\nfull = 4\npublic",
        ["objectives.toml: objectives.wide.full: 4 is also where nothing is attained"],
    ),
    "an objective twice": (
        OBJECTIVES,
        'id = "together"',
        'id = "wide"',
        ["objectives.toml: objectives.wide: the objective is already in entry #1"],
    ),
    "an objective without weight": (
        OBJECTIVES,
        'id = "together"',
        'id = "together"\nweight = 0',
        ["objectives.toml: objectives.together.weight: 0 is out of range (0 to 10)"],
    ),
    "a seating with an empty chair": (
        SCENARIO,
        "teams = 4",
        "teams = 5",
        ["scenario.toml: seatings.#1.seats: 4 seats for 5 teams"],
    ),
    "a seating with a stranger": (
        SCENARIO,
        'seats = ["ARD", "BRV", "COV", "DUN"]',
        'seats = ["ARD", "BRV", "COV", "ARD"]',
        ["scenario.toml: seatings.#1.seats: 'ARD' is named twice"],
    ),
    "a focus on orders that do not exist": (
        SCENARIO,
        "# [focus]",
        '[focus]\norders = ["apply", "hostt"]\ndials = ["apply", "depth"]',
        [
            "scenario.toml: focus.orders: no kind of order 'hostt' (did you mean 'host'?)",
            "scenario.toml: focus.dials: 'apply' has no amount that a dial could set",
            "scenario.toml: focus.dials: 'depth' is not among the orders of the focus",
        ],
    ),
    "a map that nobody has drawn": (
        SCENARIO,
        'map = ""',
        'map = "euroatlantic"',
        ["scenario.toml: map: 'euroatlantic' is not known (did you mean 'euro-atlantic'?)"],
    ),
    "a mechanism that does not exist": (
        SCENARIO,
        "off = []",
        'off = ["P55"]',
        ["scenario.toml: off: no mechanism 'P55' (did you mean 'P5'?)"],
    ),
    "a brief for nobody": (
        "briefs/COW.md",
        "",
        "To whom?",
        ["briefs/COW.md: no nation 'COW' (did you mean 'COV'?)"],
    ),
    "a brief under a name": (
        "briefs/covania.md",
        "",
        "To whom?",
        ["briefs/covania.md: 'covania' is not a code of three capital letters"],
    ),
    "events in the main file": (
        SCENARIO,
        "turns = 8",
        "events = []\nturns = 8",
        ["scenario.toml: events: does not belong here but in events.toml"],
    ),
    "a brief in the main file": (
        SCENARIO,
        "turns = 8",
        "briefs = {}\nturns = 8",
        ["scenario.toml: briefs: does not belong here but in briefs/"],
    ),
}


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A scenario of six invented nations with one of everything, to be broken."""
    return begin("mine", 6, tmp_path)


def test_there_are_thirty_and_more() -> None:
    assert len(FAULTS) >= 30


@pytest.mark.parametrize(("file", "old", "new", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_place(
    mine: Path, file: str, old: str, new: str, expected: list[str]
) -> None:
    path = mine / file
    if not path.exists():
        path.write_text("", encoding="utf-8")
    change(path, old, new)
    assert told(mine) == expected


def test_faults_of_many_files_are_told_at_once_in_the_order_of_the_files(mine: Path) -> None:
    change(mine / OBJECTIVES, 'measure = "participants"', 'measure = "members"')
    change(mine / EVENTS, 'do = "trust"', 'do = "truth"')
    change(mine / TREATIES, "ARD,COV", "ARD,COW")
    change(mine / SCENARIO, "turns = 8", "turns = 0")
    files = [line.partition(":")[0] for line in told(mine)]
    assert files == ["scenario.toml", "agreements.csv", "events.toml", "objectives.toml"]


def test_a_scenario_without_a_programme_has_no_objectives_about_one(mine: Path) -> None:
    path = mine / SCENARIO
    text = path.read_text()
    begun = text.index("[[programmes]]")
    path.write_text(text[:begun] + text[text.index("# Which nations to give") :])
    change(mine / SCENARIO, "# The partnership", "programmes = []\n# The partnership")
    path.write_text("programmes = []\n" + path.read_text().replace("programmes = []\n", ""))
    change(mine / OBJECTIVES, 'of = ["OPEN"]\n', "")
    assert "objectives.wide.measure: 'participants' is about a programme, and there is none" in (
        " ".join(told(mine))
    )
