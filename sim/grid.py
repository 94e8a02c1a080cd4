"""State lives on a dyadic grid, so that sums are exact and the books balance to the bit.

Every rule ends by rounding what it writes to a multiple of ``2**-bits``. Sums of such numbers, and
sums of products of two of them, are then exact in float64 as long as

    fraction bits + fraction bits + log2(range * number of terms) <= 53,

whatever the order, memory layout, padding or BLAS kernel. A run alone therefore equals its row in
a batch, and a replay equals the original. Only ``+ - * / sqrt`` and comparisons enter rules: they
are correctly rounded everywhere; ``exp`` and its kin are not, so the logistic curve below is
built from the four operations.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np

from sim.axes import Floats
from sim.compiled import compiled

#: Digits after the binary point for quantities in 0..1 and for weights.
BITS = 20


@cache
def anchor(bits: int) -> float:
    """What leaves exactly so many digits after the point when it is added to a number.

    Subtracted again it gives the nearest grid number (ties to even), for ``|x| < 2**(51 - bits)``.
    """
    return 1.5 * 2.0 ** (52 - bits)


def snap(x: Floats, bits: int = BITS) -> Floats:
    """``x`` rounded to the nearest multiple of ``2**-bits``, as a new array."""
    far = anchor(bits)
    out = x + far
    out -= far
    return out


def snap_into(x: Floats, bits: int = BITS) -> Floats:
    """``x`` rounded to the grid in place; returns it."""
    far = anchor(bits)
    x += far
    x -= far
    return x


@compiled
def nearest(x: float, bits: int = BITS) -> float:
    """One number of a compiled loop rounded to the grid, as ``snap`` does."""
    far = 1.5 * 2.0 ** (52 - bits)
    return (x + far) - far


def snap_number(x: float, bits: int = BITS) -> float:
    """One number rounded to the grid."""
    return math.ldexp(round(math.ldexp(x, bits)), -bits)


def on_grid(x: Floats, bits: int = BITS) -> bool:
    """Whether every element is a multiple of ``2**-bits``."""
    return bool(np.array_equal(snap(x, bits), x))


def logistic(x: Floats) -> Floats:
    """The logistic curve ``1 / (1 + exp(-x))`` from the four operations alone (``logistic_at``)."""
    out = np.empty(x.shape)
    _logistic(x.reshape(-1), out.reshape(-1))
    return out


@compiled
def _logistic(x: Floats, out: Floats) -> None:
    for k in range(len(x)):
        out[k] = logistic_at(x[k])


@compiled
def logistic_at(x: float) -> float:
    """The logistic curve at one place.

    ``tanh(x / 2)`` by its continued fraction up to the seventh power; for ``|x| <= 9`` the result
    is within 3e-5 of the true curve (checked in ``tests/laws/test_grid.py``); beyond ``|x| = 9`` it
    is held at the value there, 1.0e-4 from 0 or 1, so that no decision is ever certain.
    Source: Lambert's continued fraction for the hyperbolic tangent.
    """
    half = min(max(x, -9.0), 9.0) * 0.5
    square = half * half
    top = (((square + 378.0) * square + 17325.0) * square + 135135.0) * half
    bottom = ((square * 28.0 + 3150.0) * square + 62370.0) * square + 135135.0
    return top / bottom * 0.5 + 0.5


def root(x: Floats, degree: int) -> Floats:
    """The root of ``x`` in 0..1 of degree 1, 2, 3, 4, 6 or 12, from the four operations and sqrt.

    Square roots are correctly rounded; the cube root is Newton's (``cube_root``).
    """
    for _ in range({1: 0, 2: 1, 3: 0, 4: 2, 6: 1, 12: 2}[degree]):
        x = np.sqrt(x)
    if degree % 3:
        return x
    out = np.empty(x.shape)
    _cube_roots(x.reshape(-1), out.reshape(-1))
    return out


@compiled
def _cube_roots(x: Floats, out: Floats) -> None:
    for k in range(len(x)):
        out[k] = cube_root(x[k])


@compiled
def cube_root(x: float) -> float:
    """The cube root of a number in 0..1 by Newton's steps, to the last few bits."""
    cube = (x + 2.0) / 3.0
    for _ in range(24):  # enough from 1 down to a root of 1e-4
        last, cube = cube, (2.0 * cube + x / max(cube * cube, 1e-12)) / 3.0
        if cube == last:  # and so it stays
            break
    return cube


def table(function: Callable[[int], float], length: int) -> Floats:
    """``function(0), function(1), ...`` snapped: how a transcendental may enter a rule."""
    return np.array([snap_number(function(k)) for k in range(length)], dtype=np.float64)


def snapped(values: Sequence[float] | Floats, bits: int = BITS) -> Floats:
    """Numbers from outside (files, settings) as a grid array."""
    return snap(np.asarray(values, dtype=np.float64), bits)
