"""Help: the keys of every screen in words, and the terms."""

from __future__ import annotations

import pytest

from tests.desktop.hands import playing
from tests.desktop.states import states
from ui.desktop import words
from ui.desktop.model import Model, update
from ui.desktop.screens import screens
from ui.desktop.screens.help import beneath
from ui.present.glossary import GLOSSARY

STATES = dict(states())


def test_every_key_of_every_screen_is_explained_in_words():
    dumb = set()
    for name, make in STATES.items():
        model = make()
        top = (model.screen, *model.over)[-1]
        for key, msg in screens()[top].keys(model).items():
            told = words.words_of(model, msg)
            if (told == msg[0] and told != "close") or told.startswith("choose: "):
                dumb.add((name.split(",")[0], key, str(msg)))
    assert not dumb


def test_f1_tells_the_keys_of_the_screen_it_is_pressed_on(window):
    hands = window(playing())
    hands.press("f1")
    assert beneath(hands.model) == "play"
    assert "hand in the orders, end the turn" in hands.texts()
    hands.press("f1", "o", "f1")
    assert beneath(hands.model) == "orders"
    assert "hand in the orders, end the turn" not in hands.texts()
    hands.press("escape")
    assert hands.model.over == ("orders",)


def test_help_is_there_on_the_title_and_behind_a_curtain_tells_nothing_of_the_game(window):
    hands = window()
    hands.press("f1")
    assert "a new game" in hands.texts()


def test_right_leads_to_the_terms(window):
    hands = window(playing())
    hands.press("f1", "right")
    told = hands.texts()
    assert all(term in told for term, _ in GLOSSARY)


def test_terms_stand_in_the_order_of_the_alphabet_once_each():
    names = [term for term, _ in GLOSSARY]
    assert sorted(names, key=str.casefold) == sorted(set(names), key=str.casefold)
    assert all(text.endswith(".") for _, text in GLOSSARY)


@pytest.mark.parametrize(
    ("key", "called"),
    [("return", "Enter"), ("ctrl+s", "Ctrl+S"), ("e", "E"), ("f1", "F1"), ("pagedown", "Page down"),
     ("escape", "Esc"), ("left", "←"), ("+", "+"), ("1", "1")],
)  # fmt: skip
def test_keys_are_called_as_they_are_printed(key, called):
    assert words.key_words(key) == called


def test_keys_that_do_the_same_stand_together():
    model = Model()
    rows = words.table_of(model, {"+": ("larger", 1), "=": ("larger", 1), "q": ("quit",)})
    assert rows == [("+ =", "everything larger, smaller"), ("Q", "leave the program")]


def test_f11_asks_for_the_full_screen(window):
    hands = window(playing())
    hands.press("f11")
    assert hands.model.settings.full
    update(hands.model, ("setting", "full", False))
    assert not hands.model.settings.full
