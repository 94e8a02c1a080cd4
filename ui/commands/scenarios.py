"""``detente scenarios``: what can be played, what is in it, and tools to write more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.commands.group import Commands
from ui.commands.options import FilePath, WholeNumber, force_option

if TYPE_CHECKING:
    from scenarios.faults import Problem
    from scenarios.workbench.balance import Balance

#: Severities in the order of their weight.
SEVERITIES = ("fault", "warning", "note")

#: Most runs of a balance for each seat and way of playing.
MOST_RUNS = 1000


@click.group(cls=Commands)
def scenarios() -> None:
    """List, show, check, begin and balance scenarios."""


@scenarios.command("list")
def list_() -> None:
    """The scenarios that come with Détente."""
    from scenarios.load import library, load  # noqa: PLC0415
    from ui.commands.printing import table  # noqa: PLC0415

    rows = []
    for name in library():
        scenario = load(name)
        size = str(len(scenario.nations))
        rows.append([name, scenario.title, size, str(scenario.turns), scenario.start])
    table(["id", "title", "nations", "turns", "starts"], rows, "llrr")


@scenarios.command()
@click.argument("scenario")
@click.option("--seat", default="", metavar="ISO3", help="Add what this nation alone may read.")
@click.option("--facilitator", is_flag=True, help="Add events to come and the teaching notes.")
def show(scenario: str, seat: str, facilitator: bool) -> None:
    """What a class would read of SCENARIO: story, nations, groups, seats, public objectives."""
    from scenarios.load import load  # noqa: PLC0415
    from ui.commands import showing  # noqa: PLC0415

    showing.show(load(scenario), seat, facilitator=facilitator)


@scenarios.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--play", is_flag=True, help="Also play 200 runs and say what is odd about them.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def check(paths: tuple[str, ...], play: bool, as_json: bool) -> int:
    """Look for faults, warnings and notes in each PATH (or id); exit code 2 if there is a fault."""
    found = {path: _look(path, play=play) for path in paths}
    if as_json:
        keys = ("severity", "file", "key", "message")
        told = [
            {"scenario": path, "found": [{key: getattr(p, key) for key in keys} for p in problems]}
            for path, problems in found.items()
        ]
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for path, problems in found.items():
            _tell(path, problems)
    return 2 if any(p.severity == "fault" for one in found.values() for p in one) else 0


def _look(path: str, *, play: bool) -> list[Problem]:
    """All that is to be said of a scenario; remarks only of one without faults."""
    from scenarios.load import draft_of  # noqa: PLC0415
    from scenarios.workbench.remarks import remarks  # noqa: PLC0415

    draft = draft_of(path)
    if draft.problems:
        return draft.problems
    found = remarks(draft, draft.scenario())
    if play:
        from scenarios.workbench.rehearsal import rehearse  # noqa: PLC0415

        found += rehearse(draft, draft.scenario())
    return sorted(found, key=lambda problem: SEVERITIES.index(problem.severity))


def _tell(path: str, problems: list[Problem]) -> None:
    from ui.present.numbers import plural  # noqa: PLC0415

    counts = [(word, sum(p.severity == word for p in problems)) for word in SEVERITIES]
    words = [plural(count, word) for word, count in counts if count]
    sound = [] if counts[0][1] else ["ok"]
    click.echo(f"{path}: {', '.join(sound + words)}")
    for problem in problems:
        click.echo(f"  {problem.severity}: {problem}")


@scenarios.command()
@click.argument("name")
@click.option("--nations", type=WholeNumber(4, 24), default=6, help="How many, 4 to 24 (6).")
@click.option("--dir", "into", type=FilePath(), default=".", help="Where to put the folder (here).")
def new(name: str, nations: int, into: Path) -> None:
    """Begin a scenario: a folder NAME with invented nations that plays, to be changed."""
    from scenarios.workbench.starter import begin  # noqa: PLC0415

    folder = begin(name, nations, into)
    click.echo(f"{folder}: a scenario of {nations} invented nations; begin with its scenario.toml")
    click.echo(f"Check it:  detente scenarios check {folder}")
    click.echo(f"Play it:   detente play {folder}")


@scenarios.command()
@click.option("--out", type=FilePath(), help="Write one file for each kind of file into a folder.")
@force_option
def schema(out: Path | None, force: bool) -> None:
    """JSON Schema of the files of a scenario, for completion and checks in an editor."""
    from scenarios.workbench.json_schema import schemas, write  # noqa: PLC0415

    if out is None:
        click.echo(json.dumps(schemas(), indent=2, ensure_ascii=False))
        return
    for path in write(out, force=force):
        click.echo(str(path))


@scenarios.command()
@click.argument("scenario")
@click.option("--runs", type=WholeNumber(1, MOST_RUNS), default=50, help="For each seat (50).")
def balance(scenario: str, runs: int) -> None:
    """Try every seat of SCENARIO against its par under every policy; say whether it is fair."""
    from scenarios.load import load  # noqa: PLC0415
    from scenarios.workbench.balance import STEPS, balance  # noqa: PLC0415
    from ui.commands.printing import progress  # noqa: PLC0415

    found = load(scenario)
    with progress(STEPS, "trying every seat") as step:
        result = balance(found, runs, step)
    _weighed(result)


def _weighed(result: Balance) -> None:
    """Print what each seat attains, its best order, and what must hold."""
    from sim.orders import OrderKind  # noqa: PLC0415
    from ui.commands.printing import heading, paragraph, table  # noqa: PLC0415

    runs = result.par.shape[1]
    click.echo(f"{result.scenario.id}: {len(result.seats)} seats, {runs} runs each, paired luck")
    heading("Attainment, 0 to 100: par by doctrine, and what other ways of playing add to it")
    rows = []
    for k, iso in enumerate(result.seats):
        par, gains = result.par[k], [part[k] - result.par[k] for part in result.attained.values()]
        best = int(result.orders[:, k].argmax(axis=0))
        pays = f"{OrderKind(best).name.lower()} {100 * result.orders[best, k]:+.0f}" if best else ""
        spread = f"{100 * par.min():.0f}-{100 * par.max():.0f}"
        more = [f"{100 * gain.mean():+.0f}" for gain in (*gains, result.betrayal[k] - par)]
        rows.append([iso, f"{100 * par.mean():.0f}", spread, *more, pays])
    heads = ["seat", "par", "range", *(_named(name) for name in result.attained), "betrayal"]
    table([*heads, "best order to insist on"], rows, "l" + "r" * (len(heads) - 1))
    heading("Verdicts")
    for verdict in result.verdicts():
        paragraph(verdict.sentence + ".", mark="holds:  " if verdict.holds else "FAILS:  ")


def _named(policy: str) -> str:
    return {"person": "absent"}.get(policy, policy)
