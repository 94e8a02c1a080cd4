"""More of a reason moves a decision in a crisis the way its sentence says."""

from __future__ import annotations

import pytest

from agents.sentences import SENTENCES
from sim.axes import NEVER
from sim.state import ACTIVE, DISPLAY, FORCE, THREAT, WAR
from tests.builders import scenario
from tests.contract.cases.case import HAL, LUN, ORV, VEL, edited
from tests.contract.cases.crisis import standoff, suspected
from tests.sim.confronting import (
    MAKES,
    both,
    called,
    chance,
    no_treaties,
    of_pair,
    own,
    treaty,
    trusting,
    weighed,
)

OPEN = (no_treaties, standoff(LUN, VEL, DISPLAY, DISPLAY), own("consulted", VEL, NEVER))
BESET = (no_treaties, own("status", VEL, ACTIVE), both("threat", LUN, VEL, 0.25))
HIT = (no_treaties, standoff(LUN, ORV, FORCE, THREAT))
ASKED = (no_treaties, called(ORV, LUN), standoff(LUN, ORV, FORCE, 0))
RIVALS = (no_treaties, both("rivalry", LUN, VEL, 1))
STRUCK = (no_treaties, suspected(LUN, VEL, VEL, 0.5))

#: decision, who, about whom, what is given, term, what makes for more of it, +1 or -1
ROWS = [
    ("escalate", LUN, VEL, OPEN, "provocation", (standoff(LUN, VEL, DISPLAY, WAR),), 1),
    ("escalate", LUN, VEL, OPEN, "threat", (of_pair("threat", LUN, VEL, 0.75),), 1),
    ("escalate", LUN, VEL, OPEN, "odds", (own("capability", LUN, 0.25),), 1),
    ("escalate", LUN, VEL, OPEN, "free", (own("institutions", LUN, 1.0),), -1),
    ("escalate", LUN, VEL, OPEN, "deterrence", (treaty("defence", VEL, HAL),), -1),
    ("escalate", LUN, VEL, OPEN, "dependence", (of_pair("dependence", LUN, VEL, 1.0),), -1),
    ("escalate", LUN, VEL, OPEN, "rung", (standoff(LUN, VEL, FORCE, DISPLAY),), -1),
    ("escalate", LUN, VEL, OPEN, "attention", (own("consulted", VEL, 3),), -1),
    ("deescalate", LUN, VEL, OPEN, "height", (standoff(LUN, VEL, DISPLAY, WAR),), 1),
    ("deescalate", LUN, VEL, OPEN, "odds", (own("capability", LUN, 0.25),), -1),
    ("deescalate", LUN, VEL, OPEN, "free", (own("institutions", LUN, 1.0),), 1),
    ("deescalate", LUN, VEL, OPEN, "deterrence", (treaty("defence", VEL, HAL),), 1),
    ("deescalate", LUN, VEL, OPEN, "dependence", (of_pair("dependence", LUN, VEL, 1.0),), 1),
    ("deescalate", LUN, VEL, OPEN, "trust", (trusting(LUN, VEL),), 1),
    ("deescalate", LUN, VEL, OPEN, "line", (treaty("hotline", LUN, VEL),), 1),
    ("hotline", LUN, VEL, OPEN, "height", (standoff(LUN, VEL, DISPLAY, WAR),), 1),
    ("hotline", LUN, VEL, OPEN, "free", (own("institutions", LUN, 1.0),), 1),
    ("hotline", LUN, VEL, OPEN, "trust", (trusting(LUN, VEL),), 1),
    ("hotline", LUN, VEL, OPEN, "line", (treaty("hotline", LUN, VEL),), 1),
    ("mediate", HAL, VEL, OPEN, "trust", (trusting(HAL, VEL), trusting(HAL, LUN)), 1),
    ("mediate", HAL, VEL, OPEN, "reach", (own("capability", HAL, 0.25),), 1),
    ("mediate", HAL, VEL, OPEN, "liberties", (own("institutions", HAL, 1.0),), 1),
    ("mediate", HAL, VEL, OPEN, "partial", (treaty("defence", VEL, HAL),), -1),
    ("mediate", HAL, VEL, OPEN, "height", (standoff(LUN, VEL, DISPLAY, WAR),), 1),
    ("mediate", HAL, VEL, OPEN, "home", (own("will", HAL, 1.0),), 1),
    ("consult", VEL, LUN, BESET, "threat", (of_pair("threat", VEL, LUN, 0.75),), 1),
    ("consult", VEL, LUN, BESET, "tension", (standoff(LUN, VEL),), 1),
    ("consult", VEL, LUN, BESET, "depth", (own("declared", VEL, 1.0),), 1),
    ("consult", VEL, LUN, BESET, "home", (own("will", VEL, 1.0),), 1),
    ("consult", VEL, LUN, BESET, "odds", (own("capability", VEL, 0.25),), -1),
    ("invoke", ORV, LUN, HIT, "height", (standoff(LUN, ORV, WAR, THREAT),), 1),
    ("invoke", ORV, LUN, HIT, "threat", (of_pair("threat", ORV, LUN, 0.875),), 1),
    ("invoke", ORV, LUN, HIT, "backing", (trusting(ORV, HAL),), 1),
    ("invoke", ORV, LUN, HIT, "odds", (own("capability", ORV, 0.25),), -1),
    ("invoke", ORV, LUN, HIT, "home", (own("will", ORV, 1.0),), 1),
    ("honour", HAL, 0, ASKED, "trust", (trusting(HAL, ORV),), 1),
    ("honour", HAL, 0, ASKED, "alignment", (own("alignment", HAL, -8.0),), -1),
    ("honour", HAL, 0, ASKED, "allied", (treaty("defence", HAL, LUN),), -1),
    ("honour", HAL, 0, ASKED, "home", (own("will", HAL, 1.0),), 1),
    ("honour", HAL, 0, ASKED, "abandonment", (of_pair("threat", HAL, LUN, 1.0),), 1),
    ("honour", HAL, 0, ASKED, "entrapment", (standoff(LUN, ORV, FORCE, WAR),), -1),
    ("honour", HAL, 0, ASKED, "dependence", (of_pair("dependence", HAL, LUN, 1.0),), -1),
    ("press", LUN, VEL, RIVALS, "threat", (of_pair("threat", LUN, VEL, 0.875),), 1),
    ("press", LUN, VEL, RIVALS, "liberties", (own("institutions", LUN, 1.0),), -1),
    ("press", LUN, VEL, RIVALS, "tension", (standoff(LUN, VEL),), 1),
    ("press", LUN, VEL, RIVALS, "dependence", (of_pair("dependence", LUN, VEL, 1.0),), -1),
    ("attribute", LUN, VEL, STRUCK, "certainty", (own("certainty", LUN, 1.0),), 1),
    ("attribute", LUN, VEL, STRUCK, "harm", (own("harm", LUN, 1.0),), 1),
    ("attribute", LUN, VEL, STRUCK, "trust", (trusting(LUN, VEL),), -1),
    ("attribute", LUN, VEL, STRUCK, "odds", (own("capability", LUN, 0.25),), 1),
    ("attribute", LUN, VEL, STRUCK, "allied", (treaty("defence", LUN, VEL),), -1),
    ("attribute", LUN, VEL, STRUCK, "dependence", (of_pair("dependence", LUN, VEL, 1.0),), -1),
]
#: Terms that follow from the map or are always there, so that no state has more of them.
FIXED = {("mediate", "nearness"), ("honour", "nearness"), ("honour", "obligation")}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} by {row[4]}")
def test_more_of_a_reason_moves_the_decision_its_way(row):
    decision, who, about, given, term, more, sign = row
    before, after = (chance(decision, who, about, *edits) for edits in (given, (*given, *more)))
    assert (after - before) * sign > 0, (term, before, after)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} by {row[4]}")
