"""What a seat may read of another nation's decision: the reasons it may know, in bands, no sums.

A nation reads its own accounts exactly. Of another's decision it learns only what it could know
anyway: reasons made of public facts (or of facts it shares with that nation), each in words and a
band of strength. There is no score, threshold, chance or remainder, reasons stand in the order of
their names, and a reason that is hidden leaves no gap to be seen: nothing can be completed by
subtraction. Umpire and debrief read everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agents.accounts import DecisionAccount
from agents.sentences import SENTENCES
from sim.axes import Audience

_PUBLIC, _PARTIES, _OWN = Audience.PUBLIC, Audience.PARTIES, Audience.OWN

#: Terms made of what everybody knows.
_KNOWN_TO_ALL = (
    "alignment",
    "membership",
    "precedent",
    "autonomy",
    "patron",
    "war",
    "council",
    "stance",
    "depth",
    "distance",
    "border",
    "power",
    "popularity",
    "activity",
    "saturation",
    "tied",
    "exercised",
    "allied",
    "rivalry",
    "dispute",
    "hosting",
    "tension",
    "habit",
    "institutions",
    "nearness",
    "absorption",
    "invitation",
    "enlargement",
    "partnership",
    "obligation",
    "control",
    "backsliding",
    "reform",
    "gap",
    "liberties",
    "helped",
    "lag",
    "prospect",
    "race",
    "fatigue",
    "burden",
    "dividend",
    "shelter",
    "estranged",
    "adversary",
    "provocation",
    "odds",
    "free",
    "deterrence",
    "rung",
    "height",
    "attention",
    "partial",
    "reach",
    "entrapment",
    "harm",
    "ally",
    "betrayed",
    "record",
    "declared",
    "means",
    "rule_of_law",
    "fellow",
    "bloodshed",
    "might",
    "lawful",
    "soil",
    "joint",
    "technology",
    "oversight",
    "sovereignty",
    "circles",
    "bond",
    "elsewhere",
    "violations",
    "oppression",
    "clemency",
    "distance_felt",
    "leading",
    "unlawful",
    "abroad",
    "crowd",
    "quiet",
    "share",
)

#: Terms made of what everybody knows, or the nation and the one it decides about.
_KNOWN_TO_BOTH = (
    "interop",
    "client",
    "line",
    "routine",
    "favour",
    "age",
    "balance",
    "intrusion",
    "secret_cost",
    "gift",
    "demand",
    "contested",
)

#: Who may know what a term is made of, by name or by ``decision.term`` where it is not the same in
#: all decisions. A term that is not listed is the nation's own.
KNOWLEDGE: Mapping[str, Audience] = {
    **dict.fromkeys(_KNOWN_TO_ALL, _PUBLIC),
    **dict.fromkeys(_KNOWN_TO_BOTH, _PARTIES),
    "deploy.interop": _OWN,  # that with the lead, where the decision is about the place
}

#: Decisions that nobody else learns of, whatever came of them. Whom a consultation is about, and
#: for whom somebody vouched, is for those who were told: the events tell them.
COVERT = frozenset(
    {
        "breach",
        "leak",
        "press",
        "watch",
        "understate",
        "posture for attack",
        "posture for defence",
        "consult",
        "vouch",
        "foresight",
    }
)

#: Decisions that only the nation they are about learns of. A call may be honoured for a secret
#: annex, of which nobody but the two may know.
BETWEEN = frozenset(
    {
        "offer",
        "reply",
        "answer a counter",
        "denounce",
        "contest",
        "renew",
        "ratify",
        "share",
        "inspect",
        "brief",
        "leverage",
        "resist",
        "hotline",
        "dialogue",
        "honour",
    }
)

#: Answers to somebody: a no is as well known to whoever may know of it as a yes.
ANSWERS = frozenset({"reply", "answer a counter", "attend", "honour"})

#: The least amount of each band, largest first.
BANDS: tuple[tuple[float, str], ...] = (
    (1.5, "strongly for"),
    (0.3, "for"),
    (-0.3, "of little weight"),
    (-1.5, "against"),
    (float("-inf"), "strongly against"),
)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one seat learns of another's decision: (reason in words, band), by name of the term."""

    turn: int
    nation: int
    decision: str
    about: str | None
    done: bool
    reasons: tuple[tuple[str, str], ...]


def band(amount: float) -> str:
    """An amount in words."""
    return next(words for least, words in BANDS if amount >= least)


def disclosed(account: DecisionAccount, reader: int) -> DecisionAccount | Disclosure | None:
    """An account as a seat may read it: its own as it is, another's in part or not at all.

    What was left undone, and what is covert, is nobody else's to know; a refusal that was given
    as an answer was not left undone.
    """
    if reader == account.nation:
        return account
    if account.decision in COVERT or not (account.done or account.decision in ANSWERS):
        return None
    party = reader == account.subject
    if account.decision in BETWEEN and not party:
        return None
    known = {_PUBLIC, _PARTIES} if party else {_PUBLIC}
    reasons = sorted(
        (name, SENTENCES.get(name, name), band(amount))
        for name, _, amount in account.parts
        if KNOWLEDGE.get(f"{account.decision}.{name}", KNOWLEDGE.get(name, _OWN)) in known
    )
    return Disclosure(
        account.turn,
        account.nation,
        account.decision,
        account.about,
        account.done,
        tuple((words, strength) for _, words, strength in reasons),
    )
