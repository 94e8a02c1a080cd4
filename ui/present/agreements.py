"""What an agreement of a type would mean for the two that sign it, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.schema.catalogue import AgreementType

#: Freedom of action that an agreement takes, 0..1: (up to, word).
_COSTS = ((0.0, "no"), (0.07, "very little"), (0.2, "a little"), (0.4, "some"), (1.0, "much"))

#: What the flags of a type mean.
_BONDS = (
    ("defence", "Each is bound to help the other if it is attacked."),
    ("restraint", "Neither uses force against the other."),
    ("hotline", "A direct line helps the two to calm a confrontation."),
    ("information", "Secrets that the two tell each other are protected."),
    ("cyber", "The two defend their networks together."),
)

_DAYS_A_MONTH = 30


def meaning(kind: AgreementType, domains: Sequence[str]) -> tuple[str, ...]:
    """The sentences that a seat needs before it signs: bonds, gains, costs, how it ends.

    ``domains`` are the names of the domains of interoperability, in the order of the type's.
    """
    found = [words for flag, words in _BONDS if getattr(kind, flag)]
    closer = [name for name, units in zip(domains, kind.interop, strict=True) if units]
    if closer:
        found.append(f"It brings the two forces closer in {listed(closer)}.")
    if kind.trust:
        found.append("Kept, it is evidence of trust.")
    cost = next(word for limit, word in _COSTS if kind.autonomy <= limit)
    found.append(f"It costs {cost} freedom of action.")
    months = max(round(kind.notice_days / _DAYS_A_MONTH), 1)
    ends = f"Both parliaments must ratify it; it ends {months} months after notice"
    if kind.term_years:
        ends += f", and comes up for renewal every {kind.term_years} years"
    return (*found, f"{ends}.")
