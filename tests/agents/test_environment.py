"""Learning agents, as PettingZoo's own tests and a researcher use the environment."""

from __future__ import annotations

import subprocess
import sys
import warnings
from dataclasses import fields, replace
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

import agents.learning.environment as front
from agents.learning.actions import Hand
from agents.learning.environment import Environment
from agents.learning.sight import NAMES
from agents.registry import policy
from agents.run import Played, turns_of
from agents.team import Team
from scenarios.build import GameFactory
from scenarios.learning import environment
from scenarios.objectives import Gain, Tally
from sim.axes import NEVER, Audience
from sim.errors import DetenteError
from sim.events import PUBLIC, describe
from sim.legal import NO_ROOM
from sim.observe import observe
from sim.orders import OrderKind, Orders
from sim.record import Header, Recorder, parse, replay
from sim.state import FIELDS, PLANNED, State
from tests.builders import a_game, a_scenario, scenario
from tests.laws.test_secrecy import HIDDEN, READER, busy, disturbed

with warnings.catch_warnings():  # its tests load environments of their own in a way it warns of
    warnings.simplefilter("ignore", DeprecationWarning)
    from pettingzoo.test import parallel_api_test, parallel_seed_test

ROOT = Path(__file__).parents[2]


def an_environment(*seats: str, **settings) -> Environment:
    return environment(scenario(), seats or ("LUN", "HAL"), **settings)


def place_of(env: Environment, agent: str, **words) -> int:
    """The number of an order in words."""
    for place in range(1, len(env.actions)):
        if env.words(agent, [place])[0] == words:
            return place
    raise LookupError(words)


def kinds_of(orders, nation: int) -> list[OrderKind]:
    return [OrderKind(kind) for kind in orders.kind[0, nation].tolist() if kind]


def masked_play(env: Environment, seed: int = 3):
    """Play random masked actions to the end; what each turn gave, and was asked."""
    told, _ = env.reset(seed=seed)
    for k, agent in enumerate(env.agents):
        env.action_space(agent).seed(k)
    while env.agents:
        actions = {
            agent: env.action_space(agent).sample(mask=told[agent]["action_mask"])
            for agent in env.agents
        }
        told, *rest = env.step(actions)
        yield actions, told, *rest


# PettingZoo's own tests


@pytest.mark.parametrize("hand", [Hand(), Hand(("publish", "host"), slots=1, alone=True)])
def test_the_environment_passes_pettingzoos_test_of_its_interface(hand, capsys):
    parallel_api_test(an_environment(hand=hand), num_cycles=20)
    assert "Passed" in capsys.readouterr().out


def test_the_environment_passes_pettingzoos_test_of_seeds():
    parallel_seed_test(an_environment, num_cycles=20)


# one game, the same everywhere


@pytest.mark.parametrize("silent", [{}, {"LUN": [0, 0, 0]}])
def test_agents_that_say_nothing_leave_the_game_as_it_is_without_them(silent):
    env = an_environment()
    env.reset(seed=5)
    for played in turns_of(a_game(1, seed=5)):
        env.step({agent: np.array(action) for agent, action in silent.items()})
        assert env.game.state.digest() == played.turn.after.digest()
    assert env.agents == []


def test_the_same_seed_and_actions_give_the_same_game_and_another_seed_another():
    ends = []
    for seed in (3, 3, 4):
        env = an_environment()
        worth = [turn[2] for turn in islice(masked_play(env, seed), 4)]
        ends.append((env.game.state.digest(), worth))
    assert ends[0] == ends[1] != ends[2]


def test_without_a_seed_the_next_game_follows_from_the_last_seed():
    env, seeds = an_environment("LUN"), []
    for seed in (9, None, None, 9, None):
        env.reset(seed=seed)
        seeds.append(int(env.game.seeds[0]))
    assert seeds[0] == seeds[3] == 9
    assert seeds[1] == seeds[4]
    assert len(set(seeds)) == 3


