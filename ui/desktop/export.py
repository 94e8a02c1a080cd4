"""Tables as text: what the seat sees, in a file beside the saves."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from ui.desktop import saves
from ui.desktop.model import Model
from ui.present.listing import Listing


def text_of(listing: Listing) -> str:
    """A table as comma-separated values, the code of the nation first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["code", *(column.head for column in listing.columns)])
    for iso, cells in listing.rows:
        writer.writerow([iso, *cells])
    return out.getvalue()


def write(model: Model, name: str, listing: Listing) -> Path:
    """Write a table of the seat's; its name tells the game, the turn, the seat and the table."""
    world, turn = model.game.world, model.game.turn
    words = (world.id, world.label(min(turn, world.turns - 1)), model.seat, name, listing.title)
    clean = "".join(c if c.isalnum() or c in " -" else "" for c in " ".join(words))
    path = saves.folder() / "tables" / f"{clean}.csv"
    saves.write(path, text_of(listing))
    return path
