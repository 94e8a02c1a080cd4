"""A room served: the session in its file, the port, the server in a thread of its own."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.load import load
from scenarios.sitting import Pace, begin
from scenarios.sitting.keeping import kept
from sim.errors import DetenteError
from ui.classroom import address, tokens
from ui.classroom.gallery import Makers, makers
from ui.classroom.limits import MOST_BYTES
from ui.classroom.room import Room
from ui.classroom.server import Site
from ui.classroom.store import Store, create, open_store

if TYPE_CHECKING:
    from uvicorn import Server

#: Seconds between two pings, and in which they must be answered; for the server to start and end.
PING, PONG, STARTING, ENDING = 15.0, 20.0, 15.0, 10.0

#: Connections that wait to be accepted: a whole class may come at once.
BACKLOG = 512


class HostFault(DetenteError):
    """A room that cannot be served."""


@dataclass(frozen=True, slots=True)
class Begin:
    """How a new session is to begin. Of one that goes on nothing may be asked for."""

    scenario: str = ""
    seed: int | None = None
    seats: tuple[str, ...] = ()
    values: Mapping[str, float] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    pace: Pace = field(default_factory=Pace)
    absent: str = ""


def session(path: Path, asked: Begin) -> tuple[Store, bool]:
    """The session in a file, a new one where there is no file; whether it was there.

    Raises ``DetenteError`` for a scenario that is not the one of the session, and for settings
    that come too late.
    """
    if not path.exists():
        if not asked.scenario:
            raise HostFault(f"{path}: no such session; name a SCENARIO to begin one there")
        seed = 1 if asked.seed is None else asked.seed
        sitting = begin(
            asked.scenario, seed, asked.seats,
            values=asked.values, off=asked.off, pace=asked.pace, absent=asked.absent,
        )  # fmt: skip
        meta = {
            "scenario": sitting.session.setup.scenario.id,
            "code of the room": tokens.new_code(),
            "facilitator": tokens.new_token(),
        }
        return create(path, meta, kept(sitting)), False
    if asked.seed is not None or asked.values or asked.off or asked.seats or asked.absent:
        raise HostFault(
            f"{path}: this session has begun and goes on as it was begun: leave out --seed, "
            "--seat, --set, --off and --absent, or name another file"
        )
    store = open_store(path)
    played = store.meta["scenario"]
    if asked.scenario and load(asked.scenario).id != played:
        store.close()
        raise HostFault(f"{path}: is a session of {played}, not of {asked.scenario}")
    return store, True


def listen(bind: str, port: int) -> socket.socket:
    """A socket that listens; port 0 for any that is free. Raises ``HostFault`` where it cannot."""
    try:
        family = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM)[0][0]
        found = socket.socket(family, socket.SOCK_STREAM)
    except OSError:
        raise HostFault(f"--bind {bind}: is not an address of this machine") from None
    try:
        if os.name != "nt":  # there it would let two programs have one port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((bind, port))
        found.listen(BACKLOG)
    except OSError as fault:
        found.close()
        raise HostFault(_why_not(bind, port, fault)) from None
    return found


def _why_not(bind: str, port: int, fault: OSError) -> str:
    import errno  # noqa: PLC0415

    if fault.errno == errno.EADDRINUSE:
        return f"port {port} is taken by another program: name another with --port, 0 for any"
    if fault.errno == errno.EACCES:
        return f"port {port} is not for everybody to use: name one from 1024 on with --port"
    return f"--bind {bind} --port {port}: cannot be used ({fault.strerror})"


class Host:
    """A server in a thread."""

    def __init__(
        self,
        store: Store,
        listening: socket.socket,
        views: Makers | None = None,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Raises ``DetenteError`` where the session cannot go on."""
        self.code, self.token = store.meta["code of the room"], store.meta["facilitator"]
        self.room = Room(store, views or makers(), now=now)
        self.site = Site(self.room, self.code, self.token)
        self._socket = listening
        bound, self.port = listening.getsockname()[:2]
        self.site.links = self.links(str(bound))
        self._server = self._made()
        self._thread = threading.Thread(target=self._run, name="server", daemon=True)

    def _made(self) -> Server:
        import uvicorn  # noqa: PLC0415  only where a room is served

        config = uvicorn.Config(
            self.site.app(), log_level="error", access_log=False, lifespan="on", http="h11",
            loop="asyncio", ws="websockets-sansio", ws_max_size=MOST_BYTES, ws_ping_interval=PING,
            ws_ping_timeout=PONG, ws_per_message_deflate=False, server_header=False,
            timeout_graceful_shutdown=2,
        )  # fmt: skip
        return uvicorn.Server(config)

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])

    def start(self) -> None:
        """Serve from now on. Raises ``HostFault`` if the server does not start."""
        self._thread.start()
        end = time.monotonic() + STARTING
        while not self._server.started:
            if not self._thread.is_alive() or time.monotonic() > end:
                raise HostFault("the server did not start")
            time.sleep(0.01)

    @property
    def alive(self) -> bool:
        """Whether it serves."""
        return self._thread.is_alive() and not self.room.failed

    def stop(self) -> None:
        """End the server, once what was accepted is written."""
        self._server.should_exit = True
        self._thread.join(ENDING)
        self._socket.close()

    def links(self, bind: str) -> list[str]:
        """Addresses at which students join, the likeliest first."""
        hosts = [bind] if bind != address.EVERYWHERE else address.addresses()
        return [address.link(host, self.port) for host in hosts or [address.LOOPBACK]]

    def facilitator_link(self) -> str:
        """The facilitator's page, with the secret in a part that browsers send nowhere."""
        return address.link(address.LOOPBACK, self.port, f"/run#{self.token}")
