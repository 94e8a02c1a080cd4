"""Saving by itself, going on, and saves that are no saves."""

from __future__ import annotations

import json
import signal

import pytest

from scenarios.session import Session
from tests.desktop.hands import playing
from ui.desktop import keep, saves, settings, start
from ui.desktop.model import Model, Settings, update
from ui.desktop.screens import screens

APPLY = {"orders": [{"do": "apply", "target": "COAST"}]}


@pytest.fixture
def model() -> Model:
    return playing("first-steps", "VEL")


def test_every_turn_is_saved_as_it_ends(model):
    for turn in (1, 2):
        update(model, ("end turn",))
        assert saves.load(saves.path_of(saves.AUTOSAVE)).turn == turn


def test_a_save_that_fails_is_told_and_the_turn_is_played(model, monkeypatch):
    monkeypatch.setenv("DETENTE_SAVES", "/proc/nowhere")
    update(model, ("end turn",))
    assert model.game.turn == 1
    assert model.fault
    assert "not saved" in model.note


def test_the_record_that_grows_is_the_one_written_at_once(model):
    """What is kept of earlier lines gives the same text as a record written anew."""
    for turn in range(3):
        update(model, ("end turn",))
        model.game.record()
        if turn == 1:
            model.game.undo()
    model.game.resolve()
    grown = model.game.record()
    fresh = Session(model.game.setup)
    fresh.history, fresh._by = model.game.history, model.game._by
    assert grown == fresh.record()


def test_closing_the_window_keeps_what_was_being_prepared(model):
    update(model, ("end turn",))
    model.game.draft("VEL", APPLY)
    offered, _ = model.game.offer("VEL", {"to": "LUN", "kind": "framework"})
    inbox = [p for p in model.game.papers("VEL") if p.to == "VEL"]
    for paper in inbox[:1]:
        model.game.answer("VEL", paper.number, accept=True)
    keep.keep_all(model.game)
    path = saves.path_of(saves.AUTOSAVE)
    again = saves.load(path)
    assert keep.take_up(again, path) == ""
    assert again.seats["VEL"].draft == APPLY
    assert again.papers("VEL") == model.game.papers("VEL")
    assert offered in again.papers("VEL")


def test_a_game_closed_in_its_first_turn_is_kept_if_anything_was_prepared(model):
    keep.keep_all(model.game)
    assert not saves.listed()
    model.game.draft("VEL", APPLY)
    keep.keep_all(model.game)
    again = saves.load(saves.path_of(saves.AUTOSAVE))
    keep.take_up(again, saves.path_of(saves.AUTOSAVE))
    assert again.seats["VEL"].draft == APPLY


def test_what_was_prepared_for_another_game_is_not_taken_up(model):
    model.game.draft("VEL", APPLY)
    keep.keep_all(model.game)
    path = saves.path_of(saves.AUTOSAVE)
    update(model, ("end turn",))
    beside = path.with_suffix(keep.OPEN_TURN)
    assert not beside.exists(), "it was handed in"
    beside.write_text('{"record": "of another", "turn": 1, "seats": {}}', encoding="utf-8")
    again = saves.load(path)
    assert keep.take_up(again, path) == ""
    assert not again.seats["VEL"].draft


@pytest.mark.parametrize("text", ["", "{", "[]", '{"record": 1}', '{"record":"x","turn":0}'])
def test_a_damaged_file_of_the_open_turn_begins_the_turn_anew(model, text):
    update(model, ("end turn",))
    path = saves.path_of(saves.AUTOSAVE)
    path.with_suffix(keep.OPEN_TURN).write_text(text, encoding="utf-8")
    again = saves.load(path)
    keep.take_up(again, path)
    assert not again.seats["VEL"].draft
    assert again.turn == 1


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"hello\n", "not a record"),
        (b"\x00\xff\x00", "not a record"),
        (b'{"format":1}\n', "line 1"),
        ("damaged", "line 2"),
        ("short", "ends too soon"),
    ],
)
def test_a_save_that_is_none_is_refused_with_the_reason_and_left_as_it_is(model, data, reason):
    update(model, ("end turn",))
    path = saves.path_of("strange")
    if isinstance(data, str):
        whole = saves.path_of(saves.AUTOSAVE).read_bytes()
        data = whole[:-40] if data == "short" else whole.replace(b'"turn":0', b'"turn":9', 1)
    path.write_bytes(data)
    before, game = path.stat().st_mtime_ns, model.game
    update(model, ("load", str(path)))
    assert model.fault
    assert reason in model.note
    assert model.game is game
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (data, before)


def test_a_list_of_saves_shows_what_cannot_be_one(model, window):
    update(model, ("save",))
    saves.path_of("odd").write_bytes(b"nothing of a game\n")
    hands = window(model)
    update(model, ("open", "load"))
    words = " ".join(hands.texts())
    assert "First steps" in words
    assert "is not a game" in words


