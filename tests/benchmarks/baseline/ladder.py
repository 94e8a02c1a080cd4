"""A nation's part in the programme: joining, leaving, climbing; words and deeds (P1, P13)."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from sim.conditions import PLAN
from sim.orders import OrderKind
from sim.state import ACTIVE, HELD, MEMBER, WITHDRAWN

if TYPE_CHECKING:
    from tests.benchmarks.baseline.nation import Nation


def terms(nation: Nation) -> dict[str, float]:
    """What bears on taking part."""
    model = nation.model
    return {
        "alignment": -abs(nation.alignment - model.sponsor_alignment),
        "protection": protection(nation),
        "membership": 1.0,
        "precedent": precedent(nation),
        "autonomy": nation.autonomy,
        "patron": patron(nation),
        "war": nation.war,
        "home": nation.will - 0.5,
        "council": nation.council,
        "stance": nation.stance,
    }


def protection(nation: Nation) -> float:
    """The largest threat seen outside the sponsor."""
    if nation.feared is None or not nation.feared.sponsor:
        return nation.fear
    outside = (view.threat for other, view in nation.views.items() if not other.sponsor)
    return max(outside, default=0.0)


def precedent(nation: Nation) -> float:
    """Share of near nations outside the sponsor that take part, itself counted."""
    joined, near = 0.0, 0.0
    if not nation.sponsor and nation.here:
        near, joined = 1.0, float(nation.taking_part)
    for other, view in nation.views.items():
        if other.here and not other.sponsor:
            near += view.pair.nearness
            if other.taking_part:
                joined += view.pair.nearness
    return joined / max(near, 1.0 / 1024)


def patron(nation: Nation) -> float:
    """Weight of the strongest ally that stays outside."""
    outside = (
        other.root
        for other, view in nation.views.items()
        if view.pair.pact and not other.sponsor and not other.taking_part
    )
    return 2.0 * max(outside, default=0.0)


def score(nation: Nation, decision: str, known: dict[str, float]) -> float:
    """The weighted sum of the terms of a decision."""
    return sum(weight * known[term] for term, weight in nation.weights[decision].items())


def decide(nation: Nation) -> None:
    """Join, leave, declare a depth, climb."""
    if not (nation.may_join or nation.may_leave):
        return
    p, known = nation.model.p, terms(nation)
    if nation.may_join and nation.act(score(nation, "join", known), p["join.threshold"]):
        nation.apply = nation.pay(OrderKind.APPLY)
    if nation.may_leave and nation.act(-score(nation, "leave", known), -p["leave.threshold"]):
        nation.withdraw = nation.pay(OrderKind.WITHDRAW)
    if nation.status != ACTIVE:
        return
    wished = 1.0 / (1.0 + exp(-score(nation, "depth", known) - p["depth.constant"]))
    wished = round(wished * 16.0) / 16.0
    if abs(wished - nation.declared) >= p["depth.step"] and nation.pay(OrderKind.DEPTH):
        nation.declare = wished
    known["depth"] = nation.declared
    if nation.act(score(nation, "advance", known), p["advance.threshold"]):
        goal = next_step(nation)
        if goal is not None and nation.pay(OrderKind.ADVANCE):
            nation.goal = goal


def next_step(nation: Nation) -> int | None:
    """The step to work toward: the membership plan first for those who aim at it, else never."""
    table = nation.model.facts.programmes
    aims = nation.weights["join"]["membership"] >= nation.model.p["advance.aim"]
    open_ = [
        step
        for step, name in enumerate(table.steps)
        if step not in nation.steps
        and (table.requires[step] < 0 or table.requires[step] in nation.steps)
        and not table.by_invitation[step]
        and table.opens[0][step] <= nation.model.turn
        and (aims or name != PLAN)
    ]
    return min(open_, key=lambda step: (table.steps[step] != PLAN, step), default=None)


def advance(nation: Nation) -> None:
    """Orders take effect; deeds follow declarations as will and means allow."""
    p, model = nation.model.p, nation.model
    will, depth = nation.will, nation.depth
    if nation.apply:
        nation.status, nation.declared = ACTIVE, p["programme.entry"]
        nation.steps.setdefault(model.facts.world.programmes.first, model.turn)
    if nation.withdraw:
        nation.status, nation.declared = WITHDRAWN, 0.0
    elif nation.declare is not None:
        nation.declared = nation.declare
    if nation.goal is not None and not nation.withdraw:
        nation.work += p["work.pace"] * (p["work.base"] + depth) * nation.capacity
        if nation.work >= model.facts.programmes.work[nation.goal]:
            nation.steps[nation.goal] = model.turn
            nation.work = 0.0
    target = nation.declared
    if nation.status != MEMBER:
        floor = p["depth.lip_service"]
        target *= min(1.0, floor + (1.0 - floor) * will * p["depth.sincerity"])
    pace = min(p["depth.pace"] * nation.capacity, 1.0)
    nation.depth = min(max(depth + pace * (target - depth), 0.0), 1.0)


def enrolled(nation: Nation) -> bool:
    """Whether it has signed and not left."""
    return nation.status in (ACTIVE, HELD)
