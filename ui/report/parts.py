"""The parts of the page that are words and numbers: cards, decisions, settings, limits."""

from __future__ import annotations

import math
import shlex
from typing import TYPE_CHECKING, Any

from sim.wording import nation_name, sentence
from sim.world import MECHANISMS
from ui.present.numbers import count, plural, share, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agents.explain import TurningPoint
    from ui.report.history import History

_MOST_REASONS = 7
_SHOWN = 0.005
"""Amounts below this are ±0.00."""


def cards(history: History) -> list[dict[str, str]]:
    """The key figures, six for a scenario with a programme."""
    out: list[dict[str, str]] = []
    begin, end = history.begin, history.end
    if history.programme:
        signed_up = sum(1 for s in end if s.signed is not None)
        could = sum(1 for s in begin if s.kind not in ("sponsor", "acceded"))
        acceded = sum(1 for s in end if s.kind == "acceded")
        members = sum(1 for s in begin if s.kind == "sponsor")
        gap = f"({share(history.value('declared_depth'))} declared)"
        out += [
            _card(f"{signed_up} of {could}", f"nations outside {history.sponsor} joined"),
            _card(count(acceded), f"acceded to {history.sponsor}", f"({members} members before)"),
            _card(share(history.value("effective_depth")), "partners' depth in practice", gap),
        ]
    trust = [value for value in history.trust.get("between", ()) if math.isfinite(value)]
    if trust:
        now, was = share(trust[-1]), f"(was {share(trust[0])})"
        out.append(_card(now, f"trust between {history.sponsor} and partners", was))
    else:
        out.append(_card(share(history.value("trust")), "trust of nations in each other"))
    ties = [i for i, j, _ in _ties_at_start(history)]
    out.append(
        _card(
            count(history.value("agreements")) if history.turns else count(len(ties)),
            "bilateral agreements",
            f"(were {len(ties)})",
        )
    )
    held = sum(history.measures["exercises"])
    out.append(
        _card(
            count(held), "joint exercises", f"({sum(history.measures['cancelled']):.0f} cancelled)"
        )
    )
    return out


def _ties_at_start(history: History) -> list[tuple[int, int, int]]:
    """(first, second, type) of all bilateral agreements in force before the first turn."""
    force = history.first.in_force[0]
    kinds, first, second = (force | force.transpose(0, 2, 1)).nonzero()
    cells = zip(first.tolist(), second.tolist(), kinds.tolist(), strict=True)
    return [(i, j, a) for i, j, a in cells if i < j]


def _card(value: str, label: str, was: str = "") -> dict[str, str]:
    return {"value": value, "label": label, "was": was}


def decisions(history: History) -> list[dict[str, Any]]:
    """The decisions that mattered, each with its reasons as bars around a middle."""
    return [_decision(history, point) for point in history.decisions]


def _decision(history: History, point: TurningPoint) -> dict[str, Any]:
    from agents.explain import WORDS  # noqa: PLC0415

    account = point.account
    done, undone = WORDS[account.decision]
    about = account.about or ""
    who = nation_name(history.world.names[account.nation])
    verb = (done if account.done else undone).format(about)
    told = [part for part in account.parts if abs(part[2]) >= _SHOWN]
    shown, rest = told[:_MOST_REASONS], told[_MOST_REASONS:]
    parts = [(words, amount) for _, words, amount in shown]
    if rest and abs(others := sum(part[2] for part in rest)) >= _SHOWN:
        parts.append((plural(len(rest), "smaller reason"), others))
    largest = max((abs(amount) for _, amount in parts), default=1.0) or 1.0
    luck = "for" if account.luck < account.chance else "against"
    when = history.label(account.turn)
    later = "" if point.turn == account.turn else f" ({history.label(point.turn)})"
    return {
        "when": when,
        "head": sentence(f"{who} {verb}").rstrip("."),
        "came": f"What came of it{later}: {point.event.text}",
        "parts": [
            {
                "words": words,
                "amount": signed(amount),
                "side": "up" if amount > 0 else "down",
                "width": f"{50 * abs(amount) / largest:.1f}",
            }
            for words, amount in parts
        ],
        "score": signed(account.score),
        "threshold": "no other" if account.unrivalled else signed(account.threshold),
        "verdict": f"Chance {_percent(account.chance)}; the draw went {luck} it.",
    }


