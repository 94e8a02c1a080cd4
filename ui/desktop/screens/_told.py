"""Tips that tell why a number stands where it stands."""

from __future__ import annotations

from collections.abc import Callable

from ui.desktop.kit.box import Box, Tip
from ui.desktop.kit.told import Told
from ui.desktop.kit.widgets import Meter, Words, number
from ui.desktop.model import Model
from ui.present import reasons
from ui.present.numbers import signed

#: Numbers of which less is better.
WORSE = frozenset({"threat", "resentment", "dependence"})


def tip(model: Model, name: str, other: str = "") -> Tip:
    """The causes that sum to one of the seat's numbers, and those of the last turn below them."""
    at = model.at
    whole = reasons.whole_game(model.game, model.seat, name, other, until=at)
    items = reasons.items(whole)
    text = "" if items else "Nothing has moved it so far."
    foot = ""
    if at and items:
        last = reasons.last_turn(model.game, model.seat, name, other, until=at)
        causes = sorted(last.causes.items(), key=lambda item: -abs(item[1]))[:3]
        told = "; ".join(f"{words} {signed(amount, 3)}" for words, amount in causes)
        foot = "In the last turn nothing moved it."
        if told:
            foot = f"In the last turn {signed(last.change, 3)}: {told}"
    return Tip(whole.title, f"{whole.now:.2f}", items, text, foot)


def asked(model: Model, name: str, other: str = "") -> Callable[[], Tip]:
    """The same, to be worked out when the pointer comes."""
    return lambda: tip(model, name, other)


def change(model: Model, name: str, other: str = "") -> float:
    """By how much one of the seat's numbers moved in the last turn; 0 in the first."""
    if not model.at:
        return 0.0
    values = [
        reasons.value(model.game, model.seat, name, other, turn=model.at - back) for back in (0, 1)
    ]
    return values[0] - values[1]


def change_words(amount: float, *, good: int = 1, wide: float = 46) -> Words:
    """A change with its sign and the colour of what it means; ``good`` -1 where less is better."""
    if abs(amount) < 0.005:
        return number("0.00", ink="muted", wide=wide)
    ink = "good" if amount * good > 0 else "bad"
    return number(signed(amount), ink=ink, wide=wide)


def gauge(
    model: Model,
    words: str,
    value: float,
    ink: str,
    of: tuple[str, str] = ("", ""),
    *,
    narrow: bool = False,
) -> list[Box]:
    """A number over its bar; ``of`` names the number and the partner where causes can be told.

    The last change stands before the number; where it is ``narrow``, a mark on the bar tells where
    the number stood.
    """
    name, other = of
    right: list[Box] = [number(f"{value:.2f}", wide=None if narrow else 40)]
    moved = change(model, name, other) if name else 0.0
    if name and not narrow:
        right.insert(0, change_words(moved, good=-1 if name in WORSE else 1))
    ask = asked(model, name, other) if name else None
    mark = value - moved if narrow and abs(moved) >= 0.01 else None
    meter = Told(items=[Meter(value=value, ink=ink, mark=mark, wide=None, grow=1)], ask=ask)
    return [Told(items=[Words(text=words, ink="muted", grow=1), *right], ask=ask, gap=4), meter]
