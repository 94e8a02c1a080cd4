"""``detente replay`` and ``detente report``: what a record tells."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import click

from sim.errors import DetenteError, RecordFault
from ui.commands.options import FilePath, WholeNumber, force_option
from ui.commands.outputs import writing

_HEADLINES = 4


@click.command()
@click.argument("record", type=FilePath())
@click.option("--check", is_flag=True, help="Only compare every turn with its digest.")
@click.option("--until", type=WholeNumber(1), help="Replay only so many turns.")
def replay(record: Path, check: bool, until: int | None) -> None:
    """Play RECORD again from its inputs and print the headlines of each turn."""
    from scenarios.games import from_record  # noqa: PLC0415
    from sim.events import describe, headlines  # noqa: PLC0415
    from ui.commands.playing import read_record, replayed  # noqa: PLC0415
    from ui.present.numbers import plural  # noqa: PLC0415

    found = read_record(record)
    total = len(found.turns)
    if until is not None and until > total:
        raise DetenteError(f"--until {until}: the record has {plural(total, 'turn')}")
    count = total if until is None else until
    setup = from_record(found)
    world = setup.game.world
    digest = found.header.digest
    for played in islice(replayed(found, setup), count):
        digest = played.turn.after.digest()
        if check:
            continue
        click.echo(click.style(world.label(played.turn.before.turn), bold=True))
        for event in headlines(describe(world, played.turn), _HEADLINES):
            click.echo(f"  {event.text}")
    if count == total and digest != found.end:
        raise RecordFault(f"{found.name}: its last line gives another digest than its last turn")
    if check:
        part = "" if count == total else f" (of {total})"
        click.echo(f"{plural(count, 'turn')}{part}, every digest confirmed")


@click.command()
@click.argument("record", type=FilePath())
@click.option("--out", type=FilePath(), required=True, help="The HTML page to write.")
@force_option
def report(record: Path, out: Path, force: bool) -> None:
    """Write the report of the game in RECORD as one self-contained page."""
    from scenarios.games import from_record  # noqa: PLC0415
    from ui.commands.playing import read_record, replayed  # noqa: PLC0415
    from ui.commands.printing import progress  # noqa: PLC0415

    if _same(record, out):
        raise DetenteError(f"{out}: is the record itself; name another file")
    with writing({"report": out}, force=force) as files:
        found = read_record(record)
        setup = from_record(found)
        from ui.report.history import Chronicler  # noqa: PLC0415
        from ui.report.page import page  # noqa: PLC0415

        world, first = setup.game.world, setup.game.state
        chronicler = Chronicler(setup.scenario, setup.header, world, first)
        with progress(len(found.turns), setup.scenario.title) as step:
            for played in replayed(found, setup, reasons=True):
                chronicler.see(played)
                step()
        files["report"].write_text(page(chronicler.finish()), encoding="utf-8", newline="\n")
    click.echo(f"{out}")


def _same(one: Path, two: Path) -> bool:
    try:
        return one.exists() and two.exists() and one.samefile(two)
    except (OSError, ValueError):
        return False