def test_it_is_this_reason_whose_part_grows(row):
    decision, who, about, given, term, more, sign = row
    parts = [
        weighed(edited(*edits, off=()), decision).parts[term][0, who, about]
        for edits in (given, (*given, *more))
    ]
    assert (parts[1] - parts[0]) * sign > 0


def test_every_term_of_these_decisions_is_tested_here_and_has_a_sentence():
    weights = {tuple(name.split(".")) for name in scenario().catalogue.parameters if "." in name}
    terms = {(d, t) for d, t in weights if d in MAKES and t != "threshold"}
    settings = {("mediate", "near"), ("mediate", "weight"), ("mediate", "evidence"),
                ("hotline", "evidence"), ("attribute", "evidence"), ("attribute", "repute"),
                ("consult", "span"), ("consult", "calming"), ("consult", "evidence"),
                ("consult", "least")}  # fmt: skip
    tested = {(row[0], row[4]) for row in ROWS} | FIXED
    others = {("honour", "resentment")}  # with its own family
    assert terms - settings - others == tested - others
    assert {term for _, term in tested} <= set(SENTENCES)


@pytest.mark.parametrize(("decision", "term"), sorted(FIXED))
def test_what_lies_in_the_map_or_the_treaty_speaks_for_the_decision(decision, term):
    given, who, about = (OPEN, HAL, VEL) if decision == "mediate" else (ASKED, HAL, 0)
    assert weighed(edited(*given, off=()), decision).parts[term][0, who, about] > 0
