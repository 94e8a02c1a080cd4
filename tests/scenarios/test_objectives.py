"""Objectives are scored as they say and never tell a secret."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from agents.forecast import imagined
from agents.run import play_turn
from scenarios.build import new_game, seeds_for
from scenarios.objectives import (
    MEASURES,
    About,
    Moment,
    Names,
    Span,
    Tally,
    aims_of,
    faults_of,
    scored,
)
from scenarios.objectives.needs import about
from sim.errors import DetenteError
from sim.observe import observe
from sim.orders import Moves, OrderKind
from tests.builders import a_game, a_scenario, scenario
from tests.laws.test_secrecy import HIDDEN, READER, busy, disturbed
from tests.scenarios.goals import ALL, a_turn, example, goal, with_goals

# spans, attainment, weights


def tally_of(values, measure="will", **goals):
    """The score of LUN after turns in which the field ``will`` had these values."""
    game = a_game(1)
    tally = Tally(with_goals(goal("LUN", measure, **goals)), game.world)
    for value in values:
        tally.add(a_turn(game, will=((ALL, 3), value), war=((ALL, 3), value)))
    return tally


def of_seat(tally, seat=3, place=0):
    score = tally.score()
    k = score.of(seat)[place]
    return score.values[0, k], score.attained[0, k]


def test_a_measure_is_the_mean_of_the_last_four_turns():
    assert of_seat(tally_of([1, 1, 0.5, 0.25, 0.25, 0]))[0] == 0.25


def test_a_measure_of_the_whole_game_is_the_mean_of_all_turns():
    assert MEASURES["quiet_home"].span is Span.WHOLE
    assert of_seat(tally_of([1, 1, 0, 0, 0, 0, 0, 0], "quiet_home"))[0] == 0.75


def test_standing_is_the_lowest_of_the_last_four_turns():
    game = a_game(1)
    tally = Tally(scenario(), game.world)
    traitor = a_turn(game, [(3, OrderKind.WITHDRAW, 0)])
    for turn in (traitor, a_turn(game), a_turn(game), a_turn(game), a_turn(game)):
        tally.add(turn)
    late = Tally(scenario(), game.world)
    for turn in (a_turn(game), a_turn(game), traitor, a_turn(game), a_turn(game)):
        late.add(turn)
    assert of_seat(late, place=-1)[0] == pytest.approx(0.6 * of_seat(tally, place=-1)[0])


def test_nothing_at_stake_is_a_word_kept():
    game = a_game(1)
    what = with_goals(goal("LUN", "asked", nothing=0.5))
    tally = Tally(what, game.world)
    tally.add(a_turn(game))
    assert of_seat(tally) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("nothing", "full", "value", "part"),
    [
        (0, 1, 0.25, 0.25),
        (0.5, 1, 0.25, 0),
        (0, 0.5, 0.75, 1),
        (1, 0, 0.25, 0.75),
        (0.5, 0, 0.5, 0),
    ],
)
def test_attainment_runs_from_nothing_to_full_either_way(nothing, full, value, part):
    assert of_seat(tally_of([value], nothing=nothing, full=full))[1] == part


def test_a_seats_score_is_its_objectives_by_weight_and_its_share_of_standing():
    game = a_game(1)
    what = with_goals(goal("LUN", "will", weight=3), goal("LUN", "harm"))
    tally = Tally(what, game.world)
    tally.add(a_turn(game, will=((ALL, 3), 0.5), harm=((ALL, 3), 0.75)))
    score = tally.score()
    k = score.of(3)
    parts = score.attained[0, k]
    assert parts[0] == 0.5
    assert parts[1] == 0.75
    share = float(game.world.param("score.standing", 0)[0])
    own = (3 * 0.5 + 0.75) / 4
    assert score.total[0, 3] == pytest.approx((1 - share) * own + share * parts[2])


def test_every_seat_of_every_scenario_has_objectives_and_its_standing():
    for name in ("first-steps", "pfp-1994"):
        game = a_game(1, name=name)
        aims = aims_of(scenario(name), game.world)
        for seat in range(game.world.dims.N):
            own = [aim for aim in aims if aim.seat == seat]
            assert len(own) >= 3, game.world.iso[seat]
            assert [aim.standing for aim in own] == [False] * (len(own) - 1) + [True]


def test_a_scenario_without_objectives_takes_those_of_the_doctrines_and_says_so():
    bare = with_goals()
    aims = aims_of(bare, a_game(1).world)
    assert all(aim.default for aim in aims)
    assert {"join"} <= {aim.objective.id for aim in aims if aim.seat == 2}
    alone = bare.model_copy(update={"programmes": []})
    world = new_game(alone, seeds_for(1, 1)).world
    assert not [aim for aim in aims_of(alone, world) if aim.measure.needs == "programme"]


# names


@pytest.mark.parametrize(
    ("measure", "of", "fault"),
    [
        ("wil", [], "there is no measure 'wil' (did you mean 'will'?)"),
        ("will", ["HAL"], "the measure 'will' is about the seat alone; leave this out"),
        ("threat", ["HAL", "VEK"], "no nation 'VEK' (did you mean 'VEL'?)"),
        ("threat", ["HAL", "HAL"], "'HAL' stands here twice"),
        ("peace_between", ["HAL"], "names 1 of the 2 that it needs: nation"),
        ("agreement", ["VEL", "framwork"],
         "no type of agreement 'framwork' (did you mean 'framework'?)"),
        ("agreement", [], "names 0 of the 1 that it needs: nation"),
        ("outside", ["HAL"], "no group 'HAL' (valid: LEAGUE)"),
        ("depth", ["COAST", "COAST2"], "no programme 'COAST2' (did you mean 'COAST'?)"),
        ("peace_between", ["HAL", "VEL", "LUN"], "'LUN' is one nation too many"),
        ("depth", ["COAT"], "no programme 'COAT' (did you mean 'COAST'?)"),
    ],
)  # fmt: skip
def test_what_an_objective_names_wrongly_is_told_in_one_sentence(measure, of, fault):
    world = a_game(1).world
    assert faults_of(measure, of, Names.of(world)) == [fault]
    with pytest.raises(DetenteError, match="objective of LUN"):
        about(world, measure, 3, of)


def test_an_objective_that_names_nothing_is_about_the_first_programme_and_its_sponsor():
    world = a_game(1, name="pfp-1994").world
    assert about(world, "members", 0, []) == About(0, (), (), 0, world.programmes.sponsor[0])


# laws


def test_a_run_alone_scores_as_its_row_in_any_batch():
    batch = scored(scenario(), a_game(5, default="chance"), block=3)
    alone = scored(scenario(), a_game(5, default="chance").take(slice(3, 4)))
    assert np.array_equal(batch.values[3:4], alone.values)
    assert np.array_equal(batch.total[3:4], alone.total)


def test_scores_lie_between_nothing_and_all():
    for name in ("doctrine", "chance"):
        score = scored(scenario(), a_game(4, default=name))
        assert ((score.total >= 0) & (score.total <= 1)).all()
        assert ((score.attained >= 0) & (score.attained <= 1)).all()


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_what_a_seat_may_watch_in_play_does_not_depend_on_what_is_hidden_from_it(name):
    game = busy()
    turn = play_turn(game).turn
    what = about(game.world, name, READER, example(game.world, name))
    read = MEASURES[name].function
    plain, differs = read(Moment(game.world, turn), what), False
    for seed in range(3):
        before, after = (disturbed(s, HIDDEN, READER, seed) for s in (turn.before, turn.after))
        other = replace(turn, before=before, after=after)
        differs |= not np.array_equal(plain, read(Moment(game.world, other), what))
    hidden = name != "apart"  # of which the types are hidden, and those stay as they are here
    assert differs is (not MEASURES[name].seen and hidden)


@pytest.mark.parametrize("name", sorted(name for name in MEASURES if MEASURES[name].in_sight))
def test_what_a_seat_can_see_is_the_same_in_the_moment_as_it_imagines_it(name):
    game = busy().take(slice(0, 1))
    turn, seat = play_turn(game).turn, np.array([READER])
    what = about(game.world, name, READER, example(game.world, name))
    before, after = (imagined(observe(game.world, s).of(seat)) for s in (turn.before, turn.after))
    own = replace(turn, before=before, after=after, moves=Moves.none(game.world.dims, 1))
    read = MEASURES[name].function
    plain, seen = (read(Moment(game.world, one), what) for one in (turn, own))
    assert np.array_equal(plain, seen)


def test_par_is_what_the_doctrine_attains_with_the_same_luck():
    from scenarios.games import set_up
    from scenarios.objectives import par

    mine = set_up("first-steps", 3, seats={"VEL": "person"})
    score, turns = par(mine)
    usual = scored(scenario(), a_game(1, seed=3))
    assert np.array_equal(score.total, usual.total)
    assert len(turns) == scenario().turns
    assert all(one.turn.after is two.turn.before for one, two in pairwise(turns))


def test_measures_are_read_for_nations_that_exist_only():
    game = new_game(a_scenario(6), seeds_for(1, 1))
    world = replace(game.world, exists_from=np.array([0, 0, 0, 99, 99, 99], np.int64))
    moment = Moment(world, a_turn(game))
    assert moment.others(About(0)).tolist() == [1, 2]


def test_the_page_on_objectives_has_a_row_for_every_measure():
    page = (Path(__file__).parents[2] / "docs/mechanisms/objectives.md").read_text("utf-8")
    rows = [line.split("|")[1:-1] for line in page.splitlines() if line.startswith("| `")]
    told = {row[0].strip(" `"): [cell.strip() for cell in row[1:]] for row in rows}
    span = {Span.LAST: "", Span.WHOLE: "all turns", Span.LOWEST: "lowest"}
    assert told == {
        m.name: [m.words, m.unit, m.needs or "nothing", span[m.span], "yes" if m.seen else "no"]
        for m in MEASURES.values()
    }
