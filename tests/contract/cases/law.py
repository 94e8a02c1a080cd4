"""Keeping, breaking, disputing, renewing, ratifying agreements; vouching."""

from __future__ import annotations

import numpy as np

from sim.account import reasons
from sim.causes import Cause
from sim.orders import OrderKind
from sim.state import IN_FORCE, RATIFIED, SIGNED
from sim.turn import Turn
from tests.builders import scenario
from tests.contract.cases.case import HAL, LUN, ORV, SHORT, VEL, Case, after, not_tied, set_to, tied

CLASSIFIED = [kind.id for kind in scenario().catalogue.agreements].index("classified")


def _trusting(arrays: dict[str, np.ndarray]) -> None:
    arrays["good"][:] = 8.0


def _ratified(turn: Turn) -> bool:
    """Whether Halmere ratified the agreement with Lunsey: its luck needs the decision hastened."""
    return bool(turn.after["agreement"][0, CLASSIFIED, HAL, LUN] in (RATIFIED, IN_FORCE))


CASES = {
    OrderKind.BREACH: Case(
        HAL,
        {"target": "LUN", "what": SHORT.id},
        lambda t: after("breached", HAL, LUN)(t) == 1 << 2,
        possible=(not_tied, tied(2, HAL, LUN)),
        impossible=(not_tied,),
    ),
    OrderKind.CONTEST: Case(
        HAL,
        {"target": "LUN", "what": SHORT.id},
        lambda t: after("contested", HAL, LUN)(t) == after("contested", LUN, HAL)(t) == 3,
        possible=(not_tied, tied(2, HAL, LUN)),
        impossible=(not_tied, tied(2, HAL, LUN), set_to("contested", (HAL, LUN), 1)),
    ),
    OrderKind.RENEW: Case(
        HAL,
        {"target": "LUN", "what": SHORT.id},
        lambda t: after("agreement_turn", 2, LUN, HAL)(t) == 4,
        possible=(not_tied, tied(2, HAL, LUN), _trusting),
        impossible=(not_tied, _trusting),
    ),
    OrderKind.RATIFY: Case(
        HAL,
        {"target": "LUN", "what": "classified"},
        _ratified,
        possible=(not_tied, tied(CLASSIFIED, HAL, LUN, SIGNED)),
        impossible=(not_tied,),
    ),
    OrderKind.VOUCH: Case(
        ORV,
        {"target": "VEL", "what": "LUN"},
        lambda t: any(
            r.cause is Cause.VOUCHED for r in reasons(t.ledger, "heard_good", (0, LUN, VEL))
        ),
        impossible=None,
        other_words={"target": "VEL", "what": "VEL"},
    ),
}
