"""Checks across the pieces of the catalogue; ``scenarios.lint`` runs them with its own."""

from __future__ import annotations

from typing import Any

from scenarios.draft import Draft, Place
from scenarios.faults import unknown
from scenarios.lint_names import Check, Found
from sim.law import RULES, TALKS
from sim.orders import OrderKind
from sim.world import MECHANISMS

#: Prices by order kind, as the catalogue names them.
ORDERS = tuple(kind.name.lower() for kind in OrderKind if kind)


def parameters_lie_in_range(draft: Draft) -> Found:
    """A parameter's value lies between its low and its high."""
    for place, _, entry in draft.entries("catalogue", "parameters"):
        if "low" in entry and "high" in entry and entry["low"] > entry["high"]:
            yield (*place, "low"), f"{entry['low']:g} is above high {entry['high']:g}"
        elif "value" in entry:
            yield from outside((*place, "value"), entry["value"], entry)


def outside(place: Place, value: float, entry: dict[str, Any]) -> Found:
    """A value that its parameter's range does not hold."""
    low, high = entry.get("low"), entry.get("high")
    if low is not None and high is not None and not low <= value <= high:
        yield place, f"{value:g} is out of range ({low:g} to {high:g})"


def appeals_can_be_shares(draft: Draft) -> Found:
    """Types exist, and their appeals do not all vanish: they are turned into shares."""
    for table, key in (("agreements", "appeal"), ("agreements", "later"), ("exercises", "appeal")):
        items = [item for _, item in draft.items("catalogue", table)]
        if draft.absent("catalogue", table):
            continue
        if not items:
            if key == "appeal":
                yield ("catalogue", table), "is empty; at least one type is needed"
        elif all(key in item for item in items) and sum(item[key] for item in items) <= 0:
            yield ("catalogue", table), f"{key}: the shares of all types sum to zero"


def steps_follow_their_requirements(draft: Draft) -> Found:
    """A step requires a step that comes before it."""
    steps = draft.names("catalogue", "steps")
    if not steps and not draft.absent("catalogue", "steps"):
        yield ("catalogue", "steps"), "is empty; a ladder has at least one step"
    before: list[str] = []
    for place, step in draft.items("catalogue", "steps"):
        needed = step.get("requires")
        if needed and needed not in steps:
            yield (*place, "requires"), unknown("step", needed, steps)
        elif needed and needed not in before:
            yield (*place, "requires"), f"{needed!r} does not come before this step"
        before.append(step.get("id", ""))


def orders_are_priced(draft: Draft) -> Found:
    """The catalogue prices exactly the kinds of order that there are."""
    prices = draft.at(("catalogue", "orders"))
    if draft.absent("catalogue", "orders"):
        return
    for name in prices:
        if name not in ORDERS:
            yield ("catalogue", "orders", name), unknown("kind of order", name, ORDERS)
    for name in ORDERS:
        if name not in prices:
            yield ("catalogue", "orders", name), "has no price"


def laws_are_known(draft: Draft) -> Found:
    """Each rule of law has its test in the model, and speaks of types of agreement there are."""
    known, types = (*RULES, *TALKS), draft.names("catalogue", "agreements")
    for place, rule in draft.items("catalogue", "law"):
        if "id" in rule and rule["id"] not in known:
            yield (*place, "id"), unknown("rule of law", rule["id"], known)
        for name in rule.get("types", ()):
            if types and name not in types:
                yield (*place, "types"), unknown("type of agreement", name, types)


def mechanisms_exist(draft: Draft) -> Found:
    """An order belongs to a mechanism of the model."""
    for place, _, price in draft.entries("catalogue", "orders"):
        name = price.get("mechanism")
        if name is not None and name not in MECHANISMS:
            yield (*place, "mechanism"), unknown("mechanism", name, MECHANISMS)


def doctrines_weigh_terms(draft: Draft) -> Found:
    """A doctrine weighs terms that some decision has: ``hosting`` as in ``host.hosting``."""
    parameters = draft.at(("catalogue", "parameters"))
    terms = sorted({part for name in parameters for part in name.split(".")})
    for place, _, profile in draft.entries("catalogue", "doctrines"):
        for term in profile.get("weights", {}):
            if terms and term not in terms:
                yield (*place, "weights", term), unknown("term", term, terms)


def tempers_weigh_parameters(draft: Draft) -> Found:
    """A policy weighs terms or parameters, shifts thresholds and forbids orders that there are."""
    parameters = draft.at(("catalogue", "parameters"))
    heads = {name.partition(".")[0] for name in parameters}
    terms = {name.partition(".")[2] for name in parameters}
    keys = {
        "weights": sorted({*parameters, *terms, *(f"{head}.*" for head in heads)}),
        "shifts": sorted(parameters),
        "reciprocity": sorted(heads),
        "forbids": ORDERS,
    }
    for place, _, profile in draft.entries("catalogue", "tempers"):
        for table, valid in keys.items():
            for name in profile.get(table, ()) if parameters else ():
                if name not in valid:
                    yield (*place, table, name), unknown("name", name, valid)


#: All checks, in the order of their reports.
CHECKS: tuple[Check, ...] = (
    parameters_lie_in_range,
    appeals_can_be_shares,
    steps_follow_their_requirements,
    orders_are_priced,
    laws_are_known,
    mechanisms_exist,
    doctrines_weigh_terms,
    tempers_weigh_parameters,
)
