"""The books balance: before + sum of causes == after, to the bit, whatever was played."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.run import turns_of
from sim.account import Books, reasons
from sim.axes import Audience, FieldSpec
from sim.causes import Cause
from sim.grid import on_grid
from sim.state import FIELDS
from sim.world import MECHANISMS
from tests.builders import a_game, unbalanced

#: Games that between them post every kind of entry: (scenario, policy, runs, turns, off).
GAMES = {
    "doctrine": ("pfp-1994", "doctrine", 2, 10, ()),
    "chance": ("pfp-1994", "chance", 1, 6, ()),
    "small chance": ("first-steps", "chance", 6, 8, ()),
    "programme off": ("pfp-1994", "doctrine", 1, 6, ("P1", "P9", "P13")),
    "papers off": ("first-steps", "chance", 4, 8, ("A1", "A2", "A3", "P11")),
    "trust off": ("first-steps", "chance", 4, 8, ("N1", "N2", "P2", "P3", "P5", "A10", "P14")),
    "all off": ("first-steps", "chance", 4, 8, tuple(sorted(MECHANISMS))),
}


@pytest.fixture(scope="module", params=sorted(GAMES))
def turns(request):
    """The turns of a game, played with the ledger kept."""
    name, policy, runs, count, off = GAMES[request.param]
    game = a_game(runs, name=name, default=policy, off=off)
    return [played.turn for played in turns_of(game, count, ledger=True)]


@pytest.fixture(scope="module")
def long_game():
    """Eleven years of the whole scenario in one run: accessions, calls, notices, settlements."""
    game = a_game(1, seed=3, name="pfp-1994")
    return [played.turn for played in turns_of(game, ledger=True)]


def test_before_and_the_causes_make_after_for_every_field_of_every_turn(turns):
    assert {t.before.turn: unbalanced(t) for t in turns if unbalanced(t)} == {}


def test_the_books_of_eleven_years_balance(long_game):
    assert {t.before.turn: unbalanced(t) for t in long_game if unbalanced(t)} == {}


def test_every_amount_of_a_quantity_lies_on_the_grid_of_its_field(turns):
    off = [
        (entry.phase, entry.field, entry.cause.name)
        for turn in turns
        for entry in turn.ledger
        if FIELDS[entry.field].is_float
        and not on_grid(np.asarray(entry.amount, np.float64), FIELDS[entry.field].bits)
    ]
    assert off == []


def test_every_amount_of_a_code_or_stamp_is_a_whole_number(turns):
    broken = [
        (entry.phase, entry.field)
        for turn in turns
        for entry in turn.ledger
        if not FIELDS[entry.field].is_float and not on_grid(np.asarray(entry.amount, float), 0)
    ]
    assert broken == []


@pytest.mark.parametrize("cause", list(Cause), ids=lambda cause: cause.name)
def test_a_cause_belongs_to_a_mechanism_with_rules_or_to_none(cause):
    assert cause.mechanism in MECHANISMS or cause.mechanism == ""
    assert cause.words


def test_a_game_of_eleven_years_uses_nearly_every_cause(long_game):
    used = {entry.cause for turn in long_game for entry in turn.ledger}
    never = {cause.name for cause in Cause} - {cause.name for cause in used}
    assert never <= {"START", "HELD", "RESUMED", "WITHDREW", "RETURNED", "HONOURED", "CALLED",
                     "REFUSED_CALL", "RATIFICATION_FAILED", "SUSPENDED", "RESTORED", "AMENDED",
                     "ADMITTED", "QUIT", "BARRED", "FOUNDED", "DISSOLVED", "SHARED_SOVEREIGNTY",
                     "SHARED_TECHNOLOGY", "OVERSIGHT", "JOINT_UNITS", "NO_MANDATE",
                     "BREACH_FOUND", "REVEALED", "EVICTED", "PASSED_ON", "VIOLATION",
                     "JOINED_WAR", "KEEPS_AGAIN", "EVENT", "INJECT", "OVERRIDE",
                     "FLARED"}  # fmt: skip


def test_the_reasons_of_a_cell_sum_to_its_change(long_game):
    checked = 0
    for turn in long_game[::8]:
        for name in ("will", "depth", "good", "threat", "agreement"):
            before, after = turn.before[name], turn.after[name]
            for cell in list(zip(*np.nonzero(before != after), strict=True))[:12]:
                told = reasons(turn.ledger, name, cell)
                change = float(after[cell]) - float(before[cell])
                assert sum(reason.amount for reason in told) == change, (name, cell)
                checked += 1
    assert checked > 100


@pytest.mark.parametrize("name", sorted(GAMES))
def test_keeping_the_ledger_changes_no_bit(name):
    scenario, policy, runs, _, off = GAMES[name]
    ends = []
    for ledger in (False, True):
        game = a_game(runs, name=scenario, default=policy, off=off)
        for played in turns_of(game, 4, ledger=ledger):
            end = played.turn.after
        assert bool(played.turn.ledger) == ledger
        ends.append([end.digest(row) for row in range(runs)])
    assert ends[0] == ends[1]


def test_without_the_ledger_nothing_is_logged():
    assert all(played.turn.ledger == [] for played in turns_of(a_game(1), 2))


# --- the books alone, with any sequence of postings ---------------------------------------------

SPECS = {
    "share": FieldSpec("share", "RN", np.float64, 0.0, 1.0, "", Audience.PUBLIC, "", 20),
    "layers": FieldSpec("layers", "RDN", np.float64, 0.0, 1.0, "", Audience.PUBLIC, "", 20),
    "code": FieldSpec("code", "RN", np.int8, 0, 5, "", Audience.PUBLIC, ""),
}
ROWS, NATIONS, LAYERS = 2, 4, 2
grid_numbers = st.integers(-(2**20), 2**20).map(lambda k: k / 2**20)
cells = st.lists(
    st.tuples(st.integers(0, ROWS - 1), st.integers(0, NATIONS - 1)), min_size=1, max_size=6
)
postings = st.lists(
    st.one_of(
        st.tuples(st.just("add"), grid_numbers),
        st.tuples(st.just("add_at"), cells, grid_numbers),
        st.tuples(st.just("split"), grid_numbers, st.floats(-1, 1)),
        st.tuples(st.just("layer"), grid_numbers, st.integers(0, LAYERS - 1)),
        st.tuples(st.just("put_at"), cells, st.integers(0, 5)),
        st.tuples(st.just("put"), cells, st.integers(0, 5)),
        st.tuples(st.just("settle"), st.sampled_from(["share", "layers"])),
    ),
    max_size=12,
)


def post(books: Books, sequence) -> None:
    for what, *arguments in sequence:
        match what, arguments:
            case "add", (amount,):
                books.add("share", Cause.AID, np.full((ROWS, NATIONS), amount))
            case "add_at", (places, amount):
                books.add_at("share", Cause.DEED, tuple(np.array(places).T), amount)
            case "split", (amount, part):
                total = np.full((ROWS, NATIONS), amount)
                books.add_split(
                    "share", total, lambda part=part: {Cause.LAPSE: part, Cause.AID: part / 3}
                )
            case "layer", (amount, layer):
                total = np.zeros((ROWS, LAYERS, NATIONS))
                total[:, layer] = amount
                books.add_split("layers", total, lambda t=total: {Cause.LAPSE: t})
            case "put_at", (places, code):
                codes = (np.arange(len(places)) + code) % 6
                books.put_at("code", Cause.HELD, tuple(np.array(places).T), codes.astype(np.int8))
            case "put", (places, code):
                mask = np.zeros((ROWS, NATIONS), bool)
                mask[tuple(np.array(places).T)] = True
                books.put("code", Cause.HELD, mask, code)
            case "settle", (field,):
                books.settle(field)


@given(postings)
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_any_sequence_of_postings_balances_and_is_the_same_without_the_ledger(sequence):
    start = {
        "share": np.full((ROWS, NATIONS), 0.25),
        "layers": np.full((ROWS, LAYERS, NATIONS), 0.5),
        "code": np.ones((ROWS, NATIONS), np.int8),
    }
    kept, plain = Books(start, SPECS, keep=True), Books(start, SPECS)
    for books in (kept, plain):
        post(books, sequence)
    ends = kept.close(), plain.close()
    for name, before in start.items():
        total = before.astype(np.float64)
        for entry in kept.entries:
            if entry.field == name:
                total = total + entry.dense(total.shape)
        assert np.array_equal(total, ends[0][name])
        assert np.array_equal(ends[0][name], ends[1][name])
    assert plain.entries == []


def test_what_is_cut_off_at_a_bound_is_booked_as_the_limit():
    books = Books({"share": np.array([[0.75, 0.25]])}, SPECS, keep=True)
    books.add("share", Cause.AID, np.array([[0.5, 0.5]]))
    books.settle("share")
    assert books["share"].tolist() == [[1.0, 0.75]]
    limit = [entry for entry in books.entries if entry.cause is Cause.LIMIT]
    assert [entry.amount.tolist() for entry in limit] == [[[-0.25, 0.0]]]


def test_the_state_before_a_posting_stays_as_it_was():
    before = np.array([[0.5, 0.5]])
    books = Books({"share": before}, SPECS)
    books.add("share", Cause.AID, np.array([[0.25, 0.0]]))
    books.settle("share")
    assert before.tolist() == [[0.5, 0.5]]
    assert books["share"].tolist() == [[0.75, 0.5]]
