"""Checks across the pieces of a scenario: names that must exist, doubles, order, sums.

Each check sees a ``Draft`` whose values already have the right type and range, and yields the
place of each fault with a sentence. ``CHECKS`` lists them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from scenarios.draft import Draft, Place
from scenarios.schema import Dyad, Nation
from sim.errors import nearest
from sim.law import RULES, TALKS
from sim.orders import OrderKind
from sim.world import MECHANISMS

Found: TypeAlias = Iterator[tuple[Place, str]]
Check: TypeAlias = Callable[[Draft], Found]

#: Nations that a scenario may have.
FEWEST, MOST = 2, 200

#: Prices by order kind, as the catalogue names them.
ORDERS = tuple(kind.name.lower() for kind in OrderKind if kind)

#: Names of the places for groups that are founded in play.
SPARE = re.compile(r"group-\d+")

#: The scope of an exercise that every scenario knows besides its programmes and groups.
PARTNERS = "partners"


def lint(draft: Draft) -> None:
    """Run all checks and note what they find."""
    for check in CHECKS:
        for place, message in check(draft):
            draft.add(place, message)


def _unknown(kind: str, name: str, valid: Iterable[str]) -> str:
    return f"no {kind} {name!r}{nearest(name, valid)}"


def _absent(draft: Draft, *place: str) -> bool:
    """Whether a table or column could not be read, so that no name can be looked up in it."""
    table = place[:1] if place == ("nations", "iso3") else place
    return not draft.unread.isdisjoint((table, place)) or table[-1] not in draft.at(table[:-1])


def _codes(draft: Draft) -> list[str]:
    """Codes of all nations; empty if they could not be read."""
    if _absent(draft, "nations", "iso3"):
        return []
    return list(dict.fromkeys(draft.names("nations", key="iso3")))


def _strangers(draft: Draft, names: Iterable[tuple[Place, str]]) -> Found:
    """Names that are no nation's code."""
    codes = _codes(draft)
    for place, name in names if codes else ():
        if name not in codes and name not in draft.loose:
            yield place, _unknown("nation", name, codes)


def _twice(draft: Draft, *table: str, key: str = "id") -> Found:
    """Names that two pieces of a list share."""
    first: dict[str, str] = {}
    for place, item in draft.items(*table):
        if key not in item:
            continue
        number = int(place[-1])
        lines = draft.lines.get(table[0])
        here = f"in row {lines[number]}" if lines else f"used by #{number + 1}"
        if item[key] in first:
            message = f"{item[key]!r} is already {first[item[key]]}"
            yield (*place, key), message
        else:
            first[item[key]] = here


def names_are_unique(draft: Draft) -> Found:
    """Nations, groups, programmes, types and steps bear names of their own."""
    yield from _twice(draft, "nations", key="iso3")
    for table in ("groups", "programmes"):
        yield from _twice(draft, table)
    for table in ("agreements", "exercises", "formats", "steps", "law"):
        yield from _twice(draft, "catalogue", table)


def number_of_nations(draft: Draft) -> Found:
    """A world has room for 2 to 200 nations."""
    nations = draft.at(("nations",))
    if ("nations",) not in draft.unread and isinstance(nations, list):
        count = len(nations)
        if not FEWEST <= count <= MOST and not draft.loose:
            yield ("nations",), f"{count} nations; a scenario has {FEWEST} to {MOST}"


def doctrines_exist(draft: Draft) -> Found:
    """Every nation's doctrine is in the catalogue."""
    known = draft.at(("catalogue", "doctrines"))
    for place, nation in draft.items("nations"):
        doctrine = nation.get("doctrine")
        if known and doctrine is not None and doctrine not in known:
            yield (*place, "doctrine"), _unknown("doctrine", doctrine, known)


def nations_begin_before_they_end(draft: Draft) -> Found:
    """A nation exists for some time."""
    for place, nation in draft.items("nations"):
        begin, end = nation.get("exists_from", ""), nation.get("exists_to", "")
        if begin and end and begin >= end:
            yield (*place, "exists_from"), f"{begin} is not before exists_to {end}"


def dyads_join_nations(draft: Draft) -> Found:
    """Both ends of a pair are nations, and not the same one."""
    ends = [
        ((*place, end), dyad[end])
        for place, dyad in draft.items("dyads")
        for end in ("a", "b")
        if end in dyad
    ]
    yield from _strangers(draft, ends)
    for place, dyad in draft.items("dyads"):
        if "a" in dyad and dyad["a"] == dyad.get("b"):
            yield (*place, "b"), f"{dyad['a']!r} is paired with itself"


