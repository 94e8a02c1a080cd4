"""Tables that can be shown and written to a file, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.present.numbers import UNKNOWN
from ui.present.standing import month

if TYPE_CHECKING:
    from sim.world import World


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, whether it is set to the right."""

    head: str
    right: bool = False


def columns(*heads: str) -> tuple[Column, ...]:
    """Columns by their heads; those with ``>`` before them are set to the right."""
    return tuple(Column(head.removeprefix(">"), right=head.startswith(">")) for head in heads)


@dataclass(frozen=True)
class Listing:
    """A table that can be shown and written to a file: each row with the nation it is about."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    empty: str = "Nothing of that kind."


def name(world: World, i: int) -> str:
    """A nation's name, a dash for none."""
    return world.names[i] if i >= 0 else UNKNOWN


def when(world: World, turn: int) -> str:
    """The name of a turn; turns before the game by their year and month, none by a dash."""
    if turn < -1000:
        return UNKNOWN
    return world.label(turn) if 0 <= turn < world.turns else month(world, turn)
