"""Who joined when: against the record where there is one, else the ladder alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.present.numbers import MINUS, UNKNOWN, share
from ui.present.words import short_step
from ui.report.compare import STEPS, Cell, Comparison

if TYPE_CHECKING:
    from ui.report.history import History

Texts = list[dict[str, str]]


def unit(history: History) -> str:
    """A turn in words: ``quarter`` where it is one."""
    return {1: "month", 3: "quarter", 6: "half-year", 12: "year"}.get(history.world.months, "turn")


def joined(history: History, comparison: Comparison | None) -> dict[str, Any] | None:
    """The table for the page; None without a programme or without anybody who joined."""
    if comparison:
        return _against_record(history, comparison)
    rows = [s for s in history.end if s.steps]
    if not rows:
        return None
    steps = [s for s in history.world.programmes.steps if any(s in row.steps for row in rows)]
    rows.sort(key=lambda s: (s.signed, s.name))
    return {
        "title": "Who joined when",
        "sub": [f"Turn in which each step of the {history.programme} was reached."],
        "groups": [],
        "heads": [
            _text("Nation"),
            *(_text(short_step(step).capitalize()) for step in steps),
            _text("Declared", "n"),
            _text("In effect", "n"),
            _text("At the end"),
        ],
        "rows": [
            [_text(s.name)]
            + [
                _text(history.label(s.steps[step])) if step in s.steps else _text(UNKNOWN, "never")
                for step in steps
            ]
            + [_text(share(s.declared), "n"), _text(share(s.depth), "n"), _text(s.status)]
            for s in rows
        ],
        "note": "",
    }


def _against_record(history: History, comparison: Comparison) -> dict[str, Any]:
    heads: Texts = [_text("Nation")]
    for _ in STEPS:
        heads += [_text("record", "first"), _text("here"), _text("later by", "n")]
    rows = []
    for row in comparison.rows:
        cells: Texts = [_text(row.name)]
        for step in STEPS:
            cells += _cells(history, row.cells[step])
        rows.append(cells)
    one = unit(history)
    return {
        "title": "Who joined when, against the record",
        "sub": [comparison.summary(step, one) for step in ("framework", "accession")],
        "groups": [{"name": name, "span": 3} for name in STEPS.values()],
        "heads": heads,
        "rows": rows,
        "note": f"Differences in {one}s, {MINUS} for earlier. “Never”: not by "
        f"{history.label(history.turns - 1) if history.turns else 'the start'}. Historical dates: "
        f"{comparison.source}. No rule or policy reads them.",
    }


def _cells(history: History, cell: Cell) -> Texts:
    """Record, model, difference of one step."""
    record = _text("", "first")
    if cell.record is not None:
        label = history.label(cell.record)
        record = _text(label, "first" if cell.open else "first never")
    if cell.model is not None:
        model = _text(history.label(cell.model))
    elif cell.open:
        model = _text("never", "never")
    else:
        model = _text(UNKNOWN if cell.record is not None else "", "never")
    return [record, model, _difference(cell)]


def _difference(cell: Cell) -> dict[str, str]:
    if cell.difference is None:
        return _text("", "n")
    style = "n late" if cell.difference > 0 else "n early" if cell.difference < 0 else "n"
    sign = "+" if cell.difference > 0 else MINUS if cell.difference < 0 else ""
    return _text(f"{sign}{abs(cell.difference)}", style)


def _text(text: str, style: str = "") -> dict[str, str]:
    return {"text": text, "style": style}
