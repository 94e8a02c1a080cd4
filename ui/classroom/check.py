"""Before a class: whether everything works here that a session needs."""

from __future__ import annotations

import json
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.sitting import Sitting, begin, phases
from scenarios.sitting.parts import Phase
from sim.errors import DetenteError
from ui.classroom import address
from ui.classroom.gallery import makers, text_of
from ui.classroom.host import Begin, Host, listen, session
from ui.classroom.store import open_store

#: Seconds of waiting for the server's own answers.
_PATIENCE = 10.0

#: A turn, or a view, that takes longer makes a class wait. Milliseconds.
_SLOW_TURN, _SLOW_VIEW = 1500.0, 250.0


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was looked at."""

    what: str
    word: str  # "ok", "note" (fine, but know it) or "fault"
    told: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is going to be hosted."""

    begin: Begin
    file: Path | None
    bind: str
    port: int


def check(plan: Plan) -> Iterator[Found]:
    """Look at everything in turn; what is found goes on even where something fails."""
    sitting: list[Sitting] = []
    steps: tuple[tuple[str, Callable[[], Found]], ...] = (
        ("scenario", lambda: _scenario(plan, sitting)),
        ("a turn", lambda: _turn(sitting)),
        ("a view", lambda: _view(sitting)),
        ("session file", lambda: _file(plan)),
        ("port", lambda: _port(plan)),
        ("network", lambda: _network(plan)),
        ("server", lambda: _server(plan)),
    )
    for what, step in steps:
        try:
            yield step()
        except DetenteError as fault:
            yield Found(what, "fault", " ".join(str(fault).split()))
        except IndexError:
            yield Found(what, "fault", "could not be looked at: there is no scenario")


def _scenario(plan: Plan, sitting: list[Sitting]) -> Found:
    asked = plan.begin
    if not asked.scenario and plan.file is not None:
        store = open_store(plan.file)
        asked = Begin(store.meta["scenario"])
        store.close()
    sitting.append(begin(asked.scenario, 1, asked.seats, values=asked.values, off=asked.off))
    scenario = sitting[0].session.setup.scenario
    told = f"{scenario.title}: {len(scenario.nations)} nations, {scenario.turns} turns, "
    return Found("scenario", "ok", told + f"{len(sitting[0].seats)} seats for people")


def _turn(sitting: list[Sitting]) -> Found:
    one = sitting[0]
    phases.open_phase(one, Phase.TALKS, 0.0)
    begun = time.perf_counter()
    phases.close(one, 0.0)
    return _timed("a turn", begun, _SLOW_TURN, "played in")


def _view(sitting: list[Sitting]) -> Found:
    begun = time.perf_counter()
    text = text_of(makers().student(sitting[0], sitting[0].seats[0]))
    return _timed("a view", begun, _SLOW_VIEW, f"{len(text) / 1024:.0f} KB made in")


def _timed(what: str, begun: float, slow: float, told: str) -> Found:
    took = (time.perf_counter() - begun) * 1000
    word = "ok" if took < slow else "note"
    return Found(what, word, f"{told} {took:.0f} ms" + ("" if word == "ok" else ": a slow machine"))


def _file(plan: Plan) -> Found:
    if plan.file is not None and plan.file.exists():
        store = open_store(plan.file)
        commands = sum(1 for _ in store.entries())
        store.close()
        return Found("session file", "ok", f"{plan.file}: goes on after {commands} commands")
    folder = plan.file.parent if plan.file is not None else Path(tempfile.gettempdir())
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError as fault:
        return Found("session file", "fault", f"{folder}: cannot be written ({fault.strerror})")
    return Found("session file", "ok", f"{plan.file or 'a new one'}: can be made")


def _port(plan: Plan) -> Found:
    listen(plan.bind, plan.port).close()
    told = f"{plan.port} is free" if plan.port else "whichever is free will be taken"
    return Found("port", "ok", told)


def _network(plan: Plan) -> Found:
    found = address.addresses()
    if plan.bind == address.LOOPBACK:
        told = "only this machine: phones cannot join (leave out --bind for the local network)"
        return Found("network", "note", told)
    if not found:
        told = "none: phones cannot join; open a hotspot, or play with detente play --hot-seat"
        return Found("network", "note", told)
    told = f"{', '.join(found)}; if phones cannot connect: /help, firewall, client isolation"
    return Found("network", "ok", told)


def _server(plan: Plan) -> Found:
    """Join a room of our own by the very way of a phone, on this machine alone."""
    from websockets.sync.client import connect  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        store, _ = session(Path(folder) / "check.db", Begin(plan.begin.scenario or "first-steps"))
        host = Host(store, listen(address.LOOPBACK, 0))
        begun = time.perf_counter()
        host.start()
        try:
            base = address.link(address.LOOPBACK, host.port)
            seat = host.room.sitting.seats[0]
            token = _join(base, {"code": host.code, "seat": seat})
            with connect(f"ws{base.removeprefix('http')}ws", proxy=None) as phone:
                phone.send(json.dumps({"id": 1, "do": "hello", "token": token}))
                while json.loads(phone.recv(_PATIENCE)).get("push") != "view":
                    pass
        except (OSError, TimeoutError, ValueError) as fault:
            return Found("server", "fault", f"a client on this machine got no answer ({fault})")
        finally:
            host.stop()
    took = (time.perf_counter() - begun) * 1000
    return Found("server", "ok", f"a client joined and saw its brief, {took:.0f} ms in all")


def _join(base: str, words: dict[str, Any]) -> str:
    body = json.dumps(words).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{base}api/join", body, _PATIENCE) as answer:
        return str(json.load(answer)["token"])
