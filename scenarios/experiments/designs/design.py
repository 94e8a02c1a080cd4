"""Reading a design file: every fault at once, with its place and what would be right."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import ValidationError

from scenarios import load as loading
from scenarios.experiments.designs.checks import (
    MOST_RUNS,
    check_measures,
    check_sampling,
    check_size,
)
from scenarios.experiments.designs.factor_table import (
    Entry,
    Tell,
    entries,
    read_factors,
    references,
)
from scenarios.experiments.designs.plan import Plan
from scenarios.experiments.designs.schema import DYADS, Design, Measures, dyads_of
from scenarios.faults import DesignFault, Problem, ScenarioFault, schema_at, sentence
from scenarios.files import read_toml
from scenarios.schema import Scenario
from sim.errors import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DYADS", "MOST_RUNS", "Design", "DesignFault", "Measures", "dyads_of", "read_design"]

#: Where something stands in the file.
Place: TypeAlias = tuple[str | int, ...]


def read_design(path: Path) -> Plan:
    """The plan of a design file; ``DesignFault`` with all its faults if it has any."""
    problems: list[Problem] = []

    def tell(key: str, message: str) -> None:
        problems.append(Problem(path.name, key, message))

    content = _content(path, problems)
    if content is None:
        raise DesignFault(str(path), problems)
    table = entries(content.pop("factors", {}), tell)
    design, faulty = _shape(content, tell)
    scenarios = _scenarios(path.parent, design, table, faulty, tell)
    sampled = None if ("sampling", "method") in faulty else design.sampling.method != "full"
    factors = read_factors(table, scenarios, sampled, tell)
    design = design.model_copy(update={"factors": factors})
    _check_turns(design, scenarios, tell)
    if not any(place[0] == "sampling" for place in faulty):
        check_sampling(design.sampling, tell)
    check_measures(design.measures, tell)
    if len(factors) == len(table):
        check_size(design, tell)
    if problems:
        raise DesignFault(str(path), problems)
    return Plan.of(design, scenarios)


def _content(path: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """The tables of the file, or ``None`` and the reason."""
    if not _exists(path):
        problems.append(Problem(path.name, "", "there is no such file"))
    elif path.is_dir():
        problems.append(Problem(path.name, "", "is a folder; name the design file itself"))
    else:
        real = path.resolve()
        return read_toml(real.parent, real.name, problems, path.name)
    return None


def _exists(path: Path) -> bool:
    """Whether there is such a file or folder; a name that none can bear is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


@cache
def _document() -> Mapping[str, Any]:
    return Design.model_json_schema()


def _shape(content: dict[str, Any], tell: Tell) -> tuple[Design, set[Place]]:
    """The design as far as its keys and types are right, and the places where they are not."""
    faulty: set[Place] = set()
    try:
        return Design.model_validate(content, strict=True), faulty
    except ValidationError as fault:
        errors = fault.errors(include_url=False, include_context=True)
    for error in errors:
        place: Place = tuple(error["loc"])
        if place[:2] == ("measures", "decisions"):
            if place[:2] not in faulty:
                tell("measures.decisions", "is neither true or false nor a list of decisions")
        else:
            parent = schema_at(_document(), place[:-1])
            message = sentence(error, schema_at(_document(), place), parent)
            tell(".".join(str(step) for step in place if isinstance(step, str)), message)
        faulty.add(place[:2])
    for head, *tail in faulty:
        if tail and isinstance(content.get(str(head)), dict):
            content[str(head)].pop(tail[0], None)
        else:
            content.pop(str(head), None)
    return Design.model_validate(content, strict=True), faulty


def _scenarios(
    folder: Path, design: Design, table: Mapping[str, Entry], faulty: set[Place], tell: Tell
) -> dict[str, Scenario]:
    """The scenarios that the design names, by their names in it."""
    key, names = "scenario", [design.scenario] if design.scenario else []
    if "scenario" in table:
        key = table["scenario"].key
        if names:
            tell(key, "stands at the top of the file too; name the scenario once")
        names = [*dict.fromkeys(references(table))]
    elif not names and ("scenario",) not in faulty:
        tell(key, f"is missing; name one (in the library: {', '.join(loading.library())})")
    found: dict[str, Scenario] = {}
    for name in names:
        scenario = _scenario(folder, name, key, tell)
        if scenario is None:
            continue
        same = [other for other, known in found.items() if known.digest() == scenario.digest()]
        if same:
            tell(key, f"{same[0]!r} and {name!r} are the same scenario")
        found[name] = scenario
    return found


def _scenario(folder: Path, name: str, key: str, tell: Tell) -> Scenario | None:
    """The scenario of an id or of a path relative to the design's folder."""
    library = loading.library()
    if name and _exists(folder / name):
        place = folder / name
    elif name in library:
        place = loading.LIBRARY / name
    else:
        known = nearest(name, library)
        tell(key, f"no scenario {name!r}{known}; paths are relative to the design file")
        return None
    try:
        return loading.load(place)
    except ScenarioFault as fault:
        for problem in fault.problems:
            tell(key, f"{name}: {problem}")
    return None


def _check_turns(design: Design, scenarios: Mapping[str, Scenario], tell: Tell) -> None:
    for scenario in scenarios.values():
        if design.turns is not None and design.turns > scenario.turns:
            tell("turns", f"{design.turns}: scenario {scenario.id} has {scenario.turns} at most")
