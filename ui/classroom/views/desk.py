"""The order desk of a seat: what it can order, what it has drafted, what that costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.legal import budget
from sim.orders import ARGUMENT, TARGET, OrderKind
from ui.classroom.views.kept import seen
from ui.present.numbers import tidy
from ui.present.orders import FAMILIES, Offered, offered, told

if TYPE_CHECKING:
    from scenarios.session import Session, Verdict

#: Amounts offered for a choice, as shares of the most that means anything; $m; thousands.
SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)
SUMS = (1.0, 5.0, 20.0, 50.0, 100.0)
TROOPS = (0.5, 1.0, 2.0, 5.0, 10.0)


def desk(session: Session, iso: str) -> dict[str, Any]:
    """Families of orders with their kinds; what cannot be given now stands with the reason.

    In a lesson with a focus only its orders are there.
    """
    now, scenario = seen(session, iso), session.setup.scenario
    focus = scenario.focus
    wanted = None if focus is None else {name.upper() for name in focus.orders}
    families = []
    for family, kinds in FAMILIES.items():
        shown = [kind for kind in kinds if wanted is None or kind.name in wanted]
        rows = [_kind(session, offered(now, scenario, kind)) for kind in shown]
        if rows:
            families.append({"name": family, "kinds": rows})
    means = budget(now)
    return {
        "families": families,
        "focus": focus is not None,
        "effort": tidy(float(means.effort[0, 0])),
        "money": f"{float(means.money[0, 0]):.1f}",
        "slots": session.world.dims.K,
    }


def _kind(session: Session, one: Offered) -> dict[str, Any]:
    """One kind of order. Names of nations are codes alone: the page knows their names."""
    focus = session.setup.scenario.focus
    found: dict[str, Any] = {
        "kind": one.kind.name.lower(),
        "title": one.title,
        "cost": cost(one.effort, one.money, one.will),
        "why": one.why,
    }
    if one.why:
        return found
    if TARGET[one.kind]:
        found["targets"] = _named(TARGET[one.kind], one.targets)
    axis = ARGUMENT.get(one.kind, "")
    if axis:
        lists = {target: _named(axis, choices) for target, choices in one.choices.items()}
        found["choices"] = _shared(lists)
    if one.unit:
        dial = focus is not None and one.kind.name.lower() in focus.dials
        found["unit"], found["most"], found["dial"] = one.unit, one.most, dial
        found["amounts"] = [[amount, tidy(amount)] for amount in _amounts(one)]
    return found


def _named(axis: str | tuple[str, ...], names: tuple[tuple[str, str], ...]) -> list[Any]:
    return [name if axis == "N" else [name, words] for name, words in names]


def _shared(lists: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The lists of choices by target; under no name where all have the same but themselves."""
    known = {str(choice): choice for choices in lists.values() for choice in choices}
    for target, choices in lists.items():
        if {str(choice) for choice in choices} != known.keys() - {target}:
            return lists
    return {"": list(known.values())}


def _amounts(one: Offered) -> tuple[float, ...]:
    if one.unit == "$m":
        return SUMS
    if "thousands" in one.unit:
        return TROOPS
    return tuple(share * one.most for share in SHARES)


def cost(effort: float, money: float, will: float = 0.0) -> str:
    """A price in words: ``effort 1, $5 m, will 0.02``."""
    parts = [f"effort {tidy(effort)}"]
    if money:
        parts.append(f"${tidy(money)} m")
    if will:
        parts.append(f"will {tidy(will)}")
    return ", ".join(parts)


def draft(session: Session, iso: str) -> dict[str, Any]:
    """What the seat has drafted, with what is to be said of each order, and what it costs."""
    seat = session.seats[iso]
    return {"words": dict(seat.draft), "submitted": seat.submitted} | judged(
        session, iso, seat.draft
    )


def judged(session: Session, iso: str, words: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be said of a draft before it is handed in."""
    verdicts = session.judged(iso, words)
    stand = [one for one in verdicts if not one.refusal]
    means = budget(seen(session, iso))
    effort, money = sum(v.effort for v in stand), sum(v.money for v in stand)
    return {
        "orders": [_verdict(session, iso, one) for one in verdicts],
        "means": [
            _spent("Diplomatic effort", effort, float(means.effort[0, 0]), "{}"),
            _spent("Money for cooperation", money, float(means.money[0, 0]), "${} m"),
        ],
    }


def _spent(words: str, spent: float, there: float, form: str) -> dict[str, Any]:
    text = f"{form.format(tidy(round(spent, 1)))} of {form.format(tidy(round(there, 1)))}"
    return {"words": words, "text": text, "share": round(min(spent / max(there, 1e-9), 1.0), 3)}


def _verdict(session: Session, iso: str, one: Verdict) -> dict[str, Any]:
    return {
        "text": told(session.world, seen(session, iso), one.order, session.setup.scenario),
        "refusal": one.refusal,
        "warning": one.warning,
        "cost": cost(one.effort, one.money),
        "kind": OrderKind[str(one.order["do"]).upper()].name.lower(),
    }
