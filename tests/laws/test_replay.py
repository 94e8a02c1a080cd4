"""A record gives the same run again, and any damage to it is found and its line named."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import numpy as np
import pytest

from agents.run import turns_of
from agents.scripted import Scripted
from scenarios.build import new_game, seeds_for
from scenarios.load import load
from scenarios.schema import Scenario
from sim.errors import RecordFault
from sim.notation import decode, encode
from sim.orders import Moves, Offers, OrderKind, Orders, Replies
from sim.record import _FIRST, Header, Recorder, _sealed, parse, parse_bytes, replay

SEED = 2**64 - 3


def game_of(scenario, *, seed=SEED, rows=1, default="doctrine", seats=None, off=()):
    return new_game(scenario, seeds_for(seed, rows), default=default, seats=seats, off=off)


def recorded(scenario, game, turns=None, content=None, default="doctrine") -> tuple[Recorder, list]:
    """A recorder of the first run of a game, and the turns that were played."""
    header = Header(
        code="0.1.0",
        seed=int(game.seeds[0]),
        digest=game.state.digest(),
        scenario=scenario.content() if content is None else content,
        scenario_digest=scenario.digest(),
        default=default,
    )
    recorder, played = Recorder(header), []
    for turn in turns_of(game, turns):
        recorder.add(game.world, turn.decision.moves, turn.turn.after)
        played.append(turn)
    return recorder, played


@pytest.fixture(scope="module")
def small():
    return load("first-steps")


@pytest.fixture(scope="module")
def big():
    return load("pfp-1994")


@pytest.fixture(scope="module")
def short(small) -> str:
    """A record of three turns with next to nothing in its header, so that all can be tried."""
    game = game_of(small, default="chance")
    return recorded(small, game, 3, {"id": small.id}, "chance")[0].text()


@pytest.fixture(scope="module")
def long(big) -> str:
    return recorded(big, game_of(big), 2)[0].text()


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


# Damage


def line_of(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


def assert_found(data: bytes, number: int, what: object) -> None:
    with pytest.raises(RecordFault) as fault:
        parse_bytes(data, "record.jsonl")
    assert str(fault.value).startswith(f"record.jsonl: line {number}: "), what


def test_every_changed_byte_of_a_record_is_found_and_its_line_named(short):
    data = short.encode()
    for place, byte in enumerate(data):
        changes = {byte ^ (1 << bit) for bit in range(8)} | {ord(" "), ord("\n"), ord("0")}
        for new in changes - {byte}:
            damaged = data[:place] + bytes([new]) + data[place + 1 :]
            assert_found(damaged, line_of(data, place), (place, new))


def test_every_byte_put_in_or_taken_out_is_found_and_its_line_named(short):
    data = short.encode()
    for place in range(len(data)):
        number = line_of(data, place)
        assert_found(data[:place] + data[place + 1 :], number, place)
        for new in (b" ", b"\n", b"\r", b"0", data[place : place + 1]):
            twice = new == data[place : place + 1] == b"\n"  # the empty line is the next one
            assert_found(data[:place] + new + data[place:], number + twice, (place, new))


def test_a_record_cut_off_anywhere_is_found_and_the_place_named(short):
    data = short.encode()
    for place in range(len(data)):
        at_line_end = place and data[place - 1 : place] == b"\n"
        assert_found(data[:place], line_of(data, place) - bool(at_line_end), place)


def test_damage_to_a_large_record_is_found_and_its_line_named(long):
    data = long.encode()
    start = data.index(b"\n") - 40
    for place in [*range(0, start, 4999), *range(start, len(data), 211)]:
        damaged = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert_found(damaged, line_of(data, place), place)
        assert_found(data[:place] + data[place + 1 :], line_of(data, place), place)


def test_lines_exchanged_repeated_or_taken_out_are_found(short):
    lines = short.encode().splitlines(keepends=True)
    for k in range(len(lines)):
        for other in range(k + 1, len(lines)):
            mixed = list(lines)
            mixed[k], mixed[other] = lines[other], lines[k]
            assert_found(b"".join(mixed), k + 1, (k, other))
        assert_found(b"".join([*lines[: k + 1], *lines[k:]]), k + 2, k)
        without = lines[:k] + lines[k + 1 :]
        assert_found(b"".join(without), min(k + 1, len(without)), k)


@pytest.mark.parametrize("garbage", [b"\n", b" ", b"x", b"\0", b"{}\n", b"\xff\xfe", b"\r\n"])
def test_anything_after_the_end_is_found(short, garbage):
    data = short.encode()
    assert_found(data + garbage, data.count(b"\n") + 1, garbage)


def test_messages_tell_what_became_of_the_record(short):
    lines = short.splitlines(keepends=True)
    moved = lines[2].replace('"turn":1', '"turn":8')
    changed = lines[2].replace("1994", "1995").replace("Q", "K")
    cases = {
        "".join([*lines[:2], changed, *lines[3:]]): "line 3: was changed: its checksum does not m",
        "".join([*lines[:2], moved, *lines[3:]]): "line 3: says turn 8 where turn 1 is due",
        "".join([*lines[:2], *lines[3:]]): "line 3: says turn 2 where turn 1 is due",
        "".join(lines[:-1]): "line 4: ends too soon: the last line is missing",
        short[:-9]: "line 5: ends too soon: its rest is missing",
        short + "x": "line 6: was added: the record had ended",
        short.replace("\n", "\r\n"): "line 1: was changed: it ends in CR LF",
        "\ufeff" + short: "line 1: was changed: it begins with a byte order mark",
        short.replace(
            '"format":1', '"format":2'
        ): "line 1: format 2 is newer than this program's 1",
        "": "line 1: is not a record of Détente: it is empty",
        '{"turn":0}\n': "line 1: is not a record of Détente",
        "[" * 100_000: "line 1: is not a record of Détente",
        '{"format":' + "[" * 100_000 + "\n": "line 1: was changed: it cannot be read",
    }
    assert changed != lines[2]
    for text, message in cases.items():
        with pytest.raises(RecordFault) as fault:
            parse_bytes(text.encode())
        assert str(fault.value).startswith(f"record: {message}")


def test_what_is_no_text_is_found_in_its_line(short):
    data = short.encode().replace(b'"turn":2', b'"turn":\xe9')
    with pytest.raises(RecordFault, match=r"^record: line 4: was changed: byte 0xe9 is not text"):
        parse_bytes(data)


# Lines that are sound but say what no record says


def forged(short: str, change) -> str:
    """The record with its lines changed and the checksums computed anew."""
    lines = [json.loads(line) for line in short.splitlines()]
    for line in lines:
        del line["sum"]
    change(lines)
    written, before = [], _FIRST
    for line in lines:
        text, before = _sealed(line, before)
        written.append(text + "\n")
    return "".join(written)


def extra(lines):
    lines.insert(2, {"undo": 1})


def no_digest(lines):
    del lines[2]["digest"]


def wrong_type(lines):
    lines[2]["moves"] = []


def true_turn(lines):
    lines[2]["turn"] = True


def large_seed(lines):
    lines[0]["seed"] = 2**64


def second_header(lines):
    lines.insert(1, lines[0])


def early_end(lines):
    del lines[3]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (extra, "line 3: has no place here: a line that begins with 'undo'"),
        (
            no_digest,
            "line 3: has the keys turn, label, moves; should be turn, label, moves, digest",
        ),
        (wrong_type, "line 3: moves is [], not dict"),
        (true_turn, "line 3: turn is True, not int"),
        (large_seed, "line 1: seed 18446744073709551616 is not from 0"),
        (second_header, "line 2: has no place here: a line that begins with 'format'"),
        (early_end, "line 4: end is 3, should be 2"),
    ],
)
def test_a_line_that_no_record_has_is_named(short, change, message):
    with pytest.raises(RecordFault) as fault:
        parse(forged(short, change))
    assert str(fault.value).startswith(f"record: {message}")


@pytest.mark.parametrize(
    ("moves", "message"),
    [
        ({"HAX": {"orders": []}}, "line 3: no nation 'HAX' (did you mean 'HAL'?)"),
        ({"HAL": {"orders": [{"do": "dance"}]}}, "line 3: HAL: order 1: no order 'dance'"),
        ({"HAL": {"orders": 3}}, "line 3: HAL: orders is not a list"),
        ({"HAL": []}, "line 3: HAL: [] is not an object with names and values"),
        ({"HAL": {"offers": [{"slot": "x"}]}}, "line 3: HAL: offer 1: slot 'x' is not a whole"),
    ],
)
def test_moves_that_the_world_cannot_read_are_named_by_their_line(short, small, moves, message):
    def change(lines):
        lines[2]["moves"] = moves

    game = game_of(small)
    with pytest.raises(RecordFault) as fault:
        list(replay(parse(forged(short, change)), game.world, game.state))
    assert str(fault.value).startswith(f"record: {message}")


def test_a_forged_digest_does_not_replay(short, small):
    def change(lines):
        lines[3]["digest"] = "0" * 64

    game = game_of(small)
    record = replace(parse(forged(short, change)), name="mine.jsonl")
    with pytest.raises(
        RecordFault, match=r"^mine\.jsonl: line 4: turn 2 .*: digest 000000000000 re"
    ):
        list(replay(record, game.world, game.state))
