"""What events and umpires can do to the world: a closed set of effects, in words and as data.

What each does to the state stands in ``sim.rules.umpire``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.errors import DetenteError, nearest
from sim.grid import snap_number
from sim.state import CYBER, DISPLAY, EVIDENCE_BITS, FORCE, HYBRID, TERRORISM, THREAT
from sim.wording import nation_name

if TYPE_CHECKING:
    from sim.world import World


class EffectFault(DetenteError):
    """An effect that means nothing: an unknown name, a missing party, an amount out of bounds."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of effect: what it needs, and how a log tells of it."""

    words: str  # with {nation}, {other}, {what} and {amount}; of a switch "on|off"
    other: str = ""  # what the other nation is to it; empty where it has none
    alone: bool = False  # whether the other nation may be left out
    what: str = ""  # what it chooses from: an axis letter, or "incident"
    bounds: tuple[float, float] = (0.0, 0.0)  # least and most amount; both zero: it has none
    among: tuple[float, ...] = ()  # the only amounts, where not all within the bounds will do
    bits: int = 20  # digits after the point of the amount

    @property
    def has_amount(self) -> bool:
        """Whether an amount says how much."""
        return self.bounds[1] > self.bounds[0]


#: Bounds of what is added to a share, of a share itself, and of a switch.
_STEP, _SHARE, _SWITCH = (-1.0, 1.0), (0.0, 1.0), (0.0, 1.0)


#: Every effect there is, by its name in files and records.
EFFECTS: Mapping[str, Kind] = {
    "will": Kind("political will of {nation} {amount:+g}", bounds=_STEP),
    "institutions": Kind("liberal institutions of {nation} {amount:+g}", bounds=_STEP),
    "stance": Kind("attitude of the government of {nation} {amount:+g}", bounds=_STEP),
    "harm": Kind("standing damage in {nation} {amount:+g}", bounds=_STEP),
    "casualties": Kind("weight of casualties in {nation} {amount:+g}", bounds=_STEP),
    "published": Kind("openness of {nation} {amount:+g}", bounds=_STEP),
    "spending": Kind("defence spending of {nation} {amount:+.0%}", bounds=(-0.5, 1.0)),
    "war": Kind("armed conflict in {nation} now {amount:g}", bounds=_SHARE),
    "mandate": Kind("Security Council measures on {nation} now {amount:g}", bounds=_SHARE),
    "alignment": Kind("ideal point of {nation} {amount:+g}", bounds=(-4.0, 4.0)),
    "election": Kind("an election in {nation}"),
    "trust": Kind(
        "evidence of {nation} about {other} {amount:+g}",
        other="whom it judges",
        bounds=(-4.0, 4.0),
        bits=EVIDENCE_BITS,
    ),
    "threat": Kind(
        "threat that {nation} sees in {other} {amount:+g}", bounds=_STEP, other="whom it fears"
    ),
    "interop": Kind(
        "interoperability of {nation} and {other} {amount:+g}", bounds=_STEP, other="the other side"
    ),
    "dispute": Kind(
        "{nation} against {other}: a confrontation of level {amount:g}",
        other="against whom",
        bounds=(THREAT, FORCE),
        among=(THREAT, DISPLAY, FORCE),
    ),
    "calm": Kind("the confrontation of {nation} and {other} ended", other="the other side"),
    "rivalry": Kind(
        "{nation} and {other} now strategic rivals|{nation} and {other} rivals no longer",
        other="the other side",
        bounds=_SWITCH,
        among=_SWITCH,
    ),
    "incident": Kind(
        "{what} in {nation}, harm {amount:g}",
        other="who is behind it",
        alone=True,
        what="incident",
        bounds=_SHARE,
    ),
    "agreement": Kind(
        "agreement ({what}) of {nation} and {other} in force|"
        "agreement ({what}) of {nation} and {other} at an end",
        other="the other party",
        what="A",
        bounds=_SWITCH,
        among=_SWITCH,
    ),
    "invite": Kind("{nation} invited to {what}", what="P"),
    "leave": Kind("{nation} out of {what}", what="P"),
    "join": Kind("{nation} a member of {what}", what="G"),
    "quit": Kind("{nation} out of {what}", what="G"),
    "mission": Kind(
        "a mission of {what} in {nation}, led by {other} with {amount:g} thousand",
        other="who leads it",
        what="G",
        bounds=(0.0, 256.0),
        bits=10,
    ),
}

#: What an incident can be; the place of a word is its code in the state.
INCIDENTS: Mapping[str, int] = {"cyber": CYBER, "hybrid": HYBRID, "terrorism": TERRORISM}

_KEYS = ("do", "nation", "other", "what", "amount")

