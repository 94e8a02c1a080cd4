"""Tables of exercises, missions, verification and the programme, as one seat knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.present.listing import Listing, columns, name, when
from ui.present.numbers import UNKNOWN, share

if TYPE_CHECKING:
    from sim.observe import Observation
    from sim.world import World

#: What a mission's terms say, by bit.
_TERMS = (
    (1, "unified command"),
    (2, "limited"),
    (4, "protection"),
    (8, "neither consent nor world mandate"),
)


def _scope(world: World, scope: int) -> str:
    names = (*world.programmes.names, *world.groups.names)
    return names[scope] if 0 <= scope < len(names) else "bilateral partners"


Rows = list[tuple[str, tuple[str, ...]]]

# --- exercises

_PLANNED = columns(
    "When",
    "Exercise",
    "Host",
    "Within",
    "We",
    ">Coming",
    "Who comes",
)
_PAST = (*_PLANNED[:4], *columns("Was", ">Came", "Who"))


def exercises(seen: Observation) -> list[Listing]:
    """What is planned, what became of the last turn's, and who trained with the seat."""
    from sim.state import CANCELLED, CONDUCTED, PLANNED  # noqa: PLC0415

    ahead, past = [], []
    became = {CONDUCTED: "held", CANCELLED: "cancelled"}
    for slot in range(seen.world.dims.X):
        now = int(seen["exercise"][0, slot])
        if now == PLANNED:
            ahead.append(_exercise(seen, slot, _our_part(seen, slot)))
        elif now in became:
            past.append(_exercise(seen, slot, became[now]))
    ahead.sort(key=lambda row: (row[1][0], row[1][2]))
    return [
        Listing("Planned", _PLANNED, tuple(ahead), "No exercise is planned."),
        Listing("Of the last turn", _PAST, tuple(past), "None was held last turn."),
        _trained(seen),
    ]


def _exercise(seen: Observation, slot: int, said: str) -> tuple[str, tuple[str, ...]]:
    """A row for one exercise: when, what, whose, and who comes."""
    world, host = seen.world, int(seen["exercise_host"][0, slot])
    coming = [i for i in range(world.dims.N) if seen["exercise_coming"][0, slot, i] and i != host]
    cells = (
        when(world, int(seen["exercise_due"][0, slot])),
        world.exercises.names[int(seen["exercise_type"][0, slot])],
        name(world, host),
        _scope(world, int(seen["exercise_scope"][0, slot])),
        said,
        str(len(coming)),
        ", ".join(name(world, i) for i in coming) or "nobody yet",
    )
    return world.iso[host], cells


def _our_part(seen: Observation, slot: int) -> str:
    """What a planned exercise is to the seat."""
    me = int(seen.nations[0])
    if int(seen["exercise_host"][0, slot]) == me:
        return "host"
    if seen["exercise_coming"][0, slot, me]:
        return "come"
    return "invited" if seen["exercise_invited"][0, slot, me] else UNKNOWN


def _trained(seen: Observation) -> Listing:
    world, me = seen.world, int(seen.nations[0])
    turns = {i: int(seen["exercised"][0, me, i]) for i in _others(seen)}
    rows = [
        (
            world.iso[i],
            (
                world.names[i],
                when(world, turn),
                share(float(seen.interop[0, 0, i])),
                share(float(seen.trust[0, 0, i])),
            ),
        )
        for i, turn in sorted(turns.items(), key=lambda item: (-item[1], world.names[item[0]]))
    ]
    heads = columns("Nation", ">Last joint exercise", ">Interoperability", ">Our trust")
    return Listing("Trained with us", heads, tuple(rows))


def _others(seen: Observation) -> list[int]:
    """All other nations that there are."""
    me = int(seen.nations[0])
    return [i for i in range(seen.world.dims.N) if i != me and seen.exists[i]]


# --- missions

_MISSIONS = columns(
    "Where",
    "Mandate of",
    "Lead",
    "Since",
    ">Pledged, thousand",
    ">Arrived",
    ">Ours",
    "Terms",
)
_TROOPS = columns("Nation", "Mission in", ">Pledged, thousand", ">Arrived")


def missions(seen: Observation) -> list[Listing]:
    """Missions under way, and who has troops in each."""
    slots = [q for q in range(seen.world.dims.Q) if seen["mission_place"][0, q] >= 0]
    rows = tuple(_mission(seen, slot) for slot in slots)
    sent = tuple(row for slot in slots for row in _sent(seen, slot))
    return [
        Listing("Under way", _MISSIONS, rows, "There is no mission under way."),
        Listing("Troops", _TROOPS, sent, "Nobody has sent troops."),
        _conflicts(seen),
    ]


