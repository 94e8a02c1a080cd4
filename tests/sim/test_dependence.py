"""Supplies bind, suppliers press, clients resist, forces are stationed and sent away (A8)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from agents import alliance
from agents.registry import POLICIES
from agents.run import Game, play_turn, turns_of
from scenarios.build import seeds_for
from sim.causes import Cause
from sim.draw import Draw
from sim.errors import UnknownName
from sim.events import PUBLIC, describe
from sim.forces import EQUIPMENT, lopsided
from sim.legal import IMPOSSIBLE
from sim.notation import encode
from sim.observe import observe
from sim.orders import OrderKind
from sim.state import NEVER, State
from sim.turn import Turn
from tests.builders import a_game
from tests.contract.cases.arms import LOGISTICS, posted
from tests.contract.cases.case import HAL, LUN, ORV, VEL, Edit, edited, not_tied, set_to, tied

QUIET = ("N2", "P11")
DEPENDENT = set_to("dependence", (VEL, HAL), 0.5)
END_USE = set_to("end_use", (VEL, HAL), 1)
PRESSED = set_to("pressed", (VEL, HAL), 3)
HOSTING = set_to("bases", (VEL, HAL), 1)


def given(game: Game, nation: int, *orders: dict[str, Any]) -> Turn:
    moves = encode(game.world, {game.world.iso[nation]: {"orders": list(orders)}})
    return play_turn(game, moves=moves, ledger=True).turn


def order(kind: str, **words: Any) -> dict[str, Any]:
    return {"do": kind, **words}


def supply(amount: float, terms: str = "end-use") -> dict[str, Any]:
    return order("transfer", target="VEL", what=terms, amount=amount)


def rich(arrays: dict[str, np.ndarray]) -> None:
    arrays["spending"][0, HAL] = 4000.0


# --- supplies -----------------------------------------------------------------------------------


def test_the_larger_a_delivery_the_more_it_binds_and_strengthens():
    turns = [given(edited(rich, off=QUIET), HAL, supply(a)) for a in (10.0, 100.0, 1000.0)]
    for field, cause, cell in (
        ("dependence", Cause.HOOKED, (VEL, HAL)),
        ("capability", Cause.SUPPLIED, (VEL,)),
        ("interop", Cause.SUPPLIED, (EQUIPMENT, VEL, HAL)),
        ("good", Cause.SUPPLIED, (VEL, HAL)),
    ):
        amounts = [posted(turn, field, cause, *cell) for turn in turns]
        assert 0 < amounts[0] < amounts[1] < amounts[2]


def test_dependence_saturates():
    steps = []
    game = edited(rich, off=QUIET)
    for _ in range(3):
        turn = given(game, HAL, supply(1000.0))
        steps.append(posted(turn, "dependence", Cause.HOOKED, VEL, HAL))
        game = replace(game, state=turn.after)
    assert steps[0] > steps[1] > steps[2] > 0


def test_terms_of_end_use_are_a_matter_of_the_contract():
    terms = [given(edited(rich), HAL, supply(10.0, what)) for what in ("end-use", "free")]
    assert [int(turn.after["end_use"][0, VEL, HAL]) for turn in terms] == [1, 0]


def test_contracts_for_equipment_bind_the_weaker_to_the_stronger_once_a_year():
    procurement = 1
    game = edited(not_tied, tied(procurement, HAL, VEL), off=QUIET)
    ends = [played.turn for played in turns_of(game, 4, ledger=True)]
    gains = [posted(turn, "dependence", Cause.CONTRACTS, VEL, HAL) for turn in ends]
    assert [gain > 0 for gain in gains] == [False, False, False, True]
    assert ends[-1].after["dependence"][0, HAL, VEL] == 0


def test_without_supplies_dependence_wears_off():
    game = edited(not_tied, DEPENDENT, off=QUIET)
    ends = [played.turn.after["dependence"][0, VEL, HAL] for played in turns_of(game, 8)]
    assert 0.5 == ends[0] > ends[3] > ends[7] > 0


def test_without_a8_transfers_bind_nobody():
    game = edited(rich, DEPENDENT, END_USE, off=(*QUIET, "A8"))
    turn = given(game, HAL, supply(1000.0), order("leverage", target="VEL"))
    assert not turn.refused.any()
    for field in ("dependence", "pressed", "will"):
        assert np.array_equal(turn.before[field], turn.after[field])
    assert posted(turn, "capability", Cause.SUPPLIED, VEL) > 0


def test_who_is_stronger_is_lopsided_one_way():
    share = lopsided(edited().world)
    assert share[VEL, HAL] > 0 == share[HAL, VEL]
    assert share[VEL, HAL] > share[ORV, HAL]


# --- arms passed on -----------------------------------------------------------------------------

PASS_ON = order("retransfer", target="LUN", what="HAL")


@cache
def passed_on(off: tuple[str, ...] = ()) -> Turn:
    """The same arms passed on in 200 runs."""
    game = edited(DEPENDENT, END_USE, off=(*QUIET, *off))
    arrays = {name: np.repeat(game.state[name], 200, axis=0) for name in game.state}
    game = replace(game, state=State(arrays, 4), seeds=seeds_for(5, 200))
    moves = encode(game.world, {"VEL": {"orders": [PASS_ON]}})
    orders = replace(moves.orders, **{
        name: np.repeat(getattr(moves.orders, name), 200, axis=0)
        for name in moves.orders.__dataclass_fields__
    })  # fmt: skip
    silent = replace(moves, talks=(), orders=orders)
    return play_turn(game, moves=silent).turn


def test_a_supplier_finds_out_as_often_as_the_parameter_says_and_cuts_supplies():
    turn = passed_on()
    found = turn.after["end_use"][:, VEL, HAL] == 0
    assert 0.25 < found.mean() < 0.55
    for field, row, sign in (("bad", (HAL, VEL), 1), ("dependence", (VEL, HAL), -1)):
        change = (turn.after[field] - turn.before[field])[(slice(None), *row)]
        assert (sign * (change[found].mean() - change[~found].mean())) > 0
    assert (
        turn.after["capability"][found, VEL].mean() < turn.after["capability"][~found, VEL].mean()
    )


def test_without_a8_nobody_is_cut_off():
    turn = passed_on(("A8",))
    assert (turn.after["end_use"][:, VEL, HAL] == 1).all()


def test_only_the_two_and_the_supplier_that_found_out_are_told():
    game = edited(DEPENDENT, END_USE, off=QUIET)
    told: set[tuple[int, str]] = set()
    for seed in range(20):
        turn = given(replace(game, seeds=np.array([seed], np.uint64)), VEL, PASS_ON)
        found = turn.after["end_use"][0, VEL, HAL] == 0
        for reader in (PUBLIC, HAL, ORV, VEL, LUN):
            kinds = {e.kind for e in describe(game.world, turn, 0, reader)}
            told |= {(reader, kind) for kind in kinds & {"arms passed on", "supplies cut"}}
            assert ("supplies cut" in kinds) == (found and reader in (HAL, VEL))
    assert {who for who, kind in told if kind == "arms passed on"} == {VEL, LUN}
    assert (HAL, "supplies cut") in told


# --- pressure -----------------------------------------------------------------------------------


def test_pressure_costs_the_client_will_in_proportion_to_dependence():
    costs = []
    for level in (0.25, 0.75):
        game = edited(set_to("dependence", (VEL, HAL), level))
        turn = given(game, HAL, order("leverage", target="VEL"))
        costs.append(posted(turn, "will", Cause.PRESSED, VEL))
    assert costs[1] < costs[0] < 0


def test_a_pressed_client_is_bound_more_closely_for_a_while():
    """What weighs on it in a crisis with its supplier, or with an ally of its supplier."""

    def bond(*edits: Edit, turn: int = 4) -> float:
        game = edited(*edits, turn=turn)
        obs = observe(game.world, game.state)
        cell = [np.array([0]), np.array([VEL]), np.array([HAL])]
        return float(alliance.bonds(obs, *cell)[0])

    assert bond() < bond(DEPENDENT) < bond(DEPENDENT, PRESSED)
    assert bond(DEPENDENT, PRESSED, turn=12) == bond(DEPENDENT, turn=12)


def test_pressure_is_for_the_two_to_know():
    game = edited(DEPENDENT)
    turn = given(game, HAL, order("leverage", target="VEL"))
    kinds = {n: {e.kind for e in describe(game.world, turn, 0, n)} for n in (PUBLIC, HAL, LUN, VEL)}
    assert ["pressed" in kinds[n] for n in (PUBLIC, HAL, LUN, VEL)] == [False, True, False, True]


def test_who_resists_is_free_of_pressure_at_a_price():
    turn = given(edited(DEPENDENT, PRESSED, off=QUIET), VEL, order("resist", target="HAL"))
    assert turn.after["pressed"][0, VEL, HAL] == NEVER
    assert turn.after["dependence"][0, VEL, HAL] == pytest.approx(0.25, abs=1e-5)
    assert posted(turn, "bad", Cause.RESISTED, HAL, VEL) > 0
    assert posted(turn, "capability", Cause.CUT_OFF, VEL) < 0


def test_old_pressure_needs_no_resistance():
    game = edited(DEPENDENT, PRESSED, turn=12)
    turn = given(game, VEL, order("resist", target="HAL"))
    assert turn.refused[0, VEL, 0] == IMPOSSIBLE


# --- forces abroad ------------------------------------------------------------------------------

ACCESS = (not_tied, tied(LOGISTICS, HAL, LUN))


def test_forces_come_by_treaty_and_leave_by_order():
    come = given(edited(*ACCESS), HAL, order("base", target="LUN", amount=4.0))
    assert come.after["bases"][0, LUN, HAL] == 1
    leave = given(replace(edited(), state=come.after), HAL, order("base", target="LUN", amount=0.0))
    assert leave.after["bases"][0, LUN, HAL] == 0
    again = given(replace(edited(), state=leave.after), HAL, order("base", target="LUN"))
    assert again.refused[0, HAL, 0] == IMPOSSIBLE


def test_a_defence_pact_lets_forces_in():
    turn = given(edited(not_tied), HAL, order("base", target="ORV", amount=4.0))
    assert not turn.refused.any()


def test_who_is_sent_away_takes_it_ill():
    turn = given(edited(HOSTING), VEL, order("evict", target="HAL"))
    assert turn.after["bases"][0, VEL, HAL] == 0
    assert posted(turn, "bad", Cause.EVICTED, HAL, VEL) > 0


def test_a_host_trusts_and_comes_to_depend_on_its_guest():
    game = edited(not_tied, HOSTING, off=QUIET)
    ends = [played.turn for played in turns_of(game, 4, ledger=True)]
    assert posted(ends[0], "good", Cause.STATIONED, VEL, HAL) > 0
    assert posted(ends[3], "dependence", Cause.CONTRACTS, VEL, HAL) > 0


# --- who may know -------------------------------------------------------------------------------


def test_a_supplier_knows_its_clients_and_nobody_elses():
    game = edited(DEPENDENT, set_to("dependence", (LUN, ORV), 0.5))
    obs = observe(game.world, game.state).of(np.array([HAL]))
    seen = obs.toward("dependence")[0, 0]
    assert seen[VEL] == 0.5
    assert seen[LUN] == 0.0
    with pytest.raises(UnknownName, match="resentment"):
        obs.toward("resentment")


# --- decisions ----------------------------------------------------------------------------------


def fit_to_decide(arrays: dict[str, np.ndarray]) -> None:
    """Velmark, in its season, depends on Halmere, hosts its forces and was pressed by it."""
    arrays["election"][:] = 6
    for edit in (DEPENDENT, PRESSED, HOSTING):
        edit(arrays)
    arrays["alignment"][0, VEL] = 1.0


def scored(label: str, *edits: Edit, who: int = HAL, about: int = VEL) -> float:
    free = (set_to("bases", (VEL, HAL), 0),) if label == "base" else ()
    game = edited(fit_to_decide, *free, *edits, off=(), turn=6)
    obs = observe(game.world, game.state)
    turn = POLICIES["doctrine"].policy.deliberate(obs, Draw(game.seeds, 6), True)
    turn.orders()
    choice = next(c for c in turn.books.choices if c.decision == label)
    place = choice.nations.tolist().index(who)
    score = np.broadcast_to(choice.score, choice.luck.shape)
    return float(score[0, place, about] if score.ndim == 3 else score[0, place])


def common_rival(arrays: dict[str, np.ndarray]) -> None:
    for one, two in ((HAL, LUN), (VEL, LUN)):
        arrays["rivalry"][0, [one, two], [two, one]] = 1


def rivals(arrays: dict[str, np.ndarray]) -> None:
    arrays["rivalry"][0, [HAL, VEL], [VEL, HAL]] = 1


def allied(arrays: dict[str, np.ndarray]) -> None:

    defence = int(np.nonzero(edited().world.agreements.defence)[0][0])
    tied(defence, HAL, VEL)(arrays)


MORE = set_to("dependence", (VEL, HAL), 0.9)
FOND = set_to("good", (HAL, VEL), 20.0)
FAR = set_to("alignment", (VEL,), -2.0)
BITTER = set_to("resentment", (VEL, HAL), 0.8)

TERMS = {
    ("transfer", "allied and tied"): (HAL, allied, 1),
    ("transfer", "alignment"): (HAL, FAR, -1),
    ("transfer", "trust"): (HAL, FOND, 1),
    ("transfer", "client"): (HAL, MORE, 1),
    ("transfer", "adversary"): (HAL, common_rival, 1),
    ("transfer", "rivalry"): (HAL, rivals, -1),
    ("leverage", "client"): (HAL, MORE, 1),
    ("leverage", "estranged"): (HAL, FAR, 1),
    ("leverage", "trust"): (HAL, FOND, -1),
    ("leverage", "institutions"): (HAL, set_to("institutions", (HAL,), 0.1), 1),
    ("base", "allied"): (HAL, allied, 1),
    ("base", "adversary"): (HAL, common_rival, 1),
    ("base", "trust"): (HAL, FOND, 1),
    ("base", "power"): (HAL, set_to("capability", (HAL,), 0.5), 1),
    ("base", "hosting"): (HAL, set_to("bases", (VEL, ORV), 1), -1),
    ("resist", "autonomy"): (VEL, set_to("capability", (VEL,), 0.5), 1),
    ("resist", "resentment"): (VEL, BITTER, 1),
    ("resist", "dependence"): (VEL, MORE, -1),
    ("resist", "home"): (VEL, set_to("will", (VEL,), 1.0), 1),
    ("evict", "resentment"): (VEL, BITTER, 1),
    ("evict", "autonomy"): (VEL, set_to("capability", (VEL,), 0.5), 1),
    ("evict", "threat"): (VEL, set_to("threat", (VEL, LUN), 1.0), -1),
    ("evict", "trust"): (VEL, set_to("good", (VEL, HAL), 20.0), -1),
}


@pytest.mark.parametrize("case", TERMS, ids=" by ".join)
def test_more_of_a_reason_moves_the_decision_as_its_sentence_says(case):
    who, edit, sign = TERMS[case]
    assert sign * (scored(case[0], edit, who=who) - scored(case[0], who=who)) > 0


def test_a_nation_is_looked_at_once_a_year():
    game = edited(fit_to_decide, off=())
    looked = []
    for turn in range(4, 8):
        obs = observe(game.world, State(dict(game.state.items()), turn))
        mind = POLICIES["doctrine"].policy.deliberate(obs, Draw(game.seeds, turn), True)
        mind.orders()
        labels = [c for c in mind.books.choices if c.decision == "transfer"]
        looked.append(bool(labels) and bool((labels[0].luck[0, HAL, VEL] < 1.0).any()))
    assert looked == [False, False, True, False]


def test_only_great_powers_supply_press_and_station_by_their_own_decision():
    game = a_game(6, name="pfp-1994")
    great = game.world.params["supply.great"]
    kinds = (OrderKind.TRANSFER, OrderKind.LEVERAGE, OrderKind.BASE)
    seen = 0
    for played in turns_of(game, 4):
        orders = played.turn.moves.orders.kind
        gave = np.isin(orders, kinds).any(axis=2)
        seen += int(gave.sum())
        assert (played.turn.before["capability"][gave] >= great).all()
    assert seen > 10
