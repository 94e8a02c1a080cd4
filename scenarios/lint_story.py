"""Checks of what makes a scenario a game: treaties, events, objectives, seats, citations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scenarios.draft import BRIEFS, Draft, Place
from scenarios.faults import unknown
from scenarios.lint_catalogue import ORDERS
from scenarios.lint_names import Check, Found, cells, codes, rows_twice, strangers, twice
from sim.effects import faults as faults_of_effect
from sim.orders import AMOUNT
from sim.world import MECHANISMS

#: Kinds of order with an amount, which a dial may set.
DIALS = tuple(kind.name.lower() for kind in AMOUNT)

#: What a source may be besides the key of a citation.
PLAIN_SOURCES = ("assumption", "invented")

#: Lists whose rows name a source.
CITING = ("agreements", "participants", "bases", "supplies", "events", "groups")

#: What a row of each sheet of the start is called.
START_ROWS = {
    "agreements": "agreement",
    "participants": "participation",
    "bases": "base",
    "supplies": "supply",
}

_ENDS = {
    "agreements": ("a", "b"),
    "bases": ("host", "guest"),
    "supplies": ("client", "supplier"),
}


def the_start_joins_nations(draft: Draft) -> Found:
    """What stands at the start is between nations that there are."""
    for table, columns in {**_ENDS, "participants": ("nation",)}.items():
        yield from strangers(draft, cells(draft, table, *columns))
    for table, (one, other) in _ENDS.items():
        for place, row in draft.items(table):
            if one in row and row[one] == row.get(other):
                yield (*place, other), f"{row[one]!r} is paired with itself"


def the_start_says_nothing_twice(draft: Draft) -> Found:
    """An agreement, a participation, a base or a supply has one row."""
    for table, what in START_ROWS.items():
        yield from rows_twice(draft, table, what)


def the_start_lies_behind(draft: Draft) -> Found:
    """What stands at the start began before it."""
    start = draft.content.get("start")
    for table in START_ROWS if start else ():
        for place, since in cells(draft, table, "since"):
            if since > str(start):
                yield place, f"{since} lies after the start of the scenario ({start})"


def supplies_are_shares_of_a_whole(draft: Draft) -> Found:
    """The shares of a client's suppliers sum to no more than one."""
    sums: dict[str, float] = {}
    for place, row in draft.items("supplies"):
        client, share = row.get("client"), row.get("share")
        if isinstance(client, str) and isinstance(share, int | float):
            sums[client] = sums.get(client, 0.0) + share
            if sums[client] > 1.0 >= sums[client] - share:
                yield (*place, "share"), f"the suppliers of {client!r} come to {sums[client]:g}"


def treaties_have_types(draft: Draft) -> Found:
    """The type of an agreement is in the catalogue, and was known when it was signed."""
    opens = {
        item["id"]: item.get("from", "")
        for _, item in draft.items("catalogue", "agreements")
        if "id" in item
    }
    for place, treaty in draft.items("agreements"):
        name = treaty.get("type")
        if opens and name is not None and name not in opens:
            yield (*place, "type"), unknown("type of agreement", name, opens)
        elif name in opens and opens[name] > draft.content.get("start", "9999"):
            message = f"{name!r} opens in {opens[name]}, after the start of the scenario"
            yield (*place, "type"), message


def participants_take_part_in_programmes(draft: Draft) -> Found:
    """A participant has a programme, is not of those who sponsor it, and stands on its ladder."""
    programmes = {item["id"]: item for _, item in draft.items("programmes") if "id" in item}
    members = {
        item["id"]: item.get("members", ()) for _, item in draft.items("groups") if "id" in item
    }
    steps = draft.names("catalogue", "steps")
    for place, row in draft.items("participants"):
        name, step = row.get("programme"), row.get("step")
        if name is not None and name not in programmes and ("programmes",) not in draft.unread:
            yield (*place, "programme"), unknown("programme", name, programmes)
        sponsor = programmes.get(name, {}).get("sponsor", "")
        if row.get("nation") in members.get(sponsor, ()):
            message = f"{row['nation']!r} is a member of {sponsor}, which sponsors the programme"
            yield (*place, "nation"), message
        if step and steps and step not in steps:
            yield (*place, "step"), unknown("step", step, steps)


def events_tell_nations(draft: Draft) -> Found:
    """Events bear names of their own, and are told to nations."""
    yield from twice(draft, "events")
    for place, event in draft.items("events"):
        seats = event.get("seats", ())
        yield from strangers(draft, (((*place, "seats"), name) for name in seats))
        yield from _doubles((*place, "seats"), seats)


def _doubles(place: Place, names: Any) -> Found:  # noqa: ANN401
    for k, name in enumerate(names):
        if name in names[:k]:
            yield place, f"{name!r} is named twice"


def _unread(draft: Draft) -> bool:
    """Whether names of groups or programmes cannot be looked up."""
    return draft.absent("groups") or draft.absent("programmes")


def effects_are_possible(draft: Draft) -> Found:
    """Each effect is one that there is, on nations, groups and types that there are."""
    names = {
        "N": codes(draft),
        "A": draft.names("catalogue", "agreements"),
        "P": draft.names("programmes"),
        "G": draft.names("groups"),
    }
    if not (names["N"] and names["A"]) or _unread(draft):
        return
    for place, event in draft.items("events"):
        for number, effect in enumerate(event.get("effects", ())):
            told = {key: value for key, value in effect.items() if value is not None}
            for key, message in faults_of_effect(told, names.__getitem__):
                if not (key and key not in effect and key in ("do", "nation")):
                    yield (*place, "effects", number, *([key] if key else [])), message


