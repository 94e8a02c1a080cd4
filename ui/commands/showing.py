"""``detente scenarios show``: what a class would read before it plays, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sim.errors import UnknownName
from ui.commands.printing import heading, paragraph, table

if TYPE_CHECKING:
    from scenarios.schema import Happening, Objective, Scenario

#: What a turn is, by its months.
TURNS = {1: "a month", 3: "a quarter", 6: "half a year", 12: "a year"}


def show(scenario: Scenario, seat: str, *, facilitator: bool) -> None:
    """Print a scenario as a class may read it.

    ``seat`` adds what that nation alone may read, ``facilitator`` what only the one who leads the
    game may: events to come and the teaching notes. Raises ``UnknownName`` for another seat.
    """
    codes = [nation.iso3 for nation in scenario.nations]
    if seat and seat not in codes:
        raise UnknownName("nation", seat, codes, "--seat")
    _story(scenario)
    _programmes(scenario)
    _nations(scenario)
    _groups(scenario)
    _agreements(scenario)
    _seatings(scenario)
    _objectives("Objectives that all know of", [o for o in scenario.objectives if o.public])
    if seat:
        _seat(scenario, seat)
    if facilitator:
        _events(scenario)
        _text("Teaching notes", scenario.teaching)
    _settings(scenario)
    _sources(scenario)


def _story(scenario: Scenario) -> None:
    click.echo(click.style(scenario.title, bold=True))
    length = f"{scenario.turns} turns of {TURNS[scenario.months]} from {scenario.start}"
    time = f", about {scenario.minutes} minutes" if scenario.minutes else ""
    click.echo(f"{scenario.id}: {length}{time}")
    if scenario.extends:
        click.echo(f"A variant of {scenario.extends}.")
    click.echo()
    paragraph(scenario.summary)
    _text("Brief", scenario.brief)
    if scenario.notice:
        heading("Notice")
        paragraph(scenario.notice)


def _text(title: str, text: str) -> None:
    """A text of several paragraphs; lists and headings stay on lines of their own."""
    if not text.strip():
        return
    heading(title)
    for number, block in enumerate(text.strip().split("\n\n")):
        if number:
            click.echo()
        if block.lstrip().startswith(("#", "-", "*", "1.")):
            for line in block.splitlines():
                paragraph(line)
        else:
            paragraph(block)


def _programmes(scenario: Scenario) -> None:
    if not scenario.programmes:
        return
    heading("Programmes")
    for programme in scenario.programmes:
        click.echo(f"{programme.id}: {programme.name}, sponsored by {programme.sponsor}")
        own = [p for p in scenario.participants if p.programme == programme.id]
        if own:
            paragraph("Takes part at the start: " + " ".join(p.nation for p in own), "    ")
    steps = []
    for step in scenario.catalogue.steps:
        month = scenario.programmes[0].opens.get(step.id, step.from_)
        steps.append(f"{step.name} (from {month})" if month > scenario.start else step.name)
    paragraph("Ladder: " + ", ".join(steps) + ".")


def _nations(scenario: Scenario) -> None:
    heading(f"Nations ({len(scenario.nations)})")
    rows = []
    for n in scenario.nations:
        notes = [
            "neutral" if n.neutrality >= 1 else "",
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
    heading(f"Groups ({len(scenario.groups)})")
    for group in scenario.groups:
        duty = ["mutual defence"] if group.defence else []
        duty += ["peaceful settlement"] if group.restraint else []
        owed = f"; owe {' and '.join(duty)}" if duty else ""
        click.echo(f"{group.id}: {group.name} ({len(group.members)} members; {group.rule}{owed})")
        paragraph(" ".join(group.members), "    ")


def _agreements(scenario: Scenario) -> None:
    """Bilateral agreements in force at the start, type by type."""
    if not scenario.agreements:
        return
    heading(f"Agreements in force at the start ({len(scenario.agreements)})")
    for kind in scenario.catalogue.agreements:
        pairs = [f"{t.a}–{t.b}" for t in scenario.agreements if t.type == kind.id]
        if pairs:
            click.echo(f"{kind.name} ({len(pairs)})")
            paragraph(", ".join(pairs), "    ")


def _seatings(scenario: Scenario) -> None:
    if not scenario.seatings:
        return
    heading("Who plays, by number of teams")
    for seating in sorted(scenario.seatings, key=lambda one: one.teams):
        paragraph(" ".join(seating.seats), mark=f"{seating.teams:>3}: ")


def _objectives(title: str, goals: list[Objective]) -> None:
    if not goals:
        return
    heading(title)
    for goal in goals:
        weight = f" (weight {goal.weight:g})" if goal.weight != 1 else ""
        paragraph(goal.text + weight, mark=f"{goal.seat}: ")


def _seat(scenario: Scenario, seat: str) -> None:
    """What one seat alone may read."""
    _text(f"For the eyes of {seat} only", scenario.briefs.get(seat, ""))
    own = [goal for goal in scenario.objectives if goal.seat == seat]
    _objectives(f"Objectives of {seat}", own)
    if not own:
        heading(f"Objectives of {seat}")
        paragraph("None of its own; it has those of its doctrine.")


def _events(scenario: Scenario) -> None:
    """What is to happen, in the order of time, and what the facilitator may let happen."""
    dated = sorted((e for e in scenario.events if e.month), key=lambda event: event.month)
    for title, events in (
        ("Events to come", dated),
        ("Injects at the facilitator's hand", [e for e in scenario.events if not e.month]),
    ):
        if events:
            heading(title)
        for event in events:
            paragraph(_event(event), mark=f"{event.month or event.id}: ")


def _event(event: Happening) -> str:
    told = f" (told to {', '.join(event.seats)})" if event.seats else ""
    effects = ", ".join(
        " ".join(part for part in (e.do, e.nation, e.other or "", e.what) if part)
        + (f" {e.amount:+g}" if e.amount else "")
        for e in event.effects
    )
    return event.title + told + (f" [{effects}]" if effects else "")


def _settings(scenario: Scenario) -> None:
    if scenario.off:
        heading("Mechanisms that do not work here")
        click.echo(", ".join(scenario.off))
    if scenario.set:
        heading("Parameters that differ from the catalogue")
        for name, value in sorted(scenario.set.items()):
            click.echo(f"{name} = {value:g}")


def _sources(scenario: Scenario) -> None:
    """The source of each column, as far as the scenario states it."""
    rows = []
    for part, columns in scenario.sources.items():
        for column, entry in columns.items() if isinstance(columns, dict) else ():
            if isinstance(entry, dict) and "source" in entry:
                mark = str(entry.get("mark", ""))
                rows.append([f"{part}.{column}", mark, str(entry["source"])])
    if rows:
        heading("Sources")
        table(["column", "mark", "source"], rows)