def test_all_agents_are_terminated_by_the_last_turn_and_never_truncated():
    env = an_environment()
    *early, last = [(ended, cut) for _, _, _, ended, cut, _ in masked_play(env)]
    assert len(early) + 1 == env.game.world.turns
    assert not any(any(part.values()) for turn in early for part in turn)
    assert last == ({"LUN": True, "HAL": True}, {"LUN": False, "HAL": False})


def test_a_game_with_agents_is_recorded_and_replays_without_them():
    env = an_environment()
    start = GameFactory(scenario())(3).state
    recorder = Recorder(Header("0", 3, start.digest(), {}, ""))
    for _ in masked_play(env):
        recorder.add(env.game.world, env.last.decision.moves, env.last.turn.after)
    *_, last = replay(parse(recorder.text()), env.game.world, start)
    assert last.after.digest() == env.game.state.digest()


# actions


@pytest.mark.parametrize("slots", [1, 3])
def test_the_engine_refuses_nothing_that_is_on_the_mask(slots):
    env = an_environment(hand=Hand(slots=slots))
    given = 0
    for actions, _, _, _, _, infos in masked_play(env):
        stands = env.last.turn.moves.orders.kind
        for agent, info in infos.items():
            nation, asked = env.game.world.nation(agent), np.count_nonzero(actions[agent])
            assert info["refused"] == 0
            assert info["left_out"] == 0 or slots > 1
            assert (stands[0, nation, : asked - info["left_out"]] > 0).all()
            given += asked - info["left_out"]
    assert given > 8 * slots


def test_in_a_crowd_an_order_on_the_mask_is_refused_for_want_of_room_alone():
    what = a_scenario(14, turns=4)
    env = environment(what, [nation.iso3 for nation in what.nations], hand=Hand(("host", "table")))
    told = refused = 0
    for *_, infos in masked_play(env):
        codes = env.last.turn.refused
        assert set(np.unique(codes).tolist()) <= {0, NO_ROOM}
        told += sum(info["refused"] for info in infos.values())
        refused += np.count_nonzero(codes)
    assert 0 < told <= refused  # policies' own may find no room either


def test_what_can_find_no_room_is_not_on_the_mask():
    game = a_game(1)
    for full in (False, True):
        arrays = {name: np.array(game.state[name]) for name in game.state}
        if full:
            arrays["exercise"][...], arrays["format"][...] = PLANNED, 0
        start = replace(game, state=State(arrays, 0))
        env = Environment(lambda _, start=start: start, ["LUN"])
        told, _ = env.reset(seed=1)
        on = [env.words("LUN", [k])[0] for k in np.flatnonzero(told["LUN"]["action_mask"][0]) if k]
        assert full != any(order["do"] == "host" for order in on)
        assert full != any(order.get("what", "").startswith("found ") for order in on)


def test_an_order_off_the_mask_is_left_out_and_told_and_changes_nothing():
    env, plain = an_environment("LUN"), an_environment("LUN")
    told, _ = env.reset(seed=5)
    plain.reset(seed=5)
    off = np.flatnonzero(told["LUN"]["action_mask"][0] == 0)[:3]
    *_, infos = env.step({"LUN": off})
    plain.step({})
    assert infos["LUN"] == {"left_out": 3, "refused": 0}
    assert env.game.state.digest() == plain.game.state.digest()


def test_what_an_agent_leaves_open_its_seats_policy_does():
    env, usual = an_environment("LUN"), an_environment("LUN")
    env.reset(seed=5)
    usual.reset(seed=5)
    publish = place_of(env, "LUN", do="publish", amount=1.0)
    env.step({"LUN": np.array([publish, 0, 0])})
    usual.step({})
    mine, theirs = (kinds_of(e.last.turn.moves.orders, 3) for e in (env, usual))
    assert env.game.world.iso[3] == "LUN"
    assert mine[0] is OrderKind.PUBLISH
    assert mine[1:] == [kind for kind in theirs if kind is not OrderKind.PUBLISH][: len(mine) - 1]
    assert len(mine) > 1
    for name in ("attend", "vote", "honour"):
        one, two = (getattr(e.last.turn.moves.orders, name)[0, 3] for e in (env, usual))
        assert np.array_equal(one, two)


