"""A sitting: phases and clocks, teams, what is told to whom, and what was kept of it."""

from __future__ import annotations

import json

import pytest

from scenarios.sitting import (
    EVERYBODY,
    FACILITATOR,
    Code,
    Pace,
    Phase,
    Sitting,
    SittingFault,
    begin,
    keeping,
    people,
    phases,
    talking,
    umpiring,
    words,
)
from sim.errors import DetenteError
from sim.orders import ACCEPT, REFUSE

ORDER = {"orders": [{"do": "publish", "amount": 0.5}]}
OFFER = {"to": "HAL", "kind": "training"}


def a_class(*seats: str, talks: bool = True, **settings: object) -> Sitting:
    """A sitting of the small scenario with one person at each seat."""
    sitting = begin("first-steps", 3, seats or ("VEL", "HAL"), **settings)
    for iso in sitting.seats:
        people.join(sitting, iso, "", f"key of {iso}")
    if talks:
        phases.open_phase(sitting, Phase.TALKS, 100.0)
    sitting.touched.clear()
    return sitting


def refused(code: Code, function, *args, **named) -> str:
    with pytest.raises(SittingFault) as fault:
        function(*args, **named)
    assert fault.value.code is code
    return str(fault.value)


def hand_in(sitting: Sitting, *seats: str) -> None:
    for iso in seats:
        talking.submit(sitting, iso, sitting.turn)


# --- phases and clocks


def test_the_phases_follow_one_another_and_no_other_way():
    sitting = begin("first-steps", 3, ("VEL",))
    refused(Code.CLOSED, phases.open_phase, sitting, Phase.ORDERS, 0.0)
    refused(Code.CLOSED, phases.close, sitting, 0.0)
    for phase in (Phase.BRIEFING, Phase.TALKS, Phase.ORDERS):
        phases.open_phase(sitting, phase, 0.0)
        assert sitting.phase is phase
    phases.close(sitting, 0.0)
    assert (sitting.phase, sitting.turn) == (Phase.TALKS, 1)
    phases.end(sitting)
    assert sitting.phase is Phase.DEBRIEF


def test_a_phase_runs_as_long_as_its_pace_and_what_follows_is_due_at_its_end():
    sitting = a_class(talks=False, pace=Pace(60, 30, 20))
    phases.open_phase(sitting, Phase.BRIEFING, 0.0)
    assert (sitting.deadline, phases.due(sitting, 59.9)) == (60.0, "")
    assert phases.due(sitting, 60.0) == Phase.TALKS
    phases.open_phase(sitting, Phase.TALKS, 60.0)
    assert phases.due(sitting, 90.0) == Phase.ORDERS
    phases.open_phase(sitting, Phase.ORDERS, 90.0)
    assert phases.due(sitting, 110.0) == phases.CLOSE
    phases.close(sitting, 110.0)
    assert (sitting.phase, sitting.deadline) == (Phase.TALKS, 140.0)


def test_a_stopped_clock_keeps_what_was_left_and_may_be_extended():
    sitting = a_class(pace=Pace(0, 30, 0))
    phases.pause(sitting, 110.0)
    assert (sitting.paused, sitting.deadline, sitting.left) == (True, None, 20.0)
    assert phases.due(sitting, 1000.0) == ""
    phases.extend(sitting, 15.0)
    phases.resume(sitting, 2000.0)
    assert (sitting.paused, sitting.deadline) == (False, 2035.0)
    phases.extend(sitting, -5.0)
    assert sitting.deadline == 2030.0


def test_a_phase_without_a_clock_has_none_to_extend():
    sitting = a_class(pace=Pace(0, 0, 0))
    assert sitting.deadline is None
    refused(Code.REFUSED, phases.extend, sitting, 10.0)
    phases.set_clock(sitting, 30.0, 100.0)
    assert sitting.deadline == 130.0


