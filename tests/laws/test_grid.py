"""Sums are exact in any order, because every reduction fits into the 53 bits of a float64."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents import calculus, response, terms
from agents.decisions import DECISIONS
from agents.run import play
from scenarios.build import build_world, new_game, seeds_for
from scenarios.start import build_state
from scenarios.tables import per_turn, weighed
from sim import relations
from sim.account import Books
from sim.causes import Cause
from sim.grid import BITS, logistic, on_grid, snap, snap_into, snap_number, table
from sim.observe import observe
from sim.rules.agreements import _keep, weighted
from sim.rules.crises import onset_chance
from sim.state import EVIDENCE_BITS, FIELDS, IN_FORCE, State
from tests.builders import scenario

NATIONS = 200
MONTHS = (1, 3, 6, 12)
CATALOGUE = scenario("pfp-1994").catalogue
cases = settings(max_examples=60, deadline=None, derandomize=True, database=None)


def largest(*names: str) -> float:
    """The largest size of the named parameters over their ranges, for turns of any length."""
    return max(
        abs(per_turn(CATALOGUE.parameters[name].kind, bound, months))
        for name in names
        for bound in (CATALOGUE.parameters[name].low, CATALOGUE.parameters[name].high)
        for months in MONTHS
    )


def bits_of(field: str) -> int:
    bits = FIELDS[field].bits
    assert bits is not None
    return bits


#: A reduction: fraction bits of one factor and of the other, the largest product, how many terms.
REDUCTIONS = {
    "repute: trust @ evidence": (
        BITS,
        bits_of("good"),
        FIELDS["good"].high,
        NATIONS,
    ),
    "training: guests x weight @ guests": (10, 0, 8.0, 256),
    "group evidence: seats x weight @ seats": (BITS, 0, 4.0, 64),
    "precedent: participants @ nearness": (0, BITS, 1.0, NATIONS),
    "sponsor_alignment: points of members": (
        bits_of("alignment"),
        0,
        FIELDS["alignment"].high,
        NATIONS,
    ),
    "deterrence: capability of outside allies": (
        bits_of("capability"),
        0,
        FIELDS["capability"].high,
        NATIONS,
    ),
    "aid of all donors": (bits_of("aid"), 0, FIELDS["aid"].high, NATIONS),
    "aid over programmes": (bits_of("aid"), 0, FIELDS["aid"].high, 16),
    "political price of a turn's orders": (BITS, 0, 1.0, 12),
    "evidence of many events at one cell": (EVIDENCE_BITS, 0, FIELDS["bad"].high, NATIONS),
    "repute of many calls at one cell": (EVIDENCE_BITS, 0, largest("call.repute"), 64 * NATIONS),
    "shares of types of agreement": (BITS, 0, 1.0, 64),
    "circles of hosts": (
        BITS,
        0,
        largest("host.to_programme", "host.to_group", "host.to_partners"),
        64,
    ),
}


@pytest.mark.parametrize("name", sorted(REDUCTIONS))
def test_a_reduction_over_two_hundred_nations_fits_the_bit_budget(name):
    one, other, size, terms_ = REDUCTIONS[name]
    assert one + other + math.log2(size * terms_) <= 53


#: The largest size of each term that decisions weigh (log distances and powers over the globe).
TERM_SIZE = {
    "alignment": 16.0,
    "distance": 8.0,  # ln km from 10 to 20,040, less ln 1,000
    "power": 2 * (math.log(1e6) + 5.0),
    "popularity": math.log1p(255),
    "activity": math.log1p(255),
    "patron": 2.0,
    "autonomy": 2.0,
    "absorption": float(NATIONS),
    "estranged": 16.0,
    "distance_felt": 16.0,
    "favour": 16.0,
    "race": 2.0,
    "fatigue": 4.0,
    "futility": 8.0,
    "backsliding": 8.0,
    "reform": 8.0,
    "size": 2.56,
    "bloodshed": 64.0,
    "circles": 8.0,
    # a sum of all nations' troops over 32: five fraction bits fewer than the others need
    "crowd": NATIONS * 1024.0 / 32.0 / 2.0**5,
}
#: Parameters that are weights of terms.
WEIGHTS = weighed(CATALOGUE.parameters)


@pytest.mark.parametrize("decision", DECISIONS)
def test_the_score_of_a_decision_fits_the_bit_budget(decision):
    multiplier = 1.0
    for profiles in (CATALOGUE.doctrines, CATALOGUE.tempers):  # a temper comes on top of doctrine
        weights = [w for p in profiles.values() for k, w in p.weights.items() if "." not in k]
        multiplier *= max([1.0, *weights])
    names = [
        name.partition(".")[2]
        for name in CATALOGUE.parameters
        if name.startswith(f"{decision}.") and name in WEIGHTS
    ]
    assert names
    total = sum(
        largest(f"{decision}.{name}") * multiplier * TERM_SIZE.get(name, 1.0) for name in names
    )
    assert 2 * BITS + math.log2(total) <= 53


@pytest.mark.parametrize("decision", DECISIONS)
def test_no_weight_of_a_term_changes_with_the_length_of_a_turn(decision):
    kinds = {
        entry.kind
        for name, entry in CATALOGUE.parameters.items()
        if name.startswith(f"{decision}.") and name in WEIGHTS
    }
    assert kinds == {"level"}


@cache
def small_states() -> tuple:
    """The whole scenario's world, and its state after eight turns in two runs."""
    game = new_game(scenario("pfp-1994"), seeds_for(2, 2))
    return game.world, play(game, 8)


