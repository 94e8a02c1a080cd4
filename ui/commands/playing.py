"""Games for the commands: built from a scenario or from a record, played or replayed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from agents.run import Game, Played
    from scenarios.schema import Scenario
    from sim.record import Header, Record
    from sim.turn import Turn


@dataclass(frozen=True)
class Setup:
    """A game before its first turn, and what a record says of it."""

    scenario: Scenario
    game: Game
    header: Header


def version() -> str:
    """The version of the program, as installed; ``unknown`` in a bare source tree."""
    from importlib import metadata  # noqa: PLC0415

    try:
        return metadata.version("detente")
    except metadata.PackageNotFoundError:
        return "unknown"


def set_up(
    reference: str,
    seed: int,
    *,
    values: Mapping[str, float] | None = None,
    off: Sequence[str] = (),
    seats: Mapping[str, str] | None = None,
    default: str = "doctrine",
) -> Setup:
    """One run of a scenario, ready to be played."""
    from scenarios.load import load  # noqa: PLC0415

    return _built(load(reference), seed, values or {}, off, seats or {}, default, version())


def from_record(record: Record) -> Setup:
    """The game of a record, before its first turn."""
    from scenarios.load import from_content  # noqa: PLC0415

    header = record.header
    scenario = from_content(header.scenario, record.name)
    setup = _built(
        scenario,
        header.seed,
        header.values,
        header.off,
        header.seats,
        header.default,
        header.code,
    )
    return replace(setup, header=header)


def _built(
    scenario: Scenario,
    seed: int,
    values: Mapping[str, float],
    off: Sequence[str],
    seats: Mapping[str, str],
    default: str,
    code: str,
) -> Setup:
    from agents.registry import policy  # noqa: PLC0415
    from scenarios.build import new_game, seeds_for  # noqa: PLC0415
    from sim.record import Header  # noqa: PLC0415

    policies = {iso: policy(name, f"seat {iso}") for iso, name in seats.items()}
    game = new_game(
        scenario, seeds_for(seed, 1), values=values, off=off, seats=policies, default=default
    )
    header = Header(
        code=code,
        seed=seed,
        digest=game.state.digest(),
        scenario=scenario.content(),
        scenario_digest=scenario.digest(),
        values=dict(values),
        off=tuple(dict.fromkeys(off)),
        seats=dict(seats),
        default=default,
    )
    return Setup(scenario, game, header)


def replayed(record: Record, setup: Setup, *, reasons: bool = False) -> Iterator[Played]:
    """The turns of a record, every digest compared.

    With ``reasons`` the policies deliberate once more, so that decisions have their accounts; the
    moves are those of the record.
    """
    from agents.run import Played  # noqa: PLC0415
    from agents.team import Decision  # noqa: PLC0415
    from sim.record import replay  # noqa: PLC0415

    for turn in replay(record, setup.game.world, setup.game.state):
        parts = _deliberations(setup, turn) if reasons else ()
        yield Played(Decision(turn.moves, parts), turn)


def _deliberations(setup: Setup, turn: Turn) -> tuple:  # type: ignore[type-arg]
    from sim.draw import Draw  # noqa: PLC0415
    from sim.observe import Observation  # noqa: PLC0415

    game = setup.game
    seen = Observation(game.world, turn.before)
    return game.team.decide(seen, Draw(game.seeds, turn.before.turn), keep=True).deliberations


def read_record(path: Path) -> Record:
    """The record in a file; every way in which it may be none is one clear fault."""
    from sim.errors import RecordFault  # noqa: PLC0415
    from sim.record import parse_bytes  # noqa: PLC0415

    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise RecordFault(f"{path}: no such record") from None
    except IsADirectoryError:
        raise RecordFault(f"{path}: is a folder, not a record") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RecordFault(f"{path}: cannot be read ({reason})") from None
    return parse_bytes(data, path.name)
