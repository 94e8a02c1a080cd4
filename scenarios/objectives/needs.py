"""What the objectives' key ``of`` may name, measure by measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scenarios.objectives.registry import MEASURES, About
from sim.errors import DetenteError, nearest
from sim.world import World

#: What ``of`` may hold: kinds of name in this order, each with the fewest and the most of it.
NEEDS: Mapping[str, tuple[tuple[str, int, int], ...]] = {
    "": (),
    "nations": (("nation", 0, 256),),
    "programme": (("programme", 0, 1),),
    "group": (("group", 0, 1),),
    "group and nations": (("group", 1, 1), ("nation", 1, 256)),
    "types": (("type", 0, 64),),
    "nation and types": (("nation", 1, 1), ("type", 0, 64)),
    "two nations": (("nation", 2, 2),),
    "two nations and types": (("nation", 2, 2), ("type", 0, 64)),
}

WORDS: Mapping[str, str] = {
    "nation": "nation",
    "programme": "programme",
    "group": "group",
    "type": "type of agreement",
}


@dataclass(frozen=True)
class Names:
    """The names that a scenario gives to what objectives may be about."""

    nation: Sequence[str]
    group: Sequence[str]
    programme: Sequence[str]
    type: Sequence[str]

    @classmethod
    def of(cls, world: World) -> Names:
        """Those of a world."""
        given = world.groups.ids[: world.groups.given]
        return cls(world.iso, given, world.programmes.ids, world.agreements.ids)


def faults_of(measure: str, of: Sequence[str], names: Names) -> list[str]:
    """What is wrong with what an objective of a measure names, a sentence each; none if sound."""
    if measure not in MEASURES:
        return [f"there is no measure {measure!r}{nearest(measure, MEASURES)}"]
    twice = next((name for k, name in enumerate(of) if name in of[:k]), None)
    if twice is not None:
        return [f"{twice!r} stands here twice"]
    left, kind = list(of), ""
    for kind, least, most in NEEDS[MEASURES[measure].needs]:
        known = getattr(names, kind)
        taken = next((k for k, name in enumerate(left[:most]) if name not in known), most)
        if taken < least and taken < len(left):
            return [_unknown(kind, left[taken], names)]
        if len(left) < least:
            return [f"names {len(left)} of the {least} that it needs: {WORDS[kind]}"]
        left = left[taken:]
    if not left:
        return []
    if not kind:
        return [f"the measure {measure!r} is about the seat alone; leave this out"]
    return [_unknown(kind, name, names) for name in left]


def _unknown(kind: str, name: str, names: Names) -> str:
    known = getattr(names, kind)
    if name in known:
        return f"{name!r} is one {WORDS[kind]} too many"
    return f"no {WORDS[kind]} {name!r}{nearest(name, known)}"


def about(world: World, measure: str, seat: int, of: Sequence[str]) -> About:
    """What an objective is about, as indices; raises ``DetenteError`` for names that mean nothing.

    Without a programme or group named it is about the first programme and its sponsor.
    """
    names = Names.of(world)
    faults = faults_of(measure, of, names)
    if faults:
        raise DetenteError(f"objective of {world.iso[seat]}: {faults[0]}")
    chosen: dict[str, list[int]] = {kind: [] for kind in WORDS}
    kinds = [kind for kind, _, _ in NEEDS[MEASURES[measure].needs]]
    for name in of:
        kind = next(k for k in kinds if name in getattr(names, k))
        chosen[kind].append(getattr(names, kind).index(name))
    programme = chosen["programme"][0] if chosen["programme"] else min(world.dims.P, 1) - 1
    group = chosen["group"][0] if chosen["group"] else _sponsor(world)
    return About(seat, tuple(chosen["nation"]), tuple(chosen["type"]), programme, group)


def _sponsor(world: World) -> int:
    """The group behind the first programme, else the first group, -1 for none."""
    if world.dims.P:
        return int(world.programmes.sponsor[0])
    return 0 if world.groups.given else -1
