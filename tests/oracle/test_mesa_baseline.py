"""The Mesa model that speed is measured against is the same model, and no caricature of it.

From a state in the middle of a run of the engine, single decisions and rules of the two give the
same numbers, up to the grid on which the engine rounds each term and each posting (``2**-20``,
evidence ``2**-16``). Whole runs agree in their headline measures within sampling error.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from agents.run import turns_of
from scenarios.build import new_game, seeds_for
from sim.account import Books
from sim.draw import Draw
from sim.grid import snap
from sim.measures import MEASURES
from sim.orders import Moves, Orders
from sim.rules.agreements import agreements
from sim.rules.crises import onset_chance
from sim.rules.trust import TOLD_BITS, WEIGHT_BITS, trust
from sim.state import FIELDS, IN_FORCE, NONE, NOTICE, RATIFIED, SIGNED, State
from sim.world import World
from tests.benchmarks.baseline import (
    BaselineModel,
    arms,
    disputes,
    ladder,
    opinion,
    papers,
    training,
)
from tests.benchmarks.baseline import relations as rel
from tests.benchmarks.baseline.halfway import (
    AUTUMN,
    OFF,
    SCENARIO,
    SUMMER,
    baseline,
    decided,
    exercise_as,
    halfway,
    in_autumn,
    order_as,
    played,
)
from tests.benchmarks.baseline.model import REPORTERS
from tests.builders import scenario

STEP, EVIDENCE_STEP = 2.0**-20, 2.0**-16
#: A score is a sum of up to twenty products, of factors each rounded to the grid.
SCORE = 24 * STEP


def same(own, engine, within: float) -> None:
    np.testing.assert_allclose(np.array(own, float), engine, rtol=0.0, atol=within)


def matrix(model: BaselineModel, name: str) -> np.ndarray:
    """(N, N) a number of all views, 0 of a nation about itself."""
    out = np.zeros((len(model.nations), len(model.nations)))
    for nation in model.nations:
        for other, view in nation.views.items():
            out[nation.index, other.index] = getattr(view, name)
    return out


def nothing(world: World) -> Moves:
    return Moves((), Orders.none(world.dims, 1))


# what is thought


@pytest.mark.parametrize("decision", ["join", "leave", "depth", "advance"])
def test_taking_part_is_worth_as_much(decision):
    own = []
    for nation in in_autumn().nations:
        known = ladder.terms(nation)
        known["depth"] = nation.declared
        own.append(ladder.score(nation, decision, known))
    sign = -1 if decision == "leave" else 1  # the engine's reasons to leave are turned round
    score = sign * decided(AUTUMN)[1][decision].score[0]
    same(own, np.broadcast_to(score, len(own)), SCORE)


WORTH = {"host": training.hosting_score, "adopt": arms.standards_score}
WORTH |= {"spend more": arms.budget_score}


@pytest.mark.parametrize(("decision", "worth"), WORTH.items())
def test_hosting_standards_and_budgets_are_worth_as_much(decision, worth):
    same(
        [worth(nation) for nation in in_autumn().nations],
        decided(AUTUMN)[1][decision].score[0],
        SCORE,
    )


def test_one_more_agreement_is_worth_as_much_with_everyone():
    model = in_autumn()
    here = np.array([nation.here for nation in model.nations])
    cells = here[:, None] & here & ~np.eye(len(here), dtype=bool)
    assert cells.sum() == 51 * 50
    same(matrix(model, "worth")[cells], decided(AUTUMN)[1]["offer"].score[0][cells], SCORE)


def test_offers_are_answered_by_the_same_worth_and_threshold():
    moves, choices = decided(AUTUMN)
    offers, choice, model = moves.talks[0][0], choices["reply"], in_autumn()
    _, proposers, slots = np.nonzero(offers.to >= 0)
    assert len(slots) > 20
    for i, k in zip(proposers.tolist(), slots.tolist(), strict=True):
        j, kind = int(offers.to[0, i, k]), int(offers.kind[0, i, k])
        own = papers.reply_score(model.nations[j], model.nations[i], kind)
        same(own, (choice.score[0, j, i], choice.threshold[0, j, i]), SCORE)


def test_coming_to_exercises_is_worth_as_much():
    choice, model = decided(AUTUMN)[1]["attend"], in_autumn()
    due = [exercise for exercise in model.calendar if exercise.due <= model.turn]
    cells = [
        (training.attendance(guest, exercise), choice.score[0, guest.index, place])
        for place, exercise in enumerate(due)
        for guest in exercise.invited - {exercise.host}
    ]
    assert len(cells) > 100
    same(*zip(*cells, strict=True), SCORE)


def test_stepping_up_and_back_in_confrontations_is_worth_as_much():
    choices, model = decided(AUTUMN)[1], in_autumn()
    assert len(model.standoffs) >= 2
    for pair in model.standoffs:
        for side, other in ((pair.one, pair.two), (pair.two, pair.one)):
            at = (0, side.index, other.index)
            engine = [choices[name].score[at] for name in ("escalate", "deescalate")]
            same(arms.confrontation_scores(side, other), engine, SCORE)


def test_disputes_are_as_likely():
    game, model = halfway(AUTUMN), in_autumn()
    chances = onset_chance(game.world, game.state)[0]
    cells = []
    for one, two, chance in zip(*game.world.neighbours, chances, strict=True):
        pair = model.nations[one].views[model.nations[two]].pair
        if pair.disputable and pair.one.here and pair.two.here:
            cells.append((disputes.onset_chance(model, pair), chance))
    assert len(cells) > 150
    same(*zip(*cells, strict=True), 4e-5)  # the engine's logistic curve is within 3e-5


# what comes of it


def test_interoperability_moves_alike_after_the_same_exercises():
    turn, model = played(SUMMER), baseline(halfway(SUMMER).state)
    exercise_as(turn, model)
    assert len(model.trained) > 100
    training.work_together(model)
    ends = [[nation.index for nation in (pair.one, pair.two)] for pair in model.pairs]
    engine = [turn.after["interop"][0, :, i, j] for i, j in ends]
    same([pair.interop for pair in model.pairs], engine, STEP)


def test_threat_moves_alike_after_the_same_exercises():
    turn, model = played(SUMMER), baseline(halfway(SUMMER).state)
    exercise_as(turn, model)
    model.agents.do(arms.appraise)
    same(matrix(model, "threat"), turn.after["threat"][0], 4 * STEP)


def test_evidence_fades_and_is_heard_alike():
    game, books = halfway(SUMMER), Books(halfway(SUMMER).state, FIELDS)
    trust(game.world, game.state, books, nothing(game.world), Draw(game.seeds, SUMMER))
    after = State(books.close(), SUMMER + 1)
    told = {name: snap(game.state[name][0], TOLD_BITS) for name in ("good", "bad")}
    told["trust"] = snap(game.state.trust[0], WEIGHT_BITS)
    model = baseline(game.state)
    known = {name: matrix(model, name) for name in told}
    for numbers in (told, known):  # the engine's nations tell each other round figures
        for nation in model.nations:
            nation.partner = None
            for other, view in nation.views.items():
                for name, table in numbers.items():
                    setattr(view, name, float(table[nation.index, other.index]))
        if numbers is told:
            heard = opinion.hear(model)
    opinion.remember(model, heard)
    for name in ("good", "bad", "heard_good", "heard_bad"):
        same(matrix(model, name), after[name][0], 2 * EVIDENCE_STEP)
    same(matrix(model, "trust"), after.trust[0], 2 * EVIDENCE_STEP)


def test_will_work_and_depth_move_alike_after_the_same_orders():
    turn, model = played(SUMMER), baseline(halfway(SUMMER).state)
    model.agents.do("talk")
    order_as(turn.moves, model)
    model.agents.do("govern")
    model.agents.do(ladder.advance)
    after = turn.after
    settled = turn.before["election"][0] > SUMMER
    wills = np.array([nation.next_will for nation in model.nations])
    same(wills[settled], after["will"][0][settled], 4 * STEP)
    for name in ("declared", "depth", "work"):
        own = [getattr(nation, name) for nation in model.nations]
        same(own, after[name][0, :, 0], 4 * STEP)
    reached = [set(np.flatnonzero(stamps >= 0).tolist()) for stamps in after["step_turn"][0, :, 0]]
    assert [set(nation.steps) for nation in model.nations] == reached


class Certain:
    """Luck that is always the same."""

    def __init__(self, luck: float) -> None:
        self.luck = luck

    def random(self) -> float:
        return self.luck


class CertainDraw(Draw):
    """The engine's: two of its numbers mixed give that luck."""

    luck = 0.0

    def nation(self, column, count, nations):
        return np.full((len(self.seeds), nations, count), self.luck / 2.0)


