"""Numbers are rounded to the grid, and sums of them are exact; so is the logistic curve."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.grid import BITS, logistic, on_grid, snap, snap_into, snap_number, table
from sim.state import EVIDENCE_BITS

NATIONS = 200
cases = settings(max_examples=60, deadline=None, derandomize=True, database=None)


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
