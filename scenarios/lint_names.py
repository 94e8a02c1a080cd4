"""What all checks share: what they yield, and names that must exist or must not stand twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from scenarios.draft import Draft, Place
from scenarios.faults import unknown
from scenarios.variants import names_of

Found: TypeAlias = Iterator[tuple[Place, str]]
Check: TypeAlias = Callable[[Draft], Found]


def codes(draft: Draft) -> list[str]:
    """Codes of all nations; empty if they could not be read."""
    if draft.absent("nations", "iso3"):
        return []
    return list(dict.fromkeys(draft.names("nations", key="iso3")))


def strangers(draft: Draft, names: Iterable[tuple[Place, str]]) -> Found:
    """Names that are no nation's code."""
    known = codes(draft)
    for place, name in names if known else ():
        if name not in known and name not in draft.loose:
            yield place, unknown("nation", name, known)


def cells(draft: Draft, table: str, *columns: str) -> Iterator[tuple[Place, str]]:
    """The filled cells of some columns of a list, each with its place."""
    for place, row in draft.items(table):
        yield from (((*place, column), row[column]) for column in columns if column in row)


def twice(draft: Draft, *table: str, key: str = "id") -> Found:
    """Names that two pieces of a list share."""
    first: dict[str, str] = {}
    for place, item in draft.items(*table):
        if key not in item:
            continue
        number = int(place[-1])
        lines = draft.lines.get(table[0])
        here = f"in row {lines[number]}" if lines else f"used by #{number + 1}"
        if item[key] in first:
            message = f"{item[key]!r} is already {first[item[key]]}"
            yield (*place, key), message
        else:
            first[item[key]] = here


def rows_twice(draft: Draft, table: str, what: str) -> Found:
    """Rows that another row of the same name has said already."""
    first: dict[str, int] = {}
    lines = draft.lines.get(table)
    for place, row in draft.items(table):
        names, number = names_of(table, row), int(place[-1])
        known = [first[name] for name in names if name in first]
        if known:
            where = f"in row {lines[known[0]]}" if lines else f"in entry #{known[0] + 1}"
            yield place, f"the {what} is already {where}"
        for name in names:
            first.setdefault(name, number)
