"""From a reference (an id, a folder, a file) or a record's content to a scenario, or its faults."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.draft import (
    BRIEFS,
    HEAD,
    OPTIONAL,
    SHEETS,
    TABLES,
    TEACHING,
    Data,
    Draft,
    Place,
)
from scenarios.faults import Problem, ScenarioFault
from scenarios.files import read_csv, read_text, read_toml
from scenarios.lint import lint
from scenarios.schema import Base, Dyad, Nation, Part, Participant, Scenario, Treaty
from sim.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Problem", "ScenarioFault", "from_content", "library", "load", "problems"]

HERE = Path(__file__).parent
LIBRARY, CATALOGUE = HERE / "library", HERE / "catalogue"
HEAD_FILE = "scenario.toml"

#: What a row of each sheet is.
ROWS: Mapping[str, type[Part]] = {
    "nations": Nation,
    "dyads": Dyad,
    "agreements": Treaty,
    "participants": Participant,
    "bases": Base,
}


def library() -> tuple[str, ...]:
    """Ids of the scenarios that come with Détente, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in LIBRARY.glob(f"*/{HEAD_FILE}")))


def load(reference: str | Path, catalogue: Path | None = None) -> Scenario:
    """The scenario of a reference: an id of the library, a folder, or a path of a scenario.toml.

    A path that exists comes before an id of the same name. ``catalogue`` is a folder of catalogue
    files in place of the usual one. Raises ``ScenarioFault`` with all faults at once.
    """
    draft = _draft(reference, catalogue)
    if draft.problems:
        raise ScenarioFault(str(reference), draft.problems)
    return Scenario.model_validate(draft.content)


def problems(reference: str | Path, catalogue: Path | None = None) -> list[Problem]:
    """All faults of a scenario: what keeps ``load`` from loading it. Empty for a sound one."""
    return _draft(reference, catalogue).problems


def from_content(content: Mapping[str, Any], where: str = "record") -> Scenario:
    """The scenario whose ``content()`` a record holds; ``where`` names the record in faults."""
    if not isinstance(content, dict):
        raise ScenarioFault(where, [Problem(where, "", "holds no scenario")])
    draft = Draft(copy.deepcopy(content), record=where)
    draft.check_shape()
    lint(draft)
    if draft.problems:
        raise ScenarioFault(where, draft.problems)
    return Scenario.model_validate(draft.content)


def _draft(reference: str | Path, catalogue: Path | None) -> Draft:
    """The scenario as far as it could be read, and its faults."""
    found = _locate(reference)
    if isinstance(found, Problem):
        return Draft({}, [found])
    folder, head = found
    draft = Draft({}, head=head)
    _read_head(draft, folder)
    _read_sheets(draft, folder)
    _read_tables(draft, folder, catalogue or CATALOGUE)
    _read_briefs(draft, folder)
    draft.check_shape()
    lint(draft)
    order = {file: place for place, file in enumerate(_files(head))}

    def rank(problem: Problem) -> int:
        folder = problem.file.rpartition("/")[0] + "/"
        return order.get(problem.file, order.get(folder, len(order)))

    draft.problems.sort(key=rank)
    return draft


def _locate(reference: str | Path) -> tuple[Path, str] | Problem:
    """The folder and the name of the main file, or why there is none."""
    path, name = Path(reference), str(reference)
    try:
        if path.is_dir() and name:
            return path, HEAD_FILE
        if path.exists() and name:
            if path.suffix == ".toml":
                return path.parent, path.name
            return Problem(name, "", f"is not a scenario; give its folder or its {HEAD_FILE}")
    except (OSError, ValueError):  # a name that no file can bear
        pass
    if name in library():
        return LIBRARY / name, HEAD_FILE
    tried = "neither a folder, nor a file, nor an id of the library"
    return Problem(name, "", f"no such scenario: {tried}{nearest(name, library())}")


def _read_head(draft: Draft, folder: Path) -> None:
    head = read_toml(folder, draft.head, draft.problems)
    if head is None:
        draft.unread.update((key,) for key in HEAD)
        return
    for key in Scenario.model_fields:
        if key in head and key not in HEAD:
            del head[key]
            file = SHEETS.get(key) or TABLES.get((key,), ("the catalogue", ""))[0]
            draft.problems.append(Problem(draft.head, key, f"does not belong here but in {file}"))
    draft.content.update(head)


def _read_sheets(draft: Draft, folder: Path) -> None:
    for key, model in ROWS.items():
        if SHEETS[key] in OPTIONAL and not (folder / SHEETS[key]).exists():
            continue
        sheet = read_csv(folder, SHEETS[key], model, draft.problems)
        if sheet is None:
            draft.unread.add((key,))
            continue
        draft.content[key], draft.lines[key] = sheet.rows, sheet.lines
        draft.loose |= sheet.loose
        draft.unread.update((key, column) for column in sheet.absent)


def _read_tables(draft: Draft, folder: Path, catalogue: Path) -> None:
    draft.content["catalogue"] = {}
    for place, (label, key) in TABLES.items():
        where = folder if len(place) == 1 else catalogue
        if label.endswith("/"):
            _read_folder(draft, where, place)
            continue
        if label in OPTIONAL and not (where / label).exists():
            continue
        table = read_toml(where, label.rpartition("/")[2], draft.problems, label)
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


def _read_folder(draft: Draft, where: Path, place: Place) -> None:
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


def _files(head: str) -> list[str]:
    """Labels of all files, in the order of reports."""
    return [head, *SHEETS.values(), *(label for label, _ in TABLES.values())]
