"""A facilitator at the window: injects of the scenario, events of one's own, overrides."""

import pytest

from sim.effects import EFFECTS
from sim.errors import DetenteError
from tests.builders import a_game
from tests.desktop.hands import playing
from ui.desktop.model import update
from ui.present import umpire


@pytest.fixture
def hands(window):
    hands = window(playing("first-steps", "VEL"))
    for msg in (("facilitate",), ("page", "facilitate", "events")):
        hands.app.send(msg)
    return hands


def test_an_inject_waits_happens_at_the_turns_end_and_is_in_the_record(hands):
    hands.click("inject bridge")
    assert [one["id"] for one in hands.model.game.umpire] == ["bridge"]
    assert "It waits" in hands.texts()
    hands.model.game.resolve()
    assert hands.model.game.history[-1].turn.after["hostility"].max() > 0
    assert "Shots at the border bridge" in hands.model.game.record()
    assert hands.model.game.umpire == ()


def test_what_waits_can_be_taken_back(hands):
    hands.click("inject ferry")
    hands.click("take back 0")
    assert hands.model.game.umpire == ()


def test_an_event_of_ones_own_is_typed_with_its_effects(hands):
    for name, words in (
        ("event title", "A visit"), ("event text", "Ministers meet."), ("event seats", "vel lun"),
        ("event reason", "the class asked"), ("effect", "trust VEL LUN +1"),
    ):  # fmt: skip
        hands.click(name)
        hands.write(words)
    hands.click("add effect")
    hands.click("inject own")
    (deed,) = hands.model.game.umpire
    assert (deed["title"], deed["reason"], list(deed["seats"])) == (
        "A visit", "the class asked", ["VEL", "LUN"],
    )  # fmt: skip
    assert hands.model.texts.get("event title") is None
    assert hands.model.page["effects"] == []


def test_an_override_needs_a_reason_and_is_told_to_nobody(hands):
    for msg in (("type", "effect", "will VEL -0.2"), ("add effect",), ("override",)):
        hands.app.send(msg)
    assert hands.model.fault
    assert "reason" in hands.model.note
    hands.app.send(("type", "event reason", "a slip of mine"))
    hands.app.send(("override",))
    assert [one.silent for one in umpire.queue(hands.model.game)] == [True]
    hands.model.game.resolve()
    update(hands.model, ("page", "facilitate", "seats"))
    update(hands.model, ("open", "log"))
    hands.model.version += 1
    assert not any("a slip of mine" in text for text in hands.texts())
    assert "a slip of mine" in hands.model.game.record()


def test_an_effect_that_was_typed_and_not_added_is_not_forgotten(hands):
    for msg in (("type", "event title", "A visit"), ("type", "effect", "will VEL +0.1")):
        hands.app.send(msg)
    hands.app.send(("inject own",))
    assert "not added" in hands.model.note
    assert hands.model.game.umpire == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no effect ''"),
        ("wil VEL 0.1", "no effect 'wil' (did you mean 'will'?)"),
        ("will VEL", "type it as: will NATION amount"),
        ("will VEL a-lot", "'a-lot' is not a number; type it as: will NATION amount"),
        ("will VEK 0.1", "nation: no nation 'VEK' (did you mean 'VEL'?)"),
        ("trust VEL 1", "type it as: trust NATION OTHER amount"),
        ("will VEL 7", "amount: 7.0 is not from -1 to 1"),
        ("agreement VEL LUN framwork 1", "what: no type of agreement 'framwork' (did you mean "),
    ],
)
def test_an_effect_typed_wrongly_is_told_in_one_sentence(text, fault):
    world = a_game().world
    with pytest.raises(DetenteError) as told:
        umpire.effect_of(world, text)
    assert str(told.value).startswith(fault)


def test_every_kind_of_effect_can_be_typed_as_its_form_says():
    world = a_game().world
    what = {"A": "framework", "P": "COAST", "G": "LEAGUE", "incident": "cyber"}
    for do, kind in EFFECTS.items():
        amount = f"{kind.among[-1] if kind.among else kind.bounds[1]:g}" if kind.has_amount else ""
        line = umpire.form(do).replace("NATION", "vel").replace("OTHER", "lun")
        line = line.replace("WHAT", what.get(kind.what, "")).replace("amount", amount)
        words = umpire.effect_of(world, line)
        assert words["do"] == do
        assert words["nation"] == "VEL"
        assert umpire.in_words(world, words)


def test_who_is_behind_an_incident_may_be_left_out():
    world = a_game().world
    assert "other" not in umpire.effect_of(world, "incident VEL cyber 0.2")
    assert umpire.effect_of(world, "incident VEL LUN cyber 0.2")["other"] == "LUN"
