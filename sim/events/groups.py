"""Sentences about groups: texts on their tables, who joins, leaves, founds, ratifies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from sim.circles import voters
from sim.orders import ACCEDE, ADMIT, FOUND, INVITE, MANDATE, SUSPEND, OrderKind
from sim.scene import Event, Scene, cells
from sim.state import ACTIVE, HELD, SUSPENDED
from sim.wording import an, listed, the
from sim.world import CONSENSUS, COUNCIL


def group_name(scene: Scene, group: int, moment: str = "before") -> str:
    """A group by its name; one founded in play by its kind and its members."""
    if group < 0:
        return "a coalition"
    groups = scene.world.groups
    if group < groups.given:
        return the(groups.names[group])
    kind = int(getattr(scene, moment)("format")[group])
    if kind < 0:
        return "a group"
    seats = [i for (i,) in cells(getattr(scene, moment)("member")[:, group] == 1)]
    return f"{_format(scene, kind)} of {listed([scene.names[i] for i in seats])}"


def _format(scene: Scene, kind: int) -> str:
    """A kind of group that nations found, as it stands in a sentence."""
    return the(scene.world.formats.names[kind][:1].lower() + scene.world.formats.names[kind][1:])


def texts(scene: Scene) -> Iterator[Event]:
    """Texts that were amended or decided, and new ones."""
    kinds = scene.before("text_kind")
    for (slot,) in cells(kinds >= 0):
        kept = scene.after("text_turn")[slot] == scene.before("text_turn")[slot]
        if scene.after("text_kind")[slot] >= 0 and kept:
            yield from _amended(scene, slot)
        else:
            yield from _decided(scene, slot)
    fresh = (scene.after("text_kind") >= 0) & (scene.after("text_turn") == scene.now)
    for (slot,) in cells(fresh):
        author = int(scene.after("text_author")[slot])
        subject = int(scene.after("text_subject")[slot])
        words = f"{scene.names[author]} tabled a text {_matter(scene, slot, 'after')}"
        if scene.world.matters.kind[scene.after("text_kind")[slot]] == FOUND:
            seats = scene.after("text_seats")[slot] == 1
            seats[author] = False
            words += f" with {listed([scene.names[i] for (i,) in cells(seats)])}"
        yield scene.event("tabled", (author, subject), words)


def _matter(scene: Scene, slot: int, moment: str = "before") -> str:
    """What a text is about."""
    at = getattr(scene, moment)
    matters, kind = scene.world.matters, int(at("text_kind")[slot])
    who = scene.names[int(at("text_subject")[slot])]
    programme, group = int(matters.programme[kind]), int(at("text_group")[slot])
    match int(matters.kind[kind]):
        case what if what == INVITE:
            return f"to invite {who} to {the(scene.world.programmes.names[programme])}"
        case what if what == ACCEDE:
            return f"on the accession of {who} to {the(scene.world.groups.names[group])}"
        case what if what == SUSPEND:
            named = the(scene.world.programmes.names[programme])
            back = scene.before("status")[at("text_subject")[slot], programme] == SUSPENDED
            return f"to {'restore' if back else 'suspend'} {who} in {named}"
        case what if what == ADMIT:
            return f"to admit {who} to {group_name(scene, group, moment)}"
        case what if what == MANDATE:
            return f"to mandate a mission in {who} by {group_name(scene, group, moment)}"
    return f"to found {an(scene.world.formats.names[int(matters.format[kind])])}"


def _amended(scene: Scene, slot: int) -> Iterator[Event]:
    """Who amended a text that stays on the table, and how."""
    ways = ("put off the decision", "limit the mission", "have the mission protect civilians")
    for nation, target, arg in scene.ordered(OrderKind.AMEND):
        if target == slot:
            words = f"{scene.names[nation]} moved to {ways[arg]}: the text {_matter(scene, slot)}"
            yield scene.event("text amended", (nation,), words)


def _decided(scene: Scene, slot: int) -> Iterator[Event]:
    """One text that was on the table when the turn began, and its outcome."""
    subject = int(scene.before("text_subject")[slot])
    author = int(scene.before("text_author")[slot])
    votes = scene.turn.moves.orders.vote[scene.row, :, slot]
    seats = voters(scene.turn.before, np.array([scene.row]), np.array([slot]))[0]
    outcome = _outcome(scene, slot)
    text = f"the text {_matter(scene, slot)}"
    by = f"tabled by {scene.names[author]}"
    if outcome is None:
        yield _blocked(scene, slot, text, by)
        return
    support = seats & (votes > 0)
    support[author] = False
    words = f"{text}, {by}, passed"
    if support.any():
        words += f" with the support of {listed([scene.names[i] for (i,) in cells(support)])}"
    silent = int((seats & (votes == 0)).sum()) - int(votes[author] == 0)
    if _rule(scene, slot) == COUNCIL and silent:
        words += f"; {silent} abstained"
    yield scene.event("text passed", (author, subject), words)
    kind, nations, told = outcome
    yield scene.event(kind, nations, told)


def _outcome(scene: Scene, slot: int) -> tuple[str, tuple[int, ...], str] | None:
    """What came of a text that passed: kind of event, nations, words; ``None`` if it failed."""
    matters, kind = scene.world.matters, int(scene.before("text_kind")[slot])
    subject, author = (int(scene.before(f"text_{name}")[slot]) for name in ("subject", "author"))
    group, programme = int(scene.before("text_group")[slot]), int(matters.programme[kind])
    who, both = scene.names[subject], (subject, author)
    match int(matters.kind[kind]):
        case what if what == INVITE:
            words = f"{who} was invited to {the(scene.world.programmes.names[programme])}"
            return _if(scene.after("invited")[subject, programme] == 1, "invited", both, words)
        case what if what == ACCEDE:
            body = the(scene.world.groups.names[group])
            agreed = scene.after("accession")[subject, programme] == scene.now
            words = f"{body} agreed to the accession of {who}"
            return _if(agreed, "accession agreed", both, words)
        case what if what == SUSPEND:
            return _suspension(scene, subject, programme, author)
        case what if what == ADMIT:
            inside = scene.after("member")[subject, group] == 1
            words = f"{who} joined {group_name(scene, group)}"
            return _if(inside, "admitted", both, words)
        case what if what == MANDATE:
            return _mandate(scene, slot)
    if scene.after("founded")[group] != scene.now:
        return None
    seats = [i for (i,) in cells(scene.after("member")[:, group] == 1)]
    name = an(scene.world.formats.names[int(matters.format[kind])])
    words = f"{listed([scene.names[i] for i in seats])} founded {name}"
    return "founded", tuple(seats), words


def _if(
    true: bool | np.bool_, kind: str, nations: tuple[int, ...], words: str
) -> tuple[str, tuple[int, ...], str] | None:
    return (kind, nations, words) if true else None


def _suspension(
    scene: Scene, subject: int, programme: int, author: int
) -> tuple[str, tuple[int, ...], str] | None:
    old = int(scene.before("status")[subject, programme])
    new = int(scene.after("status")[subject, programme])
    named, both = the(scene.world.programmes.names[programme]), (subject, author)
    if new == SUSPENDED and old in (ACTIVE, HELD):
        return "suspended", both, f"{scene.names[subject]} was suspended from {named}"
    words = f"the suspension of {scene.names[subject]} from {named} was lifted"
    return _if(old == SUSPENDED and new == ACTIVE, "restored", both, words)


#: Terms of a mission in words, by their bits.
TRAITS = (
    (1, "under unified command"),
    (2, "with a limited mandate"),
    (4, "to protect civilians"),
    (8, "without consent or world mandate"),
)


def _mandate(scene: Scene, slot: int) -> tuple[str, tuple[int, ...], str] | None:
    """The mission that a text mandated, with its terms."""
    subject, group = (int(scene.before(f"text_{name}")[slot]) for name in ("subject", "group"))
    fresh = (scene.after("mission_place") == subject) & (scene.after("mission_turn") == scene.now)
    fresh &= scene.after("mission_group") == group
    for (place,) in cells(fresh):
        terms = int(scene.after("mission_terms")[place])
        lead = int(scene.after("mission_lead")[place])
        told = [words for bit, words in TRAITS if terms & bit]
        words = f"{group_name(scene, group)} mandated a mission in {scene.names[subject]}"
        words += f" led by {scene.names[lead]}" + "".join(f", {trait}" for trait in told)
        return "mission mandated", (subject, lead), words
    return None


def _rule(scene: Scene, slot: int) -> int:
    kind = int(scene.before("format")[int(scene.before("text_group")[slot])])
    return int(scene.world.formats.rule[kind]) if kind >= 0 else CONSENSUS


def _blocked(scene: Scene, slot: int, text: str, by: str) -> Event:
    """Why a text failed: who blocked or vetoed it, or what it lacked."""
    group, kind = int(scene.before("text_group")[slot]), int(scene.before("text_kind")[slot])
    subject, author = (int(scene.before(f"text_{name}")[slot]) for name in ("subject", "author"))
    votes = scene.turn.moves.orders.vote[scene.row, :, slot]
    against = (votes < 0) & (scene.before("member")[:, group] == 1)
    against[author] = False
    rule, verb = _rule(scene, slot), "blocked"
    if rule == COUNCIL:
        against, verb = against & scene.world.groups.permanent[group], "vetoed"
    blockers = [i for (i,) in cells(against)]
    what = scene.world.matters.kind[kind]
    if what == FOUND:
        words = f"{text}, {by}, found too few founders"
    elif blockers and rule in (CONSENSUS, COUNCIL):
        words = f"{listed([scene.names[i] for i in blockers])} {verb} {text}"
    elif what == ADMIT and votes[subject] <= 0 and author != subject:
        words = f"{scene.names[subject]} did not take up {text}"
    else:
        words = f"{text}, {by}, found no majority"
        blockers = []
    return scene.event("text blocked", (*(blockers or [author]), subject), words)


def memberships(scene: Scene) -> Iterator[Event]:
    """Who left a group, and which groups fell apart."""
    gone = (scene.before("member") == 1) & (scene.after("member") == 0)
    asked = {(nation, group) for nation, group, _ in scene.ordered(OrderKind.QUIT)}
    for i, g in cells(gone):
        if (i, g) in asked:
            words = f"{scene.names[i]} left {group_name(scene, g)}"
            yield scene.event("left group", (i,), words)
    over = (scene.before("format") >= 0) & (scene.after("format") < 0)
    for (g,) in cells(over):
        name = group_name(scene, g)
        last = [i for (i,) in cells(scene.before("member")[:, g] == 1)]
        yield scene.event("dissolved", tuple(last), f"{name} fell apart")


def ratifications(scene: Scene) -> Iterator[Event]:
    """Members' parliaments that ratified an accession, by candidate."""
    votes = scene.after("accession_vote") > scene.before("accession_vote")
    for (subject,) in cells(np.asarray(votes.any(axis=0))):
        members = [i for (i,) in cells(votes[:, subject])]
        who = listed([scene.names[i] for i in members])
        words = f"{who} ratified the accession of {scene.names[subject]}"
        yield scene.event("ratified", (subject, *members), words)


#: How the orders of this family read after "order to".
ORDER_WORDS: Mapping[OrderKind, str] = {
    OrderKind.AMEND: "amend a text",
    OrderKind.QUIT: "leave a group",
}

__all__ = ["ORDER_WORDS", "group_name", "memberships", "ratifications", "texts"]
