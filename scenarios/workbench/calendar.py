"""The months of a scenario."""

from __future__ import annotations

from collections.abc import Iterator

from scenarios.schema import Nation, Scenario, Step


def months(text: str) -> int:
    """Months since the year 0 of a ``YYYY-MM``."""
    return int(text[:4]) * 12 + int(text[5:]) - 1


def month(number: int) -> str:
    """A count of months as ``YYYY-MM``."""
    return f"{number // 12:04}-{number % 12 + 1:02}"


def end(scenario: Scenario) -> int:
    """The first month that no turn covers any more."""
    return months(scenario.start) + scenario.turns * scenario.months


def exists(nation: Nation, when: int) -> bool:
    """Whether a nation exists in a month."""
    begun = not nation.exists_from or months(nation.exists_from) <= when
    return begun and not (nation.exists_to and months(nation.exists_to) <= when)


def earliest(scenario: Scenario, programme: int) -> Iterator[tuple[Step, int]]:
    """The month in which each step of a programme's ladder can be reached at the earliest.

    Work is counted at full effort from the start of the game; a step waits for the month in which
    the sponsor opens it and for the step that it requires.
    """
    opens = scenario.programmes[programme].opens
    reached: dict[str, int] = {"": months(scenario.start)}
    for step in scenario.catalogue.steps:
        begun = reached[step.requires]
        opened = opens.get(step.id, step.from_)
        begun = max(begun, months(opened)) if opened else begun
        reached[step.id] = begun + round(step.work * 3)
        yield step, reached[step.id]
