"""Every measure of an objective reads what it says."""

from dataclasses import replace

import numpy as np
import pytest

from scenarios.objectives import (
    MEASURES,
    STANDING,
    Moment,
)
from scenarios.objectives.needs import NEEDS, about
from sim.orders import OrderKind
from sim.state import IN_FORCE, State
from tests.builders import a_game
from tests.scenarios.goals import ALL, EXAMPLES, a_turn

#: Measure, what it names, what stands in the state after the turn, value for LUN (index 3).
CASES = [
    ("will", [], {"will": ((ALL, 3), 0.25)}, 0.25),
    ("institutions", [], {"institutions": ((ALL, 3), 0.5)}, 0.5),
    ("published", [], {"published": ((ALL, 3), 0.75)}, 0.75),
    ("trust_from", ["VEL"], {"good": ((ALL, 2, 3), 6.0), "bad": ((ALL, 2, 3), 2.0),
     "heard_good": ((ALL, 2, 3), 0.0), "heard_bad": ((ALL, 2, 3), 0.0)}, 0.7),
    ("trust_in", ["VEL"], {"good": ((ALL, 3, 2), 0.0), "bad": ((ALL, 3, 2), 8.0),
     "heard_good": ((ALL, 3, 2), 0.0), "heard_bad": ((ALL, 3, 2), 0.0)}, 0.1),
    ("threat", [], {"threat": ((ALL, 3), [0.25, 0.5, 0.125, 0.0])}, 0.5),
    ("threat", ["HAL"], {"threat": ((ALL, 3), [0.25, 0.5, 0.125, 0.0])}, 0.25),
    ("fear_of_us", ["HAL", "ORV"], {"threat": ((ALL, ALL, 3), [0.5, 0.25, 1.0, 0.0])}, 0.375),
    ("interop", ["VEL"], {"interop": ((ALL, ALL, 3, 2), [0.5, 0.25, 0.75, 0.5])}, 0.25),
    ("depth", [], {"depth": ((ALL, 3, 0), 0.625)}, 0.625),
    ("declared", ["COAST"], {"declared": ((ALL, 3, 0), 0.875)}, 0.875),
    ("step", [], {"step_turn": ((ALL, 3, 0, 2), 5)}, 3 / 8),
    ("participants", [], {"status": ((ALL, ALL, 0), [5, 5, 1, 1]),
     "step_turn": ((ALL, ALL, 0, 0), [-32768, -32768, 1, 1])}, 2.0),
    ("participants", [], {"status": ((ALL, ALL, 0), [5, 5, 5, 2]),
     "step_turn": ((ALL, ALL, 0, 0), [-32768, -32768, 1, 1])}, 1.0),
    ("member", ["LEAGUE"], {"member": ((ALL, 3, 0), 1)}, 1.0),
    ("members", [], {"member": ((ALL, 3, 0), 1)}, 3.0),
    ("outside", ["LEAGUE", "HAL", "VEL"], {}, 0.5),
    ("ties", [], {"agreement": ((ALL, 2, 3, [0, 2]), IN_FORCE)}, 2.0),
    ("ties", ["framework"], {"agreement": ((ALL, 2, 3, [0, 2]), IN_FORCE)}, 0.0),
    ("agreement", ["VEL"], {"agreement": ((ALL, 2, 3, 2), IN_FORCE)}, 1.0),
    ("agreement", ["VEL", "framework"], {"agreement": ((ALL, 2, 3, 2), IN_FORCE)}, 0.0),
    ("apart", ["HAL", "VEL"], {"agreement": ((ALL, 2, 0, 2), IN_FORCE)}, 0.0),
    ("apart", ["HAL", "VEL", "framework"], {"agreement": ((ALL, 2, 0, 2), IN_FORCE)}, 1.0),
    ("autonomy", [], {"agreement": ((ALL, ALL, 3), 0), "dependence": ((ALL, 3), 0.0)}, 1.0),
    ("autonomy", [], {"agreement": ((ALL, ALL, 3), 0), "dependence": ((ALL, 3, 0), 1.0)}, 0.5),
    ("dependence", [], {"dependence": ((ALL, 3), [0.25, 0.75, 0.0, 0.0])}, 0.75),
    ("bases_of", [], {"bases": ((ALL, 3, [0, 1]), 1)}, 2.0),
    ("bases_of", ["ORV"], {"bases": ((ALL, 3, [0, 1]), 1)}, 1.0),
    ("spending", [], {"spending": ((ALL, 3), 14.0)}, 0.02),
    ("capability", [], {"capability": ((ALL, 3), 0.125)}, 0.125),
    ("peace", [], {"hostility": ((ALL, 2, 3), 2)}, 0.0),
    ("peace", [], {"hostility": ((ALL, 2, 0), 2)}, 1.0),
    ("peace", [], {"standoff": ((ALL, 3, 2), 3)}, 0.0),
    ("peace_between", ["ORV", "VEL"], {"hostility": ((ALL, 2, 1), 4)}, 0.0),
    ("peace_between", ["ORV", "VEL"], {"hostility": ((ALL, 2, 3), 4)}, 1.0),
    ("quiet_home", [], {"war": ((ALL, 3), 0.5)}, 0.5),
    ("exercises", [], {"exercise": ((ALL, [0, 1]), 2), "exercise_coming": ((ALL, 0, 3), 1)}, 4.0),
    ("hosted", [], {"exercise": ((ALL, [0, 1]), 2), "exercise_host": ((ALL, [0, 1]), 3)}, 8.0),
    ("missions", [], {"arrived": ((ALL, 3, [0, 1]), 1.5)}, 3.0),
    ("harm", [], {"harm": ((ALL, 3), 0.25)}, 0.25),
]  # fmt: skip


