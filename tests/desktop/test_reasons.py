"""Every number opens into its reasons: causes sum to it; of others' decisions only what is ours."""

import copy

import numpy as np
import pygame
import pytest

from scenarios.session import Session
from sim.causes import Cause
from sim.record import parse
from sim.state import FIELDS, State
from sim.turn import Turn
from tests.desktop.hands import playing
from ui.desktop.kit.table import Scroll
from ui.desktop.kit.told import TellingLine
from ui.desktop.model import update
from ui.desktop.screens._told import tip
from ui.present import reasons
from ui.present.decisions import decided
from ui.present.pair import band, pair

TURNS = 6


@pytest.fixture(scope="module")
def game():
    session = Session.start("first-steps", 7, ("HAL",))
    for kind in session.world.agreements.ids[:2]:
        session.offer("HAL", {"to": "ORV", "kind": kind})
        session.offer("HAL", {"to": "VEL", "kind": kind})
    for _ in range(TURNS):
        session.resolve(absent="doctrine")
    return session


def every(session):
    """(name, partner) of everything that can be asked about."""
    domains = [f"interop {k}" for k in range(session.world.dims.D)]
    for name in (*reasons.NUMBERS, *domains):
        others = [iso for iso in session.world.iso if iso != "HAL"]
        yield from (
            (name, iso) for iso in (others if name.split()[0] in reasons.OF_PAIRS else [""])
        )


def test_the_causes_of_a_number_sum_to_its_change_in_the_turn_and_over_the_game(game):
    moved = 0
    for name, other in every(game):
        for until in range(1, TURNS + 1):
            for ask in (reasons.last_turn, reasons.whole_game):
                found = ask(game, "HAL", name, other, until=until)
                assert found.before + sum(found.causes.values()) == pytest.approx(
                    found.now, abs=1e-12
                )
                moved += bool(found.causes)
        assert reasons.UNTOLD not in found.causes
    assert moved > 50


def test_the_items_of_a_tip_sum_to_the_number_that_it_shows(game):
    for name, other in every(game):
        for until in range(TURNS + 1):
            found = reasons.whole_game(game, "HAL", name, other, until=until)
            items = reasons.items(found)
            assert round(sum(amount for _, amount in items), 2) == round(found.now, 2)
            change = reasons.items(found, start=False)
            assert sum(amount for _, amount in change) == pytest.approx(
                round(found.now, 2) - round(found.before, 2)
            )


def test_many_small_causes_are_told_together_and_still_sum():
    causes = {f"cause {k}": 0.011 for k in range(12)} | {"much": -0.2}
    account = reasons.Account("title", 0.5, 0.5 + sum(causes.values()), causes)
    found = reasons.items(account, most=4)
    assert found[1] == ("much", -0.2)
    assert reasons.SMALL in dict(found)
    assert sum(amount for _, amount in found) == pytest.approx(round(account.now, 2))


def test_trust_is_explained_by_the_evidence_that_made_it(game):
    found = reasons.whole_game(game, "HAL", "trust", "VEL", until=TURNS)
    assert Cause.AGREEMENT_KEPT.words in found.causes
    assert found.causes[Cause.AGREEMENT_KEPT.words] > 0


def test_error_in_what_is_seen_is_not_told_apart(game):
    words = set()
    for other in ("VEL", "ORV", "LUN"):
        words |= set(reasons.whole_game(game, "HAL", "threat", other, until=TURNS).causes)
    assert Cause.APPRAISAL.words in words
    assert Cause.MISJUDGED.words not in words


def test_no_number_is_told_that_is_not_the_seats_own(game):
    """Whatever changes in fields and rows that a seat may not read, its reasons stay."""
    other = copy.copy(game)
    other.history = [_disturbed(played, game.world.nation("HAL")) for played in game.history]
    for name, iso in every(game):
        one = reasons.whole_game(game, "HAL", name, iso, until=TURNS - 1)
        assert one == reasons.whole_game(other, "HAL", name, iso, until=TURNS - 1)


def _disturbed(played, seat):
    """A turn whose ledger and states are scrambled in other nations' own rows."""
    draw = np.random.default_rng(2)
    states = []
    for state in (played.turn.before, played.turn.after):
        arrays = {}
        for name, array in state.items():
            changed = array.copy()
            spec = FIELDS[name]
            if spec.audience.name in ("OWN", "UMPIRE") and "N" in spec.axes and name != "depth":
                axis = spec.axes.index("N")
                rows = [k for k in range(array.shape[axis]) if k != seat]
                part = np.take(array, rows, axis=axis)
                index = [slice(None)] * array.ndim
                index[axis] = rows
                changed[tuple(index)] = draw.permuted(part)
            arrays[name] = changed
        states.append(State(arrays, state.turn))
    turn = Turn(states[0], states[1], played.turn.moves, played.turn.refused, played.turn.ledger)
    return type(played)(played.decision, turn)