def test_the_tables_of_a_world_lie_on_the_grid():
    world, _ = small_states()
    arrays = {
        "nearness": world.nearness,
        "log_km": world.log_km,
        "log_power": world.log_power,
        "neutrality": world.neutrality,
        "groups.trust": world.groups.trust,
        "groups.standards": world.groups.standards,
        "formats.trust": world.formats.trust,
        "formats.standards": world.formats.standards,
        "formats.pooled": world.formats.pooled,
        "exercises.appeal": world.exercises.appeal,
        "agreements.appeal": world.agreements.appeal,
        "agreements.ratify": world.agreements.ratify,
        "order_kinds.will": world.order_kinds.will,
        **world.params,
        **world.weights,
    }
    assert [name for name, array in arrays.items() if not on_grid(array)] == []
    assert on_grid(world.exercises.staff, 10)
    assert on_grid(world.exercises.field, 10)


def test_the_terms_of_decisions_lie_on_the_grid_and_within_their_sizes():
    world, state = small_states()
    obs = observe(world, state)
    known = {
        "tie": terms.tie_terms(obs),
        "join": terms.programme_terms(obs, 0),
        "vote": terms.candidate_terms(obs, 0),
    }
    for decision, reasons in known.items():
        for name, term in reasons.items():
            values = np.asarray(term, np.float64)
            assert on_grid(values), (decision, name)
            assert np.abs(values).max() <= TERM_SIZE.get(name, 1.0), (decision, name)


def test_the_parts_of_a_score_sum_to_it_in_whatever_order():
    world, state = small_states()
    obs = observe(world, state)
    total, parts = calculus.score(obs, "tie", terms.tie_terms(obs), keep=True)
    rng = np.random.default_rng(0)
    names = list(parts)
    for _ in range(6):
        rng.shuffle(names)
        again = np.zeros(total.shape)
        for name in names:
            again = again + parts[name]
        assert np.array_equal(again, total)


# --- the grid -----------------------------------------------------------------------------------


@given(
    st.lists(st.floats(-1e9, 1e9, width=64), min_size=1, max_size=20), st.sampled_from([10, 16, 20])
)
@cases
def test_snap_rounds_to_the_nearest_grid_number_and_ties_to_even(values, bits):
    x = np.array(values)
    expected = np.rint(x * 2.0**bits) / 2.0**bits
    assert np.array_equal(snap(x, bits), expected)
    assert np.array_equal(snap_into(x.copy(), bits), expected)
    assert [snap_number(v, bits) for v in values] == expected.tolist()


@given(st.integers(-(2**40), 2**40), st.sampled_from([10, 16, 20]))
@cases
def test_a_number_halfway_between_two_grid_numbers_goes_to_the_even_one(k, bits):
    half = (2 * k + 1) / 2.0 ** (bits + 1)
    snapped = snap(np.array([half]), bits)[0] * 2.0**bits
    assert snapped % 2 == 0
    assert abs(snapped - half * 2.0**bits) == 0.5


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=20))
@cases
def test_snapping_twice_changes_nothing_more(values):
    once = snap(np.array(values))
    assert np.array_equal(snap(once), once)
    assert on_grid(once)


def test_snap_leaves_its_argument_alone():
    x = np.array([0.1, 0.2])
    snap(x)
    assert x.tolist() == [0.1, 0.2]


def test_a_number_off_the_grid_is_told_from_one_on_it():
    assert on_grid(np.array([0.5, 3.0, 2.0**-BITS]))
    assert not on_grid(np.array([0.5, 2.0 ** -(BITS + 1)]))


def test_a_table_holds_the_snapped_values_of_its_function():
    values = table(math.log1p, 41)
    assert values.shape == (41,)
    assert on_grid(values)
    assert np.abs(values - np.log1p(np.arange(41))).max() <= 2.0 ** -(BITS + 1)


