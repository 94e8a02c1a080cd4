"""Remarks on a sound scenario: what will not work as its author may think, what is not sourced.

A warning should be mended or meant; a note is to be known. Neither keeps a scenario from loading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, TypeAlias

from scenarios.draft import Draft, Place
from scenarios.faults import Problem
from scenarios.schema import Dyad, Happening, Nation, Scenario
from scenarios.workbench.calendar import earliest, end, exists, month, months

WARNING, NOTE = "warning", "note"

#: Place, severity, sentence.
Remark: TypeAlias = tuple[Place, str, str]
Remarks: TypeAlias = Iterator[Remark]

#: Neutrality from which on a nation counts as neutral by law.
NEUTRAL = 0.5

#: Marks of a source that nobody looked up.
FROM_MEMORY = ("assumption", "background knowledge")

#: Columns that say who and where a nation is, and so need no source.
LABELS = ("iso3", "name", "note", "a", "b")


@dataclass(frozen=True)
class Desk:
    """A sound scenario and where each piece of it stands."""

    draft: Draft
    scenario: Scenario

    @cached_property
    def nations(self) -> Mapping[str, Nation]:
        """The nations by code."""
        return {nation.iso3: nation for nation in self.scenario.nations}

    @cached_property
    def rivals(self) -> frozenset[frozenset[str]]:
        """Pairs of strategic rivals."""
        return frozenset(frozenset((d.a, d.b)) for d in self.scenario.dyads if d.rivalry)

    @cached_property
    def seats(self) -> tuple[str, ...]:
        """Nations that a seating recommends, in the order of the nations."""
        named = {code for seating in self.scenario.seatings for code in seating.seats}
        return tuple(code for code in self.nations if code in named)

    @cached_property
    def guarantees(self) -> Mapping[frozenset[str], str]:
        """Pairs who owe each other defence, and by what."""
        found: dict[frozenset[str], str] = {}
        for group in self.scenario.groups:
            if group.defence:
                for pair in combinations(group.members, 2):
                    found[frozenset(pair)] = group.id
        for treaty in self.scenario.agreements:
            if treaty.type in self.defence_types:
                found[frozenset((treaty.a, treaty.b))] = f"{treaty.a}-{treaty.b}"
        return found

    @cached_property
    def defence_types(self) -> frozenset[str]:
        """Types of agreement that owe defence."""
        return frozenset(t.id for t in self.scenario.catalogue.agreements if t.defence)


def remarks(draft: Draft, scenario: Scenario) -> list[Problem]:
    """All remarks on a scenario without faults, warnings before notes.

    Notes on what a variant has from its base are the base's.
    """
    desk = Desk(draft, scenario)
    found = [
        Problem(*draft.where(place), message, severity)
        for remark in REMARKS
        for place, severity, message in remark(desk)
        if severity == WARNING or not draft.inherited(place)
    ]
    return sorted(found, key=lambda problem: problem.severity != WARNING)


def steps_out_of_reach(desk: Desk) -> Remarks:
    """Steps of the ladder that nobody can reach before the last turn."""
    last = end(desk.scenario)
    for number, programme in enumerate(desk.scenario.programmes):
        late = [(step, when) for step, when in earliest(desk.scenario, number) if when >= last]
        own = [step.id for step, _ in late if step.id in programme.opens]
        if late:
            names = ", ".join(step.id for step, _ in late)
            message = (
                f"out of reach before the game ends in {month(last - 1)}: {names} (they open too "
                "late, or their work takes longer)"
            )
            yield ("programmes", number), WARNING if own else NOTE, message


def seats_lack_something(desk: Desk) -> Remarks:
    """A class without seatings; recommended seats without objectives or brief."""
    scenario = desk.scenario
    if not scenario.brief:
        yield ("brief",), WARNING, "is empty; a class would have nothing to read"
    if not scenario.seatings:
        yield ("seatings",), NOTE, "there are none; name the nations that so many teams should play"
    if not scenario.teaching:
        yield ("teaching",), NOTE, "there is none; an instructor would have no notes"
    aims = {goal.seat for goal in scenario.objectives}
    without = [code for code in desk.seats if code not in aims]
    if without:
        yield ("objectives",), WARNING, f"no objectives for {_list(without)}, which seatings name"
    without = [code for code in desk.seats if code not in scenario.briefs]
    if without:
        yield ("briefs",), WARNING, f"no brief for {_list(without)}, which seatings name"
    for code in desk.seats:
        goals = [goal for goal in scenario.objectives if goal.seat == code]
        if goals and not any(goal.public for goal in goals):
            yield ("objectives",), NOTE, f"no objective of {code} is public"


def events_never_happen(desk: Desk) -> Remarks:
    """Dated events outside the time of the game, or about nations that do not exist then."""
    first, last = months(desk.scenario.start), end(desk.scenario)
    for number, event in enumerate(desk.scenario.events):
        if not event.month:
            continue
        when, place = months(event.month), ("events", number, "month")
        if when < first:
            yield place, WARNING, f"{event.month} lies before the start; it never happens"
        elif when >= last:
            message = (
                f"{event.month} lies after the last turn ({month(last - 1)}); it never happens"
            )
            yield place, WARNING, message
        else:
            yield from _absent(desk, event, when, place)


def _absent(desk: Desk, event: Happening, when: int, place: Place) -> Remarks:
    named = {code for effect in event.effects for code in (effect.nation, effect.other) if code}
    for code in sorted(named | set(event.seats)):
        if not exists(desk.nations[code], when):
            yield place, WARNING, f"{code} does not exist in {event.month}"


def neutrals_in_pacts(desk: Desk) -> Remarks:
    """Neutrals that owe defence."""
    for number, treaty in enumerate(desk.scenario.agreements):
        if treaty.type in desk.defence_types:
            for code in (treaty.a, treaty.b):
                if desk.nations[code].neutrality >= NEUTRAL:
                    message = f"{code} is neutral by law and owes {treaty.type}"
                    yield ("agreements", number, "type"), WARNING, message
    for number, group in enumerate(desk.scenario.groups):
        neutral = [c for c in group.members if desk.nations[c].neutrality >= NEUTRAL]
        if group.defence and neutral:
            message = f"{_list(neutral)}: neutral by law, in a group whose members owe defence"
            yield ("groups", number, "members"), WARNING, message


def treaties_with_rivals(desk: Desk) -> Remarks:
    """Treaties of peace or defence between rivals, and defence owed to both of two rivals.

    Rivals within one alliance are its members' affair.
    """
    peaceful = {t.id for t in desk.scenario.catalogue.agreements if t.defence or t.restraint}
    for number, treaty in enumerate(desk.scenario.agreements):
        if treaty.type in peaceful and frozenset((treaty.a, treaty.b)) in desk.rivals:
            severity = WARNING if treaty.type in desk.defence_types else NOTE
            message = f"{treaty.type} in force between strategic rivals (dyads.csv)"
            yield ("agreements", number, "type"), severity, message
    for rivals in sorted(sorted(pair) for pair in desk.rivals):
        one, other = rivals
        place = _pair(desk.scenario, rivals)
        allied = frozenset(rivals) in desk.guarantees
        for code in () if allied else desk.nations:
            mine = desk.guarantees.get(frozenset((code, one)))
            theirs = desk.guarantees.get(frozenset((code, other)))
            if mine and theirs:
                message = f"{code} owes defence to both of these rivals ({mine}; {theirs})"
                yield place, WARNING, message


def _pair(scenario: Scenario, pair: list[str]) -> Place:
    numbers = [k for k, d in enumerate(scenario.dyads) if {d.a, d.b} == set(pair)]
    return ("dyads", numbers[0], "rivalry")


def groups_that_bar_each_other(desk: Desk) -> Remarks:
    """A group whose members may join no other alliance, and members who are in one."""
    groups = desk.scenario.groups
    for number, group in enumerate(groups):
        for other in groups if group.bars else ():
            both = sorted(set(group.members) & set(other.members))
            if other.defence and other.id != group.id and both:
                message = (
                    f"bars its members from other alliances, and {_list(both)} are in {other.id}"
                )
                yield ("groups", number, "bars"), WARNING, message


def nations_without_neighbours(desk: Desk) -> Remarks:
    """Nations that no pair names: nobody borders on them."""
    paired = {code for d in desk.scenario.dyads for code in (d.a, d.b)}
    alone = [code for code in desk.nations if code not in paired]
    if alone:
        message = f"no row names {_list(alone)}: without neighbours or rivals"
        yield ("dyads",), NOTE, message


def figures_without_source(desk: Desk) -> Remarks:
    """Columns with figures, and parameters, of which sources.toml says nothing."""
    for table, model in (("nations", Nation), ("dyads", Dyad)):
        rows = getattr(desk.scenario, table)
        told = desk.scenario.sources.get(table)
        used = [
            name
            for name, field in model.model_fields.items()
            if name not in LABELS and any(getattr(row, name) != field.default for row in rows)
        ]
        without = [name for name in used if not isinstance(told, dict) or name not in told]
        if without:
            yield ("sources", table), WARNING, f"no source for {_list(without)} of {table}.csv"
    told = desk.scenario.sources.get("set", {})
    without = sorted(set(desk.scenario.set) - set(told))
    if without:
        yield ("sources", "set"), WARNING, f"no source for {_list(without)} of [set]"


def figures_from_memory(desk: Desk) -> Remarks:
    """How much nobody looked up."""
    sources = desk.scenario.sources
    for table in ("nations", "dyads", "groups", "set"):
        told = sources.get(table)
        marked = [
            name
            for name, entry in (told.items() if isinstance(told, dict) else ())
            if name not in LABELS
            and isinstance(entry, dict)
            and str(entry.get("mark")) in FROM_MEMORY
        ]
        if marked:
            yield ("sources", table), NOTE, f"from memory or assumed: {_list(marked)}"
    for table in ("agreements", "participants", "bases", "supplies", "events"):
        rows = getattr(desk.scenario, table)
        assumed = sum(row.source.lower() == "assumption" for row in rows)
        if assumed:
            yield (table,), NOTE, f"assumed: {assumed} of {len(rows)} entries"


def citations_without_use(desk: Desk) -> Remarks:
    """Citations that nothing refers to."""
    found: Any = desk.scenario.sources.get("citations", {})
    pieces = ("agreements", "participants", "bases", "supplies", "events", "groups")
    used = {row.source.lower() for table in pieces for row in getattr(desk.scenario, table)}
    texts = str({key: part for key, part in desk.scenario.sources.items() if key != "citations"})
    for key in found:
        if key.lower() not in used and key not in texts:
            yield ("sources", "citations", key), NOTE, "nothing refers to it"


def _list(names: list[str]) -> str:
    """Names in a sentence; of many the first."""
    shown = ", ".join(names[:8])
    return shown if len(names) <= 8 else f"{shown} and {len(names) - 8} more"


#: All remarks, in the order of their reports.
REMARKS: tuple[Callable[[Desk], Remarks], ...] = (
    seats_lack_something,
    steps_out_of_reach,
    events_never_happen,
    neutrals_in_pacts,
    treaties_with_rivals,
    groups_that_bar_each_other,
    nations_without_neighbours,
    figures_without_source,
    figures_from_memory,
    citations_without_use,
)
