"""Missions calm the fighting, cost lives and will, help peace to come and to last (P7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.run import Game, play, play_turn
from sim import stabilisation
from sim.account import reasons
from sim.axes import NEVER
from sim.causes import Cause
from sim.grid import snap
from sim.measures import measure
from sim.orders import MANDATE
from sim.state import State
from sim.turn import Turn
from tests.builders import a_game
from tests.contract.cases.case import HAL, LUN, ORV, VEL, Edit, base, edited, set_to
from tests.contract.cases.groups import fighting, mission
from tests.sim.test_council import decided, matter, ordered, text

SLOT = 1


def with_params(game: Game, **values: float) -> Game:
    params = {**game.world.params}
    for name, value in values.items():
        params[name.replace("__", ".")] = snap(np.array([value]))
    return replace(game, world=replace(game.world, params=params))


def interop(level: float) -> Edit:
    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays["interop"][0] = snap(np.full(arrays["interop"].shape[1:], level))

    return edit


def terms(bits: int) -> Edit:
    return set_to("mission_terms", (SLOT,), bits)


def counted(*edits: Edit) -> float:
    """Thousands of troops as they count, of a mission of two contributors with four each."""
    game = edited(mission(HAL=4.0, ORV=4.0), *edits)
    return float(stabilisation.counted(game.world, game.state, stabilisation.forces(game.state))[0])


def deaths(*edits: Edit, off: tuple[str, ...] = ("N2",)) -> float:
    game = edited(*edits, off=off)
    return float(ordered(game).after["deaths"][0, VEL])


# --- deaths fall with troops --------------------------------------------------------------------


def test_without_troops_twenty_two_die_a_month_at_war_and_half_as_many_in_a_minor_conflict():
    assert deaths(fighting) == pytest.approx(22.0, abs=0.01)
    assert deaths(fighting, set_to("war", (VEL,), 0.5)) == pytest.approx(11.0, abs=0.01)


def test_ten_thousand_troops_as_good_as_one_force_leave_six_deaths_a_month():
    assert deaths(mission(HAL=10.0)) == pytest.approx(6.0, abs=0.15)


@pytest.mark.parametrize("thousands", [1.0, 2.0, 5.0, 8.0, 20.0])
def test_deaths_follow_the_exponential_curve(thousands):
    expected = 22.0 * np.exp(-0.13 * thousands)
    assert deaths(mission(HAL=thousands)) == pytest.approx(expected, rel=0.02, abs=0.02)


def test_the_books_say_what_the_mission_prevented():
    turn = ordered(edited(mission(HAL=10.0)))
    told = {r.cause: r.amount for r in reasons(turn.ledger, "deaths", (0, VEL))}
    assert told[Cause.PEACEKEEPING] == pytest.approx(-16.0, abs=0.2)


def test_with_p7_off_a_mission_prevents_nothing():
    assert deaths(mission(HAL=10.0), off=("N2", "P7")) == pytest.approx(22.0, abs=0.01)


# --- what makes a force work --------------------------------------------------------------------


def test_the_weakest_pair_sets_the_worth_of_a_force():
    worths = [counted(interop(level)) for level in (0.0, 0.3, 0.6, 0.9)]
    assert worths == sorted(worths)
    assert worths[0] < 0.6 * worths[-1]

    def one_weak_pair(arrays: dict[str, np.ndarray]) -> None:
        interop(0.9)(arrays)
        arrays["interop"][0, 2, HAL, ORV] = 0.0

    assert counted(one_weak_pair) == counted(interop(0.0))


def test_unified_command_removes_a_coordination_loss():
    assert counted(interop(0.5), terms(1)) == pytest.approx(
        counted(interop(0.5), terms(0)) / 0.75, abs=0.01
    )


def test_a_limited_mandate_weakens_and_protection_of_civilians_strengthens():
    plain = counted(terms(1))
    assert counted(terms(1 | 2)) < plain < counted(terms(1 | 4))


def test_who_has_an_agreement_on_supply_with_the_lead_is_worth_more():
    def apart(arrays: dict[str, np.ndarray]) -> None:
        arrays["member"][0, ORV] = 0
        arrays["agreement"][0] = 0

    def supplied(arrays: dict[str, np.ndarray]) -> None:
        apart(arrays)
        kind = base().world.agreements.ids.index("logistics")
        arrays["agreement"][0, kind, [HAL, ORV], [ORV, HAL]] = 3

    assert counted(supplied) > counted(apart)


def test_troops_arrive_in_time_and_sooner_where_the_group_is_ready():
    def arrived(rapid: float, off: tuple[str, ...] = ("N2",)) -> float:
        game = edited(mission(), off=off)
        table = np.array(game.world.formats.rapid)
        table[0] = rapid
        formats = replace(game.world.formats, rapid=table)
        game = replace(game, world=replace(game.world, formats=formats))
        turn = ordered(game, HAL={"do": "deploy", "target": "1", "amount": 4.0})
        return float(turn.after["arrived"][0, HAL, SLOT])

    slow, fast = arrived(0.0), arrived(0.75)
    assert 0 < slow < fast <= 4.0
    assert arrived(0.75, ("N2", "P10")) == slow


# --- what it costs and brings -------------------------------------------------------------------


def test_casualties_grow_with_troops_and_cost_political_will():
    def weight(count: float) -> float:
        return float(ordered(edited(mission(HAL=count))).after["casualties"][0, HAL])

    assert 0 < weight(2.0) < weight(8.0)
    mourning = edited(mission(HAL=2.0), set_to("casualties", (HAL,), 0.5))
    told = {r.cause: r.amount for r in reasons(ordered(mourning).ledger, "will", (0, HAL))}
    assert told[Cause.CASUALTIES] < 0


def test_protection_of_civilians_costs_more_lives_and_a_limited_mandate_fewer():
    def weight(bits: int) -> float:
        turn = ordered(edited(mission(HAL=8.0), terms(bits)))
        return float(turn.after["casualties"][0, HAL])

    assert weight(1 | 2) < weight(1) < weight(1 | 4)


def test_who_serves_together_grows_together():
    turn = ordered(edited(mission(HAL=2.0, LUN=2.0)))
    skill = {r.cause: r.amount for r in reasons(turn.ledger, "interop", (0, 0, HAL, LUN))}
    faith = {r.cause: r.amount for r in reasons(turn.ledger, "good", (0, LUN, HAL))}
    assert skill[Cause.SERVED] > 0
    assert faith[Cause.SERVED] > 0


def settles(*edits: Edit, off: tuple[str, ...] = ()) -> int:
    """In how many of many runs a war in Velmark is settled within a turn."""
    game = a_game(400, default="scripted", off=off)
    one = {name: np.array(array[:1]) for name, array in game.state.items()}
    for edit in edits:
        edit(one)
    whole = {name: np.repeat(array, 400, axis=0) for name, array in one.items()}
    turn = play_turn(replace(game, state=State(whole, 4))).turn
    return int((turn.after["war"][:, VEL] == 0).sum())


def test_a_mission_makes_peace_likelier_and_with_p7_off_it_does_not():
    without, with_ = settles(fighting), settles(mission(HAL=20.0))
    assert without < with_
    assert settles(fighting, off=("P7",)) == settles(mission(HAL=20.0), off=("P7",)) == without


def test_practice_of_talks_between_soldiers_and_civilians_helps_to_settle():
    def strength(level: float) -> float:
        game = edited(mission(HAL=5.0), set_to("control", (HAL, 3), level))
        return float(stabilisation.mission_strength(game.world, game.state)[0, VEL])

    assert strength(0.2) < strength(0.9)


def resumes(*edits: Edit) -> int:
    """In how many of many runs fighting breaks out again within a year after peace."""

    def calm(arrays: dict[str, np.ndarray]) -> None:
        arrays["war"][0, VEL] = arrays["deaths"][0, VEL] = 0.0
        arrays["settled"][0, VEL] = 3

    one = {name: np.array(array[:1]) for name, array in a_game(1).state.items()}
    for edit in (*edits, calm):
        edit(one)
    game = with_params(a_game(400, default="scripted"), flare__chance=0.25)
    whole = {name: np.repeat(array, 400, axis=0) for name, array in one.items()}
    return int((play(replace(game, state=State(whole, 4)), 1)["war"][:, VEL] > 0).sum())


def test_peace_lasts_longer_where_a_mission_stays():
    assert 0 < resumes(mission(HAL=20.0)) < resumes()


# --- mandates -----------------------------------------------------------------------------------


def mandated(*edits: Edit, **votes: str) -> Turn:
    return decided(edited(fighting, text(matter(MANDATE), VEL, HAL, 0, VEL), *edits), **votes)


def test_a_mandate_with_consent_makes_a_mission_under_unified_command():
    turn = mandated(VEL="support")
    assert turn.after["mission_place"][0, 0] == VEL
    assert turn.after["mission_lead"][0, 0] == HAL
    assert turn.after["mission_terms"][0, 0] == 1


def test_without_consent_the_mission_is_possible_but_unlawful_and_costs_repute():
    turn = mandated(VEL="block")
    assert turn.after["mission_terms"][0, 0] & 8
    bad = ordered(edited(mission(), terms(1 | 8)), HAL={"do": "deploy", "target": "1", "amount": 1})
    good = ordered(edited(mission()), HAL={"do": "deploy", "target": "1", "amount": 1})
    heard = [float(t.after["heard_bad"][0, LUN, HAL]) for t in (good, bad)]
    assert heard[0] < heard[1]


def test_the_world_body_needs_no_consent():
    game = edited(fighting, text(matter(MANDATE), VEL, HAL, 0, VEL))
    table = np.array(game.world.formats.universal)
    table[0] = True
    formats = replace(game.world.formats, universal=table)
    game = replace(game, world=replace(game.world, formats=formats))
    assert decided(game, VEL="block").after["mission_terms"][0, 0] == 1


@pytest.mark.parametrize("off", ["P7", "A1"])
def test_with_the_mechanism_off_nobody_mandates(off):
    order = {"do": "table", "target": "VEL", "what": "mandate LEAGUE"}
    assert ordered(edited(fighting, off=("N2", off)), HAL=order).refused[0, HAL, 0] != 0
    assert ordered(edited(fighting), HAL=order).refused[0, HAL, 0] == 0


def test_nobody_sends_more_than_it_can_keep_abroad():
    turn = ordered(edited(mission()), ORV={"do": "deploy", "target": "1", "amount": 60.0})
    most = base().world.params["mission.capacity"][0] * 18.0
    assert turn.after["troops"][0, ORV, SLOT] == pytest.approx(most, abs=0.001)


def test_a_mission_without_troops_and_one_long_after_peace_end():
    empty = ordered(edited(mission()))
    assert empty.after["mission_place"][0, SLOT] == VEL  # it is young yet
    old = ordered(edited(mission(), set_to("mission_turn", (SLOT,), 0)))
    assert old.after["mission_place"][0, SLOT] == -1

    def peace(arrays: dict[str, np.ndarray]) -> None:
        mission(HAL=2.0)(arrays)
        arrays["war"][0, VEL] = arrays["deaths"][0, VEL] = 0.0
        arrays["settled"][0, VEL] = -12

    over = ordered(edited(peace))
    assert over.after["mission_place"][0, SLOT] == -1
    assert over.after["troops"][0, HAL, SLOT] == 0


# --- in play ------------------------------------------------------------------------------------


def partnership(off: tuple[str, ...] = ()) -> tuple[State, Any]:
    game = a_game(6, seed=3, name="pfp-1994", off=off)
    return play(game, 16), game.world


def test_missions_appear_in_the_wars_of_the_start_with_thousands_of_troops():
    end, world = partnership()
    assert measure(world, end, ["missions"])["missions"].mean() >= 1
    troops = measure(world, end, ["troops"])["troops"]
    assert 2.0 < troops.mean() < 120.0


def test_with_p7_off_more_die_and_nobody_sends_troops():
    end, world = partnership()
    off, _ = partnership(("P7",))
    assert (off["troops"] == 0).all()
    with_, without = (measure(world, e, ["deaths"])["deaths"].mean() for e in (end, off))
    assert with_ < without


def test_few_groups_are_founded_and_none_with_a14_off():
    end = play(a_game(4, seed=5, name="pfp-1994"), 44)
    count = (end["founded"] != NEVER).sum(axis=1)
    assert count.max() <= 2
    assert count.sum() >= 1
    off, _ = partnership(("A14",))
    assert (off["founded"] == NEVER).all()
