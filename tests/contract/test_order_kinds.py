"""Every kind of order has a price, works where it is possible, else is refused with its reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.run import Game, play_turn
from sim.account import reasons
from sim.axes import NEVER
from sim.causes import Cause
from sim.events import describe
from sim.legal import IMPOSSIBLE, NO_EFFORT, NO_MONEY, NO_ROOM, menu_of, sentence
from sim.notation import encode
from sim.observe import observe
from sim.orders import OrderKind
from sim.state import (
    ACTIVE,
    FREE,
    MEMBER,
    OUTSIDE,
    WITHDRAWN,
    State,
)
from sim.turn import Turn
from tests.builders import a_game, scenario
from tests.contract.cases import arms, basic, crisis, groups, knowledge, law, reform
from tests.contract.cases.case import (
    HAL,
    LUN,
    ORV,
    VEL,
    base,
    edited,
    planned,
    poor,
    set_to,
    status,
    table_ready,
)

FAMILIES = (basic, law, reform, arms, crisis, groups, knowledge)
CASES = {kind: case for family in FAMILIES for kind, case in family.CASES.items()}
KINDS = [kind for kind in OrderKind if kind]


def order(kind: OrderKind, **words: Any) -> dict[str, Any]:
    return {"do": kind.name.lower(), **words}


def given(game: Game, nation: int, *orders: dict[str, Any]) -> Turn:
    """The turn in which a nation gives these orders and everybody else is silent."""
    moves = encode(game.world, {game.world.iso[nation]: {"orders": list(orders)}})
    return play_turn(game, moves=moves, ledger=True).turn


def test_every_kind_of_order_has_a_case_here():
    assert set(CASES) == set(KINDS)


@pytest.mark.parametrize("kind", list(CASES), ids=lambda kind: kind.name)
def test_an_order_has_a_price_and_a_text_in_the_catalogue(kind):
    price = scenario().catalogue.orders[kind.name.lower()]
    assert price.text
    assert price.money >= 0
    assert price.effort >= 0
    assert 0 <= price.will <= 1
    assert price.money + price.effort + price.will > 0
    table = base().world.order_kinds
    assert table.names[kind] == kind.name.lower()
    assert (table.effort[kind], table.money[kind]) == (price.effort, price.money)
    assert table.mechanism[kind] == price.mechanism


def test_the_catalogue_has_no_price_for_an_unknown_order():
    assert set(scenario().catalogue.orders) == {kind.name.lower() for kind in KINDS}


@pytest.mark.parametrize("kind", list(CASES), ids=lambda kind: kind.name)
def test_an_order_works_where_it_is_possible(kind):
    case = CASES[kind]
    turn = given(edited(*case.possible), case.who, order(kind, **case.words))
    assert not turn.refused.any()
    assert case.works(turn)


@pytest.mark.parametrize("kind", list(CASES), ids=lambda kind: kind.name)
def test_without_the_order_nothing_of_the_kind_happens(kind):
    case = CASES[kind]
    turn = given(edited(*case.possible), case.who)
    assert not case.works(turn)


@pytest.mark.parametrize("kind", list(CASES), ids=lambda kind: kind.name)
def test_an_order_costs_its_political_will(kind):
    case = CASES[kind]
    game = edited(*case.possible)
    turn = given(game, case.who, order(kind, **case.words))
    told = {r.cause: r.amount for r in reasons(turn.ledger, "will", (0, case.who))}
    assert -told.get(Cause.PRICE, 0.0) == game.world.order_kinds.will[kind]


@pytest.mark.parametrize(
    "kind", [kind for kind in CASES if CASES[kind].impossible is not None], ids=lambda k: k.name
)
def test_an_order_is_refused_with_its_sentence_where_it_is_impossible(kind):
    case = CASES[kind]
    game = edited(*case.impossible)
    given_words = order(kind, **case.words)
    turn = given(game, case.who, given_words)
    assert turn.refused[0, case.who, 0] == IMPOSSIBLE
    assert not case.works(turn)
    moves = encode(game.world, {game.world.iso[case.who]: {"orders": [given_words]}})
    told = [e for e in describe(game.world, turn, 0, case.who, given=moves)
            if e.kind == "refused order"]  # fmt: skip
    assert len(told) == 1
    assert told[0].text.endswith(f"was refused: {sentence(kind, IMPOSSIBLE)}.")


@pytest.mark.parametrize("kind", list(CASES), ids=lambda kind: kind.name)
def test_a_refused_order_changes_nothing_and_costs_nothing(kind):
    case = CASES[kind]
    if case.impossible is None:
        game, words = edited(off=("N2", "P2")), case.other_words or case.words
    else:
        game, words = edited(*case.impossible), case.words
    refused = given(game, case.who, order(kind, **words))
    silent = given(game, case.who)
    assert refused.refused[0, case.who, 0] == IMPOSSIBLE
    assert refused.after.digest() == silent.after.digest()


@pytest.mark.parametrize("kind", list(CASES), ids=lambda kind: kind.name)
def test_the_menu_says_beforehand_what_will_be_refused(kind):
    case = CASES[kind]
    open_ = menu_of(observe(base().world, edited(*case.possible).state))[kind]
    assert open_[0, case.who].any()
    if case.impossible:
        closed = menu_of(observe(base().world, edited(*case.impossible).state))[kind]
        assert (open_ & ~closed)[0, case.who].any()


@pytest.mark.parametrize("kind", list(CASES), ids=lambda kind: kind.name)
def test_a_nation_that_does_not_exist_gives_no_orders(kind):
    case = CASES[kind]
    game = edited(*case.possible)
    gone = np.where(np.arange(4) == case.who, 0, game.world.exists_to)
    game = replace(game, world=replace(game.world, exists_to=gone))
    turn = given(game, case.who, order(kind, **case.words))
    assert turn.refused[0, case.who, 0] == IMPOSSIBLE


@pytest.mark.parametrize("kind", list(CASES), ids=lambda kind: kind.name)
def test_every_refusal_is_a_sentence_of_its_own(kind):
    words = [sentence(kind, code) for code in (IMPOSSIBLE, NO_MONEY, NO_EFFORT)]
    assert all(len(text.split()) > 3 for text in words)
    assert len(set(words)) == 3


def test_orders_beyond_the_effort_of_a_turn_are_refused_in_the_order_of_their_slots():
    talks = [order(OrderKind.DIALOGUE, target=iso) for iso in ("HAL", "ORV", "VEL") * 2]
    turn = given(edited(), LUN, *talks)
    codes = turn.refused[0, LUN].tolist()
    standing = codes.index(NO_EFFORT)
    assert 3 <= standing < 6
    assert codes == [0] * standing + [NO_EFFORT] * (6 - standing)


def test_an_order_that_costs_no_effort_stands_when_effort_is_used_up():
    talks = [order(OrderKind.DIALOGUE, target="ORV")] * 5
    turn = given(edited(status(VEL, ACTIVE)), VEL, *talks,
                 order(OrderKind.DEPTH, target="COAST", amount=0.5))  # fmt: skip
    assert turn.refused[0, VEL, 4] == NO_EFFORT
    assert turn.refused[0, VEL, 5] == 0


@pytest.mark.parametrize("kind", [OrderKind.HOST, OrderKind.AID], ids=lambda kind: kind.name)
def test_an_order_that_money_cannot_pay_is_refused(kind):
    case = CASES[kind]
    turn = given(edited(*case.possible, poor(case.who)), case.who, order(kind, **case.words))
    assert turn.refused[0, case.who, 0] == NO_MONEY
    assert not case.works(turn)


def test_money_is_spent_slot_by_slot():
    game = edited(status(VEL, ACTIVE))
    host = [order(OrderKind.HOST, target="LEAGUE", what="live")] * 2
    rich = set_to("spending", (HAL,), 8.0)  # $8bn a year: $4m a quarter for cooperation
    turn = given(edited(rich), HAL, *host, order(OrderKind.HOST, target="LEAGUE", what="seminar"))
    assert turn.refused[0, HAL].tolist()[:3] == [0, NO_MONEY, 0]
    assert game.state.turn == 4


# --- orders that meet in one turn ---------------------------------------------------------------


def test_an_order_given_twice_counts_once():
    words = CASES[OrderKind.ADVANCE].words
    one = given(edited(status(VEL, ACTIVE)), VEL, order(OrderKind.ADVANCE, **words))
    two = given(edited(status(VEL, ACTIVE)), VEL, *[order(OrderKind.ADVANCE, **words)] * 2)
    assert two.after["work"][0, VEL, 0] == one.after["work"][0, VEL, 0]
    assert two.after["step_turn"][0, VEL, 0].tolist() == one.after["step_turn"][0, VEL, 0].tolist()


def test_a_nation_that_withdraws_declares_nothing_in_the_same_turn():
    turn = given(
        edited(status(VEL, ACTIVE)),
        VEL,
        order(OrderKind.WITHDRAW, target="COAST"),
        order(OrderKind.DEPTH, target="COAST", amount=0.75),
    )
    assert turn.after["status"][0, VEL, 0] == WITHDRAWN
    assert turn.after["declared"][0, VEL, 0] == 0


def test_a_nation_that_withdraws_reaches_no_step_in_the_same_turn():
    turn = given(
        edited(status(VEL, ACTIVE), set_to("work", (VEL, 0), 8.0)),
        VEL,
        order(OrderKind.WITHDRAW, target="COAST"),
        order(OrderKind.ADVANCE, target="COAST", what="presentation"),
    )
    assert turn.after["status"][0, VEL, 0] == WITHDRAWN
    assert turn.after["step_turn"][0, VEL, 0, 1] == NEVER


def agreed_accession(arrays: dict[str, np.ndarray]) -> None:
    table_ready(arrays)
    arrays["accession"][0, VEL, 0] = -20
    arrays["accession_vote"][0, [HAL, ORV], VEL] = 1


def test_a_nation_whose_accession_all_have_ratified_accedes():
    turn = given(edited(agreed_accession), VEL)
    assert turn.after["status"][0, VEL, 0] == MEMBER
    assert turn.after["member"][0, VEL, 0] == 1


def test_a_nation_that_withdraws_does_not_accede_in_the_same_turn():
    turn = given(edited(agreed_accession), VEL, order(OrderKind.WITHDRAW, target="COAST"))
    assert turn.after["status"][0, VEL, 0] == WITHDRAWN
    assert turn.after["member"][0, VEL, 0] == 0


def on_the_table(arrays: dict[str, np.ndarray]) -> None:
    table_ready(arrays)
    arrays["text_kind"][0, 0], arrays["text_group"][0, 0] = 1, 0
    arrays["text_subject"][0, 0], arrays["text_author"][0, 0] = VEL, HAL
    arrays["text_turn"][0, 0] = 3


def test_a_text_that_nobody_blocks_passes():
    turn = given(edited(on_the_table), VEL)
    assert turn.after["accession"][0, VEL, 0] == 4
    assert turn.after["text_kind"][0, 0] == -1


def test_one_member_blocks_a_text():
    game = edited(on_the_table)
    moves = encode(game.world, {"ORV": {"votes": {"0": "block"}}})
    turn = play_turn(game, moves=moves).turn
    assert turn.after["accession"][0, VEL, 0] == NEVER
    assert turn.after["decided"][0, VEL, 0] == 4


def test_who_is_no_member_blocks_nothing():
    game = edited(on_the_table)
    moves = encode(game.world, {"LUN": {"votes": {"0": "block"}}})
    assert play_turn(game, moves=moves).turn.after["accession"][0, VEL, 0] == 4


def test_no_accession_is_agreed_with_a_nation_that_withdraws_in_the_same_turn():
    turn = given(edited(on_the_table), VEL, order(OrderKind.WITHDRAW, target="COAST"))
    assert turn.after["accession"][0, VEL, 0] == NEVER


def test_an_exercise_that_is_due_is_held_with_those_who_come():
    turn = given(edited(planned(0, HAL, ORV, due=4)), LUN)
    assert turn.after["exercised"][0, HAL, ORV] == 4


def test_a_host_does_not_stay_away_from_its_own_exercise():
    game = edited(planned(0, HAL, ORV, LUN, due=4))
    moves = encode(game.world, {"HAL": {"attend": {"0": "no"}}})
    turn = play_turn(game, moves=moves).turn
    assert turn.after["exercise_coming"][0, 0, HAL] == 1
    assert turn.after["exercised"][0, HAL, ORV] == 4


def full(arrays: dict[str, np.ndarray]) -> None:
    for slot in range(arrays["exercise"].shape[1]):
        planned(slot, ORV, HAL)(arrays)


def test_an_exercise_for_which_there_is_no_slot_is_refused_with_a_reason():
    case = CASES[OrderKind.HOST]
    turn = given(edited(full), HAL, order(OrderKind.HOST, **case.words))
    assert not (turn.after["exercise"] == FREE).any()
    assert turn.refused[0, HAL, 0] == NO_ROOM
    assert len(sentence(OrderKind.HOST, NO_ROOM).split()) > 3


def last_slot(arrays: dict[str, np.ndarray]) -> None:
    full(arrays)
    for name, value in (("exercise", FREE), ("exercise_host", -1)):
        arrays[name][0, -1] = value
    arrays["exercise_invited"][0, -1] = arrays["exercise_coming"][0, -1] = 0


def test_the_last_slot_goes_to_the_first_of_two_hosts():
    words = [order(OrderKind.HOST, **CASES[OrderKind.HOST].words)]
    game = edited(last_slot)
    moves = encode(game.world, {"HAL": {"orders": words}, "ORV": {"orders": words}})
    turn = play_turn(game, moves=moves).turn
    assert turn.refused[0, [HAL, ORV], 0].tolist() == [0, NO_ROOM]
    assert turn.after["exercise_host"][0, -1] == HAL


def test_an_order_that_money_stops_takes_no_room_from_another():
    words = [order(OrderKind.HOST, **CASES[OrderKind.HOST].words)]
    game = edited(last_slot, poor(HAL))
    moves = encode(game.world, {"HAL": {"orders": words}, "ORV": {"orders": words}})
    turn = play_turn(game, moves=moves).turn
    assert turn.refused[0, [HAL, ORV], 0].tolist() == [NO_MONEY, 0]
    assert turn.after["exercise_host"][0, -1] == ORV


def test_a_text_for_which_there_is_no_slot_is_refused_with_a_reason():
    game = a_game(1, name="pfp-1994", default="scripted")
    arrays = {name: np.array(game.state[name]) for name in game.state}
    arrays["invited"][:] = 0
    game = replace(game, state=State(arrays, 0))
    outside = [game.world.iso[i] for i in np.nonzero(game.state["status"][0, :, 0] == OUTSIDE)[0]]
    members = np.nonzero(game.state["member"][0, :, 0])[0].tolist()
    words = {
        game.world.iso[seat]: {
            "orders": [order(OrderKind.TABLE, target=outside[k], what="invite PfP")]
        }
        for k, seat in enumerate(members[:10])
    }
    turn = play_turn(game, moves=encode(game.world, words)).turn
    placed = int((turn.after["text_kind"] >= 0).sum())
    assert placed == game.world.dims.T > 0
    assert int((turn.refused != 0).sum()) == len(words) - placed
