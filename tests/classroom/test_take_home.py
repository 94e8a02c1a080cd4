"""What is taken home from a room that goes on: all of it, beside the class, by the right person."""

from __future__ import annotations

import asyncio
import gzip
import io
import threading
import time
import urllib.error
import urllib.request
import zipfile

from scenarios.session import Session
from sim.record import parse
from tests.classroom.browsing import Facilitator, a_browser
from tests.classroom.phones import Phone, facilitator, http, join
from tests.classroom.serving import door, wait_for
from ui.classroom import gallery, server
from ui.classroom.exports import files, still
from ui.classroom.views import par

_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch(way, path, **headers):
    """Status, headers and body."""
    asked = urllib.request.Request(way.base + path, headers=headers)
    try:
        with _OPENER.open(asked, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as fault:
        return fault.code, fault.headers, fault.read()


def test_the_archive_is_for_the_facilitator_alone_and_whole(room):
    way = door(room)
    student = join(way, "VEL")
    for token in ("", "wrong", student):
        assert http(way, "/api/export", token=token)[0] == 401
    status, body = http(way, "/api/export", token=way.token)
    assert status == 200
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        found = {name: packed.read(name).decode() for name in packed.namelist()}
    assert found == dict(files(room.room.sitting))


def test_orders_are_acknowledged_while_the_archive_is_made(room, monkeypatch):
    going, begun = threading.Event(), threading.Event()
    real = server.archive

    def slow(sitting):
        begun.set()
        assert going.wait(10)
        return real(sitting)

    monkeypatch.setattr(server, "archive", slow)

    async def script():
        way = door(room)
        phone = await Phone(way, await asyncio.to_thread(join, way, "VEL")).open()
        umpire = await facilitator(way).open()
        await umpire.do("open", phase="talks", seconds=0)
        asked = asyncio.create_task(asyncio.to_thread(http, way, "/api/export", None, way.token))
        await asyncio.to_thread(begun.wait, 10)
        await phone.do("draft", turn=0, orders=[{"do": "publish", "amount": 0.5}])
        await phone.do("submit", turn=0)
        await phone.until(lambda: phone.clock["turn"] == 1)
        going.set()
        status, body = await asked
        await phone.close()
        await umpire.close()
        return status, body

    status, body = asyncio.run(script())
    assert status == 200
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        record = parse(packed.read("record.jsonl").decode(), "record.jsonl")
    assert Session.load(record).turn == 0  # as it stood when it was asked for


def test_what_is_exported_stands_still(room):
    kept = still(room.room.sitting)
    before = dict(files(kept))
    way = door(room)

    async def script():
        phone = await Phone(way, await asyncio.to_thread(join, way, "VEL")).open()
        umpire = await facilitator(way).open()
        await umpire.do("open", phase="talks", seconds=0)
        await phone.do("note", to="facilitator", text="later")
        await phone.do("submit", turn=0)
        await phone.until(lambda: phone.clock["turn"] == 1)
        await phone.close()
        await umpire.close()

    asyncio.run(script())
    assert dict(files(kept)) == before


def test_pages_are_packed_on_their_way_and_kept_by_their_tag(room):
    way, path = door(room), "/static/js/play.js"
    _, plain, whole = fetch(way, path)
    status, packed, body = fetch(way, path, **{"Accept-Encoding": "gzip"})
    assert (status, packed["content-encoding"], packed["vary"]) == (200, "gzip", "Accept-Encoding")
    assert gzip.decompress(body) == whole
    assert len(body) < len(whole) / 2
    assert packed["content-security-policy"] == plain["content-security-policy"]
    asked = {"Accept-Encoding": "gzip", "If-None-Match": packed["etag"]}
    assert fetch(way, path, **asked)[0] == 304
    _, font, _ = fetch(way, "/static/fonts/Inter-Bold.woff2", **{"Accept-Encoding": "gzip"})
    assert font["content-encoding"] is None


def test_the_projector_has_par_as_soon_as_it_is_there(room, monkeypatch):
    ready, real = threading.Event(), par.par

    def slow(*game):
        assert ready.wait(30)
        return real(*game)

    monkeypatch.setattr(gallery, "_AGAIN", 0.1)
    monkeypatch.setattr(par, "par", slow)
    room.site.hub.watch()

    def shown():
        return (room.site.hub.public or (0, {}))[1].get("debrief", "")

    async def script():
        umpire = await facilitator(door(room)).open()
        await umpire.do("open", phase="talks", seconds=0)
        while not room.room.sitting.session.over:
            await umpire.do("close")
        await umpire.close()

    asyncio.run(script())
    wait_for(lambda: '"ready":false' in shown())
    time.sleep(0.3)
    assert '"ready":false' in shown()
    ready.set()
    wait_for(lambda: '"ready":true' in shown())
    assert '["Par",' in shown()


def test_the_facilitator_takes_all_files_from_the_page(room):
    with a_browser() as browser:
        run = Facilitator(browser, door(room))
        run.page.get_by_role("tab", name="Room").click()
        with run.page.expect_download() as given:
            run.press("Everything as files (zip)")
        assert zipfile.is_zipfile(given.value.path())
        run.button("Everything as files (zip)").wait_for()
        run.close()
