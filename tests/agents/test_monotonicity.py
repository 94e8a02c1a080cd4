"""More of a reason moves every decision the way its sentence says, and no reason is forgotten.

Each row names the direction of a term: a sign turned round in the catalogue or in the code fails.
"""

from __future__ import annotations

import pytest

from agents.run import turns_of
from tests.agents import test_group_reasons, test_lookahead
from tests.agents.motives import PLAIN, ROWS, VEL, WORLD
from tests.agents.weighing import Row, weighed
from tests.builders import a_game, scenario
from tests.sim import (
    test_arms_race,
    test_checking_decisions,
    test_conditionality,
    test_crisis_terms,
    test_dependence,
)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_more_of_a_reason_moves_the_decision_the_way_its_sentence_says(row):
    (less, before), (more, after) = (weighed(row, after) for after in (False, True))
    assert row.way * (more - less) > 0
    assert row.way * (after - before) > 0


def test_other_claims_on_the_budget_always_speak_for_saving():
    row = Row("spend.dividend", -1, "spend more", VEL, (), PLAIN)
    assert weighed(row, after=True)[0] < 0


def _decision(label: str) -> str:
    """The decision of a label: "spend more" is one of "spend", "mandate at home" of "mandate"."""
    return label.partition(" ")[0]


#: (decision, term) pairs that modules of other families test, each with its direction.
ELSEWHERE = {
    "crises": {(row[0], row[4]) for row in test_crisis_terms.ROWS} | test_crisis_terms.FIXED,
    "checking": {(row[0], row[1]) for row in test_checking_decisions.MORE}
    | {("ask", row[0]) for row in test_checking_decisions.ASKED}
    | {("share", "ally"), ("share", "common_fear"), ("leak", "ally")},  # in tests of their own
    "reform": set(test_conditionality.REASONS),
    "arms": {(_decision(label), term) for label, term in test_arms_race.TERMS},
    "dependence": set(test_dependence.TERMS),
    "foresight": {("foresight", term) for term in (*test_lookahead.TERMS, "inertia")},
    "groups": {(_decision(row[0]), row[1]) for row in test_group_reasons.MORE}
    | {("deploy", "interop"), ("admit", "bond")},  # in tests of their own
}


def test_every_term_of_every_decision_has_a_test_of_its_direction():
    here = {tuple(row.weight.split(".")) for row in ROWS} | {("spend", "dividend")}
    tested = here.union(*ELSEWHERE.values())
    terms = {tuple(name.split(".")) for name in WORLD.weighed}
    assert terms - tested == set()
    assert here - terms == set()


def test_every_term_that_is_weighed_in_play_is_a_weight_of_the_catalogue():
    game = a_game(2, name="pfp-1994")
    for _ in turns_of(game, 8):
        pass
    weighed_ = {f"{head}.{term}" for head, term, _ in game.world.__dict__["_weights"]}
    assert weighed_ - game.world.weighed == set()
    assert len(weighed_) > 0.8 * len(game.world.weighed)


def test_a_weight_is_what_its_unit_says_and_no_other_parameter():
    table = scenario().catalogue.parameters
    for name in ("depth.war", "aid.share", "base.size", "lead.threshold"):
        assert name in table
        assert name not in WORLD.weighed
    assert {"tie.trust", "aid.depth", "lead.share"} <= WORLD.weighed
