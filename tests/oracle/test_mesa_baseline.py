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

from agents.run import Game, play, turns_of
from scenarios.build import new_game, seeds_for
from sim.account import Books
from sim.draw import Draw
from sim.grid import coarse
from sim.measures import MEASURES
from sim.mechanisms import MECHANISMS
from sim.observe import observe
from sim.orders import Moves, Offers, OrderKind, Orders, Replies
from sim.rules.agreements import agreements
from sim.rules.crises import onset_chance
from sim.rules.trust import TOLD_BITS, WEIGHT_BITS, trust
from sim.state import CONDUCTED, FIELDS, IN_FORCE, NONE, NOTICE, RATIFIED, SIGNED, State
from sim.turn import Turn, advance
from tests.benchmarks.baseline import SUBSET, BaselineModel, arms, ladder, papers, training
from tests.benchmarks.baseline import opinion as talk
from tests.benchmarks.baseline import relations as rel
from tests.benchmarks.baseline.disputes import onset_chance as chance_of_dispute
from tests.benchmarks.baseline.model import REPORTERS
from tests.builders import scenario

OFF = tuple(name for name in MECHANISMS if name not in SUBSET)
STEP, EVIDENCE_STEP = 2.0**-20, 2.0**-16
#: A score is a sum of up to twenty products, of factors each rounded to the grid.
SCORE = 24 * STEP
#: Autumn, when budgets are made; summer, when no manoeuvres are held.
AUTUMN, SUMMER = 15, 14


@cache
def halfway(turn: int) -> Game:
    """One run of the engine, the subset on, without errors of perception or foreign bases."""
    game = new_game(scenario("pfp-1994"), seeds_for(11, 1), off=OFF, values={"threat.error": 0.0})
    state = play(game, turn)
    arrays = {name: np.array(state[name]) for name in state}
    arrays["bases"][:] = 0
    return replace(game, state=State(arrays, state.turn))


def baseline(state: State) -> BaselineModel:
    values = {"threat.error": 0.0}
    return BaselineModel(scenario("pfp-1994"), 11, values, start=state.take(slice(0, 1)))


@cache
def decided(turn: int):
    """The engine's moves of that turn, and what was weighed: scores by decision."""
    game = halfway(turn)
    draw = Draw(game.seeds, game.state.turn)
    decision = game.team.decide(observe(game.world, game.state), draw, keep=True)
    _, deliberation = decision.deliberations[0]
    return decision.moves, {choice.decision: choice for choice in deliberation.books.choices}


@cache
def played(turn: int) -> Turn:
    game = halfway(turn)
    return advance(game.world, game.state, decided(turn)[0], Draw(game.seeds, game.state.turn))


def score_of(nation, decision: str) -> float:
    known = ladder.terms(nation)
    if decision == "advance":
        known["depth"] = nation.declared
    return ladder.score(nation, decision, known)


@pytest.mark.parametrize(
    ("decision", "sign"), [("join", 1), ("leave", -1), ("depth", 1), ("advance", 1)]
)
def test_taking_part_is_worth_as_much(decision, sign):
    score = decided(AUTUMN)[1][decision].score[0] * sign
    own = [score_of(nation, decision) for nation in baseline(halfway(AUTUMN).state).nations]
    assert own == pytest.approx(np.broadcast_to(score, len(own)), abs=SCORE)


@pytest.mark.parametrize(
    ("decision", "worth"),
    [
        ("host", training.hosting_score),
        ("adopt", arms.standards_score),
        ("spend more", arms.budget_score),
    ],
)
def test_hosting_standards_and_budgets_are_worth_as_much(decision, worth):
    score = decided(AUTUMN)[1][decision].score[0]
    own = [worth(nation) for nation in baseline(halfway(AUTUMN).state).nations]
    assert own == pytest.approx(score, abs=SCORE)


def test_one_more_agreement_is_worth_as_much_with_everyone():
    score = decided(AUTUMN)[1]["offer"].score[0]
    model = baseline(halfway(AUTUMN).state)
    model.agents.do("talk")
    cells = [
        (view.worth, score[nation.index, other.index])
        for nation in model.nations
        for other, view in nation.views.items()
        if nation.here and other.here
    ]
    assert len(cells) == 51 * 50
    own, engine = zip(*cells, strict=True)
    assert own == pytest.approx(engine, abs=SCORE)


def test_offers_are_answered_by_the_same_worth_and_threshold():
    (offers, _), *_ = decided(AUTUMN)[0].talks
    choice = decided(AUTUMN)[1]["reply"]
    model = baseline(halfway(AUTUMN).state)
    model.agents.do("talk")
    rows, proposers, slots = np.nonzero(offers.to >= 0)
    assert len(rows) > 20
    for i, k in zip(proposers.tolist(), slots.tolist(), strict=True):
        j, kind = int(offers.to[0, i, k]), int(offers.kind[0, i, k])
        known = papers.reply_score(model.nations[j], model.nations[i], kind)
        engine = choice.score[0, j, i], choice.threshold[0, j, i]
        assert known == pytest.approx(engine, abs=SCORE)


