"""A facilitator's injects and overrides: queued, resolved, recorded, replayed, never leaked."""

from __future__ import annotations

import json

import pytest

from scenarios.games import from_record
from scenarios.session import Session, SessionFault
from sim.causes import Cause
from sim.errors import DetenteError, RecordFault
from sim.events import PUBLIC, describe
from sim.record import Recorder, parse, replay
from tests.scenarios.eventful import a_session, a_setup

WILL = {"do": "will", "nation": "VEL", "amount": -0.25}


def news(session: Session, reader: int | None) -> list[str]:
    """What a reader is told from outside of the last turn."""
    events = describe(session.world, session.history[-1].turn, 0, reader)
    return [event.text for event in events if event.kind in ("news", "umpire")]


def will(session: Session, iso: str) -> float:
    return float(session.state["will"][0, session.world.nation(iso)])


def test_an_inject_takes_effect_when_the_turn_is_resolved_and_not_before():
    quiet, session = a_session("HAL"), a_session("HAL")
    before = will(session, "HAL")
    session.inject("storm", "to stir them up")
    assert will(session, "HAL") == before
    assert [deed["id"] for deed in session.umpire] == ["storm"]
    quiet.resolve()
    session.resolve()
    assert will(session, "HAL") == will(quiet, "HAL") - 0.25
    assert session.umpire == ()


def test_an_inject_is_told_to_all_and_its_reason_to_nobody_but_the_umpire():
    session = a_session("HAL")
    session.inject("storm", "to stir them up")
    session.resolve()
    for reader in (PUBLIC, 0, 1):
        assert news(session, reader) == ["Storm: A storm. It rains."]
    assert "Reason: to stir them up." in news(session, None)[1]


def test_a_note_for_one_seat_is_read_by_no_other():
    session = a_session("HAL", "VEL")
    session.inject("note")
    session.resolve()
    hal, vel = session.world.nation("HAL"), session.world.nation("VEL")
    assert news(session, hal) == ["A secret note: Velmark arms in secret."]
    assert news(session, vel) == news(session, PUBLIC) == []


def test_an_override_changes_the_world_and_tells_nobody():
    session = a_session("HAL")
    session.override([WILL], "a slip of the pen")
    session.resolve()
    assert news(session, session.world.nation("VEL")) == []
    assert news(session, None) == [
        "The facilitator decided: political will of Velmark -0.25. Reason: a slip of the pen."
    ]
    causes = {entry.cause for entry in session.history[-1].turn.ledger}
    assert Cause.OVERRIDE in causes


def test_a_free_inject_is_told_to_the_seats_named():
    session = a_session("HAL", "VEL")
    session.inject_free("Rumour", "Something stirs.", [WILL], ["VEL"], "to test them")
    session.resolve()
    assert news(session, session.world.nation("VEL")) == ["Rumour: Something stirs."]
    assert news(session, session.world.nation("HAL")) == []


def test_dated_events_happen_by_themselves_and_only_once():
    session = a_session("HAL")
    told = []
    for _ in range(4):
        session.resolve()
        told.append(news(session, PUBLIC))
    assert told == [[], ["Second quarter: A date has come."], [], []]


def test_what_was_queued_can_be_taken_back():
    session = a_session("HAL")
    session.inject("storm")
    session.override([WILL], "why not")
    session.take_back(0)
    assert [deed["do"] for deed in session.umpire] == ["override"]
    with pytest.raises(DetenteError, match="nothing waits in place 1: from 0 to 0"):
        session.take_back(1)
    session.take_back(0)
    with pytest.raises(DetenteError, match="nothing waits for this turn"):
        session.take_back(0)


def played() -> Session:
    """Three turns with something of everything."""
    session = a_session("HAL", "VEL")
    session.inject("storm", "first")
    session.inject_free("Rumour", "For one.", [WILL], ["VEL"])
    session.resolve()
    session.override([{"do": "dispute", "nation": "HAL", "other": "VEL", "amount": 3}], "test")
    session.resolve(absent="doctrine")
    session.resolve()
    return session


def test_a_record_replays_what_the_umpire_did():
    session = played()
    record = parse(session.record())
    assert [len(line.umpire) for line in record.turns] == [2, 1, 0]
    game = from_record(record).game
    ends = [turn.after.digest() for turn in replay(record, game.world, game.state)]
    assert ends == [turn.turn.after.digest() for turn in session.history]


def test_a_loaded_session_tells_and_records_the_same():
    session = played()
    again = Session.load(parse(session.record()))
    assert again.record() == session.record()
    for past, other in zip(session.history, again.history, strict=True):
        for reader in (None, PUBLIC, 0):
            assert describe(session.world, past.turn, 0, reader) == describe(
                again.world, other.turn, 0, reader
            )


def test_turns_without_an_umpire_have_no_word_of_one_in_the_record():
    session = a_session("HAL")
    session.resolve()
    assert '"umpire"' not in session.record()


