"""A record gives the same run again, and moves go through its words without loss."""

from __future__ import annotations

import json
from dataclasses import fields

import numpy as np
import pytest

from agents.run import turns_of
from agents.scripted import Scripted
from scenarios.load import load
from scenarios.schema import Scenario
from sim.errors import RecordFault
from sim.notation import decode, encode
from sim.orders import Moves, Offers, OrderKind, Orders, Replies
from sim.record import Header, Recorder, parse, replay
from tests.laws.recording import game_of, recorded


@pytest.fixture(scope="module")
def small():
    return load("first-steps")


@pytest.fixture(scope="module")
def big():
    return load("pfp-1994")


# Replay


@pytest.mark.parametrize("policy", ["doctrine", "chance", "scripted"])
@pytest.mark.parametrize(("name", "turns"), [("first-steps", None), ("pfp-1994", 6)])
def test_a_replay_gives_the_recorded_states(name, turns, policy):
    scenario = load(name)
    recorder, played = recorded(scenario, game_of(scenario, default=policy), turns, None, policy)
    record = parse(recorder.text())
    again = Scenario.model_validate(record.header.scenario)
    assert again.digest() == record.header.scenario_digest
    game = game_of(again, seed=record.header.seed, default=record.header.default)
    replayed = list(replay(record, game.world, game.state))
    assert [turn.after.digest() for turn in replayed] == [p.turn.after.digest() for p in played]
    assert record.end == played[-1].turn.after.digest()


def test_a_replay_refuses_again_what_was_refused(small):
    iso = small.nations[0].iso3
    programme = small.programmes[0].id
    orders = [{"do": "resume", "target": programme}, {"do": "publish", "amount": 0.3}]
    game = game_of(small, seats={iso: Scripted(plan={0: {iso: {"orders": orders}}})})
    recorder, played = recorded(small, game, 1)
    record = parse(recorder.text())
    (turn,) = replay(record, game.world, game.state)
    assert record.turns[0].moves[iso]["orders"] == orders
    assert played[0].turn.refused[0, 0, 0] != 0
    assert np.array_equal(turn.refused, played[0].turn.refused)


def test_one_run_of_a_batch_is_recorded_as_the_run_alone(small):
    batch = game_of(small, rows=3)
    alone = batch.take(slice(2, 3))
    header = Header("0.1.0", int(batch.seeds[2]), batch.state.digest(2), {}, "")
    recorder = Recorder(header)
    for played in turns_of(batch, 4):
        recorder.add(batch.world, played.decision.moves, played.turn.after, row=2)
    replayed = list(replay(parse(recorder.text()), alone.world, alone.state))
    assert replayed[-1].after.digest() == played.turn.after.digest(2)


def test_a_world_with_other_rules_does_not_replay_and_says_from_which_turn(small):
    recorder, played = recorded(small, game_of(small))
    other = game_of(small, off=["P2"])
    with pytest.raises(
        RecordFault, match=r"^r: line \d+: turn \d+ \(.*\) does not replay"
    ) as fault:
        list(replay(parse(recorder.text(), "r"), other.world, other.state))
    line = int(str(fault.value).split("line ")[1].split(":")[0])
    assert played[line - 2].turn.after.digest()[:12] in str(fault.value)


def test_another_start_is_told_before_the_first_turn(small):
    recorder, _ = recorded(small, game_of(small), 1)
    other = game_of(small, seed=1)
    with pytest.raises(RecordFault, match=r"^record: line 1: the start does not replay: digest"):
        next(replay(parse(recorder.text()), other.world, other.state))


def test_a_record_can_be_taken_at_any_time_and_goes_on(small):
    game = game_of(small)
    recorder = recorded(small, game, 2)[0]
    first = recorder.text()
    for played in list(turns_of(game, 3))[2:]:
        recorder.add(game.world, played.decision.moves, played.turn.after)
    second = recorder.text()
    assert [len(parse(text).turns) for text in (first, second)] == [2, 3]
    assert second.startswith(first[: first.index('{"end"')])


def test_a_record_without_turns_is_a_record(small):
    record = parse(recorded(small, game_of(small), 0)[0].text())
    assert record.turns == ()
    assert record.end == record.header.digest


def test_a_record_keeps_its_header_and_who_moved(small):
    game = game_of(small)
    header = Header(
        "1", 7, game.state.digest(), {"a": "é"}, "d", {"x": 0.1}, ("P2",), {"HAL": "chance"}
    )
    recorder = Recorder(header)
    played = next(turns_of(game))
    recorder.add(game.world, played.decision.moves, played.turn.after, by={"HAL": "person"})
    record = parse(recorder.text())
    assert record.header == header
    assert record.turns[0].by == {"HAL": "person"}
    assert record.turns[0].label == game.world.label(0)


def test_a_turn_out_of_order_is_not_recorded(small):
    game = game_of(small)
    recorder, played = recorded(small, game, 1)
    with pytest.raises(ValueError, match="turn 0 offered where turn 1 is due"):
        recorder.add(game.world, played[0].decision.moves, played[0].turn.after)


# Moves as words


def same_arrays(one, other, row) -> bool:
    pairs = [(getattr(one, f.name)[row], getattr(other, f.name)[0]) for f in fields(one)]
    return all(a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in pairs)


def same_moves(one: Moves, other: Moves, row: int = 0) -> bool:
    spoken = len(other.talks)
    silent = all((offers.to[row] < 0).all() for offers, _ in one.talks[spoken:])
    talks = zip(one.talks[:spoken], other.talks, strict=True)
    rounds = all(same_arrays(a, b, row) for pair in talks for a, b in zip(*pair, strict=True))
    return silent and rounds and same_arrays(one.orders, other.orders, row)


@pytest.mark.parametrize("policy", ["doctrine", "chance", "scripted"])
@pytest.mark.parametrize(("name", "turns"), [("first-steps", None), ("pfp-1994", 8)])
def test_moves_go_through_words_and_json_without_loss(name, turns, policy):
    rows = 4
    game = game_of(load(name), seed=11, rows=rows, default=policy)
    for played in turns_of(game, turns):
        moves = played.decision.moves
        for row in range(rows):
            words = json.loads(json.dumps(decode(game.world, moves, row)))
            assert same_moves(moves, encode(game.world, words), row)


def test_moves_in_any_slot_and_round_go_through_words_without_loss(big):
    world = game_of(big).world
    dims = world.dims
    talks = tuple((Offers.none(dims, 1), Replies.none(dims, 1)) for _ in range(2))
    (_, _), (offers, replies) = talks
    offers.to[0, 9, dims.O - 1], offers.kind[0, 9, dims.O - 1] = 2, 3
    replies.answer[0, 9, dims.O - 1] = -1  # nation 2 answers one that comes after it
    orders = Orders.none(dims, 1)
    for slot in (1, 2, 5):
        orders.kind[0, 4, slot], orders.target[0, 4, slot] = OrderKind.DIALOGUE, slot
    orders.kind[0, 5, 3], orders.target[0, 5, 3] = OrderKind.AID, 7
    orders.amount[0, 5, 3] = 0.1  # not on the grid, and yet exact
    orders.attend[0, 3, dims.X - 1] = orders.vote[0, 3, 0] = orders.honour[0, 3, 1] = -1
    moves = Moves(talks, orders)
    assert same_moves(moves, encode(world, decode(world, moves)))