def test_a_turn_is_due_when_all_teams_have_handed_in_but_not_while_the_clock_is_stopped():
    sitting = a_class("VEL", "HAL", "LUN")
    people.free(sitting, "LUN")  # nobody is there to wait for
    hand_in(sitting, "VEL")
    assert phases.due(sitting, 101.0) == ""
    hand_in(sitting, "HAL")
    assert phases.due(sitting, 101.0) == phases.CLOSE
    phases.pause(sitting, 101.0)
    assert phases.due(sitting, 101.0) == ""
    phases.resume(sitting, 102.0)
    sitting.automatic = False
    assert phases.due(sitting, 102.0) == ""


def test_the_last_turn_is_followed_by_the_debrief_and_may_be_undone():
    sitting = a_class()
    for _ in range(sitting.session.world.turns):
        phases.close(sitting, 0.0)
    assert (sitting.phase, sitting.session.over) == (Phase.DEBRIEF, True)
    refused(Code.CLOSED, phases.open_phase, sitting, Phase.TALKS, 0.0)
    phases.undo(sitting, 2, 0.0)
    assert (sitting.phase, sitting.turn) == (Phase.TALKS, sitting.session.world.turns - 2)
    assert sitting.paused


def test_a_debrief_that_was_opened_too_early_may_be_left_again():
    sitting = a_class()
    phases.end(sitting)
    phases.open_phase(sitting, Phase.TALKS, 0.0)
    assert sitting.phase is Phase.TALKS


# --- what may be said when


def test_offers_are_made_in_the_talks_and_answered_until_the_turn_is_closed():
    sitting = a_class()
    paper, _ = talking.offer(sitting, "VEL", OFFER)
    phases.open_phase(sitting, Phase.ORDERS, 200.0)
    refused(Code.CLOSED, talking.offer, sitting, "VEL", OFFER)
    assert talking.answer(sitting, "HAL", paper.number, accept=True).answer == ACCEPT


def test_an_offer_is_countered_and_the_counter_binds_in_the_same_turn():
    sitting = a_class()
    paper, _ = talking.offer(sitting, "VEL", OFFER)
    counter, _ = talking.counter(sitting, "HAL", paper.number, {"kind": "training", "years": 3})
    assert talking.answer(sitting, "VEL", counter.number, accept=True).answer == ACCEPT
    answers = [p.answer for p in sitting.session.papers("VEL")]
    assert sorted(answers) == [REFUSE, ACCEPT]


def test_what_is_meant_for_another_turn_is_late():
    sitting = a_class()
    assert "turn 0 is being played" in refused(Code.LATE, talking.draft, sitting, "VEL", 1, ORDER)
    phases.close(sitting, 0.0)
    for late in (talking.submit, talking.retract):
        refused(Code.LATE, late, sitting, "VEL", 0)
    refused(Code.LATE, talking.draft, sitting, "VEL", 0, ORDER)
    refused(Code.LATE, talking.offer, sitting, "VEL", OFFER, 0)
    assert sitting.session.seats["VEL"].draft == {}


def test_a_draft_that_means_nothing_leaves_the_draft_before_it():
    sitting = a_class()
    talking.draft(sitting, "VEL", 0, ORDER)
    with pytest.raises(DetenteError, match="publish"):
        talking.draft(sitting, "VEL", 0, {"orders": [{"do": "publsh"}]})
    assert sitting.session.seats["VEL"].draft == ORDER


def test_of_offers_between_others_it_is_not_told_whether_they_are_there():
    sitting = a_class("VEL", "HAL", "LUN")
    paper, _ = talking.offer(sitting, "VEL", OFFER)
    nowhere = (30, 0, 0)
    told = {
        refused(Code.NOT_YOURS, function, sitting, "LUN", number, **named)
        for number in (paper.number, nowhere)
        for function, named in (
            (talking.answer, {"accept": True}),
            (talking.withdraw, {}),
        )
    }
    told |= {
        refused(Code.NOT_YOURS, talking.counter, sitting, "LUN", number, {"kind": "training"})
        for number in (paper.number, nowhere)
    }
    assert told == {"you have no such offer this turn"}


