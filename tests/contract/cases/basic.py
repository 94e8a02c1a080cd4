"""Participation, exercises, agreements, the sponsor."""

from __future__ import annotations

from sim.account import reasons
from sim.causes import Cause
from sim.orders import OrderKind
from sim.state import (
    ACTIVE,
    CANCELLED,
    HELD,
    NOTICE,
    PLANNED,
    WITHDRAWN,
)
from tests.contract.cases.case import (
    HAL,
    LUN,
    ORV,
    SHORT,
    VEL,
    Case,
    after,
    not_tied,
    planned,
    set_to,
    status,
    table_ready,
    tied,
)

CASES = {
    OrderKind.APPLY: Case(
        VEL,
        {"target": "COAST"},
        lambda t: after("status", VEL, 0)(t) == ACTIVE and after("step_turn", VEL, 0, 0)(t) == 4,
        impossible=(set_to("invited", (VEL, 0), 0),),
    ),
    OrderKind.ADVANCE: Case(
        VEL,
        {"target": "COAST", "what": "presentation"},
        lambda t: after("step_turn", VEL, 0, 1)(t) == 4 or after("work", VEL, 0)(t) > 0,
        possible=(status(VEL, ACTIVE),),
        impossible=(status(VEL, HELD),),
    ),
    OrderKind.DEPTH: Case(
        VEL,
        {"target": "COAST", "amount": 0.75},
        lambda t: after("declared", VEL, 0)(t) == 0.75,
        possible=(status(VEL, ACTIVE),),
    ),
    OrderKind.HOLD: Case(
        VEL,
        {"target": "COAST"},
        lambda t: after("status", VEL, 0)(t) == HELD,
        possible=(status(VEL, ACTIVE),),
    ),
    OrderKind.RESUME: Case(
        VEL,
        {"target": "COAST"},
        lambda t: after("status", VEL, 0)(t) == ACTIVE,
        possible=(status(VEL, HELD),),
    ),
    OrderKind.WITHDRAW: Case(
        VEL,
        {"target": "COAST"},
        lambda t: (
            after("status", VEL, 0)(t) == WITHDRAWN
            and after("left_turn", VEL, 0)(t) == 4
            and after("declared", VEL, 0)(t) == 0
        ),
        possible=(status(VEL, HELD),),
    ),
    OrderKind.HOST: Case(
        HAL,
        {"target": "LEAGUE", "what": "field"},
        lambda t: (
            after("exercise", 0)(t) == PLANNED
            and after("exercise_host", 0)(t) == HAL
            and after("exercise_invited", 0, ORV)(t) == 1
            and after("exercise_invited", 0, LUN)(t) == 0
            and after("exercise_due", 0)(t) == 7
        ),
        impossible=(set_to("member", (HAL, 0), 0),),
    ),
    OrderKind.CANCEL: Case(
        HAL,
        {"target": "3"},
        lambda t: after("exercise", 3)(t) == CANCELLED,
        possible=(planned(3, HAL, ORV),),
        impossible=(planned(3, ORV, HAL),),
    ),
    OrderKind.DENOUNCE: Case(
        HAL,
        {"target": "LUN", "what": SHORT.id},
        lambda t: after("agreement", 2, LUN, HAL)(t) == NOTICE,
        possible=(not_tied, tied(2, HAL, LUN)),
        impossible=(not_tied,),
    ),
    OrderKind.TABLE: Case(
        ORV,
        {"target": "VEL", "what": "accede COAST"},
        lambda t: (
            after("text_kind", 0)(t) == 1
            and after("text_subject", 0)(t) == VEL
            and after("text_author", 0)(t) == ORV
            and after("text_turn", 0)(t) == 4
        ),
        possible=(table_ready,),
    ),
    OrderKind.AID: Case(
        HAL,
        {"target": "VEL", "what": "COAST", "amount": 0.5},
        lambda t: after("aid", VEL, 0)(t) == 0.5,
        possible=(status(VEL, ACTIVE),),
    ),
    OrderKind.PUBLISH: Case(
        LUN,
        {"amount": 0.75},
        lambda t: after("published", LUN)(t) == 0.75,
        impossible=None,
    ),
    OrderKind.DIALOGUE: Case(
        LUN,
        {"target": "HAL"},
        lambda t: any(
            r.cause is Cause.DIALOGUE for r in reasons(t.ledger, "good", (0, HAL, LUN))
        ),
        impossible=None,
        other_words={"target": "LUN"},
    ),
}  # fmt: skip
