"""Confrontations, consultation, calls for aid; pressure below the threshold, accusations."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.account import reasons
from sim.causes import Cause
from sim.orders import OrderKind
from sim.state import ACTIVE, DISPLAY, FORCE, THREAT
from sim.turn import Turn
from tests.contract.cases.case import HAL, LUN, ORV, VEL, Case, Edit, after, status


def standoff(one: int, two: int, level: int = DISPLAY, back: int = THREAT) -> Edit:
    """An open confrontation with the level of each side."""

    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays["standoff"][0, one, two] = level
        arrays["standoff"][0, two, one] = back

    return edit


def suspected(victim: int, suspect: int, culprit: int, sure: float = 0.75) -> Edit:
    """An incident that is still puzzled over."""

    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays["suspect"][0, victim] = suspect
        arrays["incident_by"][0, victim] = culprit
        arrays["certainty"][0, victim] = sure

    return edit


def told(cause: Cause, field: str, *cell: int) -> Any:
    def found(turn: Turn) -> bool:
        return any(r.cause is cause for r in reasons(turn.ledger, field, (0, *cell)))

    return found


CASES = {
    OrderKind.ESCALATE: Case(
        LUN,
        {"target": "VEL"},
        lambda t: after("hostility", LUN, VEL)(t) > 0,
        possible=(standoff(LUN, VEL),),
    ),
    OrderKind.DEESCALATE: Case(
        LUN,
        {"target": "VEL"},
        told(Cause.STEPPED_BACK, "good", VEL, LUN),
        possible=(standoff(LUN, VEL),),
    ),
    OrderKind.HOTLINE: Case(
        LUN,
        {"target": "VEL"},
        told(Cause.HOTLINE, "good", VEL, LUN),
        possible=(standoff(LUN, VEL),),
    ),
    OrderKind.MEDIATE: Case(
        HAL,
        {"target": "VEL", "what": "LUN"},
        told(Cause.MEDIATED, "good", VEL, HAL),
        possible=(standoff(LUN, VEL),),
    ),
    OrderKind.CONSULT: Case(
        VEL,
        {"target": "LUN"},
        lambda t: after("consulted", VEL)(t) == 4,
        possible=(status(VEL, ACTIVE),),
    ),
    OrderKind.INVOKE: Case(
        ORV,
        {"target": "VEL"},
        lambda t: after("call_victim", 0)(t) == ORV and after("call_against", 0)(t) == VEL,
        possible=(standoff(VEL, ORV, FORCE),),
        impossible=(standoff(VEL, ORV, DISPLAY),),
    ),
    OrderKind.PRESS: Case(
        VEL,
        {"target": "LUN", "what": "hybrid"},
        lambda t: after("incident_by", LUN)(t) == VEL and after("harm", LUN)(t) > 0,
        impossible=None,
        other_words={"target": "VEL", "what": "hybrid"},
    ),
    OrderKind.ATTRIBUTE: Case(
        LUN,
        {"target": "VEL"},
        lambda t: after("suspect", LUN)(t) == -1 and told(Cause.ACCUSED, "bad", LUN, VEL)(t),
        possible=(suspected(LUN, VEL, VEL),),
    ),
}
