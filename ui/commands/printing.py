"""How commands print: tables that are plain in files and ruled on terminals, progress aside."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ui.present.numbers import UNKNOWN, in_unit, share
from ui.present.tables import plain
from ui.present.words import measure_label, short_step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.world import World
    from ui.present.standing import Standing

_WIDTH = 96
_NARROW = 12
"""Columns of a terminal no wider than this are never broken."""
_ROOM = 70
"""Width of the table of participation without the steps."""


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], right: str = "") -> None:
    """Print a table; ``right`` has an ``r`` for each column that is flush right."""
    if not sys.stdout.isatty():
        click.echo(plain(heads, rows, right))
        return
    from rich import box  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    ruled = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for k, (head, side) in enumerate(zip(heads, right.ljust(len(heads), "l"), strict=True)):
        narrow = max(len(line[k]) for line in (heads, *rows)) <= _NARROW
        justify: Any = "right" if side == "r" else "left"
        ruled.add_column(head, justify=justify, overflow="fold", no_wrap=narrow)
    for row in rows:
        ruled.add_row(*row)
    Console(markup=False).print(ruled)


def heading(text: str) -> None:
    """Print a heading with a line of space above it."""
    click.echo()
    click.echo(click.style(text, bold=True))


def paragraph(text: str, indent: str = "", mark: str = "") -> None:
    """Print text in lines of readable length, the first with a mark before it."""
    first, later = indent + mark, indent + " " * len(mark)
    words = " ".join(text.split())
    click.echo(textwrap.fill(words, _WIDTH, initial_indent=first, subsequent_indent=later))


def participation(world: World, standings: Sequence[Standing], began: Sequence[Standing]) -> None:
    """Print who stands where, with the turn in which each step was reached."""
    if not world.dims.P:
        return
    members = [s.iso for s in began if s.kind == "sponsor"]
    others = [s for s in standings if s.iso not in members]
    steps = [step for step in world.programmes.steps if any(step in s.steps for s in others)]
    if sys.stdout.isatty() and shutil.get_terminal_size().columns < _ROOM + 12 * len(steps):
        steps = [step for step in steps if step in (steps[0], world.programmes.steps[-1])]
    sponsor = world.groups.ids[int(world.programmes.sponsor[0])]
    heading(f"Participation in {world.programmes.names[0]}")
    paragraph(f"Members of {sponsor} at the start ({len(members)}): {' '.join(members)}")
    click.echo()
    rows = []
    for s in others:
        dates = [world.label(s.steps[step]) if step in s.steps else UNKNOWN for step in steps]
        depth = [share(s.declared), share(s.depth)] if s.status == "active" else [UNKNOWN] * 2
        rows.append([s.iso, s.name, s.status, str(s.level), *depth, *dates])
    heads = ["ISO", "nation", "status", "level", "declared", "effective"]
    table([*heads, *(short_step(step) for step in steps)], rows, "lllrrr")


def measures(values: Mapping[str, float]) -> None:
    """Print the final value of each measure with its unit and meaning."""
    from sim.measures import MEASURES  # noqa: PLC0415

    heading("Measures after the last turn")
    rows = [
        [
            measure_label(name),
            in_unit(value, MEASURES[name].unit),
            MEASURES[name].unit,
            " ".join(MEASURES[name].doc.split()),
        ]
        for name, value in values.items()
    ]
    table(["measure", "value", "unit", "meaning"], rows, "lr")


@contextmanager
def progress(total: int, words: str) -> Iterator[Callable[[], Any]]:
    """A bar on stderr while turns are played, if it is a terminal; yields what moves it on."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=total)
        yield lambda: bar.advance(task)