def dyads_are_unique(draft: Draft) -> Found:
    """A pair has one row, whichever way round it is written."""
    first: dict[frozenset[str], int] = {}
    lines = draft.lines.get("dyads")
    for place, dyad in draft.items("dyads"):
        if "a" not in dyad or "b" not in dyad:
            continue
        pair, number = frozenset((dyad["a"], dyad["b"])), int(place[-1])
        if pair in first:
            other = first[pair]
            where = f"in row {lines[other]}" if lines else f"in entry #{other + 1}"
            yield place, f"the pair is already {where}"
        else:
            first[pair] = number


def disputes_lie_before_the_start(draft: Draft) -> Found:
    """The last dispute of a pair is history when the scenario starts."""
    start = draft.content.get("start")
    for place, dyad in draft.items("dyads"):
        year = dyad.get("last_dispute")
        if start and year and year > int(start[:4]):
            yield (*place, "last_dispute"), f"{year} lies after the start of the scenario ({start})"


def groups_hold_nations(draft: Draft) -> Found:
    """Members and pending members are nations, each named once."""
    for place, group in draft.items("groups"):
        seen: set[str] = set()
        for key in ("members", "pending"):
            yield from _strangers(draft, (((*place, key), name) for name in group.get(key, ())))
            for name in group.get(key, ()):
                if name in seen:
                    yield (*place, key), f"{name!r} is named twice"
                seen.add(name)


def vetoes_belong_to_members(draft: Draft) -> Found:
    """A permanent member of a council is a member."""
    for place, group in draft.items("groups"):
        for name in group.get("permanent", ()):
            if name not in group.get("members", ()):
                yield (*place, "permanent"), f"{name!r} is not a member"


def groups_leave_the_spare_names(draft: Draft) -> Found:
    """No group bears the name of a spare place."""
    for place, group in draft.items("groups"):
        if SPARE.fullmatch(str(group.get("id", ""))):
            yield (*place, "id"), f"{group['id']!r} is kept for groups founded in play"


def programmes_have_sponsors(draft: Draft) -> Found:
    """A programme's sponsor is a group, and the steps it opens are on the ladder."""
    groups, steps = draft.names("groups"), draft.names("catalogue", "steps")
    for place, programme in draft.items("programmes"):
        sponsor = programme.get("sponsor")
        if sponsor is not None and not _absent(draft, "groups") and sponsor not in groups:
            yield (*place, "sponsor"), _unknown("group", sponsor, groups)
        for step in programme.get("opens", {}):
            if steps and step not in steps:
                yield (*place, "opens", step), _unknown("step", step, steps)


def scopes_differ(draft: Draft) -> Found:
    """Programmes and groups do not share ids: exercises are addressed to either."""
    groups = draft.names("groups")
    for place, programme in draft.items("programmes"):
        if programme.get("id") in groups:
            yield (*place, "id"), f"{programme['id']!r} is already the id of a group"
    for table in ("groups", "programmes"):
        for place, item in draft.items(table):
            if item.get("id") == PARTNERS:
                yield (*place, "id"), f"{PARTNERS!r} is kept for a host's own partners"


def settings_are_parameters(draft: Draft) -> Found:
    """What ``[set]`` names is a parameter, and its value lies in the parameter's range."""
    parameters = draft.at(("catalogue", "parameters"))
    for place, name, value in draft.entries("set"):
        if parameters and name not in parameters:
            yield place, _unknown("parameter", name, parameters)
        elif parameters:
            yield from _outside(place, value, parameters[name])


def parameters_lie_in_range(draft: Draft) -> Found:
    """A parameter's value lies between its low and its high."""
    for place, _, entry in draft.entries("catalogue", "parameters"):
        if "low" in entry and "high" in entry and entry["low"] > entry["high"]:
            yield (*place, "low"), f"{entry['low']:g} is above high {entry['high']:g}"
        elif "value" in entry:
            yield from _outside((*place, "value"), entry["value"], entry)


def _outside(place: Place, value: float, entry: dict[str, Any]) -> Found:
    low, high = entry.get("low"), entry.get("high")
    if low is not None and high is not None and not low <= value <= high:
        yield place, f"{value:g} is out of range ({low:g} to {high:g})"