@given(st.integers(0, 2**32 - 1))
@cases
def test_a_sum_of_grid_numbers_is_exact_in_whatever_order(seed):
    rng = np.random.default_rng(seed)
    values = snap(rng.uniform(0, 32, NATIONS), EVIDENCE_BITS)
    exact = sum((Fraction(v) for v in values.tolist()), Fraction(0))
    assert Fraction(float(values.sum())) == exact
    assert Fraction(float(rng.permutation(values).sum())) == exact
    assert Fraction(float(np.cumsum(values)[-1])) == exact


def test_word_of_mouth_among_two_hundred_is_exact_in_whatever_order():
    rng = np.random.default_rng(1)
    trust = snap(rng.uniform(0, 1, (NATIONS, NATIONS)))
    evidence = np.full((NATIONS, NATIONS), 32.0) - snap(
        rng.uniform(0, 1, (NATIONS, NATIONS)), EVIDENCE_BITS
    )
    product = trust @ evidence
    order = rng.permutation(NATIONS)
    assert np.array_equal(trust[:, order] @ evidence[order], product)
    assert np.array_equal(np.ascontiguousarray(evidence.T) @ trust.T, product.T)
    for i, j in ((0, 0), (7, 150), (199, 3)):
        pairs = zip(trust[i].tolist(), evidence[:, j].tolist(), strict=True)
        exact = sum((Fraction(a) * Fraction(b) for a, b in pairs), Fraction(0))
        assert Fraction(float(product[i, j])) == exact


def in_three_groups(shares: list[float], rate: float) -> float:
    """Evidence of a turn between two nations that share groups of these trusts, by the rule."""
    world, state = small_states()
    arrays = {name: np.array(state[name]) for name in state}
    arrays["member"][:] = 0
    arrays["member"][:, :2, : len(shares)] = 1
    trusts = np.zeros(world.dims.G)
    trusts[: len(shares)] = shares
    params = {
        **world.params,
        "group.evidence": np.array([rate]),
        "agreement.evidence": np.array([0.0]),
    }
    table = np.array(world.formats.trust)
    table[: world.groups.given] = trusts[: world.groups.given]
    of = replace(world, formats=replace(world.formats, trust=table), params=params)
    books = Books(State(arrays, state.turn), FIELDS, keep=True)
    _keep(of, State(arrays, state.turn), books)
    entries = [entry for entry in books.entries if entry.cause is Cause.GROUP_KEPT]
    return float(entries[0].amount[0, 0, 1]) if entries else 0.0


def test_fellow_members_of_one_group_gain_its_evidence():
    assert in_three_groups([1.0], 0.25) == 0.25


def test_the_evidence_of_common_groups_is_exact():
    wrong = []
    for shares in ([0.5], [0.125], [0.5, 0.125], [1.0, 0.5, 0.25], [0.75, 0.375]):
        for k in range(8, 520, 8):
            rate = k / 2.0**BITS
            exact = math.fsum(shares) * rate
            if in_three_groups(shares, rate) != snap_number(exact, EVIDENCE_BITS):
                wrong.append((shares, rate))
    assert wrong == []


def test_the_weights_of_agreements_may_be_as_large_as_the_catalogue_allows():
    world, state = small_states()
    arrays = {name: np.array(state[name]) for name in state}
    arrays["agreement"][:] = IN_FORCE
    full = State(arrays, state.turn)
    units = weighted(world, full, np.full(world.dims.A, 15))
    assert units.max() == 15.0 * world.dims.A


def test_the_weights_of_agreements_are_summed_type_by_type():
    world, state = small_states()
    weights = world.agreements.trust
    expected = np.einsum("rajk,a->rjk", (state["agreement"] >= IN_FORCE).astype(float), weights)
    assert np.array_equal(weighted(world, state, weights), expected)
    assert expected.max() > 0


# --- the logistic curve -------------------------------------------------------------------------

DENSE = np.linspace(-9.0, 9.0, 200_001)


def test_the_logistic_curve_is_within_three_in_a_hundred_thousand_of_the_true_one():
    assert np.abs(logistic(DENSE) - 1.0 / (1.0 + np.exp(-DENSE))).max() <= 3e-5


def test_the_logistic_curve_never_falls():
    assert (np.diff(logistic(np.linspace(-12, 12, 200_001))) >= 0).all()


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=30))
@cases
def test_no_decision_is_ever_certain(values):
    chance = logistic(np.array(values))
    assert ((chance > 1e-4) & (chance < 1.0 - 1e-4)).all()


def test_beyond_nine_the_curve_stays_where_it_is_within_two_ten_thousandths_of_the_end():
    ends = logistic(np.array([-1e9, -9.0, 9.0, 1e9]))
    assert ends[0] == ends[1] < 2e-4
    assert ends[2] == ends[3] > 1.0 - 2e-4


def test_the_logistic_curve_is_symmetric_about_one_half():
    assert logistic(np.array([0.0]))[0] == 0.5
    assert np.abs(logistic(DENSE) + logistic(-DENSE) - 1.0).max() <= 2.0**-52


