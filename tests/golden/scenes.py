"""Scenes of the sponsor's table, played to a script on first-steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from agents.run import Game
from agents.scripted import Scripted
from sim.state import ACTIVE, OUTSIDE, State
from tests.golden.playthrough import render, start

TABLE_KINDS = (
    "tabled",
    "text passed",
    "text blocked",
    "invited",
    "signed",
    "accession agreed",
    "ratified",
    "acceded",
    "refused order",
)


def consensus() -> str:
    """Two invitations are tabled; silence lets one pass, one member blocks the other."""
    plan: dict[int, Any] = {
        0: {"HAL": table("VEL", "invite"), "ORV": table("LUN", "invite")},
        1: {"HAL": {"votes": {"1": "block"}}},
        2: {
            "VEL": {"orders": [{"do": "apply", "target": "COAST"}]},
            "LUN": {"orders": [{"do": "apply", "target": "COAST"}]},
        },
    }
    game = scripted(plan)
    strangers = changed(game, invited=0)
    return render(
        strangers,
        3,
        title="A consensus text passes and one is blocked",
        nations=False,
        kinds=TABLE_KINDS,
    )


def veto() -> str:
    """One veto holds an accession up; when it is dropped, ratification and entry follow."""
    plan: dict[int, Any] = {
        0: {"HAL": table("VEL", "accede")},
        1: {"ORV": {"votes": {"0": "block"}}},
        2: {"HAL": table("VEL", "accede")},
        3: {"HAL": table("VEL", "accede")},
    }
    game = scripted(plan)
    world = replace(
        game.world,
        params={**game.world.params, "sponsor.pause": np.array([2.0]), "accession.lag": np.ones(1)},
        switches={**game.world.switches, "P11": np.array([False])},
    )
    ready = changed(replace(game, world=world), steps_of="VEL")
    return render(
        ready, 7, title="An accession waits for one veto", nations=False, kinds=TABLE_KINDS
    )


def table(subject: str, text: str) -> Mapping[str, Any]:
    """A seat's moves: it tables a text about a nation in the first programme."""
    return {"orders": [{"do": "table", "target": subject, "what": f"{text} COAST"}]}


def scripted(plan: Mapping[int, Any]) -> Game:
    """first-steps with every seat following one plan."""
    game = start("first-steps")
    return replace(game, team=type(game.team).of(game.world.iso, Scripted(plan), {}))


def changed(game: Game, *, invited: int | None = None, steps_of: str = "") -> Game:
    """The game with other invitations, or with one nation as a participant ready to accede."""
    arrays = {name: array.copy() for name, array in game.state.items()}
    if invited is not None:
        arrays["invited"][arrays["status"] == OUTSIDE] = invited
    if steps_of:
        nation, steps = game.world.nation(steps_of), game.world.programmes
        arrays["status"][:, nation, 0] = ACTIVE
        arrays["institutions"][:, nation] = 0.75
        arrays["step_turn"][:, nation, 0, : steps.requires[steps.last] + 1] = -1
    return replace(game, state=State(arrays, game.state.turn))
