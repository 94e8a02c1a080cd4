"""What the facilitator sees: every seat, what it prepares, injects, notes, what happened."""

from __future__ import annotations

import math
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from agents.registry import PERSON, POLICIES
from scenarios.sitting import FACILITATOR, Phase
from scenarios.sitting.words import SURVEYS
from sim.effects import EFFECTS, INCIDENTS
from sim.events import describe, gathered
from ui.classroom.questionnaire import FEWEST, answered
from ui.classroom.questionnaire import effects as changes
from ui.classroom.views.desk import judged
from ui.classroom.views.news import GREAT
from ui.classroom.views.talks import talks
from ui.present.talks import sheet
from ui.present.umpire import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.schema.story import Happening
    from scenarios.session import Session
    from scenarios.sitting import Member, Sitting
    from ui.classroom.questionnaire import Effect

#: Turns of the log, and events of each.
TURNS, EVENTS = 4, 40

#: Policies that no seat is handed to: a person is not one, and a script must be written first.
_NOT_GIVEN = (PERSON, "scripted")

#: The place of an amount in the words of an effect.
_AMOUNT = re.compile(r"[, ]*(of level |harm |now |with )?\{amount[^}]*\}( thousand)?")


def board(sitting: Sitting) -> dict[str, Any]:
    """Every seat of the room: who is there, who plays, how far it is."""
    return {
        "title": sitting.session.setup.scenario.title,
        "seats": [_seat(sitting, iso) for iso in sitting.seats],
        "locked": sitting.locked,
        "automatic": sitting.automatic,
        "pace": asdict(sitting.pace),
        "policies": [
            [name, info.summary] for name, info in POLICIES.items() if name not in _NOT_GIVEN
        ],
        "names": dict(zip(sitting.session.world.iso, sitting.session.world.names, strict=True)),
    }


def _seat(sitting: Sitting, iso: str) -> dict[str, Any]:
    session = sitting.session
    seat, world = session.seats[iso], session.world
    orders = judged(session, iso, seat.draft)["orders"] if seat.player == PERSON else []
    offers = [one for one in talks(session, iso)["offers"] if one["own"]]
    return {
        "iso": iso,
        "name": world.names[world.nation(iso)],
        "player": "" if seat.player == PERSON else seat.player,
        "coming": sitting.coming.get(iso, ""),
        "people": [_person(sitting, member) for member in sitting.team(iso)],
        "submitted": seat.submitted,
        "nudged": iso in sitting.nudged,
        "orders": [[one["text"], one["refusal"] or one["warning"]] for one in orders],
        "offers": [[one["other"], one["title"], one["answer"]] for one in offers],
    }


def _person(sitting: Sitting, member: Member) -> dict[str, Any]:
    return {
        "client": member.client,
        "name": member.name,
        "connected": member.client in sitting.connected,
    }


def events(sitting: Sitting) -> dict[str, Any]:
    """Injects at hand, what waits for this turn to be resolved, and what effects there are."""
    session = sitting.session
    there = session.setup.scenario.events
    return {
        "injects": [_inject(session, one) for one in there if not one.month],
        "dated": [[one.month, one.title] for one in there if one.month],
        "queue": [_queued(session, one) for one in session.umpire],
    }


def _inject(session: Session, one: Happening) -> dict[str, Any]:
    effects = [effect.model_dump(exclude_defaults=True) for effect in one.effects]
    return {
        "id": one.id,
        "title": one.title,
        "text": " ".join(one.text.split()),
        "seats": list(one.seats),
        "effects": [in_words(session.world, effect) for effect in effects],
    }


def _queued(session: Session, one: Mapping[str, Any]) -> dict[str, Any]:
    plain = {key: one.get(key, "") for key in ("do", "id", "title", "text", "reason")}
    effects = [in_words(session.world, effect) for effect in one.get("effects", ())]
    return {**plain, "seats": list(one.get("seats", ())), "effects": effects}


def effects(session: Session, _: str = "") -> list[dict[str, Any]]:
    """Every effect there is, with what it needs: for a form."""
    world = session.world
    tables = {
        "A": (world.agreements.ids, world.agreements.names),
        "P": (world.programmes.ids, world.programmes.names),
        "G": (world.groups.ids, world.groups.names),
        "incident": (tuple(INCIDENTS), tuple(INCIDENTS)),
        "": ((), ()),
    }
    return [
        {
            "do": do,
            "words": _AMOUNT.sub("", kind.words.split("|")[0]).format(
                nation="…", other="…", what="…"
            ),
            "other": kind.other,
            "alone": kind.alone,
            "what": [list(pair) for pair in zip(*tables[kind.what], strict=True)],
            "bounds": list(kind.bounds) if kind.has_amount else [],
            "among": list(kind.among),
        }
        for do, kind in EFFECTS.items()
    ]


def log(session: Session, _: str = "") -> list[dict[str, Any]]:
    """Everything that happened in the last turns, whoever knows of it, the latest first."""
    found = []
    for turn in reversed(range(max(session.turn - TURNS, 0), session.turn)):
        played = session.history[turn]
        all_ = describe(session.world, played.turn, given=played.decision.moves)
        ranked = sorted(gathered(session.world, all_), key=lambda event: -event.weight)
        found.append(
            {
                "label": session.world.label(turn),
                "events": [[event.text, event.weight >= GREAT] for event in ranked[:EVENTS]],
                "more": max(len(ranked) - EVENTS, 0),
            }
        )
    return found


def table(sitting: Sitting) -> list[list[str]]:
    """All offers of the turn between seats of people: from, to, what, answer."""
    session, found = sitting.session, {}
    for iso in sitting.seats:
        for paper in session.papers(iso):
            if {paper.proposer, paper.to} & set(session.people):
                one = sheet(session.observation(iso), iso, paper)
                found[paper.number] = [paper.proposer, paper.to, one.title, one.answer]
    return list(found.values())


def survey(sitting: Sitting) -> dict[str, Any]:
    """How many answered the questionnaire; in the debrief, what changed between the two."""
    surveys, there = sitting.surveys, sitting.phase is Phase.DEBRIEF
    return {
        "people": len(sitting.members),
        **{when: answered(surveys, when) for when in SURVEYS},
        "fewest": FEWEST,
        "effects": [_change(effect) for effect in changes(surveys)] if there else [],
    }


def _change(effect: Effect) -> dict[str, Any]:
    """A row of the table; without numbers where so few answered that they would be theirs."""
    told = {"text": effect.question.text, "pairs": effect.pairs}
    if math.isnan(effect.before):
        return told
    return told | {
        "before": round(effect.before, 1),
        "after": round(effect.after, 1),
        "change": round(effect.after - effect.before, 1),
        "margin": round(effect.margin, 1),
    }


__all__ = ["FACILITATOR", "board", "effects", "events", "log", "survey", "table"]
