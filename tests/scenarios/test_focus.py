"""A lesson's focus: few orders for people, the rest by the nation's usual policy."""

from __future__ import annotations

import numpy as np

from agents.registry import policy
from scenarios.session import Session
from sim.draw import Draw
from sim.judge import judge
from sim.legal import FINE, budget, prices
from sim.observe import observe
from sim.orders import OrderKind
from sim.record import parse
from tests.scenarios.eventful import a_session

FOCUS = {"orders": ["publish", "dialogue"], "dials": ["publish"]}
OWN = {"do": "publish", "amount": 0.5}


def ordered(session: Session, iso: str) -> list[str]:
    """The kinds of order that a seat gave in the last turn, as they went in."""
    kinds = session.history[-1].decision.moves.orders.kind[0, session.world.nation(iso)]
    return [OrderKind(int(kind)).name.lower() for kind in kinds if kind]


def usual(session: Session, iso: str):
    """What the doctrine policy would order for a seat now."""
    seen = observe(session.world, session.state).of(np.array([session.world.nation(iso)]))
    draw = Draw(session.setup.game.seeds, session.turn)
    return policy("doctrine").deliberate(seen, draw).orders()


def test_an_order_outside_the_focus_is_refused_with_its_reason():
    session = a_session("HAL", focus=FOCUS)
    told = session.draft("HAL", {"orders": [OWN, {"do": "adopt", "amount": 1.0}]})
    assert told[0].refusal == ""
    assert told[1].refusal.startswith("in this lesson orders of this kind are given by")


def test_without_a_focus_nothing_is_refused_or_added_for_the_lessons_sake():
    session = a_session("HAL")
    assert session.draft("HAL", {"orders": [{"do": "adopt", "amount": 1.0}]})[0].refusal == ""
    session.submit("HAL")
    session.resolve()
    assert ordered(session, "HAL") == ["adopt"]


def test_the_usual_policy_gives_what_lies_outside_the_focus():
    session, more = a_session("HAL", "VEL", focus=FOCUS), 0
    for _ in range(6):
        words = {"orders": [OWN, {"do": "adopt", "amount": 1.0}]}
        wish = [OrderKind(int(k)).name.lower() for k in usual(session, "HAL").kind[0, 0] if k]
        session.draft("HAL", words)
        session.submit("HAL")
        session.resolve()
        kinds = ordered(session, "HAL")
        assert kinds[0] == "publish"
        assert set(kinds[1:]) <= set(wish) - set(FOCUS["orders"])
        more += len(kinds) - 1
    assert more > 0


def test_what_is_added_never_costs_more_than_there_is():
    session = a_session("HAL", "VEL", focus=FOCUS)
    for _ in range(6):
        obs = observe(session.world, session.state)
        means = budget(obs)
        for iso in ("HAL", "VEL"):
            session.draft(iso, {"orders": [OWN, {"do": "dialogue", "target": "ORV"}]})
            session.submit(iso)
        played = session.resolve()
        orders = played.decision.moves.orders
        codes = judge(obs, orders)
        for iso in session.people:
            nation = session.world.nation(iso)
            money = effort = 0.0
            for slot in np.flatnonzero(orders.kind[0, nation]):
                kind, at = OrderKind(int(orders.kind[0, nation, slot])), (slice(0, 1), nation, slot)
                cost = prices(session.world, kind, orders.arg[at], orders.amount[at])
                money, effort = money + float(cost[0][0]), effort + cost[1]
                assert codes[0, nation, slot] == FINE
            assert money <= means.money[0, nation]
            assert effort <= means.effort[0, nation]


def test_an_answer_given_stands_and_one_left_open_is_the_usual_one():
    session = a_session("HAL", "VEL", focus=FOCUS)
    kept = filled = 0
    for _ in range(8):
        wish = {iso: usual(session, iso).attend[0, 0] for iso in ("HAL", "VEL")}
        asked = [str(slot) for slot in np.flatnonzero(wish["HAL"])]
        session.draft("HAL", {"attend": dict.fromkeys(asked, "no")})
        session.submit("HAL")
        session.submit("VEL")
        came = session.resolve().decision.moves.orders.attend[0]
        hal, vel = came[session.world.nation("HAL")], came[session.world.nation("VEL")]
        assert (hal[wish["HAL"] != 0] == -1).all()
        assert np.array_equal(vel, wish["VEL"])
        kept, filled = kept + len(asked), filled + int(np.count_nonzero(vel))
    assert kept > 0
    assert filled > 0


def test_an_absent_person_is_still_played_by_the_usual_policy_outside_the_focus():
    session = a_session("HAL", focus=FOCUS)
    found = set()
    for _ in range(6):
        session.resolve()
        found |= set(ordered(session, "HAL"))
    assert found
    assert not found & set(FOCUS["orders"])


def test_who_moved_stays_as_it_was_and_the_record_replays():
    session = a_session("HAL", focus=FOCUS)
    session.draft("HAL", {"orders": [OWN]})
    session.submit("HAL")
    session.resolve()
    session.resolve()
    record = parse(session.record())
    assert [dict(line.by) for line in record.turns] == [{}, {}]
    assert Session.load(record).state.digest() == session.state.digest()


def test_seats_of_policies_know_no_focus():
    focused, free = a_session(focus=FOCUS), a_session()
    for _ in range(4):
        focused.resolve()
        free.resolve()
    assert focused.state.digest() == free.state.digest()
