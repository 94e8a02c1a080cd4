"""Offers and what lies on the table, for a seat: what it says, would mean, and would break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.orders import ANNEX_WORDS, VERIFICATION_WORDS
from ui.classroom.views.kept import seen
from ui.present.agreements import meaning
from ui.present.talks import PROMISES, matters, sheet

if TYPE_CHECKING:
    from scenarios.session import Session
    from scenarios.talks import Paper

#: Years until review that can be offered; 0 leaves the usual term.
YEARS = (0, 2, 5, 10)

#: Steps of balance in words, from the proposer's side.
BALANCE = ((-1, "theirs"), (0, "level"), (1, "ours"))

#: Words of yes and no by part of a draft.
ANSWERS = {
    "votes": ("Support", "Block"),
    "attend": ("Attend", "Stay away"),
    "honour": ("Honour", "Refuse"),
}


def talks(session: Session, iso: str) -> dict[str, Any]:
    """The offers of the turn to and from the seat, in the order in which they were made."""
    return {"offers": [_offer(session, iso, paper) for paper in session.papers(iso)]}


def _offer(session: Session, iso: str, paper: Paper) -> dict[str, Any]:
    one = sheet(seen(session, iso), iso, paper)
    terms = dict(paper.terms)
    warned = "" if one.own else session.offer_warning(iso, {"to": one.other, **terms})
    return {
        "number": list(one.number),
        "own": one.own,
        "other": one.other,
        "kind": terms.pop("kind"),
        "title": one.title,
        "lines": list(one.terms),
        "terms": terms,
        "answer": one.answer,
        "warning": warned,
    }


def table(session: Session, iso: str) -> dict[str, Any]:
    """What waits for a yes or a no, and what can be offered to whom on which terms."""
    now, world = seen(session, iso), session.world
    kinds = {kind.id: kind for kind in session.setup.scenario.catalogue.agreements}
    open_ = [
        kind
        for kind, opens in zip(world.agreements.ids, world.agreements.opens, strict=True)
        if opens <= session.turn
    ]
    here = [name for i, name in enumerate(world.iso) if now.exists[i] and name != iso]
    return {
        "matters": [
            {
                "part": one.part,
                "slot": one.slot,
                "text": one.text,
                "yes": [one.yes, ANSWERS[one.part][0]],
                "no": [one.no, ANSWERS[one.part][1]],
            }
            for one in matters(now)
        ],
        "nations": sorted(here, key=lambda name: world.names[world.nation(name)]),
        "kinds": [[kind, kinds[kind].name, list(meaning(kinds[kind], world.domains))]
                  for kind in open_],
        "terms": _terms(),
    }  # fmt: skip


def _terms() -> list[list[Any]]:
    """(name, words, plain value, values with their words) of each term of an offer."""
    promises = [[word, text.removeprefix("to ")] for word, text in PROMISES.items()]
    return [
        ["verification", "Verification", "none", [[w, w] for w in VERIFICATION_WORDS]],
        ["annex", "Annex", "none", [[w, w] for w in ANNEX_WORDS]],
        ["balance", "In whose favour", 0, [list(step) for step in BALANCE]],
        ["years", "Review", 0, [[y, f"{y} years" if y else "usual"] for y in YEARS]],
        ["give", "We promise", "nothing", promises],
        ["ask", "We ask", "nothing", promises],
    ]