#: What each axis letter reads like in a fault.
_NAMED = {
    "A": "type of agreement",
    "P": "programme",
    "G": "group",
    "incident": "kind of incident",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect as the engine reads it."""

    kind: str
    nation: int
    other: int = -1
    what: int = -1  # place in its table; the code of an incident
    amount: float = 0.0  # on the grid of its kind


def faults(words: object, names: Callable[[str], Sequence[str]]) -> Iterator[tuple[str, str]]:
    """(key, sentence) of each thing that is wrong with an effect in words.

    ``names`` gives the names of an axis: "N" nations, "A" types of agreement, "P" programmes, "G"
    groups.
    """
    if not isinstance(words, Mapping):
        yield "", f"{words!r} is not an effect with names and values"
        return
    for key in words:
        if key not in _KEYS:
            yield str(key), f"no such key{nearest(str(key), _KEYS)}"
    do = words.get("do", "")
    if do not in EFFECTS:
        yield "do", f"no effect {do!r}{nearest(str(do), EFFECTS)}"
        return
    kind = EFFECTS[do]
    yield from _party_faults(str(do), kind, words, names("N"))
    what = words.get("what") or ""
    if kind.what:
        known = list(INCIDENTS) if kind.what == "incident" else list(names(kind.what))
        if what not in known:
            yield "what", f"no {_NAMED[kind.what]} {what!r}{nearest(str(what), known)}"
    elif what:
        yield "what", f"{do!r} takes no 'what'"
    wrong = _amount_fault(str(do), kind, words.get("amount", 0.0))
    if wrong:
        yield "amount", wrong


def _party_faults(
    do: str, kind: Kind, words: Mapping[str, Any], iso: Sequence[str]
) -> Iterator[tuple[str, str]]:
    nation, other = words.get("nation") or "", words.get("other") or ""
    if nation not in iso:
        yield "nation", f"no nation {nation!r}{nearest(str(nation), iso)}"
    if kind.other:
        if not other and not kind.alone:
            yield "other", f"{do!r} needs 'other': {kind.other}"
        elif other and other not in iso:
            yield "other", f"no nation {other!r}{nearest(str(other), iso)}"
        elif other == nation and do != "mission":
            yield "other", f"{other!r} stands on both sides"
    elif other:
        yield "other", f"{do!r} takes no 'other'"


def _amount_fault(do: str, kind: Kind, amount: object) -> str:
    number = isinstance(amount, int | float) and not isinstance(amount, bool)
    if not number:
        return f"{amount!r} is not a number"
    if not kind.has_amount:
        return f"{do!r} takes no amount" if amount else ""
    if kind.among:
        valid = ", ".join(f"{value:g}" for value in kind.among)
        return "" if amount in kind.among else f"{amount!r} is none of {valid}"
    least, most = kind.bounds
    if not least <= float(str(amount)) <= most:
        return f"{amount!r} is not from {least:g} to {most:g}"
    return ""


def _names(world: World, axis: str) -> Sequence[str]:
    """The names of an axis that effects choose from."""
    table: Mapping[str, Sequence[str]] = {
        "N": world.iso,
        "A": world.agreements.ids,
        "P": world.programmes.ids,
        "G": world.groups.ids,
    }
    return table[axis]


def encode(world: World, words: Mapping[str, Any], where: str = "") -> Effect:
    """An effect in words as data. Raises ``EffectFault`` with the first thing that is wrong."""
    for key, sentence in faults(words, lambda axis: _names(world, axis)):
        at = ": ".join(part for part in (where, key) if part)
        raise EffectFault(f"{at}: {sentence}" if at else sentence)
    kind = EFFECTS[words["do"]]
    what = -1
    if kind.what == "incident":
        what = INCIDENTS[words["what"]]
    elif kind.what:
        what = list(_names(world, kind.what)).index(words["what"])
    other = words.get("other") or ""
    return Effect(
        words["do"],
        world.nation(words["nation"]),
        world.nation(other) if other else -1,
        what,
        snap_number(float(words.get("amount", 0.0)), kind.bits),
    )


def decode(world: World, effect: Effect) -> dict[str, Any]:
    """An effect in words; ``encode`` gives it back."""
    kind = EFFECTS[effect.kind]
    words: dict[str, Any] = {"do": effect.kind, "nation": world.iso[effect.nation]}
    if effect.other >= 0:
        words["other"] = world.iso[effect.other]
    if kind.what:
        words["what"] = _what(world, effect)
    if kind.has_amount:
        words["amount"] = effect.amount
    return words


def _what(world: World, effect: Effect) -> str:
    axis = EFFECTS[effect.kind].what
    if axis == "incident":
        return next(word for word, code in INCIDENTS.items() if code == effect.what)
    return _names(world, axis)[effect.what]


def told(world: World, effect: Effect) -> str:
    """An effect as a log tells it, for the umpire: nothing is hidden."""
    kind = EFFECTS[effect.kind]
    other = nation_name(world.names[effect.other]) if effect.other >= 0 else ""
    words = kind.words.split("|")[0 if effect.amount else -1].format(
        nation=nation_name(world.names[effect.nation]),
        other=other,
        what=_what(world, effect) if kind.what else "",
        amount=effect.amount,
    )
    return f"{words}, by {other}" if kind.alone and other else words