def test_go_on_loads_the_latest_save(model, window):
    for _ in range(3):
        update(model, ("end turn",))
    hands = window()
    hands.press("c")
    assert hands.model.screen == "play"
    assert (hands.model.game.turn, hands.model.seat) == (3, "VEL")


def test_the_title_offers_to_go_on_only_where_there_is_a_game(model, window):
    assert "continue" not in window().ids()
    update(model, ("save",))
    assert "continue" in window().ids()


def test_another_game_does_not_write_over_the_autosave_of_the_one_before(model):
    for _ in range(3):
        update(model, ("end turn",))
    other = playing("first-steps", "HAL", seed=8)
    update(other, ("end turn",))
    assert saves.load(saves.path_of(saves.AUTOSAVE)).people == ("HAL",)
    assert saves.load(saves.path_of(saves.EARLIER)).turn == 3


def test_the_same_game_begun_anew_does_not_write_over_the_one_before(model):
    for _ in range(3):
        update(model, ("end turn",))
    update(again := playing("first-steps", "VEL"), ("end turn",))
    assert again.game.turn == 1
    assert saves.load(saves.path_of(saves.EARLIER)).turn == 3


def test_taking_back_a_turn_is_saved_too(model):
    update(model, ("end turn",))
    update(model, ("end turn",))
    update(model, ("undo",))
    assert saves.load(saves.path_of(saves.AUTOSAVE)).turn == 1


def test_loading_keeps_the_game_that_was_open(model):
    update(model, ("end turn",))
    model.texts["save name"] = "old"
    update(model, ("save",))
    update(model, ("end turn",))
    model.game.draft("VEL", APPLY)
    update(model, ("load", str(saves.path_of("old"))))
    assert model.game.turn == 1
    path = saves.path_of(saves.AUTOSAVE)
    kept = saves.load(path)
    keep.take_up(kept, path)
    assert (kept.turn, kept.seats["VEL"].draft) == (2, APPLY)


def test_a_loaded_game_of_several_people_begins_behind_the_curtain():
    screens()
    saves.save(Session.start("first-steps", 1, ("HAL", "VEL")), "two")
    model = Model(threaded=False)
    update(model, ("load", str(saves.path_of("two"))))
    assert (model.screen, model.hot_seat) == ("curtain", True)


@pytest.mark.parametrize("name", ["", "  ", "a/b", "..", "a\0b", "x:y", "a\\b"])
def test_names_that_no_file_can_bear_are_refused(name):
    with pytest.raises(saves.SaveFault):
        saves.path_of(name)


def test_settings_are_kept_between_games():
    settings.save(Settings(theme="light", scale=1.5, palette="grey"))
    assert settings.load() == (Settings(theme="light", scale=1.5, palette="grey"), "")
    made = start.model(None, (), seed=1, kept=True)
    assert (made.settings.theme, made.settings.scale) == ("light", 1.5)
    assert start.model(None, (), seed=1, kept=True, theme="dark").settings.theme == "dark"


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "7", '{"theme": "pink"}', '{"scale": 40}', '{"colour": 1}', '{"scale": "1"}'],
)
def test_damaged_settings_give_the_usual_ones_and_a_note(text):
    settings.path().parent.mkdir(parents=True)
    settings.path().write_text(text, encoding="utf-8")
    found, note = settings.load()
    assert found == Settings()
    assert "could not be read" in note
    made = start.model(None, (), seed=1, kept=True)
    assert made.note == note


def test_a_changed_setting_holds_at_once_and_is_written(window):
    hands = window(Model(threaded=False, kept=True))
    hands.press("s", "t", "+", "p")
    assert hands.app.kit.theme.name == "light"
    words = json.loads(settings.path().read_text(encoding="utf-8"))
    assert (words["theme"], words["scale"], words["palette"]) == ("light", 1.25, "colour-blind")


def test_a_picture_hangs_on_nobodys_settings():
    settings.save(Settings(theme="light"))
    assert start.model(None, (), seed=1).settings.theme == "dark"


@pytest.mark.parametrize("how", ["closed", "ended"])
def test_a_window_that_is_closed_or_told_to_end_saves_the_open_turn(model, how, monkeypatch):
    import pygame

    def once(app) -> None:
        app.model.game.draft("VEL", APPLY)
        if how == "ended":
            signal.raise_signal(signal.SIGTERM)
        else:
            app.handle(pygame.event.Event(pygame.QUIT))
        assert app.model.done

    monkeypatch.setattr(start, "run", once)
    monkeypatch.setattr(pygame, "quit", lambda: None)  # other tests use the same fonts
    before = signal.getsignal(signal.SIGTERM)
    try:
        start.show(model, (1280, 720))
    finally:
        signal.signal(signal.SIGTERM, before)
    path = saves.path_of(saves.AUTOSAVE)
    again = saves.load(path)
    keep.take_up(again, path)
    assert again.seats["VEL"].draft == APPLY
