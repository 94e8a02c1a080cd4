"""Cards of agreements, eight a page, to be cut out, filled in and signed at the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.orders import ANNEX_WORDS, VERIFICATION_WORDS
from ui.present.glossary import GLOSSARY

if TYPE_CHECKING:
    from scenarios.schema import AgreementType
    from scenarios.session import Session

#: Lines of a card that the two parties agree on, with what may be chosen.
TERMS = (
    ("Verification", " · ".join(VERIFICATION_WORDS)),
    ("Annex", " · ".join(ANNEX_WORDS)),
    ("Terms favour", "A greatly · A · neither · B · B greatly"),
    ("A gives, B gives", "an exercise · support for a text · aid · intelligence"),
    ("Review after", "years"),
)


def cards(session: Session) -> dict[str, Any]:
    """A card for each type that may be signed during the game, and the words that they use."""
    world, scenario = session.world, session.setup.scenario
    open_ = [
        kind
        for kind, opens in zip(scenario.catalogue.agreements, world.agreements.opens, strict=True)
        if opens < world.turns
    ]
    return {
        "cards": [_card(kind) for kind in open_],
        "terms": TERMS,
        "glossary": GLOSSARY,
    }


def _card(kind: AgreementType) -> dict[str, str]:
    marks = {
        "owes defence": kind.defence,
        "rules out force": kind.restraint,
        "a line for crises": kind.hotline,
        "protects secrets": kind.information,
        "shares defence of networks": kind.cyber,
    }
    bound = ", ".join(words for words, holds in marks.items() if holds)
    months = round(kind.notice_days / 30)
    term = f"{kind.term_years} years" if kind.term_years else "no end"
    return {
        "name": kind.name,
        "bound": bound or "practical cooperation",
        "term": f"{term}; notice of {months} month{'s' if months != 1 else ''}",
        "autonomy": f"autonomy given up: {kind.autonomy:g}",
    }
