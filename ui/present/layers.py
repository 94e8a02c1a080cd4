"""What a map can show of a turn, as one seat knows it: values, kinds and lines by nation.

Everything comes from the observation of one seat: its own trust, threat and interoperability,
agreements it is a party to, and what is public. The same layers serve the window and the phone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ui.present.words import STANDING_WORDS, band

if TYPE_CHECKING:
    from sim.observe import Observation


@dataclass(frozen=True, slots=True)
class Tie:
    """A line between two nations."""

    one: str
    two: str
    kind: str  # what the line's colour says, a key of ``LINES``
    strength: float = 0.5  # 0..1


@dataclass(frozen=True)
class Layer:
    """One way to look at the world."""

    name: str
    title: str
    values: Mapping[str, float] = field(default_factory=dict)  # nation -> 0..1 on the ramp
    words: Mapping[str, str] = field(default_factory=dict)  # nation -> its value in words
    kinds: Mapping[str, str] = field(default_factory=dict)  # nation -> key of ``STANDING``
    ties: tuple[Tie, ...] = ()
    signs: Mapping[str, str] = field(default_factory=dict)  # nation -> a letter beside its dot
    ramp: str = ""  # "good" (more is better), "bad" (more is worse), "both" (middle is neutral)
    ends: tuple[str, ...] = ()  # words under the ramp


#: What the colours of lines say, in the order of legends.
LINES: Mapping[str, str] = {
    "defence": "defence pact",
    "agreement": "agreement in force",
    "pending": "signed, not in force",
    "exercise": "joint exercise",
    "dispute": "dispute, confrontation",
    "mission": "troops on a mission",
}


def _nations(seen: Observation) -> list[int]:
    return [int(i) for i in range(seen.world.dims.N) if seen.exists[i]]


def participation(seen: Observation) -> Layer:
    """Where each nation stands in the programme, by what it has declared."""
    from sim.state import ACTIVE, HELD, MEMBER, SUSPENDED, WITHDRAWN  # noqa: PLC0415

    world = seen.world
    kinds: dict[str, str] = {}
    words: dict[str, str] = {}
    rest = {HELD: "held", SUSPENDED: "suspended", WITHDRAWN: "withdrawn"}
    for i in _nations(seen):
        iso = world.iso[i]
        if not world.dims.P:
            kinds[iso] = "outside"
            continue
        status, declared = int(seen["status"][0, i, 0]), float(seen["declared"][0, i, 0])
        acceded = seen["step_turn"][0, i, 0, world.programmes.last] > -32768
        if status == MEMBER:
            kinds[iso] = "acceded" if acceded else "sponsor"
        elif status == ACTIVE:
            kinds[iso] = band(declared)
        else:
            kinds[iso] = rest.get(status, "outside")
        words[iso] = STANDING_WORDS[kinds[iso]]
        if status == ACTIVE:
            words[iso] += f", declared depth {declared:.2f}"
    return Layer("participation", "Participation", kinds=kinds, words=words)


def _own(
    seen: Observation, values: object, name: str, title: str, ramp: str, ends: tuple[str, ...]
) -> Layer:
    """A layer of the seat's own numbers toward each nation, 0..1.

    On a ramp of one direction small numbers are told apart by their roots: most of these are small.
    """
    import numpy as np  # noqa: PLC0415

    numbers = np.asarray(values)[0, 0]
    me = int(seen.nations[0])
    shown = {seen.world.iso[i]: float(numbers[i]) for i in _nations(seen) if i != me}
    return Layer(
        name,
        title,
        values=shown if ramp == "both" else {k: v**0.5 for k, v in shown.items()},
        words={k: f"{v:.2f}" for k, v in shown.items()},
        ramp=ramp,
        ends=ends,
    )


def trust(seen: Observation) -> Layer:
    """The seat's own trust in each nation."""
    return _own(
        seen, seen.trust, "trust", "Our trust in others", "both", ("0 none", "0.5", "1 full")
    )


def interoperability(seen: Observation) -> Layer:
    """Effective interoperability of the seat with each nation: its weakest domain."""
    ends = ("0 none", "0.25", "1 full")
    return _own(seen, seen.interop, "interoperability", "Our interoperability", "good", ends)


def threat(seen: Observation) -> Layer:
    """The threat that the seat sees in each nation."""
    ends = ("0 none", "0.25", "1 grave")
    return _own(seen, seen.mine("threat"), "threat", "Threat as we see it", "bad", ends)


def agreements(seen: Observation) -> Layer:
    """The seat's own agreements by stage, and who else is tied to whom."""
    from sim.state import IN_FORCE, SIGNED  # noqa: PLC0415

    world, me = seen.world, int(seen.nations[0])
    stages = seen.mine("agreement")[0, :, 0]  # (A, N)
    counts = (stages >= IN_FORCE).sum(axis=0)
    pending = ((stages >= SIGNED) & (stages < IN_FORCE)).sum(axis=0)
    defence = (stages[world.agreements.defence] >= IN_FORCE).sum(axis=0)
    iso = world.iso
    ties = []
    for i in _nations(seen):
        if i == me:
            continue
        if counts[i]:
            kind = "defence" if defence[i] else "agreement"
            ties.append(Tie(iso[me], iso[i], kind, min(float(counts[i]) / 4, 1.0)))
        elif pending[i]:
            ties.append(Tie(iso[me], iso[i], "pending", 0.2))
    tied = seen.ties[0]
    others = [i for i in _nations(seen) if i != me]
    ties += [
        Tie(iso[i], iso[j], "agreement", 0.1)
        for i in others
        for j in others
        if i < j and tied[i, j]
    ]
    values = {iso[i]: min(float(counts[i]) / 4, 1.0) for i in others}
    words = {iso[i]: f"{int(counts[i])} in force with us" for i in others}
    return Layer(
        "agreements",
        "Agreements",
        values,
        words,
        ties=tuple(ties),
        ramp="good",
        ends=("0", "2", "4 or more"),
    )


