"""The generated tables of docs/odd.md: complete, and in step with code and catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scenarios import description
from scenarios.load import load
from sim.causes import Cause
from sim.mechanisms import MECHANISMS
from sim.orders import OrderKind
from sim.state import FIELDS

PAGE = Path(description.__file__).parent.parent / "docs" / "odd.md"


def written(name: str) -> list[list[str]]:
    """The rows of a table as the page has it, without its head."""
    text = PAGE.read_text("utf-8")
    block = re.search(f"<!-- begin {name} -->(.*)<!-- end {name} -->", text, re.DOTALL)[1]
    lines = [line for line in block.strip().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]


def test_the_table_of_mechanisms_has_every_mechanism_and_no_empty_cell():
    rows = written("mechanisms")
    assert [row[0] for row in rows] == list(MECHANISMS)
    assert all(len(row) == 7 and all(row) for row in rows)


def test_the_fields_that_causes_move_are_in_the_table():
    told = {row[0]: set(re.findall(r"`(\w+)`", row[4])) for row in written("mechanisms")}
    seen = description.fields_moved()
    assert {name: sorted(seen[name] - told[name]) for name in MECHANISMS if seen[name]} == {
        name: [] for name in MECHANISMS if seen[name]
    }


@pytest.mark.parametrize("name", list(MECHANISMS))
def test_orders_causes_and_experiments_of_a_mechanism_are_those_of_the_code(name):
    row = next(row for row in written("mechanisms") if row[0] == name)
    catalogue = load("pfp-1994").catalogue
    assert row[3] == ", ".join(f"`{order}`" for order in description.orders_of(catalogue, name))
    assert row[5] == "; ".join(description.causes_of(name))


def test_every_field_order_and_parameter_is_described():
    assert [row[0].strip("`") for row in written("state")] == list(FIELDS)
    kinds = [kind.name.lower() for kind in OrderKind if kind]
    assert [row[0].strip("`") for row in written("orders")] == kinds
    names = sorted(load("pfp-1994").catalogue.parameters)
    assert [row[0].strip("`") for row in written("parameters")] == names


@pytest.mark.parametrize("table", ["state", "orders", "parameters"])
def test_the_page_is_up_to_date(table):
    text = PAGE.read_text("utf-8")
    made = {
        "state": description.state_table,
        "orders": lambda: description.order_table(load("pfp-1994").catalogue),
        "parameters": lambda: description.parameter_table(load("pfp-1994").catalogue),
    }[table]()
    assert made in text


def test_every_cause_with_a_mechanism_is_told():
    causes = " ".join(row[5] for row in written("mechanisms"))
    assert all(cause.words in causes for cause in Cause if cause.mechanism)
