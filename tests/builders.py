"""One-line fixtures: scenarios of any size, games ready to play, books that must balance."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from agents.run import Game
from scenarios.build import new_game, seeds_for
from scenarios.load import load
from scenarios.schema import Scenario
from sim.state import FIELDS
from sim.turn import Turn

#: Lengths of a turn.
MONTHS = (1, 3, 6, 12)
#: Tables of a scenario that name nations of its own.
STORY = ("seatings", "agreements", "participants", "bases", "supplies")
STORY += ("events", "objectives")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@cache
def scenario(name: str = "first-steps") -> Scenario:
    """A scenario of the library, read once."""
    return load(name)


@cache
def a_scenario(nations: int, turns: int = 8) -> Scenario:
    """An invented scenario of so many nations, a quarter of them in the sponsoring alliance."""
    content = scenario().content()
    rng = np.random.default_rng(nations)
    doctrines = ["ally", "aspirant", "frontline", "neutral", "post-soviet", "non-aligned"]
    rows: list[dict[str, Any]] = []
    for k in range(nations):
        ally = k < max(nations // 4, 2)
        code = LETTERS[k // 26 % 26] + LETTERS[k % 26] + "X"
        rows.append(
            {
                "iso3": code,
                "name": f"Nation {code}",
                "lat": round(float(rng.uniform(35, 65)), 2),
                "lon": round(float(rng.uniform(-10, 70)), 2),
                "gdp": 100.0,
                "spending": round(float(np.exp(rng.normal(0.5, 1.5))), 3),
                "personnel": 50.0,
                "capability": round(float(np.exp(rng.normal(-6, 1))), 6),
                "institutions": round(float(rng.uniform(0.6 if ally else 0.1, 0.95)), 2),
                "alignment": round(float(rng.normal(1.5 if ally else 0.8, 0.4)), 2),
                "neutrality": 0.0,
                "doctrine": "ally" if ally else doctrines[1 + k % 5],
                "invited": 0 if ally else 1,
            }
        )
    members = [row["iso3"] for row in rows[: max(nations // 4, 2)]]
    groups = [dict(content["groups"][0], members=members)]
    pairs = [
        {"a": rows[k]["iso3"], "b": rows[(k + 1) % nations]["iso3"], "land_border": 1}
        for k in range(nations)
    ]
    content.update(
        id=f"invented-{nations}",
        nations=rows,
        groups=groups,
        programmes=[dict(content["programmes"][0], sponsor=groups[0]["id"])],
        dyads=pairs if nations > 2 else pairs[:1],
        turns=turns,
        slots={"exercises": max(16, nations), "texts": 8, "calls": 6, "offers": 4, "orders": 6},
        map="",
        set={},
        off=[],
        focus=None,
        briefs={},
        **{key: [] for key in STORY},
    )
    return Scenario.model_validate(content)


def a_game(runs: int = 1, seed: int = 7, name: str = "first-steps", **settings: Any) -> Game:
    """Runs of a library scenario ready to play."""
    return new_game(scenario(name), seeds_for(seed, runs), **settings)


def unbalanced(turn: Turn) -> list[str]:
    """Fields whose books do not balance in a turn."""
    sums = {name: turn.before[name].astype(np.float64) for name in FIELDS}
    for entry in turn.ledger:
        sums[entry.field] = sums[entry.field] + entry.dense(sums[entry.field].shape)
    return [name for name in FIELDS if not np.array_equal(sums[name], turn.after[name])]
