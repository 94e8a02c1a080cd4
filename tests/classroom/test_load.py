"""The load client plays whole sessions and finds nothing lost."""

from __future__ import annotations

import pytest

from tests.classroom import load


def figures(told: str, name: str) -> list[float]:
    """Milliseconds of a row of the table: p50, p90, p99, max."""
    line = next(one for one in told.splitlines() if one.startswith(name))
    return [float(word) for word in line.removeprefix(name).split()[-4:]]


def test_a_small_class_plays_without_losing_an_order(capsys):
    words = ["--scenario", "first-steps", "--clients", "6", "--turns", "2", "--burst", "12"]
    assert load.main(words) == 0
    told = capsys.readouterr().out
    assert "acknowledged orders lost: 0 of 8; frozen turns: 0" in told
    for name in ("note", "offer", "draft", "submit", "burst of 12: draft", "burst: submit"):
        p50, p90, p99, longest = figures(told, name)
        assert 0 < p50 <= p90 <= p99 <= longest


@pytest.mark.soak
def test_a_large_class_and_a_burst_are_answered_in_time_beside_a_projector(capsys):
    assert load.main(["--clients", "60", "--turns", "6", "--burst", "200", "--projector"]) == 0
    told = capsys.readouterr().out
    for name in ("submit", "burst of 200: draft", "burst: submit"):
        assert figures(told, name)[2] < 250


def test_an_order_that_is_not_in_the_record_is_counted_as_lost(tmp_path):
    import asyncio

    from tests.classroom.phones import Phone, facilitator, join
    from tests.classroom.serving import PLAIN, a_room, door

    async def script(way):
        vel = await Phone(way, await asyncio.to_thread(join, way, "VEL")).open()
        umpire = await facilitator(way).open()
        await umpire.do("open", phase="talks", seconds=0)
        await vel.do("draft", turn=0, orders=[{"do": "publish", "amount": 0.25}])
        await vel.do("submit", turn=0)
        await vel.until(lambda: vel.clock["turn"] == 1)
        found = [
            await asyncio.to_thread(load.lost, way, {(0, "VEL"): amount}) for amount in (0.25, 0.75)
        ]
        await vel.close()
        await umpire.close()
        return found

    with a_room(tmp_path / "class.db", views=PLAIN) as host:
        assert asyncio.run(script(door(host))) == [0, 1]
