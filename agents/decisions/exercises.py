"""Exercises: whether to host, for whom and what; whether to come."""

from __future__ import annotations

import numpy as np

from agents import terms
from agents.desk import Desk
from agents.mind import Mind
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
    width = int(due.sum(axis=1).max(initial=0))
    if not width:
        return
    slots = np.argsort(~due, axis=1, kind="stable")[:, :width]
    due = np.take_along_axis(due, slots, axis=1)
    host = np.take_along_axis(obs["exercise_host"], slots, axis=1)
    scope = np.take_along_axis(obs["exercise_scope"], slots, axis=1)
    ends = mind.draw.uniform(Stream.EXERCISE, world.dims.X, 4)[:, :, 2]
    mine = mind.own_luck(Column.ATTEND, 1)
    luck = mix(mine, np.take_along_axis(ends, slots, axis=1)[:, None, :])
    reasons = _attendance(mind, np.maximum(host, 0).astype(np.intp), scope)
    choice = mind.weigh("attend", reasons, "attend.threshold", luck, answer=True)
    row = np.arange(obs.rows)[:, None]
    invited = obs["exercise_invited"][row, slots].transpose(0, 2, 1)[:, obs.nations] == 1
    said = obs["exercise_coming"][row, slots].transpose(0, 2, 1)[:, obs.nations] == 1
    guest = due[:, None, :] & invited & (host[:, None, :] != obs.nations[None, :, None])
    guest &= ~said | (terms.own_dispute(obs)[..., None] > 0)
    answer = np.where(guest, np.where(choice.chosen, 1, -1), 0).astype(np.int8)
    rows, seats, place = where(answer != 0)
    desk.orders.attend[rows, seats, slots[rows, place]] = answer[rows, seats, place]


def _attendance(mind: Mind, host: np.ndarray, scope: np.ndarray) -> dict[str, Floats]:
    """The terms of coming to the exercises of these hosts, (R, M, slots)."""
    obs, world = mind.obs, mind.obs.world
    row = np.arange(obs.rows)[:, None, None]
    me = np.arange(len(obs.nations))[None, :, None]
    to = host[:, None, :]
    partners = (scope == world.dims.P + world.dims.G)[:, None, :]
    level = obs.pick(obs["declared"].max(axis=2, initial=0.0))
    group = obs.pick((obs["member"] * world.groups.standards).max(axis=2, initial=0.0))
    depth = np.maximum(level, group)[:, :, None]
    return {
        "habit": recent(obs, row, me, to),
        "trust": obs.trust[row, me, to] - 0.5,
        "depth": np.where(partners, 0.5, depth),
        "partnership": _as_partner(mind, scope),
        "distance": obs.pick(world.log_km, axis=0)[me, to] - terms.THOUSAND_KM,
        "power": (obs.pick(world.log_power, axis=0) + 5.0)[None, :, None],
        "home": (obs["will"] - 0.5)[..., None],
        "tension": terms.own_dispute(obs)[..., None],
        "rivalry": obs.mine("rivalry")[row, me, to].astype(np.float64),
        "autonomy": terms.neutrality(obs)[..., None],
    }


def _as_partner(mind: Mind, scope: np.ndarray) -> Floats:
    """(R, M, slots) 1 where a partner is asked to an exercise of its own programme."""
    active = mind.obs.mine("status") == ACTIVE
    out = np.zeros((*active.shape[:2], scope.shape[1]))
    for programme in range(mind.obs.world.dims.P):
        out += active[:, :, programme, None] & (scope == programme)[:, None, :]
    return out


def recent(obs: Observation, row: np.ndarray, me: np.ndarray, to: np.ndarray) -> Floats:
    """(R, M, X) 1 where the host and the nation exercised together in the last year."""
    stamp = obs.mine("exercised")[row, me, to]
    since = max(obs.turn - 12 // obs.world.months, NEVER)
    return np.asarray(stamp >= since, dtype=np.float64)


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
