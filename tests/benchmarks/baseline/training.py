"""Joint exercises, and what they and common standards do for interoperability (P5, P3)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from agents.terms import THOUSAND_KM
from sim.orders import OrderKind
from sim.rules.interoperability import BY_STAFF
from sim.state import ACTIVE

if TYPE_CHECKING:
    from tests.benchmarks.baseline.model import BaselineModel
    from tests.benchmarks.baseline.nation import Nation

#: What an exercise is for: the programme, the host's own partners, or a group by its number.
PROGRAMME, PARTNERS = -2, -1


@dataclass(slots=True, eq=False)
class Exercise:
    """A joint exercise that was announced."""

    host: Nation
    kind: int
    scope: int
    due: int
    invited: set[Nation]


def decide_hosting(nation: Nation) -> None:
    """Announce up to two exercises, each of a type and for a circle drawn by appeal."""
    model = nation.model
    table, score = model.facts.exercises, hosting_score(nation)
    for _ in range(2):
        if not nation.act(score, model.p["host.threshold"]):
            continue
        scopes = circles(nation)
        scope = model.random.choices(list(scopes), list(scopes.values()))[0]
        wish = model.random.choices(range(len(model.kinds)), model.kinds)[0]
        prices = table.money
        kind = max((k for k in range(wish + 1) if prices[k] <= nation.money), default=0)
        if nation.pay(OrderKind.HOST, prices[kind]):
            nation.hosting.append((kind, scope))


def hosting_score(nation: Nation) -> float:
    """What hosting an exercise is worth."""
    w = nation.weights["host"]
    score = w["hosting"] + w["power"] * nation.root + w["home"] * (nation.will - 0.5)
    return score + w["depth"] * nation.declared + w["war"] * nation.war


def circles(nation: Nation) -> dict[int, float]:
    """For whom a nation may host, and how much that attracts it."""
    model, p = nation.model, nation.model.p
    enough = p["host.enough"]
    friends = sum(view.pair.tied or view.pair.pact for view in nation.views.values())
    scopes = {PARTNERS: p["host.to_partners"] * min(friends / enough, 1.0)}
    if nation.taking_part:
        scopes[PROGRAMME] = p["host.to_programme"] * min(len(model.participants) / enough, 1.0)
    for group in nation.groups:
        if model.facts.formats.exercises[group]:
            size = len(model.members[group])
            scopes[group] = p["host.to_group"] * min(size / enough, 1.0)
    return scopes if any(scopes.values()) else {PARTNERS: 1.0}


def comes(guest: Nation, exercise: Exercise) -> bool:
    """Whether a nation that is invited comes."""
    return guest.act(attendance(guest, exercise), guest.model.p["attend.threshold"])


def attendance(guest: Nation, exercise: Exercise) -> float:
    """What coming to an exercise is worth."""
    w, view = guest.weights["attend"], guest.views[exercise.host]
    pair, scope = view.pair, exercise.scope
    depth = 0.5 if scope == PARTNERS else max(guest.declared, guest.group_standards)
    score = w["power"] * (guest.log_power + 5.0) + w["home"] * (guest.will - 0.5)
    score += w["autonomy"] * guest.neutrality + w["trust"] * (view.trust - 0.5)
    score += w["depth"] * depth + w["distance"] * (pair.log_km - THOUSAND_KM)
    if pair.exercised >= guest.model.turn - 4:
        score += w["habit"]
    if scope == PROGRAMME and guest.status == ACTIVE:
        score += w["partnership"]
    if pair.rivalry:
        score += w["rivalry"]
    return score


def hold(model: BaselineModel) -> None:
    """Exercises due are held or fail; new ones are announced."""
    model.held = 0
    due = [exercise for exercise in model.calendar if exercise.due <= model.turn]
    model.calendar = [exercise for exercise in model.calendar if exercise.due > model.turn]
    present = [
        {guest for guest in exercise.invited - {exercise.host} if comes(guest, exercise)}
        for exercise in due
    ]
    for exercise, guests in zip(due, present, strict=True):
        if not guests or falls(exercise, guests):
            for guest in guests:
                guest.views[exercise.host].bad += model.p["exercise.blame"]
        else:
            model.held += 1
            train(model, exercise, guests)
    for nation in model.nations:
        for kind, scope in nation.hosting:
            announce(nation, kind, scope)


def falls(exercise: Exercise, guests: set[Nation]) -> bool:
    """Whether the host refuses a guest, or its parliament the foreign troops."""
    host, model = exercise.host, exercise.host.model
    p, luck, since = model.p, model.random.random, model.turn - model.p["exercise.grudge"]
    if luck() < p["exercise.parliament"] * (1.0 - host.will):
        return True
    if luck() >= p["exercise.refusal"]:
        return False
    pairs = (host.views[guest].pair for guest in guests)
    return any(pair.rivalry or pair.last_dispute > since for pair in pairs)


def train(model: BaselineModel, exercise: Exercise, guests: set[Nation]) -> None:
    """Who was there has trained with everybody else; neighbours left out are alarmed."""
    table, host = model.facts.exercises, exercise.host
    staff, drill = table.staff[exercise.kind], table.field[exercise.kind]
    for one, two in combinations([host, *guests], 2):
        pair = one.views[two].pair
        pair.staff += staff
        pair.drill += drill
        model.trained.add(pair)
    if drill > staff:
        weight = model.p["threat.exercise"]
        for other in host.neighbours:
            if other not in exercise.invited:
                other.views[host].alarm += weight


def announce(host: Nation, kind: int, scope: int) -> None:
    """Put an exercise on the calendar and invite its circle."""
    model = host.model
    if scope == PROGRAMME:
        invited = set(model.participants)
    elif scope == PARTNERS:
        invited = {o for o, v in host.views.items() if v.pair.tied or v.pair.pact}
    else:
        invited = set(model.members[scope])
    invited = {nation for nation in invited if nation.here} | {host}
    due = model.turn + model.facts.exercises.lead[kind]
    model.calendar.append(Exercise(host, kind, scope, due, invited))


def work_together(model: BaselineModel) -> None:
    """Each domain closes part of its gap by contact and loses part of its level without it."""
    p = model.p
    training, spill, lapse = p["interop.training"], p["interop.spillover"], p["interop.lapse"]
    standards = {nation: p["interop.standards"] * nation.level for nation in model.nations}
    for pair in model.pairs:
        common = min(standards[pair.one], standards[pair.two])
        by_staff, by_drill = common, common
        if pair.staff or pair.drill:
            by_staff += training * (pair.staff + spill * pair.drill)
            by_drill += training * (pair.drill + spill * pair.staff)
        shares = [
            work + (by_staff if staff else by_drill)
            for work, staff in zip(pair.work, BY_STAFF, strict=True)
        ]
        pair.interop = [
            now + share - (share + lapse) * now
            for now, share in zip(pair.interop, shares, strict=True)
        ]
