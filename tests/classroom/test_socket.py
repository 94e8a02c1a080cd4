"""The socket by its own protocol: who may do what, and what comes back."""

from __future__ import annotations

import asyncio
import json

from tests.classroom.phones import Phone
from tests.classroom.scripts import OFFER, ORDERS, hand_in, play, refused, talks
from tests.classroom.serving import door
from ui.classroom import connection, limits


def test_who_has_no_token_is_told_so_and_sent_away(lasting):
    async def script():
        for token in ("", "x" * 22, "\ud800"):
            phone = await Phone(door(lasting), token).open()
            assert (phone.final, phone.closed) == (True, connection.BAD_TOKEN)
            await phone.close()

    asyncio.run(script())


def test_the_newest_connection_of_a_token_wins(room):
    async def script(umpire, vel):
        second = await Phone(vel.door, vel.token).open()
        await vel.until(lambda: vel.final)
        assert vel.closed == connection.TAKEN_OVER
        await second.do("note", to="facilitator", text="here now")
        await second.close()

    play(room, script, ("VEL",))


def test_a_command_that_is_sent_twice_is_carried_out_once(room):
    async def script(umpire, vel, hal):
        await talks(umpire, vel, hal)
        words = json.dumps({"id": "a-1", "do": "offer", **OFFER})
        vel.heard = []
        await vel.raw(words)
        await vel.raw(words)
        await vel.do("time")
        await vel.until(lambda: sum('"ack":"a-1"' in text for text in vel.heard) == 2)
        first, second = (json.loads(t) for t in vel.heard if '"ack":"a-1"' in t)
        assert first["ok"]
        assert second["result"] == {**first["result"], "again": True}
        assert sum(p.proposer == "VEL" for p in room.room.sitting.session.papers("VEL")) == 1
        await vel.raw(json.dumps({"id": "a-1", "do": "submit", "turn": 0}))
        await vel.until(lambda: "another command" in vel.heard[-1])

    play(room, script)


def test_an_offer_of_one_phone_is_countered_on_the_other_and_bound_in_the_same_turn(room):
    async def script(umpire, vel, hal):
        await talks(umpire, vel, hal)
        made = await vel.do("offer", **OFFER)
        number = made["offer"]["number"]
        await hal.until(lambda: number in [o["number"] for o in hal.view["talks"]["offers"]])
        counter = await hal.do("counter", number=number, kind="training", terms={"years": 3})
        number = counter["offer"]["number"]
        await vel.until(lambda: number in [o["number"] for o in vel.view["talks"]["offers"]])
        await vel.do("answer", number=number, accept=True)
        await hand_in(0, vel, hal)

    play(room, script)
    session = room.room.sitting.session
    a, b = (session.world.nation(iso) for iso in ("VEL", "HAL"))
    kind = session.world.agreements.ids.index("training")
    assert session.state["agreement"][0, kind, a, b] > 0
    assert session.state["agreement"][0, kind, b, a] > 0


def test_teams_share_a_draft_and_one_of_them_hands_it_in(room):
    async def script(umpire, one, two):
        await talks(umpire, one, two)
        await umpire.do("automatic", on=False)
        await one.do("draft", turn=0, orders=ORDERS)
        await two.until(lambda: two.view["draft"]["orders"])
        await two.do("submit", turn=0)
        assert "handed in" in await refused("refused", one.do("draft", turn=0))

    play(room, script, ("VEL", "VEL"))