def test_nobody_answers_their_own_offer_or_takes_back_anothers():
    sitting = a_class()
    paper, _ = talking.offer(sitting, "VEL", OFFER)
    refused(Code.NOT_YOURS, talking.answer, sitting, "VEL", paper.number, accept=True)
    refused(Code.NOT_YOURS, talking.withdraw, sitting, "HAL", paper.number)
    talking.withdraw(sitting, "VEL", paper.number)
    assert talking_of(sitting, "HAL") == []


def talking_of(sitting: Sitting, iso: str) -> list:
    """Offers of people to and from a seat."""
    return [p for p in sitting.session.papers(iso) if p.proposer in sitting.session.people]


# --- people


def test_seats_that_nobody_took_are_played_by_their_doctrine_when_talks_begin():
    sitting = begin("first-steps", 3, ("VEL", "HAL"))
    people.join(sitting, "VEL", "", "k")
    phases.open_phase(sitting, Phase.BRIEFING, 0.0)
    assert sitting.session.seats["HAL"].player == "person"
    phases.open_phase(sitting, Phase.TALKS, 0.0)
    assert sitting.session.seats["HAL"].player == phases.STAND_IN


def test_who_comes_late_plays_from_the_next_turn_and_what_was_said_stays():
    sitting = begin("first-steps", 3, ("VEL", "HAL", "LUN"))
    people.join(sitting, "VEL", "", "k")
    people.join(sitting, "LUN", "", "l")
    phases.open_phase(sitting, Phase.TALKS, 0.0)
    paper, _ = talking.offer(sitting, "VEL", {**OFFER, "to": "LUN"})
    people.join(sitting, "HAL", "", "m")
    assert sitting.coming == {"HAL": "person"}
    assert paper.number in [p.number for p in sitting.session.papers("LUN")]
    phases.close(sitting, 0.0)
    assert sitting.session.seats["HAL"].player == "person"
    assert sitting.coming == {}


def test_a_seat_is_handed_to_a_policy_between_turns_and_back():
    sitting = a_class()
    assert people.hand(sitting, "VEL", "hegemon") is False
    assert sitting.session.seats["VEL"].player == "person"
    phases.close(sitting, 0.0)
    assert sitting.session.seats["VEL"].player == "hegemon"
    with pytest.raises(DetenteError, match="played by the policy"):
        talking.submit(sitting, "VEL", 1)
    people.hand(sitting, "VEL", "person")
    people.hand(sitting, "VEL", "hegemon")  # thought better of it
    assert sitting.coming == {}


def test_an_unknown_policy_is_refused_and_nothing_is_handed_over():
    sitting = a_class()
    with pytest.raises(DetenteError, match="did you mean"):
        people.hand(sitting, "VEL", "hegemn")
    assert sitting.coming == {}


def test_a_locked_room_lets_nobody_else_in():
    sitting = a_class()
    people.lock(sitting, on=True)
    refused(Code.LOCKED, people.join, sitting, "VEL", "", "x")
    people.lock(sitting, on=False)
    assert people.join(sitting, "VEL", "Ann", "x").client == "c3"


def test_a_team_is_full_some_time_and_only_seats_of_the_room_are_taken():
    sitting = a_class()
    for number in range(people.MOST_IN_A_TEAM - 1):
        people.join(sitting, "VEL", "", f"k{number}")
    assert "full" in refused(Code.REFUSED, people.join, sitting, "VEL", "", "one more")
    assert "VEL, HAL" in refused(Code.REFUSED, people.join, sitting, "ORV", "", "k")


def test_members_are_moved_and_teams_sent_away():
    sitting = a_class()
    people.assign(sitting, "c1", "HAL")
    assert [m.client for m in sitting.team("HAL")] == ["c1", "c2"]
    assert people.free(sitting, "HAL") == ["c1", "c2"]
    assert sitting.members == {}