def test_reasons_are_there_after_a_game_was_saved_and_loaded(game):
    again = Session.load(parse(game.record()))
    for name, other in every(game):
        one = reasons.whole_game(game, "HAL", name, other, until=TURNS)
        assert reasons.whole_game(again, "HAL", name, other, until=TURNS) == one


def test_a_refusal_of_our_offer_is_told_in_bands_without_a_number(game):
    answers = [one for one in decided(game, "HAL", "ORV", 0) if "what we offered" in one.text]
    assert len(answers) == 2
    assert all(not one.done and one.about_us and one.account is None for one in answers)
    assert all(reason.amount is None and reason.band for one in answers for reason in one.reasons)
    assert game.world.agreements.names[0] in answers[0].text


def test_the_talks_underway_are_told_of_at_once():
    session = Session.start("first-steps", 7, ("HAL",))
    assert decided(session, "HAL", "ORV", 0) == []
    session.offer("HAL", {"to": "ORV", "kind": session.world.agreements.ids[0]})
    (answer,) = decided(session, "HAL", "ORV", 0)
    assert answer.about_us
    assert answer.reasons


def test_what_a_nation_left_undone_about_others_is_not_told(game):
    for turn in range(TURNS):
        for one in decided(game, "HAL", "VEL", turn):
            assert one.account is None
            assert one.done or one.about_us or "stayed away" in one.text


def test_where_nobody_plays_all_seats_are_told_to_the_number():
    session = Session.start("first-steps", 7)
    session.resolve()
    found = decided(session, "HAL", "VEL", 0)
    assert found
    for one in found:
        assert one.account is not None
        parts = sum(reason.amount for reason in one.reasons)
        assert parts == pytest.approx(one.account.score, abs=1e-9)


def test_the_pair_shows_their_trust_only_where_all_seats_are_watched(game):
    two = pair(game.observation("HAL"), "VEL")
    assert two.theirs is None
    assert two.feared is None
    theirs = game.observation("VEL")
    both = pair(game.observation("HAL"), "VEL", theirs)
    assert both.theirs == pytest.approx(float(theirs.trust[0, 0, game.world.nation("HAL")]))
    assert {paper.stage for paper in two.papers} & {"in force", "ratified by us"}


@pytest.mark.parametrize(
    ("level", "word"),
    [(0.0, "isolated"), (0.2, "connected"), (0.79, "domain"), (1.0, "enterprise")],
)
def test_interoperability_reads_in_bands(level, word):
    assert band(level) == word


def test_the_number_under_the_pointer_tells_its_causes_and_a_click_still_chooses(window):
    hands = window(playing(turns=3))
    line = hands.box("rel VEL")
    assert isinstance(line, TellingLine)
    scroll = hands.box("nation")
    assert isinstance(scroll, Scroll)
    for cell, name in ((1, "trust"), (2, "interop")):
        met = hands.app.layers[-1].at(line.items[cell].rect.center)
        assert met.id == "rel VEL"
        assert met.tip == tip(hands.model, name, "VEL")
    hands.push(line.items[1].rect.center)
    assert hands.model.nation == "VEL"


def test_why_opens_from_a_refused_offer_in_the_talks(window):
    model = playing()
    update(model, ("open", "talks"))
    hands = window(model)
    kind = model.game.world.agreements.ids[0]
    for name, value in (("offer to", "ORV"), ("offer kind", kind)):
        update(model, ("page", name, value))
    update(model, ("offer",))
    button = next(name for name in hands.ids() if name.startswith("why "))
    hands.click(button)
    assert model.over[-1] == "why"
    assert any("what we offered" in text for text in hands.texts())
    hands.press("escape")
    assert model.over == ("talks",)


def test_the_nation_asked_about_is_in_sight_and_arrows_go_on_to_the_next(window):
    model = playing("pfp-1994", "POL", turns=1)
    hands = window(model)
    update(model, ("why of", "UZB", 0))
    for _ in range(2):
        listed = hands.box("why nations")
        line = next(box for box in listed.walk() if getattr(box, "chosen", False))
        assert listed.rect.contains(line.rect)
        hands.press("up")
        assert model.page["why nation"] not in ("UZB", "")


def test_why_opens_from_the_log_at_the_turn_of_the_event(window):
    model = playing("first-steps", turns=4)
    update(model, ("open", "log"))
    update(model, ("page", "log turn", 0))
    hands = window(model)
    button = next(name for name in hands.ids() if name.startswith("why "))
    hands.click(button)
    assert model.over[-1] == "why"
    assert model.page["why turn"] == 0


def test_the_pair_dialog_goes_through_the_nations_by_keys(window):
    hands = window(playing(turns=2))
    update(hands.model, ("select", "VEL"))
    hands.press("p")
    assert hands.model.over == ("pair",)
    seen = set()
    for _ in range(3):
        seen.add(hands.model.nation)
        hands.press("right")
    assert len(seen) == 3
    assert "theirs alone" in hands.texts()
    pygame.event.clear()
