"""What pairs of runs say of a claim: effect, interval, verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from statistics import NormalDist
from typing import Any, TypeAlias

import numpy as np

from scenarios.validation.claims import OVER, Claim
from sim.axes import Floats
from sim.mechanisms import OFF

#: How sure an interval is to hold.
SURE = 0.95

#: An effect has vanished in a third of a range if this much of it or less is left.
_VANISHED = 0.25

#: The two runs of a control's pair differ by at most this much of what two runs with luck of their
#: own would: more, and they do not share their luck.
_PAIRED = 0.5


@dataclass(frozen=True)
class Finding:
    """A claim and what the pairs say: mean of on less off, its interval, the verdict.

    The interval of a claim is its own 95 % interval; the intervals of the controls hold all
    together with 95 %, so that a control is ``shown`` by chance once in twenty validations.
    """

    id: str
    claim: str
    expected: str
    effect: float
    low: float
    high: float
    verdict: str  # supported, assumed, miss; of a control: clean, shown
    control: bool
    mechanism: str
    off: str
    outcome: str
    usual: float  # mean of the outcome with everything on
    spread: float  # standard deviation of the outcome over runs, with everything on
    depends: tuple[str, ...]  # assumptions without which the effect is not seen
    why: str  # of a control: why nothing is to be seen
    differences: tuple[float, ...] = field(repr=False, default=())

    def content(self) -> dict[str, Any]:
        """Plain data for JSON, without the single pairs."""
        return {k: v for k, v in asdict(self).items() if k != "differences"}


#: (runs, turns) of each outcome, by what is off and whether assumptions vary.
Numbers: TypeAlias = Mapping[tuple[tuple[str, ...], bool], Mapping[str, Floats]]


def judge(
    claim: Claim, numbers: Numbers, draws: Mapping[str, Floats], controls: int = 1
) -> Finding:
    """The verdict on a claim, one of so many controls if it is a control."""
    usual, difference = _pairs(claim, numbers, varied=False)
    effect, low, high = interval(difference, controls if claim.control else 1)
    depends: tuple[str, ...] = ()
    if claim.control:
        paired = difference.std() <= _PAIRED * np.sqrt(2.0) * usual.std()
        verdict = "clean" if low <= 0.0 <= high and paired else "shown"
    else:
        sign = 1.0 if claim.expected == "+" else -1.0
        verdict = "supported" if min(sign * low, sign * high) > 0.0 else "miss"
        if verdict == "supported" and claim.assumptions:
            depends = _depends(claim, sign * _pairs(claim, numbers, varied=True)[1], draws)
            verdict = "assumed" if depends else verdict
    return Finding(
        id=claim.id,
        claim=claim.claim,
        expected=claim.expected,
        effect=effect,
        low=low,
        high=high,
        verdict=verdict,
        control=claim.control,
        mechanism=claim.mechanism,
        off=OFF[claim.mechanism],
        outcome=claim.outcome,
        usual=float(usual.mean()),
        spread=float(usual.std()),
        depends=depends,
        why=claim.why,
        differences=tuple(float(x) for x in difference),
    )


def _pairs(claim: Claim, numbers: Numbers, *, varied: bool) -> tuple[Floats, Floats]:
    """(runs,) the outcome with the mechanism, and how much it is above that without it."""
    over, off = OVER[claim.over], (claim.mechanism,)
    usual = over(numbers[(), varied][claim.outcome])
    return usual, usual - over(numbers[off, varied][claim.outcome])


def _depends(claim: Claim, swept: Floats, draws: Mapping[str, Floats]) -> tuple[str, ...]:
    """The assumptions in a third of whose range little or nothing of the effect is left."""
    whole = swept.mean()
    found = []
    for name in claim.assumptions:
        order = np.argsort(draws[name], kind="stable")
        third = max(len(order) // 3, 1)
        ends = (swept[order[:third]].mean(), swept[order[-third:]].mean())
        if min(ends) <= _VANISHED * max(whole, 0.0):
            found.append(name)
    return tuple(found)


def interval(difference: Floats, together: int = 1) -> tuple[float, float, float]:
    """Mean of paired differences and its two-sided interval.

    So many intervals hold ``together`` with 95 %, if they are independent (Sidak 1967); if they
    are not, with more.
    """
    mean = float(difference.mean())
    if len(difference) < 2:
        return mean, mean, mean
    width = NormalDist().inv_cdf(0.5 + 0.5 * SURE ** (1.0 / together))
    error = float(difference.std(ddof=1)) / float(np.sqrt(len(difference)))
    return mean, mean - width * error, mean + width * error
