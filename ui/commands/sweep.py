"""``detente sweep``: experiments of many runs, from a design file to tables and a report."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.errors import DetenteError
from ui.commands.group import Commands
from ui.commands.options import FilePath, WholeNumber, force_option
from ui.commands.outputs import writing
from ui.commands.sweeping import carry_out, open_pool, quoted, span
from ui.present.numbers import count, plural

if TYPE_CHECKING:
    from scenarios.experiments.designs.plan import Plan
    from scenarios.experiments.playing.repro import Reproduced
    from scenarios.experiments.storing.store import Store

_MOST_NAMED = 10

workers_option = click.option(
    "--workers", type=WholeNumber(1, 1024), help="Processes; one for each core if not given."
)
cluster_option = click.option(
    "--cluster", metavar="ADDRESS", help="Let the workers of a running Dask scheduler play."
)


@click.group(cls=Commands)
def sweep() -> None:
    """Play experiments: a design file's runs, on all cores or a cluster, into tables."""


@sweep.command()
@click.argument("design", type=FilePath())
@click.option("--out", type=FilePath(), required=True, metavar="DIR", help="A new folder.")
@workers_option
@cluster_option
def run(design: Path, out: Path, workers: int | None, cluster: str | None) -> int:
    """Play all runs of DESIGN, a TOML file, and keep them in the new folder DIR.

    Ctrl-C stops it and keeps what is done; so does anything else that ends it.
    """
    _one_place(workers, cluster)
    from scenarios.experiments.designs.design import read_design  # noqa: PLC0415
    from scenarios.experiments.storing.layout import Layout  # noqa: PLC0415
    from scenarios.experiments.storing.store import Store  # noqa: PLC0415

    plan = read_design(design)
    with open_pool(plan, Layout(plan.count).chunks, workers, cluster) as pool:
        store = Store.create(out, plan)
        with store.writing():
            click.echo(f"{design}: {_size(plan)}, on {pool.where}, into {out}", err=True)
            return carry_out(store, pool)


@sweep.command()
@click.argument("folder", type=FilePath(), metavar="DIR")
@workers_option
@cluster_option
def resume(folder: Path, workers: int | None, cluster: str | None) -> int:
    """Go on with the sweep in DIR, wherever and however it was ended.

    Damaged files are found and played again. The tables come out the same to the byte.
    """
    _one_place(workers, cluster)
    from scenarios.experiments.storing.store import Store  # noqa: PLC0415

    store = Store.open(folder)
    with store.writing():
        for fault in store.damage:
            click.echo(f"note: {fault}", err=True)
        chunks = len(store.missing())
        with open_pool(store.plan, chunks, workers, cluster if chunks else None) as pool:
            where = f", on {pool.where}" if chunks else ""
            done = store.status().done
            click.echo(
                f"{folder}: {_size(store.plan)}, {count(done)} of them done{where}", err=True
            )
            return carry_out(store, pool)


@sweep.command()
@click.argument("folder", type=FilePath(), metavar="DIR")
def status(folder: Path) -> None:
    """How far the sweep in DIR is, and which runs failed; also while it is being played."""
    from scenarios.experiments.storing.store import Store  # noqa: PLC0415
    from ui.commands.printing import table  # noqa: PLC0415

    store = Store.open(folder, same_engine=False)
    found = store.status()
    rows = [
        ["design", _size(store.plan)],
        ["runs done", f"{count(found.done)} of {count(found.runs)}"],
        ["runs failed", count(found.failed)],
        ["shards finished", f"{count(found.finished)} of {count(found.shards)}"],
    ]
    if found.rate:
        rows.append(["rate", f"{found.rate:.1f} runs a second"])
    if found.last is not None:
        rows.append(["last activity", f"{span(max(time.time() - found.last, 0.0))} ago"])
    if not found.complete and found.rate:
        rows.append(["left at this rate", span((found.runs - found.done) / found.rate)])
    table(["", str(folder)], rows)
    if found.failed:
        _failures(store)
    verb = "report" if found.complete else "resume"
    click.echo(f"next: detente sweep {verb} {quoted(folder)}")


def _failures(store: Store) -> None:
    """Which runs failed, by what."""
    from scenarios.experiments.storing.log import NAME  # noqa: PLC0415
    from ui.commands.printing import heading, table  # noqa: PLC0415

    lines = [line for line in store.log.lines() if line.get("event") == "failed"]
    errors = {str(line["run_id"]): str(line["error"]) for line in lines}
    heading("Failed runs")
    number = Counter(errors.values())
    click.echo(", ".join(f"{error}: {count(n)}" for error, n in number.most_common()))
    click.echo(f"tracebacks are in {store.folder / NAME}")
    click.echo()
    shown = list(errors.items())[:_MOST_NAMED]
    table(["run", "error"], shown)
    if len(errors) > len(shown):
        click.echo(f"and {count(len(errors) - len(shown))} more")
    click.echo()


def _one_place(workers: int | None, cluster: str | None) -> None:
    if workers is not None and cluster is not None:
        raise DetenteError(
            "--workers and --cluster exclude each other: a cluster has the workers it has"
        )


def _size(plan: Plan) -> str:
    """What a plan plays, in words."""
    turns = sorted({plan.turns(name) for name in plan.scenarios})
    each = count(turns[0]) if len(turns) == 1 else f"{count(turns[0])} to {count(turns[-1])}"
    points = plural(plan.points, "point")
    replicates = plural(plan.design.replicates, "replicate")
    return f"{points} x {replicates} = {plural(plan.count, 'run')} of {each} turns"


@sweep.command()
@click.argument("folder", type=FilePath(), metavar="DIR")
@click.argument("run_id")
@click.option("--record", type=FilePath(), help="Write the record of the run, to be replayed.")
@force_option
def repro(folder: Path, run_id: str, record: Path | None, force: bool) -> int:
    """Play the run RUN_ID of the sweep in DIR again and compare every number that is kept of it.

    The first digits of an id are enough. Exit code 1 if anything differs.
    """
    from scenarios.experiments.playing.repro import repro as play_again  # noqa: PLC0415

    with writing({"record": record} if record else {}, force=force) as files:
        found = play_again(folder, run_id)
        if files and not found.record:
            raise DetenteError(f"run {found.run.id} failed in its first turn: there is no record")
        for path in files.values():
            path.write_text(found.record, encoding="ascii", newline="\n")
    _tell_run(found)
    if record:
        click.echo(f"next: detente replay {quoted(record)}")
    return 0 if found.same else 1


def _tell_run(found: Reproduced) -> None:
    """What was played again, and whether it came out the same."""
    from ui.commands.printing import table  # noqa: PLC0415

    run = found.run
    rows = [["point", str(run.point)], ["replicate", str(run.replicate)], ["seed", str(run.seed)]]
    rows += [[name, str(level)] for name, level in run.treatment.factors.items()]
    table(["run", run.id], rows)
    click.echo()
    if found.error:
        click.echo(found.trace.rstrip())
    for difference in found.differences:
        click.echo(f"differs: {difference}")
    counts = ", ".join(f"{count(rows)} of {name}" for name, rows in found.rows.items())
    verdict = "the same to the bit" if found.same else "NOT the same"
    click.echo(f"{verdict}: {counts} compared")


@sweep.command()
@click.argument("folder", type=FilePath(), metavar="DIR")
@force_option
def report(folder: Path, force: bool) -> None:
    """Analyse the sweep in DIR: a page, report/report.html, and CSV files beside it."""
    from ui.report.experiment import write_report  # noqa: PLC0415

    for path in write_report(folder, force=force):
        click.echo(f"{path}")
