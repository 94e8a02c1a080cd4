"""Records read from files and played again, for the commands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from agents.run import Played
    from scenarios.games import Setup
    from sim.record import Record
    from sim.turn import Turn


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
