"""Who is connected: WebSockets of members and the facilitator, and what is sent to each.

One connection for each token, the newest. What goes out waits in an outbox of its own, in which a
new view takes the place of one that was not sent yet, so that a slow phone holds up nobody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from scenarios.sitting import FACILITATOR, Code, Sitting
from ui.classroom import asking
from ui.classroom.commands import Given
from ui.classroom.connection import BAD_TOKEN, SILENT, SLOW, TAKEN_OVER, Connection, received
from ui.classroom.gallery import PUBLIC, Parts, text_of
from ui.classroom.outside import Outcome, Question, Reply
from ui.classroom.room import Room
from ui.classroom.tokens import digest, same

#: Seconds: for the first message, between two clocks.
GREETING, CLOCK = 10.0, 10.0


class Hub:
    """All connections. Its methods run in the loop of the server, but for those of ``Outside``."""

    def __init__(self, room: Room, facilitator: str) -> None:
        self.room, self._facilitator = room, facilitator
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connections: dict[str, Connection] = {}  # by client, or FACILITATOR
        self._views: dict[str, Parts] = {}
        self._seats: Mapping[str, str] = {}
        self._clock: Mapping[str, Any] = {}
        #: What everybody may know, as last made; ``watch`` has it made.
        self.public: tuple[int, Parts] | None = None
        self._watched = False

    def begin(self) -> None:
        """Take the running loop as the one in which answers are to come."""
        self._loop = asyncio.get_running_loop()

    def watch(self) -> None:
        """Have the public view made from now on, for a projector, which reads ``public``."""
        self._watched = True
        self._call(self._look)

    # --- what the room tells, from its own thread

    def answer(self, replies: list[tuple[Reply, Outcome]]) -> None:
        """Have all replies called in the loop."""
        self._call(self._answer, replies)

    def view(self, audience: str, parts: Parts) -> None:
        """Send a new view to its audience."""
        if audience == PUBLIC:
            self.public = (self.public[0] + 1 if self.public else 1), parts
        self._call(self._view, audience, parts)

    def people(self, seats: Mapping[str, str]) -> None:
        """Move connections to their seats; those of members who are gone end."""
        self._call(self._people, seats)

    def clock(self, told: Mapping[str, Any]) -> None:
        """Send the clock to all."""
        self._call(self._tick, told)

    def _call(self, function: Any, *args: object) -> None:  # noqa: ANN401
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed: nobody is there to be told
                self._loop.call_soon_threadsafe(function, *args)

    def _answer(self, replies: list[tuple[Reply, Outcome]]) -> None:
        for reply, outcome in replies:
            reply(outcome)

    def _view(self, audience: str, parts: Parts) -> None:
        self._views[audience] = parts
        for connection in self._connections.values():
            if connection.audience == audience:
                connection.show(parts)

    def _people(self, seats: Mapping[str, str]) -> None:
        self._seats = seats
        for client, connection in self._connections.items():
            if client == FACILITATOR:
                continue
            seat = seats.get(client)
            if seat is None:
                connection.sit("")
                connection.close(BAD_TOKEN)
            elif seat != connection.audience:
                connection.sit(seat)
                connection.tell({"push": "seat", "seat": seat})
                self._show_now(connection)
        self._look()

    def _tick(self, told: Mapping[str, Any]) -> None:
        self._clock = told
        self.tick()

    def tick(self) -> None:
        """Send the clock to all."""
        if self._clock:
            for connection in self._connections.values():
                connection.tell(self._time())

    def _time(self) -> dict[str, Any]:
        return {"push": "clock", "now": self.room.now(), **self._clock}

    # --- connections

    async def serve(self, socket: WebSocket) -> None:
        """Everything about one WebSocket, from its first message to its end."""
        await socket.accept()
        connection = await self._greet(socket)
        if connection is None:
            return
        sending = asyncio.create_task(connection.send())
        hearing = asyncio.create_task(self._hear(connection))
        try:
            await asyncio.wait({sending, hearing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, hearing):
                task.cancel()
            await asyncio.gather(sending, hearing, return_exceptions=True)
            if self._connections.get(connection.by) is connection:
                del self._connections[connection.by]
                self._look()
            if socket.application_state is not WebSocketState.DISCONNECTED:
                with suppress(Exception):
                    await socket.close(connection.closing or SLOW)

    async def _greet(self, socket: WebSocket) -> Connection | None:
        """The connection of who presents a token; anybody else is sent away."""
        try:
            words = asking.message(await asyncio.wait_for(received(socket), GREETING))
        except asking.Unreadable as fault:
            await socket.send_text(text_of(fault.error()))
            await socket.close(BAD_TOKEN)
            return None
        except TimeoutError:
            await socket.close(SILENT)
            return None
        except WebSocketDisconnect:
            return None
        token = words.args.get("token")
        entered = await self._entered(socket, words.ref, token if words.do == "hello" else None)
        if entered is None:
            told = "say hello with the token of your seat first"
            await socket.send_text(text_of(asking.error(words.ref, Code.BAD_TOKEN, told)))
            await socket.close(BAD_TOKEN)
        return entered

    async def _entered(self, socket: WebSocket, ref: object, token: object) -> Connection | None:
        """The connection of who presents a token, ``None`` for nobody.

        It is entered as the room answers, so that no change of seats can come in between.
        """
        if not isinstance(token, str):
            return None
        entered: asyncio.Future[Connection | None] = asyncio.get_running_loop().create_future()

        def enter(outcome: Outcome) -> None:
            if not entered.done():
                known = outcome.result
                entered.set_result(self._enter(socket, ref, known) if known else None)

        self.room.ask(self._who(token), enter)
        return await entered

    def _enter(self, socket: WebSocket, ref: object, known: Mapping[str, Any]) -> Connection:
        by, seat = known["by"], known.get("seat")
        connection = Connection(socket, by, seat or FACILITATOR)
        if by in self._connections:
            self._connections[by].close(TAKEN_OVER)
        self._connections[by] = connection
        told = {
            "role": "student" if seat else FACILITATOR,
            "client": by,
            "seat": seat,
            "name": known.get("name", ""),
            "answers": known.get("answers", {}),
            "now": self.room.now(),
        }
        connection.tell({"ack": ref, "ok": True, "result": told})
        connection.tell(self._time())
        self._show_now(connection)
        self._look()
        return connection

    def _show_now(self, connection: Connection) -> None:
        view = self._views.get(connection.audience)
        if view is not None:
            connection.show(view)

    def _who(self, token: str) -> Question:
        """Asks who presents a token: by, seat, name, own answers; nothing for nobody."""

        def who(sitting: Sitting) -> Mapping[str, Any]:
            if same(token, self._facilitator):
                return {"by": FACILITATOR}
            key = digest(token)
            for member in sitting.members.values():
                if same(member.key, key):
                    return {
                        "by": member.client,
                        "seat": member.seat,
                        "name": member.name,
                        "answers": sitting.surveys.get(member.client, {}),
                    }
            return {}

        return who

    async def ask(self, question: Question) -> Outcome:
        """Have the room answer a question."""
        answered: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.room.ask(question, lambda outcome: asking.settle(answered, outcome))
        return await answered

    async def order(self, given: Given) -> Outcome:
        """Have the room carry out a command."""
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.room.order(given, lambda outcome: asking.settle(done, outcome))
        return await done

    async def who(self, token: str) -> str | None:
        """The audience of a token: a seat, FACILITATOR, or ``None`` for nobody."""
        known = (await self.ask(self._who(token))).result
        return (known.get("seat") or FACILITATOR) if known else None

    async def _hear(self, connection: Connection) -> None:
        with suppress(WebSocketDisconnect):
            while True:
                asking.hear(self.room, connection, await received(connection.socket))

    def _look(self) -> None:
        """Tell the room who looks, and who is connected."""
        audiences = {connection.audience for connection in self._connections.values()}
        self._views = {a: view for a, view in self._views.items() if a in audiences}
        self.room.look(audiences | ({PUBLIC} if self._watched else set()))
        self.room.connect(set(self._connections) - {FACILITATOR})
