"""What nations decide about arms, and whether rivals react as in the record (A11)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from agents.decisions.arms import rivals as rivals_of
from agents.decisions.arms import spending_terms
from agents.registry import POLICIES
from agents.run import Game, turns_of
from scenarios.build import new_game, seeds_for
from scenarios.schema import Scenario
from sim.draw import Draw
from sim.observe import observe
from sim.state import State
from tests.builders import a_game, scenario
from tests.contract.cases.case import HAL, LUN, ORV, VEL, Edit, set_to

# --- decisions ----------------------------------------------------------------------------------


@cache
def policy_game(off: tuple[str, ...] = ()) -> Game:
    game = a_game(1, off=off)
    arrays = {name: np.array(game.state[name]) for name in game.state}
    arrays["rivalry"][0, VEL, LUN] = arrays["rivalry"][0, LUN, VEL] = 1
    return replace(game, state=State(arrays, 0))


def scored(label: str, *edits: Edit, nation: int = VEL, off: tuple[str, ...] = ()) -> float:
    """A nation's score of a decision in its season, in the small scenario with its arrays changed.

    What is decided about manoeuvres is asked as if they were certain.
    """
    game = policy_game(off)
    arrays = {name: np.array(game.state[name]) for name in game.state}
    for edit in edits:
        edit(arrays)
    params = {**game.world.params, "manoeuvre.threshold": np.array([-20.0])}
    world = replace(game.world, params=params)
    season = 0 if label.startswith("posture") else 3
    obs = observe(world, State(arrays, season))
    turn = POLICIES["doctrine"].policy.deliberate(obs, Draw(game.seeds, season), True)
    turn.orders()
    choice = next(c for c in turn.books.choices if c.decision == label)
    return float(np.broadcast_to(choice.score, choice.luck.shape)[0, nation])


def doubled(name: str, nation: int) -> Edit:
    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays[name][0, nation] *= 2

    return edit


def no_rival(arrays: dict[str, np.ndarray]) -> None:
    arrays["rivalry"][:] = 0


def afraid(arrays: dict[str, np.ndarray]) -> None:
    arrays["threat"][0, VEL, LUN] = 1.0


TERMS = {
    ("spend more", "race"): (doubled("spending", LUN), 1),
    ("spend more", "threat"): (afraid, 1),
    ("spend more", "fatigue and burden"): (doubled("spending", VEL), -1),
    ("posture for attack", "rivalry"): (no_rival, -1),
    ("posture for attack", "threat"): (afraid, 1),
    ("posture for attack", "institutions"): (set_to("institutions", (VEL,), 1.0), -1),
    ("posture for attack", "posture"): (set_to("posture", (VEL,), 0.9), -1),
    ("manoeuvre", "power"): (doubled("capability", VEL), 1),
    ("manoeuvre", "rivalry"): (no_rival, -1),
    ("manoeuvre", "threat"): (afraid, 1),
    ("manoeuvre", "war"): (set_to("war", (VEL,), 1.0), -1),
    ("understate", "openness"): (set_to("transparency", (VEL,), 1.0), -1),
    ("understate", "rivalry"): (no_rival, -1),
    ("understate", "size"): (doubled("capability", VEL), 1),
    ("brief", "openness"): (set_to("published", (VEL,), 1.0), 1),
    ("brief", "trust"): (set_to("good", (VEL,), 16.0), 1),
    ("brief", "tied"): (set_to("agreement", (0, VEL), 3), 1),
    ("observers", "openness"): (set_to("published", (VEL,), 1.0), 1),
    ("observers", "size"): (doubled("capability", VEL), 1),
}


@pytest.mark.parametrize("case", TERMS, ids=" by ".join)
def test_more_of_a_reason_moves_the_decision_as_its_sentence_says(case):
    edit, sign = TERMS[case]
    assert sign * (scored(case[0], edit) - scored(case[0])) > 0


def test_who_understates_its_manoeuvres_tells_neighbours_less():
    game = policy_game()
    for label in ("brief", "observers"):
        assert game.world.params[f"{label}.hidden"] < 0


def test_budgets_postures_and_manoeuvres_have_their_seasons_at_any_length_of_turn():
    labels = {"spend more", "posture for attack", "manoeuvre"}
    seasons = {3: [{"posture for attack"}, {"manoeuvre"}, set(), {"spend more", "manoeuvre"}]}
    seasons |= {12: [labels], 6: [labels - {"spend more"}, {"spend more", "manoeuvre"}]}
    game = policy_game()
    for months, expected in seasons.items():
        world = replace(game.world, months=months)
        for number, those in enumerate(expected):
            obs = observe(world, State(dict(game.state.items()), number))
            turn = POLICIES["doctrine"].policy.deliberate(obs, Draw(game.seeds, number), True)
            turn.orders()
            assert labels & {choice.decision for choice in turn.books.choices} == those


def test_small_allies_save_behind_large_ones():
    obs = observe(policy_game().world, policy_game().state)
    shelter = spending_terms(obs, rivals_of(obs))["shelter"][0]
    assert shelter[ORV] > shelter[HAL] > 0
    assert shelter[VEL] == shelter[LUN] == 0
    assert policy_game().world.params["spend.shelter"] < 0


def test_without_a11_nobody_reacts_in_arms():
    for edit in (doubled("spending", LUN), afraid):
        off = scored("spend more", edit, off=("A11",))
        assert off == scored("spend more", off=("A11",))


# --- the estimates ------------------------------------------------------------------------------

#: Years of the record on which the estimate rests, 1990-2012.
YEARS = 23


@cache
def rivals(count: int = 8) -> Scenario:
    """Pairs of rival nations far from all others, each with one rival; nobody trusts or allies."""
    content = scenario().content()
    rows, dyads = [], []
    for k in range(count):
        row = dict(content["nations"][2])
        row.update(iso3=f"{chr(65 + k)}XX", name=f"Nation {k}", lat=-70.0 + 20.0 * (k // 2),
                   lon=-150.0 + 1.5 * (k % 2) + 20.0 * (k // 2), spending=10.0, capability=0.01,
                   gdp=500.0, doctrine="non-aligned", invited=0)  # fmt: skip
        rows.append(row)
        if k % 2:
            pair = {"a": rows[k - 1]["iso3"], "b": row["iso3"]}
            dyads.append({**pair, "land_border": 1, "rivalry": 1})
    content["nations"], content["dyads"] = rows, dyads
    content["groups"] = [dict(content["groups"][0], members=[rows[0]["iso3"], rows[2]["iso3"]])]
    content["turns"] = YEARS * 4
    content["set"] = {}
    return Scenario.model_validate(content)


@cache
def paths(runs: int, **values: float) -> np.ndarray:
    """(years, runs, nations) ln of spending relative to the start, at the end of each year."""
    settings = {name.replace("__", "."): value for name, value in values.items()}
    game = new_game(rivals(), seeds_for(11, runs), values=settings, off=("N2",))
    years = []
    for number, played in enumerate(turns_of(game, YEARS * 4)):
        if number % 4 == 3:
            years.append(np.log(played.turn.after["spending"] / game.world.usual_spending))
    return np.array(years)


def richardson(path: np.ndarray) -> tuple[float, float]:
    """k and a of yearly changes on the rival's and the own level, with year and nation effects.

    As in the estimate: ``dx = k y - a x``, means of nations and years taken out.
    """
    other = path[:, :, np.arange(path.shape[2]) ^ 1]
    change, x, y = np.diff(path, axis=0), path[:-1], other[:-1]
    flat = [v.reshape(len(v), -1) for v in (change, x, y)]
    change, x, y = (v - v.mean(axis=0) - v.mean(axis=1, keepdims=True) + v.mean() for v in flat)
    solved = np.linalg.lstsq(np.stack([y.ravel(), x.ravel()], axis=1), change.ravel(), rcond=None)
    return float(solved[0][0]), float(-solved[0][1])


def test_rivals_react_and_tire_as_in_the_record():
    k, a = richardson(paths(160))
    assert 0.013 < k < 0.061  # .037, SE .012: within two standard errors (measured: .034)
    assert 0.135 < a < 0.215  # .175, SE .020: within two (measured: .176)
    changes = np.diff(paths(160), axis=0)
    assert 0.05 < changes.std() < 0.26  # the record, with its errors of measurement, has .26


def test_spirals_are_rare():
    path = paths(160)
    pairs = np.minimum(path[:, :, 0::2], path[:, :, 1::2])  # both of a pair above the start
    assert (pairs.max(axis=0) > np.log(1.5)).mean() < 0.02


def test_spirals_exist_where_reaction_outweighs_fatigue():
    eager = paths(16, spend__race=8.0, spend__fatigue=-0.5, spend__dividend=0.0, spend__burden=0.0)
    calm = paths(16, spend__race=0.0, spend__fatigue=-0.5, spend__dividend=0.0, spend__burden=0.0)
    assert eager[-1].std() > 2 * calm[-1].std()
    both = np.sign(eager[-1][:, 0::2]) == np.sign(eager[-1][:, 1::2])
    assert both.mean() > 0.8  # rivals run up, or disarm, together
