"""Phones for tests: real WebSockets that come back by themselves and send again what was lost."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
import urllib.error
import urllib.request
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from tests.classroom.serving import Door

_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_tabs = itertools.count(1)


class Refused(Exception):
    """An error that the server answered with."""

    def __init__(self, error: dict[str, str]) -> None:
        super().__init__(f"{error['code']}: {error['message']}")
        self.code, self.message = error["code"], error["message"]


def http(door: Door, path: str, body: Any = None, token: str = "") -> tuple[int, bytes]:
    """A request; its status and body, also of an error."""
    data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    asked = urllib.request.Request(door.base + path, data)
    if token:
        asked.add_header("Authorization", f"Bearer {token}")
    try:
        with _OPENER.open(asked, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as fault:
        return fault.code, fault.read()


def join(door: Door, seat: str, name: str = "") -> str:
    """The token of a place in a team."""
    words = {"code": door.code, "seat": seat, **({"name": name} if name else {})}
    status, body = http(door, "/api/join", words)
    told = json.loads(body)
    if status != 200:
        raise Refused(told["error"])
    return told["token"]


class Phone:
    """One screen. ``do`` sends a command and waits for its acknowledgement, over all cuts."""

    def __init__(
        self, door: Door, token: str, *, listen: bool = False, patience: float = 20.0
    ) -> None:
        """``listen`` keeps every text; ``patience`` is how long to wait for an answer, seconds."""
        self.door, self.token, self.patience = door, token, patience
        self.view: dict[str, Any] = {}
        self.clock: dict[str, Any] = {}
        self.hello: dict[str, Any] = {}
        self.closed = 0  # the code of the last close by the server
        self.heard: list[str] | None = [] if listen else None  # every text that came
        self.took: list[tuple[str, float]] = []  # command, seconds from sending to acknowledgement
        self._tab, self._count = next(_tabs), itertools.count(1)
        self._waiting: dict[str, tuple[str, asyncio.Future, float]] = {}
        self._socket: Any = None
        self._news = asyncio.Condition()
        self._task: asyncio.Task | None = None
        self.final = False  # whether it has stopped coming back

    async def open(self) -> Phone:
        """Connect, and wait for the server to know us."""
        self._task = asyncio.create_task(self._stay())
        await self.until(lambda: (self.hello and self.clock) or self.final)
        return self

    async def close(self) -> None:
        """Go for good."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close()

    async def drop(self) -> None:
        """Lose the connection, as a phone that goes to sleep; it comes back by itself."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def do(self, command: str, **args: Any) -> dict[str, Any]:
        """Give a command; its result. Raises ``Refused``."""
        ref = f"{self._tab}-{next(self._count)}"
        text = json.dumps({"id": ref, "do": command, **args})
        done = asyncio.get_running_loop().create_future()
        self._waiting[ref] = (text, done, time.perf_counter())
        await self._send(text)
        answer = await asyncio.wait_for(done, self.patience)
        self.took.append((command, answer[1]))
        if "error" in answer[0]:
            raise Refused(answer[0]["error"])
        return answer[0]["result"]

    async def until(self, condition: Any, seconds: float = 10.0) -> None:
        """Wait until something that came makes a condition true."""
        async with self._news:
            await asyncio.wait_for(self._news.wait_for(condition), seconds)

    async def raw(self, text: str | bytes) -> None:
        """Send anything at all."""
        await self._socket.send(text)

    async def _send(self, text: str) -> None:
        try:
            if self._socket is not None and self.hello:
                await self._socket.send(text)
        except ConnectionClosed:
            pass  # it is sent again when the connection is back

    async def _stay(self) -> None:
        pause = 0.05
        while True:
            try:
                async with connect(
                    self.door.socket,
                    proxy=None,
                    max_size=None,
                    compression=None,
                    ping_interval=None,
                ) as socket:
                    self._socket, self.hello = socket, {}
                    await socket.send(
                        json.dumps({"id": "hello", "do": "hello", "token": self.token})
                    )
                    pause = 0.05
                    async for text in socket:
                        await self._hear(text)
                self.closed = socket.close_code or 0
            except ConnectionClosed as fault:
                self.closed = fault.rcvd.code if fault.rcvd else 0
            except (OSError, InvalidHandshake, InvalidMessage, TimeoutError):
                self.closed = 0
            self._socket, self.hello = None, {}
            async with self._news:
                self.final = self.closed in (4401, 4409, 4429)
                self._news.notify_all()
            if self.final:
                return
            await asyncio.sleep(pause * (1 + random.random()))
            pause = min(pause * 1.6, 1.0)

    async def _hear(self, text: str) -> None:
        if self.heard is not None:
            self.heard.append(text)
        message = json.loads(text)
        if message.get("push") == "view":
            self.view.update(message["view"])
        elif message.get("push") == "clock":
            self.clock = message
        elif message.get("ack") == "hello" and message.get("ok"):
            self.hello = message["result"]
            for waiting, _, _ in list(self._waiting.values()):
                await self._send(waiting)
        elif message.get("ack") in self._waiting:
            _, done, sent = self._waiting.pop(message["ack"])
            if not done.done():
                done.set_result((message, time.perf_counter() - sent))
        async with self._news:
            self._news.notify_all()


def facilitator(door: Door, **extra: Any) -> Phone:
    """The facilitator's screen."""
    return Phone(door, door.token, **extra)
