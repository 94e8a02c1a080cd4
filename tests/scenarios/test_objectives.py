"""Objectives are measured as they say, never tell a secret, and reward no betrayal."""

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from agents.run import play_turn, turns_of
from scenarios.build import new_game, seeds_for
from scenarios.objectives import (
    MEASURES,
    STANDING,
    About,
    Moment,
    Names,
    Span,
    Tally,
    aims_of,
    attainment,
    faults_of,
    scored,
)
from scenarios.objectives.needs import NEEDS, about
from scenarios.schema import Objective
from sim.draw import Draw
from sim.errors import DetenteError
from sim.orders import Moves, OrderKind
from sim.state import IN_FORCE, State
from sim.turn import Turn, advance
from tests.builders import a_game, a_scenario, scenario
from tests.laws.test_secrecy import HIDDEN, READER, busy, disturbed

#: What an objective may name, for each kind of need, in ``a_scenario``.
EXAMPLES = {
    "": [],
    "nations": ["BAX", "BBX"],
    "programme": [],
    "group": [],
    "group and nations": ["LEAGUE", "BAX", "BBX"],
    "types": ["framework", "training"],
    "nation and types": ["BAX", "framework"],
    "two nations": ["AAX", "ABX"],
    "two nations and types": ["AAX", "ABX", "framework"],
}


def example(world, name):
    codes = iter(world.iso[4:])
    swap = {"BAX": next(codes), "BBX": next(codes), "AAX": world.iso[0], "ABX": world.iso[1]}
    return [swap.get(word, word) for word in EXAMPLES[MEASURES[name].needs]]


def goal(seat, measure, *of, nothing=0.0, full=1.0, weight=1.0, **more):
    return Objective(
        seat=seat, id=f"{seat.lower()}-{measure.replace('_', '-')}", text="A wish.",
        measure=measure, of=list(of), nothing=nothing, full=full, weight=weight, **more,
    )  # fmt: skip


def with_goals(*goals, name="first-steps", **changes):
    return scenario(name).model_copy(update={"objectives": list(goals), **changes})


def a_turn(game, orders=None, **fields):
    """A turn that nothing happened in but what is said: fields of the state after it."""
    after = {name: np.array(game.state[name]) for name in game.state}
    after["agreement"][...] = 0
    for name, (index, value) in fields.items():
        after[name][index] = value
    moves = Moves.none(game.world.dims, game.state.rows)
    for slot, (nation, kind, target) in enumerate(orders or ()):
        moves.orders.kind[:, nation, slot] = kind
        moves.orders.target[:, nation, slot] = target
    refused = np.zeros(moves.orders.kind.shape, np.int8)
    return Turn(game.state, State(after, game.state.turn + 1), moves, refused, [])


ALL = slice(None)

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


# betrayal


@cache
def honest(name, turns):
    """Runs played by doctrine to the last turn: the game there, and its turns."""
    given = scenario(name).model_copy(update={"turns": turns})
    game = new_game(given, seeds_for(11, 6 if turns > 5 else 2))
    played = [part.turn for part in turns_of(game, turns - 1)]
    return given, replace(game, state=played[-1].after), played


def betrays(world, state, moves, seat):
    """The seat's orders of the last turn: out of everything, and a hand raised."""
    orders = moves.orders
    for name in ("kind", "target", "arg"):
        getattr(orders, name)[:, seat] = 0
    for row in range(state.rows):
        wanted = [(OrderKind.WITHDRAW, p, 0) for p in range(world.dims.P)]
        types, partners = np.nonzero(state["agreement"][row, :, seat] == IN_FORCE)
        wanted += [(OrderKind.DENOUNCE, j, a) for a, j in zip(types, partners, strict=True)]
        wanted += [(OrderKind.QUIT, g, 0) for g in np.flatnonzero(state["member"][row, seat])]
        wanted += [(OrderKind.ESCALATE, int(state["threat"][row, seat].argmax()), 0)]
        for slot, (kind, target, arg) in enumerate(wanted[: world.dims.K]):
            orders.kind[row, seat, slot] = kind
            orders.target[row, seat, slot] = target
            orders.arg[row, seat, slot] = arg


def last_turn(game, traitor=None):
    draw = Draw(game.seeds, game.state.turn)
    moves = play_turn(game).decision.moves
    if traitor is not None:
        orders = replace(moves.orders, **{n: np.array(v) for n, v in vars_of(moves.orders)})
        moves = replace(moves, orders=orders)
        betrays(game.world, game.state, moves, traitor)
    return advance(game.world, game.state, moves, draw)


def vars_of(orders):
    return [(name, getattr(orders, name)) for name in type(orders).__dataclass_fields__]


@pytest.mark.parametrize(
    ("name", "turns", "seats"),
    [("first-steps", 8, "HAL ORV VEL LUN"), ("pfp-1994", 5, "USA FRA POL FIN RUS UKR")],
)
def test_a_betrayal_in_the_last_turn_does_not_pay(name, turns, seats):
    given, game, played = honest(name, turns)
    usual = attainment(given, game.world, [*played, last_turn(game)])
    broke = 0
    for iso in seats.split():
        seat = game.world.nation(iso)
        end = last_turn(game, seat)
        broke += Moment(game.world, end).broken[:, seat].max() > 0
        gained = attainment(given, game.world, [*played, end]) - usual
        assert gained[:, seat].mean() < -0.02, iso
    assert broke == len(seats.split())  # each had something to break


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
