"""Variants: a scenario that extends another, says what differs and leaves the rest to it.

A file that the variant lacks is its base's. Keys of ``scenario.toml``, entries of ``[set]`` and
``[slots]``, rows with the same name, sources and briefs replace the base's; others are added.
``without`` leaves nations out with all that is about them, ``drop`` single rows and entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

from scenarios.draft import BRIEFS, HEAD_FILE, Draft, Place
from scenarios.faults import unknown
from scenarios.reading import ids, read_folder
from scenarios.schema import Drop, Written

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Variants that may stand above one another.
DEPTH = 4

#: How a row of each list is named, in ``drop`` and to find the row that it replaces.
NAMES: Mapping[str, str] = {
    "nations": "{iso3}",
    "dyads": "{a}-{b}",
    "agreements": "{a}-{b}.{type}",
    "participants": "{nation}.{programme}",
    "bases": "{host}-{guest}",
    "supplies": "{client}-{supplier}",
    "groups": "{id}",
    "programmes": "{id}",
    "events": "{id}",
    "objectives": "{seat}.{id}",
}

#: Tables whose entries replace and join the base's one by one.
ENTRIES = ("set", "slots", BRIEFS)

#: Columns that hold a nation's code, by list.
CODES: Mapping[str, tuple[str, ...]] = {
    "nations": ("iso3",),
    "dyads": ("a", "b"),
    "agreements": ("a", "b"),
    "participants": ("nation",),
    "bases": ("host", "guest"),
    "supplies": ("client", "supplier"),
    "objectives": ("seat",),
}

_SIMPLE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)

#: The folders and heads of the variants that led to a scenario.
Chain: TypeAlias = tuple[tuple[Path, str], ...]


def read_whole(folder: Path, head: str, library: Path, chain: Chain = ()) -> Draft:
    """What a folder says, on top of what it extends, as far as both could be read."""
    label = f"{folder.name}/" if chain else ""
    draft = read_folder(folder, head, label)
    name = draft.content.get("extends")
    if not isinstance(name, str) or not name:
        return draft
    chain = (*chain, (folder.resolve(), head))
    found = _base(folder.resolve(), name, library, chain)
    if isinstance(found, str):
        draft.add(("extends",), found)
        draft.unread.update((key,) for key in Written.model_fields if key not in draft.content)
        return draft
    return _merged(read_whole(found, HEAD_FILE, library, chain), draft)


def _base(folder: Path, name: str, library: Path, chain: Chain) -> Path | str:
    """The folder of the scenario that is extended, or why there is none."""
    if not _SIMPLE.fullmatch(name):
        return (
            f"{name!r} is no name; give the id of a scenario of the library, or the name of a "
            "folder beside this one"
        )
    beside = folder.parent / name
    if beside.is_symlink():
        return f"{name!r} is a link; put the folder itself beside this one"
    own = beside == folder and chain[-1][1] == HEAD_FILE
    if (beside / HEAD_FILE).is_file() and not (own and name in ids(library)):
        found = beside
    elif name in ids(library):
        found = (library / name).resolve()
    else:
        near = {path.parent.name for path in folder.parent.glob(f"*/{HEAD_FILE}")} - {folder.name}
        return unknown("scenario", name, [*ids(library), *sorted(near)])
    if (found, HEAD_FILE) in chain:
        way = " -> ".join((*(path.name for path, _ in chain), name))
        return f"leads back to where it came from: {way}"
    if len(chain) > DEPTH:
        return f"{len(chain)} variants stand above one another; at most {DEPTH} may"
    return found


def _merged(base: Draft, own: Draft) -> Draft:
    """The base with what the variant changes."""
    if "id" not in own.content:
        own.add(("id",), "is missing; a variant has an id of its own")
    _leave_out(base, own)
    for key, value in own.content.items():
        if key in NAMES and isinstance(value, list) and isinstance(base.at((key,)), list):
            _join_rows(base, own, key)
        elif key == "sources":
            _join_sources(base, own, value)
        elif key in ENTRIES and isinstance(value, dict) and isinstance(base.at((key,)), dict):
            base.content[key] = {**base.at((key,)), **value}
            base.homes.update({(key, name): own.label for name in value})
        else:
            base.content[key] = value
            base.homes[(key,)] = own.label
            base.lines[key] = own.lines.get(key, [])
    base.head = own.head
    base.problems += own.problems
    base.loose |= own.loose
    base.unread |= own.unread
    _forget_other_times(base, own.label)
    return base


def names_of(table: str, row: object) -> tuple[str, ...]:
    """The names of a row, both ways round for a pair without direction; none if it has none."""
    if not isinstance(row, dict):
        return ()
    shape = NAMES[table]
    try:
        swapped = {**row, "a": row["b"], "b": row["a"]} if "{a}" in shape else row
        return shape.format_map(row), shape.format_map(swapped)
    except KeyError:
        return ()


def _rows(draft: Draft, table: str) -> list[Any]:
    found = draft.at((table,))
    return found if isinstance(found, list) else []


def _join_rows(base: Draft, own: Draft, table: str) -> None:
    """Rows of the variant in the place of those of the same name, or after all others."""
    rows, lines = _rows(base, table), base.lines.setdefault(table, [])
    places = {name: k for k in reversed(range(len(rows))) for name in names_of(table, rows[k])}
    for k, row in enumerate(_rows(own, table)):
        hits = [places.pop(name) for name in names_of(table, row) if name in places]
        place = hits[0] if hits else len(rows)
        line = own.lines.get(table, [])[k : k + 1]
        rows[place : place + 1] = [row]
        lines[place : place + 1] = line
        base.homes[table, place] = own.label


def _join_sources(base: Draft, own: Draft, value: object) -> None:
    """Entries of the variant's sources over the base's; lists after the base's."""
    old = base.content.setdefault("sources", {})
    if not isinstance(value, dict) or not isinstance(old, dict):
        base.content["sources"] = value
        return
    for name, table in value.items():
        here = old.get(name)
        if isinstance(table, dict) and isinstance(here, dict):
            old[name] = {**here, **table}
            for entry in table:
                base.homes["sources", name, entry] = own.label
        elif isinstance(table, list) and isinstance(here, list):
            old[name] = here + table
        else:
            old[name] = table
            base.homes["sources", name] = own.label