STAGE = {NONE: None, SIGNED: rel.SIGNED, RATIFIED: rel.SIGNED}
STAGE |= {IN_FORCE: rel.IN_FORCE, NOTICE: rel.NOTICE}


@pytest.mark.parametrize("luck", [0.001, 0.1, 0.36, 0.9])
def test_agreements_age_alike_with_the_same_luck(luck):
    game = halfway(AUTUMN)
    arrays = {name: np.array(game.state[name]) for name in game.state}
    arrays["agreement_turn"][arrays["agreement"] == IN_FORCE] -= 10  # some terms run out
    world = replace(game.world, params={**game.world.params, "lasting.hazard": np.zeros(1)})
    state, draw = State(arrays, AUTUMN), CertainDraw(game.seeds, AUTUMN)
    draw.luck, books = luck, Books(state, FIELDS)
    agreements(world, state, books, nothing(world), draw)
    model = baseline(state)
    model.p["lasting.hazard"], model.random = 0.0, Certain(luck)
    for nation in model.nations:
        nation.denounced = None
    papers.live(model)
    seen = set()
    for pair in model.pairs:
        at = (pair.one.index, pair.two.index)
        for kind in range(world.dims.A):
            before = int(state["agreement"][0, kind][at])
            if kind and before in (SIGNED, RATIFIED):
                continue  # the engine shifts the luck of other types
            after, paper = int(books["agreement"][0, kind][at]), pair.papers.get(kind)
            assert STAGE[after] == (paper.stage if paper else None)
            if after == IN_FORCE:
                assert paper.since == books["agreement_turn"][0, kind][at]
            seen.add((before, after))
    assert len(seen) >= 4


