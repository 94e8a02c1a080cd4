"""Short labels of statuses, bands, steps, nations and measures."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Bands of effective depth, from the lowest: (up to, key).
BANDS = ((0.25, "token"), (0.50, "selective"), (0.75, "broad"), (1.01, "deep"))

#: What the colour of an area says, in the order of legends.
STANDING_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "sponsor": "sponsor's member",
        "acceded": "acceded since",
        "deep": "partner: deep",
        "broad": "broad",
        "selective": "selective",
        "token": "token",
        "held": "on hold",
        "suspended": "suspended",
        "withdrawn": "withdrawn",
        "outside": "outside",
        "absent": "not yet a state",
    }
)

#: Names cut for maps and narrow columns; all others stand as they are.
SHORT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "Bosnia and Herzegovina": "Bosnia-H.",
        "North Macedonia": "N. Macedonia",
        "United Kingdom": "UK",
        "Czech Republic": "Czechia",
    }
)

#: Column heads of the ladder, by the id of the step.
SHORT_STEPS: Mapping[str, str] = MappingProxyType(
    {
        "framework": "signed",
        "presentation": "presented",
        "programme": "programme",
        "review": "review",
        "certification": "certified",
        "action-plan": "action plan",
        "membership-plan": "memb. plan",
        "accession": "acceded",
    }
)


def band(depth: float) -> str:
    """The band of an effective depth, 0..1: ``token``, ``selective``, ``broad`` or ``deep``."""
    return next(key for limit, key in BANDS if depth < limit)


def short_name(name: str) -> str:
    """A nation's name for a map."""
    return SHORT_NAMES.get(name, name)


def short_step(step: str) -> str:
    """A step's name for the head of a column."""
    return SHORT_STEPS.get(step, step)


def measure_label(name: str) -> str:
    """A measure's name in words: ``trust_sponsor_partner`` is ``trust, sponsor and partners``."""
    text = name.replace("_sponsor_partner", ", sponsor and partners").replace("_", " ")
    return text.replace("tie ", "network ")
