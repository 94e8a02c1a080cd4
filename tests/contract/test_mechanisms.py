"""Every mechanism that has rules can be switched off, and then does nothing."""

from __future__ import annotations

import ast
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from agents.run import Game, play, play_turn, turns_of
from scenarios.build import build_world
from sim.causes import Cause
from sim.draw import Draw
from sim.errors import UnknownName
from sim.orders import Moves, OrderKind
from sim.state import (
    ACTIVE,
    FIELDS,
    FREE,
    IN_FORCE,
    MEMBER,
    NEVER,
    NONE,
    NOTICE,
    RATIFIED,
    SIGNED,
    State,
)
from sim.turn import advance
from sim.world import MECHANISMS
from tests.builders import a_game, scenario

ROOT = Path(__file__).parents[2]
HORIZON = 16


@cache
def played(off: tuple[str, ...], policy: str = "doctrine", name: str = "pfp-1994") -> tuple:
    """The turns of two runs over the horizon."""
    game = a_game(2, seed=21, name=name, default=policy, off=off)
    return tuple(turn.turn for turn in turns_of(game, HORIZON if name == "pfp-1994" else None))


@cache
def random_turns(off: str) -> tuple:
    """Random play of the small scenario, which gives every kind of order, in six runs."""
    game = a_game(6, seed=8, default="chance", off=(off,))
    return tuple(turn.turn for turn in turns_of(game, ledger=True))


def all_turns(off: str) -> tuple:
    return (*played((off,)), *random_turns(off))


def states(off: str) -> list[State]:
    return [turn.after for turn in all_turns(off)]


def still(off: str, *names: str) -> list[str]:
    """Which of some fields moved although they should not."""
    turns = all_turns(off)
    return [n for n in names if any(not np.array_equal(t.before[n], t.after[n]) for t in turns)]


@pytest.mark.parametrize("name", sorted(MECHANISMS))
def test_a_mechanism_can_be_switched_off_and_makes_a_difference(name):
    plain, without = played(()), played((name,))
    rows = range(plain[-1].after.rows)
    assert any(plain[-1].after.digest(k) != without[-1].after.digest(k) for k in rows)


def test_an_unknown_mechanism_is_named_with_the_nearest_one():
    with pytest.raises(UnknownName, match="no mechanism 'P99'"):
        build_world(scenario(), off=("P99",))


def gated() -> set[str]:
    """Mechanisms whose switches are read somewhere in the rules or by policies."""
    found = set()
    for package in ("sim", "agents"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call):
                    continue
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in ("on", "gate", "gate_row"):
                    found |= {a.value for a in node.args
                              if isinstance(a, ast.Constant) and a.value in MECHANISMS}  # fmt: skip
    return found


def test_every_mechanism_said_to_have_rules_has_a_switch_that_is_read():
    assert set(MECHANISMS) - gated() == set()


def test_every_switch_that_is_read_can_be_thrown():
    assert gated() - set(MECHANISMS) == set()


def test_every_mechanism_with_rules_is_named_in_the_books_or_works_on_decisions_only():
    named = {cause.mechanism for cause in Cause}
    assert named - {""} <= set(MECHANISMS)
    assert set(MECHANISMS) - named <= {"P14", "A13", "A15"}  # they weigh in what others post


def test_a_state_played_in_one_world_is_as_good_as_new_in_another():
    plain, without = a_game(1, name="pfp-1994"), a_game(1, name="pfp-1994", off=("A1", "A2"))
    moves = Moves.none(plain.world.dims, 1)
    fresh = play_turn(without, moves=moves).turn.after.digest()
    play_turn(plain, moves=moves)
    reused = play_turn(replace(without, state=plain.state), moves=moves).turn.after.digest()
    assert reused == fresh


# --- what is off does nothing -------------------------------------------------------------------


def test_without_p5_there_are_no_exercises():
    for state in states("P5"):
        assert (state["exercise"] == FREE).all()
        assert (state["exercised"] == NEVER).all()
    assert any((turn.after["exercise"] != FREE).any() for turn in played(()))