RUNS, ROWS, TURNS = 4, 20, 10


@cache
def measured() -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Measures of the engine's runs and of the Mesa model's, (runs, turns) each."""
    seeds = seeds_for(100, ROWS)
    game = new_game(scenario(SCENARIO), seeds, off=OFF)
    engine = {name: np.zeros((ROWS, TURNS)) for name in REPORTERS}
    for turn, step in enumerate(turns_of(game, TURNS)):
        for name in REPORTERS:
            engine[name][:, turn] = MEASURES[name].function(game.world, step.turn.after)
    own = {name: np.zeros((RUNS, TURNS)) for name in REPORTERS}
    for run in range(RUNS):
        model = BaselineModel(scenario(SCENARIO), int(seeds[run]))
        for _ in range(TURNS):
            model.step()
        for name in REPORTERS:
            own[name][run] = model.datacollector.model_vars[name][1:]
    return engine, own


@pytest.mark.parametrize("name", REPORTERS)
def test_headline_measures_agree_within_sampling_error(name):
    engine, own = (table[name] for table in measured())
    if name in ("exercises", "disputes"):  # counts of a turn: over the whole run
        one, two = engine.mean(axis=1), own.mean(axis=1)
    else:
        one, two = engine[:, -1], own[:, -1]
    # the spread of the many runs of the engine stands for both
    error = one.std(ddof=1) * np.sqrt(1 / ROWS + 1 / RUNS)
    assert abs(two.mean() - one.mean()) < 3.5 * error