def test_undo_takes_an_inject_back_and_a_branch_keeps_those_before_it():
    session = played()
    line = session.branch(1)
    assert line.state.digest() == session.history[0].turn.after.digest()
    assert line.umpire == ()
    digest = session.history[0].turn.after.digest()
    session.undo(2)
    session.inject("note")
    session.undo(1)
    assert session.umpire == ()
    assert '"storm"' not in parse(session.record()).turns.__repr__()
    session.inject("storm", "first")
    session.inject_free("Rumour", "For one.", [WILL], ["VEL"])
    session.resolve()
    assert session.state.digest() == digest


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (lambda s: s.inject("strom"), "no inject 'strom' (did you mean 'storm'?)"),
        (lambda s: s.inject("dated"), "event 'dated' happens by itself in 2001-04"),
        (lambda s: s.override([], "why"), "an override needs at least one effect"),
        (lambda s: s.override([WILL], "  "), "an override needs a reason"),
        (
            lambda s: s.override([{**WILL, "amount": 9}], "why"),
            "override: effect 1: amount: 9 is not from -1 to 1",
        ),
        (
            lambda s: s.override([{"do": "calm", "nation": "HAL", "other": "VEL"}], "why"),
            "The confrontation of Halmere and Velmark ended: that would change nothing",
        ),
        (lambda s: s.inject_free(" ", "text", [], []), "an inject needs a title"),
        (lambda s: s.inject_free("t", "x" * 4001, [], []), "text has more than 4000 characters"),
        (lambda s: s.inject_free("t", 3, [], []), "inject: text 3 is not text"),
        (lambda s: s.inject_free("t", "x", "no", []), "inject: effects 'no' is not a list"),
        (lambda s: s.inject_free("t", "x", [], ["HAX"]), "(did you mean 'HAL'?)"),
    ],
)
def test_what_a_facilitator_cannot_do_is_one_clear_sentence(act, fault):
    session = a_session("HAL")
    with pytest.raises(DetenteError) as caught:
        act(session)
    assert fault in str(caught.value)
    assert session.umpire == ()


def test_the_same_inject_waits_only_once():
    session = a_session("HAL")
    session.inject("storm")
    with pytest.raises(DetenteError, match="waits for this turn already"):
        session.inject("storm")


def test_nothing_happens_after_the_last_turn():
    session = a_session("HAL", turns=1)
    session.resolve()
    for act in (
        lambda: session.inject("storm"),
        lambda: session.override([WILL], "why"),
        lambda: session.inject_free("t", "x", [], []),
    ):
        with pytest.raises(SessionFault, match="the game is over"):
            act()


def test_an_event_about_a_nation_that_is_not_there_is_named_before_play():
    event = {"id": "x", "title": "X", "text": "x", "month": "2001-01", "source": "invented"}
    event["effects"] = [{"do": "will", "nation": "POL", "amount": 0.1}]
    with pytest.raises(DetenteError, match="event x: effect 1: nation: no nation 'POL'"):
        a_session("HAL", events=[event])


def resealed(text: str, change) -> str:
    """A record with its lines changed and sealed anew, as its own program would have."""
    lines = [json.loads(line) for line in text.splitlines()]
    record = parse(text)
    recorder = Recorder(record.header)
    recorder._lines.clear()
    recorder._sum = "detente"
    for line in lines[:-1]:
        del line["sum"]
        change(line)
        recorder._append(line)
    recorder.turns, recorder._digest = lines[-1]["end"], lines[-1]["digest"]
    return recorder.text()


@pytest.mark.parametrize(
    ("deed", "fault"),
    [
        ({"do": "injct"}, "deed 1: no deed 'injct' (did you mean 'inject'?)"),
        ({"do": "inject", "titel": ""}, "deed 1: no key 'titel' (did you mean 'title'?)"),
        (
            {"do": "override", "effects": [{"do": "will", "nation": "XXX"}]},
            "deed 1: effect 1: nation: no nation 'XXX'",
        ),
        (7, "deed 1: 7 is not a deed with names and values"),
    ],
)
def test_a_record_with_a_deed_that_means_nothing_names_its_line(deed, fault):
    text = played().record()

    def spoil(line):
        if line.get("turn") == 1:
            line["umpire"] = [deed]

    record = parse(resealed(text, spoil), "game.jsonl")
    game = from_record(record).game
    with pytest.raises(RecordFault) as caught:
        list(replay(record, game.world, game.state))
    assert str(caught.value).startswith("game.jsonl: line 3: ")
    assert fault in str(caught.value)


def test_a_record_written_before_scenarios_had_events_still_replays():
    setup = a_setup(events=[])
    session = Session(setup)
    session.resolve()
    session.resolve()
    new = ("extends", "off", "set", "notice", "minutes", "focus", "seatings", "agreements")
    new += ("participants", "bases", "supplies", "events", "objectives", "briefs", "teaching")

    def older(line):
        if "format" in line:
            for key in new:
                line["scenario"].pop(key, None)
            line["scenario"]["sources"].pop("set")
            line["scenario_digest"] = "0" * 64

    record = parse(resealed(session.record(), older))
    again = Session.load(record)
    assert again.state.digest() == session.state.digest()
    assert again.setup.header.scenario_digest == "0" * 64
