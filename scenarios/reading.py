"""From the folder of a scenario and the catalogue to a draft of what their files say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.draft import (
    BRIEFS,
    HEAD,
    HEAD_FILE,
    OPTIONAL,
    SHEETS,
    TABLES,
    TEACHING,
    Data,
    Draft,
    Place,
)
from scenarios.faults import Problem
from scenarios.files import read_csv, read_text, read_toml
from scenarios.schema import Base, Dyad, Nation, Part, Participant, Supply, Treaty, Written
from sim.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a row of each sheet is.
ROWS: Mapping[str, type[Part]] = {
    "nations": Nation,
    "dyads": Dyad,
    "agreements": Treaty,
    "participants": Participant,
    "bases": Base,
    "supplies": Supply,
}

#: Names of files that hold packed folders.
PACKED = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")


def locate(reference: str | Path, library: Path) -> tuple[Path, str] | Problem:
    """The folder and the name of the main file, or why there is none."""
    path, name = Path(reference), str(reference)
    try:
        if path.is_dir() and name:
            return path, HEAD_FILE
        if path.exists() and name:
            if path.suffix == ".toml":
                return path.parent, path.name
            if path.suffix.lower() in PACKED:
                return Problem(name, "", "is an archive; unpack it and give its folder")
            return Problem(name, "", f"is not a scenario; give its folder or its {HEAD_FILE}")
    except (OSError, ValueError):  # a name that no file can bear
        pass
    known = ids(library)
    if name in known:
        return library / name, HEAD_FILE
    tried = "neither a folder, nor a file, nor an id of the library"
    return Problem(name, "", f"no such scenario: {tried}{nearest(name, known)}")


def ids(library: Path) -> tuple[str, ...]:
    """Names of the folders of a library that hold a scenario, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in library.glob(f"*/{HEAD_FILE}")))


def read_folder(folder: Path, head: str, label: str = "") -> Draft:
    """What the files of a folder say, and the faults in them; ``label`` goes before their names.

    A variant may lack any file but its head, another scenario those of ``OPTIONAL``.
    """
    draft = Draft({}, head=head, label=label)
    _read_head(draft, folder)
    optional = tuple(SHEETS.values()) if draft.content.get("extends") else OPTIONAL
    _read_sheets(draft, folder, optional)
    for place, (file, key) in TABLES.items():
        lacking = draft.content.get("extends") or file in OPTIONAL
        if len(place) == 1 and not (lacking and not (folder / file).exists()):
            _read_table(draft, folder, place, (file, file, key))
    _read_briefs(draft, folder)
    draft.problems = [replace(fault, file=label + fault.file) for fault in draft.problems]
    return draft


def read_catalogue(draft: Draft, catalogue: Path) -> None:
    """Add the tables that all scenarios share."""
    draft.content["catalogue"] = {}
    for place, (label, key) in TABLES.items():
        if label.endswith("/"):
            _read_files(draft, catalogue, place)
        elif len(place) == 2:
            _read_table(draft, catalogue, place, (label.rpartition("/")[2], label, key))


def _read_head(draft: Draft, folder: Path) -> None:
    head = read_toml(folder, draft.head, draft.problems)
    if head is None:
        draft.unread.update((key,) for key in HEAD)
        return
    for key in Written.model_fields:
        if key in head and key not in HEAD:
            del head[key]
            file = SHEETS.get(key) or TABLES.get((key,), ("the catalogue", ""))[0]
            file = f"{BRIEFS}/" if key in (BRIEFS, TEACHING) else file
            draft.problems.append(Problem(draft.head, key, f"does not belong here but in {file}"))
    draft.content.update(head)


def _read_sheets(draft: Draft, folder: Path, optional: tuple[str, ...]) -> None:
    for key, model in ROWS.items():
        if SHEETS[key] in optional and not (folder / SHEETS[key]).exists():
            continue
        sheet = read_csv(folder, SHEETS[key], model, draft.problems)
        if sheet is None:
            draft.unread.add((key,))
            continue
        draft.content[key], draft.lines[key] = sheet.rows, sheet.lines
        draft.loose |= sheet.loose
        draft.unread.update((key, column) for column in sheet.absent)


def _read_table(draft: Draft, where: Path, place: Place, file: tuple[str, str, str]) -> None:
    """One table from a file: its name, its label in faults, its key there."""
    name, label, key = file
    table = read_toml(where, name, draft.problems, label)
    if table is None:
        draft.unread.add(place)
    else:
        _take_in(draft, place, _under(draft, table, label, key))


def _read_briefs(draft: Draft, folder: Path) -> None:
    """Texts beside the tables: ``briefs/ISO3.md`` for a seat, ``briefs/teaching.md``."""
    briefs: dict[str, str] = {}
    for path in sorted((folder / BRIEFS).glob("*.md")):
        label = f"{BRIEFS}/{path.name}"
        text = read_text(folder, label, draft.problems)
        if text is not None and path.stem == TEACHING:
            draft.content[TEACHING] = text.strip()
        elif text is not None:
            briefs[path.stem] = text.strip()
    if briefs:
        draft.content[BRIEFS] = briefs


def _read_files(draft: Draft, where: Path, place: Place) -> None:
    """One table from all files of a folder, in alphabetical order; no entry may stand in two."""
    label, key = TABLES[place]
    folder = where / label.split("/")[-2]
    names = sorted(path.name for path in folder.glob("*.toml"))
    if not names:
        draft.problems.append(Problem(label, "", "there is no such folder, or no file in it"))
        draft.unread.add(place)
    for name in names:
        table = read_toml(folder, name, draft.problems, label + name)
        entries = None if table is None else _under(draft, table, label + name, key)
        if not isinstance(entries, dict):
            draft.unread.add(place)
            continue
        for entry in entries:
            first = draft.origin.setdefault((*place, entry), label + name)
            if first != label + name:
                message = f"stands in {first} already"
                draft.problems.append(Problem(label + name, entry, message))
        _take_in(draft, place, {**draft.at(place), **entries})


def _under(draft: Draft, table: dict[str, Any], label: str, key: str) -> Data:
    """What a file holds under its key; other keys are faults."""
    for other in table if key else ():
        if other != key:
            draft.problems.append(Problem(label, other, f"no such key{nearest(other, [key])}"))
    return table.get(key) if key else table


def _take_in(draft: Draft, place: Place, piece: Data) -> None:
    into = draft.content if len(place) == 1 else draft.content["catalogue"]
    if piece is not None:
        into[str(place[-1])] = piece
