"""Militarised disputes between near nations: how they break out, climb and end (N2)."""

from __future__ import annotations

from math import exp, log1p
from typing import TYPE_CHECKING

from sim.state import DISPLAY, FORCE, THREAT, WAR
from tests.benchmarks.baseline.relations import SIGNED, Pair

if TYPE_CHECKING:
    from tests.benchmarks.baseline.model import BaselineModel
    from tests.benchmarks.baseline.nation import Nation

#: The next level up and down from each level (no level is numbered 1).
UP = (THREAT, THREAT, DISPLAY, FORCE, WAR, WAR)
DOWN = (0, 0, 0, THREAT, DISPLAY, FORCE)


def logistic(x: float) -> float:
    """The logistic curve."""
    return 1.0 / (1.0 + exp(-x))


def has_line(model: BaselineModel, pair: Pair) -> bool:
    """Whether a hotline between two is in force."""
    lines = model.facts.agreements.hotline
    return any(lines[kind] and paper.stage != SIGNED for kind, paper in pair.papers.items())


def lasting_score(model: BaselineModel, pair: Pair, sea: bool) -> float:
    """The part of the score that lies in the map, in power at the start and in rivalry."""
    p, one, two = model.p, pair.one, pair.two
    score = p["onset.constant"] + p["onset.distance"] * pair.log_km
    score += p["onset.land"] * pair.land + p["onset.sea"] * (sea and not pair.land)
    score += p["onset.power"] * (one.log_power + two.log_power)
    score += p["onset.ratio"] * abs(one.log_power - two.log_power)
    gap = abs(one.alignment - two.alignment)
    return score + p["onset.rivalry"] * pair.rivalry + p["onset.alignment"] * gap


def onset_chance(model: BaselineModel, pair: Pair) -> float:
    """The chance this turn of a dispute between two."""
    p = model.p
    years = min(max(((model.turn - pair.last_dispute) * 3 + 6) // 12, 1), 40)
    score = pair.onset + p["onset.history"] * log1p(years)
    score += p["onset.democracy"] * (pair.one.institutions * pair.two.institutions) ** 3
    if pair.restraint:
        score += p["onset.restraint"]
    return 1.0 - (1.0 - logistic(score)) ** 0.25


def break_out(model: BaselineModel) -> None:
    """New disputes, each a confrontation."""
    model.new_disputes, luck = 0, model.random.random
    for pair in model.disputable:
        if not (pair.one.here and pair.two.here) or pair.standoff:
            continue
        if luck() < onset_chance(model, pair):
            model.new_disputes += 1
            _begin(model, pair)


def _begin(model: BaselineModel, pair: Pair) -> None:
    p, luck = model.p, model.random.random
    one, two = pair.one, pair.two
    if luck() * (one.root + two.root) < two.root:
        one, two = two, one
    level = hostility(model, one.institutions * two.institutions, luck())
    back = luck() < p["dispute.reciprocated"]
    pair.standoff = {one: level, two: level if back else 0}
    pair.last_dispute = model.turn
    weight = p["dispute.evidence"] * (level - 1.0)
    two.views[one].bad += weight
    one.views[two].bad += weight * (1.0 if back else 0.5)


def hostility(model: BaselineModel, free_pair: float, luck: float) -> int:
    """The level at which a dispute breaks out."""
    p = model.p
    war = p["dispute.war"] * (1.0 - free_pair)
    if luck < war:
        return WAR
    if luck < war + p["dispute.force"]:
        return FORCE
    return DISPLAY if luck < p["dispute.force"] + p["dispute.display"] else THREAT


def go_on(model: BaselineModel) -> None:
    """Sides of open confrontations step up, slip, step back or stand; some end."""
    p, luck = model.p, model.random.random
    for pair in model.standoffs:
        up, down, level = set(), set(), dict(pair.standoff)
        for side, other in ((pair.one, pair.two), (pair.two, pair.one)):
            before = pair.standoff[side]
            if side.escalates is other:
                up.add(side)
            elif side.calms is other:
                down.add(side)
            elif luck() < p["ladder.accident"] and before < FORCE:
                up.add(side)
            level[side] = UP[before] if side in up else DOWN[before] if side in down else before
        height = max(pair.standoff.values()) - DISPLAY
        settles = luck() < logistic(p["settle.constant"] + p["settle.level"] * height)
        over = (settles and not up) or len(down) == 2 or not any(level.values())
        _leave_behind(model, pair, level, (up if not over else set(), down))
        pair.standoff = {} if over else level


def _leave_behind(
    model: BaselineModel, pair: Pair, level: dict[Nation, int], moved: tuple[set, set]
) -> None:
    """Who stepped up is blamed, who stepped back is thanked."""
    for side, other in ((pair.one, pair.two), (pair.two, pair.one)):
        if side in moved[0] and level[side] > pair.standoff[side]:
            step = level[side] - max(pair.standoff[side], 1.0)
            other.views[side].bad += model.p["dispute.evidence"] * step
        if side in moved[1]:
            other.views[side].good += model.p["ladder.goodwill"]


def settle_wars(model: BaselineModel) -> None:
    """Conflicts at home end in their own time."""
    for nation in model.nations:
        if nation.war > 0 and model.random.random() < model.p["war.settling"]:
            nation.war = 0.0