def test_without_p9_nobody_is_invited_accedes_or_is_aided():
    assert still("P9", "invited", "aid", "accession", "accession_vote") == []


def test_without_p7_nobody_is_sent_anywhere():
    assert still("P7", "mission_place", "troops", "arrived", "casualties") == []


def test_without_a14_no_group_is_founded():
    assert still("A14", "format", "founded") == []


def test_without_p13_active_participants_do_what_they_declare():
    declared = 0
    for state in states("P13"):
        active = state["status"] == ACTIVE
        assert np.array_equal(state["depth"][active], state["declared"][active])
        declared += int((state["declared"][active] > 0.3).sum())
    assert declared > 20
    gap = [t.after["declared"] - t.after["depth"] for t in played(())]
    assert max(float(g.max()) for g in gap) > 0.1


def test_without_p13_a_nation_that_acceded_does_what_it_declares():
    game = ready_to_accede(("P13", "P11"))
    ends = [turn.turn.after for turn in turns_of(game, 3)]
    vel = game.world.nation("VEL")
    assert ends[-1]["status"][0, vel, 0] == MEMBER
    assert ends[-1]["depth"][0, vel, 0] == ends[-1]["declared"][0, vel, 0] == 1.0


def ready_to_accede(off: tuple[str, ...]) -> Game:
    """The small scenario in the turn in which all members may ratify Velmark's accession."""
    game = a_game(1, default="scripted", off=off)
    arrays = {name: np.array(game.state[name]) for name in FIELDS}
    vel = game.world.nation("VEL")
    arrays["status"][:, vel, 0] = ACTIVE
    arrays["declared"][:, vel, 0] = arrays["depth"][:, vel, 0] = 0.5
    arrays["accession"][:, vel, 0] = -20
    return replace(game, state=State(arrays, 0))


def test_without_p11_will_and_governments_never_change_and_institutions_by_reform_only():
    assert still("P11", "will", "stance", "government", "election") == []
    moved = [entry for turn in random_turns("P11") for entry in turn.ledger
             if entry.field == "institutions"]  # fmt: skip
    assert {entry.cause for entry in moved} <= {Cause.ROOTED}


def test_without_p11_parliaments_ratify_at_once_and_never_refuse():
    signed = ratified = 0
    for turn in all_turns("P11"):
        pending = np.isin(turn.before["agreement"], (SIGNED, RATIFIED))
        assert (turn.after["agreement"][pending] == IN_FORCE).all()
        signed += int((turn.before["agreement"] == SIGNED).sum())
        ratified += int((turn.before["agreement"] == RATIFIED).sum())
    assert signed > 10
    assert ratified == 0


def test_without_n2_there_are_no_disputes_and_no_wars_are_settled():
    assert still("N2", "hostility", "last_dispute", "war", "mandate", "call_victim") == []
    assert not any(state["hostility"].any() for state in states("N2"))


def test_without_a3_nothing_is_ever_pending_or_under_notice():
    for state in states("A3"):
        assert set(np.unique(state["agreement"]).tolist()) <= {NONE, IN_FORCE}
    ended = sum(
        int(((t.before["agreement"] == IN_FORCE) & (t.after["agreement"] == NONE)).sum())
        for t in all_turns("A3")
    )
    assert ended > 0


def test_without_p1_a_nation_that_joins_is_fully_in_at_once():
    joined = 0
    for turn in all_turns("P1"):
        new = (turn.after["status"] == ACTIVE) & (turn.before["status"] != ACTIVE)
        joined += int(new.sum())
        assert (turn.after["declared"][new] == 1.0).all()
        table = a_game(1).world.programmes
        steps = turn.after["step_turn"][new][:, ~table.by_invitation]
        assert (steps != NEVER).all()
    assert joined > 20
    for kind in (OrderKind.ADVANCE, OrderKind.DEPTH, OrderKind.HOLD):
        assert not any((t.moves.orders.kind == kind).any() for t in all_turns("P1"))


def test_without_p3_interoperability_never_changes():
    assert still("P3", "interop") == []


def test_without_p2_nothing_more_becomes_known_and_nothing_is_published():
    assert still("P2", "transparency", "published") == []


