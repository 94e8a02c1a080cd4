"""The orders a seat can give: what each does, costs and aims at, and why one cannot be given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.orders import (
    ACCEDE,
    ADMIT,
    AMOUNT,
    ARGUMENT,
    INVITE,
    MANDATE,
    SUSPEND,
    TARGET,
    OrderKind,
)

if TYPE_CHECKING:
    from scenarios.schema import Scenario
    from sim.observe import Observation
    from sim.world import World

_K = OrderKind

#: Orders by what they are about, in the order of the desk.
FAMILIES: Mapping[str, tuple[OrderKind, ...]] = {
    "Programme": (_K.APPLY, _K.ADVANCE, _K.DEPTH, _K.HOLD, _K.RESUME, _K.WITHDRAW, _K.PUBLISH),
    "Exercises": (_K.HOST, _K.CANCEL, _K.MANOEUVRE, _K.OBSERVERS),
    "Groups": (_K.TABLE, _K.AMEND, _K.AID, _K.QUIT),
    "Missions": (_K.DEPLOY, _K.LEAD, _K.RECALL),
    "Diplomacy": (_K.DIALOGUE, _K.VOUCH, _K.BRIEF, _K.HOTLINE, _K.MEDIATE, _K.CONSULT),
    "Agreements": (_K.RATIFY, _K.RENEW, _K.CONTEST, _K.DENOUNCE, _K.BREACH),
    "Verification": (_K.INSPECT, _K.WATCH, _K.QUERY),
    "Intelligence": (_K.SHARE, _K.LEAK, _K.ATTRIBUTE),
    "Reform": (_K.REFORM, _K.ADOPT),
    "Arms and bases": (_K.SPEND, _K.POSTURE, _K.TRANSFER, _K.RETRANSFER, _K.LEVERAGE,
                       _K.RESIST, _K.BASE, _K.EVICT),
    "Crisis": (_K.ESCALATE, _K.DEESCALATE, _K.INVOKE, _K.PRESS),
}  # fmt: skip


def families(scenario: Scenario) -> Mapping[str, tuple[OrderKind, ...]]:
    """The families with the kinds that people give: in a lesson those of its focus."""
    if scenario.focus is None:
        return FAMILIES
    taught = set(scenario.focus.orders)
    found = {
        name: tuple(kind for kind in kinds if kind.name.lower() in taught)
        for name, kinds in FAMILIES.items()
    }
    return {name: kinds for name, kinds in found.items() if kinds}


@dataclass(frozen=True, slots=True)
class Offered:
    """One kind of order as a seat may give it now."""

    kind: OrderKind
    title: str
    money: float  # $m, without what the amount adds
    effort: float
    will: float
    why: str  # why it cannot be given at all now; empty where it can
    targets: tuple[tuple[str, str], ...]  # (name in notation, words) of what it may aim at
    choices: Mapping[str, tuple[tuple[str, str], ...]]  # by target: what may be chosen
    unit: str  # of the amount, empty for none
    most: float  # largest amount that means anything


def offered(seen: Observation, scenario: Scenario, kind: OrderKind) -> Offered:
    """What one kind of order can be for a seat, from its own menu."""
    import numpy as np  # noqa: PLC0415

    from sim.legal import OPTIONS, menu_of  # noqa: PLC0415

    world = seen.world
    mask = np.asarray(menu_of(seen)[kind])[0, 0]
    targets = named(seen, TARGET[kind]) or (("", ""),)
    args = named(seen, ARGUMENT.get(kind, ""))
    open_ = np.flatnonzero(mask.reshape(len(targets), -1).any(axis=1)).tolist()
    choices: dict[str, tuple[tuple[str, str], ...]] = {}
    for t in open_ if args else ():
        there = range(len(args)) if mask.ndim == 1 else np.flatnonzero(mask[t]).tolist()
        choices[targets[t][0]] = tuple(args[a] for a in there)
    unit, most = AMOUNT.get(kind, ("", 0.0))
    table = world.order_kinds
    return Offered(
        kind=kind,
        title=scenario.catalogue.orders[kind.name.lower()].text,
        money=float(table.money[kind]),
        effort=float(table.effort[kind]),
        will=float(table.will[kind]),
        why="" if open_ else OPTIONS[kind].why,
        targets=tuple(targets[t] for t in open_),
        choices=choices,
        unit=unit,
        most=most,
    )


def named(seen: Observation, axis: str | tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(name in notation, words) of all that an axis of targets or choices has."""
    from sim.notation import names_of  # noqa: PLC0415

    names = tuple(names_of(seen.world, axis))
    if axis == "N":
        return tuple(zip(names, seen.world.names, strict=True))
    return tuple((name, in_words(seen, axis, name)) for name in names)