def test_the_logistic_curve_leaves_its_argument_alone():
    x = np.array([20.0, 1.0])
    logistic(x)
    assert x.tolist() == [20.0, 1.0]


# --- the length of a turn -----------------------------------------------------------------------


def yearly(kind: str, value: float, months: int) -> float:
    """What a parameter per turn of so many months comes to in a year."""
    turns = 12 / months
    match kind:
        case "rate":
            return value * turns
        case "share":
            return 1.0 - (1.0 - value) ** turns
        case "retention":
            return value**turns
        case "years":
            return value / turns
        case _:
            return value


@pytest.mark.parametrize("months", MONTHS)
@pytest.mark.parametrize("kind", ["level", "rate", "share", "retention"])
def test_every_parameter_comes_to_the_same_in_a_year_whatever_the_length_of_a_turn(kind, months):
    entries = {k: e for k, e in CATALOGUE.parameters.items() if e.kind == kind}
    assert entries
    for name, entry in entries.items():
        for value in (entry.low, entry.value, entry.high):
            again = yearly(kind, per_turn(kind, value, months), months)
            assert again == pytest.approx(value, abs=1e-12), name


def test_a_duration_of_whole_half_years_is_the_same_at_three_and_at_six_months():
    for years in (1.0, 1.5, 2.0, 4.0):
        three, six = (yearly("years", per_turn("years", years, m), m) for m in (3, 6))
        assert three == six == years
    assert per_turn("years", 0.1, 12) == 1.0
    assert per_turn("years", 0.0, 3) == 0.0


def test_the_worlds_of_both_lengths_hold_the_same_yearly_values():
    halves = scenario("pfp-1994").model_copy(update={"months": 6, "turns": 22})
    worlds = {3: build_world(scenario("pfp-1994")), 6: build_world(halves)}
    for name, entry in CATALOGUE.parameters.items():
        if entry.kind == "years":
            continue
        three, six = (yearly(entry.kind, worlds[m].params[name][0], m) for m in (3, 6))
        assert three == pytest.approx(six, abs=2.0**-17), name
    years = {m: world.agreements.term * m / 12 for m, world in worlds.items()}
    assert np.array_equal(years[3], years[6])


@pytest.mark.parametrize("months", [6, 12])
def test_a_chance_to_take_the_initiative_comes_to_the_same_over_longer_turns(months):
    quarterly = np.linspace(0.0, 1.0, 101)
    expected = 1.0 - (1.0 - quarterly) ** (months / 3)
    assert np.abs(response.per_turn(quarterly, months) - expected).max() < 1e-12
    assert response.per_turn(quarterly, 3) is quarterly


@pytest.mark.parametrize(
    "most",
    [
        0.6,
        1.0,
    ],
)
def test_a_chance_to_take_the_initiative_comes_to_the_same_over_three_months(most):
    quarterly = np.linspace(0.0, most, 101)
    again = 1.0 - (1.0 - response.per_turn(quarterly, 1)) ** 3
    assert np.abs(again - quarterly).max() < 0.02


def onsets(yearly_chance: float, months: int) -> float:
    """The chance per turn of a dispute in a pair whose chance per year is given."""
    base = scenario("first-steps").model_copy(update={"months": months})
    names = [k for k in base.catalogue.parameters if k.startswith("onset.") and k != "onset.reach"]
    world = build_world(base)
    params = {**world.params, **{name: np.zeros(1) for name in names}}
    params["onset.constant"] = np.array([math.log(yearly_chance / (1.0 - yearly_chance))])
    world = replace(world, params=params)
    state = build_state(base, build_world(base), seeds_for(1, 1))
    return float(onset_chance(world, state).max())


@pytest.mark.parametrize(
    "most",
    [
        0.3,
        0.6,
    ],
)
@pytest.mark.parametrize("months", [3, 6])
def test_a_yearly_chance_of_a_dispute_is_shared_out_over_the_turns_of_a_year(months, most):
    for chance in np.linspace(0.01, most, 12):
        expected = 1.0 - (1.0 - chance) ** (months / 12.0)
        assert onsets(float(chance), months) == pytest.approx(expected, abs=1e-3)


def signatures(months: int, runs: int) -> float:
    """How many partners take part after two years, on average over the runs."""
    turns = 24 // months
    of = scenario("pfp-1994").model_copy(update={"months": months, "turns": turns})
    end = play(new_game(of, seeds_for(17, runs)))
    sponsor = relations.taking_part(end)[:, :, 0] & (end["step_turn"][:, :, 0, 0] >= 0)
    return float(sponsor.sum(axis=1).mean())


def test_after_two_years_as_many_have_signed_in_turns_of_three_months_as_in_turns_of_six():
    three, six = signatures(3, 24), signatures(6, 24)
    assert three > 10
    assert six == pytest.approx(three, rel=0.06)