def test_without_n1_what_was_heard_only_fades():
    for turn in played(("N1",)):
        for name in ("heard_good", "heard_bad"):
            assert (turn.after[name] <= turn.before[name]).all()


def with_a_call(off: tuple[str, ...]) -> Game:
    """The small scenario in a turn in which Orvane has called on Halmere against Velmark."""
    game = a_game(1, default="scripted", off=off)
    arrays = {name: np.array(game.state[name]) for name in FIELDS}
    arrays["call_victim"][:, 0] = game.world.nation("ORV")
    arrays["call_against"][:, 0] = game.world.nation("VEL")
    return replace(game, state=State(arrays, 0))


def test_without_n1_nobody_hears_of_an_answered_call():
    turn = play_turn(with_a_call(("N1",))).turn
    assert not turn.after["heard_bad"].any()


def test_with_n1_everybody_hears_of_an_answered_call():
    turn = play_turn(with_a_call(())).turn
    hal, lun = (a_game(1).world.nation(iso) for iso in ("HAL", "LUN"))
    assert turn.after["heard_bad"][0, lun, hal] > 0
    assert not turn.after["heard_good"][0, lun, hal] > turn.before["heard_good"][0, lun, hal] + 0.2


def test_without_a10_nobody_calls_for_aid():
    assert still("A10", "call_victim", "call_against") == []
    game = a_game(40, seed=2, name="pfp-1994")
    found = []
    play(game, 6, each=lambda _, one: found.append((one.turn.after["call_victim"] >= 0).any()))
    assert any(found)  # with A10 there are calls


def test_without_a2_the_first_type_alone_is_offered():
    for turn in played(("A2",)):
        for offers, _ in turn.moves.talks:
            assert not offers.kind[offers.to >= 0].any()
    assert any(o.kind.any() for turn in played(()) for o, _ in turn.moves.talks)


def test_without_a1_membership_of_a_group_neither_binds_nor_builds_trust():
    turns = random_turns("A1")
    posted = {entry.cause for turn in turns for entry in turn.ledger if np.any(entry.amount)}
    assert Cause.GROUP_KEPT not in posted
    assert Cause.AGREEMENT_KEPT in posted
    dims = turns[0].before
    partners = len(scenario().programmes) + dims["member"].shape[2]
    for turn in turns:
        hosted = turn.moves.orders.target[turn.moves.orders.kind == OrderKind.HOST]
        assert set(hosted.tolist()) <= {0, partners}


@pytest.mark.parametrize("name", sorted(set(MECHANISMS) - {"P1", "P9", "P13", "A2", "A3"}))
def test_what_is_off_is_not_named_in_the_books(name):
    posted = {
        entry.cause for turn in random_turns(name) for entry in turn.ledger if np.any(entry.amount)
    }
    exempt = {
        Cause.QUIET, Cause.APPRAISAL,  # N2: what was there before ends; threat is seen anyway
        Cause.FADING, Cause.DIALOGUE,  # N1: evidence fades and governments speak anyway
        Cause.MISJUDGED,  # P2: without knowledge all is guessed
    }  # fmt: skip
    own = {cause.name for cause in posted if cause.mechanism == name} - {c.name for c in exempt}
    assert own == set()


def test_switching_a_mechanism_off_in_one_row_leaves_the_others_alone():
    game = a_game(2, seed=21, name="pfp-1994")
    switches = {**game.world.switches, "P5": np.array([True, False])}
    mixed = replace(game, world=replace(game.world, switches=switches))
    end = [turn.turn.after for turn in turns_of(mixed, HORIZON)][-1]
    assert end.digest(0) == played(())[-1].after.digest(0)
    assert end.digest(1) == played(("P5",))[-1].after.digest(1)


def test_luck_of_another_turn_is_refused():
    game = a_game(1)
    with pytest.raises(ValueError, match="luck of turn 1 offered for turn 0"):
        advance(game.world, game.state, Moves.none(game.world.dims, 1), Draw(game.seeds, 1))


def test_notice_is_given_with_a3_on():
    assert any((turn.after["agreement"] == NOTICE).any() for turn in random_turns("P5"))
