"""Scenes of groups' tables, missions and parliaments, played to a script on first-steps."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from agents.run import Game
from agents.scripted import Scripted
from sim.state import ACTIVE, IN_FORCE, OUTSIDE, State
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


MISSION_KINDS = (
    "tabled",
    "text amended",
    "text passed",
    "text blocked",
    "mission mandated",
    "troops pledged",
    "mission led",
    "troops withdrawn",
    "mission ended",
    "refused order",
)

GROUP_KINDS = (
    "tabled",
    "text passed",
    "text blocked",
    "founded",
    "admitted",
    "left group",
    "dissolved",
    "exercise announced",
    "refused order",
)

AGREEMENT_KINDS = (
    "agreement signed",
    "agreement ratified",
    "agreement failed",
    "agreement in force",
)


def mandate() -> str:
    """A mandate is amended and makes a mission, which the largest contributor comes to lead."""
    plan: dict[int, Any] = {
        0: {"HAL": give("table", "VEL", "mandate LEAGUE")},
        1: {"ORV": give("amend", "0", "protect")},
        2: {"VEL": {"votes": {"0": "support"}}},
        3: {"HAL": give("deploy", "0", amount=1.5), "ORV": give("deploy", "0", amount=4.0)},
        4: {"ORV": give("lead", "0"), "LUN": give("deploy", "0", amount=1.0)},
        6: {"HAL": give("recall", "0")},
    }
    game = changed(scripted(plan), war_in="VEL")
    return render(game, 7, title="A mandate makes a mission", nations=False, kinds=MISSION_KINDS)


def parliament() -> str:
    """Two governments sign; one parliament has no majority for it, though the other ratified."""
    plan: dict[int, Any] = {0: {"HAL": {"offers": [{"to": "LUN", "kind": "logistics"}]}}}
    game = scripted(plan, "logistics")
    slow, wary = np.full((2, game.world.dims.A), [[0.2], [0.5]])
    strict = replace(game.world.agreements, ratify=slow, fail=wary)
    game = replace(game, world=replace(game.world, agreements=strict))
    worn = changed(changed(game, will_of=("LUN", 0.0)), will_of=("HAL", 1.0))
    return render(
        worn,
        6,
        title="A ratification fails for want of a majority",
        nations=False,
        kinds=AGREEMENT_KINDS,
    )


def minilateral() -> str:
    """Founders are found at the second attempt; a neutral is let in and leaves again."""
    support = {"votes": {"0": "support"}}
    plan: dict[int, Any] = {
        0: {"VEL": give("table", "HAL", "found minilateral")},
        1: {"HAL": support},
        2: {"VEL": give("table", "HAL", "found minilateral")},
        3: {"HAL": support, "ORV": support},
        4: {"LUN": give("table", "LUN", "admit group-1")},
        6: {"ORV": give("host", "group-1", "seminar"), "LUN": give("quit", "group-1")},
        7: {"HAL": give("quit", "group-1"), "ORV": give("quit", "group-1")},
    }
    game = changed(scripted(plan), tied=("VEL", "HAL", "ORV"))
    return render(
        game, 8, title="A minilateral is founded in play", nations=False, kinds=GROUP_KINDS
    )


def give(do: str, target: str, what: str = "", amount: float = 0.0) -> Mapping[str, Any]:
    """A seat's moves: one order."""
    words: dict[str, Any] = {"do": do, "target": target}
    words |= {"what": what} if what else {}
    words |= {"amount": amount} if amount else {}
    return {"orders": [words]}


def table(subject: str, text: str) -> Mapping[str, Any]:
    """A seat's moves: it tables a text about a nation in the first programme."""
    return {"orders": [{"do": "table", "target": subject, "what": f"{text} COAST"}]}


def scripted(plan: Mapping[int, Any], *accepts: str) -> Game:
    """first-steps with every seat following one plan; these agreements are accepted."""
    game = start("first-steps")
    seat = Scripted(plan, accepts)
    return replace(game, team=type(game.team).of(game.world.iso, seat, {}))


def changed(
    game: Game,
    *,
    invited: int | None = None,
    steps_of: str = "",
    war_in: str = "",
    will_of: tuple[str, float] = ("", 0.0),
    tied: tuple[str, ...] = (),
) -> Game:
    """The game begun otherwise: other invitations, a nation ready to accede, at war or unwilling.

    ``tied`` nations have an agreement in force with each other.
    """
    arrays = {name: array.copy() for name, array in game.state.items()}
    if invited is not None:
        arrays["invited"][arrays["status"] == OUTSIDE] = invited
    if steps_of:
        nation, steps = game.world.nation(steps_of), game.world.programmes
        arrays["status"][:, nation, 0] = ACTIVE
        arrays["institutions"][:, nation] = 0.75
        arrays["control"][:, nation] = 0.75
        arrays["step_turn"][:, nation, 0, : steps.requires[steps.last] + 1] = -1
    if war_in:
        arrays["war"][:, game.world.nation(war_in)] = 1.0
        arrays["deaths"][:, game.world.nation(war_in)] = game.world.params["mission.deaths"]
    if will_of[0]:
        arrays["will"][:, game.world.nation(will_of[0])] = will_of[1]
    for one, two in itertools.permutations(tied, 2):
        pair = (slice(None), 0, game.world.nation(one), game.world.nation(two))
        arrays["agreement"][pair], arrays["agreement_turn"][pair] = IN_FORCE, -1
    return replace(game, state=State(arrays, game.state.turn))
