"""Learning agents, as PettingZoo's own tests and a researcher use the environment."""

from __future__ import annotations

import subprocess
import sys
import warnings
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from agents.learning.actions import Hand
from agents.learning.environment import Environment
from agents.run import turns_of
from scenarios.build import GameFactory
from scenarios.learning import environment
from scenarios.objectives import Gain, Tally
from sim.errors import DetenteError
from sim.record import Header, Recorder, parse, replay
from tests.agents.learning import an_environment, masked_play
from tests.builders import a_game, scenario

with warnings.catch_warnings():  # its tests load environments of their own in a way it warns of
    warnings.simplefilter("ignore", DeprecationWarning)
    from pettingzoo.test import parallel_api_test, parallel_seed_test

ROOT = Path(__file__).parents[2]

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
