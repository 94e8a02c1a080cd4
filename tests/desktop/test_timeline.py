"""Looking back: screens show the turn as the seat saw it then; another game goes on from it."""

import numpy as np
import pytest

from scenarios.session import Session, SessionFault
from tests.desktop.hands import playing
from tests.desktop.looking import faults
from ui.desktop import saves
from ui.desktop.map.view import MapView
from ui.desktop.model import update
from ui.present import chronicle
from ui.present.layers import LAYERS

TURNS = 5


@pytest.fixture
def model():
    return playing(turns=TURNS)


def test_an_observation_of_an_earlier_turn_is_what_the_seat_saw_then():
    session = Session.start("first-steps", 7, ("HAL",))
    then = []
    for _ in range(4):
        then.append(session.observation("HAL"))
        session.resolve(absent="doctrine")
    for turn, seen in enumerate(then):
        again = session.observation("HAL", turn)
        assert again.turn == seen.turn == turn
        assert np.array_equal(again.trust, seen.trust)
        assert np.array_equal(again["declared"], seen["declared"])
    assert session.observation("HAL", 4).turn == session.observation("HAL").turn


@pytest.mark.parametrize("turn", [-1, 3])
def test_there_is_no_observation_of_a_turn_that_has_not_begun(turn):
    session = Session.start("first-steps", 7, ("HAL",))
    session.resolve(absent="doctrine")
    with pytest.raises(SessionFault, match="has not begun"):
        session.observation("HAL", turn)


def test_the_screens_show_the_turn_that_is_looked_at(model):
    now = model.seen
    update(model, ("show", 1))
    assert (model.past, model.at, model.seen.turn) == (True, 1, 1)
    then = LAYERS["trust"](model.seen).values
    assert then != LAYERS["trust"](now).values
    assert then == LAYERS["trust"](model.game.observation("HAL", 1)).values
    update(model, ("show", TURNS))
    assert not model.past


def test_brackets_step_through_the_turns_and_b_goes_back_to_now(model, window):
    hands = window(model)
    hands.press("[", "[")
    assert model.at == TURNS - 2
    hands.press("]")
    assert model.at == TURNS - 1
    hands.press("]")
    assert not model.past
    hands.press("[", "b")
    assert (model.past, model.at) == (False, TURNS)
    hands.press(*["["] * 9)
    assert model.at == 0


def test_a_banner_says_which_turn_is_looked_at(model, window):
    hands = window(model)
    hands.click("turn 2")
    label = model.game.world.label(2)
    assert f"Looking at {label}" in hands.texts()
    hands.click("now")
    assert f"Looking at {label}" not in hands.texts()


@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
@pytest.mark.parametrize("size", [(960, 540), (1280, 720), (1920, 1080), (3840, 2160)])
def test_the_banner_and_the_strip_lie_over_nothing_else(size, scale, model, window):
    model.settings.scale = scale
    update(model, ("show", 2))
    model.note = "a note that is long enough to be told in more than one line of its panel " * 2
    hands = window(model, size)
    assert not faults(hands.app.layers[-1], hands.app.kit, size)


def test_nothing_is_ordered_or_played_while_one_looks_back(model, window):
    hands = window(model)
    hands.press("[")
    for key in ("o", "t", "e"):
        hands.press(key)
        assert model.over == ()
        assert model.fault
        assert "looking back" in model.note
        assert len(model.game.history) == TURNS
    assert not hands.box("orders").enabled
    assert not hands.box("end").enabled


def test_a_branch_goes_on_from_the_turn_and_the_game_so_far_is_saved(model, window):
    hands = window(model)
    old = model.game
    digest = old.history[2].turn.before.digest()
    update(model, ("show", 2))
    hands.press("g")
    assert model.game is not old
    assert (len(model.game.history), model.past) == (2, False)
    assert model.game.state.digest() == digest
    (saved,) = [one for one in saves.listed() if "until" in one.name]
    assert len(saves.load(saved.path).history) == TURNS
    hands.press("o")
    assert model.over == ("orders",)


def test_playing_on_ends_the_look_back_after_an_undo(model):
    update(model, ("show", 4))
    model.game.undo(3)
    assert not model.past
    assert model.seen.turn == 2


def test_the_strip_has_a_place_for_each_turn_and_those_to_come_take_no_click(model, window):
    hands = window(model)
    turns = [box for box in hands.box("timeline").walk() if type(box).__name__ == "Tick"]
    assert len(turns) == model.game.world.turns
    assert [box.on is not None for box in turns] == [
        k <= TURNS for k in range(model.game.world.turns)
    ]


def test_great_events_are_told_as_the_seat_may_know_them(model):
    told = [chronicle.great(model.game, "HAL", turn) for turn in range(TURNS)]
    assert any(told)
    assert all(event.weight >= chronicle.GREAT for events in told for event in events)
    assert chronicle.happened(model.game, "HAL", 0) is chronicle.happened(model.game, "HAL", 0)
    model.game.undo()
    model.game.resolve()
    again = chronicle.happened(model.game, "HAL", TURNS - 1)
    assert all(event.turn == TURNS - 1 for event in again)


def test_the_map_and_the_panel_are_drawn_for_the_past(model, window, monkeypatch):
    shown = []
    plain = MapView.show

    def noted(self, picture, *rest):
        shown.append(picture)
        plain(self, picture, *rest)

    monkeypatch.setattr(MapView, "show", noted)
    hands = window(model)
    hands.draw()
    hands.press(*["["] * TURNS)
    hands.draw()
    assert shown[-1].date != shown[0].date
    assert shown[-1].fills != shown[0].fills  # nobody had joined yet
