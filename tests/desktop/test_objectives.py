"""Objectives on the screen: one's own in play, everybody's when the game is over."""

import pytest

from tests.desktop.hands import playing
from ui.desktop import par
from ui.desktop.model import Model, update
from ui.present import objectives
from ui.present.briefs import Piece, pieces


def texts(hands):
    hands.model.version += 1
    return hands.texts()


def opened_at(window, turns, seat="VEL"):
    hands = window(playing("first-steps", seat, turns=turns))
    hands.press("g")
    return hands


def test_own_objectives_are_shown_with_value_reach_and_what_moves_them(window):
    hands = opened_at(window, 3)
    found = texts(hands)
    assert "Climb the ladder of the partnership, to membership of the League if you can." in found
    assert any(text.startswith("Share of the ladder climbed: ") for text in found)
    assert any("What moves it: offers in talks." in text for text in found)
    assert any(text.endswith("this turn") for text in found)


def test_private_objectives_of_others_are_nowhere_before_the_end(window):
    hands = opened_at(window, 3)
    private = [
        goal.text
        for goal in hands.model.game.setup.scenario.objectives
        if goal.seat != "VEL" and not goal.public
    ]
    assert len(private) > 5
    for screen in ("objectives", "review", "log", "why", "charts"):
        update(hands.model, ("open", screen))
        assert not set(private) & set(texts(hands)), screen
        update(hands.model, ("close",))
    public = [g.text for g in objectives.public(hands.model.game, "VEL")]
    assert public
    update(hands.model, ("open", "objectives"))
    assert set(public) <= set(texts(hands))


def test_what_a_seat_cannot_know_is_told_at_the_end():
    model = playing("first-steps", "LUN", turns=3)
    goals = {goal.name: goal for goal in objectives.own(model.game, "LUN")}
    for name in ("trusted-across-the-border", "no-great-power-next-door", "standing"):
        assert goals[name].value is goals[name].attained is None
        assert objectives.HIDDEN in goals[name].reach
    assert goals["neutral"].value is not None
    assert all(goal.par is None for goal in goals.values())
    while not model.game.over:
        model.game.resolve(absent="doctrine")
    assert all(goal.value is not None for goal in objectives.own(model.game, "LUN"))


def test_no_value_of_another_seat_is_told_in_play():
    game = playing("first-steps", "VEL", turns=3).game
    for goal in objectives.public(game, "VEL"):
        assert (goal.value, goal.attained, goal.trend, goal.par) == (None,) * 4
    with pytest.raises(AssertionError):
        objectives.final(game)
    with pytest.raises(AssertionError):
        par.wanted(game, threaded=False)


def test_turns_that_are_taken_back_are_taken_out_of_the_score():
    game = playing("first-steps", "VEL", turns=4).game
    before = objectives.own(game, "VEL")
    game.resolve()
    assert objectives.own(game, "VEL") != before
    game.undo()
    assert objectives.own(game, "VEL") == before


def test_looking_back_shows_the_objectives_of_that_turn():
    game = playing("first-steps", "VEL", turns=5).game
    then = objectives.own(game, "VEL", 2)
    other = game.branch(2)
    assert then == objectives.own(other, "VEL")


def test_at_the_end_all_objectives_stand_beside_par(window):
    hands = opened_at(window, 8)
    assert any(text.startswith("par ") for text in texts(hands))
    hands.press("e")
    assert hands.model.over == ("review",)
    table = objectives.table(
        hands.model.game, par.wanted(hands.model.game, threaded=False).result().score
    )
    assert {iso for iso, _ in table.rows} == {"HAL", "ORV", "VEL", "LUN"}
    update(hands.model, ("page", "review", "Score"))
    assert {"Velmark", "level"} <= set(texts(hands))


def test_a_person_who_does_nothing_falls_behind_par_and_reads_so():
    game = playing("first-steps", "VEL").game
    while not game.over:
        game.resolve()
    score = par.wanted(game, threaded=False).result().score
    rows = dict(objectives.scores(game, score, ("VEL",)).rows)
    assert rows["VEL"][-1] == "below"
    assert next(iter(rows)) == "VEL", "the seat itself comes first"


def test_par_has_the_same_injects_as_the_game():
    game = playing("first-steps", "VEL").game
    game.inject("bridge")
    while not game.over:
        game.resolve(absent="doctrine")
    umpire = tuple(played.turn.moves.umpire for played in game.history)
    with_it, without = par.found(game.setup, umpire), par.found(game.setup, ())
    assert with_it.states[1]["hostility"].max() > 0
    assert with_it.states[1].digest() != without.states[1].digest()


def test_the_brief_of_the_seat_is_for_the_seat_alone(window):
    hands = opened_at(window, 0)
    hands.press("2")
    found = " ".join(texts(hands))
    assert "You govern Velmark." in found
    assert "You govern Lunsey." not in found
    assert "An invented coast" in found


def test_marks_of_a_brief_are_read_and_not_shown():
    text = "You govern **it**.\n\n**Red lines.** Do *not*\nfight 3*4.\n\n# A head\n"
    assert pieces(text) == [
        Piece("", "You govern it."), Piece("Red lines", "Do not fight 3*4."), Piece("A head", ""),
    ]  # fmt: skip


def test_before_the_first_turn_nothing_is_measured(window):
    hands = opened_at(window, 0)
    assert "–" in texts(hands)
    assert isinstance(hands.model, Model)
