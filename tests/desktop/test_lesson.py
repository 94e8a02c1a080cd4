"""A lesson with a focus: few kinds of order, a dial for amounts; and choosing what to play."""

from scenarios.games import set_up
from scenarios.schema import Focus
from scenarios.session import Session
from sim.orders import OrderKind
from tests.builders import scenario
from ui.desktop.model import Model, update
from ui.desktop.screens import chooser
from ui.desktop.start import begin


def lesson():
    focus = Focus(orders=["publish", "dialogue"], dials=["publish"])
    taught = scenario().model_copy(update={"focus": focus})
    model = Model(threaded=False)
    begin(model, Session(set_up(taught, 7, seats={"VEL": "person"})))
    return model


def test_only_the_kinds_of_the_focus_are_on_the_desk(window):
    hands = window(lesson())
    update(hands.model, ("open", "orders"))
    assert {i for i in hands.ids() if i.startswith("family ")} == {
        "family Programme", "family Diplomacy",
    }  # fmt: skip
    assert {i for i in hands.ids() if i.startswith("kind ")} == {"kind PUBLISH"}


def test_a_dial_turns_the_amount_step_by_step(window):
    hands = window(lesson())
    for msg in (("open", "orders"), ("kind", OrderKind.PUBLISH)):
        update(hands.model, msg)
    for _ in range(3):
        hands.click("dial +")
    hands.click("dial −")
    assert hands.model.page["amount"] == 0.1
    hands.press("a")
    assert hands.model.game.seats["VEL"].draft["orders"] == [{"do": "publish", "amount": 0.1}]


def test_a_dial_is_dragged_and_let_go(window):
    hands = window(lesson())
    for msg in (("open", "orders"), ("kind", OrderKind.PUBLISH)):
        update(hands.model, msg)
    dial = hands.box("dial")
    left, y = dial.rect.left, dial.rect.centery
    hands.press_at((left + 1, y))
    hands.point((dial.rect.centerx, y), pressed=True)
    assert hands.model.page["amount"] == 0.5
    hands.point((dial.rect.right + 400, y + 90), pressed=True)  # held, wherever the pointer goes
    assert hands.model.page["amount"] == 1.0
    hands.let_go()
    hands.point((left, y))
    assert hands.model.page["amount"] == 1.0


def test_seats_recommended_for_so_many_people_are_taken_at_once(window):
    hands = window()
    hands.press("n")
    update(hands.model, ("scenario", "first-steps"))
    hands.press("2")
    hands.click("seating 3")
    hands.press("return")
    assert set(hands.model.game.people) == {"HAL", "VEL", "LUN"}


def test_the_chooser_tells_minutes_teams_and_what_the_map_says(window):
    hands = window()
    hands.press("n")
    update(hands.model, ("scenario", "first-steps"))
    hands.model.version += 1
    assert "30 minutes; 1, 2, 3 and 4 teams" in hands.texts()
    noted = next(n for n in chooser.shelf() if chooser.scenario(n).notice)
    update(hands.model, ("scenario", noted))
    hands.model.version += 1
    assert " ".join(chooser.scenario(noted).notice.split()) in hands.texts()


def test_the_list_of_scenarios_follows_the_keyboard(window):
    hands = window()
    hands.press("n")
    hands.press("up")  # from the first to the last
    last = list(chooser.shelf())[-1]
    assert hands.model.page["scenario"] == last
    window_ = hands.box("scenarios")
    assert window_.rect.contains(hands.box(f"scenario {last}").rect)


def test_a_field_that_is_clicked_is_typed_into(window):
    hands = window()
    hands.press("n")
    hands.click("find seat")
    hands.write("vel")
    assert hands.model.texts["find seat"] == "vel"
