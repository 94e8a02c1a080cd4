"""A session: people and policies at one table, by the rules of a batch."""

from __future__ import annotations

import pytest

from agents.registry import policy
from agents.run import play
from scenarios.session import PERSON, Session, SessionFault
from scenarios.talks import TalksFault
from sim.errors import DetenteError, RecordFault
from sim.legal import IMPOSSIBLE
from sim.notation import ROUNDS
from sim.orders import ACCEPT, REFUSE, SILENT, OrderKind
from sim.record import parse
from tests.builders import a_game

SMALL = "first-steps"


def open_offer(session: Session, one: str, two: str):
    """A new agreement that a person offers to another."""
    kinds = session.world.agreements.ids
    return session.offer(one, {"to": two, "kind": kinds[0]})[0]


def test_a_session_without_people_gives_the_digests_of_a_batch():
    session = Session.start(SMALL, 3)
    for _ in range(5):
        session.resolve()
    assert session.state.digest() == play(a_game(1, 3), 5).digest()


def test_a_session_of_the_real_scenario_without_people_gives_the_digests_of_a_batch():
    session = Session.start("pfp-1994", 7, seats={"RUS": "hegemon"})
    for _ in range(3):
        session.resolve()
    game = a_game(1, 7, "pfp-1994", seats={"RUS": policy("hegemon")})
    assert session.state.digest() == play(game, 3).digest()


def test_a_record_of_a_session_loads_and_stands_where_the_session_stood():
    session = Session.start(SMALL, 3, ("HAL", "VEL"))
    open_offer(session, "HAL", "VEL")
    session.draft("HAL", {"orders": [{"do": "publish", "amount": 0.5}]})
    session.submit("HAL")
    session.resolve()
    session.resolve(absent="doctrine")
    again = Session.load(parse(session.record()))
    assert (again.turn, again.people) == (2, ("HAL", "VEL"))
    assert again.state.digest() == session.state.digest()
    assert again.record() == session.record()


def test_a_damaged_record_is_refused():
    session = Session.start(SMALL, 3, ("HAL",))
    session.resolve()
    text = session.record().replace('"turn":0', '"turn":1', 1)
    with pytest.raises(RecordFault, match="line 2"):
        Session.load(parse(text))


def test_an_offer_to_a_policy_is_answered_at_once_and_asking_again_changes_nothing():
    answers = []
    for _ in range(2):
        session = Session.start("pfp-1994", 7, ("POL",))
        asked = [
            session.offer("POL", {"to": iso, "kind": session.world.agreements.ids[0]})[0].answer
            for iso in ("USA", "DEU", "UKR")
        ]
        answers.append(asked)
    assert answers[0] == answers[1]
    assert SILENT not in answers[0]


def test_an_agreement_between_two_people_is_bound_when_both_agreed():
    session = Session.start(SMALL, 3, ("HAL", "VEL"))
    paper = open_offer(session, "HAL", "VEL")
    assert paper.answer == SILENT
    assert paper.number in [p.number for p in session.papers("VEL")]
    assert session.answer("VEL", paper.number, accept=True).answer == ACCEPT
    world = session.world
    played = session.resolve()
    at = world.nation("HAL"), world.nation("VEL")
    assert played.turn.before["agreement"][0, 0][at] == 0
    assert played.turn.after["agreement"][0, 0][at] > 0


def test_silence_is_not_agreement():
    session = Session.start(SMALL, 3, ("HAL", "VEL"))
    open_offer(session, "HAL", "VEL")
    played = session.resolve()
    at = session.world.nation("HAL"), session.world.nation("VEL")
    assert played.turn.after["agreement"][0, 0][at] == 0


def test_who_counters_refuses_and_the_other_side_reads_the_new_terms():
    session = Session.start(SMALL, 3, ("HAL", "VEL"))
    paper = open_offer(session, "HAL", "VEL")
    kind = session.world.agreements.ids[0]
    counter, _ = session.counter("VEL", paper.number, {"kind": kind, "verification": "regular"})
    assert session.answer("HAL", counter.number, accept=True).answer == ACCEPT
    papers = {p.number: p for p in session.papers("HAL")}
    assert papers[paper.number].answer == REFUSE
    assert papers[counter.number].terms["verification"] == "regular"


def test_an_offer_is_withdrawn_only_by_its_proposer_and_before_it_is_answered():
    session = Session.start(SMALL, 3, ("HAL", "VEL"))
    paper = open_offer(session, "HAL", "VEL")
    with pytest.raises(TalksFault, match="made by HAL"):
        session.withdraw("VEL", paper.number)
    session.withdraw("HAL", paper.number)
    assert paper.number not in [p.number for p in session.papers("VEL")]
    paper = open_offer(session, "HAL", "VEL")
    session.answer("VEL", paper.number, accept=False)
    with pytest.raises(TalksFault, match="answered"):
        session.withdraw("HAL", paper.number)


def test_nobody_answers_an_offer_made_to_another():
    session = Session.start(SMALL, 3, ("HAL", "VEL", "ORV"))
    paper = open_offer(session, "HAL", "VEL")
    with pytest.raises(TalksFault, match="made to VEL"):
        session.answer("ORV", paper.number, accept=True)
    with pytest.raises(TalksFault, match="no such offer"):
        session.answer("ORV", (9, 9, 9), accept=True)


