"""A variant says what differs from the scenario that it extends; all else is the other's."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scenarios import load as loading
from scenarios.load import load
from tests.scenarios.breaking import SMALL, change, told

HEAD = 'id = "{name}"\nextends = "{base}"\n'
EVENTS = """
[[events]]
id = "{id}"
title = "{id}"
text = "Something happens."
month = "{month}"
seats = {seats}
source = "invented"
effects = [{{ do = "will", nation = "{nation}", amount = -0.1 }}]
"""
OBJECTIVES = """
[[objectives]]
seat = "{seat}"
id = "{id}"
text = "We want it."
measure = "trust_from"
of = {of}
nothing = 0.2
full = {full}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A scenario of four nations with one of everything, to be extended."""
    folder = Path(shutil.copytree(SMALL, tmp_path / "base"))
    (folder / "briefs").mkdir()
    (folder / "briefs" / "LUN.md").write_text("To Lunsey.")
    (folder / "briefs" / "HAL.md").write_text("To Halmere.")
    (folder / "agreements.csv").write_text(
        "a,b,type,since,source\nHAL,LUN,training,1998-01,invented\n"
        "HAL,ORV,framework,1997-05,invented\n"
    )
    (folder / "events.toml").write_text(
        EVENTS.format(id="early", month="2000-02", seats=[], nation="HAL")
        + EVENTS.format(id="lunar", month="", seats=[], nation="LUN")
        + EVENTS.format(id="told", month="", seats=["LUN"], nation="HAL")
        + EVENTS.format(id="shared", month="", seats=["LUN", "HAL"], nation="HAL")
    )
    (folder / "objectives.toml").write_text(
        OBJECTIVES.format(seat="HAL", id="liked", of=["ORV"], full=0.8)
        + OBJECTIVES.format(seat="HAL", id="near", of=["LUN"], full=0.8)
        + OBJECTIVES.format(seat="LUN", id="liked", of=["HAL"], full=0.8)
    )
    return folder


@pytest.fixture
def extend(base: Path) -> Callable[..., Path]:
    """Makes a variant of the base beside it: its head, and other files by name."""

    def extending(head: str = "", name: str = "variant", of: str = "base", **files: str) -> Path:
        folder = base.parent / name
        folder.mkdir()
        (folder / "scenario.toml").write_text(HEAD.format(name=name, base=of) + head)
        for stem, text in files.items():
            (folder / stem.replace("_", ".")).write_text(text)
        return folder

    return extending


def ids(items: list) -> list[str]:
    return [item.id for item in items]


def test_a_variant_that_says_nothing_is_its_base_under_another_name(
    base: Path, extend: Callable[..., Path]
) -> None:
    found, whole = load(extend()), load(base)
    assert (found.id, found.extends) == ("variant", "base")
    assert found.model_copy(update={"id": whole.id, "extends": ""}) == whole


def test_keys_and_parameters_of_the_variant_come_before_the_bases(
    base: Path, extend: Callable[..., Path]
) -> None:
    head = 'turns = 5\noff = ["P15"]\n[set]\n"attend.threshold" = 2.0\n"trust.memory" = 0.85\n'
    found, whole = load(extend(head)), load(base)
    assert (found.turns, found.off, found.title) == (5, ["P15"], whole.title)
    assert found.set == {**whole.set, "attend.threshold": 2.0, "trust.memory": 0.85}
    assert found.slots == whole.slots


def test_rows_of_the_same_name_replace_the_bases_and_others_join_them(
    base: Path, extend: Callable[..., Path]
) -> None:
    header, first, *_ = (base / "nations.csv").read_text().splitlines()
    grown = first.replace("2400", "2500")
    newcomer = first.replace("HAL,Halmere,46.20", "NEW,Newland,40.00")
    folder = extend(
        nations_csv="\n".join((header, grown, newcomer)),
        dyads_csv="a,b,land_border\nLUN,HAL,1\nNEW,HAL,1\n",
        objectives_toml=OBJECTIVES.format(seat="HAL", id="liked", of=["VEL"], full=0.9),
    )
    found, whole = load(folder), load(base)
    assert [n.iso3 for n in found.nations] == ["HAL", "ORV", "VEL", "LUN", "NEW"]
    assert found.nations[0].gdp == 2500
    assert found.nations[1:4] == whole.nations[1:]
    pairs = [(d.a, d.b, d.land_border) for d in found.dyads]
    assert ("LUN", "HAL", 1) in pairs
    assert ("NEW", "HAL", 1) in pairs
    assert not any((a, b) == ("HAL", "LUN") for a, b, _ in pairs)
    assert [(o.seat, o.id, o.of) for o in found.objectives] == [
        ("HAL", "liked", ["VEL"]),
        ("HAL", "near", ["LUN"]),
        ("LUN", "liked", ["HAL"]),
    ]


def test_a_nation_leaves_with_all_that_is_about_it(extend: Callable[..., Path]) -> None:
    found = load(extend('without = ["LUN"]\n'))
    assert [n.iso3 for n in found.nations] == ["HAL", "ORV", "VEL"]
    assert {code for d in found.dyads for code in (d.a, d.b)} <= {"HAL", "ORV", "VEL"}
    assert [(t.a, t.b) for t in found.agreements] == [("HAL", "ORV")]
    assert [(o.seat, o.id) for o in found.objectives] == [("HAL", "liked")]
    assert list(found.briefs) == ["HAL"]
    assert "LUN" not in str(found.content()["events"])


def test_what_only_a_nation_left_out_was_to_learn_becomes_no_news_for_all(
    extend: Callable[..., Path],
) -> None:
    found = {event.id: event.seats for event in load(extend('without = ["LUN"]\n')).events}
    assert found == {"early": [], "shared": ["HAL"]}


def test_single_rows_are_dropped_by_name(extend: Callable[..., Path]) -> None:
    drop = """[drop]
    events = ["told"]
    objectives = ["HAL.near"]
    agreements = ["LUN-HAL.training"]
    dyads = ["LUN-VEL"]
    set = ["tie.saturation"]
    """
    folder = extend(drop)
    with (folder.parent / "base" / "sources.toml").open("a", encoding="utf-8") as file:
        file.write('\n[set]\n"tie.saturation" = { source = "Us", mark = "assumption" }\n')
    found = load(folder)
    assert "told" not in ids(found.events)
    assert [(o.seat, o.id) for o in found.objectives] == [("HAL", "liked"), ("LUN", "liked")]
    assert [t.type for t in found.agreements] == ["framework"]
    assert ("VEL", "LUN") not in [(d.a, d.b) for d in found.dyads]
    assert "tie.saturation" not in found.set
    assert "tie.saturation" not in found.sources["set"]


def test_events_of_the_base_outside_the_variants_time_are_left_out(
    extend: Callable[..., Path],
) -> None:
    later = 'start = "2001-01"\n'
    assert "early" not in ids(load(extend(later)).events)
    assert "lunar" in ids(load(extend(later, name="again")).events)
    sooner = 'start = "1999-01"\nturns = 4\n'
    assert "early" not in ids(load(extend(sooner, name="sooner")).events)


def test_a_brief_replaces_the_bases(extend: Callable[..., Path]) -> None:
    folder = extend()
    (folder / "briefs").mkdir()
    (folder / "briefs" / "HAL.md").write_text("Other words.")
    assert load(folder).briefs == {"HAL": "Other words.", "LUN": "To Lunsey."}


def test_a_variant_may_extend_a_variant_and_one_of_the_library(
    extend: Callable[..., Path],
) -> None:
    extend("turns = 5\n", name="one")
    two = load(extend("months = 6\n", name="two", of="one"))
    assert (two.turns, two.months, two.extends) == (5, 6, "one")
    far = load(extend("turns = 3\n", name="far", of="pfp-1994"))
    assert (far.turns, len(far.nations)) == (3, len(load("pfp-1994").nations))


def test_a_copy_that_bears_a_library_name_may_extend_that_scenario(
    extend: Callable[..., Path],
) -> None:
    assert load(extend("turns = 3\n", name="first-steps", of="first-steps")).turns == 3


def test_a_records_content_of_a_variant_needs_no_base(
    base: Path, extend: Callable[..., Path]
) -> None:
    found = load(extend('without = ["LUN"]\n'))
    shutil.rmtree(base)
    assert loading.from_content(found.content()) == found


# --- faults


def test_a_fault_names_the_folder_that_it_stands_in(
    base: Path, extend: Callable[..., Path]
) -> None:
    change(base / "nations.csv", "0.65", "1.7")
    change(base / "groups.toml", '"ORV"]', '"ORW"]')
    folder = extend(
        'turns = 0\n[set]\n"trust.memroy" = 1.0\n', dyads_csv="a,b,land_border\nHAL,VEX,1\n"
    )
    assert told(folder) == [
        "scenario.toml: turns: 0 is out of range (1 to 400)",
        (
            "scenario.toml: set.\"trust.memroy\": no parameter 'trust.memroy' "
            "(did you mean 'trust.memory'?)"
        ),
        "base/nations.csv: row 4 (VEL): institutions: 1.7 is out of range (0 to 1)",
        "dyads.csv: row 2 (HAL-VEX): b: no nation 'VEX' (did you mean 'VEL'?)",
        "base/groups.toml: groups.LEAGUE.members: no nation 'ORW' (did you mean 'ORV'?)",
    ]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('without = ["LUX"]\n', "without: no nation 'LUX' (did you mean 'LUN'?)"),
        ('without = "LUN"\n', "without: 'LUN' is not a list"),
        (
            'drop = { events = ["erly"] }\n',
            "drop.events: no such row in the base 'erly' (did you mean 'early'?)",
        ),
        (
            'drop = { event = ["early"] }\n',
            "drop.event: no such key (did you mean 'events'?)",
        ),
        (
            'drop = { set = ["tie.saturatoin"] }\n',
            "drop.set: no parameter of the base 'tie.saturatoin' (did you mean 'tie.saturation'?)",
        ),
        ("drop = 3\n", "drop: 3 is not a table"),
        ('drop = { events = [["early"]] }\n', "drop.events.#1: a list is not a text"),
    ],
)
def test_what_cannot_be_left_out_is_told(
    extend: Callable[..., Path], head: str, expected: str
) -> None:
    assert told(extend(head)) == [f"scenario.toml: {expected}"]


@pytest.mark.parametrize(
    ("of", "start"),
    [
        ("bass", "no scenario 'bass' (did you mean 'base'?)"),
        ("../base", "'../base' is no name; give the id of a scenario of the library, or the name"),
        ("/etc", "'/etc' is no name; give the id"),
        ("..", "'..' is no name; give the id"),
        ("a\\\\b", "'a\\\\b' is no name; give the id"),
        ("variant", "leads back to where it came from: variant -> variant"),
        ("alias", "'alias' is a link; put the folder itself beside this one"),
    ],
)
def test_a_base_is_a_name_and_nothing_else(
    base: Path, extend: Callable[..., Path], of: str, start: str
) -> None:
    (base.parent / "alias").symlink_to(base)
    (line,) = told(extend(of=of))
    assert line.startswith(f"scenario.toml: extends: {start}")


def test_variants_of_one_another_are_told_with_the_way_round(
    extend: Callable[..., Path],
) -> None:
    extend(name="one", of="two")
    expected = "one/scenario.toml: extends: leads back to where it came from: two -> one -> two"
    assert told(extend(name="two", of="one")) == [expected]


def test_at_most_four_variants_stand_above_one_another(extend: Callable[..., Path]) -> None:
    below = "base"
    for name in ("one", "two", "three", "four"):
        last, below = extend(name=name, of=below), name
    assert told(last) == []
    fault = "extends: 5 variants stand above one another; at most 4 may"
    assert told(extend(name="five", of="four")) == [f"one/scenario.toml: {fault}"]


def test_what_a_base_lacks_for_a_fault_of_its_own_is_not_told_again(
    base: Path, extend: Callable[..., Path]
) -> None:
    change(base / "scenario.toml", "turns = 8", "turns = = 8")
    change(base / "nations.csv", "iso3", "iso")
    head = 'without = ["LUN"]\ndrop = { set = ["tie.saturation"] }\nturns = 3\n'
    assert told(extend(head)) == [
        "base/scenario.toml: line 5, column 9: malformed TOML: invalid value",
        "base/nations.csv: line 1: no column 'iso' (did you mean 'iso3'?)",
        "base/nations.csv: line 1: column 'iso3' is missing",
    ]


def test_a_variant_needs_an_id_of_its_own(base: Path, extend: Callable[..., Path]) -> None:
    folder = extend()
    change(folder / "scenario.toml", 'id = "variant"\n', "")
    assert told(folder) == ["scenario.toml: id: is missing; a variant has an id of its own"]


def test_an_archive_is_not_opened(tmp_path: Path, base: Path) -> None:
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", base)
    assert told(Path(packed)) == [f"{packed}: is an archive; unpack it and give its folder"]
