"""Turns of a class: clocks, reviews, records, councils, and what a fault costs."""

from __future__ import annotations

import asyncio

import pytest

from scenarios.games import from_record
from scenarios.load import load
from sim.record import parse_bytes, replay
from tests.classroom.phones import http
from tests.classroom.scripts import OFFER, ORDERS, hand_in, play, refused, talks
from tests.classroom.serving import PLAIN, a_room, wait_for
from ui.desktop import saves


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
