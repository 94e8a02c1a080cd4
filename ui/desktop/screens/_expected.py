"""What an order or an offer should do, as boxes and as a tip."""

from __future__ import annotations

from ui.desktop.kit.box import Box, Row, Tip
from ui.desktop.kit.widgets import Words, caption, number
from ui.present.preview import Effect, Preview

#: Size of what is said, in points, and room for the number in units.
NOTE, WIDE = 12, 56

TITLE = "What it should do"


def expected(told: Preview) -> list[Box]:
    """A line for each number that should move; how far ahead, and on what condition."""
    lines: list[Box] = [caption(TITLE)]
    lines += [_line(effect) for effect in told.effects]
    if told.note:
        lines.append(Words(text=told.note, points=NOTE))
    if told.effects:
        lines.append(Words(text=f"{told.ahead}.", ink="muted", points=NOTE))
    return lines


def _line(effect: Effect) -> Row:
    ink = {1: "good", -1: "bad"}.get(effect.good, "ink")
    told = number(effect.told, ink=ink, wide=WIDE)
    told.points = NOTE
    tip = Tip(effect.words, effect.told, text=f"Because: {effect.why}") if effect.why else None
    return Row(items=[Words(text=effect.words, points=NOTE, grow=1), told], tip=tip)


def foreseen(told: Preview) -> Tip:
    """The same as a tip."""
    lines = [f"{effect.words}  {effect.told}" for effect in told.effects]
    return Tip(TITLE, text="\n".join(lines) or told.note, foot=told.ahead if lines else "")
