"""JSON Schema of the files of a scenario, for completion and checks in an editor."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from scenarios.draft import HEAD
from scenarios.lint_catalogue import ORDERS
from scenarios.lint_story import DIALS
from scenarios.load import load
from scenarios.schema import (
    Base,
    Catalogue,
    Dyad,
    Effect,
    Focus,
    Group,
    Happening,
    Nation,
    Objective,
    Part,
    Participant,
    Programme,
    Seating,
    Supply,
    Treaty,
    Written,
)
from sim.effects import EFFECTS
from sim.errors import DetenteError
from sim.mechanisms import MECHANISMS

Schema: TypeAlias = dict[str, Any]

#: The words of each table, by the name of its definition.
WORDS: Mapping[str, tuple[str, type[Part]]] = {
    "Programme": ("programme", Programme),
    "Seating": ("seating", Seating),
    "Focus": ("focus", Focus),
    "Nation": ("nation", Nation),
    "Dyad": ("dyad", Dyad),
    "Group": ("group", Group),
    "Treaty": ("treaty", Treaty),
    "Participant": ("participant", Participant),
    "Base": ("base", Base),
    "Supply": ("supply", Supply),
    "Happening": ("event", Happening),
    "Effect": ("effect", Effect),
    "Objective": ("objective", Objective),
}

#: Files that hold a list under one key, and what an entry is.
LISTS: Mapping[str, tuple[str, type[Part]]] = {
    "events": ("events", Happening),
    "objectives": ("objectives", Objective),
    "groups": ("groups", Group),
}

#: Sheets, and what a row is.
SHEETS: Mapping[str, type[Part]] = {
    "nations": Nation,
    "dyads": Dyad,
    "agreements": Treaty,
    "participation": Participant,
    "bases": Base,
    "supplies": Supply,
}


def schemas() -> dict[str, Schema]:
    """A schema for each file of a scenario, by the name of the file that it is written to."""
    found = {"scenario": _head()}
    for name, (key, model) in LISTS.items():
        found[name] = _told(
            {
                "type": "object",
                "properties": {key: {"type": "array", "items": _named(model)}},
                "additionalProperties": False,
                "$defs": _definitions(model),
            },
            f"{name}.toml",
        )
    for name, model in SHEETS.items():
        document = {"type": "array", "items": _named(model), "$defs": _definitions(model)}
        found[f"{name}-rows"] = _told(document, f"The rows of {name}.csv")
    return {f"{name}.schema.json": schema for name, schema in found.items()}


def write(folder: Path, *, force: bool = False) -> list[Path]:
    """Write all schemas into a folder, which is made if it is not there; their paths.

    Raises ``DetenteError`` where one of the files exists already, unless it may be overwritten.
    """
    paths = []
    old = [name for name in schemas() if (folder / name).exists()]
    if old and not force:
        raise DetenteError(f"{folder / old[0]} exists already; --force overwrites it")
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        path = folder / name
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def _head() -> Schema:
    """The schema of scenario.toml: a variant needs its own name only."""
    document = Written.model_json_schema(by_alias=True)
    properties = {key: document["properties"][key] for key in HEAD}
    parameters = _catalogue().parameters
    properties["set"] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            name: {
                "type": "number",
                "minimum": entry.low,
                "maximum": entry.high,
                "description": f"{entry.unit}; usually {entry.value:g}",
            }
            for name, entry in parameters.items()
        },
    }
    mechanisms = [{"const": name, "description": words} for name, words in MECHANISMS.items()]
    properties["off"] = {"type": "array", "items": {"oneOf": mechanisms}, "uniqueItems": True}
    needed = [key for key in document["required"] if key in HEAD and key != "id"]
    schema = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "required": ["id"],
        "anyOf": [{"required": ["extends"]}, {"required": needed}],
        "$defs": _definitions(Written),
    }
    _describe(properties, "scenario")
    return _told(schema, "scenario.toml")


def _told(schema: Schema, title: str) -> Schema:
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": title, **schema}


def _named(model: type[Part]) -> Schema:
    return {"$ref": f"#/$defs/{model.__name__}"}


def _definitions(model: type[Part]) -> Schema:
    """The definitions that a model needs, itself among them, with words and valid names."""
    document = model.model_json_schema(by_alias=True)
    found: Schema = document.pop("$defs", {})
    found[model.__name__] = document
    needed = _reached(found, [*(HEAD_PARTS if model is Written else (model.__name__,))])
    return {name: _enriched(name, found[name]) for name in needed}


#: What scenario.toml is made of.
HEAD_PARTS = ("Drop", "Slots", "Focus", "Seating", "Programme")


def _reached(definitions: Schema, names: list[str]) -> list[str]:
    """Names, and those of all that they refer to."""
    for name in names:
        text = json.dumps(definitions[name])
        names += [n for n in definitions if f'"#/$defs/{n}"' in text and n not in names]
    return names


def _enriched(name: str, schema: Schema) -> Schema:
    """A definition with what its keys mean, and the names that some of them choose from."""
    schema = {key: part for key, part in schema.items() if key not in ("title", "description")}
    if name in WORDS:
        _describe(schema["properties"], WORDS[name][0])
    properties = schema.get("properties", {})
    for key, choices in _choices().get(name, {}).items():
        choice = {"enum": list(choices)}
        if properties[key].get("type") == "array":
            properties[key]["items"] = choice
        else:
            properties[key] = {**choice, "description": properties[key].get("description", "")}
    return schema


def _describe(properties: Schema, table: str) -> None:
    for key, words in _words()[table].items():
        kept = {name: part for name, part in properties[key].items() if name != "title"}
        properties[key] = {**kept, "description": words}


@cache
def _choices() -> Mapping[str, Mapping[str, Iterable[str]]]:
    """Keys that choose from names which no scenario adds to."""
    from scenarios.objectives import MEASURES  # noqa: PLC0415  the engine, which loading spares

    catalogue = _catalogue()
    return {
        "Nation": {"doctrine": catalogue.doctrines},
        "Treaty": {"type": [entry.id for entry in catalogue.agreements]},
        "Participant": {"step": ["", *(step.id for step in catalogue.steps)]},
        "Effect": {"do": EFFECTS},
        "Objective": {"measure": MEASURES},
        "Focus": {"orders": ORDERS, "dials": DIALS},
    }


@cache
def _catalogue() -> Catalogue:
    """The tables that all scenarios share."""
    return load("first-steps").catalogue


@cache
def _words() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
