"""Who shares, leaks, inspects, watches and asks: every reason pulls the way its sentence says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agents.cells import CELLS
from agents.decisions import intelligence, verification
from agents.desk import Desk
from agents.explain import WORDS
from agents.mind import Mind
from agents.policy import Books
from agents.sentences import SENTENCES
from sim.draw import Draw
from sim.observe import Observation
from sim.state import State
from tests.sim.knowing import HAL, LUN, VEL, a_batch, changed, partners, set_to

ROWS = 400
TOGETHER = partners((HAL, VEL))
FEARED = set_to("threat", (VEL, LUN), 0.25)
ALARMED = set_to("alarmed", (VEL, LUN), 3)
TERMS = {
    "share": ("trust", "ally", "common_fear", "betrayed", "home"),
    "leak": ("resentment", "distrust", "threat", "ally"),
    "inspect": (
        "threat", "ignorance", "alarm", "record", "declared", "ally", "routine", "home",
    ),
    "watch": ("means", "threat", "ignorance", "alarm", "ally"),
    "ask": ("fear", "distrust", "record", "ally", "home"),
}  # fmt: skip


def weighed(label: str, *edits) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """(R,) Velmark's score of one decision, and its parts."""
    game = a_batch(ROWS)
    state = changed(game, FEARED, *edits)
    obs = Observation(game.world, state)
    mind = Mind(obs, Draw(game.seeds, state.turn), Books(True))
    desk = Desk(obs)
    for decide in (verification.check, intelligence.share, intelligence.leak):
        decide(mind, desk)
    choice = next(c for c in mind.books.choices if c.decision == label)
    score = np.broadcast_to(choice.score, choice.luck.shape)[:, VEL]
    parts = {k: np.broadcast_to(v, choice.luck.shape)[:, VEL] for k, v in choice.parts.items()}
    return score, parts


@pytest.mark.parametrize("label", TERMS)
def test_a_decision_weighs_the_terms_that_the_books_name_and_each_has_its_words(label):
    score, parts = weighed(label, ALARMED, TOGETHER)
    assert set(parts) == set(TERMS[label]) <= set(SENTENCES)
    assert np.array_equal(sum(parts.values()), score)
    assert label in WORDS
    assert label in CELLS


ALLIES = (set_to("member", (VEL, 0), 1), set_to("member", (LUN, 0), 1))
MORE = [
    ("inspect", "threat", (set_to("threat", (VEL, LUN), 0.5),), 1),
    ("inspect", "ignorance", (set_to("insight", (VEL, LUN), 1.0),), -1),
    ("inspect", "alarm", (ALARMED,), 1),
    ("inspect", "record", (set_to("violations", (LUN,), 0.5),), 1),
    ("inspect", "declared", (set_to("notified", (LUN,), 40.0),), 1),
    ("inspect", "ally", ALLIES, -1),
    ("inspect", "routine", (set_to("inspected", (VEL, LUN), 3),), -1),
    ("inspect", "home", (set_to("will", (VEL,), 1.0),), 1),
    ("watch", "means", (set_to("capability", (VEL,), 0.25),), 1),
    ("watch", "threat", (set_to("threat", (VEL, LUN), 0.5),), 1),
    ("watch", "ignorance", (set_to("insight", (VEL, LUN), 1.0),), -1),
    ("watch", "alarm", (ALARMED,), 1),
    ("watch", "ally", ALLIES, -1),
    ("leak", "resentment", (set_to("resentment", (VEL,), 0.5),), 1),
    ("leak", "distrust", (set_to("bad", (VEL,), 8.0),), 1),
    ("leak", "threat", (set_to("threat", (VEL, LUN), 0.5),), 1),
    ("share", "trust", (set_to("bad", (VEL,), 8.0),), -1),
    ("share", "home", (set_to("will", (VEL,), 1.0),), 1),
    ("share", "betrayed", (set_to("leaked", (slice(None), VEL), 3),), -1),
]


