"""Texts on the tables of groups, and missions."""

from __future__ import annotations

import numpy as np

from sim.orders import MANDATE, OrderKind
from tests.contract.cases.case import (
    HAL,
    ORV,
    VEL,
    Case,
    Edit,
    after,
    base,
    set_to,
)

MATTER = base().world.matters.of_group(MANDATE, 0)


def fighting(arrays: dict[str, np.ndarray]) -> None:
    """There is war in Velmark."""
    arrays["war"][0, VEL] = 1.0
    arrays["deaths"][0, VEL] = 22.0


def asked(arrays: dict[str, np.ndarray]) -> None:
    """A mission of the League in Velmark is proposed by Halmere."""
    fighting(arrays)
    values = {"kind": MATTER, "group": 0, "subject": VEL, "author": HAL, "turn": 3}
    for name, value in values.items():
        arrays[f"text_{name}"][0, 0] = value
    arrays["text_seats"][0, 0, VEL] = 1


def mission(**troops: float) -> Edit:
    """A mission of the League in Velmark, led by Halmere, with some thousands of troops."""

    def edit(arrays: dict[str, np.ndarray]) -> None:
        fighting(arrays)
        values = {"place": VEL, "group": 0, "lead": HAL, "turn": 2, "terms": 1}
        for name, value in values.items():
            arrays[f"mission_{name}"][0, 1] = value
        for iso, count in troops.items():
            for field in ("troops", "arrived"):
                arrays[field][0, base().world.nation(iso), 1] = count

    return edit


def out_of_league(arrays: dict[str, np.ndarray]) -> None:
    mission()(arrays)
    arrays["member"][0, ORV, 0] = 0


CASES = {
    OrderKind.AMEND: Case(
        ORV,
        {"target": "0", "what": "limit"},
        lambda t: after("text_terms", 0)(t) == 10 and after("text_kind", 0)(t) == MATTER,
        possible=(asked,),
        impossible=(asked, set_to("text_terms", (0,), 8)),
    ),
    OrderKind.QUIT: Case(
        ORV,
        {"target": "LEAGUE"},
        lambda t: after("member", ORV, 0)(t) < t.before["member"][0, ORV, 0],
        impossible=(set_to("member", (ORV, 0), 0),),
    ),
    OrderKind.DEPLOY: Case(
        ORV,
        {"target": "1", "amount": 2.0},
        lambda t: after("troops", ORV, 1)(t) == 2.0,
        possible=(mission(HAL=1.0),),
        impossible=(out_of_league,),
    ),
    OrderKind.RECALL: Case(
        ORV,
        {"target": "1"},
        lambda t: after("troops", ORV, 1)(t) == 0.0 and t.before["troops"][0, ORV, 1] > 0,
        possible=(mission(ORV=2.0),),
        impossible=(mission(HAL=2.0),),
    ),
    OrderKind.LEAD: Case(
        ORV,
        {"target": "1"},
        lambda t: after("mission_lead", 1)(t) == ORV,
        possible=(mission(HAL=1.0, ORV=2.0),),
        impossible=(mission(HAL=1.0),),
    ),
}
