"""More of a reason moves a decision about groups and missions the way its sentence says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from agents import reasons
from agents.calculus import score_at
from agents.decisions.council import in_season
from agents.sentences import SENTENCES
from sim.observe import Observation
from sim.state import SUSPENDED
from sim.world import World
from tests.contract.cases.case import HAL, LUN, ORV, VEL, Edit, base, edited, set_to, tied
from tests.contract.cases.groups import mission
from tests.sim.test_council import grouped

Change = Callable[[World], World]
DEFENCE = base().world.agreements.ids.index("defence")
KIND = base().world.formats.ids.index("minilateral")


def one(*values: int) -> tuple[np.ndarray, ...]:
    return tuple(np.array([value]) for value in values)


def formats(**columns: Any) -> Change:
    """The world with some columns of the League (place 0) or of the minilateral changed."""

    def change(world: World) -> World:
        new = {}
        for name, (row, value) in columns.items():
            new[name] = np.array(getattr(world.formats, name))
            new[name][row] = value
        return replace(world, formats=replace(world.formats, **new))

    return change


def near(world: World) -> World:
    return replace(world, nearness=np.ones_like(world.nearness))


def same(world: World) -> World:
    return world


def pair(name: str, i: int, j: int, value: float) -> Edit:
    return set_to(name, (i, j), value)


def all_of(*edits: Edit) -> Edit:
    def edit(arrays: dict[str, np.ndarray]) -> None:
        for part in edits:
            part(arrays)

    return edit


def alone(arrays: dict[str, np.ndarray]) -> None:
    """Orvane is outside the League and bound to Velmark by treaty."""
    arrays["member"][0, ORV, 0] = 0
    tied(DEFENCE, ORV, VEL)(arrays)


#: The cell that each decision is looked at in: its terms as a function of the observation.
CELLS: dict[str, Callable[[Observation], dict[str, np.ndarray]]] = {
    "mandate": lambda o: reasons.mandate_terms(o, one(0, ORV, VEL), one(HAL, 0)),
    "amend": lambda o: reasons.mandate_terms(o, one(0, ORV, VEL), one(HAL, 0)),
    "mandate at home": lambda o: reasons.mandate_terms(o, one(0, VEL, VEL), one(HAL, 0)),
    "found": lambda o: reasons.founding_terms(o, one(0, HAL, VEL), one(VEL, KIND)),
    "admit": lambda o: reasons.admission_terms(o, one(0, ORV, LUN), one(HAL, 0)),
    "suspend": lambda o: reasons.suspension_terms(o, one(0, HAL, VEL), one(ORV, 0)),
    "quit": lambda o: reasons.leaving_terms(o, one(0, ORV, 0)),
    "deploy": lambda o: reasons.deploy_terms(o, one(0, ORV, 1)),
    "recall": lambda o: reasons.recall_terms(o, one(0, ORV, 1)),
    "lead": lambda o: reasons.lead_terms(o, one(0, ORV, 1)),
}

UP, DOWN = 1, -1
TROOPS = mission(HAL=1.0, ORV=1.0)
LEADS = all_of(TROOPS, set_to("mission_lead", (1,), ORV))
CALM = all_of(TROOPS, set_to("deaths", (VEL,), 0.0))

#: Decision, term, what makes more of it, the world it is made in, the way the score moves.
MORE: list[tuple[str, str, Edit | None, Change, int]] = [
    ("mandate", "bloodshed", set_to("deaths", (VEL,), 30.0), same, UP),
    ("mandate", "nearness", None, near, UP),
    ("mandate", "might", set_to("capability", (VEL,), 0.5), same, DOWN),
    ("mandate", "lawful", None, formats(universal=(0, True)), UP),
    ("mandate", "trust", pair("good", ORV, HAL, 30.0), same, UP),
    ("mandate", "alignment", set_to("alignment", (ORV,), 1.5), same, UP),
    ("mandate", "rivalry", pair("rivalry", ORV, HAL, 1), same, DOWN),
    ("mandate", "patron", alone, same, DOWN),
    ("mandate at home", "soil", set_to("capability", (VEL,), 0.5), same, DOWN),
    ("mandate", "autonomy", set_to("capability", (ORV,), 0.5), same, DOWN),
    ("mandate", "home", set_to("will", (ORV,), 1.0), same, UP),
    ("amend", "bloodshed", set_to("deaths", (VEL,), 30.0), same, UP),
    ("amend", "autonomy", set_to("capability", (ORV,), 0.5), same, UP),
    ("amend", "home", set_to("will", (ORV,), 1.0), same, DOWN),
    ("found", "trust", pair("good", HAL, VEL, 30.0), same, UP),
    ("found", "alignment", set_to("alignment", (HAL,), 1.125), same, UP),
    ("found", "nearness", None, near, UP),
    ("found", "protection", pair("threat", HAL, LUN, 1.0), same, UP),
    ("found", "joint", None, formats(pooled=(KIND, 0.5)), UP),
    ("found", "technology", None, formats(technology=(KIND, 0.5)), UP),
    ("found", "oversight", None, formats(oversight=(KIND, 0.5)), UP),
    ("found", "sovereignty", None, formats(autonomy=(KIND, 1.0)), DOWN),
    ("found", "allied", tied(DEFENCE, HAL, VEL), same, DOWN),
    ("found", "circles", grouped("minilateral", HAL, LUN), same, DOWN),
    ("found", "home", set_to("will", (HAL,), 1.0), same, UP),
    ("found", "war", set_to("war", (HAL,), 1.0), same, DOWN),
    ("admit", "trust", pair("good", ORV, LUN, 30.0), same, UP),
    ("admit", "alignment", set_to("alignment", (LUN,), 1.5), same, UP),
    ("admit", "nearness", None, near, UP),
    ("admit", "dispute", pair("last_dispute", ORV, LUN, 3), same, DOWN),
    ("admit", "war", set_to("war", (LUN,), 1.0), same, DOWN),
    ("admit", "elsewhere", tied(DEFENCE, LUN, VEL), same, DOWN),
    ("admit", "autonomy", set_to("capability", (LUN,), 0.9), same, DOWN),
    ("admit", "home", set_to("will", (ORV,), 1.0), same, UP),
    ("suspend", "distrust", pair("bad", HAL, VEL, 30.0), same, UP),
    ("suspend", "dispute", pair("last_dispute", HAL, VEL, 3), same, UP),
    ("suspend", "violations", set_to("violations", (VEL,), 1.0), same, UP),
    ("suspend", "oppression", set_to("institutions", (VEL,), 0.0), same, UP),
    ("suspend", "clemency", set_to("status", (VEL, 0), SUSPENDED), same, UP),
    ("suspend", "home", set_to("will", (HAL,), 1.0), same, UP),
    ("quit", "distance_felt", set_to("alignment", (ORV,), -4.0), same, UP),
    ("quit", "distrust", pair("bad", ORV, HAL, 30.0), same, UP),
    ("quit", "autonomy", set_to("capability", (ORV,), 0.5), same, UP),
    ("quit", "protection", pair("threat", ORV, LUN, 1.0), same, DOWN),
    ("quit", "home", set_to("will", (ORV,), 1.0), same, DOWN),
    ("deploy", "bloodshed", all_of(TROOPS, set_to("deaths", (VEL,), 40.0)), same, UP),
    ("deploy", "nearness", TROOPS, near, UP),
    ("deploy", "power", all_of(TROOPS, set_to("capability", (ORV,), 0.5)), same, UP),
    ("deploy", "leading", LEADS, same, UP),
    ("deploy", "trust", all_of(TROOPS, pair("good", ORV, HAL, 30.0)), same, UP),
    ("deploy", "unlawful", all_of(TROOPS, set_to("mission_terms", (1,), 9)), same, DOWN),
    ("deploy", "abroad", mission(HAL=1.0, ORV=9.0), same, DOWN),
    ("deploy", "crowd", mission(HAL=30.0, ORV=1.0), same, DOWN),
    ("deploy", "casualties", all_of(TROOPS, set_to("casualties", (ORV,), 1.0)), same, DOWN),
    ("deploy", "war", all_of(TROOPS, set_to("war", (ORV,), 1.0)), same, DOWN),
    ("deploy", "home", all_of(TROOPS, set_to("will", (ORV,), 1.0)), same, UP),
    ("recall", "casualties", all_of(TROOPS, set_to("casualties", (ORV,), 1.0)), same, UP),
    ("recall", "quiet", CALM, same, UP),
    ("recall", "abroad", mission(HAL=1.0, ORV=9.0), same, UP),
    ("recall", "leading", LEADS, same, DOWN),
    ("recall", "home", all_of(TROOPS, set_to("will", (ORV,), 1.0)), same, DOWN),
    ("lead", "share", mission(HAL=1.0, ORV=9.0), same, UP),
    ("lead", "trust", all_of(TROOPS, pair("good", ORV, HAL, 30.0)), same, DOWN),
    ("lead", "home", all_of(TROOPS, set_to("will", (ORV,), 1.0)), same, UP),
]


def plain(arrays: dict[str, np.ndarray]) -> None:
    """A start from which there can be more of everything."""
    TROOPS(arrays)
    arrays["good"][:] = arrays["bad"][:] = arrays["threat"][:] = arrays["agreement"][:] = 0
    arrays["last_dispute"][:] = -100
    arrays["will"][:] = 0.25
    arrays["institutions"][:] = 0.75
    arrays["alignment"][0] = [1.5, 0.5, 1.125, 0.25]


def part(decision: str, term: str, change: Change, *edits: Edit) -> float:
    """The weighted term in the decision's cell."""
    game = edited(plain, *edits)
    world = change(game.world)
    world = replace(world)  # a world of its own: weights are kept with it
    obs = Observation(world, game.state)
    terms = CELLS[decision](obs)
    name = decision.split(maxsplit=1)[0]
    _, parts = score_at(obs, name, {term: terms[term]}, *one(0, ORV))
    return float(parts[term][0])


