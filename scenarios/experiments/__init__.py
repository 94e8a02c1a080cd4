"""Batch experiments: from a design file to tables, a report, and every run played again.

Importing this loads neither pandas nor pyarrow.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenarios.experiments.storing.frames import Frames

__all__ = ["read"]


def read(folder: str | Path) -> Frames:
    """The tables of the sweep in a folder as pandas frames, each loaded when it is first asked for.

    Of a sweep that is not complete, the finished shards; the result says how many they are.
    """
    from scenarios.experiments.storing.frames import Frames  # noqa: PLC0415

    return Frames.of(Path(folder))
