"""Arms: what to spend, how to posture, whether to hold manoeuvres, whom to tell (A11)."""

from __future__ import annotations

import numpy as np

from agents.calculus import Choice, Terms, respond, score
from agents.desk import Desk
from agents.mind import Mind
from sim.axes import Bools, Floats
from sim.draw import Column, mix
from sim.forces import (
    CUT,
    DECLARED,
    RAISE,
    TROOP_BITS,
    UNDERSTATED,
    burden,
    most_troops,
    neighbourhood,
    relative_spending,
)
from sim.grid import snap
from sim.observe import Observation
from sim.orders import OrderKind
from sim.sparse import Index, flat_codes

#: Troops, in thousands, in which sizes are weighed.
_HUNDRED = 100.0


def decide(mind: Mind, desk: Desk) -> None:
    """The budget, the posture, and the manoeuvres of the turn with what neighbours are told."""
    rivalled = np.minimum(_number(mind.obs, rivals(mind.obs)), 1.0)
    _spend(mind, desk)
    _posture(mind, desk, rivalled)
    _manoeuvre(mind, desk, rivalled)


def _luck(mind: Mind, *columns: int) -> Floats:
    """(R, M) a sum of some of the nation's three numbers: sums of different ones are independent.

    The first belongs to the budget alone, but for sums.
    """
    numbers = mind.own_luck(Column.ARMS, 3)
    out = numbers[..., columns[0]]
    for column in columns[1:]:
        out = mix(out, numbers[..., column])
    return out


def _two_ways(
    mind: Mind, decision: str, labels: tuple[str, str], reasons: Terms, luck: Floats
) -> tuple[Choice, Choice]:
    """More of something, or less: low luck takes the one, high luck the other, never both."""
    total, parts = score(mind.obs, decision, reasons, mind.books.keep)
    limit = mind.obs.world.param(f"{decision}.threshold")
    more = respond(mind.obs, labels[0], total, limit, luck, parts)
    turned = {name: -part for name, part in parts.items()}
    less = respond(mind.obs, labels[1], -total, limit, 1.0 - luck, turned)
    return mind.books.note(more), mind.books.note(less)


def spending_terms(obs: Observation) -> dict[str, Floats]:
    """The terms of spending more, (R, M) each.

    Rivals' arms and threats count with A11 only: without it nobody reacts in arms.
    """
    world = obs.world
    reacts = world.gate("A11", 1)
    rise = relative_spending(world, obs["spending"]) - 1.0
    rows, seats, others = foes = rivals(obs)
    race = np.zeros((obs.rows, len(obs.nations)))
    np.add.at(race, (rows, seats), np.clip(rise, -1.0, 2.0)[rows, others])
    return {
        "race": snap(reacts * race / np.maximum(_number(obs, foes), 1.0)),
        "threat": reacts * obs.fear,
        "fatigue": obs.pick(np.minimum(rise, 4.0)),
        "dividend": np.ones((1, len(obs.nations))),
        "burden": obs.pick(burden(world, obs["spending"])),
        "shelter": shelter(obs),
    }


def shelter(obs: Observation) -> Floats:
    """(R, M) share that others hold of the capabilities of one's strongest defence group."""
    world = obs.world
    seats = (obs["member"] == 1) & obs.of_groups("defence")[:, None, :] & world.on("A1", 2)
    share = obs["capability"]
    whole = (seats * share[..., None]).sum(axis=1)
    best = (seats * whole[:, None, :]).max(axis=2, initial=0.0)
    others = np.where(best > 0, (best - share) / np.where(best > 0, best, 1.0), 0.0)
    return obs.pick(snap(others))


def _spend(mind: Mind, desk: Desk) -> None:
    reasons = spending_terms(mind.obs)
    labels, luck = ("spend more", "spend less"), _luck(mind, 1)
    step = mind.obs.world.param("spend.step")
    more, less = _two_ways(mind, "spend", labels, reasons, luck)
    desk.lay(OrderKind.SPEND, more.chosen, 0, RAISE, step)
    desk.lay(OrderKind.SPEND, less.chosen, 0, CUT, step)