def test_offers_have_room_for_a_long_evening_and_then_end_with_a_sentence():
    session = Session.start(SMALL, 3, ("HAL", "VEL"))
    for _ in range(20):
        paper = open_offer(session, "HAL", "VEL")
        session.answer("VEL", paper.number, accept=False)
    most = ROUNDS * session.world.dims.O - len(
        [p for p in session.papers("HAL") if p.proposer == "HAL"]
    )
    for _ in range(most):
        open_offer(session, "HAL", "VEL")
    with pytest.raises(TalksFault, match="no more offers"):
        open_offer(session, "HAL", "VEL")


def test_a_draft_is_judged_order_by_order_before_it_is_handed_in():
    session = Session.start(SMALL, 3, ("HAL",))
    fine, foul = session.judged(
        "HAL",
        {"orders": [{"do": "publish", "amount": 0.5}, {"do": "withdraw", "target": "COAST"}]},
    )
    assert fine.refusal == ""
    assert fine.effort > 0
    assert foul.refusal


def test_what_the_judgement_of_a_draft_says_is_what_the_resolution_does():
    session = Session.start(SMALL, 3, ("HAL",))
    words = {"orders": [{"do": "publish", "amount": 0.5}, {"do": "withdraw", "target": "COAST"}]}
    verdicts = session.draft("HAL", words)
    session.submit("HAL")
    refused = session.resolve().turn.refused[0, session.world.nation("HAL")]
    assert [bool(code) for code in refused[:2]] == [bool(v.refusal) for v in verdicts]
    assert refused[1] == IMPOSSIBLE


def test_words_that_mean_nothing_leave_the_draft_as_it_was():
    session = Session.start(SMALL, 3, ("HAL",))
    session.draft("HAL", {"orders": [{"do": "publish", "amount": 0.5}]})
    with pytest.raises(DetenteError, match="publish"):
        session.draft("HAL", {"orders": [{"do": "publsih"}]})
    with pytest.raises(SessionFault, match="no 'order'"):
        session.draft("HAL", {"order": []})
    assert session.seats["HAL"].draft == {"orders": [{"do": "publish", "amount": 0.5}]}


def test_a_draft_that_is_not_handed_in_is_not_played():
    session = Session.start(SMALL, 3, ("HAL",))
    session.draft("HAL", {"orders": [{"do": "publish", "amount": 0.5}]})
    assert session.waiting == ("HAL",)
    played = session.resolve()
    assert not played.decision.moves.orders.kind[0, session.world.nation("HAL")].any()


def test_an_absent_seat_may_be_moved_by_a_policy_and_the_record_says_so():
    session = Session.start("pfp-1994", 7, ("POL",))
    played = session.resolve(absent="doctrine")
    assert played.decision.moves.orders.kind[0, session.world.nation("POL")].any()
    assert dict(parse(session.record()).turns[0].by) == {"POL": "doctrine"}


def test_orders_handed_in_are_changed_only_when_taken_back():
    session = Session.start(SMALL, 3, ("HAL",))
    session.submit("HAL")
    with pytest.raises(SessionFault, match="handed in"):
        session.draft("HAL", {})
    session.retract("HAL")
    session.draft("HAL", {"orders": [{"do": "publish", "amount": 0.25}]})
    session.submit("HAL")
    orders = session.resolve().decision.moves.orders
    assert orders.kind[0, session.world.nation("HAL"), 0] == OrderKind.PUBLISH


def test_nobody_acts_for_a_seat_that_a_policy_plays():
    session = Session.start(SMALL, 3, ("HAL",))
    with pytest.raises(SessionFault, match="played by the policy doctrine"):
        session.draft("VEL", {})
    with pytest.raises(DetenteError, match="no nation 'XXX'"):
        session.draft("XXX", {})


def test_an_undone_turn_is_played_again_as_if_it_had_not_been():
    session = Session.start(SMALL, 3, ("HAL",))
    session.resolve()
    first = session.state.digest()
    session.resolve()
    second = session.state.digest()
    session.undo()
    assert session.state.digest() == first
    session.resolve()
    assert session.state.digest() == second
    with pytest.raises(SessionFault, match="cannot be undone"):
        session.undo(9)


def test_a_branch_leaves_the_game_it_came_from_alone():
    session = Session.start(SMALL, 3, ("HAL",))
    for _ in range(3):
        session.resolve()
    other = session.branch(1)
    other.draft("HAL", {"orders": [{"do": "publish", "amount": 0.9}]})
    other.submit("HAL")
    other.resolve()
    assert (session.turn, other.turn) == (3, 2)
    assert other.history[0] is session.history[0]
    assert other.state.digest() != session.history[1].turn.after.digest()


def test_a_seat_is_handed_to_a_policy_and_back_and_other_drafts_stay():
    session = Session.start(SMALL, 3, ("HAL", "VEL"))
    session.draft("VEL", {"orders": [{"do": "publish", "amount": 0.5}]})
    session.submit("VEL")
    session.hand_over("HAL", "doctrine")
    assert session.people == ("VEL",)
    assert session.waiting == ()
    session.resolve()
    session.hand_over("HAL", PERSON)
    session.resolve()
    lines = parse(session.record()).turns
    assert [dict(line.by) for line in lines] == [{"HAL": "doctrine"}, {}]


def test_a_game_that_is_over_takes_no_more_moves():
    session = Session.start(SMALL, 3, ("HAL",))
    while not session.over:
        session.resolve()
    with pytest.raises(SessionFault, match="over"):
        session.resolve()
    with pytest.raises(SessionFault, match="over"):
        session.draft("HAL", {})
