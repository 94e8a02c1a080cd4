"""The model's tables in words, made from code and catalogue: state, parameters, orders, mechanisms.

``tools/describe.py`` writes them into ``docs/odd.md``; a test keeps the two in step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from agents.run import turns_of
from scenarios.build import new_game, seeds_for
from scenarios.load import load
from scenarios.schema import Catalogue, Scenario
from scenarios.validation.claims import claims
from sim.axes import NEVER
from sim.causes import Cause
from sim.mechanisms import MECHANISMS, OFF
from sim.orders import AMOUNT, ARGUMENT, TARGET, OrderKind
from sim.state import FIELDS

#: What seats say besides orders, and the mechanisms that it drives.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "offer": ("A1", "A2", "A3", "A7", "A9", "A13", "N1"),
    "reply": ("A2", "A3", "A9", "A13"),
    "attend": ("P3", "P5", "P14"),
    "vote": ("P9", "A1", "P10", "A14"),
    "honour": ("A10", "A8"),
}

#: Mechanisms that post nothing of their own: what they weigh in decisions instead.
THROUGH: Mapping[str, tuple[str, str]] = {
    "P14": ("the decision term tension", "exercise_coming, exercise"),
    "A15": ("how strongly terms weigh in what becomes of agreements", "agreement, agreement_turn"),
    "A13": ("the doctrine's multipliers of decision terms", "every field that decisions move"),
}

_AXIS = {
    "P": "programme",
    "S": "step",
    "N": "nation",
    "A": "type of agreement",
    "E": "type of exercise",
    "G": "group",
    "I": "instrument",
    "Q": "mission",
    "T": "text",
    "X": "exercise",
    "matter": "matter",
    "scope": "circle",
    "": "",
}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(c) for c in line) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def state_table() -> str:
    """Every field of the state: axes, unit, range, who may read it, meaning."""
    return table(
        ["field", "axes", "unit", "range", "audience", "meaning"],
        [
            [
                f"`{spec.name}`",
                spec.axes,
                spec.unit,
                "never, or a turn" if spec.low == NEVER else f"{spec.low:g} to {spec.high:g}",
                spec.audience.value,
                spec.doc,
            ]
            for spec in FIELDS.values()
        ],
    )


def parameter_table(catalogue: Catalogue) -> str:
    """Every parameter: value, range, unit, kind, source."""
    return table(
        ["parameter", "value", "range", "unit", "kind", "source"],
        [
            [f"`{name}`", f"{p.value:g}", f"{p.low:g} to {p.high:g}", p.unit, p.kind, p.source]
            for name, p in sorted(catalogue.parameters.items())
        ],
    )


def order_table(catalogue: Catalogue) -> str:
    """Every order: what it does, what it names, its price, the mechanisms it drives."""
    rows = []
    for kind in OrderKind:
        if not kind:
            continue
        price = catalogue.orders[kind.name.lower()]
        rows.append(
            [
                f"`{kind.name.lower()}`",
                price.text,
                ", ".join(filter(None, _names(kind))),
                f"{price.money:g}",
                f"{price.effort:g}",
                f"{price.will:g}",
                ", ".join((price.mechanism, *price.also)),
            ]
        )
    heads = ["order", "what it does", "names", "$m", "effort", "will", "mechanisms"]
    return table(heads, rows)


def _names(kind: OrderKind) -> tuple[str, ...]:
    choice = ARGUMENT.get(kind, "")
    chosen = _AXIS[choice] if isinstance(choice, str) else " or ".join(choice)
    unit = AMOUNT[kind][0] if kind in AMOUNT else ""
    return _AXIS[TARGET[kind]], chosen, unit


def orders_of(catalogue: Catalogue, mechanism: str) -> list[str]:
    """The orders and answers that drive a mechanism."""
    found = [
        name
        for name, price in catalogue.orders.items()
        if mechanism in (price.mechanism, *price.also)
    ]
    return found + [name for name, drives in ANSWERS.items() if mechanism in drives]


def causes_of(mechanism: str) -> list[str]:
    """The words of the causes in the books that belong to a mechanism."""
    found = [cause.words for cause in Cause if cause.mechanism == mechanism]
    return found or [THROUGH[mechanism][0]]


@cache
def fields_moved() -> Mapping[str, frozenset[str]]:
    """The fields that each mechanism's causes were seen to move in games of two policies."""
    found: dict[str, set[str]] = {name: set() for name in MECHANISMS}
    for name, policy, runs, turns in (
        ("first-steps", "chance", 32, 12),
        ("pfp-1994", "chance", 2, 10),
        ("pfp-1994", "doctrine", 4, 24),
    ):
        game = new_game(load(name), seeds_for(7, runs), default=policy)
        for played in turns_of(game, turns, ledger=True):
            for entry in played.turn.ledger:
                if entry.cause.mechanism:
                    found[entry.cause.mechanism].add(entry.field)
    return {name: frozenset(fields) for name, fields in found.items()}


def mechanism_table(scenario: Scenario) -> str:
    """Every mechanism: what off means, orders, fields, causes, experiment."""
    tested = claims()
    moved = fields_moved()
    rows = []
    for name, words in MECHANISMS.items():
        fields = ", ".join(f"`{field}`" for field in sorted(moved[name]))
        experiments = [claim for claim in tested if claim.mechanism == name]
        rows.append(
            [
                name,
                words,
                OFF[name],
                ", ".join(f"`{order}`" for order in orders_of(scenario.catalogue, name)),
                fields or THROUGH.get(name, ("", ""))[1],
                "; ".join(causes_of(name)),
                "; ".join(f"{c.claim} ({c.outcome}, {c.expected})" for c in experiments),
            ]
        )  # fmt: skip
    heads = ["id", "mechanism", "off means", "orders", "fields", "causes", "experiment"]
    return table(heads, rows)


def tables(scenario: Scenario) -> dict[str, str]:
    """All tables by name."""
    return {
        "state": state_table(),
        "parameters": parameter_table(scenario.catalogue),
        "orders": order_table(scenario.catalogue),
        "mechanisms": mechanism_table(scenario),
    }
