"""The claims about every mechanism, and the negative controls, as ``claims.toml`` has them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scenarios.validation.outcomes import OUTCOMES
from sim.axes import Floats
from sim.errors import UnknownName
from sim.mechanisms import MECHANISMS

CLAIMS = Path(__file__).parent / "claims.toml"

#: How an outcome's turns become one number a run.
OVER: Mapping[str, Callable[[Floats], Floats]] = {
    "mean": lambda turns: turns.mean(axis=1),
    "sum": lambda turns: turns.sum(axis=1),
    "end": lambda turns: turns[:, -1],
}


@dataclass(frozen=True)
class Claim:
    """What switching one mechanism on does to an outcome, if the documents are right."""

    id: str
    mechanism: str
    claim: str
    outcome: str
    expected: str  # "+", "-" or, for a control, "0"
    over: str = "mean"
    assumptions: tuple[str, ...] = ()
    source: str = ""
    why: str = ""  # of a control: why nothing is to be seen

    @property
    def control(self) -> bool:
        """Whether nothing is to be seen here."""
        return self.expected == "0"


def claims(path: Path = CLAIMS) -> list[Claim]:
    """All claims, by mechanism in the order of the model; unknown names are faults."""
    rows = tomllib.loads(path.read_text("utf-8"))["claim"]
    found = [Claim(**{**row, "assumptions": tuple(row.get("assumptions", ()))}) for row in rows]
    for claim in found:
        for kind, name, valid in (
            ("mechanism", claim.mechanism, list(MECHANISMS)),
            ("outcome", claim.outcome, list(OUTCOMES)),
            ("way to sum up", claim.over, list(OVER)),
            ("sign", claim.expected, ["+", "-", "0"]),
        ):
            if name not in valid:
                raise UnknownName(kind, name, valid, f"claim {claim.id}")
    order = list(MECHANISMS)
    return sorted(found, key=lambda claim: order.index(claim.mechanism))
