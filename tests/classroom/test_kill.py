"""The server is killed while a class plays: what was acknowledged is there again."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest

from scenarios.games import from_record
from sim.record import parse_bytes, replay
from tests.classroom.phones import Phone, Refused, facilitator, http, join
from tests.classroom.serving import Served
from ui.classroom.resume import resume
from ui.classroom.store import open_store

SEATS = ("VEL", "HAL", "LUN")


class Bots:
    """A class that plays on and remembers what it was promised."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.notes: set[str] = set()
        self.orders: dict[tuple[int, str], float] = {}  # drafts and hand-ins of a turn, by seat
        self.drafts: dict[tuple[int, str], float] = {}
        self.unsure: set[tuple[int, str]] = set()  # sent, and not answered yet
        self.going = True

    async def play(self, phone: Phone, seat: str) -> None:
        """Write notes and drafts, hand in, without end."""
        count = 0
        while self.going:
            turn = phone.clock.get("turn", 0)
            count += 1
            text = f"{seat} {turn} {count} {self.rng.random()}"
            try:
                await phone.do("note", to="facilitator", text=text)
                self.notes.add(text)
                amount = self.rng.randrange(1, 64) / 64
                self.unsure.add((turn, seat))
                orders = [{"do": "publish", "amount": amount}]
                await phone.do("draft", turn=turn, orders=orders)
                self.drafts[turn, seat] = amount
                if self.rng.random() < 0.4:
                    await phone.do("submit", turn=turn)
                    self.orders[turn, seat] = amount
            except Refused as fault:
                if fault.code not in ("late", "closed", "refused", "too-fast"):
                    raise
                await asyncio.sleep(0.02)
            finally:
                self.unsure.discard((turn, seat))
            await asyncio.sleep(self.rng.random() * 0.02)


def check(db: Path, bots: Bots) -> list[str]:
    """Compare what is in the file with what was promised; the digests of the turns."""
    store = open_store(db)
    sitting, _ = resume(store)
    store.close()
    told = [note.text for note in sitting.notes]
    assert len(told) == len(set(told)), "a note was kept twice"
    assert bots.notes <= set(told), "an acknowledged note is gone"
    record = parse_bytes(sitting.session.record().encode())
    for (turn, seat), amount in bots.orders.items():
        if turn < len(record.turns):
            kept = record.turns[turn].moves.get(seat, {}).get("orders")
            assert kept == [{"do": "publish", "amount": amount}]
        else:
            assert sitting.session.seats[seat].submitted
    for (turn, seat), amount in bots.drafts.items():
        if turn == sitting.turn and (turn, seat) not in bots.unsure:
            assert sitting.session.seats[seat].draft["orders"][0]["amount"] == amount
    return [line.digest for line in record.turns]


def from_the_first(db: Path) -> None:
    """The whole log, from its first command, gives the same as its last snapshot and the rest."""
    store = open_store(db)
    (sitting, _), (whole, _) = resume(store), resume(store, whole=True)
    store.close()
    assert whole.session.record() == sitting.session.record()
    assert whole.notes == sitting.notes


async def killed(served: Served, kills: int, seed: int) -> None:
    """A class plays while its server is killed so often; it rejoins by itself each time."""
    rng = random.Random(seed)
    bots = Bots(rng)
    way = await asyncio.to_thread(served.start)
    tokens = [await asyncio.to_thread(join, way, seat) for seat in SEATS]
    phones = [await Phone(way, token, patience=90).open() for token in tokens]
    umpire = await facilitator(way).open()
    await umpire.do("open", phase="talks", seconds=0)
    playing = [
        asyncio.create_task(bots.play(phone, seat))
        for phone, seat in zip(phones, SEATS, strict=True)
    ]
    before: list[str] = []
    for _ in range(kills):
        await asyncio.sleep(rng.random() * 0.8)
        await asyncio.to_thread(served.kill)
        digests = await asyncio.to_thread(check, served.db, bots)
        assert digests[: len(before)] == before, "a turn came out otherwise"
        before = digests if len(digests) < 6 else []
        await asyncio.to_thread(served.start)
        for phone in (umpire, *phones):
            await phone.until(lambda phone=phone: phone.hello, 60)
        if len(digests) >= 6:
            await umpire.do("undo", turns=6)
            await umpire.do("resume")
            bots.orders.clear()
            bots.drafts.clear()
    bots.going = False
    await asyncio.gather(*playing)
    _, text = await asyncio.to_thread(http, way, "/api/record", None, umpire.token)
    record = parse_bytes(text)
    game = from_record(record).game
    for _ in replay(record, game.world, game.state):
        pass
    for phone in (umpire, *phones):
        await phone.close()


@pytest.mark.parametrize("kills", [3, pytest.param(100, marks=pytest.mark.soak)])
def test_a_class_goes_on_after_its_server_was_killed_at_random_moments(tmp_path, kills):
    served = Served(tmp_path / "class.db", "first-steps", "--talks", "0", "--orders", "0")
    try:
        asyncio.run(killed(served, kills, seed=kills))
    finally:
        assert served.end()[0] == 0
    from_the_first(served.db)