def appeals_can_be_shares(draft: Draft) -> Found:
    """Types exist, and their appeals do not all vanish: they are turned into shares."""
    for table, key in (("agreements", "appeal"), ("agreements", "later"), ("exercises", "appeal")):
        items = [item for _, item in draft.items("catalogue", table)]
        if _absent(draft, "catalogue", table):
            continue
        if not items:
            if key == "appeal":
                yield ("catalogue", table), "is empty; at least one type is needed"
        elif all(key in item for item in items) and sum(item[key] for item in items) <= 0:
            yield ("catalogue", table), f"{key}: the shares of all types sum to zero"


def steps_follow_their_requirements(draft: Draft) -> Found:
    """A step requires a step that comes before it."""
    steps = draft.names("catalogue", "steps")
    if not steps and not _absent(draft, "catalogue", "steps"):
        yield ("catalogue", "steps"), "is empty; a ladder has at least one step"
    before: list[str] = []
    for place, step in draft.items("catalogue", "steps"):
        needed = step.get("requires")
        if needed and needed not in steps:
            yield (*place, "requires"), _unknown("step", needed, steps)
        elif needed and needed not in before:
            yield (*place, "requires"), f"{needed!r} does not come before this step"
        before.append(step.get("id", ""))


def orders_are_priced(draft: Draft) -> Found:
    """The catalogue prices exactly the kinds of order that there are."""
    prices = draft.at(("catalogue", "orders"))
    if _absent(draft, "catalogue", "orders"):
        return
    for name in prices:
        if name not in ORDERS:
            yield ("catalogue", "orders", name), _unknown("kind of order", name, ORDERS)
    for name in ORDERS:
        if name not in prices:
            yield ("catalogue", "orders", name), "has no price"


def laws_are_known(draft: Draft) -> Found:
    """Each rule of law has its test in the model, and speaks of types of agreement there are."""
    known, types = (*RULES, *TALKS), draft.names("catalogue", "agreements")
    for place, rule in draft.items("catalogue", "law"):
        if "id" in rule and rule["id"] not in known:
            yield (*place, "id"), _unknown("rule of law", rule["id"], known)
        for name in rule.get("types", ()):
            if types and name not in types:
                yield (*place, "types"), _unknown("type of agreement", name, types)


def mechanisms_exist(draft: Draft) -> Found:
    """An order belongs to a mechanism of the model."""
    for place, _, price in draft.entries("catalogue", "orders"):
        name = price.get("mechanism")
        if name is not None and name not in MECHANISMS:
            yield (*place, "mechanism"), _unknown("mechanism", name, MECHANISMS)


def doctrines_weigh_terms(draft: Draft) -> Found:
    """A doctrine weighs terms that some decision has: ``hosting`` as in ``host.hosting``."""
    parameters = draft.at(("catalogue", "parameters"))
    terms = sorted({part for name in parameters for part in name.split(".")})
    for place, _, profile in draft.entries("catalogue", "doctrines"):
        for term in profile.get("weights", {}):
            if terms and term not in terms:
                yield (*place, "weights", term), _unknown("term", term, terms)


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
                    yield (*place, table, name), _unknown("name", name, valid)


def sources_name_what_there_is(draft: Draft) -> Found:
    """A source belongs to a column or a group of this scenario."""
    columns = {"nations": Nation.model_fields, "dyads": Dyad.model_fields}
    for table, fields in columns.items():
        for place, name, _ in draft.entries("sources", table):
            if name not in fields:
                yield place, _unknown("column", name, fields)
    groups = draft.names("groups")
    for place, name, _ in draft.entries("sources", "groups"):
        if name not in groups and not _absent(draft, "groups"):
            yield place, _unknown("group", name, groups)


#: All checks, in the order of their reports.
CHECKS: tuple[Check, ...] = (
    number_of_nations,
    names_are_unique,
    doctrines_exist,
    nations_begin_before_they_end,
    dyads_join_nations,
    dyads_are_unique,
    disputes_lie_before_the_start,
    groups_hold_nations,
    vetoes_belong_to_members,
    groups_leave_the_spare_names,
    programmes_have_sponsors,
    scopes_differ,
    settings_are_parameters,
    sources_name_what_there_is,
    parameters_lie_in_range,
    appeals_can_be_shares,
    steps_follow_their_requirements,
    orders_are_priced,
    laws_are_known,
    mechanisms_exist,
    doctrines_weigh_terms,
    tempers_weigh_parameters,
)
