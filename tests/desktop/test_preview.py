"""What an order should do is told before it is given, and tells nothing that is hidden."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from agents.forecast import acceptance, imagined, outcome
from scenarios.session import Session
from sim.axes import Audience
from sim.notation import encode
from sim.observe import Observation
from sim.orders import OrderKind
from sim.state import FIELDS
from tests.desktop.hands import playing
from tests.laws.test_secrecy import HIDDEN, READER, busy, disturbed
from ui.desktop.model import update
from ui.present import preview


@cache
def game_of(seat="VEL", turns=3):
    """A game that tests look at and play on from in branches only."""
    return playing("first-steps", seat, turns=turns).game


def told(game, seat="VEL", **order):
    return {e.words: e for e in preview.preview(game, seat, order).effects}


# what is told


def test_a_dialogue_should_raise_trust_both_ways_and_says_why():
    found = told(game_of(), do="dialogue", target="LUN")
    assert found["Our trust in Lunsey"].good == found["Trust in us: Lunsey"].good == 1
    assert found["Our trust in Lunsey"].why == "dialogue between governments"


def test_notice_should_cost_trust_and_will():
    game = game_of()
    stages = game.observation("VEL")["agreement"][0, :, 0]
    kind, other = (int(k) for k in np.argwhere(stages == 3)[0])
    world = game.world
    found = told(game, do="denounce", target=world.iso[other], what=world.agreements.ids[kind])
    assert found[f"Trust in us: {world.names[other]}"].good == -1
    assert found["Political will"].change < 0


def test_an_exercise_is_looked_at_until_it_is_held():
    game = game_of("HAL")
    found = preview.preview(game, "HAL", {"do": "host", "target": "COAST", "what": "field"})
    assert "has been held" in found.ahead
    assert any(e.words.startswith("Interoperability") and e.change > 0 for e in found.effects)


def test_an_order_whose_price_was_paid_is_foreseen_as_it_comes():
    """The same numbers come of it where nobody else does anything, and luck has no say."""
    game = game_of()
    order = {"do": "publish", "amount": 1.0}
    found = told(game, **order)["What we publish"]
    other = game.branch(game.turn)
    other.draft("VEL", {"orders": [order]})
    other.submit("VEL")
    before = float(game.state["published"][0, 2])
    other.resolve()
    other.resolve()
    idle = game.branch(game.turn)
    for _ in range(2):
        idle.resolve()
    came = float(other.state["published"][0, 2] - idle.state["published"][0, 2])
    assert before < 1.0
    assert found.change == pytest.approx(came, abs=0.01)


def test_what_moves_no_number_says_so():
    game = game_of("HAL", turns=1)
    found = preview.preview(game, "HAL", {"do": "brief", "target": "ORV"})
    assert found.effects or found.note


def test_it_is_worked_out_once_and_anew_when_the_turn_was_played():
    game = game_of().branch(2)
    order = {"do": "dialogue", "target": "LUN"}
    first = preview.preview(game, "VEL", order)
    assert preview.preview(game, "VEL", dict(order)) is first
    game.resolve()
    assert preview.preview(game, "VEL", order) is not first


def test_the_orders_desk_shows_it_before_the_order_is_added(window):
    hands = window(playing("first-steps", "VEL", turns=2))
    for msg in (
        ("open", "orders"), ("family", "Diplomacy"), ("kind", OrderKind.DIALOGUE),
        ("page", "target", "LUN"),
    ):  # fmt: skip
        update(hands.model, msg)
    hands.model.version += 1
    assert "Our trust in Lunsey" in hands.texts()
    assert not hands.model.game.seats["VEL"].draft


def test_the_talks_tell_the_likely_answer_of_a_policy_and_not_of_a_person(window):
    hands = window(playing("first-steps", "VEL", turns=2))
    for msg in (("open", "talks"), ("page", "offer to", "LUN"), ("page", "offer kind", "training")):
        update(hands.model, msg)
    hands.model.version += 1
    assert any(text.startswith("Likely answer") for text in hands.texts())
    hands.model.game.hand_over("LUN", "person")
    hands.model.version += 1
    assert not any(text.startswith("Likely answer") for text in hands.texts())


# no leak


def one(state, reader=READER):
    """The moment of a single run as one nation sees it."""
    return Observation(busy().world, state.take(slice(0, 1)), np.array([reader]))


def test_the_imagined_state_keeps_shape_grid_and_bounds():
    imagined(one(busy().state)).check(busy().world.dims)


def test_what_the_observer_may_read_stands_in_the_imagined_state_as_it_is():
    seen = one(busy().state)
    found = Observation(busy().world, imagined(seen), np.array([READER]))
    for name, spec in FIELDS.items():
        if spec.audience is not Audience.UMPIRE:
            assert np.array_equal(found[name], seen[name]), name
    assert np.array_equal(found.ties, seen.ties)
    assert np.array_equal(found.own_depth, seen.own_depth)


@pytest.mark.parametrize("seed", range(3))
def test_changing_all_that_is_hidden_changes_no_bit_of_a_forecast(seed):
    plain = busy().state
    other = disturbed(plain, HIDDEN, READER, seed)
    world = busy().world
    words = [{"do": "dialogue", "target": world.iso[0]}, {"do": "publish", "amount": 1.0}]
    iso = world.iso[READER]
    orders = encode(world, {iso: {"orders": words}}).orders
    offer = {"to": world.iso[5], "kind": "training", "round": 0, "slot": 0}
    offers = encode(world, {iso: {"offers": [offer]}}).talks[0][0]
    ends, chances = [], []
    for state in (plain, other):
        found = outcome(one(state), orders, turns=2)
        ends.append((found.plain[-1].after.digest(), found.given[-1].after.digest()))
        chances.append(acceptance(one(state), offers))
    assert ends[0] == ends[1]
    assert ends[0][0] != ends[0][1], "the orders do something"
    assert chances[0] == chances[1]


def test_a_forecast_does_not_know_the_luck_of_the_game():
    """The same moment under another seed is foreseen alike."""
    game = game_of()
    order = {"do": "inspect", "target": "LUN"}
    first = preview.preview(game, "VEL", order)
    setup = replace(game.setup, game=replace(game.setup.game, seeds=game.setup.game.seeds + 5))
    other = Session(setup)
    other.history = list(game.history)
    other._open()
    assert preview.preview(other, "VEL", order) == first


def test_a_forecast_knows_nothing_of_events_to_come():
    from sim.deeds import Deed

    game = game_of()
    order = {"do": "dialogue", "target": "LUN"}
    first = preview.preview(game, "VEL", order)
    fields = Deed.__dataclass_fields__
    assert "effects" in fields
    world = replace(game.world, happenings={game.turn: tuple(game.world.happenings.values())})
    other = Session(replace(game.setup, game=replace(game.setup.game, world=world)))
    other.history = list(game.history)
    assert preview.preview(other, "VEL", order) == first
