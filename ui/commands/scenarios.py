"""``detente scenarios``: what can be played, what is in it, and whether a file is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scenarios.schema import Scenario


@click.group()
def scenarios() -> None:
    """List, show and check scenarios."""


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
def show(scenario: str) -> None:
    """What is in SCENARIO: its story, nations, groups, programmes and sources."""
    from scenarios.load import load  # noqa: PLC0415
    from ui.commands.printing import heading, paragraph  # noqa: PLC0415

    found = load(scenario)
    click.echo(click.style(found.title, bold=True))
    step = {1: "a month", 3: "a quarter", 6: "half a year", 12: "a year"}[found.months]
    click.echo(f"{found.id}: {found.turns} turns of {step} from {found.start}")
    click.echo()
    paragraph(found.summary)
    if found.brief.strip():
        heading("Brief")
        paragraph(found.brief)
    _programmes(found)
    _nations(found)
    _groups(found)
    if found.set:
        heading("Parameters that differ from the catalogue")
        for name, value in sorted(found.set.items()):
            click.echo(f"{name} = {value:g}")
    _sources(found)


def _programmes(scenario: Scenario) -> None:
    from ui.commands.printing import heading, paragraph  # noqa: PLC0415

    if not scenario.programmes:
        return
    heading("Programmes")
    for programme in scenario.programmes:
        click.echo(f"{programme.id}: {programme.name}, sponsored by {programme.sponsor}")
    steps = []
    for step in scenario.catalogue.steps:
        month = scenario.programmes[0].opens.get(step.id, step.from_)
        steps.append(f"{step.name} (from {month})" if month else step.name)
    paragraph("Ladder: " + ", ".join(steps) + ".")


def _nations(scenario: Scenario) -> None:
    from ui.commands.printing import heading, table  # noqa: PLC0415

    heading(f"Nations ({len(scenario.nations)})")
    rows = []
    for n in scenario.nations:
        notes = [
            "invited" if n.invited else "",
            "war at home" if n.war >= 1 else "conflict at home" if n.war else "",
            "under Security Council measures" if n.mandate else "",
            f"from {n.exists_from}" if n.exists_from else "",
            f"to {n.exists_to}" if n.exists_to else "",
        ]
        figures = [f"{n.gdp:g}", f"{n.spending:g}", f"{n.personnel:g}", f"{n.institutions:.2f}"]
        words = ", ".join(note for note in notes if note)
        rows.append([n.iso3, n.name, n.doctrine, *figures, f"{n.alignment:+.2f}", words])
    heads = ["ISO", "nation", "doctrine", "GDP $bn", "defence $bn", "troops k", "institutions"]
    table([*heads, "alignment", "at the start"], rows, "lllrrrrr")


def _groups(scenario: Scenario) -> None:
    from ui.commands.printing import heading, paragraph  # noqa: PLC0415

    heading(f"Groups ({len(scenario.groups)})")
    for group in scenario.groups:
        duty = ["mutual defence"] if group.defence else []
        duty += ["peaceful settlement"] if group.restraint else []
        owed = f"; owe {' and '.join(duty)}" if duty else ""
        click.echo(f"{group.id}: {group.name} ({len(group.members)} members; {group.rule}{owed})")
        paragraph(" ".join(group.members), "    ")


def _sources(scenario: Scenario) -> None:
    """The source of each column, as far as the scenario states it."""
    from ui.commands.printing import heading, table  # noqa: PLC0415

    rows = []
    for part, columns in scenario.sources.items():
        if not isinstance(columns, dict):
            continue
        for column, entry in columns.items():
            if isinstance(entry, dict) and "source" in entry:
                mark = str(entry.get("mark", ""))
                rows.append([f"{part}.{column}", mark, str(entry["source"])])
    if rows:
        heading("Sources")
        table(["column", "mark", "source"], rows)


@scenarios.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
def check(paths: tuple[str, ...]) -> int:
    """Look for every fault in each PATH (or id); exit code 2 if there is one."""
    from scenarios.load import problems  # noqa: PLC0415
    from ui.present.numbers import plural  # noqa: PLC0415

    faults = 0
    for path in paths:
        found = problems(path)
        faults += len(found)
        if not found:
            click.echo(f"{path}: ok")
            continue
        click.echo(f"{path}: {plural(len(found), 'fault')}")
        for problem in found:
            click.echo(f"  {problem}")
    return 2 if faults else 0
