"""Scripts that phones and the facilitator follow together, and words for them."""

from __future__ import annotations

import asyncio

import pytest

from tests.classroom.phones import Phone, Refused, facilitator, join
from tests.classroom.serving import door

OFFER = {"to": "HAL", "kind": "training"}
ORDERS = [{"do": "publish", "amount": 0.5}]


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
