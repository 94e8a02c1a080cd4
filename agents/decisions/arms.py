"""Arms: what to spend, how to posture, whether to hold manoeuvres, whom to tell (A11)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from agents.calculus import Terms, score
from agents.decisions.council import in_season
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
    neighbourhood,
    relative_spending,
)
from sim.grid import snap
from sim.observe import Observation
from sim.orders import OrderKind
from sim.sparse import Index, flat_codes, per_row, where

#: Troops, in thousands, in which sizes are weighed.
_HUNDRED = 100.0

#: Months between two budgets or reviews of the posture, and between two seasons of manoeuvres.
_YEAR, _HALF = 12, 6


def decide(mind: Mind, desk: Desk) -> None:
    """Budget in autumn, posture in winter, manoeuvres in spring and autumn.

    Each has the chance of the time in between, so that the length of a turn changes little.
    """
    obs = mind.obs
    if not any(in_season(mind, use) for use in (1, 2, 4)):
        return
    foes = rivals(obs)
    rivalled = np.minimum(_number(obs, foes), 1.0)
    if in_season(mind, 4):
        _spend(mind, desk, foes)
    if in_season(mind, 1):
        _posture(mind, desk, rivalled)
    if in_season(mind, 2) or in_season(mind, 4):
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
) -> tuple[Bools, Bools]:
    """(R, M) more of something, or less: low luck takes the one, high luck the other."""
    total, parts = score(mind.obs, decision, reasons, mind.books.keep)
    limit = mind.obs.world.param(f"{decision}.threshold")
    more = mind.respond(labels[0], (total, parts), limit, luck, months=_YEAR)
    turned = (-total, {name: -part for name, part in parts.items()})
    less = mind.respond(labels[1], turned, limit, 1.0 - luck, months=_YEAR, unless=more)
    return more, less


def spending_terms(obs: Observation, foes: Index) -> dict[str, Floats]:
    """The terms of spending more, (R, M) each.

    Rivals' arms and threats count with A11 only: without it nobody reacts in arms.
    """
    world = obs.world
    reacts = world.gate("A11", 1)
    rise = relative_spending(world, obs["spending"]) - 1.0
    race = np.zeros((obs.rows, len(obs.nations)))
    np.add.at(race, foes[:2], np.clip(rise[foes[0], foes[2]], -1.0, 2.0))
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
    works = obs.of_groups("defence") & obs.world.on("A1", 1)
    share = obs["capability"]
    best = np.zeros((obs.rows, len(obs.nations)))
    for group in np.nonzero(works.any(axis=0))[0]:
        inside = obs["member"][:, :, group] * works[:, group, None]
        whole = (inside * share).sum(axis=1, keepdims=True)
        np.maximum(best, obs.pick(inside) * whole, out=best)
    others = best - obs.pick(share)
    return snap(np.where(best > 0, others / np.where(best > 0, best, 1.0), 0.0))


def _spend(mind: Mind, desk: Desk, foes: Index) -> None:
    reasons = spending_terms(mind.obs, foes)
    labels = ("spend more", "spend less")
    more, less = _two_ways(mind, "spend", labels, reasons, _luck(mind, 1))
    step = mind.obs.world.param("spend.step")
    desk.lay(OrderKind.SPEND, more | less, 0, np.where(more, RAISE, CUT), step)


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
    reasons: Terms = {
        "rivalry": rivalled,
        "threat": world.gate("A11", 1) * obs.fear,
        "institutions": obs.mine("institutions"),
        "posture": obs["posture"] - world.param("threat.usual_posture"),
    }
    labels = ("posture for attack", "posture for defence")
    more, less = _two_ways(mind, "posture", labels, reasons, _luck(mind, 0, 1, 2))
    desk.lay(OrderKind.POSTURE, more | less, amount=np.where(more, 1.0, 0.0))


def _lay(
    desk: Desk,
    kind: OrderKind,
    at: Index,
    words: tuple[np.ndarray | int, np.ndarray | int, Floats | float] = (0, 0, 0.0),
) -> Bools:
    """(n,) whether the orders of some nations were given."""
    return desk.lay_at(kind, at[0] * len(desk.obs.nations) + at[1], *words)


def _manoeuvre(mind: Mind, desk: Desk, rivalled: Floats) -> None:
    """Hold manoeuvres, understate them or not, brief a neighbour, invite observers."""
    obs, world = mind.obs, mind.obs.world
    capability = obs.mine("capability")
    reasons: Terms = {
        "power": snap(np.sqrt(capability)),
        "rivalry": rivalled,
        "threat": world.gate("A11", 1) * obs.fear,
        "war": obs.mine("war"),
    }
    total, parts = score(obs, "manoeuvre", reasons, mind.books.keep)
    limit, months = world.param("manoeuvre.threshold"), max(_HALF, world.months)
    luck = _luck(mind, 2)
    at = where(mind.respond("manoeuvre", (total, parts), limit, luck, months=months))
    if not len(at[0]):
        return
    reach = per_row(world, "manoeuvre.reach", at[0]) * per_row(world, "manoeuvre.share", at[0])
    size = snap(np.minimum(reach * capability[at], 256.0), TROOP_BITS)
    told = _told(mind, at, rivalled, size)
    declared = np.where(told["hidden"] > 0, UNDERSTATED, DECLARED)
    held = _lay(desk, OrderKind.MANOEUVRE, at, (0, declared, size)).nonzero()[0]
    if not len(held):
        return
    at = (at[0].take(held), at[1].take(held))
    told = {name: values.take(held) for name, values in told.items()}
    invites = _answer(mind, "observers", told, _luck(mind, 1, 2), at)
    _lay(desk, OrderKind.OBSERVERS, (at[0][invites], at[1][invites]))
    _brief(mind, desk, at, told)


def _answer(mind: Mind, decision: str, reasons: Terms, luck: Floats, at: Index) -> Bools:
    """(n,) a decision of some nations about what they do in any case."""
    return mind.settle(decision, reasons, at, luck[at], answer=True)[0]


def _told(mind: Mind, at: Index, rivalled: Floats, size: Floats) -> Mapping[str, Floats]:
    """(n,) what bears on telling others of manoeuvres: also whether their size is understated."""
    obs = mind.obs
    weight = snap(size / _HUNDRED)
    secrecy: Terms = {
        "openness": obs.own_transparency[at],
        "rivalry": rivalled[at],
        "size": weight,
    }
    hides = _answer(mind, "understate", secrecy, _luck(mind, 0, 1), at)
    openness = obs.mine("published")[at]
    hidden = hides.astype(np.float64)
    return {"openness": openness, "size": weight, "hidden": hidden}


def _brief(mind: Mind, desk: Desk, at: Index, told: Mapping[str, Floats]) -> None:
    """Tell the neighbour that is feared most, since it will be the one that fears."""
    obs = mind.obs
    rows, seats = at
    near = neighbourhood(obs.world)[obs.nations[seats]] & obs.exists
    whom = np.where(near, obs["threat"][rows, seats], -1.0).argmax(axis=1)
    cells = (rows, seats, whom)
    reasons: Terms = {
        "openness": told["openness"],
        "trust": obs.trust[cells] - 0.5,
        "tied": obs.ties[rows, obs.nations[seats], whom].astype(np.float64),
        "hidden": told["hidden"],
    }
    reasons = mind.toward("brief", reasons, cells)
    does = _answer(mind, "brief", reasons, _luck(mind, 0, 2), at)
    does &= near.any(axis=1)
    _lay(desk, OrderKind.BRIEF, (rows[does], seats[does]), (whom[does], 0, 0.0))
