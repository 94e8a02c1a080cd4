"""Offers and what lies on the table, in words for the seat that reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.orders import ACCEPT, PROMISE_WORDS, REFUSE

if TYPE_CHECKING:
    from scenarios.talks import Paper
    from sim.observe import Observation

#: How promises in a package read, by their word in a record.
PROMISES: Mapping[str, str] = {
    "nothing": "nothing",
    "host": "to host an exercise",
    "back": "to back a text",
    "aid": "to give aid",
    "share": "to share intelligence",
}
assert tuple(PROMISES) == PROMISE_WORDS

#: How steps of balance read, from the proposer's side.
_BALANCE = {
    -2: "greatly in the other's favour",
    -1: "in the other's favour",
    1: "in the proposer's favour",
    2: "greatly in the proposer's favour",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """An offer as a seat reads it."""

    number: tuple[int, int, int]
    title: str
    terms: tuple[str, ...]
    other: str  # the other party
    own: bool  # made by the seat
    answer: str  # "open", "accepted", "refused"


def sheet(seen: Observation, seat: str, paper: Paper) -> Sheet:
    """An offer in words."""
    world = seen.world
    kinds = dict(zip(world.agreements.ids, world.agreements.names, strict=True))
    terms = paper.terms
    lines = []
    if terms.get("verification"):
        lines.append(f"{terms['verification']} verification")
    if terms.get("annex"):
        lines.append(f"a {terms['annex']} annex")
    if terms.get("balance"):
        lines.append(f"terms {_BALANCE[int(terms['balance'])]}")
    if terms.get("years"):
        lines.append(f"review after {terms['years']} years")
    if terms.get("give"):
        lines.append(f"the proposer promises {PROMISES[terms['give']]}")
    if terms.get("ask"):
        lines.append(f"and asks the other side {PROMISES[terms['ask']]}")
    other = paper.to if paper.proposer == seat else paper.proposer
    answer = {ACCEPT: "accepted", REFUSE: "refused"}.get(paper.answer, "open")
    title = kinds[str(terms["kind"])]
    return Sheet(paper.number, title, tuple(lines), other, paper.proposer == seat, answer)


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that waits for a seat's word: a vote, an invitation, a call."""

    part: str  # of the draft: "votes", "attend", "honour"
    slot: int
    text: str
    yes: str  # word of a record for yes, and for no
    no: str


def matters(seen: Observation) -> list[Matter]:
    """Everything on which the seat may say yes or no this turn."""
    import numpy as np  # noqa: PLC0415

    from sim.state import PLANNED  # noqa: PLC0415
    from ui.present.orders import in_words  # noqa: PLC0415

    world, me = seen.world, int(seen.nations[0])
    found = []
    open_ = np.flatnonzero(seen["text_kind"][0] >= 0)
    if len(open_):
        voters = np.asarray(seen.voters(np.zeros(len(open_), np.intp), open_))
        for row, slot in enumerate(open_.tolist()):
            if voters[row, me]:
                group = int(seen["text_group"][0, slot])
                table = world.groups.names[group] if group >= 0 else "a new group"
                text = f"{table}: {in_words(seen, 'T', str(slot))}"
                found.append(Matter("votes", slot, text, "support", "block"))
    for slot in range(world.dims.X):
        invited = (
            seen["exercise"][0, slot] == PLANNED and seen["exercise_invited"][0, slot, me] == 1
        )
        if invited and int(seen["exercise_host"][0, slot]) != me:
            found.append(Matter("attend", slot, in_words(seen, "X", str(slot)), "yes", "no"))
    for slot in range(world.dims.C):
        victim, against = int(seen["call_victim"][0, slot]), int(seen["call_against"][0, slot])
        if victim >= 0 and against >= 0 and seen.defence_pact[0, me, victim]:
            text = f"{world.names[victim]} calls for aid against {world.names[against]}"
            found.append(Matter("honour", slot, text, "yes", "no"))
    return found
