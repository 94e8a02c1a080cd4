"""Questions of a seat that change nothing: about a nation, an offer, a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from scenarios.session import SessionFault
from ui.classroom.views.desk import judged
from ui.classroom.views.world import nation
from ui.present.preview import answer, likely, preview

if TYPE_CHECKING:
    from scenarios.session import Session
    from scenarios.sitting import Sitting

Words = Mapping[str, Any]


def ask(sitting: Sitting, iso: str, words: Words) -> dict[str, Any]:
    """Answer a question; ``words`` has what it is ``about`` and what that needs.

    ``nation`` (``nation``: a code): its page. ``offer`` (``offer``: to, kind, terms): the rule that
    it would break, and how a policy may answer it. ``draft`` (``draft``: orders and
    answers): what is to be said of each order. ``order`` (``offer``: an order): what it should do,
    as far as the seat can tell. Raises ``DetenteError`` for anything else, and for names that
    mean nothing.
    """
    about = words.get("about")
    if about not in _ANSWERS:
        raise SessionFault(f"nothing can be asked about {about!r} (valid: {', '.join(_ANSWERS)})")
    return _ANSWERS[str(about)](sitting.session, iso, words)


def _nation(session: Session, iso: str, words: Words) -> dict[str, Any]:
    other = str(words.get("nation", ""))
    session.world.nation(other)
    return nation(session, iso, other)


def _offer(session: Session, iso: str, words: Words) -> dict[str, Any]:
    offer = dict(words.get("offer") or {})
    warning = session.offer_warning(iso, offer)  # refuses words that mean nothing
    person = offer["to"] in session.people
    return {"warning": warning, "likely": "" if person else answer(likely(session, iso, offer))}


def _order(session: Session, iso: str, words: Words) -> dict[str, Any]:
    order = dict(words.get("offer") or {})
    session.judged(iso, {"orders": [order]})  # refuses words that mean nothing
    told = preview(session, iso, order)
    return {
        "ahead": told.ahead,
        "effects": [[one.words, one.told, one.good, one.why] for one in told.effects],
        "note": told.note,
    }


def _draft(session: Session, iso: str, words: Words) -> dict[str, Any]:
    return judged(session, iso, dict(words.get("draft") or {}))


_ANSWERS: Mapping[str, Callable[[Session, str, Words], dict[str, Any]]] = {
    "nation": _nation,
    "offer": _offer,
    "draft": _draft,
    "order": _order,
}
