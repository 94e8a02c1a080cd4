"""Budgets, standards, beliefs about others' forces, and how it all looks from outside (A11, P3)."""

from __future__ import annotations

from math import exp, sqrt
from typing import TYPE_CHECKING

from sim.orders import OrderKind
from sim.state import WAR
from tests.benchmarks.baseline import disputes

if TYPE_CHECKING:
    from tests.benchmarks.baseline.model import BaselineModel
    from tests.benchmarks.baseline.nation import Nation

#: What forces cost at least, $bn a year.
LEAST = 2.0**-20


def decide_standards(nation: Nation) -> None:
    """Adopt common standards ahead of what the programme brings."""
    p = nation.model.p
    if nation.act(standards_score(nation), p["adopt.threshold"]):
        amount = p["adopt.share"] * max(nation.money, 0.0)
        if nation.pay(OrderKind.ADOPT, amount):
            nation.adopting = amount


def standards_score(nation: Nation) -> float:
    """What adopting more standards is worth."""
    w = nation.weights["adopt"]
    score = w["depth"] * nation.declared + w["home"] * (nation.will - 0.5)
    if not nation.sponsor:
        score += w["membership"] + w["lag"] * (1.0 - nation.adopted)
    return score


def adopt(nation: Nation) -> None:
    """Standards are adopted by effort, and lapse where they are not kept up."""
    p, level = nation.model.p, nation.adopted
    nation.adopted -= p["adopt.lapse"] * level
    if nation.adopting > 0.0:
        half = p["adopt.half"] * (nation.spending + LEAST)
        drive = nation.adopting / (nation.adopting + half)
        drive = p["adopt.floor"] + (1.0 - p["adopt.floor"]) * drive
        nation.adopted += p["adopt.pace"] * drive * (1.0 - level)


def rise(nation: Nation) -> float:
    """Spending relative to the start."""
    return nation.spending / nation.usual_spending if nation.usual_spending > 0 else 1.0


def decide_budget(nation: Nation) -> None:
    """Once a year, in autumn: spend more, less, or as before."""
    model, p = nation.model, nation.model.p
    if model.quarter != 3:
        return
    score, luck = budget_score(nation), model.random.random()
    if luck < yearly(score - p["spend.threshold"]):
        nation.budget = 1
    elif 1.0 - luck < yearly(-score - p["spend.threshold"]):
        nation.budget = -1
    if nation.budget and not nation.pay(OrderKind.SPEND):
        nation.budget = 0


def budget_score(nation: Nation) -> float:
    """What spending more is worth."""
    w = nation.weights["spend"]
    rivals = [o for o, view in nation.views.items() if view.pair.rivalry and o.here]
    race = sum(min(max(rise(rival) - 1.0, -1.0), 2.0) for rival in rivals)
    score = w["race"] * race / max(len(rivals), 1) + w["threat"] * nation.fear
    score += w["fatigue"] * min(rise(nation) - 1.0, 4.0) + w["dividend"]
    score += w["burden"] * min(nation.spending / (nation.economy or 1.0), 1.0)
    return score + w["shelter"] * shelter(nation)


def yearly(margin: float) -> float:
    """The chance of acting in a year, from the margin for a quarter."""
    return 1.0 - (1.0 - 1.0 / (1.0 + exp(-margin))) ** 4


def shelter(nation: Nation) -> float:
    """Share that others hold of the capabilities of the strongest defence group."""
    model, best = nation.model, 0.0
    for group in nation.groups:
        if model.facts.formats.defence[group]:
            best = max(best, sum(member.capability for member in model.members[group]))
    return (best - nation.capability) / best if best > 0 else 0.0


def arm(model: BaselineModel) -> None:
    """Budgets move, and forces follow them slowly."""
    p, luck = model.p, model.random.random
    rises = {nation: rise(nation) for nation in model.nations}
    width, share = p["spending.noise"] * sqrt(3.0 / 4.0), min(p["spend.step"], 0.25) / 4.0
    for nation in model.nations:
        change = nation.budget * share + width * (2.0 * luck() - 1.0)
        nation.spending = max(nation.spending * (1.0 + change), 0.0)
        rises[nation] = rise(nation)
    whole = 1.0 + sum((rises[n] - 1.0) * n.usual_capability for n in model.nations)
    for nation in model.nations:
        goal = nation.usual_capability * rises[nation] / whole
        nation.capability += p["capability.follow"] * (goal - nation.capability)