def rivals(obs: Observation) -> Index:
    """(rows, observers' places, nations) of strategic rivals that exist."""
    codes = obs.mine("rivalry")
    rows, seats, others = np.unravel_index(flat_codes(codes), codes.shape)
    here = obs.exists[others]
    return rows[here], seats[here], others[here]


def _number(obs: Observation, foes: Index) -> Floats:
    """(R, M) how many strategic rivals each has."""
    out = np.zeros((obs.rows, len(obs.nations)))
    np.add.at(out, foes[:2], 1.0)
    return out


def _posture(mind: Mind, desk: Desk, rivalled: Floats) -> None:
    obs, world = mind.obs, mind.obs.world
    held = obs["posture"]
    reasons: Terms = {
        "rivalry": rivalled,
        "threat": world.gate("A11", 1) * obs.fear,
        "institutions": obs.mine("institutions"),
        "posture": held - world.param("threat.usual_posture"),
    }
    labels = ("posture for attack", "posture for defence")
    more, less = _two_ways(mind, "posture", labels, reasons, _luck(mind, 0, 1, 2))
    desk.lay(OrderKind.POSTURE, more.chosen, amount=1.0)
    desk.lay(OrderKind.POSTURE, less.chosen, amount=0.0)


def _manoeuvre(mind: Mind, desk: Desk, rivalled: Floats) -> None:
    """Hold manoeuvres, understate them or not, brief a neighbour, invite observers."""
    obs, world = mind.obs, mind.obs.world
    reasons: Terms = {
        "power": snap(np.sqrt(obs.mine("capability"))),
        "rivalry": rivalled,
        "threat": world.gate("A11", 1) * obs.fear,
        "war": obs.mine("war"),
    }
    holds = mind.weigh("manoeuvre", reasons, "manoeuvre.threshold", _luck(mind, 2))
    if not holds.chosen.any():
        return
    troops = most_troops(world, obs.mine("capability")) * world.param("manoeuvre.share")
    size = snap(np.minimum(troops, 256.0), TROOP_BITS)
    weight = snap(size / _HUNDRED)
    secrecy: dict[str, Floats] = {
        "openness": obs.own_transparency,
        "rivalry": rivalled,
        "size": weight,
    }
    hides = mind.weigh(
        "understate", secrecy, "understate.threshold", _luck(mind, 0, 1), answer=True
    )
    declared = np.where(hides.chosen, UNDERSTATED, DECLARED)
    held = desk.lay(OrderKind.MANOEUVRE, holds.chosen, 0, declared, size)
    if not held.any():
        return
    hidden: Floats = hides.chosen.astype(np.float64)
    shown = {"openness": obs.mine("published"), "size": weight, "hidden": hidden}
    invites = mind.weigh("observers", shown, "observers.threshold", _luck(mind, 1, 2), answer=True)
    desk.lay(OrderKind.OBSERVERS, invites.chosen & held)
    _brief(mind, desk, held, hidden)


def _brief(mind: Mind, desk: Desk, held: Bools, hidden: Floats) -> None:
    """Tell the neighbour that is feared most, since it will be the one that fears."""
    obs = mind.obs
    rows, seats = np.nonzero(held)
    near = neighbourhood(obs.world)[obs.nations[seats]] & obs.exists
    feared = np.where(near, obs["threat"][rows, seats], -1.0)
    whom = np.zeros(held.shape, np.intp)
    whom[rows, seats] = feared.argmax(axis=1)
    has = np.zeros(held.shape, bool)
    has[rows, seats] = near.any(axis=1)
    row, seat = np.indices(held.shape)
    reasons: Terms = {
        "openness": obs.mine("published"),
        "trust": obs.trust[row, seat, whom] - 0.5,
        "tied": obs.pick(obs.ties)[row, seat, whom] * 1.0,
        "hidden": hidden,
    }
    reasons = mind.toward("brief", reasons, (row, seat, whom))
    luck = _luck(mind, 0, 2)
    choice = mind.weigh("brief", reasons, "brief.threshold", luck, answer=True)
    desk.lay(OrderKind.BRIEF, choice.chosen & has, whom)
