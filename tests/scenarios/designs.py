"""Design files with a fault, and the words in which it is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from scenarios.experiments.designs.design import read_design
from scenarios.faults import DesignFault
from tests.builders import scenario

HEAD = 'scenario = "first-steps"\n'
RANGE = "{ low = 0.75, high = 0.9 }"


def told(path: Path) -> list[str]:
    """All faults of a design file, a line each."""
    with pytest.raises(DesignFault) as caught:
        read_design(path)
    return [str(problem) for problem in caught.value.problems]


def is_told(write: Callable[..., Path], text: str, expected: Sequence[str]) -> None:
    """Assert that a design is told to have exactly these faults."""
    unit = scenario().catalogue.parameters["trust.memory"].unit
    found = [re.sub(r"(no matrix 'posture') .*", r"\1 NEAREST", line) for line in told(write(text))]
    assert found == [f"study.toml: {line.replace('UNIT', unit)}" for line in expected]
