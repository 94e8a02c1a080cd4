"""Remarks on sound scenarios: each is told once, with its place and its weight, and is no fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios.load import draft_of, library
from scenarios.workbench.remarks import remarks
from scenarios.workbench.starter import begin
from tests.scenarios.breaking import change

#: File, old and new text (an empty old one: appended), and the remark: severity, place, sentence.
REMARKS = {
    "an event after the last turn": (
        "events.toml",
        "2000-09",
        "2002-01",
        (
            "warning: events.toml: events.storm.month: 2002-01 lies after the last turn "
            "(2001-12); it "
            "never happens"
        ),
    ),
    "an event before the start": (
        "events.toml",
        "2000-09",
        "1999-12",
        "warning: events.toml: events.storm.month: 1999-12 lies before the start; it never happens",
    ),
    "an event about a nation that is no more": (
        "nations.csv",
        "COV,Covania,48.00,-29.60,,",
        "COV,Covania,48.00,-29.60,,2000-06",
        "warning: events.toml: events.storm.month: COV does not exist in 2000-09",
    ),
    "a neutral that owes defence": (
        "agreements.csv",
        "",
        "ELS,FEN,defence,1999-01,invented\n",
        "warning: agreements.csv: row 5 (ELS-FEN): type: ELS is neutral by law and owes defence",
    ),
    "a neutral in an alliance": (
        "groups.toml",
        '"ARD", "BRV"]',
        '"ARD", "BRV", "ELS"]',
        (
            "warning: groups.toml: groups.LEAGUE.members: ELS: neutral by law, in a group whose "
            "members "
            "owe defence"
        ),
    ),
    "a defence treaty between rivals": (
        "agreements.csv",
        "",
        "COV,DUN,defence,1999-01,invented\n",
        (
            "warning: agreements.csv: row 5 (COV-DUN): type: defence in force between strategic "
            "rivals "
            "(dyads.csv)"
        ),
    ),
    "non-aggression between rivals": (
        "agreements.csv",
        "",
        "COV,DUN,non-aggression,1999-01,invented\n",
        (
            "note: agreements.csv: row 5 (COV-DUN): type: non-aggression in force between "
            "strategic "
            "rivals (dyads.csv)"
        ),
    ),
    "defence owed to both of two rivals": (
        "agreements.csv",
        "",
        "FEN,COV,defence,1999-01,invented\nFEN,DUN,defence,1999-01,invented\n",
        (
            "warning: dyads.csv: row 6 (COV-DUN): rivalry: FEN owes defence to both of these "
            "rivals "
            "(FEN-COV; FEN-DUN)"
        ),
    ),
    "a group that bars alliances": (
        "groups.toml",
        'id = "FORUM"',
        'id = "FORUM"\nbars = true',
        (
            "warning: groups.toml: groups.FORUM.bars: bars its members from other alliances, and "
            "ARD, "
            "BRV are in LEAGUE"
        ),
    ),
    "a column without source": (
        "sources.toml",
        "gdp =",
        "# gdp =",
        "warning: sources.toml: nations: no source for gdp of nations.csv",
    ),
    "a setting without source": (
        "sources.toml",
        '"attend.threshold" =',
        '# "attend.threshold" =',
        "warning: sources.toml: set: no source for attend.threshold of [set]",
    ),
    "a figure from memory": (
        "sources.toml",
        'gdp = { source = "Invented", year = 2000, mark = "invented" }',
        'gdp = { source = "Memory", year = 2000, mark = "assumption" }',
        "note: sources.toml: nations: from memory or assumed: gdp",
    ),
    "an event that is assumed": (
        "events.toml",
        'source = "invented"',
        'source = "assumption"',
        "note: events.toml: events: assumed: 1 of 4 entries",
    ),
    "a citation that nobody needs": (
        "sources.toml",
        "[citations]",
        '[citations]\nbook = "A Book"',
        "note: sources.toml: citations.book: nothing refers to it",
    ),
    "a step that the scenario itself opens too late": (
        "scenario.toml",
        'sponsor = "LEAGUE"',
        'sponsor = "LEAGUE"\nopens = { review = "2002-05" }',
        (
            "warning: scenario.toml: programmes.OPEN: out of reach before the game ends in "
            "2001-12: "
            "review, certification, action-plan, membership-plan, accession (they open too late, "
            "or "
            "their work takes longer)"
        ),
    ),
    "secrets only": (
        "objectives.toml",
        'of = ["OPEN"]\nnothing = 0\nfull = 4\npublic = true',
        'of = ["OPEN"]\nnothing = 0\nfull = 4',
        "note: objectives.toml: objectives: no objective of ARD is public",
    ),
}


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return begin("mine", 6, tmp_path)


def said(folder: Path) -> list[str]:
    draft = draft_of(folder)
    assert draft.problems == []
    return [f"{p.severity}: {p}" for p in remarks(draft, draft.scenario())]


def test_a_beginning_has_one_note(mine: Path) -> None:
    assert said(mine) == [
        (
            "note: scenario.toml: programmes.OPEN: out of reach before the game ends in 2001-12: "
            "certification, action-plan (they open too late, or their work takes longer)"
        )
    ]


@pytest.mark.parametrize(("file", "old", "new", "remark"), REMARKS.values(), ids=REMARKS)
def test_a_remark_is_told_beside_what_was_said_before(
    mine: Path, file: str, old: str, new: str, remark: str
) -> None:
    before = set(said(mine))
    change(mine / file, old, new)
    assert [line for line in said(mine) if line not in before] == [remark]


def test_a_class_needs_something_to_read_and_to_want(mine: Path) -> None:
    text = (mine / "scenario.toml").read_text()
    head, _, rest = text.partition('brief = """')
    (mine / "scenario.toml").write_text(head + rest.partition('"""')[2])
    (mine / "objectives.toml").unlink()
    (mine / "briefs" / "ELS.md").unlink()
    (mine / "briefs" / "teaching.md").unlink()
    assert said(mine)[:4] == [
        "warning: scenario.toml: brief: is empty; a class would have nothing to read",
        (
            "warning: objectives.toml: objectives: no objectives for ARD, BRV, COV, DUN, ELS, FEN, "
            "which seatings name"
        ),
        "warning: briefs/: no brief for ELS, which seatings name",
        "note: briefs/teaching.md: there is none; an instructor would have no notes",
    ]