def _leave_out(base: Draft, own: Draft) -> None:
    """Take out of the base what the variant does without; say what is not there.

    What is not written as it should is left where it stands: the schema tells of it.
    """
    gone, drop = own.content.get("without"), own.content.get("drop")
    if _is_texts(gone):
        codes = base.names("nations", key="iso3")
        for code in gone if codes else ():
            if code not in codes:
                own.add(("without",), unknown("nation", code, codes))
        _leave_nations_out(base, frozenset(gone))
    for table, names in drop.items() if isinstance(drop, dict) else ():
        readable = (table,) not in base.unread
        if _is_texts(names) and table in Drop.model_fields and readable:
            for message in _drop(base, table, names):
                own.add(("drop", table), message)


def _is_texts(found: object) -> TypeGuard[list[str]]:
    return isinstance(found, list) and all(isinstance(item, str) for item in found)


def _drop(base: Draft, table: str, names: list[str]) -> Iterator[str]:
    """Take single rows or entries out; yields what is wrong with those that cannot be."""
    if table == "set":
        found = base.content.get("set")
        entries = found if isinstance(found, dict) else {}
        for name in names:
            if entries.pop(name, None) is None:
                yield unknown("parameter of the base", name, entries)
            _forget_source(base, table, name)
        return
    known = [names_of(table, row) for row in _rows(base, table)]
    for name in names:
        if not any(name in both for both in known):
            yield unknown("such row in the base", name, [both[0] for both in known if both])
        if table == "groups":
            _forget_source(base, table, name)
    gone = set(names)
    _keep(base, table, [gone.isdisjoint(both) for both in known])


def _forget_source(base: Draft, table: str, name: str) -> None:
    """What is no longer there has no source."""
    told = base.at(("sources", table))
    if isinstance(told, dict):
        told.pop(name, None)


def _keep(draft: Draft, table: str, kept: list[bool]) -> None:
    """Keep some rows of a list, with the lines and files that they stand in."""
    rows, lines = _rows(draft, table), draft.lines.get(table)
    homes = [draft.homes.pop((table, k), None) for k in range(len(rows))]
    left = [k for k, keep in enumerate(kept) if keep]
    rows[:] = [rows[k] for k in left]
    if lines:
        lines[:] = [lines[k] for k in left]
    for new, old in enumerate(left):
        home = homes[old]
        if home is not None:
            draft.homes[table, new] = home


def _leave_nations_out(base: Draft, gone: frozenset[str]) -> None:
    """Nations leave with their rows, memberships, pairs, briefs, and all that is about them."""
    for table in (*NAMES, "seatings"):
        _keep(base, table, [gone.isdisjoint(_about(table, row)) for row in _rows(base, table)])
    told = [_texts(row, "seats") for row in _rows(base, "events")]
    _keep(base, "events", [not seats or not gone.issuperset(seats) for seats in told])
    for table, keys in (("groups", ("members", "pending", "permanent")), ("events", ("seats",))):
        for place, key in ((place, key) for place, _ in base.items(table) for key in keys):
            left = [code for code in _texts(base.at(place), key) if code not in gone]
            if left or key in base.at(place):
                base.at(place)[key] = left
    briefs = base.content.get(BRIEFS)
    if isinstance(briefs, dict):
        base.content[BRIEFS] = {code: text for code, text in briefs.items() if code not in gone}


def _about(table: str, row: object) -> set[str]:
    """The nations that a row is about: without one of them it means nothing, or another thing."""
    if not isinstance(row, dict):
        return set()
    named = {str(row[key]) for key in CODES.get(table, ()) if key in row}
    if table == "objectives":
        named.update(_texts(row, "of"))
    if table == "events" and isinstance(row.get("effects"), list):
        for effect in row["effects"]:
            if isinstance(effect, dict):
                named.update(str(effect[key]) for key in ("nation", "other") if key in effect)
    if table == "seatings":
        named.update(_texts(row, "seats"))
    return named


def _texts(row: object, key: str) -> list[str]:
    found = row.get(key) if isinstance(row, dict) else None
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _forget_other_times(draft: Draft, label: str) -> None:
    """A dated event of the base that lies before or after the variant's time is left out."""
    start, turns, months = (draft.content.get(key) for key in ("start", "turns", "months"))
    first = _month(start)
    if first is None or not isinstance(turns, int):
        return
    last = first + turns * (months if isinstance(months, int) else 3)

    def happens(place: Place, row: object) -> bool:
        month = _month(row.get("month")) if isinstance(row, dict) else None
        return draft.homes.get(place) == label or month is None or first <= month < last

    rows = _rows(draft, "events")
    _keep(draft, "events", [happens(("events", k), row) for k, row in enumerate(rows)])


def _month(text: object) -> int | None:
    """Months since the year 0 of a ``YYYY-MM``."""
    found = _MONTH.fullmatch(text) if isinstance(text, str) else None
    return int(found[1]) * 12 + int(found[2]) - 1 if found else None