#: Messages that are refused, and the code with which.
BAD = (
    ("nonsense", "bad-message"),
    ("[]", "bad-message"),
    ("null", "bad-message"),
    ('{"do": "submit"}', "bad-message"),
    ('{"id": true, "do": "submit"}', "bad-message"),
    ('{"id": -1, "do": "submit"}', "bad-message"),
    ('{"id": "", "do": "submit"}', "bad-message"),
    ('{"id": 5, "do": 5}', "bad-message"),
    ('{"id": 5, "do": "fly"}', "unknown-command"),
    ('{"id": 5, "do": "submit", "turn": 0.5}', "bad-message"),
    ('{"id": 5, "do": "submit", "turn": "0"}', "bad-message"),
    ('{"id": 5, "do": "submit", "turn": 0, "seat": "HAL"}', "bad-message"),
    ('{"id": 5, "do": "submit", "turn": NaN}', "bad-message"),
    ('{"id": 5, "do": "submit", "turn": 1e999}', "bad-message"),
    ('{"id": 5, "do": "submit", "turn": 7}', "late"),
    ('{"id": 5, "do": "submit", "turn": 0}', "closed"),
    ('{"id": 5, "do": "close"}', "not-yours"),
    ('{"id": 5, "do": "join", "seat": "HAL", "key": "%s"}' % ("0" * 64), "not-yours"),
    ('{"id": 5, "do": "due close"}', "not-yours"),
    ('{"id": 5, "do": "hello", "token": "x"}', "unknown-command"),
    ('{"id": 5, "do": "see", "seat": "HAL"}', "not-yours"),
    ('{"id": 5, "do": "note", "to": "XXX", "text": "x"}', "refused"),
    ('{"id": 5, "do": "note", "to": "HAL", "text": ""}', "bad-message"),
    ('{"id": 5, "do": "note", "to": "HAL", "text": "\\u200b\\u202e "}', "bad-message"),
    ('{"id": 5, "do": "note", "to": "HAL", "text": "%s"}' % ("x" * 3000), "bad-message"),
    ('{"id": 5, "do": "note", "to": "HAL", "text": "%s"}' % ("x" * 20000), "too-big"),
    ("[" * 15000, "bad-message"),
    ('{"id": ' + "9" * 5000 + ', "do": "submit"}', "bad-message"),
    (b"\x00\x01", "bad-message"),
)


def test_a_message_that_is_none_is_refused_with_the_right_code_and_changes_nothing(room):
    async def script(umpire, vel):
        for text, code in BAD:
            vel.heard = []
            await vel.raw(text)
            await vel.until(lambda: any('"error"' in one for one in vel.heard))
            told = next(json.loads(one) for one in vel.heard if '"error"' in one)
            assert told["error"]["code"] == code, (text[:80], told)
            await vel.do("time")  # the connection goes on
            await asyncio.sleep(0.15)  # not too fast

    before = room.room.sitting.session.record()
    play(room, script, ("VEL",))
    assert room.room.sitting.session.record() == before
    assert room.room.sitting.notes == []


def test_a_facilitator_gives_no_orders_of_a_seat(room):
    async def script(umpire, vel):
        await refused("not-yours", umpire.do("submit", turn=0))
        await refused("not-yours", umpire.do("ask", about="nation", nation="VEL"))

    play(room, script, ("VEL",))


def test_who_sends_too_fast_is_told_so_and_at_last_sent_away(room):
    async def script(umpire, vel):
        vel.heard = []
        text = json.dumps({"id": 1, "do": "time"})
        for _ in range(int(limits.BURST) + limits.PATIENCE + 5):
            await vel.raw(text)
        await vel.until(lambda: vel.final)
        assert vel.closed == connection.FLOOD
        assert any('"too-fast"' in text for text in vel.heard)

    play(room, script, ("VEL",))


def test_a_freed_team_is_sent_to_the_door_and_a_moved_member_to_their_seat(room):
    async def script(umpire, vel, lun):
        await umpire.do("assign", client=lun.hello["client"], seat="HAL")
        await lun.until(lambda: lun.view.get("seat", {}).get("iso") == "HAL")
        await umpire.do("free", seat="VEL")
        await vel.until(lambda: vel.final)
        assert vel.closed == connection.BAD_TOKEN

    play(room, script, ("VEL", "LUN"))


def test_nothing_of_a_seat_is_sent_to_who_has_left_it():
    sent = []

    class Socket:
        async def send_text(self, text):
            sent.append(json.loads(text)["view"])

        async def close(self, code):
            sent.append(code)

    async def script():
        screen = connection.Connection(Socket(), "c1", "VEL")
        screen.show({"brief": '"of VEL"', "clock": "1"})
        screen.sit("HAL")  # before that view was sent
        sending = asyncio.create_task(screen.send())
        screen.show({"brief": '"of HAL"', "clock": "1"})
        await asyncio.sleep(0.01)
        screen.show({"brief": '"of HAL"', "clock": "2"})
        await asyncio.sleep(0.01)
        screen.sit("")
        screen.close(connection.BAD_TOKEN)
        await sending

    asyncio.run(script())
    assert sent == [{"brief": "of HAL", "clock": 1}, {"clock": 2}, connection.BAD_TOKEN]


def test_the_facilitator_sees_as_a_seat_sees(room):
    async def script(umpire, vel):
        await vel.until(lambda: "brief" in vel.view)
        seen = await umpire.do("see", seat="VEL")
        assert seen["view"]["brief"] == vel.view["brief"]
        assert "no seat 'XXX'" in await refused("refused", umpire.do("see", seat="XXX"))

    play(room, script, ("VEL",))
