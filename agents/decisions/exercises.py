"""Exercises: whether to host, for whom and what; whether to come."""

from __future__ import annotations

import numpy as np

from agents import terms
from agents.calculus import Choice, score, score_at, weight
from agents.desk import Desk
from agents.mind import Case, Mind
from agents.response import chance_of
from agents.terms import at
from sim.axes import NEVER, Bools, Floats, Ints
from sim.compiled import compiled
from sim.draw import Column, Stream
from sim.grid import snap
from sim.observe import Observation
from sim.orders import OrderKind
from sim.sparse import per_row
from sim.state import ACTIVE, PLANNED

#: Row, observer's place, slot and host of invitations, (C,) each.
Invitations = tuple[Ints, Ints, Ints, Ints]


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
    obs, places = mind.obs, mind.obs.world.dims.X
    own, own_parts = score(obs, "attend", _own_attendance(mind), mind.books.keep)
    (row, me, slot, host), total, luck = _invitations(mind, own)
    if not len(row):
        return
    seat, place = row * len(obs.nations) + me, slot
    parts: dict[str, Floats] = {}
    added = mind.toward("attend", {}, (row, me, host))
    if added:
        more, parts = score_at(obs, "attend", added, row, me)
        total += more
    if mind.books.keep:
        reasons = _attendance(mind, seat, obs["exercise_scope"][row, slot], (row, me, host))
        parts |= score_at(obs, "attend", reasons, row, me)[1]
        shape = (obs.rows, len(obs.nations))
        parts |= {name: at(np.broadcast_to(part, shape), seat) for name, part in own_parts.items()}
        # candidates are counted in order of slots among those due
        due = (obs["exercise"] == PLANNED) & (obs["exercise_due"] <= obs.turn)
        place = (np.cumsum(due, axis=1) - 1)[row, slot]
    limit = per_row(obs.world, "attend.threshold", row)
    case = Case("attend", (row, me, place), places, total, parts)
    chosen = mind.weigh_at(case, limit, luck, answer=True)
    answer = chosen.view(np.int8) * np.int8(2) - np.int8(1)
    desk.orders.attend.reshape(-1)[seat * places + slot] = answer


def _invitations(mind: Mind, own: Floats) -> tuple[Invitations, Floats, Floats]:
    """What is to be answered, what coming is worth, ``own`` for coming anywhere, and luck."""
    obs, world = mind.obs, mind.obs.world
    tense = terms.own_dispute(obs) > 0
    weights = np.broadcast_arrays(*(weight(obs, "attend", term, 1) for term in _TOWARD_HOST))
    # a float, for two floats are compared without a jump
    since = float(max(obs.turn - 12 // world.months, NEVER))
    far = obs.pick(world.log_km, axis=0) - terms.THOUSAND_KM
    return _weighed(
        (obs.turn, since, world.dims.P + world.dims.G),
        (obs["exercise"], obs["exercise_due"], obs["exercise_host"], obs["exercise_scope"]),
        (obs["exercise_invited"], obs["exercise_coming"]),
        (obs.nations, own + np.zeros(tense.shape), tense, _depth(obs), obs.mine("status")),
        (obs.mine("exercised"), obs.trust, obs.mine("rivalry"), far),
        np.stack(weights, axis=2),
        (mind.own_luck(Column.ATTEND, 1), mind.draw.uniform(Stream.EXERCISE, world.dims.X, 4)),
    )


#: The terms of coming to the exercises of hosts, in order of their weights.
_TOWARD_HOST = ("habit", "trust", "depth", "partnership", "distance", "rivalry")


@compiled
def _weighed(
    marks: tuple[int, float, int],
    ahead: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray],
    guests: tuple[np.ndarray, np.ndarray],
    own: tuple[Ints, Floats, Bools, Floats, np.ndarray],
    toward: tuple[np.ndarray, Floats, np.ndarray, Floats],
    weights: Floats,
    luck: tuple[Floats, Floats],
) -> tuple[Invitations, Floats, Floats]:
    """The invitations to exercises that are due, what coming is worth and the luck of each, (C,).

    ``marks`` are the turn, since when training together is a habit, and the scope of a host's own
    partners. ``ahead`` (R, X) are stage, date, host and scope of exercises, ``guests`` (R, X, N)
    who is invited and who said it comes. Observers' ``own`` are their indices (M,), the worth of
    coming anywhere, tension, depth (R, M) and participation (R, M, P); ``toward`` others last
    training, trust, rivalry (R, M, N) and distance (M, N); ``weights`` (R or 1, M or 1, 6) as
    ``_TOWARD_HOST``; ``luck`` of guests (R, M, 1) and of exercises (R, X, 4).
    """
    (turn, since, partners), (stage, date, hosts, scopes), (invited, coming) = marks, ahead, guests
    (nations, base, tense, depth, status), (last, trust, rival, far) = own, toward
    slots, ends = _due(turn, stage, date)
    size, count = len(slots) * len(nations), 0
    found, worth, mixed = np.empty((4, size), np.intp), np.empty(size), np.empty(size)
    for row in range(stage.shape[0]):
        for me in range(len(nations)):
            case = (row if len(weights) > 1 else 0, me if weights.shape[1] > 1 else 0)
            habit, fond, deep, fellow, distant, foe = weights[case]
            for slot in slots[ends[row] : ends[row + 1]]:
                host, scope, guest = hosts[row, slot], scopes[row, slot], nations[me]
                if invited[row, slot, guest] != 1 or guest == host:
                    continue
                if coming[row, slot, guest] == 1 and not tense[row, me]:
                    continue
                total = base[row, me] + fond * (trust[row, me, host] - 0.5)
                total += habit if last[row, me, host] >= since else 0.0
                total += deep * (0.5 if scope == partners else depth[row, me])
                if scope < status.shape[2] and status[row, me, scope] == ACTIVE:
                    total += fellow
                total += distant * far[me, host] + foe * rival[row, me, host]
                both = luck[0][row, me, 0] + luck[1][row, slot, 2]
                mixed[count], worth[count] = both - 1.0 if both >= 1.0 else both, total
                found[0, count], found[1, count] = row, me
                found[2, count], found[3, count] = slot, host
                count += 1
    cells = (found[0, :count], found[1, :count], found[2, :count], found[3, :count])
    return cells, worth[:count], mixed[:count]


@compiled
def _due(turn: int, stage: np.ndarray, date: np.ndarray) -> tuple[Ints, Ints]:
    """The slots of exercises that fall due, row after row, and (R + 1,) where those of rows end."""
    slots, ends, count = np.empty(stage.size, np.intp), np.zeros(len(stage) + 1, np.intp), 0
    for row in range(stage.shape[0]):
        for slot in range(stage.shape[1]):
            if stage[row, slot] == PLANNED and date[row, slot] <= turn:
                slots[count] = slot
                count += 1
        ends[row + 1] = count
    return slots[:count], ends


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
    depth = at(_depth(obs), seat)
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


def _depth(obs: Observation) -> Floats:
    """(R, M) the depth that an observer declares, or to which its groups work."""
    level = obs.pick(obs["declared"].max(axis=2, initial=0.0))
    return np.asarray(np.maximum(level, obs.pick(obs.group_standards)))


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