def _percent(chance: float) -> str:
    if 0 < chance < 0.01:
        return "under 1 %"
    if 0.99 < chance < 1:
        return "over 99 %"
    return f"{100 * chance:.0f} %"


def settings(history: History) -> list[tuple[str, str]]:
    """What has to be known to play the same game again."""
    header = history.header
    seats = ", ".join(f"{iso} {name}" for iso, name in sorted(header.seats.items()))
    values = ", ".join(f"{name} = {value:g}" for name, value in sorted(header.values.items()))
    off = "; ".join(f"{name} ({MECHANISMS.get(name, '')})" for name in header.off)
    return [
        ("Scenario", f"{history.scenario.title} ({history.scenario.id})"),
        ("Played", f"{history.span}: {plural(history.turns, 'turn')} of {history.world.turns}"),
        ("Seed", str(header.seed)),
        ("Policy", f"{header.default} for all other nations; {seats}" if seats else header.default),
        ("Parameters set", values or "none: all as in the scenario and the catalogue"),
        ("Mechanisms off", off or "none"),
        ("Scenario digest", header.scenario_digest),
        ("Final state", history.digest),
    ]


def command(history: History) -> tuple[str, str]:
    """How to play the game again: a sentence, and the command."""
    header, known = history.header, _in_library(history)
    words = ["detente", "run", history.scenario.id if known else "FOLDER"]
    words += ["--seed", str(header.seed)]
    if history.turns != history.world.turns:
        words += ["--turns", str(history.turns)]
    if header.default != "doctrine":
        words += ["--policy", header.default]
    if header.seats:
        words += ["--seats", "SEATS.toml"]
    for name, value in header.values.items():
        words += ["--set", f"{name}={value!r}"]
    for name in header.off:
        words += ["--off", name]
    told = "The same numbers, to the last bit, come from"
    if not known:
        told = f"With the folder of {history.scenario.id} for FOLDER, the same numbers come from"
    if header.seats:
        told += " (SEATS.toml: a table [seats] with the seats named above)"
    return f"{told}:", shlex.join(words)


def _in_library(history: History) -> bool:
    """Whether the library has the scenario just as it was played."""
    from scenarios.load import library, load  # noqa: PLC0415

    name = history.scenario.id
    return name in library() and load(name).digest() == history.scenario.digest()


LIMITS = (
    (
        "One run is one possible course of events, not a forecast: another seed gives another. "
        "Read averages over many seeds before you draw a conclusion."
    ),
    (
        "Bilateral agreements at the start are synthetic: drawn from a model of such ties, pair by "
        "pair, with this seed. So are the governments' attitudes and the electoral calendar."
    ),
    (
        "{assumed} of the {all} parameters are assumptions without an estimate behind them; each "
        "has a range for sensitivity analysis and a note in the catalogue."
    ),
    (
        "This is the umpire's view: depth in practice, trust and the reasons for decisions are not "
        "known to the nations themselves."
    ),
)
REAL_LIMITS = (
    (
        "Decisions follow named reasons with documented weights; what moved real governments "
        "was richer than any list of reasons."
    ),
    "Names and borders on the map are those of its source and state no position of this game.",
)


def limits(history: History) -> list[str]:
    """What the model and the report leave open."""
    table = history.scenario.catalogue.parameters
    assumed = sum(1 for entry in table.values() if entry.source.startswith("Assumption"))
    lines = LIMITS + (REAL_LIMITS if history.scenario.map else ())
    return [line.format(assumed=assumed, all=len(table)) for line in lines]


def facts(history: History, nations: Sequence[object]) -> list[str]:
    """The line under the title."""
    header = history.header
    kinds = sorted({header.default, *header.seats.values()})
    return [
        history.span,
        plural(history.turns, "turn"),
        plural(len(nations), "nation"),
        f"seats played by {' and '.join(kinds)}",
        f"seed {header.seed}",
    ]
