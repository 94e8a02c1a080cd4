"""One game from a scenario or from a record, ready to be played or replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from agents.registry import policy
from agents.run import Game
from scenarios.build import new_game, seeds_for
from scenarios.load import from_content, load
from scenarios.schema import Scenario
from scenarios.version import version
from sim.record import Header, Record


@dataclass(frozen=True)
class Setup:
    """A game before its first turn, and what a record says of it."""

    scenario: Scenario
    game: Game
    header: Header


def set_up(
    reference: str | Scenario,
    seed: int,
    *,
    values: Mapping[str, float] | None = None,
    off: Sequence[str] = (),
    seats: Mapping[str, str] | None = None,
    default: str = "doctrine",
) -> Setup:
    """One run of a scenario, ready to be played; ``seats`` names policies of single nations.

    Raises ``DetenteError`` for an unknown scenario, parameter, mechanism, nation or policy.
    """
    scenario = reference if isinstance(reference, Scenario) else load(reference)
    seats = dict(seats or {})
    policies = {iso: policy(name, f"seat {iso}") for iso, name in seats.items()}
    game = new_game(
        scenario, seeds_for(seed, 1), values=values, off=off, seats=policies, default=default
    )
    header = Header(
        code=version(),
        seed=seed,
        digest=game.state.digest(),
        scenario=scenario.content(),
        scenario_digest=scenario.digest(),
        values=dict(values or {}),
        off=tuple(dict.fromkeys(off)),
        seats=seats,
        default=default,
    )
    return Setup(scenario, game, header)


def from_record(record: Record) -> Setup:
    """The game of a record, before its first turn, with the header as it was written."""
    header = record.header
    setup = set_up(
        from_content(header.scenario, record.name),
        header.seed,
        values=header.values,
        off=header.off,
        seats=header.seats,
        default=header.default,
    )
    return replace(setup, header=header)