def test_absent_teams_do_nothing_unless_a_policy_stands_in():
    def played(absent: str) -> str:
        sitting = a_class(absent=absent)
        phases.close(sitting, 0.0)
        return sitting.session.record()

    assert '"by":{"HAL":"doctrine","VEL":"doctrine"}' in played("doctrine")
    assert '"by":{"HAL"' not in played("")


# --- notes


def test_notes_reach_their_receiver_and_nobody_else():
    sitting = a_class("VEL", "HAL", "LUN")
    note = words.write(sitting, "VEL", "HAL", "psst", 5.0)
    words.write(sitting, "VEL", FACILITATOR, "help", 6.0)
    assert [n.text for n in words.notes_of(sitting, "HAL")] == ["psst"]
    assert words.notes_of(sitting, "LUN") == []
    assert [n.text for n in words.notes_of(sitting, FACILITATOR)] == ["help"]
    assert sitting.touched == {"VEL", "HAL"}
    refused(Code.NOT_YOURS, words.open_note, sitting, "LUN", note.number)
    words.open_note(sitting, "HAL", note.number)
    assert note.read == ["HAL"]


def test_a_message_of_the_facilitator_goes_to_some_or_to_everybody():
    sitting = a_class("VEL", "HAL", "LUN")
    words.tell(sitting, ["VEL"], "", "for you", 0.0)
    words.tell(sitting, [], "News", "for all", 0.0)
    assert [n.text for n in words.notes_of(sitting, "VEL")] == ["for you", "for all"]
    assert [n.text for n in words.notes_of(sitting, "LUN")] == ["for all"]
    assert EVERYBODY in sitting.touched


def test_a_team_cannot_flood_the_room_with_notes():
    sitting = a_class()
    for _ in range(words.MOST_NOTES):
        words.write(sitting, "VEL", "HAL", "x", 0.0)
    refused(Code.TOO_FAST, words.write, sitting, "VEL", "HAL", "x", 0.0)


# --- the facilitator and the world


def test_an_override_needs_a_turn_that_is_played():
    sitting = a_class(talks=False)
    refused(Code.CLOSED, umpiring.override, sitting, [], "because")


def test_an_override_waits_for_the_turn_and_may_be_taken_back():
    sitting = a_class()
    effect = {"do": "will", "nation": "VEL", "amount": 0.1}
    umpiring.override(sitting, [effect], "a mistake of mine")
    assert len(sitting.session.umpire) == 1
    umpiring.take_back(sitting, 0)
    assert len(sitting.session.umpire) == 0


# --- the same again


def test_what_was_kept_is_the_same_sitting_again():
    sitting = a_class("VEL", "HAL", "LUN")
    talking.offer(sitting, "VEL", OFFER)
    words.write(sitting, "VEL", "HAL", "psst", 5.0)
    words.survey(sitting, "c1", "before", {"trust": 3})
    people.hand(sitting, "LUN", "hegemon")
    phases.close(sitting, 50.0)
    again = keeping.restored(json.loads(json.dumps(keeping.kept(sitting))))
    assert again.session.state.digest() == sitting.session.state.digest()
    assert again.session.record() == sitting.session.record()
    for name in vars(sitting):
        if name not in ("session", "touched", "connected"):
            assert getattr(again, name) == getattr(sitting, name), name
    players = [{iso: s.player for iso, s in x.session.seats.items()} for x in (again, sitting)]
    assert players[0] == players[1]


def test_a_sitting_needs_a_scenario_seats_and_a_policy_that_exist():
    for bad in (
        lambda: begin("first-stps", 3),
        lambda: begin("first-steps", 3, ("XXX",)),
        lambda: begin("first-steps", 3, absent="doctrin"),
    ):
        with pytest.raises(DetenteError):
            bad()
