"""A nation with foresight gives the best of a few options, from what it knows, or its plan."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest

from agents.calculus import weight
from agents.doctrine import Doctrine
from agents.forecast import imagined
from agents.lookahead.foresight import Reach, gains, interests
from agents.lookahead.options import options_of, words_of
from agents.lookahead.policy import FORESIGHT, LookAhead
from agents.run import play
from scenarios.build import Setting, new_game, new_games, seeds_for
from sim.draw import Draw
from sim.judge import judge
from sim.observe import observe
from sim.orders import OrderKind, Orders
from sim.state import FIELDS, State
from tests.builders import a_game, scenario

VEL = 2
SEEN = LookAhead()

#: Each interest, the field it is read from, and whether more of that is better for the nation.
TERMS = {
    "threat": ("threat", -1),
    "home": ("will", 1),
    "strength": ("capability", 1),
    "fatigue": ("spending", -1),
    "deaths": ("deaths", -1),
    "regard": ("good", 1),
    "partners": ("interop", 1),
}


@cache
def midway(turns: int = 4):
    """Two runs of a game of doctrines, some turns played."""
    game = a_game(2)
    return replace(game, state=play(game, turns))


def deliberation(game, policy=SEEN, nations=(VEL,), keep=False):
    obs = observe(game.world, game.state).of(np.array(nations))
    return policy.deliberate(obs, Draw(game.seeds, game.state.turn), keep)


def same(one: Orders, two: Orders) -> bool:
    return all(np.array_equal(getattr(one, f.name), getattr(two, f.name)) for f in fields(one))


def weighing(**weights):
    """A game in which foresight weighs nothing but what is given."""
    values = {f"foresight.{term}": 0.0 for term in (*TERMS, "inertia")}
    given = {f"foresight.{term}": amount for term, amount in weights.items()}
    return new_game(scenario(), seeds_for(7, 2), values=values | given, default="look-ahead")


# what is chosen


def test_who_cares_for_nothing_does_what_its_doctrine_does():
    assert play(weighing(inertia=0.02), 3).digest() == play(a_game(2), 3).digest()


def test_the_orders_are_those_of_the_option_with_the_highest_score():
    game = replace(weighing(home=2.0), state=midway().state)
    turn = deliberation(game, nations=range(4), keep=True)
    orders = turn.orders()
    choice = turn.books.choices[-1]
    there = choice.options.there
    assert choice.decision == FORESIGHT
    assert (choice.taken != 0).any()
    best = np.where(there, choice.score, -np.inf)
    cell = (*np.indices(choice.taken.shape), choice.taken)
    assert np.array_equal(best[cell], best.max(axis=2))
    given, meant = orders.kind != 0, choice.options.words[0][cell] != 0
    for word, whole in zip(words_of(orders), choice.options.words, strict=True):
        assert word[given].tolist() == whole[cell][meant].tolist()


def test_books_are_no_reason_to_decide_otherwise():
    game = midway()
    plain, kept = (deliberation(game, keep=keep).orders() for keep in (False, True))
    assert same(plain, kept)


# what it chooses from


def made_options():
    game = midway()
    obs = observe(game.world, game.state)
    plan, other = (
        Doctrine().deliberate(obs, Draw(seeds, obs.turn)).orders()
        for seeds in (game.seeds, game.seeds + np.uint64(1))
    )
    return obs, plan, options_of(obs, plan, other, 2)


def test_every_option_can_be_ordered_and_differs_from_the_plan_by_one_order():
    obs, plan, options = made_options()
    usual = (plan.kind != 0).sum(axis=2)
    for at in range(options.there.shape[2]):
        names = ("kind", "target", "arg", "amount")
        words = (word[:, :, at] for word in options.words)
        orders = replace(plan, **dict(zip(names, words, strict=True)))
        assert not judge(obs, orders).any()
        change = (orders.kind != 0).sum(axis=2) - usual
        more = 0 if at == 0 else 1 if at > options.slots else -1
        assert (change[options.there[..., at]] == more).all()
    assert options.there[..., 1 : 1 + options.slots].sum() == usual.sum()
    assert options.there[..., 1 + options.slots :].any()


def test_options_are_told_in_words():
    obs, plan, options = made_options()
    row, seat, slot = (int(k[0]) for k in np.nonzero(plan.kind))
    told = options.described(obs.world, (row, seat, 1 + slot))
    name = OrderKind(int(plan.kind[row, seat, slot])).name.lower()
    assert told.startswith(f"that plan without: {name}")
    assert options.described(obs.world, (row, seat, 0)) == "the plan of its doctrine"


# what it cares for


@pytest.mark.parametrize("term", TERMS)
def test_more_of_an_interest_makes_an_end_better_or_worse_as_its_weight_says(term):
    game = midway()
    name, way = TERMS[term]
    more = np.minimum(game.state[name] + 0.25, FIELDS[name].high)
    states = game.state, State({**game.state, name: more}, game.state.turn)
    before, after = (interests(game.world, state, np.full(2, VEL))[term] for state in states)
    amount = weight(observe(game.world, game.state), FORESIGHT, term, 1)[:, 0]
    assert (way * amount * (after - before) > 0).all()


def test_inertia_speaks_for_the_plan():
    game = replace(weighing(home=2.0, inertia=0.5), state=midway().state)
    usual = deliberation(game, Doctrine(), range(4)).orders()
    assert same(deliberation(game, nations=range(4)).orders(), usual)


# what it knows


def test_what_several_runs_imagine_is_what_each_imagines_alone():
    game = midway()
    whole = imagined(observe(game.world, game.state).of(np.array([VEL])))
    for row in range(2):
        alone = game.take(slice(row, row + 1))
        one = imagined(observe(alone.world, alone.state).of(np.array([VEL])))
        assert one.digest() == whole.digest(row)


def test_runs_of_different_settings_are_decided_as_each_alone():
    values = {"foresight.home": 2.0, "trust.memory": 0.8}, {"foresight.inertia": 0.0}
    settings = [Setting(value) for value in values]
    seeds = seeds_for(7, 2)
    both = play(new_games(scenario(), seeds, settings, default="look-ahead"), 3)
    for row, setting in enumerate(settings):
        alone = new_game(scenario(), seeds[[row]], values=setting.values, default="look-ahead")
        assert play(alone, 3).digest() == both.digest(row)


def test_forecasts_follow_the_rules_and_share_their_luck():
    """An option that is the plan again gains nothing, whatever luck brings."""
    game = midway()
    obs = observe(game.world, game.state).of(np.array([VEL]))
    plan = Doctrine().deliberate(obs, Draw(game.seeds, obs.turn)).orders()
    options = options_of(obs, plan, plan, 1)
    words = tuple(np.repeat(word[:, :, :1], word.shape[2], axis=2) for word in options.words)
    found = gains(obs, plan, replace(options, words=words), Reach(2, 2, game.seeds))
    assert set(found) == set(TERMS)
    assert not any(values.any() for values in found.values())


def test_who_does_not_look_ahead_pays_nothing_for_it():
    game = a_game(1)
    play(game, 2)
    assert "_unforeseen" not in game.world.__dict__
