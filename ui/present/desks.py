"""Tables of exercises, missions, verification and the programme, as one seat knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.present.listing import Column, Listing, name, when
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


# --- exercises


def exercises(seen: Observation) -> list[Listing]:
    """What is planned, what became of the last turn's, and who trained with the seat."""
    from sim.state import CANCELLED, CONDUCTED, PLANNED  # noqa: PLC0415

    world, me = seen.world, int(seen.nations[0])
    columns = (
        Column("When", 70),
        Column("Exercise", 200),
        Column("Host", 130),
        Column("Within", 190),
        Column("We", 64),
        Column("Coming", 56, right=True),
        Column("Who comes"),
    )
    past = (*columns[:4], Column("Was", 70), Column("Came", 56, right=True), Column("Who"))
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {"planned": [], "last": []}
    status = {CONDUCTED: "held", CANCELLED: "cancelled"}
    for slot in range(world.dims.X):
        now = int(seen["exercise"][0, slot])
        if now not in (PLANNED, CONDUCTED, CANCELLED):
            continue
        host = int(seen["exercise_host"][0, slot])
        coming = [
            i for i in range(world.dims.N) if seen["exercise_coming"][0, slot, i] and i != host
        ]
        ours = "host" if host == me else "come" if me in coming else UNKNOWN
        if ours == UNKNOWN and seen["exercise_invited"][0, slot, me] and now == PLANNED:
            ours = "invited"
        row = (
            when(world, int(seen["exercise_due"][0, slot])),
            world.exercises.names[int(seen["exercise_type"][0, slot])],
            name(world, host),
            _scope(world, int(seen["exercise_scope"][0, slot])),
            ours if now == PLANNED else status[now],
            str(len(coming)),
            ", ".join(name(world, i) for i in coming) or "nobody yet",
        )
        found["planned" if now == PLANNED else "last"].append((world.iso[host], row))
    return [
        Listing(
            "Planned",
            columns,
            tuple(sorted(found["planned"], key=lambda r: (r[1][0], r[1][2]))),
            "No exercise is planned.",
        ),
        Listing("Of the last turn", past, tuple(found["last"]), "None was held last turn."),
        _trained(seen),
    ]


def _trained(seen: Observation) -> Listing:
    world, me = seen.world, int(seen.nations[0])
    turns = {
        i: int(seen["exercised"][0, me, i])
        for i in range(world.dims.N)
        if i != me and seen.exists[i]
    }
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
    columns = (
        Column("Nation"),
        Column("Last joint exercise", 150, right=True),
        Column("Interoperability", 130, right=True),
        Column("Our trust", 90, right=True),
    )
    return Listing("Trained with us", columns, tuple(rows))


# --- missions


def missions(seen: Observation) -> list[Listing]:
    """Missions under way, and who has troops in each."""
    world, me = seen.world, int(seen.nations[0])
    slots = [q for q in range(world.dims.Q) if seen["mission_place"][0, q] >= 0]
    rows, sent = [], []
    for slot in slots:
        place, group = int(seen["mission_place"][0, slot]), int(seen["mission_group"][0, slot])
        terms, troops = int(seen["mission_terms"][0, slot]), seen["troops"][0, :, slot]
        words = [text for bit, text in _TERMS if terms & bit]
        rows.append(
            (
                world.iso[place],
                (
                    name(world, place),
                    _group(world, group),
                    name(world, int(seen["mission_lead"][0, slot])),
                    when(world, int(seen["mission_turn"][0, slot])),
                    f"{float(troops.sum()):.1f}",
                    f"{float(seen['arrived'][0, :, slot].sum()):.1f}",
                    f"{float(troops[me]):.1f}",
                    ", ".join(words) or "no limits",
                ),
            )
        )
        for i in sorted(range(world.dims.N), key=lambda i: -float(troops[i])):
            if troops[i] > 0:
                there = float(seen["arrived"][0, i, slot])
                sent.append(
                    (
                        world.iso[i],
                        (
                            name(world, i),
                            name(world, place),
                            f"{float(troops[i]):.1f}",
                            f"{there:.1f}",
                        ),
                    )
                )
    columns = (
        Column("Where", 160),
        Column("Mandate of"),
        Column("Lead", 130),
        Column("Since", 70),
        Column("Pledged", 70, right=True),
        Column("Arrived", 70, right=True),
        Column("Ours", 54, right=True),
        Column("Terms", 160),
    )
    troops_columns = (
        Column("Nation"),
        Column("Mission in", 220),
        Column("Pledged, thousand", 150, right=True),
        Column("Arrived", 100, right=True),
    )
    return [
        Listing("Under way", columns, tuple(rows), "There is no mission under way."),
        Listing("Troops", troops_columns, tuple(sent), "Nobody has sent troops."),
        _conflicts(seen),
    ]


def _group(world: World, group: int) -> str:
    return world.groups.names[group] if group >= 0 else UNKNOWN


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
    columns = (
        Column("Nation"),
        Column("Conflict on its soil", 160),
        Column("Deaths a month", 120, right=True),
        Column("Security Council measures", 200, right=True),
    )
    return Listing("Conflicts", columns, tuple(rows), "No nation has a conflict on its soil.")


# --- verification


def verification(seen: Observation) -> list[Listing]:
    """What every nation declares and accepts, and what the seat knows of it beyond that."""
    import numpy as np  # noqa: PLC0415

    from sim.knowledge import quota  # noqa: PLC0415
    from sim.orders import VERIFICATION_WORDS  # noqa: PLC0415

    world, me = seen.world, int(seen.nations[0])
    most = np.broadcast_to(quota(world), (seen.rows, world.dims.N))[0]
    here = [i for i in range(world.dims.N) if seen.exists[i]]
    public = [
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
        for i in here
    ]
    ours, theirs, doubt = (
        seen.mine("inspected")[0, 0],
        seen.toward("inspected")[0, 0],
        seen["alarmed"][0, 0],
    )
    known = [
        (
            world.iso[i],
            (
                world.names[i],
                VERIFICATION_WORDS[int(seen.mine("verified")[0, 0, i])],
                when(world, int(ours[i])),
                when(world, int(theirs[i])),
                share(float(seen["insight"][0, 0, i])),
                share(float(seen["belief"][0, 0, i])),
                when(world, int(doubt[i])),
            ),
        )
        for i in here
        if i != me
    ]
    return [
        Listing(
            "Declared and accepted",
            (
                Column("Nation"),
                Column("Declared, thousand", 142, right=True),
                Column("Observers", 80, right=True),
                Column("Openness", 80, right=True),
                Column("Quota of the year", 120, right=True),
                Column("Last violation", 100, right=True),
                Column("Record", 70, right=True),
            ),
            tuple(public),
        ),
        Listing(
            "What we know",
            (
                Column("Nation"),
                Column("Agreed with us", 110),
                Column("We inspected", 100, right=True),
                Column("They inspected us", 130, right=True),
                Column("Insight", 70, right=True),
                Column("Posture, as we believe", 150, right=True),
                Column("Last doubt", 90, right=True),
            ),
            tuple(known),
        ),
    ]
