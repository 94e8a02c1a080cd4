"""Spending, posture, manoeuvres, briefings; transfers, leverage, bases."""

from __future__ import annotations

from sim.account import reasons
from sim.causes import Cause
from sim.orders import OrderKind
from sim.state import IN_FORCE
from sim.turn import Turn
from tests.builders import scenario
from tests.contract.cases.case import HAL, LUN, ORV, VEL, Case, after, not_tied, set_to, tied

#: Place of the agreement on logistics and the status of forces.
LOGISTICS = [entry.id for entry in scenario().catalogue.agreements].index("logistics")


def posted(turn: Turn, field: str, cause: Cause, *cell: int) -> float:
    """What a cause added to a cell."""
    told = {r.cause: r.amount for r in reasons(turn.ledger, field, (0, *cell))}
    return told.get(cause, 0.0)


CASES = {
    OrderKind.SPEND: Case(
        VEL,
        {"what": "raise", "amount": 0.25},
        lambda t: posted(t, "spending", Cause.BUDGET, VEL) > 0,
        impossible=(set_to("spending", (VEL,), 0.0),),
    ),
    OrderKind.POSTURE: Case(
        VEL,
        {"amount": 1.0},
        lambda t: after("posture", VEL)(t) > t.before["posture"][0, VEL],
        impossible=(set_to("capability", (VEL,), 0.0),),
    ),
    OrderKind.MANOEUVRE: Case(
        HAL,
        {"what": "declared", "amount": 12.0},
        lambda t: after("activity", HAL)(t) == 12.0 and after("notified", HAL)(t) == 12.0,
        impossible=(set_to("capability", (HAL,), 0.0),),
    ),
    OrderKind.BRIEF: Case(
        HAL,
        {"target": "ORV"},
        lambda t: after("briefed", HAL, ORV)(t) == 4,
        impossible=None,
        other_words={"target": "HAL"},
    ),
    OrderKind.OBSERVERS: Case(
        HAL,
        {},
        lambda t: after("observers", HAL)(t) == 1,
        impossible=(set_to("capability", (HAL,), 0.0),),
    ),
    OrderKind.TRANSFER: Case(
        HAL,
        {"target": "VEL", "what": "end-use", "amount": 2.0},
        lambda t: (
            after("dependence", VEL, HAL)(t) > t.before["dependence"][0, VEL, HAL]
            and after("end_use", VEL, HAL)(t) == 1
        ),
        impossible=None,
        other_words={"target": "HAL", "what": "free"},
    ),
    OrderKind.RETRANSFER: Case(
        VEL,
        {"target": "LUN", "what": "HAL"},
        lambda t: posted(t, "capability", Cause.SUPPLIED, LUN) > 0,
        possible=(set_to("end_use", (VEL, HAL), 1),),
    ),
    OrderKind.LEVERAGE: Case(
        HAL,
        {"target": "VEL"},
        lambda t: after("pressed", VEL, HAL)(t) == 4,
        possible=(set_to("dependence", (VEL, HAL), 0.5),),
        impossible=(set_to("dependence", (VEL, HAL), 0.0),),
    ),
    OrderKind.RESIST: Case(
        VEL,
        {"target": "HAL"},
        lambda t: after("dependence", VEL, HAL)(t) < 0.3 and after("pressed", VEL, HAL)(t) < 0,
        possible=(set_to("dependence", (VEL, HAL), 0.5), set_to("pressed", (VEL, HAL), 3)),
        impossible=(set_to("dependence", (VEL, HAL), 0.5),),
    ),
    OrderKind.BASE: Case(
        HAL,
        {"target": "LUN", "amount": 4.0},
        lambda t: after("bases", LUN, HAL)(t) == 1,
        possible=(not_tied, tied(LOGISTICS, HAL, LUN, IN_FORCE)),
        impossible=(not_tied,),
    ),
    OrderKind.EVICT: Case(
        LUN,
        {"target": "HAL"},
        lambda t: after("bases", LUN, HAL)(t) == 0 and t.before["bases"][0, LUN, HAL] == 1,
        possible=(set_to("bases", (LUN, HAL), 1),),
    ),
}
