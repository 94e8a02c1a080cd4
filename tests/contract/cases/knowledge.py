"""Sharing and letting out secrets, inspecting, watching, asking."""

from __future__ import annotations

from sim.account import reasons
from sim.causes import Cause
from sim.orders import OrderKind
from tests.contract.cases.case import HAL, LUN, ORV, VEL, Case, after, not_tied, set_to, tied

#: The type of agreement that protects classified information, among those of the catalogue.
CLASSIFIED = 4


def told(cause: Cause, *cell: int):
    return lambda t: any(r.cause is cause for r in reasons(t.ledger, "insight", (0, *cell)))


CASES = {
    OrderKind.SHARE: Case(
        HAL,
        {"target": "VEL"},
        told(Cause.SHARED, VEL, LUN),
        possible=(not_tied, tied(CLASSIFIED, HAL, VEL), set_to("insight", (HAL, LUN), 0.875)),
        impossible=(not_tied,),
    ),
    OrderKind.LEAK: Case(
        HAL,
        {"target": "LUN", "what": "VEL"},
        lambda t: after("exposed", LUN)(t) == 4,
        possible=(not_tied, tied(CLASSIFIED, HAL, VEL)),
        impossible=(not_tied,),
    ),
    OrderKind.INSPECT: Case(
        VEL,
        {"target": "LUN"},
        lambda t: after("inspected", VEL, LUN)(t) == 4,
        impossible=(set_to("quota", (LUN,), 30),),
    ),
    OrderKind.WATCH: Case(
        HAL,
        {"target": "LUN"},
        told(Cause.WATCHED, HAL, LUN),
        impossible=None,
        other_words={"target": "HAL"},
    ),
    OrderKind.QUERY: Case(
        ORV,
        {"target": "VEL"},
        lambda t: after("queried", VEL)(t) > 0,
        impossible=None,
        other_words={"target": "ORV"},
    ),
}  # fmt: skip