def exercises(seen: Observation) -> Layer:
    """Exercises that are planned, and who trained with the seat within the year."""
    from sim.state import PLANNED  # noqa: PLC0415

    world, me = seen.world, int(seen.nations[0])
    year = max(12 // world.months, 1)
    iso, recent = world.iso, seen["exercised"][0]
    ties, signs = [], {}
    for slot in range(world.dims.X):
        if seen["exercise"][0, slot] != PLANNED:
            continue
        host = int(seen["exercise_host"][0, slot])
        signs[iso[host]] = "E"
        coming = seen["exercise_coming"][0, slot]
        ties += [
            Tie(iso[host], iso[i], "exercise", 0.5)
            for i in _nations(seen)
            if coming[i] and i != host
        ]
    since = {iso[i]: seen.turn - int(recent[me, i]) for i in _nations(seen) if i != me}
    values = {n: max(1.0 - age / (4 * year), 0.0) for n, age in since.items()}
    words = {
        n: "trained with us within the year" if age <= year else "not within the year"
        for n, age in since.items()
    }
    return Layer(
        "exercises", "Exercises", values, words, ties=tuple(dict.fromkeys(ties)), signs=signs,
        ramp="good", ends=("4 years ago", "last quarter"),
    )  # fmt: skip


def missions(seen: Observation) -> Layer:
    """Missions under a mandate: where they are, and who has troops there."""
    world = seen.world
    iso = world.iso
    ties, signs, words = [], {}, {}
    values: dict[str, float] = {}
    for slot in range(world.dims.Q):
        place = int(seen["mission_place"][0, slot])
        if place < 0:
            continue
        signs[iso[place]] = "M"
        for i in _nations(seen):
            troops = float(seen["troops"][0, i, slot])
            if troops > 0:
                values[iso[i]] = min(values.get(iso[i], 0.0) + troops / 20.0, 1.0)
                words[iso[i]] = f"{troops:.1f} thousand troops in {world.names[place]}"
                if i != place:
                    ties.append(Tie(iso[i], iso[place], "mission", min(troops / 20.0, 1.0)))
    return Layer(
        "missions",
        "Missions",
        values,
        words,
        ties=tuple(ties),
        signs=signs,
        ramp="good",
        ends=("no troops", "20 thousand"),
    )


def disputes(seen: Observation) -> Layer:
    """Confrontations that are open, disputes of the last turn, and rivalries."""
    world = seen.world
    iso, standoff, hostility = world.iso, seen["standoff"][0], seen["hostility"][0]
    values: dict[str, float] = {}
    words: dict[str, str] = {}
    ties, signs = [], {}
    here = _nations(seen)
    for i in here:
        level = max(
            int(max(standoff[i].max(), hostility[i].max())),
            int(max(standoff[:, i].max(), hostility[:, i].max())),
        )
        values[iso[i]] = level / 5.0
        words[iso[i]] = ("at peace", "tension", "threats", "show of force", "use of force", "war")[
            min(level, 5)
        ]
        if seen["war"][0, i] > 0:
            signs[iso[i]] = "!"
            words[iso[i]] += ", conflict on its soil"
        for j in here:
            if i < j and max(standoff[i, j], standoff[j, i], hostility[i, j], hostility[j, i]) > 0:
                ties.append(Tie(iso[i], iso[j], "dispute", 0.8))
            elif i < j and seen["rivalry"][0, i, j]:
                ties.append(Tie(iso[i], iso[j], "dispute", 0.1))
    return Layer(
        "disputes",
        "Disputes",
        values,
        words,
        ties=tuple(ties),
        signs=signs,
        ramp="bad",
        ends=("peace", "force", "war"),
    )


def communities(seen: Observation) -> Layer:
    """Groups of nations that are tied among themselves more than to others."""
    import networkx  # noqa: PLC0415

    world, tied = seen.world, seen.ties[0]
    here = _nations(seen)
    graph = networkx.Graph()
    graph.add_nodes_from(here)
    graph.add_edges_from((i, j) for i in here for j in here if i < j and tied[i, j])
    found = networkx.community.greedy_modularity_communities(graph) if graph.edges else []
    kinds, words = {}, {}
    count = 0
    for part in found:
        if len(part) < 2:
            continue
        count += 1
        for i in part:
            kinds[world.iso[i]] = f"community {min(count, 8)}"
            words[world.iso[i]] = f"community {count}, {len(part)} nations"
    for i in here:
        kinds.setdefault(world.iso[i], "outside")
        words.setdefault(world.iso[i], "in no community")
    ties = [Tie(world.iso[i], world.iso[j], "agreement", 0.1) for i, j in graph.edges]
    return Layer("communities", "Communities", kinds=kinds, words=words, ties=tuple(ties))


LAYERS: Mapping[str, Callable[[Observation], Layer]] = {
    function.__name__: function
    for function in (
        participation, trust, interoperability, threat, agreements, exercises, missions, disputes,
        communities,
    )
}  # fmt: skip
