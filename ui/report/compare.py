"""Who joined when, against the historical dates of a scenario's ``history.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import TYPE_CHECKING

from sim.world import turn_of
from ui.present.numbers import plural

if TYPE_CHECKING:
    from ui.report.history import History

#: Steps that are compared, with the head of their columns.
STEPS: Mapping[str, str] = {
    "framework": "Signed",
    "programme": "First programme",
    "accession": "Acceded",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One step of one nation; turns are None for never (or, in the record, not known)."""

    record: int | None
    model: int | None
    date: str
    """Historical date as it is known, "" if none."""
    open: bool
    """Whether both turns can differ meaningfully: the record lies within the time played."""

    @property
    def difference(self) -> int | None:
        """Turns by which the model is later (positive) or earlier."""
        if self.record is None or self.model is None:
            return None
        return self.model - self.record


@dataclass(frozen=True, slots=True)
class Row:
    """A nation and its steps."""

    iso: str
    name: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Comparison:
    """All nations of the record, in the order in which they signed."""

    source: str
    rows: tuple[Row, ...]
    turns: int

    def on_record(self, step: str) -> list[int]:
        """Turns of a step within the time played, from the record."""
        turns = (row.cells[step].record for row in self.rows)
        return sorted(turn for turn in turns if turn is not None and turn < self.turns)

    def both(self, step: str) -> list[int]:
        """Differences in turns for nations that took the step in both, within the time played."""
        cells = (row.cells[step] for row in self.rows)
        return [c.difference for c in cells if c.difference is not None and c.open]

    def summary(self, step: str, unit: str) -> str:
        """How near the two are, in one sentence."""
        real, both = len(self.on_record(step)), self.both(step)
        what = {"framework": "signed", "accession": "acceded"}.get(step, "had a first programme")
        if not real:
            return f"No nation had {what} on record by then."
        if not both:
            return f"{real} nations {what} on record by then; none of them did here."
        typical = ceil(median(abs(value) for value in both))
        words = plural(typical, unit) if typical else f"the same {unit}"
        return (
            f"{real} nations {what} on record by then; {len(both)} of them did here, "
            f"half of them within {words}."
        )


def compare(history: History) -> Comparison | None:
    """The comparison, None for a scenario of the library without a record, or of another's own."""
    from scenarios.load import LIBRARY  # noqa: PLC0415

    path = LIBRARY / history.scenario.id / "history.toml"
    if not path.is_file() or not history.world.dims.P:
        return None
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    ends = {standing.iso: standing for standing in history.end}
    rows = [
        Row(iso, ends[iso].name, _cells(history, dates, ends[iso].steps))
        for iso, dates in data["states"].items()
        if iso in ends
    ]
    rows.sort(key=lambda row: (row.cells["framework"].date or "9999", row.name))
    strangers = [s for s in history.end if s.iso not in data["states"] and s.steps]
    rows += [Row(s.iso, s.name, _cells(history, {}, s.steps)) for s in strangers]
    return Comparison(data["source"], tuple(rows), history.turns)


def _cells(history: History, dates: Mapping[str, str], steps: Mapping[str, int]) -> dict[str, Cell]:
    world, out = history.world, {}
    for step in STEPS:
        date = dates.get(step, "")
        record = turn_of(world.start, world.months, date) if date else None
        within = record is not None and record < history.turns
        out[step] = Cell(record, steps.get(step), date, within)
    return out


def cumulated(turns: Sequence[int], length: int) -> list[float]:
    """How many of the turns lie at or before each of the first ``length`` turns."""
    return [float(sum(1 for turn in turns if turn <= k)) for k in range(length)]
