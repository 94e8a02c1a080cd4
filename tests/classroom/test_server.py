"""The server by its own protocol: the door, the socket, who may do what, what comes back."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request

import pytest

from scenarios.games import from_record
from scenarios.load import load
from sim.record import parse_bytes, replay
from tests.classroom.phones import Phone, Refused, facilitator, http, join
from tests.classroom.serving import PLAIN, a_room, door, wait_for
from ui.classroom import connection, limits
from ui.desktop import saves

OFFER = {"to": "HAL", "kind": "training"}
ORDERS = [{"do": "publish", "amount": 0.5}]


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """A room for tests that leave it as it was."""
    with a_room(tmp_path_factory.mktemp("room") / "lasting.db") as host:
        yield host


@pytest.fixture
def room(tmp_path):
    with a_room(tmp_path / "class.db") as host:
        yield host


def play(host, script, seats=("VEL", "HAL")):
    """Run a script with an open phone at each seat and the facilitator's."""

    async def run():
        way = door(host)
        phones = [Phone(way, await asyncio.to_thread(join, way, seat)) for seat in seats]
        umpire = facilitator(way)
        everybody = [umpire, *phones]
        try:
            for phone in everybody:
                await phone.open()
            return await script(umpire, *phones)
        finally:
            for phone in everybody:
                await phone.close()

    return asyncio.run(run())


async def talks(umpire, *phones):
    await umpire.do("open", phase="talks", seconds=0)
    for phone in phones:
        await phone.until(lambda phone=phone: phone.clock.get("phase") == "talks")


async def hand_in(turn, *phones):
    for phone in phones:
        await phone.do("submit", turn=turn)
    for phone in phones:
        await phone.until(lambda phone=phone: phone.clock["turn"] == turn + 1)


async def refused(code, asked):
    with pytest.raises(Refused) as fault:
        await asked
    assert fault.value.code == code, fault.value
    return fault.value.message


# --- the door


def test_the_door_shows_seats_to_who_has_the_code_and_nothing_to_others(lasting):
    way = door(lasting)
    status, body = http(way, f"/api/room?code={way.code.lower()}")
    told = json.loads(body)
    assert (status, told["title"]) == (200, "First steps")
    assert {seat["iso"] for seat in told["seats"]} == {"HAL", "ORV", "VEL", "LUN"}
    status, body = http(way, "/api/room?code=WRONG")
    assert (status, json.loads(body)["error"]["code"]) == (403, "not-yours")
    assert b"Halmere" not in body


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[1]", 400),
        (b"{" * 3000, 400),
        (b'{"code": "' + b"x" * 9000 + b'"}', 413),
        ({"code": "NOPE", "seat": "VEL"}, 403),
        ({"code": None, "seat": "VEL"}, 403),
        ({"seat": "XXX"}, 409),
        ({"seat": "VEL", "key": "0" * 64}, 200),  # what the server sets itself is not taken over
        ({"seat": "VEL", "client": "c1"}, 400),
        ({"seat": "VEL", "name": 7}, 400),
        ({"seat": "VEL", "name": "x" * 500}, 400),
    ],
)
def test_who_does_not_join_properly_is_told_so(lasting, body, status):
    way = door(lasting)
    if isinstance(body, dict) and "code" not in body:
        body = {"code": way.code, **body}
    before = len(lasting.room.sitting.members)
    got, told = http(way, "/api/join", body)
    assert got == status, told
    assert ("token" in json.loads(told)) == (status == 200)
    assert len(lasting.room.sitting.members) == before + (status == 200)
    keys = [member.key for member in lasting.room.sitting.members.values()]
    assert "0" * 64 not in keys


def test_wrong_codes_are_slowed_down(room):
    way = door(room)
    told = [http(way, f"/api/room?code=A{k}")[0] for k in range(int(limits.GUESS_BURST) + 3)]
    assert told[0] == 403
    assert told[-1] == 429
    assert http(way, f"/api/room?code={way.code}")[0] == 200  # who knows it comes in all the same


def test_a_locked_room_refuses_newcomers_and_lets_members_back_in(room):
    async def script(umpire, vel):
        await umpire.do("lock", on=True)
        with pytest.raises(Refused, match="locked"):
            await asyncio.to_thread(join, umpire.door, "HAL")
        await vel.drop()
        await vel.until(lambda: vel.hello == {})
        await vel.until(lambda: vel.hello)

    play(room, script, ("VEL",))


def test_every_answer_allows_pages_nothing_but_what_comes_from_here(lasting):

    for path in ("/", "/api/map", "/static/nothing.js", "/api/record"):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(door(lasting).base + path) as answer:
                headers = answer.headers
        except urllib.error.HTTPError as fault:
            headers = fault.headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'self'; ")
        assert "unsafe" not in policy
        assert "*" not in policy
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/static/../server.py", "/static/%2e%2e/server.py", "/static/"])
def test_only_pages_are_served(lasting, path):
    assert http(door(lasting), path)[0] == 404


# --- the socket


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


def test_the_clock_closes_a_turn_and_late_orders_are_refused_by_its_number(room):
    async def script(umpire, vel):
        await umpire.do("pace", phase="orders", seconds=0.2)
        await umpire.do("open", phase="talks", seconds=0.2)
        await vel.until(lambda: vel.clock["turn"] == 1)
        await refused("late", vel.do("draft", turn=0, orders=ORDERS))

    play(room, script, ("VEL",))
    assert room.room.sitting.phase == "talks"


