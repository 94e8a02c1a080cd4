"""Requests and answers over HTTP: bodies, tokens, refusals with their codes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from scenarios.sitting import Code
from ui.classroom.gallery import text_of
from ui.classroom.outside import Outcome

#: Bytes of a request's body.
_LONGEST_BODY = 4096

_STATUS = {
    Code.BAD_MESSAGE: HTTPStatus.BAD_REQUEST,
    Code.TOO_BIG: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Code.TOO_FAST: HTTPStatus.TOO_MANY_REQUESTS,
    Code.BAD_TOKEN: HTTPStatus.UNAUTHORIZED,
    Code.NOT_YOURS: HTTPStatus.FORBIDDEN,
    Code.LOCKED: HTTPStatus.LOCKED,
    Code.BUSY: HTTPStatus.SERVICE_UNAVAILABLE,
}


class Refused(Exception):
    """A request that is answered with a code and a sentence."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code

    def response(self) -> Response:
        """The answer."""
        return error(self.code, str(self))


def error(code: Code, message: str) -> Response:
    """The answer to what is refused."""
    text = text_of({"error": {"code": code.value, "message": message}})
    status = _STATUS.get(code, HTTPStatus.CONFLICT)
    return Response(text, status, media_type="application/json")


def told(
    outcome: Outcome, more: Mapping[str, Any] | None = None, cache: str = "no-store"
) -> Response:
    """What came of a command or a question, with ``more`` where it was accepted."""
    if outcome.code is not None:
        return error(outcome.code, outcome.message)
    text = text_of({**outcome.result, **(more or {})})
    return Response(text, media_type="application/json", headers={"Cache-Control": cache})


async def body(request: Request) -> dict[str, Any]:
    """The JSON object of a request."""
    found = b""
    try:
        async for piece in request.stream():
            found += piece
            if len(found) > _LONGEST_BODY:
                raise Refused(Code.TOO_BIG, f"{_LONGEST_BODY} bytes at most")
        words = json.loads(found)
    except (ValueError, RecursionError, ClientDisconnect):
        words = None
    if not isinstance(words, dict):
        raise Refused(Code.BAD_MESSAGE, "a JSON object is needed")
    return words


def bearer(request: Request) -> str:
    """The token of a request, empty for none."""
    return request.headers.get("authorization", "").removeprefix("Bearer ").strip()