def test_kinds_that_are_the_agents_alone_are_given_by_nobody_else():
    usual = an_environment("LUN")
    usual.reset(seed=5)
    taken = set()
    for _ in range(usual.game.world.turns):
        usual.step({})
        taken |= set(kinds_of(usual.last.turn.moves.orders, 3))
    kind = min(taken)
    env = an_environment("LUN", hand=Hand((kind.name.lower(),), alone=True))
    env.reset(seed=5)
    while env.agents:
        env.step({})
        assert kind not in kinds_of(env.last.turn.moves.orders, 3)


def test_in_an_episode_agents_give_the_orders_that_the_lesson_is_about():
    what = scenario("first-steps-episode")
    env = environment(what, ("LUN",))
    assert env.actions.hand == Hand(tuple(what.focus.orders), alone=True)
    told, _ = env.reset(seed=1)
    places = np.flatnonzero(told["LUN"]["action_mask"][0])[1:]
    assert {order["do"] for order in env.words("LUN", places)} <= set(what.focus.orders)


def test_every_number_is_an_order_of_its_own():
    env = an_environment("LUN", hand=Hand(amounts=(1.0,)))
    told = [repr(env.words("LUN", [place])) for place in range(1, len(env.actions))]
    # what cannot be afforded comes to no amount, and leaves no word of it
    assert len(set(told)) == len(told)
    assert env.words("LUN", [0, 0, 0]) == []


def test_an_amount_is_a_part_of_what_the_seat_has():
    env = an_environment("HAL", hand=Hand(("adopt", "publish", "manoeuvre"), amounts=(0.5, 1.0)))
    told, _ = env.reset(seed=1)
    vector, places = told["HAL"]["observation"], env.sight.places
    means = float(vector[places["money"]][0])
    most = {}
    for order in env.words("HAL", np.arange(1, len(env.actions))):
        most.setdefault(order["do"], []).append(order["amount"])
    assert most["publish"] == [0.5, 1.0]
    assert 0 < most["adopt"][0] < most["adopt"][1] <= means
    assert told["HAL"]["action_mask"][0].all()


# observations


def test_an_observation_is_what_a_seat_may_read_in_the_order_that_is_told():
    env = an_environment("LUN")
    told, _ = env.reset(seed=5)
    assert set(env.sight.names) == set(NAMES)
    assert {n for n, s in FIELDS.items() if s.audience is Audience.UMPIRE} & set(NAMES) == set()
    seen = observe(env.game.world, env.game.state).of(np.array([3]))
    vector = told["LUN"]["observation"]
    for name, at in env.sight.places.items():
        if name in FIELDS and FIELDS[name].unit != "turn":
            assert np.array_equal(vector[at], seen[name].astype(np.float32).ravel())
    assert np.array_equal(vector[env.sight.places["trust"]], seen.trust.astype(np.float32).ravel())


def test_turn_stamps_are_told_as_turns_from_now():
    env = an_environment("LUN", sees=("election", "left_turn", "last_dispute"))
    told, _ = env.reset(seed=5)
    for _ in range(2):
        told, *_ = env.step({})
    turns, state = env.game.world.turns, env.game.state
    vector = told["LUN"]["observation"]
    assert (state["left_turn"] == NEVER).all()
    assert (vector[env.sight.places["left_turn"]] == -turns).all()
    due = np.clip(state["election"][0].astype(int) - 2, -turns, turns)
    assert np.array_equal(vector[env.sight.places["election"]], due)


