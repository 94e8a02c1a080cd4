"""Luck is addressed: what one rule, one run or one treatment draws shifts no other's numbers."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from agents.run import play_turn, turns_of
from scenarios.build import seeds_for
from sim.draw import COLUMNS, Column, Draw, Stream, mix
from sim.orders import OrderKind
from sim.world import MECHANISMS
from tests.builders import a_game

SEEDS = seeds_for(99, 5)
MANY = np.arange(4096, dtype=np.uint64) * np.uint64(7919)
NATIONS = 6


@pytest.mark.parametrize("stream", list(Stream), ids=lambda stream: stream.name)
def test_the_numbers_of_a_stream_do_not_depend_on_what_else_was_drawn(stream):
    alone = Draw(SEEDS, 3).uniform(stream, 7, 5)
    busy = Draw(SEEDS, 3)
    for other in Stream:
        busy.uniform(other, 11)
        busy.uniform(other, 200, 3)
    assert np.array_equal(busy.uniform(stream, 7, 5), alone)


def test_asking_again_gives_the_same_numbers():
    draw = Draw(SEEDS, 3)
    first = draw.uniform(Stream.ONSET, 9).copy()
    draw.uniform(Stream.EXERCISE, 4)
    assert np.array_equal(draw.uniform(Stream.ONSET, 9), first)


@pytest.mark.parametrize(("turn", "count"), [(-1, 1), (0, 7), (5, 1000)])
def test_the_numbers_are_those_of_numpys_philox(turn, count):
    halves = np.round(Draw(SEEDS, turn).uniform(Stream.ONSET, count) * 2.0**32).astype(np.uint64)
    for row, seed in enumerate(SEEDS):
        key, counter = np.array([seed, 0], np.uint64), [0, Stream.ONSET, turn % 2**32, 0]
        words = np.random.Philox(key=key, counter=counter).random_raw((count + 1) // 2)
        both = np.stack([words & np.uint64(2**32 - 1), words >> np.uint64(32)], axis=1)
        assert np.array_equal(halves[row], both.reshape(-1)[:count])


def test_a_longer_block_begins_with_the_shorter_one():
    short, long = (Draw(SEEDS, 3).uniform(Stream.ONSET, size) for size in (5, 500))
    assert np.array_equal(long[:, :5], short)


@pytest.mark.parametrize("column", list(Column), ids=lambda column: column.name)
def test_a_column_of_a_nation_is_the_same_however_many_columns_are_taken(column):
    block = np.moveaxis(Draw(SEEDS, 2).uniform(Stream.NATION, COLUMNS, NATIONS), 1, 2)
    count = min(3, COLUMNS - column)
    taken = Draw(SEEDS, 2).nation(column, count, NATIONS)
    assert np.array_equal(taken, block[:, :, column : column + count])


def test_the_luck_of_a_row_is_its_luck_alone():
    together = Draw(SEEDS, 8).uniform(Stream.NATION, COLUMNS, NATIONS)
    for row in range(len(SEEDS)):
        alone = Draw(SEEDS[row : row + 1], 8).uniform(Stream.NATION, COLUMNS, NATIONS)
        assert np.array_equal(alone[0], together[row])
    some = Draw(SEEDS, 8).take(slice(1, 3)).pairs(Column.OFFER, NATIONS)
    assert np.array_equal(some, Draw(SEEDS, 8).pairs(Column.OFFER, NATIONS)[1:3])


def test_seeds_turns_and_streams_are_different_luck():
    blocks = [
        Draw(seeds_for(seed, 1), turn).uniform(stream, 4).tobytes()
        for seed in (0, 1, 2**64 - 1)
        for turn in (-1, 0, 1)
        for stream in Stream
    ]
    assert len(set(blocks)) == len(blocks)


@pytest.mark.parametrize("turn", [-1, 0, 43])
@pytest.mark.parametrize("seed", [0, 12345, 2**64 - 1])
def test_the_numbers_are_those_of_philox_at_their_address(seed, turn):
    drawn = Draw(np.array([seed], np.uint64), turn).uniform(Stream.ONSET, 7)[0]
    key = np.array([seed, 0], np.uint64)
    counter = np.array([0, int(Stream.ONSET), turn % 2**32, 0], np.uint64)
    words = np.random.Philox(key=key, counter=counter).random_raw(4).astype("<u8")
    assert drawn.tolist() == (words.view("<u4")[:7] / 2.0**32).tolist()


def test_addresses_are_never_shared():
    assert len({int(stream) for stream in Stream}) == len(Stream.__members__)
    assert len({int(column) for column in Column}) == len(Column.__members__)
    assert max(Column) < COLUMNS


def test_no_use_of_a_nations_columns_runs_into_the_next(monkeypatch):
    taken: dict[Column, int] = {}
    plain = Draw.nation

    def watched(self, column, count, nations):
        taken[column] = max(taken.get(column, 0), count)
        return plain(self, column, count, nations)

    monkeypatch.setattr(Draw, "nation", watched)
    for policy in ("doctrine", "chance"):
        for _ in turns_of(a_game(2, default=policy)):
            pass
    ends = [*sorted(Column), COLUMNS]
    room = {column: ends[k + 1] - column for k, column in enumerate(sorted(Column))}
    assert len(taken) > 15
    assert {column.name for column, count in taken.items() if count > room[column]} == set()


# --- treatments share their luck ----------------------------------------------------------------


def first_turn(off: tuple[str, ...]) -> tuple:
    played = play_turn(a_game(4, name="pfp-1994", off=off))
    return played.decision.moves, played.turn.after


@cache
def untreated() -> tuple:
    return first_turn(())


@pytest.mark.parametrize("off", ["P5", "P2", "P3", "P9", "P13", "N2", "A10", "A3"])
def test_switching_a_mechanism_off_leaves_the_same_nations_joining_in_the_first_turn(off):
    (moves, after), (treated, other) = untreated(), first_turn((off,))
    joins, same = (part.orders.kind == OrderKind.APPLY for part in (moves, treated))
    assert joins.any()
    assert np.array_equal(joins.any(axis=2), same.any(axis=2))
    assert np.array_equal(after["status"], other["status"])


def test_switching_exercises_off_changes_no_offer_and_no_reply_of_the_first_turn():
    (moves, _), (treated, _) = untreated(), first_turn(("P5",))
    for (offers, replies), (others, answers) in zip(moves.talks, treated.talks, strict=True):
        assert (offers.to >= 0).any()
        assert np.array_equal(offers.to, others.to)
        assert np.array_equal(offers.kind, others.kind)
        assert np.array_equal(replies.answer, answers.answer)


@pytest.mark.parametrize("off", sorted(set(MECHANISMS) - {"P11"}))
def test_governments_change_in_the_same_turns_whatever_else_is_switched_off(off):
    ends = [
        [played.turn.after for played in turns_of(a_game(3, seed=4, off=gone))][-1]
        for gone in ((), (off,))
    ]
    assert (ends[0]["government"] >= 0).any()
    assert np.array_equal(ends[0]["election"], ends[1]["election"])


# --- what the numbers look like -----------------------------------------------------------------


@cache
def pair_luck() -> np.ndarray:
    return Draw(MANY, 5).pairs(Column.OFFER, NATIONS)


@cache
def plain_luck() -> np.ndarray:
    return Draw(MANY, 5).uniform(Stream.ONSET, 24)


def farthest(values: np.ndarray) -> float:
    """Kolmogorov-Smirnov distance of a sample from the uniform distribution."""
    ordered = np.sort(values.ravel())
    place = np.arange(1, len(ordered) + 1) / len(ordered)
    return float(max((place - ordered).max(), (ordered - place + 1 / len(ordered)).max()))


@pytest.mark.parametrize("luck", [pair_luck, plain_luck], ids=["pairs", "stream"])
def test_numbers_are_uniform_from_zero_to_below_one(luck):
    numbers = luck()
    assert numbers.min() >= 0.0
    assert numbers.max() < 1.0
    assert np.array_equal(numbers * 2.0**32, np.rint(numbers * 2.0**32))
    for cell in numbers.reshape(len(MANY), -1).T:
        assert abs(cell.mean() - 0.5) < 0.025  # more than five standard errors
        assert abs(cell.var() - 1.0 / 12.0) < 0.008
        assert farthest(cell) < 1.95 / np.sqrt(len(MANY))


@pytest.mark.parametrize("luck", [pair_luck, plain_luck], ids=["pairs", "stream"])
def test_any_two_numbers_are_uncorrelated(luck):
    cells = luck().reshape(len(MANY), -1)
    matrix = np.corrcoef(cells.T) - np.eye(cells.shape[1])
    assert np.abs(matrix).max() < 5.5 / np.sqrt(len(MANY))


@pytest.mark.parametrize(
    ("one", "two"),
    [((0, 1), (0, 2)), ((1, 0), (2, 0)), ((0, 1), (1, 0)), ((0, 1), (2, 3)), ((3, 3), (3, 4))],
    ids=["same proposer", "same partner", "both directions", "strangers", "with itself"],
)
def test_any_two_pairs_are_independent(one, two):
    numbers = pair_luck()
    first, second = (np.floor(numbers[:, i, j] * 8).astype(int) for i, j in (one, two))
    counts = np.bincount(first * 8 + second, minlength=64)
    expected = len(MANY) / 64
    squared = ((counts - expected) ** 2 / expected).sum()
    assert squared < 125.0  # chi-squared with 63 degrees of freedom passes 125 once in 200,000


def test_the_variance_of_a_count_of_lucky_pairs_is_that_of_independent_pairs():
    numbers = pair_luck()
    count = (numbers < 0.3).sum(axis=(1, 2))
    pairs = NATIONS * NATIONS
    assert abs(count.mean() - 0.3 * pairs) < 0.25
    assert abs(count.var() - 0.21 * pairs) < 0.1 * 0.21 * pairs


def test_successive_turns_are_uncorrelated():
    first, second = (Draw(MANY, turn).uniform(Stream.NATION, 1, 8) for turn in (0, 1))
    matrix = np.corrcoef(first[:, 0].T, second[:, 0].T)[:8, 8:]
    assert np.abs(matrix).max() < 5.0 / np.sqrt(len(MANY))


def test_a_mixed_number_is_uniform_and_independent_of_either_alone():
    one, two = plain_luck()[:, 0], plain_luck()[:, 1]
    mixed = mix(one, two)
    assert 0.0 <= mixed.min() <= mixed.max() < 1.0
    assert farthest(mixed) < 1.95 / np.sqrt(len(MANY))
    for other in (one, two):
        assert abs(np.corrcoef(mixed, other)[0, 1]) < 5.0 / np.sqrt(len(MANY))


def test_luck_that_somebody_writes_over_is_the_same_for_the_next_who_asks():
    draw = Draw(SEEDS, 0)
    for ask in (
        lambda: draw.uniform(Stream.ONSET, 3),
        lambda: draw.nation(Column.REVIEW, 1, 4),
        lambda: draw.pairs(Column.KIND, 4),
    ):
        first = ask().copy()
        ask()[...] = 0.5
        assert np.array_equal(ask(), first)
