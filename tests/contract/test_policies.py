"""What every policy of the registry keeps: legal orders, no memory, one nation as in the batch."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import agents
from agents.cells import CELLS
from agents.explain import WORDS, explain, in_words
from agents.forecast import unforeseen
from agents.registry import POLICIES, policy
from agents.run import play, turns_of
from agents.scripted import Scripted
from scenarios.build import new_game, seeds_for
from sim.draw import Draw
from sim.errors import UnknownName
from sim.legal import NO_ROOM
from sim.observe import observe
from sim.orders import Offers, OrderKind
from sim.state import State
from sim.world import MECHANISMS
from tests.builders import a_game, a_scenario
from ui.cli import cli

NAMES = sorted(POLICIES)
TURNS, RUNS = 6, 4
#: What plays many turns to decide one is tried in fewer of them.
FEWER = {"look-ahead": (2, 1)}

#: A plan that the scripted policy is held to as well.
PLANNED = Scripted(
    {0: {"VEL": {"orders": [{"do": "apply", "target": "COAST"}], "offers": [
        {"to": "HAL", "kind": "training"}]}}},
    ("*",),
)  # fmt: skip


def size(name: str) -> tuple[int, int]:
    """For how many turns and in how many runs a policy is tried."""
    return FEWER.get(name, (TURNS, RUNS))


def a_large_game(name: str, runs: int, **more):
    """Fifty nations, all of that policy, or four of them where it plays many turns to decide."""
    if name not in FEWER:
        return a_game(runs, name="pfp-1994", default=name, **more)
    seats = dict.fromkeys(("POL", "UKR", "USA", "RUS"), POLICIES[name].policy)
    return a_game(runs, name="pfp-1994", seats=seats, **more)


def refusals(game, turns: int) -> int:
    """Orders refused, but for want of room, which nobody can know of who moves at the same time."""
    codes = [played.turn.refused for played in turns_of(game, turns)]
    return sum(int(((code != 0) & (code != NO_ROOM)).sum()) for code in codes)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("where", ["first-steps", "pfp-1994"])
def test_a_policy_gives_no_order_that_is_refused(name, where):
    turns, runs = size(name)
    small = where == "first-steps"
    game = a_game(runs, name=where, default=name) if small else a_large_game(name, runs)
    assert refusals(game, turns) == 0


@pytest.mark.parametrize("off", sorted(MECHANISMS))
@pytest.mark.parametrize("name", NAMES)
def test_a_policy_gives_no_order_that_is_refused_whatever_is_switched_off(name, off):
    turns, runs = size(name)
    assert refusals(a_game(runs, default=name, off=(off,)), turns) == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_decides_the_same_when_it_is_asked_again(name):
    games = [new_game(a_scenario(9), seeds_for(3, 2), default=name) for _ in range(2)]
    turns, _ = size(name)
    ends = [play(game, turns) for game in games]
    assert [ends[0].digest(row) for row in range(2)] == [ends[1].digest(row) for row in range(2)]
    again = play(games[0], turns)
    assert again.digest() == ends[0].digest()


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_keeps_nothing_from_one_game_to_the_next(name):
    game = a_game(1, default=name)
    turns, runs = size(name)
    first = play(game, turns).digest()
    for _ in turns_of(a_large_game(name, runs, seed=99), turns // 2):
        pass
    assert play(game, turns).digest() == first


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_decides_for_one_nation_as_it_does_for_all(name):
    game = new_game(a_scenario(9), seeds_for(3, 2), default="doctrine")
    for played in turns_of(game, 4):
        state = played.turn.after
    draw, obs = Draw(game.seeds, state.turn), observe(game.world, state)
    proposals = POLICIES["chance"].policy.deliberate(obs, draw).offers()
    whole = POLICIES[name].policy.deliberate(obs, draw)
    offers, orders = whole.offers(), whole.orders()
    replies = whole.replies(proposals).answer
    total = np.zeros_like(replies)
    for nation in range(game.world.dims.N):
        alone = POLICIES[name].policy.deliberate(obs.of(np.array([nation])), draw)
        own_offers = alone.offers()
        total += alone.replies(proposals).answer
        for part, own in ((offers, own_offers), (orders, alone.orders())):
            for entry in fields(part):
                mine = getattr(own, entry.name)
                assert np.array_equal(mine[:, 0], getattr(part, entry.name)[:, nation]), entry.name
    assert np.array_equal(total, replies)


@pytest.mark.parametrize("name", NAMES)
def test_what_the_scenario_has_in_store_changes_no_decision(name):
    game = a_game(1, name="csto-episode")
    game = replace(game, state=play(game, min(game.world.happenings)))
    worlds, draw = (game.world, unforeseen(game.world)), Draw(game.seeds, game.state.turn)
    looks = [POLICIES[name].policy.deliberate(observe(world, game.state), draw) for world in worlds]
    for one, other in zip(*((look.offers(), look.orders()) for look in looks), strict=True):
        for entry in fields(one):
            assert np.array_equal(getattr(one, entry.name), getattr(other, entry.name)), entry.name


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_answers_only_offers_made_to_its_nations(name):
    game = a_game(2)
    obs = observe(game.world, game.state).of(np.array([1, 2]))
    to = np.full(game.world.dims.shape("RNO", 2), -1, np.int16)
    to[:, 0] = (1, 3, -1)
    to[:, 3] = (0, 2, -1)
    offers = Offers.plain(to, np.zeros(to.shape, np.int8))
    answer = POLICIES[name].policy.deliberate(obs, Draw(game.seeds, 0)).replies(offers).answer
    assert answer.shape == to.shape
    asked = np.isin(to, [1, 2])
    assert not answer[~asked].any()
    assert (answer[asked] != 0).all()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("keep", [False, True])
def test_a_policy_hands_over_moves_of_the_declared_shapes_and_types(name, keep):
    game = a_game(3)
    dims, obs = game.world.dims, observe(game.world, game.state)
    turn = POLICIES[name].policy.deliberate(obs, Draw(game.seeds, 0), keep)
    offers, orders = turn.offers(), turn.orders()
    assert (offers.to.shape, offers.to.dtype) == (dims.shape("RNO", 3), np.int16)
    assert (offers.kind.shape, offers.kind.dtype) == (dims.shape("RNO", 3), np.int8)
    shapes = {"attend": "RNX", "vote": "RNT", "honour": "RNC"}
    for entry in fields(orders):
        axes = shapes.get(entry.name, "RNK")
        assert getattr(orders, entry.name).shape == dims.shape(axes, 3), entry.name
    assert set(np.unique(orders.kind)) <= {int(kind) for kind in OrderKind}
    assert turn.books.keep == keep
    assert keep or turn.books.choices == []


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"chance", "person", "scripted"}))
def test_a_policy_explains_each_decision_by_terms_that_sum_to_its_score(name):
    game = a_game(1, name="pfp-1994", default=name)
    labels = set()
    for played in turns_of(game, size(name)[0] // 2, keep=True):
        told = [a for k in range(0, 60, 6) for a in explain(game.world, played.decision, k)]
        for one in told:
            assert sum(amount for _, _, amount in one.parts) == one.score, one
            # the wish for depth is compared with what is declared, not with luck
            assert one.chosen == (one.luck < one.chance) or one.decision == "depth", one
            assert in_words(game.world, one)
        labels |= {one.decision for one in told}
    assert len(labels) > 20
    ((_, turn),) = played.decision.deliberations
    assert {choice.decision for choice in turn.books.choices} <= set(WORDS) & set(CELLS)


@pytest.mark.parametrize("name", NAMES)
def test_a_policy_has_its_name_a_summary_and_a_source(name):
    info = POLICIES[name]
    assert info.policy.name == name
    assert policy(name) is info.policy
    assert len(info.summary.split()) > 4
    assert info.source.strip()


@pytest.mark.parametrize("name", NAMES)
def test_every_policy_is_named_where_people_look_for_it(name):
    root = Path(agents.__file__).parent.parent
    help_ = CliRunner().invoke(cli, ["run", "--help"]).output
    assert name in " ".join(help_.split()).replace("- ", "-")
    assert f"`{name}`" in (root / "README.md").read_text("utf-8")
    assert f"| {name} |" in (root / "docs/mechanisms/policies.md").read_text("utf-8")


def test_an_unknown_policy_is_refused_with_the_nearest_name():
    with pytest.raises(UnknownName, match=r"no policy 'doctrin' \(did you mean 'doctrine'"):
        policy("doctrin")


def on_a_mission(game):
    """The same game, with a mission of its first group under way, led by its first nation."""
    arrays = {name: np.array(game.state[name]) for name in game.state}
    for name, value in {"place": 2, "group": 0, "lead": 0, "turn": 0, "terms": 1}.items():
        arrays[f"mission_{name}"][:, 0] = value
    arrays["war"][:, 2], arrays["deaths"][:, 2] = 1.0, 20.0
    return replace(game, state=State(arrays, 0))


def test_random_play_gives_every_kind_of_order():
    given = set()
    for name in ("first-steps", "pfp-1994"):
        for played in turns_of(on_a_mission(a_game(8, name=name, default="chance")), 8):
            given |= set(np.unique(played.decision.moves.orders.kind).tolist())
    assert {kind for kind in OrderKind if int(kind) not in given} == set()


def test_a_plan_is_carried_out_by_the_nations_it_names():
    game = a_game(2, seats=dict.fromkeys(("VEL", "HAL", "ORV", "LUN"), PLANNED))
    for played in turns_of(game, 1):
        moves = played.decision.moves
    velmark = game.world.nation("VEL")
    assert (moves.orders.kind[:, velmark, 0] == OrderKind.APPLY).all()
    assert played.decision.accepted() == 2
    assert not moves.orders.kind[:, game.world.nation("HAL")].any()
