"""The door of a room: who is let in, and what is served there."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request

import pytest

from tests.classroom.phones import Refused, http, join
from tests.classroom.scripts import play
from tests.classroom.serving import door
from ui.classroom import limits


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
