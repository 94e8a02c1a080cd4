"""A class of bots over real WebSockets: ``python -m tests.classroom.load --clients 60 --turns 6``.

Prints how long orders waited for their acknowledgement, how many acknowledged orders are not in
the record, and how many turns froze. ``--burst 200`` has so many clients send at one moment.
The server is ``detente host`` in a process of its own; ``--projector`` opens its window under
SDL's dummy driver, at 60 frames a second.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sim.record import parse_bytes, replay
from tests.classroom.phones import Phone, Refused, facilitator, http, join
from tests.classroom.serving import Door, Served

#: A turn that is not resolved so many seconds after the last team handed in is frozen.
FROZEN = 10.0


class Class:
    """Bots at the seats of a room, and what they were promised."""

    def __init__(self, door: Door, seats: Sequence[str], clients: int, seed: int) -> None:
        self.door, self.rng = door, random.Random(seed)
        self.places = [seats[k % len(seats)] for k in range(clients)]
        self.captains = min(clients, len(seats))  # the first at each seat writes its orders
        self.phones: list[Phone] = []
        self.promised: dict[tuple[int, str], float] = {}  # (turn, seat) -> amount of the order
        self.frozen = 0

    async def come(self) -> None:
        """Everybody joins and connects."""
        tokens = await asyncio.gather(
            *(asyncio.to_thread(join, self.door, seat) for seat in self.places)
        )
        self.phones = [Phone(self.door, token) for token in tokens]
        await asyncio.gather(*(phone.open() for phone in self.phones))

    async def turn(self, number: int, drops: float) -> None:
        """Everybody plays one turn; the turn is over when the clock says so."""
        begun = [self._play(place, number, drops) for place in range(len(self.phones))]
        await asyncio.gather(*begun)
        late = [self._next(phone, number) for phone in self.phones]
        self.frozen += any(await asyncio.gather(*late))

    async def _next(self, phone: Phone, number: int) -> bool:
        try:
            await phone.until(lambda: phone.clock.get("turn", 0) > number, FROZEN)
        except TimeoutError:
            return True
        return False

    async def _play(self, place: int, number: int, drops: float) -> None:
        phone, seat = self.phones[place], self.places[place]
        await asyncio.sleep(self.rng.random())
        cut = self.rng.random() < drops
        if cut:
            await phone.drop()
        await self._talk(phone, seat, number)
        if place >= self.captains:
            return
        amount = self.rng.randrange(1, 64) / 64
        try:
            await phone.do("draft", turn=number, orders=[{"do": "publish", "amount": amount}])
            if cut:
                await phone.drop()
            await phone.do("submit", turn=number)
            self.promised[number, seat] = amount
        except Refused as fault:
            if fault.code != "late":
                raise

    async def _talk(self, phone: Phone, seat: str, number: int) -> None:
        other = self.rng.choice([s for s in set(self.places) if s != seat])
        said = (
            ("note", {"to": other, "text": f"{seat} to {other}, turn {number}"}),
            ("offer", {"to": other, "kind": "training"}),
        )
        for command, args in said:
            try:
                await phone.do(command, **args)
            except Refused as fault:
                if fault.code not in ("refused", "late", "closed"):
                    raise
            await asyncio.sleep(self.rng.random() / 2)

    async def burst(self, number: int) -> list[float]:
        """Everybody sends an order at one moment; seconds until each was acknowledged."""
        await asyncio.sleep(1.0)
        words = {"turn": number, "orders": [{"do": "publish", "amount": 0.5}]}
        for phone in self.phones:
            phone.took.clear()
        await asyncio.gather(*(phone.do("draft", **words) for phone in self.phones))
        return [took for phone in self.phones for _, took in phone.took]

    async def hand_in(self, number: int) -> list[float]:
        """All captains hand in at one moment."""
        captains = self.phones[: self.captains]
        for phone in captains:
            phone.took.clear()
        await asyncio.gather(*(phone.do("submit", turn=number) for phone in captains))
        for phone in captains:
            await self._next(phone, number)
        return [took for phone in captains for _, took in phone.took]

    async def go(self) -> None:
        """Everybody leaves."""
        await asyncio.gather(*(phone.close() for phone in self.phones))


def lost(door: Door, promised: dict[tuple[int, str], float]) -> int:
    """How many acknowledged orders the record lacks; the record is replayed, digests compared."""
    _, text = http(door, "/api/record", token=door.token)
    record = parse_bytes(text)
    from scenarios.games import from_record

    game = from_record(record).game
    for _ in replay(record, game.world, game.state):
        pass
    missing = 0
    for (turn, seat), amount in promised.items():
        orders = record.turns[turn].moves.get(seat, {}).get("orders", [])
        missing += {"do": "publish", "amount": amount} not in orders
    return missing


def row(name: str, seconds: list[float]) -> str:
    """A line of the table: p50, p90, p99 and the longest, in milliseconds."""
    ordered = sorted(1000 * one for one in seconds)

    def at(share: float) -> float:
        return ordered[min(int(share * len(ordered)), len(ordered) - 1)]

    figures = "".join(f"{at(share):9.1f}" for share in (0.5, 0.9, 0.99, 1.0))
    return f"{name:<28}{len(ordered):>7}{figures}"


async def play(door: Door, seats: Sequence[str], asked: argparse.Namespace) -> dict[str, object]:
    """Whole sessions; what there is to tell."""
    umpire = await facilitator(door).open()
    table: dict[str, object] = {}
    group = Class(door, seats, asked.clients, asked.seed)
    begun = time.perf_counter()
    await group.come()
    table["joined in s"] = round(time.perf_counter() - begun, 2)
    await umpire.do("open", phase="talks", seconds=0)
    await asyncio.gather(
        *(p.until(lambda p=p: p.clock.get("phase") == "talks") for p in group.phones)
    )
    for number in range(asked.turns):
        await group.turn(number, asked.drops)
    took = [one for phone in group.phones for one in phone.took]
    table["rows"] = [
        row(name, [seconds for command, seconds in took if command == name])
        for name in ("note", "offer", "draft", "submit")
        if any(command == name for command, _ in took)
    ]
    if asked.burst:
        crowd = Class(door, seats, asked.burst - asked.clients, asked.seed + 1)
        await crowd.come()
        crowd.phones, crowd.captains = group.phones + crowd.phones, group.captains
        table["rows"] += [
            row(f"burst of {asked.burst}: draft", await crowd.burst(asked.turns)),
            row("burst: submit", await crowd.hand_in(asked.turns)),
        ]
        await crowd.go()
    table["lost"] = lost(door, group.promised)
    table["orders"], table["frozen"] = len(group.promised), group.frozen
    await umpire.close()
    await group.go()
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a room, fill it with bots, print the table; 1 if an order was lost or a turn froze."""
    parser = argparse.ArgumentParser(prog="python -m tests.classroom.load", description=__doc__)
    parser.add_argument("--scenario", default="pfp-1994")
    parser.add_argument("--clients", type=int, default=60)
    parser.add_argument("--turns", type=int, default=6)
    parser.add_argument("--burst", type=int, default=0)
    parser.add_argument("--drops", type=float, default=0.1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--projector", action="store_true")
    asked = parser.parse_args(arguments)
    from scenarios.load import load

    seats = [nation.iso3 for nation in load(asked.scenario).nations]
    options = [word for iso in seats for word in ("--seat", iso)]
    window = "--projector" if asked.projector else "--no-projector"
    with tempfile.TemporaryDirectory() as folder:
        served = Served(
            Path(folder) / "load.db", asked.scenario, *options, window,
            "--talks", "0", "--orders", "0", env={"SDL_VIDEODRIVER": "dummy"},
        )  # fmt: skip
        door = served.start()
        try:
            table = asyncio.run(play(door, seats, asked))
        finally:
            code, told = served.end()
    beside = "beside a projector" if asked.projector else "no projector"
    told_of = f"{asked.clients} clients, {asked.turns} turns, {asked.drops:.0%} cut off a turn"
    print(f"{asked.scenario}, {told_of}, {beside}")
    print(f"{'milliseconds to ack':<28}{'n':>7}{'p50':>9}{'p90':>9}{'p99':>9}{'max':>9}")
    for line in table["rows"]:
        print(line)
    print(f"all joined in {table['joined in s']} s; acknowledged orders lost: {table['lost']} of "
          f"{table['orders']}; frozen turns: {table['frozen']}")  # fmt: skip
    if told.strip():
        print(told, file=sys.stderr)
    return int(bool(table["lost"] or table["frozen"] or code))


if __name__ == "__main__":
    raise SystemExit(main())
