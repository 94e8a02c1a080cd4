"""What happens from outside: an event as it is told and what it does, in words and as data.

Dated events of the scenario lie in ``World.happenings``; what a facilitator adds comes with the
moves of the turn (``Moves.umpire``). ``sim.rules.umpire`` carries both out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.causes import Cause
from sim.effects import Effect, EffectFault, decode, encode
from sim.errors import UnknownName

if TYPE_CHECKING:
    from sim.world import World

#: What a facilitator may do, by its word in files.
DOINGS: Mapping[str, Cause] = {"inject": Cause.INJECT, "override": Cause.OVERRIDE}

#: The longest text of a deed, in characters.
LONGEST = 4000

_TEXTS = ("id", "title", "text", "reason")
_KEYS = ("do", *_TEXTS, "seats", "effects")


@dataclass(frozen=True, slots=True)
class Deed:
    """An event as it happens: what is told to whom, and what it does, in this order."""

    cause: Cause  # EVENT, INJECT or OVERRIDE
    id: str = ""  # of an event of the scenario
    title: str = ""
    text: str = ""
    seats: tuple[int, ...] = ()  # nations that are told; none: everybody
    effects: tuple[Effect, ...] = ()
    reason: str = ""  # why a facilitator did it; for the umpire's eyes


def deeds_of(world: World, turn: int, umpire: tuple[Deed, ...]) -> tuple[Deed, ...]:
    """All that happens in a turn: its dated events, then what the umpire added."""
    return (*world.happenings.get(turn, ()), *umpire)


def read_deed(world: World, words: object, where: str = "") -> Deed:
    """A facilitator's deed from words. Raises ``DetenteError`` that names what is wrong."""
    at = f"{where}: " if where else ""
    if not isinstance(words, Mapping):
        raise EffectFault(f"{at}{words!r} is not a deed with names and values")
    for key in words:
        if key not in _KEYS:
            raise UnknownName("key", str(key), _KEYS, where)
    do = str(words.get("do", ""))
    if do not in DOINGS:
        raise UnknownName("deed", do, DOINGS, where)
    for key in _TEXTS:
        if not isinstance(words.get(key, ""), str):
            raise EffectFault(f"{at}{key} {words[key]!r} is not text")
        if len(words.get(key, "")) > LONGEST:
            raise EffectFault(f"{at}{key} has more than {LONGEST} characters")
    for key in ("seats", "effects"):
        if not isinstance(words.get(key, ()), list | tuple):
            raise EffectFault(f"{at}{key} {words[key]!r} is not a list")
    return Deed(
        DOINGS[do],
        **{key: words.get(key, "") for key in _TEXTS},
        seats=tuple(world.nation(str(iso), f"{at}seats") for iso in words.get("seats", ())),
        effects=tuple(
            encode(world, effect, f"{at}effect {place}")
            for place, effect in enumerate(words.get("effects", ()), 1)
        ),
    )


def deed_words(world: World, deed: Deed) -> dict[str, Any]:
    """A facilitator's deed in words, without what is empty; ``read_deed`` gives it back."""
    words: dict[str, Any] = {
        "do": next(word for word, cause in DOINGS.items() if cause is deed.cause),
        **{key: getattr(deed, key) for key in _TEXTS},
        "seats": [world.iso[i] for i in deed.seats],
        "effects": [decode(world, effect) for effect in deed.effects],
    }
    return {key: value for key, value in words.items() if value}
