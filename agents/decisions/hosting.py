"""Hosting: whether to announce an exercise, for whom and what."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents import terms
from agents.calculus import Choice, score
from agents.desk import Desk
from agents.mind import Mind
from agents.response import chance_of
from sim.arguments import table
from sim.axes import Bools, Floats, Ints
from sim.compiled import compiled
from sim.draw import Column
from sim.grid import nearest, snap
from sim.observe import Observation
from sim.orders import OrderKind
from sim.sparse import where


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
    circles = _circles(obs, able)
    types = world.exercises.appeal.cumsum(axis=0), world.exercises.money
    for round_, label in enumerate(("host", "host again")):
        wakes = luck[..., 3 * round_]
        chosen = wakes < chance
        mind.books.note(Choice(label, total, limit, chance, wakes, chosen, parts, obs.nations))
        rows, seats = where(chosen)
        drawn = tuple(luck[rows, seats, 3 * round_ + part] for part in (1, 2))
        scope, kind = _plan((rows, seats), drawn, circles, types, desk.money)
        desk.lay_at(OrderKind.HOST, rows * len(obs.nations) + seats, scope, kind)


class _Circles(NamedTuple):
    """For whom exercises are held: programmes and groups, and behind them a host's own partners."""

    able: Bools  # (R, M, circles) whether a nation may host for a circle
    shared: Floats  # (R, circles but the last) how hosts are drawn to programmes and groups
    partners: Floats  # (R or 1,) how they are drawn to their own partners
    enough: Floats  # (R or 1,) nations that fill an exercise
    ties: Bools  # (R, M, N) by agreement
    pacts: Bools  # (R, M, N)


def _circles(obs: Observation, able: Bools) -> _Circles:
    """A circle too small to fill an exercise attracts less, in proportion."""
    world = obs.world
    names = ("host.to_programme",) * world.dims.P + ("host.to_group",) * world.dims.G
    seats = np.concatenate([obs.taking_part, obs["member"] == 1], axis=2).astype(np.float32)
    sizes = np.ones(seats.shape[1], np.float32) @ seats  # exact: there are at most 200 nations
    fill = np.minimum(sizes / world.param("host.enough"), 1.0)
    shared = snap(table(world, *names) * fill)
    partners, enough = world.params["host.to_partners"], world.params["host.enough"]
    return _Circles(able, shared, partners, enough, obs.pick(obs.ties), obs.pick(obs.defence_pact))


@compiled
def _plan(
    cells: tuple[np.ndarray, np.ndarray],
    luck: tuple[Floats, Floats],
    circles: _Circles,
    types: tuple[Floats, Floats],
    purse: Floats,
) -> tuple[Ints, Ints]:
    """(n,) the circle and the type of exercise of hosts (rows, observers' places), each by luck.

    ``types`` are their shares, added up, and prices: of those up to the one that luck falls on,
    the largest that the ``purse`` (R, M) allows.
    """
    (rows, seats), (where_to, what), (ends, price) = cells, luck, types
    scope, kind = np.zeros(len(rows), np.intp), np.zeros(len(rows), np.intp)
    last = circles.able.shape[2] - 1
    reach = np.empty(last + 1)
    for k in range(len(rows)):
        row, me = rows[k], seats[k]
        friends = 0
        for other in range(circles.ties.shape[2]):
            friends += circles.ties[row, me, other] | circles.pacts[row, me, other]
        enough = circles.enough[row if len(circles.enough) > 1 else 0]
        own = circles.partners[row if len(circles.partners) > 1 else 0]
        own = nearest(own * min(friends / enough, 1.0))
        end = 0.0
        for circle in range(last + 1):
            share = circles.shared[row, circle] if circle < last else own
            end += share if circles.able[row, me, circle] else 0.0
            reach[circle] = end
        while scope[k] < last and reach[scope[k]] <= where_to[k] * end:
            scope[k] += 1
        for index in range(len(price)):
            wished = index == 0 or ends[index - 1] <= what[k]
            if wished and price[index] <= purse[row, me]:
                kind[k] = index
    return scope, kind