@pytest.mark.parametrize(("label", "term", "edits", "sign"), MORE)
def test_more_of_a_reason_moves_the_decision_the_way_its_sentence_says(label, term, edits, sign):
    usual, moved = weighed(label, TOGETHER), weighed(label, TOGETHER, *edits)
    change = sign * (moved[1][term] - usual[1][term])
    assert (change >= 0).all()
    assert (change > 0).any()
    assert (sign * (moved[0] - usual[0])).mean() > 0


ASKED = [
    ("fear", (set_to("threat", (VEL, LUN), 0.5),), 1),
    ("distrust", (set_to("bad", (VEL, LUN), 8.0),), 1),
    ("record", (set_to("violations", (LUN,), 0.5),), 1),
    ("ally", ALLIES, -1),
    ("home", (set_to("will", (VEL,), 1.0),), 1),
]


@pytest.mark.parametrize(("term", "edits", "sign"), ASKED)
def test_who_was_alarmed_asks_for_its_reasons(term, edits, sign):
    usual, moved = weighed("ask", ALARMED), weighed("ask", ALARMED, *edits)
    assert (sign * (moved[1][term] - usual[1][term]) > 0).all()
    assert (sign * (moved[0] - usual[0]) > 0).all()


def test_nobody_asks_who_was_not_alarmed_last_turn():
    with pytest.raises(StopIteration):
        weighed("ask", set_to("alarmed", (VEL, LUN), 2))


@pytest.mark.parametrize(("term", "sign"), [("ally", 1), ("common_fear", 1)])
def test_allies_and_those_who_share_a_fear_are_told(term, sign):
    edits = {
        "ally": (set_to("member", (VEL, 0), 1),),
        "common_fear": (set_to("threat", (VEL, LUN), 0.5),),
    }[term]
    usual, moved = weighed("share", TOGETHER), weighed("share", TOGETHER, *edits)
    change = sign * (moved[1][term] - usual[1][term])
    assert (change >= 0).all()
    assert (change > 0).any()


def test_an_ally_is_spared_a_leak():
    usual = weighed("leak", TOGETHER)
    moved = weighed("leak", TOGETHER, set_to("member", (VEL, 0), 1))
    assert (moved[1]["ally"] - usual[1]["ally"]).min() < 0


def test_only_who_has_a_protocol_with_another_shares():
    for edit, some in ((partners(), False), (TOGETHER, True)):
        game = a_batch(ROWS)
        state = changed(game, FEARED, edit, set_to("good", (VEL, HAL), 16.0))
        obs = Observation(game.world, state)
        mind = Mind(obs, Draw(game.seeds, state.turn), Books(True))
        intelligence.share(mind, Desk(obs))
        assert mind.books.choices[0].chosen.any() == some


def test_what_others_know_in_secret_moves_no_decision():
    game = a_batch(ROWS)
    state = changed(game, FEARED, TOGETHER, ALARMED)
    rng = np.random.default_rng(1)
    arrays = {name: np.array(state[name]) for name in state}
    for name in ("insight", "belief"):
        noise = rng.integers(0, 65, arrays[name].shape) / 64.0
        noise[:, VEL] = arrays[name][:, VEL]
        arrays[name] = noise
    arrays["alarmed"][:, [HAL, 1, LUN]] = 3
    arrays["activity"][:, :VEL] = 64.0
    hidden = State(arrays, state.turn)
    orders = []
    for one in (state, hidden):
        obs = Observation(game.world, one, np.array([VEL]))
        mind = Mind(obs, Draw(game.seeds, state.turn), Books())
        desk = Desk(obs)
        for decide in (verification.check, intelligence.share, intelligence.leak):
            decide(mind, desk)
        orders.append(replace(desk.orders))
    assert np.array_equal(orders[0].kind, orders[1].kind)
    assert np.array_equal(orders[0].target, orders[1].target)
    assert orders[0].kind.any()
