"""Whole games played by hand: from the title to the end, by keys alone and by the mouse."""

from __future__ import annotations

import pytest

from scenarios.session import Session
from sim.record import parse

#: Kinds of orders that are tried, by family, as a person would find them on the desk.
WANTED = ("DIALOGUE", "VOUCH", "ADVANCE", "HOST", "APPLY")


def _written_down(game: Session) -> None:
    """The record of a game plays again and ends in the very state that was on the screen."""
    again = Session.load(parse(game.record()))
    assert again.state.digest() == game.state.digest()
    assert len(again.history) == len(game.history)


def _orders_given(game: Session, seat: str) -> int:
    nation = game.world.nation(seat)
    return sum(int((one.decision.moves.orders.kind[0, nation] >= 0).sum()) for one in game.history)


def _choose_by_keys(hands, scenario: str, seat: str) -> None:
    """From the title to the first turn of a scenario, with Tab, arrows and Enter."""
    hands.press("n")
    assert hands.model.screen == "chooser"
    for _ in range(40):
        if hands.model.page["scenario"] == scenario:
            break
        hands.press("down")
    hands.tab_to(f"seat {seat}")
    hands.press("return")
    hands.tab_to("seed")
    hands.write("7")
    hands.tab_to("begin")
    hands.press("return")
    assert hands.model.screen == "play"
    assert hands.model.seat == seat
    assert hands.model.game.setup.header.seed == 7
    _shut(hands)


def _shut(hands) -> None:
    """Close whatever lies over the map."""
    while hands.model.over:
        before = hands.model.over
        hands.press("escape")
        assert hands.model.over != before, f"Escape does not close {before}"


def _order_by_keys(hands) -> bool:
    """Draft one order at the desk, and go back to the map; whether there was one to draft."""
    hands.press("o")
    assert hands.model.over[-1] == "orders"
    before = len(hands.model.game.seats[hands.model.seat].draft.get("orders", ()))
    done = any(_one_kind(hands, kind) for kind in WANTED)
    after = len(hands.model.game.seats[hands.model.seat].draft.get("orders", ()))
    assert after == before + done
    _shut(hands)
    return done


def _one_kind(hands, kind: str) -> bool:
    from sim.orders import OrderKind
    from ui.present.orders import FAMILIES

    family = next(name for name, kinds in FAMILIES.items() if OrderKind[kind] in kinds)
    hands.tab_to(f"family {family}")
    hands.press("return")
    if f"kind {kind}" not in {box.id for box in hands.app.targets()}:
        return False
    hands.tab_to(f"kind {kind}")
    hands.press("return")
    for part in ("target ", "what ", "amount "):
        found = [box.id for box in hands.app.targets() if box.id.startswith(part)]
        if found:
            hands.tab_to(found[0])
            hands.press("return")
    if "add order" not in {box.id for box in hands.app.targets()}:
        return False
    hands.press("a")
    return True


def _play_by_keys(hands, *, each: int) -> int:
    """Turn after turn to the end; an order in every ``each``-th. How many were drafted."""
    drafted = 0
    while not hands.model.game.over:
        turn = hands.model.game.turn
        if turn % each == 0:
            drafted += _order_by_keys(hands)
        hands.press("e")
        assert hands.model.game.turn == turn + 1, hands.model.note
        _shut(hands)
    return drafted


def test_first_steps_is_played_from_title_to_end_by_keys_alone(window):
    hands = window()
    _choose_by_keys(hands, "first-steps", "HAL")
    drafted = _play_by_keys(hands, each=1)
    game = hands.model.game
    assert drafted >= game.world.turns // 2
    assert _orders_given(game, "HAL") >= drafted
    hands.draw()
    hands.press("e")
    assert hands.model.over[-1:] == ("review",)
    _written_down(game)


@pytest.mark.slow
def test_pfp_1994_is_played_from_title_to_end_by_keys_alone(window):
    hands = window()
    _choose_by_keys(hands, "pfp-1994", "POL")
    drafted = _play_by_keys(hands, each=6)
    game = hands.model.game
    assert drafted >= 3
    assert _orders_given(game, "POL") >= drafted
    _written_down(game)


def test_first_steps_is_played_to_the_end_by_the_mouse(window):
    hands = window()
    hands.click("chooser")
    hands.click("scenario first-steps")
    hands.click("seat HAL")
    hands.click("begin")
    given = 0
    while not hands.model.game.over:
        turn = hands.model.game.turn
        _shut(hands)
        given += _order_by_mouse(hands)
        hands.click("end")
        assert hands.model.game.turn == turn + 1, hands.model.note
        hands.draw()
    assert given
    assert _orders_given(hands.model.game, "HAL") >= given
    _written_down(hands.model.game)


def _order_by_mouse(hands) -> bool:
    hands.click("orders")
    hands.click("family Diplomacy")
    done = False
    if hands.box("kind DIALOGUE").enabled:
        hands.click("kind DIALOGUE")
        hands.click(next(i for i in sorted(hands.ids()) if i.startswith("target ")))
        if hands.box("add order").enabled:
            hands.click("add order")
            done = True
    hands.click("orders close")
    return done


def test_a_nation_on_the_map_is_chosen_with_a_click_and_the_map_moves_with_a_drag(window):
    from tests.desktop.hands import playing

    hands = window(playing("first-steps", "HAL"))
    hands.draw()
    chart = hands.model.map
    free = [iso for iso in chart.job.picture.places if iso != "HAL"]
    spots = {
        iso: chart.camera.screen(chart.job.picture.places[iso], chart.job.size) for iso in free
    }
    spots = {
        iso: (round(x), round(y))
        for iso, (x, y) in spots.items()
        if hands.app.layers[-1].at((round(x), round(y))) in (None, chart)
    }
    iso, at = next(iter(spots.items()))
    hands.push(at)
    assert hands.model.nation == iso
    assert hands.model.game.world.names[hands.model.game.world.nation(iso)] in hands.texts()
    before = chart.camera
    hands.press("right")
    hands.press("+")
    assert chart.camera.zoom > before.zoom
    hands.press("home")
    assert chart.camera == before


def test_what_is_told_stays_while_one_looks_about(window):
    from tests.desktop.hands import playing

    hands = window(playing("first-steps", "HAL"))
    hands.press("e")
    _shut(hands)
    hands.model.note = "Spring is over."
    hands.press("left")
    assert hands.model.note == "Spring is over."


def test_the_arrows_lead_through_a_list_and_bring_what_they_reach_into_sight(window):
    from tests.desktop.hands import playing

    hands = window(playing("pfp-1994", "POL"))
    hands.press("t")
    first = next(box.id for box in hands.app.targets() if box.id.startswith("to "))
    hands.tab_to(first)
    passed = [first]
    for _ in range(30):
        hands.press("down")
        box = hands.box(hands.app.focus)
        window_ = hands.box("offer to")
        assert window_.rect.contains(box.rect), f"{box.id} is out of sight"
        passed.append(box.id)
    assert len(set(passed)) == 31
    hands.press("up")
    assert hands.app.focus == passed[-2]


def test_a_field_takes_letters_and_leaves_the_screen_its_other_keys(window):
    hands = window()
    hands.press("n")
    hands.tab_to("seed")
    hands.press("4", "2", "backspace", "w")
    assert hands.model.texts["seed"] == "4w"
    hands.press("escape")
    assert hands.model.screen == "title"
