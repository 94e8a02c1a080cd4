"""What is played to make the rules ready meets every loop of theirs."""

import pytest

from scenarios import ready
from sim.compiled import Compiled


def _with_all_it_calls(loop: Compiled) -> set[str]:
    used = (value for value in loop.uses().values() if isinstance(value, Compiled))
    return {loop.mark()}.union(*map(_with_all_it_calls, used))


def test_every_loop_is_met(monkeypatch: pytest.MonkeyPatch) -> None:
    met: set[str] = set()
    call = Compiled.__call__

    def noted(loop: Compiled, *args: object) -> object:
        met.update(_with_all_it_calls(loop))
        return call(loop, *args)

    monkeypatch.setattr(Compiled, "__call__", noted)
    ready.meet_all()
    assert [loop.__qualname__ for loop in ready.loops() if loop.mark() not in met] == []


def test_once_made_ready_nothing_is_missing() -> None:
    ready.make_ready()
    assert len(ready.loops()) > 40
    assert ready.missing() == 0