def test_a_nation_that_no_pair_names_is_told(mine: Path) -> None:
    lines = (mine / "dyads.csv").read_text().splitlines()
    (mine / "dyads.csv").write_text("\n".join(line for line in lines if "FEN" not in line))
    assert "note: dyads.csv: no row names FEN: without neighbours or rivals" in said(mine)


def test_rivals_in_one_alliance_are_no_contradiction(mine: Path) -> None:
    change(mine / "groups.toml", '"ARD", "BRV"]', '"ARD", "BRV", "COV", "DUN"]')
    assert not any("both of these rivals" in line for line in said(mine))


def test_warnings_come_before_notes(mine: Path) -> None:
    change(mine / "events.toml", "2000-09", "2002-01")
    assert [line.partition(":")[0] for line in said(mine)] == ["warning", "note"]


def test_what_a_base_lacks_is_not_told_of_its_variant(mine: Path, tmp_path: Path) -> None:
    change(mine / "sources.toml", "[citations]", '[citations]\nbook = "A Book"')
    variant = tmp_path / "variant"
    variant.mkdir()
    (variant / "scenario.toml").write_text('id = "variant"\nextends = "mine"\nturns = 4\n')
    assert not any("book" in line for line in said(variant))


@pytest.mark.parametrize("name", library())
def test_remarks_can_be_made_on_every_scenario_of_the_library(name: str) -> None:
    draft = draft_of(name)
    for problem in remarks(draft, draft.scenario()):
        assert problem.severity in ("warning", "note")
        assert problem.message