def in_words(seen: Observation, axis: str | tuple[str, ...], name: str) -> str:
    """What an order aims at or chooses, as people call it."""
    world = seen.world
    if not isinstance(axis, str) or not name:
        return name
    tables: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
        "N": (world.iso, world.names),
        "P": (world.programmes.ids, world.programmes.names),
        "S": (world.programmes.steps, world.programmes.step_names),
        "A": (world.agreements.ids, world.agreements.names),
        "E": (world.exercises.ids, world.exercises.names),
        "G": (world.groups.ids, world.groups.names),
        "scope": (
            (*world.programmes.ids, *world.groups.ids, "partners"),
            (*world.programmes.names, *world.groups.names, "bilateral partners"),
        ),
    }
    if axis in tables:
        ids, names = tables[axis]
        return names[list(ids).index(name)]
    slots = {"T": _text, "X": _exercise, "Q": _mission}
    return slots[axis](seen, int(name)) if axis in slots else name


def _text(seen: Observation, slot: int) -> str:
    world = seen.world
    kind, subject = int(seen["text_kind"][0, slot]), int(seen["text_subject"][0, slot])
    if kind < 0:
        return f"text {slot + 1}"
    who = world.names[subject] if subject >= 0 else "all"
    matters, group = world.matters, int(seen["text_group"][0, slot])
    programme = int(matters.programme[kind])
    where = world.programmes.names[programme] if programme >= 0 else ""
    if not where and 0 <= group < len(world.groups.names):
        where = world.groups.names[group]
    words = {
        INVITE: f"invitation of {who} to {where}",
        ACCEDE: f"accession of {who} to {where}",
        SUSPEND: f"suspension of {who} in {where}",
        ADMIT: f"admission of {who} to {where}",
        MANDATE: f"mandate for a mission in {who}",
    }
    return words.get(int(matters.kind[kind]), "founding of a group")


def _exercise(seen: Observation, slot: int) -> str:
    world = seen.world
    host = int(seen["exercise_host"][0, slot])
    if host < 0:
        return f"exercise {slot + 1}"
    name = world.exercises.names[int(seen["exercise_type"][0, slot])]
    return f"{name} in {world.names[host]}, {world.label(int(seen['exercise_due'][0, slot]))}"


def _mission(seen: Observation, slot: int) -> str:
    place, group = int(seen["mission_place"][0, slot]), int(seen["mission_group"][0, slot])
    if place < 0:
        return f"mission {slot + 1}"
    mandate = f" ({seen.world.groups.ids[group]})" if group >= 0 else ""
    return f"mission in {seen.world.names[place]}{mandate}"


def told(world: World, seen: Observation, order: Mapping[str, object], scenario: Scenario) -> str:
    """One order of a draft as a line: what, whom, how much."""
    kind = OrderKind[str(order["do"]).upper()]
    words = scenario.catalogue.orders[kind.name.lower()].text
    parts = [words]
    if order.get("target"):
        parts.append(in_words(seen, TARGET[kind], str(order["target"])))
    if order.get("what"):
        parts.append(in_words(seen, ARGUMENT.get(kind, ""), str(order["what"])))
    if order.get("amount"):
        unit = AMOUNT.get(kind, ("", 0.0))[0]
        amount = float(str(order["amount"]))
        parts.append(f"${amount:g} m" if unit == "$m" else f"{amount:g} {unit}".strip())
    del world
    return ": ".join((parts[0], ", ".join(parts[1:]))) if len(parts) > 1 else parts[0]
