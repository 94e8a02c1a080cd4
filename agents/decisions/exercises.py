"""Exercises: whether to host, for whom and what; whether to come."""

from __future__ import annotations

import numpy as np

from agents import terms
from agents.desk import Desk
from agents.mind import Mind
from agents.terms import Cells, at
from sim.axes import NEVER, Bools, Floats
from sim.draw import Column, Stream, mix
from sim.grid import snap
from sim.observe import Observation
from sim.orders import OrderKind
from sim.sparse import where
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
    share = np.cumsum(world.exercises.appeal)
    circles = _circles(obs)
    for round_ in range(2):
        label = "host" if round_ == 0 else "host again"
        choice = mind.weigh("host", reasons, "host.threshold", luck[..., 3 * round_], label)
        reach = np.cumsum(able * circles, axis=2)
        place = luck[..., 3 * round_ + 1] * reach[..., -1]
        scope = (reach <= place[..., None]).sum(axis=2)
        scope = np.minimum(scope, able.shape[2] - 1)
        kind = (luck[..., 3 * round_ + 2, None] >= share[:-1]).sum(axis=2)
        affordable = _affordable(desk, kind)
        desk.lay(OrderKind.HOST, choice.chosen, scope, affordable)


def attend(mind: Mind, desk: Desk) -> None:
    """Answer the invitations to exercises that fall due this turn.

    Earlier silence commits to nothing; what was promised is thought over again in tension.
    """
    obs, world = mind.obs, mind.obs.world
    due = (obs["exercise"] == PLANNED) & (obs["exercise_due"] <= obs.turn)
    row, slot = where(due)
    host = obs["exercise_host"][row, slot].astype(np.intp)
    tense = terms.own_dispute(obs) > 0
    guest = obs["exercise_invited"][row, slot][:, obs.nations] == 1
    guest &= (obs["exercise_coming"][row, slot][:, obs.nations] != 1) | tense[row]
    guest &= host[:, None] != obs.nations
    invitation, me = where(guest)
    if not len(me):
        return
    slot, row = slot[invitation], row[invitation]
    host = host[invitation]
    reasons = mind.toward("attend", _attendance(mind, (row, me, slot), host), (row, me, host))
    ends = mind.draw.uniform(Stream.EXERCISE, world.dims.X, 4)[:, :, 2]
    mine = mind.own_luck(Column.ATTEND, 1)
    luck = mix(at(mine, row * len(obs.nations) + me), ends[row, slot])
    # candidates are counted in order of slots among those due
    place = (np.cumsum(due, axis=1) - 1)[row, slot] if mind.books.keep else slot
    chosen = mind.answer_at("attend", reasons, luck, (row, me, place), world.dims.X)
    desk.orders.attend[row, me, slot] = np.where(chosen, 1, -1)


def _attendance(mind: Mind, cells: Cells, host: np.ndarray) -> dict[str, Floats]:
    """The terms of coming to the exercises of these hosts: in cells (row, seat, slot)."""
    obs, world = mind.obs, mind.obs.world
    row, me, slot = cells
    seat = row * len(obs.nations) + me
    pair = seat * world.dims.N + host
    scope = obs["exercise_scope"][row, slot]
    partners = scope == world.dims.P + world.dims.G
    level = obs.pick(obs["declared"].max(axis=2, initial=0.0))
    common = obs.of_groups("standards")[:, None, :]
    group = obs.pick((obs["member"] * common).max(axis=2, initial=0.0))
    depth = np.maximum(level, group)
    power = obs.pick(world.log_power, axis=0) + 5.0
    since = max(obs.turn - 12 // world.months, NEVER)
    return {
        "habit": at(obs.mine("exercised"), pair) >= since,
        "trust": at(obs.trust, pair) - 0.5,
        "depth": np.where(partners, 0.5, at(depth, seat)),
        "partnership": _as_partner(mind, seat, scope),
        "distance": world.log_km[obs.nations[me], host] - terms.THOUSAND_KM,
        "power": power[me],
        "home": at(obs["will"], seat) - 0.5,
        "tension": at(terms.own_dispute(obs), seat),
        "rivalry": at(obs.mine("rivalry"), pair),
        "autonomy": terms.neutrality(obs)[0, me],
    }


def _as_partner(mind: Mind, seat: np.ndarray, scope: np.ndarray) -> Bools:
    """(C,) whether a partner is asked to an exercise of its own programme."""
    active = mind.obs.mine("status") == ACTIVE
    out = np.zeros(scope.shape, bool)
    for programme in range(mind.obs.world.dims.P):
        out |= at(active[:, :, programme], seat) & (scope == programme)
    return out


def _circles(obs: Observation) -> Floats:
    """(R, M, scopes) how a host is drawn to a programme, a group, its own partners.

    A circle too small to fill an exercise attracts less, in proportion.
    """
    world = obs.world
    names = ("programme",) * world.dims.P + ("group",) * world.dims.G + ("partners",)
    appeals = np.broadcast_arrays(*(world.param(f"host.to_{name}", 2) for name in names))
    friends = (obs.pick(obs.ties) | obs.pick(obs.defence_pact)).sum(axis=2)[..., None]
    circles = (obs.taking_part.sum(axis=1), (obs["member"] == 1).sum(axis=1))
    sizes = [np.broadcast_to(c[:, None], (*friends.shape[:2], c.shape[1])) for c in circles]
    enough = world.param("host.enough", 2)
    fill = np.minimum(np.concatenate([*sizes, friends], axis=2) / enough, 1.0)
    return snap(np.concatenate(appeals, axis=2) * fill)


def _affordable(desk: Desk, kind: np.ndarray) -> np.ndarray:
    """The wished type of exercise, or the largest below it that the purse allows."""
    prices = desk.obs.world.exercises.money
    out = np.zeros_like(kind)
    for index in range(len(prices)):
        fits: Bools = (prices[index] <= desk.money) & (index <= kind)
        out = np.where(fits, index, out)
    return out
