"""``detente validate``: the model against the record, its claims and what studies found."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.commands.group import Commands
from ui.commands.options import LARGEST_SEED, FilePath, WholeNumber, force_option

if TYPE_CHECKING:
    from scenarios.validation.hindcast import Hindcast
    from scenarios.validation.literature import Estimate
    from scenarios.validation.verdicts import Finding


@click.group(cls=Commands)
def validate() -> None:
    """Compare the model with the record and the literature, mechanisms with what they are to do."""


@validate.command()
@click.option("--runs", type=WholeNumber(10, 100_000), default=200, show_default=True)
@click.option("--seed", type=WholeNumber(0, LARGEST_SEED), default=1994, show_default=True)
@click.option("--out", type=FilePath(), help="Folder for hindcast.json and hindcast.html.")
@force_option
def hindcast(runs: int, seed: int, out: Path | None, force: bool) -> None:
    """pfp-1994 against the record of 1994 to 2004: counts, order of joining, networks, disputes."""
    from scenarios.load import load  # noqa: PLC0415
    from scenarios.validation import hindcast as module  # noqa: PLC0415
    from ui.commands.outputs import writing  # noqa: PLC0415

    with writing(_targets(out, "hindcast"), force=force) as files:
        found = module.hindcast(runs, seed)
        if files:
            from ui.report.validation import hindcast_page  # noqa: PLC0415

            text = json.dumps(found.content(), indent=2)
            files["json"].write_text(text + "\n", encoding="utf-8")
            page = hindcast_page(found, load("pfp-1994").title)
            files["html"].write_text(page, encoding="utf-8")
    _print_hindcast(found)


@validate.command()
@click.option("--runs", type=WholeNumber(2, 100_000), default=200, show_default=True)
@click.option("--seed", type=WholeNumber(0, LARGEST_SEED), default=1994, show_default=True)
@click.option("--workers", type=WholeNumber(1, 256), help="Processes; all cores if not given.")
@click.option("--out", type=FilePath(), help="Folder for principles.json and principles.html.")
@force_option
def principles(runs: int, seed: int, workers: int | None, out: Path | None, force: bool) -> None:
    """Each mechanism on and off, in RUNS pairs with common luck: effect, interval, verdict."""
    from scenarios.load import load  # noqa: PLC0415
    from scenarios.validation import principles as module  # noqa: PLC0415
    from ui.commands.outputs import writing  # noqa: PLC0415
    from ui.commands.printing import progress  # noqa: PLC0415

    with writing(_targets(out, "principles"), force=force) as files:
        with progress(module.batches(runs), "Pairs of runs") as step:
            found = module.principles(runs, seed, workers=workers, step=step)
        if files:
            from ui.report.principles import principles_page  # noqa: PLC0415

            text = json.dumps([finding.content() for finding in found], indent=2)
            files["json"].write_text(text + "\n", encoding="utf-8")
            page = principles_page(found, load("pfp-1994").title, runs, seed)
            files["html"].write_text(page, encoding="utf-8")
    _print_principles(found)


@validate.command()
@click.option("--runs", type=WholeNumber(2, 100_000), default=60, show_default=True)
@click.option("--seed", type=WholeNumber(0, LARGEST_SEED), default=1994, show_default=True)
@click.option("--workers", type=WholeNumber(1, 256), help="Processes; all cores if not given.")
@click.option("--out", type=FilePath(), help="Folder for literature.json and literature.html.")
@force_option
def literature(runs: int, seed: int, workers: int | None, out: Path | None, force: bool) -> None:
    """What studies found in the world, estimated in RUNS runs of several scenarios."""
    from scenarios.validation import literature as module  # noqa: PLC0415
    from ui.commands.outputs import writing  # noqa: PLC0415
    from ui.commands.printing import progress  # noqa: PLC0415

    with writing(_targets(out, "literature"), force=force) as files:
        with progress(len(module.batches(runs)), "Batches of runs") as step:
            found = module.literature(runs, seed, workers=workers, step=step)
        if files:
            from ui.report.literature import literature_page  # noqa: PLC0415

            text = json.dumps([row.content() for row in found], indent=2)
            files["json"].write_text(text + "\n", encoding="utf-8")
            page = literature_page(found, runs, seed, module.STANDINGS)
            files["html"].write_text(page, encoding="utf-8")
    _print_literature(found)


def _targets(out: Path | None, name: str) -> dict[str, Path]:
    """The files to write into a folder, which is made; none without one."""
    if out is None:
        return {}
    out.mkdir(parents=True, exist_ok=True)
    return {kind: out / f"{name}.{kind}" for kind in ("json", "html")}


def _print_principles(found: Sequence[Finding]) -> None:
    from ui.commands.printing import table  # noqa: PLC0415

    rows = []
    for row in found:
        interval = f"{row.low:+.3g} to {row.high:+.3g}"
        verdict = f"{row.verdict} ({', '.join(row.depends)})" if row.depends else row.verdict
        rows.append([row.id, row.claim, row.expected, f"{row.effect:+.3g}", interval, verdict])
    table(["id", "claim", "expected", "effect", "95 % interval", "verdict"], rows, "llcrrl")
    controls = sum(row.control for row in found)
    counts = Counter(row.verdict for row in found)
    click.echo(", ".join(f"{count} {verdict}" for verdict, count in counts.items()) + ".")
    click.echo(f"Intervals of the {controls} controls (expected: 0) hold all together with 95 %.")


def _print_literature(found: Sequence[Estimate]) -> None:
    from ui.commands.printing import table  # noqa: PLC0415
    from ui.report.literature import in_figures  # noqa: PLC0415

    rows = []
    for row in found:
        told = in_figures(row)
        figures = [told[name] for name in ("expected", "reported", "estimate", "interval")]
        rows.append([row.id, row.finding, *figures, row.verdict])
    heads = ["id", "finding", "expected", "studies", "in play", "95 % interval", "verdict"]
    table(heads, rows, "llrrrrl")
    counts = Counter(row.verdict for row in found)
    click.echo(", ".join(f"{count} {verdict}" for verdict, count in counts.items()) + ".")
    click.echo("fitted: agrees, but a parameter was fitted on this relation; no support.")


def _print_hindcast(found: Hindcast) -> None:
    from ui.commands.printing import table  # noqa: PLC0415

    rows = []
    for check in found.checks:
        digits = 2 if abs(check.record) < 1 else 0
        interval = f"{check.low:.{digits}f} to {check.high:.{digits}f}"
        numbers = [f"{check.record:.{digits}f}", f"{check.median:.{digits}f}", interval]
        star = " *" if check.later else ""
        rows.append([check.name + star, *numbers, "hit" if check.hit else "miss"])
    table(["statement", "record", "median", "90 % interval", "verdict"], rows, "lrrrl")
    click.echo("* a public fact of after 2000")
    for note in found.notes:
        click.echo(note)
    click.echo(f"Withdrawals a run: {found.exits_per_run:.1f} (record: 1).")