def test_the_review_and_the_record_open_to_whom_they_are_meant(room):
    async def script(umpire, vel):
        way = vel.door

        def get(path, token=""):
            return http(way, path, token=token)[0]

        await talks(umpire, vel)
        await umpire.do("close")
        asked = [
            ("/api/record", "", 401),
            ("/api/record", vel.token, 401),
            ("/api/record", way.token, 200),
            ("/api/record?turn=0", way.token, 200),
            ("/api/record?turn=9", way.token, 409),
            ("/api/record?turn=x", way.token, 400),
            ("/api/export", "", 401),
            ("/api/export", vel.token, 401),
            ("/api/door", vel.token, 401),
            ("/api/debrief", "", 401),
            ("/api/debrief", vel.token, 409),
        ]
        found = [await asyncio.to_thread(get, path, token) for path, token, _ in asked]
        assert found == [status for *_, status in asked]
        await umpire.do("end")
        assert await asyncio.to_thread(get, "/api/debrief", vel.token) == 200

    play(room, script, ("VEL",))


def test_a_session_replays_headless_turn_by_turn_and_the_desktop_opens_it(room, tmp_path):
    async def script(umpire, vel, hal):
        await talks(umpire, vel, hal)
        number = (await vel.do("offer", **OFFER))["offer"]["number"]
        await hal.do("answer", number=number, accept=True)
        effect = {"do": "will", "nation": "VEL", "amount": -0.05}
        await umpire.do("override", effects=[effect], reason="an election was forgotten")
        await vel.do("draft", turn=0, orders=ORDERS)
        await hand_in(0, vel, hal)
        await umpire.do("hand", seat="HAL", player="hegemon")
        await umpire.do("close")
        await umpire.do("close")
        return (await asyncio.to_thread(http, vel.door, "/api/record", None, umpire.token))[1]

    text = play(room, script)
    turns = room.room.sitting.session.history
    record = parse_bytes(text)
    game = from_record(record).game
    again = [turn.after.digest() for turn in replay(record, game.world, game.state)]
    assert again == [played.turn.after.digest() for played in turns]
    file = tmp_path / "class.jsonl"
    file.write_bytes(text)
    assert saves.load(file).state.digest() == again[-1]


def test_connections_are_shown_to_the_facilitator(room):
    async def script(umpire, vel):
        def online():
            seats = umpire.view.get("board", {}).get("seats", ())
            return [p["connected"] for seat in seats for p in seat["people"]]

        await umpire.until(lambda: online() == [True])
        await vel.close()
        await umpire.until(lambda: online() == [False])

    play(room, script, ("VEL",))


@pytest.mark.parametrize("blocked", [False, True])
def test_a_consensus_text_of_a_class_passes_in_silence_and_fails_when_one_blocks(tmp_path, blocked):
    allies = load("pfp-1994").groups[0].members
    text = {"do": "table", "target": "CYP", "what": "invite PfP"}

    async def script(umpire, *class_):
        await talks(umpire, *class_)
        await class_[0].do("draft", turn=0, orders=[text])
        await hand_in(0, *class_)
        session = host.room.sitting.session
        about = session.state["text_subject"][0].tolist()
        slot = str(about.index(session.world.nation("CYP")))
        if blocked:
            await class_[-1].do("draft", turn=1, votes={slot: "block"})
        await hand_in(1, *class_)

    with a_room(tmp_path / "allies.db", "pfp-1994", seats=tuple(allies), views=PLAIN) as host:
        play(host, script, allies)
        world, state = host.room.sitting.session.world, host.room.sitting.session.state
    invited = state["invited"][0, world.nation("CYP"), 0]
    assert bool(invited) is not blocked


def test_a_fault_of_ours_costs_one_command_and_no_more(room, monkeypatch, capfd):
    from ui.classroom import commands

    def broken(call, args):
        call.sitting.session.history.clear()
        raise ZeroDivisionError

    row = commands.COMMANDS["read"]
    monkeypatch.setitem(commands.COMMANDS, "read", commands.Command(row.who, row.takes, broken))

    async def script(umpire, vel):
        await talks(umpire, vel)
        await umpire.do("close")
        await vel.do("note", to="HAL", text="before")
        await refused("refused", vel.do("read", note="VEL-HAL-1"))
        await vel.do("note", to="HAL", text="after")

    play(room, script, ("VEL",))
    assert [note.text for note in room.room.sitting.notes] == ["before", "after"]
    assert room.room.sitting.turn == 1
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_what_cannot_be_written_is_not_acknowledged_and_not_done(room, monkeypatch, capfd):
    from ui.classroom.store import StoreFault

    write = room.room.store.append

    def full(entries, snapshot=None):
        raise StoreFault("the disk is full")

    async def script(umpire, vel):
        monkeypatch.setattr(room.room.store, "append", full)
        await refused("busy", vel.do("note", to="HAL", text="lost"))
        monkeypatch.setattr(room.room.store, "append", write)
        await vel.do("note", to="HAL", text="kept")

    play(room, script, ("VEL",))
    assert [note.text for note in room.room.sitting.notes] == ["kept"]
    assert "the disk is full" in capfd.readouterr().err


def test_time_in_which_the_machine_slept_does_not_count(room):
    async def script(umpire, vel):
        await umpire.do("open", phase="talks", seconds=100)
        left = room.room.sitting.deadline - room.room.now()
        clock = room.room.now
        room.room.now = lambda: clock() + 3600
        wait_for(lambda: room.room.sitting.deadline - room.room.now() > left - 20)
        assert room.room.sitting.phase == "talks"

    play(room, script, ("VEL",))
