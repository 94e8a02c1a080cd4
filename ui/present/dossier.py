"""What a seat knows of a nation and of a pair: facts, numbers, relations, in words and order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.present.layers import participation
from ui.present.words import STANDING_WORDS

if TYPE_CHECKING:
    from sim.observe import Observation


@dataclass(frozen=True, slots=True)
class Gauge:
    """A number from 0 to 1 with its words."""

    words: str
    value: float
    text: str
    own: bool = False  # known to the nation alone
    name: str = ""  # of the number (see ``reasons.NUMBERS``) where its causes may be asked for


@dataclass(frozen=True, slots=True)
class Relation:
    """How the seat stands with one nation."""

    iso: str
    name: str
    trust: float
    interop: float
    threat: float
    agreements: int


@dataclass(frozen=True)
class Dossier:
    """One nation as a seat knows it."""

    iso: str
    name: str
    standing: str  # in words
    groups: tuple[str, ...]
    gauges: tuple[Gauge, ...]
    facts: tuple[tuple[str, str], ...]


def dossier(seen: Observation, iso: str) -> Dossier:
    """A nation's page. What is the nation's own is on it only for itself."""
    world = seen.world
    i, me = world.nation(iso), int(seen.nations[0])
    layer = participation(seen)
    gauges = [
        Gauge(
            "Civil control",
            control := float(seen["control"][0, i].mean()),
            f"{control:.2f}",
        ),
        Gauge(
            "Openness",
            opened := float(seen["published"][0, i]),
            f"{opened:.2f}",
        ),
        Gauge("Free institutions", free := float(seen["institutions"][0, i]), f"{free:.2f}"),
    ]
    if i == me:
        will = float(seen.mine("will")[0, 0])
        gauges.insert(0, Gauge("Political will", will, f"{will:.2f}", own=True, name="will"))
    if world.dims.P:
        depth = float(seen["declared"][0, i, 0])
        name = "declared" if i == me else ""
        gauges.append(Gauge("Declared depth", depth, f"{depth:.2f}", name=name))
        if i == me:
            effect = float(seen.own_depth[0, 0, 0])
            gauges.append(Gauge("Depth in effect", effect, f"{effect:.2f}", own=True, name="depth"))
    groups = tuple(
        world.groups.names[g] for g in range(world.groups.given) if seen["member"][0, i, g] == 1
    )
    standing = layer.kinds.get(iso, "absent")
    return Dossier(
        iso, world.names[i], STANDING_WORDS[standing], groups, tuple(gauges), _facts(seen, i)
    )


def _facts(seen: Observation, i: int) -> tuple[tuple[str, str], ...]:
    world = seen.world
    spending = float(seen["spending"][0, i])
    budget = f"${spending:,.1f} bn" if spending >= 0.1 else f"${spending * 1000:,.0f} m"
    troops = float(seen["notified"][0, i])
    rows = [
        ("Defence spending a year", budget),
        ("Share of world capabilities", f"{100 * float(seen['capability'][0, i]):.2f} %"),
        ("Ties with other nations", f"{int(seen.degree[0, i])}"),
        ("Activities declared", f"{troops:.0f} thousand troops" if troops else "none"),
        ("Next election", world.label(int(seen["election"][0, i]))),
    ]
    if seen["war"][0, i] > 0:
        rows.append(("Conflict on its soil", "war" if seen["war"][0, i] >= 1 else "minor"))
    if seen["violations"][0, i] > 0:
        rows.append(("Record of violations", f"{float(seen['violations'][0, i]):.2f}"))
    return tuple(rows)


def relations(seen: Observation) -> list[Relation]:
    """The seat's relations with all nations that exist, the nearest first: by ties, then trust."""
    from sim.state import IN_FORCE  # noqa: PLC0415

    world, me = seen.world, int(seen.nations[0])
    stages = seen.mine("agreement")[0, :, 0]
    count = (stages >= IN_FORCE).sum(axis=0)
    trust, interop, threat = seen.trust[0, 0], seen.interop[0, 0], seen.mine("threat")[0, 0]
    rows = [
        Relation(
            world.iso[i],
            world.names[i],
            float(trust[i]),
            float(interop[i]),
            float(threat[i]),
            int(count[i]),
        )
        for i in range(world.dims.N)
        if seen.exists[i] and i != me
    ]
    return sorted(rows, key=lambda row: (-row.agreements, -row.trust, row.name))
