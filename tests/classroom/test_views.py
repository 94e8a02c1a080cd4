"""What each screen of a class is made of: the seat's own knowledge, in the words of the desktop."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from agents.registry import PERSON
from scenarios.session import Session
from scenarios.sitting import (
    FACILITATOR,
    Phase,
    SittingFault,
    begin,
    people,
    phases,
    talking,
    words,
)
from sim.errors import DetenteError
from sim.scene import PUBLIC
from tests.classroom.serving import wait_for
from tests.laws.test_secrecy import _for
from ui.classroom import views
from ui.classroom.views.par import par_of
from ui.present.briefs import pieces
from ui.present.dossier import relations
from ui.present.orders import FAMILIES


@pytest.fixture
def sitting():
    """Two teams at the first steps, in the talks of the second turn."""
    one = begin("first-steps", 7)
    for iso in ("HAL", "LUN"):
        people.join(one, iso, f"who plays {iso}", f"key of {iso}")
    phases.open_phase(one, Phase.TALKS, 0.0)
    phases.close(one, 0.0)
    return one


def text(view) -> str:
    return json.dumps(view, allow_nan=False)


def test_a_view_is_plain_data_in_parts(sitting):
    parts = {
        "seat", "clock", "progress", "brief", "world", "talks", "table", "desk", "draft", "news",
        "notes", "questions",
    }  # fmt: skip
    view = views.student(sitting, "HAL")
    assert set(view) == parts
    assert json.loads(text(view)) == view


def test_what_changes_with_the_turn_alone_is_made_once(sitting):
    first = views.student(sitting, "HAL")
    talking.draft(sitting, "HAL", sitting.turn, {"orders": [{"do": "dialogue", "target": "VEL"}]})
    second = views.student(sitting, "HAL")
    for part in ("brief", "world", "table", "desk", "news"):
        assert second[part] is first[part]
    assert second["draft"] != first["draft"]
    phases.close(sitting, 0.0)
    assert views.student(sitting, "HAL")["world"] is not first["world"]
    phases.undo(sitting, 1, 0.0)
    assert views.student(sitting, "HAL")["world"] == first["world"]


def test_numbers_are_those_of_the_desktop(sitting):
    world = views.student(sitting, "HAL")["world"]
    there = {one.iso: one for one in relations(sitting.session.observation("HAL"))}
    for row in world["relations"]:
        one = there[row["iso"]]
        assert (row["trust"], row["interop"], row["threat"], row["agreements"]) == (
            round(one.trust, 2), round(one.interop, 2), round(one.threat, 2), one.agreements,
        )  # fmt: skip


def test_every_kind_of_order_is_on_the_desk_with_its_price_or_why_not(sitting):
    desk = views.student(sitting, "HAL")["desk"]
    kinds = [kind for family in desk["families"] for kind in family["kinds"]]
    assert {kind["kind"] for kind in kinds} == {
        kind.name.lower() for family in FAMILIES.values() for kind in family
    }
    assert all(kind["cost"].startswith("effort ") for kind in kinds)
    assert any(kind["why"] for kind in kinds)
    assert not any("targets" in kind for kind in kinds if kind["why"])


def test_a_lesson_shows_the_orders_that_it_is_about_and_its_dials():
    lesson = begin("first-steps-episode", 7)
    focus = lesson.session.setup.scenario.focus
    desk = views.student(lesson, lesson.seats[0])["desk"]
    kinds = [kind for family in desk["families"] for kind in family["kinds"]]
    assert {kind["kind"] for kind in kinds} == set(focus.orders)
    for kind in kinds:
        if "amounts" in kind:
            assert kind["dial"] is (kind["kind"] in focus.dials)
    assert desk["focus"]


def test_choices_are_given_once_where_all_targets_have_the_same():
    big = begin("pfp-1994", 7, ("POL",))
    desk = views.student(big, "POL")["desk"]
    kinds = {kind["kind"]: kind for family in desk["families"] for kind in family["kinds"]}
    vouch = kinds["vouch"]
    assert list(vouch["choices"]) == [""]
    assert "POL" not in vouch["choices"][""]
    assert set(vouch["targets"]) <= set(vouch["choices"][""])


def test_a_draft_is_told_with_what_it_costs_and_breaks(sitting):
    dear = {"do": "adopt", "amount": 4000.0}
    orders = [{"do": "dialogue", "target": "VEL"}, dear]
    talking.draft(sitting, "HAL", sitting.turn, {"orders": orders})
    told = views.student(sitting, "HAL")["draft"]["orders"]
    assert told[0]["refusal"] == ""
    assert "money" in told[1]["refusal"]


@pytest.mark.parametrize("scenario", ["first-steps", "pfp-1994"])
def test_changing_all_that_is_hidden_changes_no_view(scenario):
    one = begin(scenario, 7, ("DEU", "RUS") if scenario == "pfp-1994" else ())
    seat = one.seats[0]
    for reader, view in (
        (one.session.world.nation(seat), lambda sitting: views.student(sitting, seat)),
        (PUBLIC, views.public),
    ):
        setup = one.session.setup
        state = _for(setup.game.state, reader)
        session = Session(replace(setup, game=replace(setup.game, state=state)))
        for iso in session.world.iso:  # what policies offer may hang on what they know
            session.hand_over(iso, PERSON)
            one.session.hand_over(iso, PERSON)
        assert text(view(one)) == text(view(replace(one, session=session)))
        other = views.student(replace(one, session=session), one.seats[1])
        assert text(views.student(one, one.seats[1])) != text(other)


def test_the_public_view_names_nobody_and_no_draft(sitting):
    talking.draft(sitting, "HAL", sitting.turn, {"orders": [{"do": "dialogue", "target": "VEL"}]})
    words.write(sitting, "HAL", "LUN", "between us", 1.0)
    told = text(views.public(sitting))
    assert "who plays" not in told
    assert "between us" not in told
    assert "dialogue" not in told


def test_notes_reach_their_reader_and_the_facilitator_only_if_meant_for_them(sitting):
    words.write(sitting, "HAL", "LUN", "for Lunsey", 1.0)
    words.write(sitting, "LUN", FACILITATOR, "please help", 2.0)
    assert "for Lunsey" in text(views.student(sitting, "LUN"))
    assert "please help" not in text(views.student(sitting, "HAL"))
    assert "for Lunsey" not in text(views.facilitator(sitting))
    assert "please help" in text(views.facilitator(sitting))


def test_a_private_brief_is_on_its_own_screen_alone(sitting):
    briefs = sitting.session.setup.scenario.briefs
    words_of = {iso: json.dumps(pieces(brief)[-1].text)[1:-1] for iso, brief in briefs.items()}
    for iso in ("HAL", "LUN"):
        told = text(views.student(sitting, iso))
        assert words_of[iso] in told
        assert not [other for other in words_of if other != iso and words_of[other] in told]


def test_the_facilitator_sees_drafts_teams_and_what_waits(sitting):
    talking.draft(sitting, "HAL", sitting.turn, {"orders": [{"do": "dialogue", "target": "VEL"}]})
    sitting.session.inject("ferry")
    view = views.facilitator(sitting)
    seats = {seat["iso"]: seat for seat in view["board"]["seats"]}
    assert seats["HAL"]["orders"] == [["Hold a dialogue with another government: Velmark", ""]]
    assert seats["HAL"]["people"][0]["name"] == "who plays HAL"
    assert seats["VEL"]["player"] == "doctrine"
    assert [one["title"] for one in view["events"]["queue"]] == ["A ferry sinks in the gulf"]
    assert {one["do"] for one in view["effects"]} >= {"will", "trust", "mission"}
    text(view)


def test_questions_are_answered_and_change_nothing(sitting):
    before = sitting.session.record()
    page = views.ask(sitting, "HAL", {"about": "nation", "nation": "VEL"})
    for why in page["why"]:
        total = sum(float(amount.replace("−", "-").replace("±", "")) for _, amount in why["causes"])
        assert total == pytest.approx(why["value"], abs=1e-6)
    order = {"do": "dialogue", "target": "VEL"}
    (told,) = views.ask(sitting, "HAL", {"about": "draft", "draft": {"orders": [order]}})["orders"]
    assert told["cost"] == "effort 1"
    assert views.ask(sitting, "HAL", {"about": "order", "offer": order})["effects"]
    offer = {"to": "VEL", "kind": "training"}
    assert "in 100" in views.ask(sitting, "HAL", {"about": "offer", "offer": offer})["likely"]
    offer["to"] = "LUN"
    assert PERSON in sitting.session.seats["LUN"].player
    assert views.ask(sitting, "HAL", {"about": "offer", "offer": offer})["likely"] == ""
    assert sitting.session.record() == before
    assert not sitting.session.papers("HAL")


@pytest.mark.parametrize(
    "asked",
    [
        {"about": "everything"},
        {"about": "nation", "nation": "XXX"},
        {"about": "nation"},
        {"about": "offer", "offer": {}},
        {"about": "offer", "offer": {"to": "VEL", "kind": "friendship"}},
        {"about": "order", "offer": {"do": "conquer"}},
        {"about": "order", "offer": {}},
        {"about": "draft", "draft": {"orders": [{"target": "VEL"}]}},
    ],
)
def test_a_question_that_means_nothing_is_refused_in_words(sitting, asked):
    with pytest.raises(DetenteError):
        views.ask(sitting, "HAL", asked)


def test_the_debrief_is_closed_until_the_game_is_over(sitting):
    with pytest.raises(SittingFault, match="the debrief opens"):
        views.debrief(sitting, "HAL")
    phases.end(sitting)
    told = views.debrief(sitting, "HAL")
    assert told["ready"]
    assert [one["title"] for one in told["tables"]][:1] == ["Turning points"]


def test_the_debrief_of_a_whole_game_has_scores_beside_par(sitting):
    while not sitting.session.over:
        phases.close(sitting, 0.0)
    told = views.debrief(sitting, "HAL")
    titles = [one["title"] for one in told["tables"]]
    assert titles[:2] == ["Score", "Objectives"]
    wait_for(lambda: par_of(sitting.session) is not None)
    told = views.debrief(sitting, "HAL")
    assert told["ready"]
    assert {row[0] for row in told["tables"][0]["rows"][:2]} == {"Halmere", "Lunsey"}
    assert "–" not in {row[3] for row in told["tables"][0]["rows"]}
    assert text(views.debrief(sitting, None))


@pytest.mark.parametrize("scenario", ["first-steps", "pfp-1994"])
def test_every_nation_has_a_place_and_a_land(scenario):
    session = begin(scenario, 7).session
    shapes = views.geometry(session)
    assert set(shapes["places"]) == set(session.world.iso)
    dates = [until for until, _ in shapes["owners"]]
    assert dates == sorted(dates)
    drawn = {code for code, _ in shapes["lands"]}
    for _, owners in shapes["owners"]:
        assert set(owners) <= drawn
    left, top, wide, high = shapes["frame"]
    for x, y in shapes["places"].values():
        assert left <= x <= left + wide
        assert top <= y <= top + high