def test_observations_lie_in_their_space_all_game_long():
    env = an_environment(hand=Hand(slots=2))
    for _, told, *_ in masked_play(env):
        for agent, seen in told.items():
            assert env.observation_space(agent).contains(seen)


# rewards


def test_rewards_add_up_to_the_score_of_the_objectives_that_the_seat_can_see():
    what = scenario()
    seats = [nation.iso3 for nation in what.nations]
    env = environment(what, seats)
    env.reset(seed=5)
    world, sums = env.game.world, dict.fromkeys(seats, 0.0)
    aims = {iso: Gain(what, world, iso).aims for iso in seats}
    tallies = {iso: Tally(what, world, aims[iso]) for iso in seats}
    while env.agents:
        _, worth, *_ = env.step({})
        for iso in seats:
            tallies[iso].add(env.last.turn)
            sums[iso] += worth[iso]
    assert any(aims.values())
    for iso in seats:
        score = tallies[iso].score().total[0, world.nation(iso)]
        assert sums[iso] == pytest.approx(score, abs=1e-12)
        assert all(aim.measure.seen for aim in aims[iso])
    assert any(sums.values())


def test_rewards_of_ones_own_are_asked_with_what_the_seat_saw_and_sees():
    asked = []

    def rewards(world, iso):
        def worth(before, after):
            asked.append((iso, before.turn, after.turn, before.nations.tolist()))
            return float(after.mine("published")[0, 0])

        return worth

    env = an_environment("LUN", rewards=rewards)
    env.reset(seed=5)
    _, worth, *_ = env.step({})
    assert asked == [("LUN", 0, 1, [3])]
    assert worth == {"LUN": env.game.state["published"][0, 3]}
    bare = Environment(GameFactory(scenario()), ["LUN"])
    bare.reset(seed=5)
    assert bare.step({})[1] == {"LUN": 0.0}


# secrets


def turns_told(monkeypatch, seed=None):
    """All that an agent of a busy game receives in a turn; with a seed, all hidden is changed."""
    game, what = busy().take(slice(0, 1)), a_scenario(14)
    state = game.state if seed is None else disturbed(game.state, HIDDEN, READER, seed)
    iso = [game.world.iso[READER], game.world.iso[READER + 1]]
    # no other seat's policy could make sense of what it would know
    team = Team.of(game.world.iso, policy("person"), {iso[0]: policy("doctrine")})
    start = replace(game, state=state, team=team)
    env = Environment(lambda _: start, iso, rewards=partial(Gain, what), hand=Hand(slots=2))
    first = env.reset(seed=1)
    plain, own = front.play_turn(game).turn, []

    def resolved(game, moves):
        own.extend(getattr(moves.orders, e.name)[0, READER].tobytes() for e in fields(Orders))
        after = plain.after if seed is None else disturbed(plain.after, HIDDEN, READER, seed)
        return Played(None, replace(plain, before=game.state, after=after))

    monkeypatch.setattr(front, "play_turn", resolved)
    action = np.flatnonzero(first[0][iso[0]]["action_mask"][0])[[1, -1]]
    then = env.step({iso[0]: action})
    monkeypatch.undo()
    words = env.words(iso[0], np.arange(1, len(env.actions), 7))
    return [repr_of(part[seat]) for seat in iso for part in (*first, *then)], (words, own)


def repr_of(part):
    if isinstance(part, dict):
        return {key: repr_of(value) for key, value in part.items()}
    if isinstance(part, tuple):
        return [repr_of(value) for value in part]
    return part.tobytes() if isinstance(part, np.ndarray) else part


def test_changing_all_that_is_hidden_changes_nothing_that_an_agent_receives(monkeypatch):
    plain, orders = turns_told(monkeypatch)
    for seed in range(2):
        other, given = turns_told(monkeypatch, seed)
        assert other[:7] == plain[:7]
        assert given == orders
        assert other[7:] != plain[7:]  # another seat's agent does read what changed for it
    assert plain[3] != 0.0  # a reward


