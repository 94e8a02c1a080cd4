"""Hot seat, watching, facilitating, the tutorial, and what comes after a turn."""

from __future__ import annotations

import pytest

from scenarios.session import Session
from sim.errors import DetenteError
from tests.desktop.hands import playing
from ui.desktop import par, saves, tutorial, watch
from ui.desktop.model import Model, update
from ui.desktop.screens import screens
from ui.desktop.start import begin
from ui.desktop.turns import draw_curtain
from ui.present import review


def _hot_seat() -> Model:
    screens()
    model = Model(threaded=False)
    begin(model, Session.start("first-steps", 7, ("HAL", "VEL")))
    model.hot_seat = True
    draw_curtain(model, "HAL")
    return model


def test_the_curtain_falls_between_seats_and_the_turn_waits_for_all(window):
    hands = window(_hot_seat())
    model = hands.model
    assert (model.screen, model.seat) == ("curtain", "HAL")
    hands.press("return", "e")
    assert (model.screen, model.seat, model.game.turn) == ("curtain", "VEL", 0)
    hands.press("return", "e")
    assert (model.screen, model.seat, model.game.turn) == ("curtain", "HAL", 1)
    hands.press("return")
    assert (model.screen, model.over) == ("play", ("turn",))


def test_nothing_of_the_seat_before_is_on_the_curtain_or_left_behind_it(window):
    hands = window(_hot_seat())
    hands.press("return")
    hands.draw()
    model = hands.model
    model.texts["save name"], model.page["offer to"], model.note = "mine", "ORV", "secret"
    model.scrolls["nation"], before = 40, model.map
    update(model, ("select", "LUN"))
    hands.press("e")
    hands.draw()
    assert model.map is not before, "the map keeps a picture of what the other seat knew"
    assert (model.texts, model.page, model.scrolls, model.note) == ({}, {}, {}, "")
    words = " ".join(hands.texts())
    assert "Velmark" in words
    assert "Handed in: Halmere" in words
    assert hands.ids() <= {"curtain", "lift", "map"}
    hands.press("return")
    assert model.nation == "VEL"


@pytest.mark.parametrize("key", ["escape", "e", "o", "t", "l", "d", "2", "space"])
def test_no_key_but_enter_lifts_the_curtain(key, window):
    hands = window(_hot_seat())
    hands.press(key)
    assert hands.model.screen == "curtain"
    assert hands.model.game.waiting == ("HAL", "VEL")


def test_after_a_turn_a_seat_reads_what_changed_for_it_and_what_waits(window):
    hands = window(playing(turns=2))
    hands.press("e")
    assert hands.model.over == ("turn",)
    words = " ".join(hands.texts())
    for part in ("2000 Q3 is over", "Political will", "WHAT HAPPENED", "WAITS FOR OUR WORD"):
        assert part in words
    hands.press("return")
    assert hands.model.over == ()


def test_who_wants_no_summary_gets_none(window):
    hands = window(playing())
    hands.model.settings.summary = False
    hands.press("e")
    assert hands.model.over == ()
    assert hands.model.game.turn == 1


def test_what_a_turn_tells_a_seat_does_not_hang_on_what_others_hide(window):
    """The summary of Halmere is the same whatever two others promised each other in secret."""
    hands = window(playing(turns=3))
    update(hands.model, ("open", "turn"))
    mine = hands.texts()
    from sim.events import describe

    game = hands.model.game
    played = game.history[-1]
    whole = {e.text for e in describe(game.world, played.turn, given=played.decision.moves)}
    me = game.world.nation("HAL")
    known = {e.text for e in describe(game.world, played.turn, 0, me, given=played.decision.moves)}
    assert whole - known, "in this game something is hidden from Halmere"
    assert not {text for text in whole - known if text in mine}


def test_a_game_that_is_watched_goes_on_by_the_clock_and_pauses(window):
    hands = window(playing(seat=None))
    app, model = hands.app, hands.model
    app.tick(0)
    assert model.game.turn == 0
    hands.press("space")
    app.tick(10)
    assert model.game.turn == 1
    app.tick(20)
    assert model.game.turn == 1, "the next turn is not due yet"
    app.tick(20 + watch.SPEEDS["steady"])
    assert model.game.turn == 2
    hands.press("space")
    app.tick(99_999)
    assert model.game.turn == 2


def test_the_clock_stands_while_a_dialog_is_open(window):
    hands = window(playing(seat=None))
    hands.press("space", "l")
    hands.app.tick(10)
    assert hands.model.game.turn == 0


def test_on_to_the_next_event_stops_at_one_of_weight(window):
    hands = window(playing(seat=None))
    model = hands.model
    hands.press("n")
    for now in range(20):
        hands.app.tick(now)
    stopped = model.game.turn
    assert not model.page["running"]
    assert model.game.over or watch.news(model)[0].weight >= watch.EVENT
    assert stopped > 0
    if not model.game.over:
        assert watch.news(model)[0].text in model.note


def test_faster_and_slower_go_through_the_speeds(window):
    hands = window(playing(seat=None))
    hands.press(".")
    assert hands.model.page["speed"] == "fast"
    hands.press(",", ",", ",")
    assert hands.model.page["speed"] == "slow"


def test_who_plays_a_seat_cannot_run_the_clock_or_borrow_eyes():
    model = playing()
    for msg in (("run",), ("watch turn",), ("eyes", "VEL")):
        update(model, msg)
        assert model.fault
        assert (model.seat, model.game.turn) == ("HAL", 0)


