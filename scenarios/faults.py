"""Faults of a scenario: where each is, what is wrong, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from sim.errors import DetenteError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: Longest piece of a file that a message repeats.
SHOWN = 60

#: What a text must look like, by the pattern of the schema.
PATTERNS: Mapping[str, str] = {
    r"^(|\d{4}-(0[1-9]|1[0-2]))$": "a month (YYYY-MM, or empty)",
    r"^\d{4}-(0[1-9]|1[0-2])$": "a month (YYYY-MM)",
    r"^[a-z][a-z0-9-]*$": "an id (small letters, digits and hyphens, a letter first)",
    r"^[a-z][a-z_]*$": "a name (small letters and underscores, a letter first)",
    r"^[A-Z]{3}$": "a code of three capital letters",
}

#: What a value must be, by the type of pydantic's error.
KINDS: Mapping[str, str] = {
    "float_type": "a number",
    "int_type": "a whole number",
    "int_parsing_size": "a number of usual size",
    "bool_type": "true or false",
    "string_type": "a text",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "finite_number": "a finite number",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault or remark: the file, the key, column or line in it, and a sentence."""

    file: str
    key: str
    message: str
    severity: str = "fault"  # or "warning" or "note", which keep nothing from working

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.key, self.message) if part)


class FileFault(DetenteError):
    """Files that cannot be used; ``problems`` holds every fault that was found."""

    kind: ClassVar[str]  # what the files describe

    def __init__(self, reference: str, problems: Iterable[Problem]) -> None:
        self.reference = reference
        self.problems: tuple[Problem, ...] = tuple(problems)
        count = len(self.problems)
        head = f"{self.kind} {reference}: {count} fault{'s' if count != 1 else ''}"
        super().__init__("\n".join((head, *(f"  {problem}" for problem in self.problems))))

    def __reduce__(self) -> tuple[type[FileFault], tuple[str, tuple[Problem, ...]]]:
        return type(self), (self.reference, self.problems)


class ScenarioFault(FileFault):
    """A scenario that cannot be played."""

    kind = "scenario"


class DesignFault(FileFault):
    """A design of an experiment that cannot be carried out."""

    kind = "design"


def show(value: object) -> str:
    """A value as a message repeats it: numbers as they are, texts in quotes, both cut short."""
    match value:
        case bool():
            text = "true" if value else "false"
        case float():
            text = f"{value:.12g}"
        case dict():
            text = "a table"
        case list():
            text = "a list"
        case _:
            text = repr(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 3] + "..."


def span(node: Mapping[str, Any]) -> str:
    """The range a schema node allows: ``0 to 1``, ``0 or more``, ``0 to below 4096``."""
    low = node.get("minimum", node.get("exclusiveMinimum"))
    high = node.get("maximum", node.get("exclusiveMaximum"))
    if high is None:
        return f"{show(low)} or more"
    below = "" if "maximum" in node else "below "
    most = f"{below}{show(high)}"
    return f"up to {most}" if low is None else f"{show(low)} to {most}"


def sentence(error: Mapping[str, Any], node: Mapping[str, Any], parent: Mapping[str, Any]) -> str:
    """What one of pydantic's errors says, in plain words.

    ``node`` is the JSON schema of the place, ``parent`` that of the table around it.
    """
    kind, value = str(error["type"]), error.get("input")
    match kind.split("_"):
        case ["missing"]:
            text = "is missing"
        case ["extra", *_]:
            name = str(error["loc"][-1])
            text = f"no such key{nearest(name, parent.get('properties', {}))}"
        case ["greater" | "less", "than", *_]:
            text = f"{show(value)} is out of range ({span(node)})"
        case ["string", "pattern", *_]:
            pattern = str(error.get("ctx", {}).get("pattern"))
            text = f"{show(value)} is not {PATTERNS.get(pattern, 'as it should')}"
        case ["literal", *_]:
            text = f"{show(value)} is not known{nearest(str(value), choices(node))}"
        case ["too", *_]:
            text = f"has {error['ctx']['actual_length']} entries where {node['minItems']} belong"
        case _ if kind in KINDS:
            text = f"{show(value)} is not {KINDS[kind]}"
        case _:
            text = f"{show(value)} cannot be used ({str(error['msg']).replace('Input', 'it')})"
    return text


def unknown(kind: str, name: str, valid: Iterable[str]) -> str:
    """That there is no such name, and the nearest there is."""
    return f"no {kind} {name!r}{nearest(name, valid)}"


def choices(node: Mapping[str, Any]) -> Sequence[str]:
    """The values that a schema node lists, as texts."""
    return [str(value) for value in node.get("enum", [node["const"]] if "const" in node else ())]


def schema_at(document: Mapping[str, Any], place: Sequence[str | int]) -> Mapping[str, Any]:
    """The node of a place in a model's JSON schema; empty where the schema says nothing."""
    node = _resolved(document, document)
    for step in place:
        if isinstance(step, int):
            node = _resolved(document, node.get("items", {}))
        elif step in node.get("properties", {}):
            node = _resolved(document, node["properties"][step])
        else:
            more = node.get("additionalProperties", {})
            node = _resolved(document, more) if isinstance(more, dict) else {}
    return node


def _resolved(document: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """A node with its reference followed, and of alternatives the one that is not null."""
    for option in node.get("anyOf", ()):
        if option.get("type") != "null":
            node = option
    if "$ref" in node:
        definition: Mapping[str, Any] = document["$defs"][str(node["$ref"]).rpartition("/")[2]]
        return definition
    return node
