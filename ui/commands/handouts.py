"""``detente handouts``: pages for a tabletop game, to be printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.errors import DetenteError, nearest
from ui.commands.options import LARGEST_SEED, FilePath, WholeNumber, force_option

if TYPE_CHECKING:
    from scenarios.schema import Scenario

#: Seats that are printed for a scenario which recommends none.
_FIRST = 12


@click.command()
@click.argument("scenario")
@click.option("--out", required=True, type=FilePath(), help="Folder for the pages.")
@click.option("--seat", multiple=True, metavar="ISO3", help="A nation played by a team; repeat it.")
@click.option("--teams", type=WholeNumber(1, 60), help="As many teams, as the scenario recommends.")
@click.option("--seed", type=WholeNumber(0, LARGEST_SEED), default=1, show_default=True)
@force_option
def handouts(
    scenario: str, out: Path, seat: tuple[str, ...], teams: int | None, seed: int, force: bool
) -> None:
    """Print SCENARIO: a page for each team, order sheets, map, agreement cards, a guide."""
    from scenarios.load import load  # noqa: PLC0415
    from scenarios.session import Session  # noqa: PLC0415
    from ui.commands.outputs import output_folder, writing  # noqa: PLC0415
    from ui.report.handouts import handouts as pages_of  # noqa: PLC0415

    if seat and teams is not None:
        raise DetenteError("give --seat or --teams, not both")
    seats = _seats(load(scenario), seat, teams)
    pages = pages_of(Session.start(scenario, seed, seats), seats)
    folder = output_folder(out)
    with writing({name: folder / name for name in pages}, force=force) as files:
        for name, text in pages.items():
            files[name].write_text(text, encoding="utf-8")
    click.echo(f"{folder / 'index.html'}: what to print, for {len(seats)} teams")


def _seats(scenario: Scenario, seat: tuple[str, ...], teams: int | None) -> tuple[str, ...]:
    """The nations that teams play, in the order given or recommended."""
    codes = [n.iso3 for n in scenario.nations]
    for iso in seat:
        if iso not in codes:
            raise DetenteError(f"--seat {iso}: no such nation{nearest(iso, codes)}")
    if seat:
        return tuple(dict.fromkeys(seat))
    ways = {s.teams: tuple(s.seats) for s in scenario.seatings}
    if teams is None:
        return ways[max(ways)] if ways else tuple(codes[:_FIRST])
    if teams not in ways:
        sizes = ", ".join(map(str, sorted(ways))) or "none"
        raise DetenteError(
            f"--teams {teams}: {scenario.id} has seats for {sizes} teams; name seats by --seat"
        )
    return ways[teams]
