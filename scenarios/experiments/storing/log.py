"""What happened when and where: for people, outside the tables that are compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import metadata
from os import SEEK_END
from platform import python_version
from time import time
from typing import TYPE_CHECKING, Any

from scenarios.experiments.storing.files import trouble
from scenarios.version import version

if TYPE_CHECKING:
    from pathlib import Path

NAME = "log.jsonl"


@cache
def versions() -> dict[str, str]:
    """What played: the program, Python, and the packages that numbers and tables depend on."""
    packages = {name: metadata.version(name) for name in ("numpy", "pyarrow")}
    return {"detente": version(), "python": python_version(), **packages}


class Log:
    """Lines of JSON, each with the time at which it was written. A line cut off is passed over."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    def add(self, *lines: Mapping[str, Any]) -> None:
        """Append lines."""
        now = round(time(), 3)
        text = "".join(json.dumps({"time": now, **line}) + "\n" for line in lines)
        try:
            with self._path.open("a+b") as file:
                if file.seek(0, SEEK_END):
                    file.seek(-1, SEEK_END)
                    text = text if file.read() == b"\n" else "\n" + text
                file.write(text.encode())
        except OSError as error:
            raise trouble(self._path, error) from error

    def lines(self) -> Iterator[dict[str, Any]]:
        """All lines, in the order in which they were written."""
        try:
            file = self._path.open("rb")
        except FileNotFoundError:
            return
        with file:
            for text in file:
                try:
                    line = json.loads(text)
                except ValueError:
                    continue
                if isinstance(line, dict) and isinstance(line.get("time"), float | int):
                    yield line
