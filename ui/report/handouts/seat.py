"""The handout of one seat: its briefs, what it wants and knows, and a sheet for its orders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.legal import budget
from sim.orders import AMOUNT, ARGUMENT, TARGET, OrderKind
from ui.present.dossier import Relation, dossier, relations
from ui.present.numbers import share
from ui.present.orders import FAMILIES, Offered, offered
from ui.report.handouts.sheet import paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.schema import Scenario
    from scenarios.session import Session
    from sim.observe import Observation

#: Rows of a turn on the order sheet, and turns on the page.
_ROWS, _TURNS = 4, 4

#: Nations on the page with which the seat has most to do.
_NEAREST = 12

#: What an order aims at or chooses, by the axis of the world, as a player writes it down.
AXES = {
    "N": "nation",
    "P": "programme",
    "S": "step",
    "A": "type of agreement",
    "E": "type of exercise",
    "G": "group",
    "I": "instrument",
    "X": "exercise",
    "T": "text",
    "Q": "mission",
    "C": "call",
    "matter": "matter",
    "scope": "who is asked",
}


def seat_sheet(session: Session, iso: str) -> dict[str, Any]:
    """The content of one seat's page, from its own observation."""
    scenario, world = session.setup.scenario, session.world
    seen = session.observation(iso)
    about = dossier(seen, iso)
    means = budget(seen)
    effort, money = float(means.effort[0, 0]), float(means.money[0, 0])
    own = [o for o in scenario.objectives if o.seat == iso]
    public = [o for o in scenario.objectives if o.public and o.seat != iso]
    return {
        "iso": iso,
        "name": about.name,
        "private": paragraphs(scenario.briefs.get(iso, "")),
        "objectives": [
            {"text": o.text, "known": "known to all" if o.public else "yours alone"} for o in own
        ],
        "others": [{"name": world.names[world.nation(o.seat)], "text": o.text} for o in public],
        "standing": about.standing,
        "groups": ", ".join(about.groups) or "none",
        "gauges": [{"words": g.words, "text": g.text, "own": g.own} for g in about.gauges],
        "facts": about.facts,
        "means": f"{effort:g} units of effort and ${money:,.1f} m a turn",
        "relations": [
            {
                "name": r.name,
                "trust": share(r.trust),
                "threat": share(r.threat),
                "interop": share(r.interop),
                "agreements": r.agreements or "–",
            }
            for r in nearest(relations(seen))
        ],
        "families": families(seen, scenario),
        "turns": min(_TURNS, world.turns),
        "rows": _ROWS,
    }


def nearest(relations: Sequence[Relation]) -> list[Relation]:
    """Those with whom a seat has most to do: it is bound to them, fears them or trusts them."""
    weighed = sorted(relations, key=lambda r: (-r.agreements - 4 * r.threat, -r.trust, r.name))
    return weighed[:_NEAREST]


def families(seen: Observation, scenario: Scenario) -> list[dict[str, Any]]:
    """All orders that a seat may ever give, by family; of a lesson those that it is about."""
    taught = scenario.focus.orders if scenario.focus else None
    found = []
    for family, kinds in FAMILIES.items():
        chosen = [k for k in kinds if taught is None or k.name.lower() in taught]
        if chosen:
            orders = [_order(offered(seen, scenario, kind)) for kind in chosen]
            found.append({"name": family, "orders": orders})
    return found


def _order(one: Offered) -> dict[str, Any]:
    price = f"{one.effort:g}" + (f" + ${one.money:g} m" if one.money else "")
    return {"title": one.title, "names": ", ".join(_needs(one.kind)) or "–", "price": price}


def _needs(kind: OrderKind) -> Sequence[str]:
    """What has to be written beside the name of an order."""
    needs = []
    for axis in (TARGET[kind], ARGUMENT.get(kind, "")):
        if isinstance(axis, str) and axis:
            needs.append(AXES[axis])
        elif axis:
            needs.append(" or ".join(axis))
    unit = AMOUNT.get(kind, ("", 0.0))[0]
    return [*needs, unit] if unit else needs
