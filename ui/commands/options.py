"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from pathlib import Path

import click

from sim.errors import DetenteError

LARGEST_SEED = 2**64 - 1

force_option = click.option("--force", is_flag=True, help="Overwrite files that exist.")


class FilePath(click.ParamType):
    """A path, taken as it is: whether it fits is told by whoever opens it."""

    name = "file"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """The path; an empty one is a fault."""
        if not str(value):
            self.fail("an empty name is no file", param, ctx)
        return Path(str(value))


class WholeNumber(click.ParamType):
    """A whole number within bounds; the fault names both."""

    name = "number"

    def __init__(self, low: int, high: int | None = None) -> None:
        self.low, self.high = low, high

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number."""
        bound = f"{self.low} or more" if self.high is None else f"{self.low} to {self.high}"
        try:
            number = int(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a whole number of {bound}", param, ctx)
        if number < self.low or (self.high is not None and number > self.high):
            self.fail(f"{number} is out of range; it must be {bound}", param, ctx)
        return number


def settings(assignments: Sequence[str]) -> dict[str, float]:
    """``PARAM=VALUE`` texts as numbers by name."""
    values: dict[str, float] = {}
    for text in assignments:
        name, sign, number = text.partition("=")
        name = name.strip()
        if not sign or not name or not number.strip():
            raise DetenteError(f"--set wants PARAM=VALUE, e.g. trust.memory=0.85; got {text!r}")
        try:
            value = float(number)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise DetenteError(f"--set {name}: {number.strip()!r} is not a number")
        if name in values:
            raise DetenteError(f"--set {name}: given twice")
        values[name] = value
    return values


def read_seats(path: Path) -> dict[str, str]:
    """The table ``[seats]`` of a TOML file: nation to policy."""
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise DetenteError(f"{path}: no such file of seats") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DetenteError(f"{path}: cannot be read as TOML ({reason})") from None
    for key in data:
        if key != "seats":
            raise DetenteError(f"{path}: {key}: no such key; the file has one table, [seats]")
    seats = data.get("seats")
    if not isinstance(seats, dict):
        raise DetenteError(f'{path}: has no table [seats] with lines like POL = "doctrine"')
    for nation, name in seats.items():
        if not isinstance(name, str):
            raise DetenteError(f"{path}: seats.{nation}: {name!r} is not the name of a policy")
    return dict(seats)


def check_turns(turns: int | None, most: int, scenario: str, option: str = "--turns") -> int:
    """How many turns to play: all, or as many as were asked for and exist."""
    if turns is None:
        return most
    if turns > most:
        raise DetenteError(f"{option} {turns}: scenario {scenario} has {most} turns at most")
    return turns
