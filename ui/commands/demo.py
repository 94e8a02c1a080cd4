"""``detente demo``: one whole game, told in a dozen lines, a page and a picture."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from ui.commands.options import FilePath, force_option
from ui.commands.outputs import fresh_folder, output_folder, writing

SCENARIO, SEED = "pfp-1994", 1994
FILES = {"report": "report.html", "map": "map.png", "record": "record.jsonl"}


@click.command()
@click.option("--out", type=FilePath(), help="Folder to write to [default: detente-demo-1, -2 …].")
@click.option("--no-open", is_flag=True, help="Do not open the report in a browser.")
@force_option
def demo(out: Path | None, no_open: bool, force: bool) -> None:
    """Play the Partnership for Peace, 1994-2004, and tell what happened.

    All seats are played by policies. Writes report.html, map.png and record.jsonl.
    """
    folder = output_folder(out) if out else fresh_folder("detente-demo")
    targets = {name: folder / file for name, file in FILES.items()}
    with writing(targets, force=force) as files:
        from scenarios.games import set_up  # noqa: PLC0415
        from ui.commands.run import play  # noqa: PLC0415

        setup = set_up(SCENARIO, SEED)
        played = play(setup, setup.game.world.turns, tell=True)
        assert played.history is not None
        from ui.report.page import page, picture  # noqa: PLC0415

        files["record"].write_text(played.record.text(), encoding="ascii", newline="\n")
        files["report"].write_text(page(played.history), encoding="utf-8", newline="\n")
        files["map"].write_bytes(picture(played.history))
    from ui.commands.printing import paragraph  # noqa: PLC0415
    from ui.report.compare import compare  # noqa: PLC0415
    from ui.report.story import summary  # noqa: PLC0415

    click.echo(click.style(setup.scenario.title, bold=True))
    click.echo(f"{played.history.span}, every seat played by a policy, seed {SEED}.")
    click.echo()
    for sentence in summary(played.history):
        paragraph(sentence, mark="- ")
    comparison = compare(played.history)
    if comparison:
        told = comparison.summary("framework", "quarter")
        paragraph(f"Against the record: {told}", mark="- ")
    click.echo()
    words = {"report": "the report", "map": "the map", "record": "the record, to replay"}
    for name, path in targets.items():
        click.echo(f"{path}  {words[name]}")
    if not no_open:
        _open(targets["report"])


def _open(path: Path) -> None:
    """Show the page if somebody is there to see it."""
    display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    if sys.stdout.isatty() and (display or not sys.platform.startswith("linux")):
        import webbrowser  # noqa: PLC0415

        webbrowser.open(path.resolve().as_uri())
