"""What a design must keep to beyond the shape of its file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from agents.explain import WORDS
from scenarios.experiments.designs.factor_table import Tell
from scenarios.experiments.designs.sampling import sample_size, varied
from scenarios.experiments.designs.schema import DYADS, Design, Measures, Sampling, When
from scenarios.faults import show
from sim.errors import nearest
from sim.measures import MEASURES

#: More runs than anybody can wait for; also the most numbers that a sample may hold.
MOST_RUNS = 10_000_000

#: The keys of ``[sampling]`` that each method reads.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "full": (),
    "lhs": ("n",),
    "sobol": ("n", "calc_second_order"),
    "morris": ("n", "levels"),
    "fast": ("n", "M"),
}

#: Digits of a count that a message writes out.
_DIGITS = 30


def check_sampling(sampling: Sampling, tell: Tell) -> None:
    """Tell what a method cannot work with, and keys that it would not read."""
    keys = _KEYS[sampling.method]
    for key in sorted(sampling.model_fields_set - {"method", *keys}):
        reads = ", ".join(keys) or "nothing else"
        tell(f"sampling.{key}", f"method {sampling.method} does not read it (it reads {reads})")
    if not keys:
        return
    if sampling.n is None:
        tell("sampling.n", f"is missing; method {sampling.method} needs it")
        return
    fault = _size_fault(sampling, sampling.n)
    if fault:
        tell("sampling.n", fault)
    if sampling.method == "morris" and sampling.levels % 2:
        tell("sampling.levels", f"{sampling.levels} is odd; Morris's method needs an even number")


def _size_fault(sampling: Sampling, n: int) -> str:
    """What is wrong with ``n`` for its method."""
    if sampling.method == "sobol" and (n < 2 or n & (n - 1)):
        below = 1 << max(n.bit_length() - 1, 1)
        near = f"{below} or {2 * below}" if n > 2 else f"{below}"
        return f"{show(n)} is not a power of two, as Sobol's sequence needs it; {near} would be"
    if sampling.method == "morris" and n < 2:
        return "one trajectory shows no spread; give 2 or more"
    least = 4 * sampling.M**2 + 1
    if sampling.method == "fast" and n < least:
        return f"{n} is too few; with M = {sampling.M} the method needs {least} or more"
    return ""


def check_measures(measures: Measures, tell: Tell) -> None:
    """Tell names that do not exist or occur twice, empty lists, and conditions never met."""
    tables = (
        ("turns", measures.turns, "measure", MEASURES),
        ("dyads", measures.dyads or None, "matrix", DYADS),
        ("decisions", measures.decisions, "decision", WORDS),
    )
    for key, names, what, valid in tables:
        if isinstance(names, list):
            _check_names(f"measures.{key}", names, what, valid, tell)
    if measures.when is not None:
        _check_when(measures.when, tell)


def _check_names(key: str, names: list[str], what: str, valid: Iterable[str], tell: Tell) -> None:
    if not names:
        tell(key, f"is empty; name at least one {what}, or leave the key out")
    for place, name in enumerate(names):
        if name in names[:place]:
            tell(key, f"{name!r} occurs twice")
        elif name not in valid:
            tell(key, f"no {what} {name!r}{nearest(name, valid)}")


def _check_when(when: When, tell: Tell) -> None:
    if when.metric not in MEASURES:
        near = nearest(when.metric, MEASURES)
        tell("measures.when.metric", f"no measure {when.metric!r}{near}")
    if when.above is None and when.below is None:
        tell("measures.when", "needs above = ... or below = ..., or both")
    elif when.above is not None and when.below is not None and when.above >= when.below:
        tell("measures.when", f"nothing is above {when.above:g} and below {when.below:g}")


def check_size(design: Design, tell: Tell) -> None:
    """Tell a design without anything to sample, or with more runs than can be played."""
    columns = len(varied(design.factors))
    if design.sampling.method == "full":
        rows = math.prod(len(factor.levels) for factor in design.factors)
    else:
        rows = sample_size(design.sampling, columns)
        if not columns:
            tell("factors", f"method {design.sampling.method} has nothing to vary; give a range, "
                 "or a list of two levels or more")  # fmt: skip
    runs = rows * design.replicates
    if runs > MOST_RUNS:
        tell("", f"asks for {_count(runs)} runs; at most {MOST_RUNS:,} are played")
    elif design.sampling.method != "full" and rows * columns > MOST_RUNS:
        tell("", f"asks for {_count(rows)} points of {columns} factors; a sample may hold at most "
             f"{MOST_RUNS:,} numbers")  # fmt: skip


def _count(number: int) -> str:
    """A count in a sentence."""
    text = f"{number:,}"
    return text if len(text) <= _DIGITS else f"about 10^{len(str(number)) - 1}"