def test_what_is_rendered_is_what_everybody_knows():
    env = an_environment("LUN", render_mode="ansi")
    assert env.render() == "First steps: 0 of 8 turns played"
    for _ in masked_play(env):
        pass
    text = env.render()
    events = describe(env.game.world, env.last.turn, 0, PUBLIC)
    assert text.splitlines()[2:] == [event.text for event in events]
    assert an_environment("LUN").render() is None


# faults, extras, the page


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"agents": ["LUM"]}, "agents: no nation 'LUM' (did you mean 'LUN'?)"),
        ({"agents": []}, "agents: no nation is named"),
        ({"seats": {"HAL": "doctrin"}}, "seat HAL: no policy 'doctrin'"),
        ({"hand": Hand(("hosts",))}, "no order 'hosts' (did you mean 'host'?)"),
        ({"hand": Hand(slots=7)}, "slots: 7 is not from 1 to 6"),
        ({"hand": Hand(amounts=(0.5, 1.5))}, "amounts: [0.5, 1.5] are not parts from 0 to 1"),
        ({"sees": ["resistance"]}, "no visible field 'resistance'"),
        ({"render_mode": "human"}, "no render mode 'human' (valid: ansi)"),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence(settings, fault):
    with pytest.raises(DetenteError) as told:
        environment(scenario(), **{"agents": ["LUN"], **settings})
    assert str(told.value).startswith(fault)


@pytest.mark.parametrize(
    ("actions", "fault"),
    [
        ({"HAL": [0, 0, 0]}, "no agent 'HAL' (valid: LUN)"),
        ({"LUN": [0, 0]}, "the action of LUN is not 3 whole numbers from 0 to"),
        ({"LUN": [0, 0, -1]}, "the action of LUN is not 3 whole numbers from 0 to"),
        ({"LUN": [0, 0, 99999]}, "the action of LUN is not 3 whole numbers from 0 to"),
        ({"LUN": [0.0, 0.0, 1.0]}, "the action of LUN is not 3 whole numbers from 0 to"),
    ],
)
def test_a_wrong_action_is_told_in_one_sentence_and_plays_nothing(actions, fault):
    env = an_environment("LUN")
    with pytest.raises(DetenteError, match="no game is being played"):
        env.step({})
    env.reset(seed=1)
    with pytest.raises(DetenteError) as told:
        env.step(actions)
    assert str(told.value).startswith(fault)
    assert env.game.state.turn == 0
    with pytest.raises(DetenteError, match="no agent 'HAL'"):
        env.words("HAL", [0, 0, 0])
    with pytest.raises(DetenteError, match="seed -1 is not from 0"):
        env.reset(seed=-1)


def test_without_the_extra_all_else_works_and_one_sentence_says_what_to_install():
    code = (
        "import sys, agents, agents.run, scenarios.objectives\n"
        "import agents.learning.actions, agents.learning.sight\n"
        "for missing in ('pettingzoo', 'gymnasium'):\n"
        "    sys.modules[missing] = None\n"
        "    try:\n        import scenarios.learning\n"
        "    except ModuleNotFoundError as fault:\n        print(fault)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        f"learning agents need {missing}, which is not installed: "
        "python -m pip install pettingzoo gymnasium"
        for missing in ("pettingzoo", "gymnasium")
    ]


def test_the_example_of_the_page_runs(capsys):
    page = (ROOT / "docs/reinforcement.md").read_text("utf-8")
    code = page.split("```python\n")[1].split("```")[0]
    exec(compile(code, "docs/reinforcement.md", "exec"), {})
    *turns, end = capsys.readouterr().out.splitlines()
    assert len(turns) == scenario().turns
    assert all("'do': " in line for line in turns)
    assert len(end.split()[1]) == 64
