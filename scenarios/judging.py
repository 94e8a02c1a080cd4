"""What is to be said of a seat's orders before they are handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scenarios.focus import refusal
from sim.judge import judge
from sim.law import breaches, warning
from sim.legal import FINE, prices, sentence
from sim.orders import OrderKind, Orders

if TYPE_CHECKING:
    from scenarios.schema import Focus
    from sim.observe import Observation


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of one order of a draft before it is handed in."""

    order: Mapping[str, Any]
    refusal: str  # why it would be refused, empty where it stands
    warning: str  # the rule that it breaks, empty for none; it is possible all the same
    money: float  # $m
    effort: float


def verdicts(
    obs: Observation,
    focus: Focus | None,
    nation: int,
    orders: Orders,
    words: Sequence[Mapping[str, Any]],
) -> list[Verdict]:
    """A verdict on each order of a nation, one run; ``obs`` is everyone's.

    ``words`` are the orders as they were written, ``orders`` the same as arrays.
    """
    codes, rules = judge(obs, orders)[0, nation], breaches(obs, orders)[0, nation]
    found = []
    for place, order in enumerate(words):
        slot = int(order.get("slot", place))
        kind = OrderKind(int(orders.kind[0, nation, slot]))
        at = (slice(0, 1), nation, slot)
        money, effort = prices(obs.world, kind, orders.arg[at], orders.amount[at])
        code = int(codes[slot])
        no = refusal(focus, kind) or ("" if code == FINE else sentence(kind, code))
        broken = warning(obs.world, int(rules[slot])) if rules[slot] else ""
        found.append(Verdict(order, no, broken, float(money[0]), effort))
    return found
