"""Exercises: whether to host, for whom and what; whether to come."""

from __future__ import annotations

import numpy as np

from agents import terms
from agents.calculus import Choice, score, score_at
from agents.desk import Desk
from agents.mind import Case, Mind
from agents.response import chance_of
from agents.terms import at
from sim.axes import NEVER, Bools, Floats
from sim.draw import Column, Stream, mix
from sim.grid import snap
from sim.observe import Observation
from sim.orders import OrderKind
from sim.sparse import per_row, where
from sim.state import ACTIVE, PLANNED


def host(mind: Mind, desk: Desk) -> None:
    """Announce an exercise of a type and for a circle drawn by appeal."""
    obs, world = mind.obs, mind.obs.world
    able = desk.menu[OrderKind.HOST]
    luck = mind.own_luck(Column.HOST, 6)
    depth = obs.pick(obs["declared"].max(axis=2, initial=0.0))
    reasons = {
        "hosting": np.ones((1, len(obs.nations))),
        "power": snap(np.sqrt(obs.mine("capability"))),
        "home": obs["will"] - 0.5,
        "depth": depth,
        "war": obs.mine("war"),
        "tension": terms.own_dispute(obs),
    }
    total, parts = score(obs, "host", reasons, mind.books.keep)
    limit = world.param("host.threshold")
    chance = chance_of(obs, total, limit)
    share = np.cumsum(world.exercises.appeal)
    shared, friends = _circles(obs)
    for round_, label in enumerate(("host", "host again")):
        wakes, where_to, what = (luck[..., 3 * round_ + part] for part in range(3))
        chosen = wakes < chance
        mind.books.note(Choice(label, total, limit, chance, wakes, chosen, parts, obs.nations))
        hosts = chosen.reshape(-1).nonzero()[0]
        drawn = shared.take(hosts // len(obs.nations), axis=0)
        drawn = np.concatenate([drawn, at(friends, hosts)[:, None]], axis=1)
        drawn *= able.reshape(-1, able.shape[2]).take(hosts, axis=0)
        scope = _pick(np.cumsum(drawn, axis=1), at(where_to, hosts))
        kind = _affordable(desk, np.searchsorted(share[:-1], at(what, hosts), side="right"), hosts)
        desk.lay_at(OrderKind.HOST, hosts, scope, kind)


def attend(mind: Mind, desk: Desk) -> None:
    """Answer the invitations to exercises that fall due this turn.

    Earlier silence commits to nothing; what was promised is thought over again in tension.
    """
    obs, world = mind.obs, mind.obs.world
    due = (obs["exercise"] == PLANNED) & (obs["exercise_due"] <= obs.turn)
    row, slot = where(due)
    host = obs["exercise_host"][row, slot].astype(np.intp)
    tense = terms.own_dispute(obs) > 0
    guest = obs.pick(obs["exercise_invited"][row, slot]) == 1
    guest &= (obs.pick(obs["exercise_coming"][row, slot]) != 1) | tense[row]
    guest &= host[:, None] != obs.nations
    found = guest.reshape(-1).nonzero()[0]
    if not len(found):
        return
    invitation = found // len(obs.nations)
    me = found - invitation * len(obs.nations)
    ends = mind.draw.uniform(Stream.EXERCISE, world.dims.X, 4)[row, slot, 2]
    scope = obs["exercise_scope"][row, slot]
    # candidates are counted in order of slots among those due
    place = (np.cumsum(due, axis=1) - 1)[row, slot] if mind.books.keep else slot
    row, slot, host, scope, place = (
        part.take(invitation) for part in (row, slot, host, scope, place)
    )
    seat = row * len(obs.nations) + me
    own, own_parts = score(obs, "attend", _own_attendance(mind), mind.books.keep)
    cells = (row, me, host)
    reasons = mind.toward("attend", _attendance(mind, seat, scope, cells), cells)
    total, parts = score_at(obs, "attend", reasons, row, me)
    total += at(np.broadcast_to(own, tense.shape), seat)
    for name, part in own_parts.items():
        parts[name] = at(np.broadcast_to(part, tense.shape), seat)
    luck = mix(at(mind.own_luck(Column.ATTEND, 1), seat), ends.take(invitation))
    limit = per_row(world, "attend.threshold", row)
    case = Case("attend", (row, me, place), world.dims.X, total, parts)
    chosen = mind.weigh_at(case, limit, luck, answer=True)
    desk.orders.attend.reshape(-1)[seat * world.dims.X + slot] = chosen.view(np.int8) * np.int8(
        2
    ) - np.int8(1)


def _own_attendance(mind: Mind) -> dict[str, Floats]:
    """The terms of coming to any exercise, (R, M) each."""
    obs = mind.obs
    return {
        "power": (obs.pick(obs.world.log_power, axis=0) + 5.0)[None, :],
        "home": obs["will"] - 0.5,
        "tension": terms.own_dispute(obs),
        "autonomy": terms.neutrality(obs),
    }


def _attendance(
    mind: Mind, seat: np.ndarray, scope: np.ndarray, cells: terms.Cells
) -> dict[str, Floats]:
    """(C,) the terms of coming to the exercises of hosts; ``seat`` is counted through (R, M)."""
    obs, world = mind.obs, mind.obs.world
    (_, me, host), size = cells, world.dims.N
    pair = seat * size + host
    partners = scope == world.dims.P + world.dims.G
    level = obs.pick(obs["declared"].max(axis=2, initial=0.0))
    depth = at(np.maximum(level, obs.pick(obs.group_standards)), seat)
    depth[partners] = 0.5
    since = max(obs.turn - 12 // world.months, NEVER)
    far = obs.pick(world.log_km, axis=0) - terms.THOUSAND_KM
    return {
        "habit": at(obs.mine("exercised"), pair) >= since,
        "trust": at(obs.trust, pair) - 0.5,
        "depth": depth,
        "partnership": _as_partner(mind, seat, scope),
        "distance": at(far, me * size + host),
        "rivalry": at(obs.mine("rivalry"), pair),
    }


def _as_partner(mind: Mind, seat: np.ndarray, scope: np.ndarray) -> Bools:
    """(C,) whether a partner is asked to an exercise of its own programme."""
    active = mind.obs.mine("status") == ACTIVE
    out = np.zeros(scope.shape, bool)
    for programme in range(mind.obs.world.dims.P):
        out |= at(active[:, :, programme], seat) & (scope == programme)
    return out


def _circles(obs: Observation) -> tuple[Floats, Floats]:
    """How a host is drawn to programmes and groups (R, P + G), and to its own partners (R, M).

    A circle too small to fill an exercise attracts less, in proportion.
    """
    world = obs.world
    names = ("programme",) * world.dims.P + ("group",) * world.dims.G
    sizes = np.concatenate([obs.taking_part, obs["member"] == 1], axis=2).sum(axis=1)
    # bytes hold the count: there are at most 200 nations
    linked = obs.pick(obs.ties) | obs.pick(obs.defence_pact)
    friends = linked.view(np.uint8).sum(axis=2, dtype=np.uint8)
    enough = world.param("host.enough")
    appeals = np.broadcast_arrays(*(world.param(f"host.to_{name}") for name in names))
    shared = np.concatenate(appeals, axis=1) * np.minimum(sizes / enough, 1.0)
    own = world.param("host.to_partners") * np.minimum(friends / enough, 1.0)
    return snap(shared), snap(own)


def _pick(reach: Floats, luck: Floats) -> np.ndarray:
    """(C,) which of some shares, added up to ``reach`` (C, shares), the luck falls on."""
    scope = (reach <= (luck * reach[:, -1])[:, None]).sum(axis=1)
    return np.asarray(np.minimum(scope, reach.shape[1] - 1))


def _affordable(desk: Desk, kind: np.ndarray, own: np.ndarray) -> np.ndarray:
    """(C,) the wished type of exercise, or the largest below it that the purse allows."""
    out, purse = np.zeros_like(kind), at(desk.money, own)
    for index, price in enumerate(desk.obs.world.exercises.money):
        fits: Bools = (price <= purse) & (index <= kind)
        out = np.where(fits, index, out)
    return out
