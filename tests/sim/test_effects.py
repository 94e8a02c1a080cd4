"""Effects of events and umpires: each moves what it says and only that; hidden ones stay hidden."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.account import reasons
from sim.causes import Cause
from sim.effects import EFFECTS, EffectFault, decode, encode, told
from sim.events import PUBLIC, describe, gathered
from sim.observe import observe
from sim.rules.umpire import idle
from sim.state import FIELDS, IN_FORCE, NONE, SIGNED, WAR, State
from tests.builders import a_game
from tests.sim.deeds import CASES, ONE, TWO, cell_of, deed, later, resolved, set_to

#: A game in which no confrontation settles by itself.
GAME = set_to(later(a_game(2, name="pfp-1994"), 4), settle__constant=-64.0)
WORLD = GAME.world
ALL = pytest.mark.parametrize("name", sorted(CASES))


def at(name: str) -> int:
    return WORLD.nation(name)


def changed(**fields) -> State:
    """The state of the game with some fields changed by functions of a copy."""
    arrays = dict(GAME.state)
    for name, change in fields.items():
        arrays[name] = arrays[name].copy()
        change(arrays[name])
    return State(arrays, GAME.state.turn)


def ready(name: str) -> State:
    """A state in which the case has something to change, in both rows alike."""

    def between(standoff):
        standoff[:, at(TWO), at(ONE)] = standoff[:, at(ONE), at(TWO)] = 3 * (name == "calm")

    def room(place):
        place[:, 0] = -1

    return changed(standoff=between, mission_place=room)


def test_every_kind_of_effect_has_a_case():
    assert set(CASES) == set(EFFECTS)


@ALL
def test_an_effect_shows_where_it_says(name):
    case, state = CASES[name], ready(name)
    cell = cell_of(WORLD, case)
    without = resolved(GAME, state=state).after[case.field][cell].sum()
    there = resolved(GAME, deed(WORLD, case.words), state=state).after[case.field][cell].sum()
    assert case.shows(float(without), float(there)), (without, there)


@ALL
def test_an_effect_posts_to_nothing_but_its_own_fields_under_its_cause(name):
    case, state = CASES[name], ready(name)
    turn = resolved(GAME, deed(WORLD, case.words), state=state)
    posted = {entry.field for entry in turn.ledger if entry.cause is Cause.INJECT}
    hidden = {"election"} if name == "election" else set()
    assert posted - hidden <= case.moves
    assert case.field in posted


@ALL
def test_an_effect_is_alike_in_all_rows(name):
    case, state = CASES[name], ready(name)
    turn = resolved(GAME, deed(WORLD, case.words), state=state)
    for entry in turn.ledger:
        if entry.cause is Cause.INJECT and case.field == entry.field and name != "spending":
            amount = entry.dense(turn.after[entry.field].shape)
            before = turn.before[entry.field]
            if np.array_equal(before[0], before[1]):
                assert np.array_equal(amount[0], amount[1])


@ALL
def test_words_and_data_of_an_effect_are_the_same(name):
    effect = encode(WORLD, CASES[name].words)
    assert encode(WORLD, decode(WORLD, effect)) == effect
    assert told(WORLD, effect)


@ALL
def test_an_effect_on_a_nation_that_does_not_exist_changes_nothing(name):
    words = {**CASES[name].words, "nation": "MNE"}
    assert idle(WORLD, GAME.state, encode(WORLD, words))
    turn = resolved(GAME, deed(WORLD, words))
    assert [entry for entry in turn.ledger if entry.cause is Cause.INJECT] == []


def test_without_deeds_nothing_is_posted_from_outside():
    outside = (Cause.EVENT, Cause.INJECT, Cause.OVERRIDE)
    assert [entry for entry in resolved(GAME).ledger if entry.cause in outside] == []


@pytest.mark.parametrize("name", ["will", "institutions", "stance", "harm", "casualties"])
@pytest.mark.parametrize("amount", [-1.0, 1.0])
def test_what_would_leave_its_bounds_stops_there(name, amount):
    twice = {"do": name, "nation": ONE, "amount": amount}
    turn = resolved(GAME, deed(WORLD, twice, twice))
    turn.after.check(WORLD.dims)
    spec = FIELDS[name]
    end = spec.low if amount < 0 else spec.high
    told_ = reasons(turn.ledger, name, (0, at(ONE)))
    whole = sum(r.amount for r in told_ if r.cause in (Cause.INJECT, Cause.LIMIT))
    assert whole == pytest.approx(end - turn.before[name][0, at(ONE)], abs=0.2)


@pytest.mark.parametrize("name", sorted(name for name in EFFECTS if EFFECTS[name].has_amount))
@pytest.mark.parametrize("end", [0, 1])
def test_the_ends_of_amounts_leave_a_sound_state(name, end):
    words = {**CASES[name].words, "amount": EFFECTS[name].bounds[end]}
    resolved(GAME, deed(WORLD, words, words)).after.check(WORLD.dims)


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"do": "wil", "nation": ONE}, "do: no effect 'wil' (did you mean 'will'?)"),
        ({"do": "will", "nation": "POO", "amount": 1}, "no nation 'POO' (did you mean 'POL'?)"),
        ({"do": "will", "nation": ONE, "amount": 2}, "amount: 2 is not from -1 to 1"),
        ({"do": "will", "nation": ONE, "amount": "1"}, "amount: '1' is not a number"),
        ({"do": "will", "nation": ONE, "amount": True}, "amount: True is not a number"),
        ({"do": "will", "nation": ONE, "amount": float("nan")}, "amount: nan is not from -1 to 1"),
        ({"do": "will", "nation": ONE, "other": TWO}, "other: 'will' takes no 'other'"),
        ({"do": "calm", "nation": ONE}, "other: 'calm' needs 'other': the other side"),
        ({"do": "calm", "nation": ONE, "other": ONE}, "other: 'POL' stands on both sides"),
        ({"do": "calm", "nation": ONE, "other": TWO, "amount": 1}, "'calm' takes no amount"),
        (
            {"do": "dispute", "nation": ONE, "other": TWO, "amount": 5},
            "amount: 5 is none of 2, 3, 4",
        ),
        ({"do": "join", "nation": ONE, "what": "NATTO"}, "no group 'NATTO' (did you mean 'NATO'?)"),
        ({"do": "will", "nation": ONE, "what": "NATO"}, "what: 'will' takes no 'what'"),
        ({"do": "incident", "nation": ONE, "what": "cyper"}, "(did you mean 'cyber'?)"),
        ({"do": "will", "nation": ONE, "amout": 1}, "no such key (did you mean 'amount'?)"),
        (["will"], "is not an effect with names and values"),
    ],
)
def test_a_wrong_effect_is_one_clear_sentence(words, fault):
    with pytest.raises(EffectFault) as caught:
        encode(WORLD, words, "event storm: effect 1")
    assert str(caught.value).startswith("event storm: effect 1")
    assert fault in str(caught.value)


@pytest.mark.parametrize(
    ("name", "off"), [("election", "P11"), ("dispute", "N2"), ("incident", "P15")]
)
def test_a_mechanism_that_is_off_stays_off_for_events_too(name, off):
    game = a_game(1, name="pfp-1994", off=(off,))
    turn = resolved(game, deed(game.world, CASES[name].words))
    assert [entry for entry in turn.ledger if entry.cause is Cause.INJECT] == []


# --- what comes from outside stands against what the rules do in the same turn


def test_an_agreement_put_in_force_is_not_signed_away_by_a_pending_ratification():
    kind, one, two = WORLD.agreements.ids.index("hotline"), at(ONE), at(TWO)

    def pending(stage):
        stage[:, kind, one, two] = stage[:, kind, two, one] = SIGNED

    state = changed(agreement=pending)
    for amount, stage in ((1, IN_FORCE), (0, NONE)):
        words = {**CASES["agreement"].words, "amount": amount}
        after = resolved(GAME, deed(WORLD, words), state=state).after["agreement"]
        assert (after[:, kind, one, two] == stage).all()
        assert (after[:, kind, two, one] == stage).all()


def test_a_confrontation_that_was_ended_does_not_slip_back_the_same_turn():
    def tense(standoff):
        standoff[:, at(TWO), at(ONE)] = standoff[:, at(ONE), at(TWO)] = 2

    game = set_to(GAME, ladder__accident=1.0, consult__calming=0.0, ladder__warning=0.0)
    state = changed(standoff=tense)
    plain = resolved(game, state=state).after["standoff"][:, at(TWO), at(ONE)]
    assert (plain > 2).all(), "without the event forces slip"
    calm = resolved(game, deed(WORLD, CASES["calm"].words), state=state).after["standoff"]
    assert not calm[:, at(TWO), at(ONE)].any()
    assert not calm[:, at(ONE), at(TWO)].any()


def test_an_act_of_force_from_outside_is_not_cleared_away_with_that_of_the_turn_before():
    def hostile(acts):
        acts[:, at(TWO), at(ONE)] = 3

    state = State({**ready("dispute"), "hostility": changed(hostility=hostile)["hostility"]}, 4)
    turn = resolved(GAME, deed(WORLD, CASES["dispute"].words), state=state)
    assert (turn.after["hostility"][:, at(TWO), at(ONE)] == 3).all()


def test_taking_the_weight_of_casualties_away_leaves_none_and_not_less():
    def weighs(casualties):
        casualties[:, at(ONE)] = 0.5

    def none(place):
        place[:] = -1

    words = {"do": "casualties", "nation": ONE, "amount": -1.0}
    state = changed(casualties=weighs, mission_place=none)
    turn = resolved(GAME, deed(WORLD, words), state=state)
    assert (turn.after["casualties"][:, at(ONE)] == 0.0).all()


def test_a_war_from_outside_begins_at_its_own_level_where_an_old_one_might_flare_up():
    def over(settled):
        settled[:, at(ONE)] = GAME.state.turn - 1

    game = set_to(GAME, flare__chance=1.0)
    words = {"do": "war", "nation": ONE, "amount": 1.0}
    turn = resolved(game, deed(WORLD, words), state=changed(settled=over))
    assert (turn.after["war"][:, at(ONE)] == 1.0).all()


def test_a_dispute_never_lowers_a_confrontation():
    def war(standoff):
        standoff[:, at(TWO), at(ONE)] = WAR

    state = changed(standoff=war)
    assert idle(WORLD, state, encode(WORLD, CASES["dispute"].words))


def test_a_mission_beyond_the_last_slot_is_none():
    def full(place):
        place[:] = at("BIH")

    state = changed(mission_place=full)
    assert idle(WORLD, state, encode(WORLD, CASES["mission"].words))


# --- who learns of it


def test_nobody_but_the_victim_can_tell_who_was_behind_an_incident():
    words = CASES["incident"].words
    turns = [resolved(GAME, deed(WORLD, {**words, "other": who})) for who in (TWO, "DEU")]
    assert not np.array_equal(turns[0].after["incident_by"], turns[1].after["incident_by"])
    for reader in (PUBLIC, at(TWO), at("DEU"), at("FRA")):
        texts = [[event.text for event in describe(WORLD, turn, 0, reader)] for turn in turns]
        assert texts[0] == texts[1]
        assert not any("facilitator" in text for text in texts[0])
        if reader == PUBLIC:
            continue
        seen = [observe(WORLD, turn.after).of(np.array([reader])) for turn in turns]
        for name, spec in FIELDS.items():
            if spec.audience.value != "umpire":
                assert np.array_equal(seen[0][name], seen[1][name]), name


def read(turn, reader) -> list[str]:
    """The news and the umpire's accounts that a reader gets."""
    events = describe(WORLD, turn, 0, reader)
    return [event.text for event in events if event.kind in ("news", "umpire")]


