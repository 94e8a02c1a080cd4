"""The web application: pages, the door, the socket, exports. Everything from this machine alone."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from agents.registry import PERSON
from scenarios.sitting import FACILITATOR, Code, Phase, Sitting
from ui.classroom import http, limits, tokens
from ui.classroom import hub as hubs
from ui.classroom.address import modules
from ui.classroom.commands import DOOR, Given
from ui.classroom.exports import archive, still
from ui.classroom.gallery import text_of
from ui.classroom.outside import Outcome

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from ui.classroom.room import Room

PAGES = Path(__file__).parent / "pages"
FONTS = Path(__file__).parents[1] / "assets" / "fonts"

#: Pages by address.
PAGE_FILES = {
    "/": "join.html",
    "/play": "play.html",
    "/run": "run.html",
    "/help": "help.html",
    "/debrief": "debrief.html",
}

#: Texts of so many bytes and more are packed on their way, so hard that a class of phones that
#: come at once still gets them at once. Fonts and archives are packed already.
PACKED, PACKING = 1000, 5

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9a-fA-F:]+\](:\d+)?")


class Site:
    """What the pages ask for."""

    def __init__(self, room: Room, code: str, facilitator: str) -> None:
        self.room, self.code = room, code
        self.hub = hubs.Hub(room, facilitator)
        self.links: list[str] = []  # at which students come in, the likeliest first
        self._joins = limits.Doorkeeper(limits.JOIN_BURST, limits.JOIN_RATE)
        self._guesses = limits.Doorkeeper(limits.GUESS_BURST, limits.GUESS_RATE)
        self._reviews: dict[tuple[int, str], bytes] = {}
        self._exporting = asyncio.Lock()

    def app(self) -> ASGIApp:
        """The application."""
        pages = [Route(path, _page(file)) for path, file in PAGE_FILES.items()]
        small = [Middleware(GZipMiddleware, minimum_size=PACKED, compresslevel=PACKING)]
        routes = [
            *pages,
            Route("/api/room", self.look),
            Route("/api/join", self.join, methods=["POST"]),
            Route("/api/map", self.map, middleware=small),
            Route("/api/debrief", self.debrief, middleware=small),
            Route("/api/record", self.record, middleware=small),
            Route("/api/export", self.export),
            Route("/api/door", self.door),
            WebSocketRoute("/ws", self.hub.serve),
            Mount("/static/fonts", StaticFiles(directory=FONTS)),
            Mount("/static", StaticFiles(directory=PAGES), middleware=small),
        ]
        return _with_headers(Starlette(routes=routes, lifespan=self._life))

    @asynccontextmanager
    async def _life(self, _: Starlette) -> AsyncIterator[None]:
        self.hub.begin()
        self.room.start(self.hub)
        ticking = asyncio.create_task(self._tick())
        try:
            yield
        finally:
            ticking.cancel()
            with suppress(asyncio.CancelledError):
                await ticking
            await asyncio.to_thread(self.room.stop)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(hubs.CLOCK)
            self.hub.tick()

    # --- the door

    def _knows(self, request: Request, code: object) -> bool:
        """Whether a room code is right; raises for who guesses too often."""
        address = request.client.host if request.client else ""
        right = isinstance(code, str) and tokens.same(code.strip().upper(), self.code)
        if not right and not self._guesses.take(address, self.room.now()):
            raise http.Refused(Code.TOO_FAST, "too many wrong codes: wait a minute")
        return right

    async def look(self, request: Request) -> Response:
        """What somebody at the door is shown: the title and the seats."""
        try:
            if not self._knows(request, request.query_params.get("code", "")):
                return http.error(Code.NOT_YOURS, "that is not the code of this room")
        except http.Refused as fault:
            return fault.response()
        return http.told(await self.hub.ask(_seats))

    async def join(self, request: Request) -> Response:
        """Take a seat: a token in exchange for the room code."""
        try:
            words = await http.body(request)
            if not self._knows(request, words.pop("code", None)):
                return http.error(Code.NOT_YOURS, "that is not the code of this room")
            address = request.client.host if request.client else ""
            if not self._joins.take(address, self.room.now()):
                return http.error(Code.TOO_FAST, "too many at once: wait a minute")
        except http.Refused as fault:
            return fault.response()
        token = tokens.new_token()
        args = {**words, "key": tokens.digest(token)}
        outcome = await self.hub.order(Given(DOOR, self.room.now(), "join", args))
        return http.told(outcome, {"token": token})

    # --- what everybody may have

    async def map(self, _: Request) -> Response:
        """The geometry of the map."""
        outcome = await self.hub.ask(lambda s: self.room.gallery.makers.geometry(s.session))
        return http.told(outcome, cache="max-age=3600")

    # --- what needs a token

    async def debrief(self, request: Request) -> Response:
        """The review of the game, once it is over."""
        audience = await self.hub.who(http.bearer(request))
        if audience is None:
            return http.error(Code.BAD_TOKEN, "this needs the token of a seat")
        iso = None if audience == FACILITATOR else audience

        def review(sitting: Sitting) -> Mapping[str, Any]:
            if sitting.phase is not Phase.DEBRIEF:
                return {}
            key = (len(sitting.session.history), audience)
            if key in self._reviews:
                return {"text": self._reviews[key]}
            made = self.room.gallery.makers.debrief(sitting, iso)
            text = text_of(made).encode()
            if made.get("ready", True):
                self._reviews[key] = text
            return {"text": text}

        outcome = await self.hub.ask(review)
        if outcome.code is None and "text" not in outcome.result:
            return http.error(Code.CLOSED, "the review opens when the game is over")
        if outcome.code is not None:
            return http.told(outcome)
        return Response(outcome.result["text"], media_type="application/json")

    async def door(self, request: Request) -> Response:
        """How students come in, for the facilitator: the code, and addresses with QR codes."""
        if await self.hub.who(http.bearer(request)) != FACILITATOR:
            return http.error(Code.BAD_TOKEN, "this needs the facilitator's token")
        doors = [
            {"link": link, "qr": [[*map(int, row)] for row in modules(f"{link}#code={self.code}")]}
            for link in self.links
        ]
        return http.told(Outcome({"code": self.code, "doors": doors}))

    async def record(self, request: Request) -> Response:
        """The record of the game, or of a branch that ends with an earlier turn; facilitator only.

        The desktop, ``detente replay`` and ``detente report`` open it.
        """
        if await self.hub.who(http.bearer(request)) != FACILITATOR:
            return http.error(Code.BAD_TOKEN, "this needs the facilitator's token")
        turn = request.query_params.get("turn", "")
        if turn and not (turn.isdecimal() and len(turn) < 4):
            return http.error(Code.BAD_MESSAGE, "turn: the number of a turn")

        def text(sitting: Sitting) -> Mapping[str, Any]:
            session = sitting.session.branch(int(turn)) if turn else sitting.session
            return {"text": session.record()}

        outcome = await self.hub.ask(text)
        if outcome.code is not None:
            return http.told(outcome)
        name = f"attachment; filename={self.room.sitting.session.setup.scenario.id}.jsonl"
        headers = {"Content-Disposition": name}
        return Response(outcome.result["text"], media_type="application/jsonl", headers=headers)

    async def export(self, request: Request) -> Response:
        """Record, report and tables as one zip archive; facilitator only.

        It takes seconds and is made beside the room, which goes on meanwhile; one at a time.
        """
        if await self.hub.who(http.bearer(request)) != FACILITATOR:
            return http.error(Code.BAD_TOKEN, "this needs the facilitator's token")
        async with self._exporting:
            outcome = await self.hub.ask(lambda sitting: {"still": still(sitting)})
            if outcome.code is not None:
                return http.told(outcome)
            packed = await asyncio.to_thread(archive, outcome.result["still"])
        name = f"attachment; filename={self.room.sitting.session.setup.scenario.id}.zip"
        headers = {"Content-Disposition": name}
        return Response(packed, media_type="application/zip", headers=headers)


def _seats(sitting: Sitting) -> Mapping[str, Any]:
    world, session = sitting.session.world, sitting.session
    return {
        "title": session.setup.scenario.title,
        "phase": sitting.phase.value,
        "locked": sitting.locked,
        "seats": [
            {
                "iso": iso,
                "name": world.names[world.nation(iso)],
                "people": len(sitting.team(iso)),
                "player": session.seats[iso].player,
                "open": session.seats[iso].player == PERSON,
            }
            for iso in sitting.seats
        ],
    }


def _page(file: str) -> Any:  # noqa: ANN401  an endpoint
    async def page(_: Request) -> Response:
        return FileResponse(PAGES / file, media_type="text/html")

    return page


def _with_headers(app: ASGIApp) -> ASGIApp:
    """The application with headers that allow a page nothing but what comes from here."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
        socket = f" ws://{host}" if _HOST.fullmatch(host) else ""  # some browsers' 'self' has none
        policy = (
            f"default-src 'self'; connect-src 'self'{socket}; img-src 'self' data:; "
            "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        )
        added = {
            "content-security-policy": policy,
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
        }

        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                more = (
                    added if b"cache-control" in given else {**added, "cache-control": "no-cache"}
                )
                pairs = [(name.encode(), value.encode()) for name, value in more.items()]
                message["headers"] = [*message["headers"], *pairs]
            await send(message)

        await app(scope, receive, send_more)

    return wrapped
