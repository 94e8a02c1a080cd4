"""A desk: the tables of a presenter, one at a time, with a way into a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from sim.observe import Observation
from ui.desktop import export
from ui.desktop.kit.box import Box, Kit, Msg, Row, Tip
from ui.desktop.kit.charts import shortened
from ui.desktop.kit.table import Head, table
from ui.desktop.kit.theme import BODY
from ui.desktop.kit.type import MEDIUM, REGULAR, width
from ui.desktop.kit.widgets import LEFT, RIGHT, Button, Choice, Words, caption, number
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import close_button, dialog, roll_keys, rolled
from ui.present.listing import Listing
from ui.present.numbers import UNKNOWN

#: The desks by their names: what makes their tables.
TABLES: dict[str, Callable[[Observation], list[Listing]]] = {}


#: Units between two columns; what a table may be wide; what lies around it in its dialog.
GAP, NARROWEST, WIDEST, MARGINS = 14, 600, 1074, 46


def desk(name: str, make: Callable[[Observation], list[Listing]]) -> None:
    """Make a desk known, so that its tables can be written to files."""
    TABLES[name] = make


def shown(model: Model, name: str) -> tuple[list[Listing], int]:
    """All tables of a desk, and which of them is looked at."""
    tables = TABLES[name](model.seen)
    return tables, min(model.page.get(f"section {name}", 0), max(len(tables) - 1, 0))


def desk_view(model: Model, kit: Kit, size: tuple[int, int], name: str, title: str) -> Box:
    """The choice of tables, the table, and the buttons."""
    tables, at = shown(model, name)
    write = Button(
        id=f"{name} write",
        text="Write to a file",
        key="X",
        on=("export", name),
        enabled=bool(tables),
    )
    buttons = [write, close_button(name)]
    if not tables:
        body: list[Box] = [Words(text="There is none in this scenario.", ink="muted")]
        return dialog(model, kit, size, title, body, wide=640, buttons=buttons)
    choices: list[Box] = [
        Choice(
            id=f"{name} part {k}",
            text=f"{one.title} ({len(one.rows)})",
            chosen=k == at,
            on=("section", name, k),
        )
        for k, one in enumerate(tables)
    ]
    body = [Row(items=[*choices, Box(grow=1)], gap=20)] if len(tables) > 1 else []
    most = max(sum(needs(kit, one)) + GAP * len(one.columns) for one in tables)
    room = room_for(kit, size, max(most, NARROWEST))
    body.append(rolled(model, f"{name} {at}", listing_table(model, kit, name, tables[at], room)))
    return dialog(model, kit, size, title, body, wide=room + MARGINS, high=640, buttons=buttons)


def room_for(kit: Kit, size: tuple[int, int], wanted: float = WIDEST) -> float:
    """How wide a table can be in a dialog of a window, in units."""
    return min(wanted, WIDEST, (size[0] - kit.px(24)) / kit.scale - MARGINS)


def needs(kit: Kit, listing: Listing) -> list[float]:
    """What the columns of a listing are wide, in units, if nothing in them is cut."""
    heads = [caption(column.head).want(kit, kit.px(WIDEST))[0] for column in listing.columns]
    size = kit.px(BODY)
    cells = [
        max(
            (width(cells[k], size, MEDIUM if c.right else REGULAR) for _, cells in listing.rows),
            default=0,
        )
        for k, c in enumerate(listing.columns)
    ]
    return [max(pair) / kit.scale + 2 for pair in zip(heads, cells, strict=True)]


def spread(wanted: Sequence[float], room: float) -> list[float]:
    """Widths of columns that fill the room: the widest give way, or all get more."""
    room -= GAP * (len(wanted) - 1)
    spare = (room - sum(wanted)) / len(wanted)
    if spare >= 0:
        return [one + spare for one in wanted]
    caps = range(int(max(wanted)), 0, -1)
    cap = next((cap for cap in caps if sum(min(one, cap) for one in wanted) <= room), 1)
    return [min(one, cap) for one in wanted]


def listing_table(model: Model, kit: Kit, name: str, listing: Listing, room: float) -> Box:
    """A listing as a table so many units wide; a row leads to the nation it is about."""
    if not listing.rows:
        return Words(text=listing.empty, ink="muted")
    widths = spread(needs(kit, listing), room - len(listing.columns) / kit.scale)  # whole pixels
    heads = [
        Head(column.head, wide, RIGHT if column.right else LEFT)
        for column, wide in zip(listing.columns, widths, strict=True)
    ]
    rows = [
        (
            f"{name} row {k}",
            [_cell(model, iso, *pair) for pair in zip(cells, listing.columns, strict=True)],
            ("look at", iso) if iso else None,
            _tip(listing, cells),
        )
        for k, (iso, cells) in enumerate(listing.rows)
    ]
    return table(heads, rows, gap=GAP)


def _tip(listing: Listing, cells: tuple[str, ...]) -> Tip | None:
    """The last cell whole, where it is a list too long for its column."""
    text = cells[-1]
    return Tip(cells[0], text=f"{listing.columns[-1].head}: {text}") if len(text) > 40 else None


def _cell(model: Model, iso: str, text: str, column: object) -> Box:
    ink = "muted" if text == UNKNOWN else "good" if iso == model.seat else "ink"
    if getattr(column, "right", False):
        return number(text, ink=ink)
    return Cut(text=text, ink=ink, wrap=False)


class Cut(Words):
    """Words on one line that end in an ellipsis where there is no room for all of them."""

    def lines(self, kit: Kit, room: int) -> tuple[str, ...]:
        """As many letters as there is room for."""
        return (shortened(self.text, kit.px(self.points), self.weight, room),)


def desk_keys(model: Model, name: str) -> Mapping[str, Msg]:
    """Left and right go through the tables, X writes the one that is looked at."""
    tables, at = shown(model, name)
    count = max(len(tables), 1)
    return {
        "escape": ("close",),
        "x": ("export", name),
        "right": ("section", name, (at + 1) % count),
        "left": ("section", name, (at - 1) % count),
        **roll_keys(f"{name} {at}"),
    }


@answers("section")
def _section(model: Model, name: str, at: int) -> None:
    model.page[f"section {name}"] = at


@answers("export")
def _export(model: Model, name: str) -> None:
    """Write the table that is looked at beside the saves; say where."""
    tables, at = shown(model, name)
    if tables:
        model.note = f"Written to {export.write(model, name, tables[at])}"
