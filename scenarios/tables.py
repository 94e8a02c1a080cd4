"""From catalogue entries to the tables and numbers a world is made of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from scenarios.schema import Parameter, Scenario
from sim.axes import NEVER, Floats, Ints
from sim.grid import snap, snapped
from sim.orders import ACCEDE, ADMIT, INVITE, MANDATE, SUSPEND, TEXT_WORDS, OrderKind
from sim.world import (
    Agreements,
    Exercises,
    Groups,
    Matters,
    OrderKinds,
    Programmes,
    turn_of,
)


def per_turn(kind: str, value: float, months: int) -> float:
    """A parameter's value per turn of so many months, by its kind."""
    share = months / 12.0
    match kind:
        case "rate":
            return value * share
        case "share":
            return 1.0 - math.pow(1.0 - value, share)
        case "retention":
            return math.pow(value, share)
        case "log":
            return math.log(value)
        case "years":
            return float(max(1, round(value / share))) if value > 0 else 0.0
        case _:
            return value


def params_table(
    table: Mapping[str, Parameter], values: Mapping[str, float], months: int
) -> dict[str, Floats]:
    """Parameters per turn, (1,) each on the grid: the scenario's settings where it has them."""
    return {
        name: snapped([per_turn(entry.kind, values.get(name, entry.value), months)])
        for name, entry in table.items()
    }


def turns(start: tuple[int, int], months: int, dates: Sequence[str], never: int) -> Ints:
    """(n,) turns of months ``YYYY-MM``; ``never`` for the empty ones."""
    return np.array([turn_of(start, months, d) if d else never for d in dates])


def programmes_table(scenario: Scenario, start: tuple[int, int]) -> Programmes:
    """The programmes with the ladder that all of them share."""
    steps, groups = scenario.catalogue.steps, [g.id for g in scenario.groups]
    ids = [s.id for s in steps]
    opens = [
        [turn_of(start, scenario.months, p.opens.get(s.id, s.from_)) for s in steps]
        for p in scenario.programmes
    ]
    return Programmes(
        ids=tuple(p.id for p in scenario.programmes),
        names=tuple(p.name for p in scenario.programmes),
        sponsor=np.array([groups.index(p.sponsor) for p in scenario.programmes], int),
        steps=tuple(ids),
        step_names=tuple(s.name for s in steps),
        requires=np.array([ids.index(s.requires) if s.requires else -1 for s in steps]),
        opens=np.array(opens, int).reshape(len(scenario.programmes), len(steps)),
        work=snapped([s.work for s in steps]),
        by_invitation=np.array([s.by_invitation for s in steps]),
    )


def agreements_table(scenario: Scenario, start: tuple[int, int]) -> Agreements:
    """The types of agreement; shares sum to one, chances and terms are per turn."""
    types, months = scenario.catalogue.agreements, scenario.months
    appeal = np.array([t.appeal for t in types])
    later = np.array([t.later for t in types])
    return Agreements(
        ids=tuple(t.id for t in types),
        names=tuple(t.name for t in types),
        opens=turns(start, months, [t.from_ for t in types], NEVER),
        defence=np.array([t.defence for t in types]),
        restraint=np.array([t.restraint for t in types]),
        notice=np.array([max(1, round(t.notice_days / 30.44 / months)) for t in types]),
        term=np.array([t.term_years * 12 // months for t in types]),
        ratify=snapped([per_turn("share", t.ratify, months) for t in types]),
        fail=snapped([per_turn("share", t.fail, months) for t in types]),
        appeal=snap(appeal / appeal.sum()),
        later=snap(later / later.sum()),
        trust=np.array([t.trust for t in types]),
        interop=np.array([t.interop for t in types], int),
        autonomy=snapped([t.autonomy for t in types]),
    )


def exercises_table(scenario: Scenario) -> Exercises:
    """The types of exercise."""
    types = scenario.catalogue.exercises
    appeal = np.array([t.appeal for t in types])
    return Exercises(
        ids=tuple(t.id for t in types),
        names=tuple(t.name for t in types),
        lead=np.array([max(1, round(t.lead_months / scenario.months)) for t in types]),
        money=snapped([t.money for t in types]),
        staff=snapped([t.staff for t in types], 10),
        field=snapped([t.field for t in types], 10),
        appeal=snap(appeal / appeal.sum()),
    )


def groups_table(scenario: Scenario) -> Groups:
    """The groups."""
    groups = scenario.groups
    return Groups(
        ids=tuple(g.id for g in groups),
        names=tuple(g.name for g in groups),
        defence=np.array([g.defence for g in groups], bool),
        restraint=np.array([g.restraint for g in groups], bool),
        trust=snapped([g.trust for g in groups]),
        standards=snapped([g.standards for g in groups]),
        exercises=np.array([g.exercises for g in groups], bool),
        rule=tuple(g.rule for g in groups),
    )


def matters_table(scenario: Scenario) -> Matters:
    """What texts may decide: invitation, accession, suspension by programme; then by group."""
    groups = [g.id for g in scenario.groups]
    rows = [
        (kind, groups.index(programme.sponsor), place, programme.id)
        for place, programme in enumerate(scenario.programmes)
        for kind in (INVITE, ACCEDE, SUSPEND)
    ]
    rows += [
        (kind, place, -1, group.id)
        for place, group in enumerate(scenario.groups)
        for kind in (ADMIT, MANDATE)
    ]
    return Matters(
        names=tuple(f"{TEXT_WORDS[kind]} {name}" for kind, _, _, name in rows),
        kind=np.array([row[0] for row in rows], int),
        group=np.array([row[1] for row in rows], int),
        programme=np.array([row[2] for row in rows], int),
    )


def order_kinds_table(scenario: Scenario) -> OrderKinds:
    """Prices by ``OrderKind``; what the catalogue does not price is free."""
    table = scenario.catalogue.orders
    kinds = [kind.name.lower() for kind in OrderKind]
    prices = [table.get(kind) for kind in kinds]
    return OrderKinds(
        names=tuple(kinds),
        money=snapped([p.money if p else 0.0 for p in prices]),
        effort=snapped([p.effort if p else 0.0 for p in prices]),
        will=snapped([p.will if p else 0.0 for p in prices]),
        mechanism=tuple(p.mechanism if p else "" for p in prices),
    )


def weights_table(scenario: Scenario) -> dict[str, Floats]:
    """Multipliers by decision term, one for each doctrine; 1 where it names none."""
    profiles = list(scenario.catalogue.doctrines.values())
    terms = sorted({term for profile in profiles for term in profile.weights})
    return {term: snapped([p.weights.get(term, 1.0) for p in profiles]) for term in terms}