def test_who_watches_sees_with_the_eyes_of_the_nation_looked_at(window):
    hands = window(playing(seat=None))
    update(hands.model, ("select", "LUN"))
    hands.press("s")
    assert hands.model.seat == "LUN"


def test_a_facilitator_takes_a_seat_gives_it_back_and_takes_turns_back(window):
    hands = window(playing())
    model = hands.model
    update(model, ("facilitate",))
    update(model, ("take seat", "VEL"))
    assert model.seat == "VEL"
    assert set(model.game.people) == {"HAL", "VEL"}
    update(model, ("give seat", "VEL", "isolationist"))
    assert model.game.people == ("HAL",)
    update(model, ("resolve now",))
    assert model.game.turn == 1
    assert '"by":{"VEL":"isolationist"}' in model.game.record()
    update(model, ("undo",))
    assert model.game.turn == 0


def test_where_a_curtain_falls_no_player_becomes_facilitator(window):
    hands = window(_hot_seat())
    hands.press("return", "escape")
    assert hands.model.over == ("menu",)
    assert "facilitate" not in hands.ids()
    hands.press("f")
    assert not hands.model.facilitator


def test_the_review_opens_at_the_end_and_not_before(window):
    hands = window(playing(turns=7))
    update(hands.model, ("open", "review"))
    assert any("not over yet" in text for text in hands.texts())
    update(hands.model, ("close",))
    hands.press("e")
    assert hands.model.over == ("review",)
    assert any("comparison, not a grade" in text for text in hands.texts())


def test_par_of_a_seat_that_did_as_its_policy_is_level():
    game = playing(turns=8).game
    world, me = game.world, game.world.nation("HAL")
    ours = [game.setup.game.state, *(played.turn.after for played in game.history)]
    found = review.against_par(
        review.path(world, ours, me), review.path(world, par.found(game.setup, ()).states, me)
    )
    assert {cells[-1] for _, cells in found.rows} == {"level"}


def test_par_differs_where_a_person_did_nothing():
    game = playing("first-steps", "VEL").game
    while not game.over:
        game.resolve()
    world, me = game.world, game.world.nation("VEL")
    ours = [game.setup.game.state, *(played.turn.after for played in game.history)]
    found = review.against_par(
        review.path(world, ours, me), review.path(world, par.found(game.setup, ()).states, me)
    )
    rows = {cells[0]: cells[-1] for _, cells in found.rows}
    assert rows["Declared depth of participation"] == "worse"


def test_every_part_of_the_review_can_be_looked_at(window):
    hands = window(playing(turns=8))
    update(hands.model, ("open", "review"))
    for _ in range(8):
        hands.press("right")
        hands.draw()
        assert hands.texts()


def test_the_tutorial_goes_on_as_its_steps_are_done(window):
    hands = window()
    model = hands.model
    hands.press("t")
    assert tutorial.step(model) is tutorial.STEPS[0]
    hands.press("f2")
    update(model, ("select", "LUN"))
    hands.press("h")  # any message: what was done counts, not what it was done with
    assert tutorial.step(model).title == "Look at a neighbour"
    hands.app.send(("select", "LUN"))
    assert tutorial.step(model).title == "What you want"
    hands.press("h", "g")
    assert tutorial.step(model).title == "The map has layers"
    hands.press("escape", "2", "o")
    assert tutorial.step(model).title == "Give an order"
    model.game.draft("VEL", {"orders": [{"do": "apply", "target": "COAST"}]})
    hands.press("down")
    assert tutorial.step(model).title == "Back to the map"
    hands.press("escape", "t")
    assert tutorial.step(model).title == "End the turn"
    hands.press("escape", "e", "return")
    assert tutorial.step(model).title == "That is all"
    hands.press("f2")
    assert tutorial.step(model) is None


def test_the_tutorial_can_be_left_at_any_step(window):
    hands = window()
    hands.press("t")
    assert "coach" in hands.ids()
    hands.press("f3")
    assert "coach" not in hands.ids()
    assert hands.model.session is not None


def test_every_step_of_the_tutorial_points_at_a_box_that_is_there(window):
    hands = window()
    hands.press("t")
    where = {"orders close": "orders", "turn go": "turn", "talks": ""}
    for k, step in enumerate(tutorial.STEPS):
        if not step.points:
            continue
        hands.model.lesson = k
        if step.points == "turn go":
            hands.model.game.resolve()
        dialog = where.get(step.points, "")
        hands.model.over = (dialog,) if dialog else ()
        hands.model.version += 1
        assert hands.box(step.points)


def test_people_are_chosen_for_several_seats(window):
    hands = window()
    hands.press("n", "2")
    update(hands.model, ("seat", "HAL"))
    hands.press("return")
    assert hands.model.session is None, "two are needed"
    update(hands.model, ("seat", "LUN"))
    hands.press("return")
    assert hands.model.game.people == ("HAL", "LUN")
    assert (hands.model.screen, hands.model.hot_seat) == ("curtain", True)


def test_seats_are_found_by_typing(window):
    hands = window()
    hands.press("n")
    update(hands.model, ("type", "find seat", "vel"))
    assert [name for name in hands.ids() if name.startswith("seat ")] == ["seat VEL"]


def test_a_game_that_is_over_cannot_be_ended_again():
    model = playing(turns=8)
    update(model, ("end turn",))
    assert model.fault
    with pytest.raises(DetenteError):
        model.game.resolve()
    assert not saves.listed()
