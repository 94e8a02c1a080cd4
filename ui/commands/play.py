"""``detente play``: the desktop game."""

from __future__ import annotations

import os
from pathlib import Path

import click

from sim.errors import DetenteError
from ui.commands.options import LARGEST_SEED, FilePath, WholeNumber, force_option, settings


@click.command()
@click.argument("scenario", required=False)
@click.option("--seat", multiple=True, metavar="ISO3", help="The nation you play; repeat it for "
              "several people at one machine.")  # fmt: skip
@click.option("--hot-seat", is_flag=True, help="A curtain between the seats of one machine.")
@click.option("--seed", type=WholeNumber(0, LARGEST_SEED), default=1, show_default=True)
@click.option("--load", "saved", type=FilePath(), help="Go on with the game of a record.")
@click.option("--screenshot", type=FilePath(), help="Draw the first screen of play and end.")
@click.option("--size", default="", metavar="WIDTHxHEIGHT", help="Size of the window or picture.")
@click.option("--theme", type=click.Choice(["dark", "light"]), help="For this time; else as set.")
@click.option("--set", "assignments", multiple=True, metavar="PARAM=VALUE", help="Set a parameter.")
@click.option("--off", multiple=True, metavar="MECHANISM", help="Switch a mechanism off, e.g. P5.")
@force_option
def play(
    scenario: str | None,
    seat: tuple[str, ...],
    hot_seat: bool,
    seed: int,
    saved: Path | None,
    screenshot: Path | None,
    size: str,
    theme: str | None,
    assignments: tuple[str, ...],
    off: tuple[str, ...],
    force: bool,
) -> None:
    """Play SCENARIO in a window; without one, choose in the window."""
    _same_pygame()
    window = _size(size)
    if saved is not None and (scenario or seat or assignments or off):
        raise DetenteError(
            "--load goes on with a game as it is: no scenario, --seat, --set or --off"
        )
    if (seat or assignments or off) and not (scenario or screenshot):
        raise DetenteError("--seat, --set and --off need a scenario, e.g. detente play first-steps")
    if screenshot is not None:
        os.environ["SDL_VIDEODRIVER"] = "dummy"
        scenario = scenario or (None if saved else "pfp-1994")
    from ui.desktop import start  # noqa: PLC0415

    if screenshot is None and not start.make_ready(window, theme):
        return
    model = start.model(
        scenario, seat, seed=seed, saved=saved, values=settings(assignments), off=off, theme=theme,
        hot_seat=hot_seat, kept=screenshot is None,
    )  # fmt: skip
    if screenshot is not None:
        from ui.commands.outputs import writing  # noqa: PLC0415

        with writing({"picture": screenshot}, force=force) as files:
            start.picture(model, window or (1920, 1080), files["picture"])
        click.echo(f"{screenshot}")
        return
    start.show(model, window)


def _same_pygame() -> None:
    """Say it plainly where the old pygame took the place of pygame-ce."""
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    try:
        import pygame  # noqa: PLC0415

        fine = getattr(pygame, "IS_CE", False)
    except (ImportError, AttributeError):
        fine = False
    if not fine:
        raise DetenteError(
            "the window needs pygame-ce, and here another pygame is in its place or beside it: "
            "python -m pip uninstall -y pygame pygame-ce, then python -m pip install pygame-ce"
        )


def _size(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    wide, cross, high = text.lower().partition("x")
    if not cross or not wide.isdigit() or not high.isdigit():
        raise DetenteError(f"--size wants WIDTHxHEIGHT, e.g. 1920x1080; got {text!r}")
    if not (640 <= int(wide) <= 7680 and 400 <= int(high) <= 4320):
        raise DetenteError(f"--size {text}: from 640x400 to 7680x4320")
    return int(wide), int(high)