@pytest.mark.parametrize(("name", "of", "fields", "value"), CASES)
def test_a_measure_reads_what_it_says(name, of, fields, value):
    game = a_game(2)
    what = about(game.world, name, 3, of)
    found = MEASURES[name].function(Moment(game.world, a_turn(game, **fields)), what)
    assert found.shape == (2,)
    assert found == pytest.approx(value, abs=2e-3 if name.startswith("trust") else 1e-9)


def test_every_measure_has_a_case_but_those_of_words_which_have_tests_of_their_own():
    assert set(MEASURES) - {name for name, *_ in CASES} == {"kept", "asked", STANDING}


def test_measures_need_what_can_be_named():
    assert {measure.needs for measure in MEASURES.values()} == set(NEEDS) == set(EXAMPLES)


# words kept


def test_an_agreement_denounced_is_a_word_not_kept_and_one_held_is_kept():
    game = a_game(1)
    binding = {"agreement": ((ALL, 2, [2, 3], [3, 2]), IN_FORCE)}
    what = about(game.world, "kept", 3, [])
    kept = MEASURES["kept"]
    quiet = Moment(game.world, a_turn(game, **binding))
    assert kept.function(quiet, what) == kept.number(quiet, what) > 0
    given = Moment(game.world, a_turn(game, [(3, OrderKind.DENOUNCE, 2)], **binding))
    assert kept.number(given, what) - kept.function(given, what) == 1.0


def test_calls_refused_count_against_the_word_and_calls_of_ours_honoured_for_those_asked():
    game = a_game(1)  # HAL and ORV are allies
    called = {**{name: np.array(game.state[name]) for name in game.state}}
    called["call_victim"][:, 0], called["call_against"][:, 0] = 0, 2
    game = replace(game, state=State(called, game.state.turn))
    turn = a_turn(game)
    silent = Moment(game.world, turn)
    kept, asked = MEASURES["kept"], MEASURES["asked"]
    orv, hal = about(game.world, "kept", 1, []), about(game.world, "asked", 0, [])
    assert kept.number(silent, orv) - kept.function(silent, orv) == 1.0
    assert (asked.function(silent, hal), asked.number(silent, hal)) == (0.0, 1.0)
    turn.moves.orders.honour[:, 1, 0] = 1
    honoured = Moment(game.world, turn)
    assert kept.number(honoured, orv) == kept.function(honoured, orv)
    assert (asked.function(honoured, hal), asked.number(honoured, hal)) == (1.0, 1.0)


@pytest.mark.parametrize(
    "order",
    [(3, OrderKind.WITHDRAW, 0), (3, OrderKind.DENOUNCE, 2), (3, OrderKind.ESCALATE, 2)],
)
def test_standing_falls_with_every_obligation_broken(order):
    game = a_game(1)
    what = about(game.world, STANDING, 3, [])
    standing = MEASURES[STANDING].function
    quiet = standing(Moment(game.world, a_turn(game)), what)
    broken = standing(Moment(game.world, a_turn(game, [order])), what)
    assert broken == pytest.approx(quiet * 0.6)
    others = about(game.world, STANDING, 2, [])
    assert standing(Moment(game.world, a_turn(game, [order])), others) == standing(
        Moment(game.world, a_turn(game)), others
    )


def test_who_answers_force_with_force_breaks_no_peace():
    game = a_game(1)
    attacked = {name: np.array(game.state[name]) for name in game.state}
    attacked["standoff"][:, 2, 3] = 4
    game = replace(game, state=State(attacked, game.state.turn))
    moment = Moment(game.world, a_turn(game, [(3, OrderKind.ESCALATE, 2)]))
    assert moment.broken[0, 3] == 0.0
