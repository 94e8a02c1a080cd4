"""Checks across the pieces of a scenario: names that must exist, doubles, order, sums.

Each check sees a ``Draft`` whose values already have the right type and range, and yields the
place of each fault with a sentence. ``CHECKS`` lists them all.
"""

from __future__ import annotations

import re

from scenarios import lint_catalogue as catalogue
from scenarios import lint_story as story
from scenarios.draft import Draft
from scenarios.faults import unknown
from scenarios.lint_catalogue import outside
from scenarios.lint_names import Check, Found, cells, rows_twice, strangers, twice
from scenarios.schema import Dyad, Nation

#: Nations that a scenario may have.
FEWEST, MOST = 2, 200

#: Names of the places for groups that are founded in play.
SPARE = re.compile(r"group-\d+")

#: The scope of an exercise that every scenario knows besides its programmes and groups.
PARTNERS = "partners"


def lint(draft: Draft) -> None:
    """Run all checks and note what they find."""
    for check in CHECKS:
        for place, message in check(draft):
            draft.add(place, message)


def names_are_unique(draft: Draft) -> Found:
    """Nations, groups, programmes, types and steps bear names of their own."""
    yield from twice(draft, "nations", key="iso3")
    for table in ("groups", "programmes"):
        yield from twice(draft, table)
    for table in ("agreements", "exercises", "formats", "steps", "law"):
        yield from twice(draft, "catalogue", table)


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
            yield (*place, "doctrine"), unknown("doctrine", doctrine, known)


def nations_begin_before_they_end(draft: Draft) -> Found:
    """A nation exists for some time."""
    for place, nation in draft.items("nations"):
        begin, end = nation.get("exists_from", ""), nation.get("exists_to", "")
        if begin and end and begin >= end:
            yield (*place, "exists_from"), f"{begin} is not before exists_to {end}"


def dyads_join_nations(draft: Draft) -> Found:
    """Both ends of a pair are nations, and not the same one."""
    yield from strangers(draft, cells(draft, "dyads", "a", "b"))
    for place, dyad in draft.items("dyads"):
        if "a" in dyad and dyad["a"] == dyad.get("b"):
            yield (*place, "b"), f"{dyad['a']!r} is paired with itself"


def dyads_are_unique(draft: Draft) -> Found:
    """A pair has one row, whichever way round it is written."""
    yield from rows_twice(draft, "dyads", "pair")


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
            yield from strangers(draft, (((*place, key), name) for name in group.get(key, ())))
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
        if sponsor is not None and not draft.absent("groups") and sponsor not in groups:
            yield (*place, "sponsor"), unknown("group", sponsor, groups)
        for step in programme.get("opens", {}):
            if steps and step not in steps:
                yield (*place, "opens", step), unknown("step", step, steps)


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
            yield place, unknown("parameter", name, parameters)
        elif parameters:
            yield from outside(place, value, parameters[name])


def sources_name_what_there_is(draft: Draft) -> Found:
    """A source belongs to a column, a group or a setting of this scenario."""
    columns = {"nations": Nation.model_fields, "dyads": Dyad.model_fields}
    for table, fields in columns.items():
        for place, name, _ in draft.entries("sources", table):
            if name not in fields:
                yield place, unknown("column", name, fields)
    groups = draft.names("groups")
    for place, name, _ in draft.entries("sources", "groups"):
        if name not in groups and not draft.absent("groups"):
            yield place, unknown("group", name, groups)
    settings = [name for _, name, _ in draft.entries("set")]
    for place, name, _ in draft.entries("sources", "set"):
        if name not in settings and ("set",) not in draft.unread:
            yield place, unknown("parameter of [set]", name, settings)


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
    *story.CHECKS,
    *catalogue.CHECKS,
)
