"""From catalogue entries to the tables and numbers a world is made of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from agents.decisions import DECISIONS
from agents.sentences import SENTENCES
from scenarios.schema import Parameter, Scenario, Terms
from sim.axes import NEVER, Floats, Ints
from sim.grid import snap, snap_number, snapped
from sim.leaning import Leaning
from sim.orders import ACCEDE, ADMIT, FOUND, INVITE, MANDATE, SUSPEND, TEXT_WORDS, OrderKind
from sim.world import (
    RULES,
    Agreements,
    Exercises,
    Formats,
    Groups,
    Laws,
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
    table: Mapping[str, Parameter], rows: Sequence[Mapping[str, float]], months: int
) -> dict[str, Floats]:
    """Parameters per turn, on the grid: (R,) where rows set them differently, else (1,).

    A row of ``rows`` names the parameters that it sets; all others are as in the table.
    """
    params: dict[str, Floats] = {}
    chosen = set().union(*rows)
    for name, entry in table.items():
        values = [row.get(name, entry.value) for row in (rows if name in chosen else rows[:1])]
        if values.count(values[0]) == len(values):
            del values[1:]
        params[name] = snapped([per_turn(entry.kind, value, months) for value in values])
    return params


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
        hotline=np.array([t.hotline for t in types]),
        information=np.array([t.information for t in types]),
        cyber=np.array([t.cyber for t in types]),
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


def formats_table(scenario: Scenario, start: tuple[int, int]) -> Formats:
    """The scenario's groups as formats, then the formats that can be founded in play."""
    ready = scenario.catalogue.formats
    rows: list[Terms] = [*scenario.groups, *ready]
    here = len(scenario.groups)
    kinds = (NEVER,) * here + tuple(turns(start, scenario.months, [f.from_ for f in ready], NEVER))
    marks = "defence restraint exercises information verification bars admits mandates universal"
    sums = "trust standards pooled rapid technology oversight quorum"
    columns: dict[str, Any] = {
        name: np.array([getattr(row, name) for row in rows], bool)
        for name in (*marks.split(), "silence")
    }
    columns |= {name: snapped([getattr(row, name) for row in rows]) for name in sums.split()}
    return Formats(
        ids=tuple(row.id for row in rows),
        names=tuple(row.name for row in rows),
        opens=np.array(kinds, int),
        founds=np.arange(len(rows)) >= here,
        least=np.array([0] * here + [f.least for f in ready], int),
        most=np.array([0] * here + [f.most for f in ready], int),
        autonomy=snapped([0.0] * here + [f.autonomy for f in ready]),
        rule=np.array([RULES.index(row.rule) for row in rows], int),
        **columns,
    )


def groups_table(scenario: Scenario) -> Groups:
    """The groups, and spare places for those that are founded in play."""
    groups, spare = scenario.groups, _spare(scenario)
    empty = [0.0] * len(spare)
    iso = [n.iso3 for n in scenario.nations]
    permanent = [[code in g.permanent for code in iso] for g in groups]
    return Groups(
        ids=(*(g.id for g in groups), *spare),
        names=(*(g.name for g in groups), *(f"new {name.replace('-', ' ')}" for name in spare)),
        given=len(groups),
        permanent=np.array([*permanent, *([False] * len(iso) for _ in spare)], bool),
        defence=np.array([*(g.defence for g in groups), *empty], bool),
        restraint=np.array([*(g.restraint for g in groups), *empty], bool),
        trust=snapped([*(g.trust for g in groups), *empty]),
        standards=snapped([*(g.standards for g in groups), *empty]),
        exercises=np.array([*(g.exercises for g in groups), *empty], bool),
        rule=(*(g.rule for g in groups), *(RULES[0] for _ in spare)),
    )


def _spare(scenario: Scenario) -> list[str]:
    """Ids of the places for groups that are founded in play."""
    return [f"group-{k}" for k in range(1, scenario.slots.groups + 1)]


def matters_table(scenario: Scenario) -> Matters:
    """What texts may decide: by programme, then by group, then by format to be founded."""
    groups = [g.id for g in scenario.groups]
    rows = [
        (kind, groups.index(programme.sponsor), place, -1, programme.id)
        for place, programme in enumerate(scenario.programmes)
        for kind in (INVITE, ACCEDE, SUSPEND)
    ]
    rows += [
        (kind, place, -1, -1, name)
        for place, name in enumerate([*groups, *_spare(scenario)])
        for kind in (ADMIT, MANDATE)
    ]
    rows += [
        (FOUND, -1, -1, len(groups) + place, ready.id)
        for place, ready in enumerate(scenario.catalogue.formats)
    ]
    return Matters(
        names=tuple(f"{TEXT_WORDS[row[0]]} {row[4]}" for row in rows),
        kind=np.array([row[0] for row in rows], int),
        group=np.array([row[1] for row in rows], int),
        programme=np.array([row[2] for row in rows], int),
        format=np.array([row[3] for row in rows], int),
    )


def laws_table(scenario: Scenario, start: tuple[int, int]) -> Laws:
    """The rules of law; the first place is that of no rule."""
    rules, types = scenario.catalogue.law, [t.id for t in scenario.catalogue.agreements]
    return Laws(
        ids=("", *(r.id for r in rules)),
        names=("", *(r.name for r in rules)),
        sentences=("", *(r.sentence for r in rules)),
        opens=np.append(NEVER, turns(start, scenario.months, [r.from_ for r in rules], NEVER)),
        weight=snapped([0.0, *(r.weight for r in rules)]),
        found=snapped([0.0, *(r.found for r in rules)]),
        types=np.array([[False] * len(types), *([t in r.types for t in types] for r in rules)]),
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


def weighed(table: Mapping[str, Parameter]) -> frozenset[str]:
    """The parameters that are weights of decision terms, which their unit tells from others."""
    names = [name.partition(".") for name in table]
    terms = [f"{head}.{tail}" for head, _, tail in names if head in DECISIONS and tail in SENTENCES]
    return frozenset(name for name in terms if table[name].unit.startswith(("logit", "score")))


def tempers_table(scenario: Scenario) -> dict[str, Leaning]:
    """How each policy beside doctrine departs from it."""
    return {
        name: Leaning(
            weights=_on_grid(profile.weights),
            shifts=_on_grid(profile.shifts),
            reciprocity=_on_grid(profile.reciprocity),
            others=snap_number(profile.others),
            opening=snap_number(profile.opening),
            balance=profile.balance,
            offers=profile.offers,
            forbids=frozenset(OrderKind[word.upper()] for word in profile.forbids),
        )
        for name, profile in scenario.catalogue.tempers.items()
    }


def _on_grid(numbers: Mapping[str, float]) -> dict[str, float]:
    return {name: snap_number(value) for name, value in numbers.items()}


def weights_table(scenario: Scenario) -> dict[str, Floats]:
    """Multipliers by decision term, one for each doctrine; 1 where it names none."""
    profiles = list(scenario.catalogue.doctrines.values())
    terms = sorted({term for profile in profiles for term in profile.weights})
    return {term: snapped([p.weights.get(term, 1.0) for p in profiles]) for term in terms}
