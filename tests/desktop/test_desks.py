"""Exercises, missions, verification, the ladder: what is on them, and into files."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from sim.observe import observe
from sim.state import State
from tests.desktop.hands import playing
from ui.desktop import saves
from ui.desktop.export import text_of
from ui.desktop.model import update
from ui.desktop.screens._desk import TABLES
from ui.present import desks
from ui.present.ladder import ladder
from ui.present.listing import Column, Listing

DESKS = ("exercises", "missions", "verification", "ladder")


@pytest.fixture(scope="module")
def played():
    """Poland after two years."""
    return playing("pfp-1994", "POL", turns=8)


def _listings(seen) -> dict[str, Listing]:
    return {one.title: one for name in DESKS for one in TABLES[name](seen)}


def test_every_row_has_a_cell_for_every_column(played):
    for one in _listings(played.seen).values():
        for _, cells in one.rows:
            assert len(cells) == len(one.columns)


def test_the_ladder_tells_when_each_step_was_reached(played):
    world, state = played.game.world, played.game.state
    (listing,) = ladder(played.seen)
    rows = dict(listing.rows)
    me = world.nation("POL")
    signed = int(state["step_turn"][0, me, 0, 0])
    assert signed >= 0
    assert rows["POL"][3] == world.label(signed)
    assert set(rows) == {
        iso for i, iso in enumerate(world.iso) if world.exists(played.game.turn)[i]
    }


def test_who_has_climbed_farther_stands_higher(played):
    (listing,) = ladder(played.seen)
    reached = [sum(cell != "–" for cell in cells[3:]) for _, cells in listing.rows]
    assert reached == sorted(reached, reverse=True)
    assert reached[0] > reached[-1]


def test_planned_exercises_are_all_there(played):
    from sim.state import PLANNED

    planned = int((played.game.state["exercise"][0] == PLANNED).sum())
    assert planned > 0
    assert len(desks.exercises(played.seen)[0].rows) == planned


def test_missions_tell_troops_and_lead(played):
    under_way, troops, _ = desks.missions(played.seen)
    state, world = played.game.state, played.game.world
    slots = np.flatnonzero(state["mission_place"][0] >= 0)
    assert len(under_way.rows) == len(slots) > 0
    first = int(slots[0])
    assert under_way.rows[0][1][2] == world.names[int(state["mission_lead"][0, first])]
    assert under_way.rows[0][1][4] == f"{float(state['troops'][0, :, first].sum()):.2f}"
    assert troops.rows


#: What is hidden from Poland of others: (field, how it is changed).
HIDDEN = ("will", "posture", "activity", "transparency", "depth", "resistance", "casualties")


def test_no_desk_hangs_on_what_others_keep_to_themselves(played):
    """Whatever is hidden is changed for all others: every table stays as it was."""
    game = played.game
    state, me = game.state, game.world.nation("POL")
    arrays = {name: state[name].copy() for name in state}
    for name in HIDDEN:
        others = np.arange(game.world.dims.N) != me
        arrays[name][0, others] = 1.0 - np.minimum(arrays[name][0, others], 1.0)
    for name in ("threat", "insight", "belief", "alarmed", "good", "bad"):
        others = np.arange(game.world.dims.N) != me
        arrays[name][0, others] = 0
    changed = observe(game.world, State(arrays, state.turn)).of(np.array([me]))
    assert _listings(changed) == _listings(played.seen)


@pytest.mark.parametrize("name", DESKS)
def test_a_desk_opens_by_its_key_and_writes_its_tables(name, window):
    key = {"exercises": "x", "missions": "m", "verification": "v", "ladder": "r"}[name]
    hands = window(playing(turns=3))
    hands.press(key)
    assert hands.model.over == (name,)
    hands.press("x")
    assert "Written to" in hands.model.note
    (path,) = (saves.folder() / "tables").glob("*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    listing = TABLES[name](hands.model.seen)[0]
    assert rows[0] == ["code", *(column.head for column in listing.columns)]
    assert [tuple(row[1:]) for row in rows[1:]] == [cells for _, cells in listing.rows]


def test_a_file_that_cannot_be_written_is_told(window, monkeypatch):
    hands = window(playing())
    hands.press("x")
    monkeypatch.setenv("DETENTE_SAVES", "/proc/nowhere")
    hands.press("x")
    assert hands.model.fault
    assert "cannot be written" in hands.model.note


def test_right_goes_to_the_next_table_and_around(window):
    hands = window(playing(turns=2))
    hands.press("v", "right")
    assert any("Insight".upper() in text for text in hands.texts())
    hands.press("right")
    assert any("QUOTA" in text for text in hands.texts())


def test_a_row_leads_to_its_nation(window):
    hands = window(playing(turns=2))
    hands.press("r")
    row = next(
        k for k, (iso, _) in enumerate(TABLES["ladder"](hands.model.seen)[0].rows) if iso == "LUN"
    )
    hands.click(f"ladder row {row}")
    assert (hands.model.nation, hands.model.over) == ("LUN", ())


def test_the_list_of_desks_opens_each_of_them(window):
    hands = window(playing())
    for name in DESKS:
        hands.press("d")
        hands.click(f"desk {name}")
        assert hands.model.over == (name,)
        update(hands.model, ("close",))


def test_cells_with_commas_and_quotes_stay_cells():
    listing = Listing("odd", (Column("a"), Column("b")), (("X", ('say "no"', "a, b")),))
    assert list(csv.reader(text_of(listing).splitlines())) == [
        ["code", "a", "b"],
        ["X", 'say "no"', "a, b"],
    ]
