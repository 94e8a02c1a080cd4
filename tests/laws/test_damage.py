"""Any damage to a record is found, and its line named."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sim.errors import RecordFault
from sim.record import _FIRST, _sealed, parse, parse_bytes, replay
from tests.builders import scenario
from tests.laws.recording import game_of, recorded


@pytest.fixture(scope="module")
def small():
    return scenario("first-steps")


@pytest.fixture(scope="module")
def short(small) -> str:
    """A record of three turns with next to nothing in its header, so that all can be tried."""
    game = game_of(small, default="chance")
    return recorded(small, game, 3, {"id": small.id}, "chance")[0].text()


@pytest.fixture(scope="module")
def long() -> str:
    big = scenario("pfp-1994")
    return recorded(big, game_of(big), 2)[0].text()


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