def _mission(seen: Observation, slot: int) -> tuple[str, tuple[str, ...]]:
    world, me = seen.world, int(seen.nations[0])
    place, group = int(seen["mission_place"][0, slot]), int(seen["mission_group"][0, slot])
    terms, troops = int(seen["mission_terms"][0, slot]), seen["troops"][0, :, slot]
    words = [text for bit, text in _TERMS if terms & bit]
    cells = (
        name(world, place),
        world.groups.names[group] if group >= 0 else UNKNOWN,
        name(world, int(seen["mission_lead"][0, slot])),
        when(world, int(seen["mission_turn"][0, slot])),
        f"{float(troops.sum()):.2f}",
        f"{float(seen['arrived'][0, :, slot].sum()):.2f}",
        f"{float(troops[me]):.2f}",
        ", ".join(words) or "no limits",
    )
    return world.iso[place], cells


def _sent(seen: Observation, slot: int) -> Rows:
    """Who has troops in a mission, the most first."""
    world, troops = seen.world, seen["troops"][0, :, slot]
    place = name(world, int(seen["mission_place"][0, slot]))
    order = sorted(range(world.dims.N), key=lambda i: -float(troops[i]))
    there = seen["arrived"][0, :, slot]
    return [
        (
            world.iso[i],
            (name(world, i), place, f"{float(troops[i]):.2f}", f"{float(there[i]):.2f}"),
        )
        for i in order
        if troops[i] > 0
    ]


def _conflicts(seen: Observation) -> Listing:
    world = seen.world
    rows = [
        (
            world.iso[i],
            (
                world.names[i],
                "war" if seen["war"][0, i] >= 1 else "minor",
                f"{float(seen['deaths'][0, i]):.0f}",
                "yes" if seen["mandate"][0, i] > 0 else "no",
            ),
        )
        for i in range(world.dims.N)
        if seen.exists[i] and seen["war"][0, i] > 0
    ]
    heads = columns(
        "Nation",
        "Conflict on its soil",
        ">Deaths a month",
        ">Security Council measures",
    )
    return Listing("Conflicts", heads, tuple(rows), "No nation has a conflict on its soil.")


# --- verification

_DECLARED = columns(
    "Nation",
    ">Declared, thousand",
    ">Observers",
    ">Openness",
    ">Quota of the year",
    ">Last violation",
    ">Record",
)
_KNOWN = columns(
    "Nation",
    "Agreed with us",
    ">We inspected",
    ">They inspected us",
    ">Insight",
    ">Posture, as we believe",
    ">Last doubt",
)


def verification(seen: Observation) -> list[Listing]:
    """What every nation declares and accepts, and what the seat knows of it beyond that."""
    return [
        Listing("Declared and accepted", _DECLARED, tuple(_declared(seen))),
        Listing("What we know", _KNOWN, tuple(_known(seen))),
    ]


def _declared(seen: Observation) -> Rows:
    import numpy as np  # noqa: PLC0415

    from sim.knowledge import quota  # noqa: PLC0415

    world = seen.world
    most = np.broadcast_to(quota(world), (seen.rows, world.dims.N))[0]
    return [
        (
            world.iso[i],
            (
                world.names[i],
                f"{float(seen['notified'][0, i]):.1f}",
                "yes" if seen["observers"][0, i] else UNKNOWN,
                share(float(seen["published"][0, i])),
                f"{int(seen['quota'][0, i])} of {int(most[i])}",
                when(world, int(seen["caught"][0, i])),
                share(float(seen["violations"][0, i])),
            ),
        )
        for i in range(world.dims.N)
        if seen.exists[i]
    ]


def _known(seen: Observation) -> Rows:
    from sim.orders import VERIFICATION_WORDS  # noqa: PLC0415

    world = seen.world
    ours, theirs = seen.mine("inspected")[0, 0], seen.toward("inspected")[0, 0]
    return [
        (
            world.iso[i],
            (
                world.names[i],
                VERIFICATION_WORDS[int(seen.mine("verified")[0, 0, i])],
                when(world, int(ours[i])),
                when(world, int(theirs[i])),
                share(float(seen["insight"][0, 0, i])),
                share(float(seen["belief"][0, 0, i])),
                when(world, int(seen["alarmed"][0, 0, i])),
            ),
        )
        for i in _others(seen)
    ]
