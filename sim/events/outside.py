"""What comes from outside: news that seats read, and what it did, which the umpire reads."""

from __future__ import annotations

from collections.abc import Iterator

from sim.causes import Cause
from sim.deeds import Deed, deeds_of
from sim.effects import told
from sim.scene import Event, Scene

#: How an account of a deed's effects begins.
_WHOSE = {
    Cause.EVENT: "by the event",
    Cause.INJECT: "by the facilitator's inject",
    Cause.OVERRIDE: "the facilitator decided",
}


def news(scene: Scene) -> Iterator[Event]:
    """Events, injects and overrides: their text for those it is for, their effects for the umpire.

    A deed that is for certain seats is theirs alone; what it did shows to others only as far as
    the state does. Reasons and effects are told to nobody but the umpire.
    """
    for deed in deeds_of(scene.world, scene.now, scene.turn.moves.umpire):
        if (deed.title or deed.text) and (not deed.seats or scene.may_read(*deed.seats)):
            yield scene.event("news", deed.seats, _plain(deed.title, deed.text))
        if scene.reader is None and (deed.effects or deed.reason):
            named = (nation for effect in deed.effects for nation in (effect.nation, effect.other))
            nations = tuple(dict.fromkeys(nation for nation in named if nation >= 0))
            yield scene.event("umpire", nations, _account(scene, deed))


def _plain(title: str, text: str) -> str:
    """Title and text in one line, without the full stop that ends a sentence."""
    words = ": ".join(" ".join(part.split()) for part in (title, text) if part.strip())
    return words.removesuffix(".")


def _account(scene: Scene, deed: Deed) -> str:
    title = f" ({' '.join(deed.title.split())})" if deed.title else ""
    done = "; ".join(told(scene.world, effect) for effect in deed.effects) or "only told"
    why = f". Reason: {' '.join(deed.reason.split()).removesuffix('.')}" if deed.reason else ""
    return f"{_WHOSE[deed.cause]}{title}: {done}{why}"