def test_coming_to_exercises_is_worth_as_much():
    choice = decided(AUTUMN)[1]["attend"]
    model = baseline(halfway(AUTUMN).state)
    due = [exercise for exercise in model.calendar if exercise.due <= model.turn]
    cells = [
        (training.attendance(guest, exercise), choice.score[0, guest.index, place])
        for place, exercise in enumerate(due)
        for guest in exercise.invited - {exercise.host}
    ]
    assert len(cells) > 100
    own, engine = zip(*cells, strict=True)
    assert own == pytest.approx(engine, abs=SCORE)


def test_disputes_are_as_likely():
    game = halfway(AUTUMN)
    model = baseline(game.state)
    chances = onset_chance(game.world, game.state)[0]
    for one, two, chance in zip(*game.world.neighbours, chances, strict=True):
        pair = model.nations[one].views[model.nations[two]].pair
        if pair.disputable and pair.one.here and pair.two.here:
            # the engine's logistic curve is within 3e-5 of the exponential one
            assert chance_of_dispute(model, pair) == pytest.approx(chance, abs=4e-5)


def with_the_exercises_of(turn: Turn, model: BaselineModel) -> None:
    """Train as the nations did that came to exercises in a turn of the engine."""
    after, before = turn.after, turn.before
    for slot in np.flatnonzero(after["exercise"][0] == CONDUCTED):
        host = model.nations[int(before["exercise_host"][0, slot])]
        there = np.flatnonzero(after["exercise_coming"][0, slot])
        invited = np.flatnonzero(before["exercise_invited"][0, slot])
        exercise = training.Exercise(
            host,
            int(before["exercise_type"][0, slot]),
            training.PARTNERS,
            model.turn,
            {model.nations[i] for i in invited},
        )
        training.train(model, exercise, {model.nations[i] for i in there} - {host})


def test_interoperability_moves_alike_after_the_same_exercises():
    turn, model = played(SUMMER), baseline(halfway(SUMMER).state)
    with_the_exercises_of(turn, model)
    assert len(model.trained) > 100
    training.work_together(model)
    for pair in model.pairs:
        engine = turn.after["interop"][0, :, pair.one.index, pair.two.index]
        assert pair.interop == pytest.approx(engine, abs=STEP)


def test_threat_moves_alike_after_the_same_exercises():
    turn, model = played(SUMMER), baseline(halfway(SUMMER).state)
    with_the_exercises_of(turn, model)
    model.agents.do(arms.appraise)
    for nation in model.nations:
        for other, view in nation.views.items():
            engine = turn.after["threat"][0, nation.index, other.index]
            assert view.threat == pytest.approx(engine, abs=4 * STEP)


def test_evidence_fades_and_is_heard_alike():
    game = halfway(SUMMER)
    model, world = baseline(game.state), game.world
    books = Books(game.state, FIELDS)
    moves = Moves(
        ((Offers.none(world.dims, 1), Replies.none(world.dims, 1)),), Orders.none(world.dims, 1)
    )
    trust(world, game.state, books, moves, Draw(game.seeds, SUMMER))
    rounded = {name: coarse(game.state[name][0], TOLD_BITS) for name in ("good", "bad")}
    rounded["trust"] = coarse(game.state.trust[0], WEIGHT_BITS)
    before = {}
    for nation in model.nations:
        for other, view in nation.views.items():
            before[view] = view.good, view.bad
            for name, table in rounded.items():  # what the engine tells is rounded
                setattr(view, name, float(table[nation.index, other.index]))
    heard = talk.hear(model)
    for nation in model.nations:
        nation.partner = None
        for view in nation.views.values():
            view.good, view.bad = before[view]
    talk.remember(model, heard)
    after = State(books.close(), SUMMER + 1)
    for nation in model.nations:
        for other, view in nation.views.items():
            at = (0, nation.index, other.index)
            for name in ("good", "bad", "heard_good", "heard_bad"):
                assert getattr(view, name) == pytest.approx(after[name][at], abs=2 * EVIDENCE_STEP)
            assert view.trust == pytest.approx(after.trust[at], abs=2 * EVIDENCE_STEP)


def as_ordered(model: BaselineModel, moves: Moves) -> None:
    """Give the Mesa model's nations the orders about the programme that the engine's gave."""
    model.agents.do("decide")
    prices = model.facts.orders.will
    for nation in model.nations:
        nation.apply = nation.withdraw = False
        nation.goal = nation.declare = None
        kinds = moves.orders.kind[0, nation.index]
        nation.price = sum(prices[kind] for kind in kinds)
        for slot, kind in enumerate(kinds.tolist()):
            if kind == OrderKind.APPLY:
                nation.apply = True
            elif kind == OrderKind.WITHDRAW:
                nation.withdraw = True
            elif kind == OrderKind.DEPTH:
                nation.declare = float(moves.orders.amount[0, nation.index, slot])
            elif kind == OrderKind.ADVANCE:
                nation.goal = int(moves.orders.arg[0, nation.index, slot])