def look(model: BaselineModel) -> None:
    """Twice a year nations learn of their neighbours' forces, and fear what they do not know."""
    if model.turn % 2 == 0:
        return
    p, luck = model.p, model.random.random
    collection, ageing = twice(p["intelligence.collection"]), twice(p["intelligence.ageing"])
    pace, fear, error = twice(p["belief.pace"]), p["belief.fear"], p["belief.error"]
    for nation in model.nations:
        reach = collection * min(p["intelligence.reach"] * nation.root, 1.0)
        for other, view in nation.neighbours.items():
            known = view.insight
            if nation.here and other.here:
                known += reach * (1.0 - known) - ageing * known
                view.insight = known
            unknown = 1.0 - known
            guess = other.posture + (luck() + luck() - 1.0) * error * unknown
            guess += (1.0 - view.trust) * fear * unknown
            view.belief += (min(max(guess, 0.0), 1.0) - view.belief) * pace


def twice(share: float) -> float:
    """A share a turn as the share of two turns."""
    return 1.0 - (1.0 - share) ** 2


def appraise(nation: Nation) -> None:
    """Threat moves toward what power, nearness, distrust, arms and alarms suggest."""
    model, p = nation.model, nation.model.p
    pace, scale, rivalry = p["threat.pace"], p["threat.scale"], p["threat.rivalry"]
    error, bias, luck = p["threat.error"], p["threat.bias"] - 0.5, model.random.random
    usual, posture = p["threat.usual_posture"], p["threat.posture"]
    growing, apart = p["threat.growth"], p["threat.distinguishable"]
    rises = model.rises
    if not nation.here:
        return
    for other, view in nation.views.items():
        if not other.here:
            continue
        pair = view.pair
        seen = base = scale * other.root * pair.nearness * (1.0 - view.trust)
        if pair.relevant:
            belief = view.belief
            seen += error * (luck() + bias) * pair.nearness
            if belief > usual:
                seen += posture * (belief - usual) * base
            growth = min(max(rises[other] - 1.0, 0.0), 1.0)
            if growth:
                seen += growing * growth * (1.0 - apart + apart * belief) * base
            if view.alarm:
                seen += view.alarm * base
                view.alarm = 0.0
        if pair.rivalry:
            seen += rivalry
        view.threat = min(max(view.threat + pace * (seen - view.threat), 0.0), 1.0)


def confront(nation: Nation) -> None:
    """In its own confrontations: step up, step back or stand."""
    p, best_up, best_down = nation.model.p, None, None
    for pair in nation.model.standoffs:
        if nation is not pair.one and nation is not pair.two:
            continue
        other = pair.two if nation is pair.one else pair.one
        up, down = confrontation_scores(nation, other)
        luck = nation.model.random.random()
        if luck < disputes.logistic(up - p["escalate.threshold"]):
            best_up = max(best_up or (up, nation, other), (up, nation, other), key=lambda e: e[0])
        if 1.0 - luck < disputes.logistic(down - p["deescalate.threshold"]):
            best_down = max(
                best_down or (down, nation, other), (down, nation, other), key=lambda e: e[0]
            )
    if best_up and nation.pay(OrderKind.ESCALATE):
        nation.escalates = best_up[2]
    if best_down and nation.pay(OrderKind.DEESCALATE):
        nation.calms = best_down[2]


def confrontation_scores(nation: Nation, other: Nation) -> tuple[float, float]:
    """What stepping up is worth, and what stepping back."""
    view, pair = nation.views[other], nation.views[other].pair
    mine, theirs = pair.standoff[nation] / WAR, pair.standoff[other] / WAR
    free, odds = nation.institutions * other.institutions, nation.root - other.root
    w = nation.weights["escalate"]
    up = w["free"] * free + w["odds"] * odds + w["provocation"] * max(theirs - mine, 0.0)
    up += w["threat"] * view.threat + w["rung"] * mine
    w = nation.weights["deescalate"]
    down = w["free"] * free + w["odds"] * odds + w["height"] * max(mine, theirs)
    down += w["trust"] * (view.trust - 0.5) + w["line"] * disputes.has_line(nation.model, pair)
    return up, down
