"""What happened, year by year, in sentences; and the whole game in a few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sim.events import Event
from sim.wording import listed, nation_name, the
from ui.present.numbers import plural, share

if TYPE_CHECKING:
    from ui.report.history import History

#: Kinds told together for a year, with the words before the names.
_TOGETHER = {
    "invited": "Invited to {programme}",
    "signed": "Joined {programme}",
    "returned": "Returned to {programme}",
    "withdrew": "Withdrew from {programme}",
    "accession agreed": "{sponsor} agreed to the accession of",
    "acceded": "Acceded to {sponsor}",
    "peace": "Conflicts settled in",
}

#: Kinds of which all are told: what came from outside the game.
_ALWAYS = ("news", "umpire")

#: How many sentences of a kind a year may have besides.
_MOST = {"dispute": 2, "text blocked": 1, "call refused": 1, "call honoured": 1, "held": 2}
_MOST_OTHER = 4


@dataclass(frozen=True, slots=True)
class Tale:
    """One thing that happened: when in the year, and a sentence."""

    turn: int
    """The turn in which it happened or began."""
    when: str
    """The part of the year, "" where the sentence tells it."""
    text: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year's account; ``figures`` are its counts in a few words."""

    year: int
    figures: str
    tales: tuple[Tale, ...]


def years(history: History) -> list[Year]:
    """All years that were played."""
    out = []
    turns = range(history.turns)
    for year, group in groupby(turns, key=lambda turn: history.world.date(turn)[0]):
        played = list(group)
        events = [event for event in history.events if event.turn in played]
        held = sum(history.value("exercises", turn) for turn in played)
        disputes = sum(history.value("disputes", turn) for turn in played)
        figures = f"{plural(round(held), 'exercise')} · {plural(round(disputes), 'dispute')}"
        out.append(Year(year, figures, tuple(_tales(history, events))))
    return out


def _tales(history: History, events: Sequence[Event]) -> list[Tale]:
    """What is told of a year, in order of time."""
    kept: dict[str, int] = {}
    rest = [event for event in events if event.kind not in (*_TOGETHER, *_ALWAYS)]
    tales = list(_together(history, events))
    outside = [event for event in events if event.kind in _ALWAYS]
    tales += [Tale(event.turn, _when(history, event.turn), event.text) for event in outside]
    chosen = 0
    for event in sorted(rest, key=lambda event: -event.weight):
        if kept.get(event.kind, 0) < _MOST.get(event.kind, 0) and chosen < _MOST_OTHER:
            kept[event.kind] = kept.get(event.kind, 0) + 1
            chosen += 1
            tales.append(Tale(event.turn, _when(history, event.turn), event.text))
    return sorted(tales, key=lambda tale: tale.turn)


def _together(history: History, events: Sequence[Event]) -> Iterator[Tale]:
    """Nations that did the same in a year, in one sentence with the parts of the year."""
    for kind, words in _TOGETHER.items():
        of_kind = [event for event in events if event.kind == kind]
        if not of_kind:
            continue
        parts = []
        for turn, group in groupby(of_kind, key=lambda event: event.turn):
            names = [_name(history, event.nations[0]) for event in group]
            parts.append((_when(history, turn), names))
        head = words.format(programme=the(history.programme), sponsor=history.sponsor)
        gap = " " if kind in ("accession agreed", "peace") else ": "
        if len(parts) == 1:
            when, names = parts[0]
            yield Tale(of_kind[0].turn, when, f"{head}{gap}{listed(names, 40)}.")
            continue
        told = "; ".join(
            f"{', '.join(names)} ({when})" if when else ", ".join(names) for when, names in parts
        )
        yield Tale(of_kind[0].turn, "", f"{head}{gap}{told}.")


def _name(history: History, nation: int) -> str:
    return nation_name(history.world.names[nation])


def _when(history: History, turn: int) -> str:
    """The part of the year: ``Q1``, ``Mar`` or nothing for yearly turns."""
    return history.label(turn).partition(" ")[2]


def summary(history: History) -> list[str]:
    """The game in a few sentences of plain text."""
    if not history.turns:
        return ["No turn was played."]
    return [*_membership(history), *_relations(history)]


def _membership(history: History) -> Iterator[str]:
    if not history.programme:
        return
    signed = [s for s in history.end if s.signed is not None]
    acceded = [s for s in history.end if s.kind == "acceded"]
    left = [s for s in history.end if s.kind == "withdrawn"]
    active = [s for s in history.end if s.status == "active"]
    what = the(history.programme)
    if not signed:
        yield f"Nobody joined {what} in {plural(history.turns, 'turn')}."
        return
    first = min(s.signed for s in signed if s.signed is not None)
    still = "all" if len(active) == len(signed) else str(len(active) or "none")
    yield (
        f"{plural(len(signed), 'nation')} joined {what}, the first in {history.label(first)}; "
        f"{still} of them take part at the end."
    )
    if acceded:
        last = history.world.programmes.steps[-1]
        order = sorted(acceded, key=lambda s: (s.steps[last], s.name))
        names = _names(s.name for s in order)
        yield f"{plural(len(acceded), 'nation')} acceded to {history.sponsor}: {names}."
    else:
        yield f"No nation acceded to {history.sponsor}."
    if left:
        yield f"Withdrawn at the end: {_names(s.name for s in left)}."
    deep = sorted(active, key=lambda s: -s.depth)
    if len(deep) > 1:
        most, least = nation_name(deep[0].name), nation_name(deep[-1].name)
        yield (
            f"Depth is uneven: {most} works with the partnership deepest "
            f"({share(deep[0].depth)} of 1), {least} least ({share(deep[-1].depth)}). "
            f"Partners declare {share(history.value('declared_depth'))} on average and put "
            f"{share(history.value('effective_depth'))} into practice."
        )


def _relations(history: History) -> Iterator[str]:
    trust = [v for v in history.trust.get("between", ()) if v == v]  # noqa: PLR0124  not nan
    if len(trust) > 1:
        yield (
            f"Trust between {history.sponsor} and its partners went from {share(trust[0])} to "
            f"{share(trust[-1])}."
        )
    held = sum(history.measures["exercises"])
    off = sum(history.measures["cancelled"])
    trained = plural(round(held), "joint exercise was", "joint exercises were").capitalize()
    ties = round(history.value("agreements"))
    bound = plural(ties, "bilateral agreement is", "bilateral agreements are")
    yield f"{trained} held and {round(off) or 'none'} cancelled; {bound} in force at the end."
    disputes = sum(history.measures["disputes"])
    yield f"Militarised disputes, counted by pair and turn: {round(disputes)}."


def _names(names: Iterable[str], most: int = 40) -> str:
    return listed([nation_name(name) for name in names], most)