def test_news_for_some_seats_are_read_by_them_and_the_umpire_alone():
    told_ = deed(WORLD, title="A note", text="For two.", seats=(at(ONE), at(TWO)), reason="test")
    turn = resolved(GAME, told_)
    for reader in (at(ONE), at(TWO)):
        assert read(turn, reader) == ["A note: For two."]
    assert read(turn, at("FRA")) == read(turn, PUBLIC) == []
    umpire = read(turn, None)
    assert umpire[0] == "A note: For two."
    assert umpire[1] == "By the facilitator's inject (A note): only told. Reason: test."


def test_news_for_everybody_reach_everybody_and_effects_only_the_umpire():
    told_ = deed(WORLD, CASES["trust"].words, title="Storm", text="It  rains.", reason="why not")
    turn = resolved(GAME, told_)
    for reader in (at(ONE), at("FRA"), PUBLIC):
        assert read(turn, reader) == ["Storm: It rains."]
    assert "evidence of Poland about Russia -3. Reason: why not." in read(turn, None)[1]


def test_an_override_is_told_to_nobody():
    turn = resolved(GAME, deed(WORLD, CASES["will"].words, cause=Cause.OVERRIDE, reason="a slip"))
    assert read(turn, at(ONE)) == read(turn, PUBLIC) == []
    assert read(turn, None) == [
        "The facilitator decided: political will of Poland -0.1. Reason: a slip."
    ]


def test_news_without_nations_are_gathered_with_all_else():
    turn = resolved(GAME, deed(WORLD, title="Storm", text="It rains."))
    events = describe(WORLD, turn, 0, PUBLIC)
    assert "Storm: It rains." in [event.text for event in gathered(WORLD, events)]


def test_dated_events_of_the_world_come_before_those_of_the_umpire():
    dated = deed(WORLD, title="First", text="dated", cause=Cause.EVENT)
    world = replace(WORLD, happenings={GAME.state.turn: (dated,)})
    turn = resolved(replace(GAME, world=world), deed(WORLD, title="Second", text="injected"))
    kinds = [e.text for e in describe(world, turn, 0, PUBLIC) if e.kind == "news"]
    assert kinds == ["First: dated.", "Second: injected."]
