"""From a reference (an id, a folder, a file) or a record's content to a scenario, or its faults."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.draft import SHEETS, TABLES, Draft
from scenarios.faults import Problem, ScenarioFault
from scenarios.lint import lint
from scenarios.reading import ids, locate, read_catalogue
from scenarios.variants import read_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.schema import Scenario

__all__ = ["Problem", "ScenarioFault", "draft_of", "from_content", "library", "load", "problems"]

HERE = Path(__file__).parent
LIBRARY, CATALOGUE = HERE / "library", HERE / "catalogue"


def library() -> tuple[str, ...]:
    """Ids of the scenarios that come with Détente, in alphabetical order."""
    return ids(LIBRARY)


def load(reference: str | Path, catalogue: Path | None = None) -> Scenario:
    """The scenario of a reference: an id of the library, a folder, or a path of a scenario.toml.

    A path that exists comes before an id of the same name. A variant comes with all that it
    extends. ``catalogue`` is a folder of catalogue files in place of the usual one. Raises
    ``ScenarioFault`` with all faults at once.
    """
    draft = draft_of(reference, catalogue)
    if draft.problems:
        raise ScenarioFault(str(reference), draft.problems)
    return draft.scenario()


def problems(reference: str | Path, catalogue: Path | None = None) -> list[Problem]:
    """All faults of a scenario: what keeps ``load`` from loading it. Empty for a sound one."""
    return draft_of(reference, catalogue).problems


def from_content(content: Mapping[str, Any], where: str = "record") -> Scenario:
    """The scenario whose ``content()`` a record holds; ``where`` names the record in faults."""
    if not isinstance(content, dict):
        raise ScenarioFault(where, [Problem(where, "", "holds no scenario")])
    draft = Draft(copy.deepcopy(content), record=where)
    draft.check_shape()
    lint(draft)
    if draft.problems:
        raise ScenarioFault(where, draft.problems)
    return draft.scenario()


def draft_of(reference: str | Path, catalogue: Path | None = None) -> Draft:
    """The scenario as far as it could be read, and its faults in the order of the files."""
    found = locate(reference, LIBRARY)
    if isinstance(found, Problem):
        return Draft({}, [found])
    draft = read_whole(*found, LIBRARY)
    read_catalogue(draft, catalogue or CATALOGUE)
    draft.check_shape()
    lint(draft)
    files = [draft.head, *SHEETS.values(), *(label for label, _ in TABLES.values())]
    order = {file: place for place, file in enumerate(files)}

    def rank(problem: Problem) -> int:
        folder, _, name = problem.file.rpartition("/")
        places = (order.get(label) for label in (problem.file, f"{folder}/", name))
        return next((place for place in places if place is not None), len(order))

    draft.problems.sort(key=rank)
    return draft
