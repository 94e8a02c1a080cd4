"""Files of a scenario, changed to break it, and what is told of them."""

from __future__ import annotations

from pathlib import Path

from scenarios.load import problems

SCENARIO, NATIONS, DYADS, GROUPS, SOURCES = (
    "scenario.toml",
    "nations.csv",
    "dyads.csv",
    "groups.toml",
    "sources.toml",
)


#: Four nations, one group, one programme, and nothing that a scenario may do without.
SMALL = Path(__file__).with_name("small")


def change(path: Path, old: str, new: str) -> None:
    """Replace a text that must be there; an empty one means: append."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")


def told(folder: Path, catalogue: Path | None = None) -> list[str]:
    return [str(problem) for problem in problems(folder, catalogue)]
