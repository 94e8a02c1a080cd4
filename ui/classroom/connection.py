"""One WebSocket of a member or the facilitator, and what waits to be sent to it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from ui.classroom import limits
from ui.classroom.gallery import Parts, text_of

#: Why the server ends a connection.
BAD_TOKEN, SILENT, TAKEN_OVER, FLOOD, SLOW = 4401, 4408, 4409, 4429, 4410

#: Seconds for one message to be sent.
SENDING = 5.0

#: Acknowledgements that may wait to be sent.
MOST_UNSENT = 500


class Connection:
    """One WebSocket after its first message, and what is to be sent to it."""

    def __init__(self, socket: WebSocket, by: str, audience: str) -> None:
        self.socket, self.by, self.audience = socket, by, audience
        self.bucket = limits.Bucket(limits.BURST, limits.RATE)
        self._refused = 0
        self.closing = 0  # the code with which it is to be closed
        self._texts: deque[str] = deque()
        self._view: Parts | None = None
        self._views = 0  # how many were sent
        self._sent: dict[str, str] = {}
        self._bell = asyncio.Event()

    def tell(self, message: Mapping[str, Any]) -> None:
        """Send a message after those that wait."""
        self._texts.append(text_of(message))
        if len(self._texts) > MOST_UNSENT:
            self.close(SLOW)
        self._bell.set()

    def show(self, parts: Parts) -> None:
        """Send a view, in the place of one that was not sent yet."""
        self._view = parts
        self._bell.set()

    def sit(self, audience: str) -> None:
        """Look with other eyes from now on, ``""`` for none: nothing of the view before is sent."""
        self.audience, self._view, self._sent = audience, None, {}

    def hasty(self) -> None:
        """Count a refusal for haste; who does not stop is sent away."""
        self._refused += 1
        if self._refused > limits.PATIENCE:
            self.close(FLOOD)

    def close(self, code: int) -> None:
        """Close it once what waits was sent."""
        self.closing = self.closing or code
        self._bell.set()

    async def send(self) -> None:
        """Send what there is to send until the connection ends."""
        while True:
            await self._bell.wait()
            self._bell.clear()
            while self._texts or self._view:
                text = self._texts.popleft() if self._texts else self._changed()
                if text:
                    await asyncio.wait_for(self.socket.send_text(text), SENDING)
            if self.closing:
                await self.socket.close(self.closing)
                return

    def _changed(self) -> str:
        """The message with the parts of the view that are not on the screen yet."""
        assert self._view is not None
        parts, self._view = self._view, None
        self._views += 1
        new = [f'"{name}":{text}' for name, text in parts.items() if self._sent.get(name) != text]
        self._sent = dict(parts)
        head = f'{{"push":"view","version":{self._views},"view":{{'
        return f"{head}{','.join(new)}}}}}" if new else ""


async def received(socket: WebSocket) -> str | None:
    """The next message; ``None`` for one that is no text. Raises ``WebSocketDisconnect``."""
    received = await socket.receive()
    if received["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(received.get("code", 1005))
    return received.get("text")