@pytest.mark.parametrize(
    ("decision", "term", "edit", "change", "way"), MORE, ids=[f"{m[0]}-{m[1]}" for m in MORE]
)
def test_more_of_a_reason_moves_the_decision(decision, term, edit, change, way):
    before = part(decision, term, same)
    after = part(decision, term, change, *([edit] if edit else []))
    assert (after - before) * way > 0


def test_interoperability_with_the_lead_speaks_for_sending_troops():
    def weaker(arrays: dict[str, np.ndarray]) -> None:
        arrays["interop"][0] = 0.0

    assert part("deploy", "interop", same) > part("deploy", "interop", same, weaker)


def test_a_group_that_obliges_is_entered_less_lightly_than_a_forum():
    forum = formats(defence=(0, False), restraint=(0, False))
    assert part("admit", "bond", same) < part("admit", "bond", forum) == 0


def test_every_reason_about_groups_and_missions_is_tried_and_has_a_sentence():
    tried = {(decision.split()[0], term) for decision, term, *_ in MORE}
    tried |= {("deploy", "interop"), ("admit", "bond")}
    game = edited(plain)
    obs = Observation(game.world, game.state)
    for decision, terms in CELLS.items():
        names = set(terms(obs))
        if decision == "amend":
            names &= {"bloodshed", "autonomy", "home"}
        if decision == "mandate at home":
            continue
        assert {(decision, name) for name in names} <= tried
        assert names <= set(SENTENCES)


@pytest.mark.parametrize("months", [1, 3, 6, 12])
def test_each_idea_has_its_season_once_a_year_at_any_length_of_turn(months):
    world = SimpleNamespace(start=(1994, 4), months=months)
    for use in (1, 2, 3, 4):
        turns = [SimpleNamespace(obs=SimpleNamespace(world=world, turn=t)) for t in range(120)]
        count = sum(in_season(mind, use) for mind in turns)
        assert count == 120 * months // 12
