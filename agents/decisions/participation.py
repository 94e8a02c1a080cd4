"""A programme: whether to join, leave, how deeply, which step next; what to publish."""

from __future__ import annotations

import numpy as np

from agents import terms
from agents.calculus import Choice, Terms, score, weight
from agents.desk import Desk
from agents.mind import Mind
from sim.axes import Floats
from sim.draw import Column, mix
from sim.grid import logistic, snap
from sim.orders import OrderKind
from sim.state import ACTIVE


def take_part(mind: Mind, desk: Desk, programme: int) -> None:
    """Join, leave, declare a depth, climb."""
    obs = mind.obs
    known = terms.programme_terms(obs, programme)
    luck = mind.own_luck(Column.PROGRAMME, 8)[..., 4 * (programme % 2) :]
    if programme > 1:  # programmes beyond two share columns
        luck = mix(luck, np.asarray(programme // 2 / 16.0))
    pick = [
        "alignment",
        "protection",
        "membership",
        "precedent",
        "autonomy",
        "patron",
        "war",
        "home",
        "council",
    ]
    join = mind.weigh("join", {k: known[k] for k in pick}, "join.threshold", luck[..., 0])
    desk.lay(OrderKind.APPLY, join & desk.menu[OrderKind.APPLY][:, :, programme], programme)
    doubts = {k: known[k] for k in ("home", "stance", "autonomy")}
    total, parts = score(obs, "leave", doubts, mind.books.keep)
    limit = obs.world.param("leave.threshold")
    against = (-total, {name: -part for name, part in parts.items()})
    leave = mind.respond("leave", against, -limit, luck[..., 1])
    desk.lay(OrderKind.WITHDRAW, leave & desk.menu[OrderKind.WITHDRAW][:, :, programme], programme)
    _deepen(mind, desk, programme, known)
    _climb(mind, desk, programme, known, luck[..., 2:])


def _deepen(mind: Mind, desk: Desk, programme: int, known: Terms) -> None:
    """Declare anew when the wished depth has moved a tenth from the declared one."""
    obs = mind.obs
    pick = ["alignment", "protection", "membership", "autonomy", "patron", "home"]
    total, parts = score(obs, "depth", {k: known[k] for k in pick}, mind.books.keep)
    constant = obs.world.param("depth.constant")
    wished = snap(logistic(total + constant), 4)
    now = obs.mine("declared")[:, :, programme]
    active = obs.mine("status")[:, :, programme] == ACTIVE
    moved = active & (np.abs(wished - now) >= obs.world.param("depth.step"))
    mind.books.note(Choice("depth", total, -constant, wished, now, moved, parts, obs.nations))
    desk.lay(OrderKind.DEPTH, moved, programme, amount=wished)


def _climb(mind: Mind, desk: Desk, programme: int, known: Terms, luck: Floats) -> None:
    obs = mind.obs
    declared = obs.mine("declared")[:, :, programme]
    reasons = {"depth": declared, "home": known["home"], "membership": known["membership"]}
    climb = mind.weigh("advance", reasons, "advance.threshold", luck[..., 0])
    steps = desk.menu[OrderKind.ADVANCE][:, :, programme]
    # who aims at membership takes the membership plan first, others never; else ladder order
    table = obs.world.programmes.steps
    plan = np.array([step == "membership-plan" for step in table])
    aims = weight(obs, "join", "membership", 1) >= obs.world.param("advance.aim")
    steps = (steps & (aims[..., None] | ~plan)).reshape(-1, len(table))
    at = climb.reshape(-1).nonzero()[0]
    order = np.argsort(np.arange(len(table)) - 2 * len(table) * plan)
    choices = steps.take(at, axis=0).take(order, axis=1)
    first = choices.argmax(axis=1)
    some = choices[np.arange(len(at)), first]  # of the others no step is open
    desk.lay_at(OrderKind.ADVANCE, at[some], programme, order.take(first[some]))


def publish(mind: Mind, desk: Desk) -> None:
    """Publish as openly as institutions and declared participation suggest."""
    obs = mind.obs
    declared = obs.mine("declared").max(axis=2, initial=0.0)
    wished = snap(0.5 * obs.mine("institutions") + 0.5 * declared, 4)
    moved = np.abs(wished - obs.mine("published")) >= obs.world.param("transparency.step")
    desk.lay(OrderKind.PUBLISH, moved, amount=wished)