def test_will_work_and_depth_move_alike_after_the_same_orders():
    turn, model = played(SUMMER), baseline(halfway(SUMMER).state)
    model.agents.do("talk")
    as_ordered(model, turn.moves)
    model.agents.do("govern")
    model.agents.do(ladder.advance)
    after = turn.after
    for nation in model.nations:
        i = nation.index
        if turn.before["election"][0, i] > SUMMER:
            assert nation.next_will == pytest.approx(after["will"][0, i], abs=4 * STEP)
        for name in ("declared", "depth", "work"):
            assert getattr(nation, name) == pytest.approx(after[name][0, i, 0], abs=4 * STEP)
        stamps = after["step_turn"][0, i, 0]
        assert set(nation.steps) == set(np.flatnonzero(stamps > -32768).tolist())


class Certain:
    """Luck that is always the same."""

    def __init__(self, luck: float) -> None:
        self.luck = luck

    def random(self) -> float:
        return self.luck


class CertainDraw(Draw):
    """The engine's, so that two numbers mixed give that luck."""

    luck = 0.0

    def nation(self, column, count, nations):
        return np.full((len(self.seeds), nations, count), self.luck / 2.0)


STAGES = {NONE: None, SIGNED: rel.SIGNED, RATIFIED: rel.SIGNED, IN_FORCE: rel.IN_FORCE,
          NOTICE: rel.NOTICE}  # fmt: skip


@pytest.mark.parametrize("luck", [0.001, 0.03, 0.1, 0.3, 0.36, 0.42, 0.9])
def test_agreements_age_alike_with_the_same_luck(luck):
    game = halfway(AUTUMN)
    arrays = {name: np.array(game.state[name]) for name in game.state}
    arrays["agreement_turn"][arrays["agreement"] == IN_FORCE] -= 10  # some terms run out
    world, state = game.world, State(arrays, AUTUMN)
    world.params["lasting.hazard"][:] = 0.0
    draw = CertainDraw(game.seeds, AUTUMN)
    draw.luck = luck
    books = Books(state, FIELDS)
    none = Moves(
        ((Offers.none(world.dims, 1), Replies.none(world.dims, 1)),), Orders.none(world.dims, 1)
    )
    agreements(world, state, books, none, draw)
    model = baseline(state)
    model.p["lasting.hazard"] = 0.0
    model.random = Certain(luck)
    for nation in model.nations:
        nation.denounced = None
    papers.live(model)
    seen = set()
    for pair in model.pairs:
        i, j = pair.one.index, pair.two.index
        for kind in range(world.dims.A):
            before = int(state["agreement"][0, kind, i, j])
            if kind and before in (SIGNED, RATIFIED):
                continue  # the engine shifts the luck of other types
            after = int(books["agreement"][0, kind, i, j])
            paper = pair.papers.get(kind)
            assert STAGES[after] == (paper.stage if paper else None)
            if paper and paper.stage == rel.IN_FORCE:
                assert paper.since == books["agreement_turn"][0, kind, i, j]
            seen.add((before, after))
    assert len(seen) >= 4


# whole runs

RUNS, ROWS, TURNS = 6, 48, 12


@cache
def runs() -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Measures of the engine's runs and of the Mesa model's, (runs, turns) each."""
    seeds = seeds_for(100, ROWS)
    game = new_game(scenario("pfp-1994"), seeds, off=OFF)
    engine = {name: np.zeros((ROWS, TURNS)) for name in REPORTERS}
    for turn, step in enumerate(turns_of(game, TURNS)):
        for name in REPORTERS:
            engine[name][:, turn] = MEASURES[name].function(game.world, step.turn.after)
    own = {name: np.zeros((RUNS, TURNS)) for name in REPORTERS}
    for run in range(RUNS):
        model = BaselineModel(scenario("pfp-1994"), int(seeds[run]))
        for _ in range(TURNS):
            model.step()
        for name in REPORTERS:
            own[name][run] = model.datacollector.model_vars[name][1:]
    return engine, own


@pytest.mark.parametrize("name", REPORTERS)
def test_headline_measures_agree_within_sampling_error(name):
    engine, own = (table[name] for table in runs())
    if name in ("exercises", "disputes"):  # counts of a turn: over the whole run
        one, two = engine.mean(axis=1), own.mean(axis=1)
    else:
        one, two = engine[:, -1], own[:, -1]
    # the spread of the many runs of the engine stands for both
    error = one.std(ddof=1) * np.sqrt(1 / ROWS + 1 / RUNS)
    assert abs(two.mean() - one.mean()) < 3.5 * error
    assert two.std(ddof=1) > 0.0
