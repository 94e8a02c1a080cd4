"""Detection, by counting samples, judges the rule: ``1 - C(N - r, n) / C(N, n)``."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from sim.orders import OrderKind
from sim.rules.verification import detection, verification
from tests.sim.knowing import LUN, a_batch, changed, played, set_to


def by_counting(elements: int, misdeclared: int, visits: int) -> Fraction:
    return 1 - Fraction(comb(elements - misdeclared, visits), comb(elements, visits))


def by_visits(elements: int, misdeclared: int, visits: int) -> float:
    """One visit after another, each by the rule's chance while nothing was found."""
    missed = 1.0
    for before in range(visits):
        missed *= 1.0 - detection(misdeclared / elements, float(elements), float(before))
    return 1.0 - missed


@pytest.mark.parametrize("elements", [10, 60, 120, 900])
@pytest.mark.parametrize("tenths", [0, 1, 3, 5, 10])
@pytest.mark.parametrize("visits", [1, 2, 4, 9])
def test_visits_find_as_much_as_a_sample_without_replacement(elements, tenths, visits):
    misdeclared = elements * tenths // 10
    counted = float(by_counting(elements, misdeclared, visits))
    assert by_visits(elements, misdeclared, visits) == pytest.approx(counted, abs=1e-12)


def test_the_worked_example_of_a_small_and_a_large_state():
    """A tenth misdeclared: 1 evaluation and 3 inspections find it with .34, 15 and 3 with .85."""
    assert round(by_visits(1000, 100, 1 + 3), 2) == 0.34
    assert round(by_visits(1000, 100, 15 + 3), 2) == 0.85


def test_a_year_of_inspections_in_play_finds_as_much_as_the_worked_example():
    """Four quarters in which a nation hides a tenth of 100 thousand and is inspected once each."""
    game = a_batch(4000, (), **{"verification.margin": 0.0, "inspection.false": 0.0})
    caught = np.zeros(4000, bool)
    for turn in range(4):
        edits = (set_to("activity", (LUN,), 100.0), set_to("notified", (LUN,), 90.0))
        state = changed(game, *edits, turn=turn)
        books = played(verification, game, state, (OrderKind.INSPECT, turn % 3, LUN, 0))
        caught |= books["violations"][:, LUN] > 0
    assert caught.mean() == pytest.approx(0.34, abs=0.025)