def objectives_can_be_measured(draft: Draft) -> Found:
    """An objective has a seat, a measure, what the measure is about, and a way to go."""
    # the measures need the engine, which reading a scenario otherwise does without
    from scenarios.objectives.needs import Names, faults_of  # noqa: PLC0415
    from scenarios.objectives.registry import MEASURES  # noqa: PLC0415

    known = [] if _unread(draft) else codes(draft)
    types = draft.names("catalogue", "agreements")
    names = Names(known, draft.names("groups"), draft.names("programmes"), types)
    yield from rows_twice(draft, "objectives", "objective")
    yield from strangers(draft, cells(draft, "objectives", "seat"))
    for place, goal in draft.items("objectives"):
        if goal.get("nothing") is not None and goal.get("nothing") == goal.get("full"):
            yield (*place, "full"), f"{goal['full']:g} is also where nothing is attained"
        name = goal.get("measure")
        if name is None or not known:
            continue
        for message in faults_of(name, goal.get("of", []), names):
            yield (*place, "of" if name in MEASURES else "measure"), message
        needs = MEASURES[name].needs if name in MEASURES else ""
        for what, there in (("programme", names.programme), ("group", names.group)):
            if needs == what and not there and not goal.get("of"):
                yield (*place, "measure"), f"{name!r} is about a {what}, and there is none"


def seatings_fill_their_teams(draft: Draft) -> Found:
    """A seating has as many seats as teams, each a nation that exists, named once."""
    start = draft.content.get("start", "")
    born = {
        row["iso3"]: row.get("exists_from", "")
        for _, row in draft.items("nations")
        if "iso3" in row
    }
    sizes: list[int | None] = []
    for number, seating in draft.items("seatings"):
        place, seats = (*number, "seats"), seating.get("seats", [])
        yield from strangers(draft, ((place, name) for name in seats))
        yield from _doubles(place, seats)
        for name in seats:
            if born.get(name, "") > start:
                yield place, f"{name!r} exists only from {born[name]}"
        teams = seating.get("teams")
        if teams is not None and "seats" in seating and teams != len(seats):
            yield place, f"{len(seats)} seats for {teams} teams"
        if teams in sizes:
            yield (*number, "teams"), f"{teams} teams have a seating already"
        sizes.append(teams)


def the_focus_is_on_orders(draft: Draft) -> Found:
    """A focus names kinds of order, and dials those of them that have an amount."""
    orders = draft.at(("focus", "orders"))
    for name in orders:
        if name not in ORDERS:
            yield ("focus", "orders"), unknown("kind of order", name, ORDERS)
    for name in draft.at(("focus", "dials")):
        if name not in DIALS:
            yield ("focus", "dials"), _no_dial(name)
        elif name not in orders:
            yield ("focus", "dials"), f"{name!r} is not among the orders of the focus"
    for key in ("orders", "dials"):
        yield from _doubles(("focus", key), draft.at(("focus", key)))


def _no_dial(name: str) -> str:
    if name in ORDERS:
        return f"{name!r} has no amount that a dial could set"
    return unknown("kind of order", name, DIALS)


def briefs_are_for_nations(draft: Draft) -> Found:
    """A private brief is for a nation."""
    yield from strangers(draft, ((place, name) for place, name, _ in draft.entries(BRIEFS)))


def mechanisms_can_be_off(draft: Draft) -> Found:
    """What does not work in a scenario is a mechanism of the model."""
    for name in draft.at(("off",)):
        if name not in MECHANISMS:
            yield ("off",), unknown("mechanism", name, MECHANISMS)
    yield from _doubles(("off",), draft.at(("off",)))


def sources_resolve(draft: Draft) -> Found:
    """A source is the key of a citation, "assumption" or "invented"; of a group also a text.

    What a record holds was played with the sources that it had.
    """
    found = draft.at(("sources", "citations"))
    if ("sources",) in draft.unread or draft.record:
        return
    for key, text in found.items() if isinstance(found, dict) else ():
        if not (isinstance(text, str) and text):
            yield ("sources", "citations", key), "is not a citation; write it as a text"
    if not isinstance(found, dict):
        yield ("sources", "citations"), 'is not a table with lines like nato-1949 = "The citation"'
        return
    for place, source in _sources(draft):
        if source.lower() not in (*PLAIN_SOURCES, *(key.lower() for key in found)):
            yield place, unknown("citation", source, [*found, *PLAIN_SOURCES])


def _sources(draft: Draft) -> Iterator[tuple[Place, str]]:
    for table in CITING:
        for place, source in cells(draft, table, "source"):
            in_full = table == "groups" and " " in source
            if not in_full:
                yield place, source


#: All checks, in the order of their reports.
CHECKS: tuple[Check, ...] = (
    the_start_joins_nations,
    the_start_says_nothing_twice,
    the_start_lies_behind,
    supplies_are_shares_of_a_whole,
    treaties_have_types,
    participants_take_part_in_programmes,
    events_tell_nations,
    effects_are_possible,
    objectives_can_be_measured,
    seatings_fill_their_teams,
    the_focus_is_on_orders,
    briefs_are_for_nations,
    mechanisms_can_be_off,
    sources_resolve,
)
