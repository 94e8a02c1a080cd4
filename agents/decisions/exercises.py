"""Exercises that others host: whether to come."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents import terms
from agents.calculus import Terms, score, score_at, weights_of
from agents.desk import Desk
from agents.mind import EVERYBODY, Case, Mind
from agents.terms import at
from sim.axes import NEVER, Bools, Floats, Ints
from sim.compiled import compiled
from sim.draw import Column, Stream
from sim.grid import logistic_at
from sim.observe import Observation
from sim.sparse import per_row
from sim.state import ACTIVE, PLANNED


def attend(mind: Mind, desk: Desk) -> None:
    """Answer the invitations to exercises that fall due this turn.

    Earlier silence commits to nothing; what was promised is thought over again in tension.
    """
    obs = mind.obs
    reasons = _own_attendance(mind)
    own, parts = score(obs, "attend", reasons, mind.books.keep)
    known, added = own[:, :, None], mind.toward("attend", {}, EVERYBODY)
    if added:
        known, _ = score(obs, "attend", added, known=known)
    guests, ahead = _guests(mind, known, reasons["tension"] > 0), _ahead(mind)
    params = obs.world.params
    scale = weights_of(obs, "attend", _TOWARD_HOST), params["choice.rationality"]
    marks = obs.turn, _habit_since(obs), obs.world.dims.P + obs.world.dims.G
    _answer(marks, ahead, guests, (*scale, params["attend.threshold"]), desk.orders.attend)
    if mind.books.keep:
        _note(mind, desk.orders.attend, parts, added)


class _Ahead(NamedTuple):
    """Exercises that are announced, (R, X), and their guests."""

    stage: np.ndarray
    date: np.ndarray
    hosts: np.ndarray
    scope: np.ndarray
    invited: np.ndarray  # (R, X, N)
    coming: np.ndarray  # (R, X, N) who said it comes
    luck: Floats  # (R, X, 4)


def _ahead(mind: Mind) -> _Ahead:
    obs = mind.obs
    return _Ahead(
        obs["exercise"],
        obs["exercise_due"],
        obs["exercise_host"],
        obs["exercise_scope"],
        obs["exercise_invited"],
        obs["exercise_coming"],
        mind.draw.uniform(Stream.EXERCISE, obs.world.dims.X, 4),
    )


class _Guests(NamedTuple):
    """Those who may be invited, and what they are to the hosts."""

    nations: Ints  # (M,)
    exist: Bools  # (N,)
    known: Floats  # (R, M, 1 or N) worth of coming to whatever a nation hosts
    tense: Bools  # (R, M)
    depth: Floats  # (R, M)
    status: np.ndarray  # (R, M, P) of participation
    trained: np.ndarray  # (R, M, N) when they last trained together
    trust: Floats  # (R, M, N)
    rivalry: np.ndarray  # (R, M, N)
    far: Floats  # (M, N)
    luck: Floats  # (R, M, 1)


def _guests(mind: Mind, known: Floats, tense: Bools) -> _Guests:
    obs = mind.obs
    return _Guests(
        obs.nations,
        obs.exists,
        known,
        tense,
        _depth(obs),
        obs.mine("status"),
        obs.mine("exercised"),
        obs.trust,
        obs.mine("rivalry"),
        obs.pick(obs.world.log_km, axis=0) - terms.THOUSAND_KM,
        mind.own_luck(Column.ATTEND, 1),
    )


#: The terms of coming to the exercises of hosts, in order of their weights.
_TOWARD_HOST = ("habit", "trust", "depth", "partnership", "distance", "rivalry")


def _habit_since(obs: Observation) -> int:
    """The first turn since which training together is a habit."""
    return max(obs.turn - 12 // obs.world.months, NEVER)


@compiled
def _answer(
    marks: tuple[int, int, int],
    ahead: _Ahead,
    guests: _Guests,
    scale: tuple[Floats, Floats, Floats],
    answer: np.ndarray,
) -> None:
    """Write who comes, 1, and who stays away, -1, of those who answer this turn, (R, M, X).

    ``marks`` are the turn, since when training together is a habit, and the scope of a host's own
    partners; ``scale`` weights (R or 1, M, 6) as ``_TOWARD_HOST``, rationality and threshold.
    """
    (turn, since, partners), (each, steepness, threshold) = marks, scale
    for row in range(answer.shape[0]):
        weights = each[row if len(each) > 1 else 0]
        slope = steepness[row if len(steepness) > 1 else 0]
        limit = threshold[row if len(threshold) > 1 else 0]
        for slot in range(answer.shape[2]):
            if ahead.stage[row, slot] != PLANNED or ahead.date[row, slot] > turn:
                continue
            host, scope = int(ahead.hosts[row, slot]), int(ahead.scope[row, slot])
            kept = host if guests.known.shape[2] > 1 else 0
            asked, coming = ahead.invited[row, slot], ahead.coming[row, slot]
            for me in range(answer.shape[1]):
                guest = guests.nations[me]
                promised = (coming[guest] == 1) & (not guests.tense[row, me])
                if asked[guest] != 1 or promised or guest == host:
                    continue
                habit, fond, deep, fellow, distant, foe = weights[me]
                total = guests.known[row, me, kept]
                total += fond * (guests.trust[row, me, host] - 0.5)
                total += habit * (guests.trained[row, me, host] >= since)
                total += deep * (0.5 if scope == partners else guests.depth[row, me])
                if scope < guests.status.shape[2]:
                    total += fellow * (guests.status[row, me, scope] == ACTIVE)
                total += distant * guests.far[me, host] + foe * guests.rivalry[row, me, host]
                luck = guests.luck[row, me, 0] + ahead.luck[row, slot, 2]
                luck -= luck >= 1.0
                comes = luck < logistic_at(slope * (total - limit))
                answer[row, me, slot] = 2 * (comes & guests.exist[guest]) - 1


def _note(mind: Mind, answer: np.ndarray, own: Terms, added: Terms) -> None:
    """How the invitations that were answered were weighed, in the books."""
    obs = mind.obs
    row, me, slot = np.nonzero(answer)
    if not len(row):
        return
    seat, host = row * len(obs.nations) + me, obs["exercise_host"][row, slot]
    shape = (obs.rows, len(obs.nations))
    parts = {name: at(np.broadcast_to(part, shape), seat) for name, part in own.items()}
    toward = {name: term[row, me, host] for name, term in added.items()}
    toward |= _attendance(mind, seat, obs["exercise_scope"][row, slot], (row, me, host))
    parts |= score_at(obs, "attend", toward, row, me)[1]
    total = np.asarray(sum(parts.values()))
    luck = mind.own_luck(Column.ATTEND, 1)[row, me, 0] + _ahead(mind).luck[row, slot, 2]
    luck -= luck >= 1.0
    # candidates are counted in order of slots among those due
    due = (obs["exercise"] == PLANNED) & (obs["exercise_due"] <= obs.turn)
    place = (np.cumsum(due, axis=1) - 1)[row, slot]
    case = Case("attend", (row, me, place), obs.world.dims.X, total, parts)
    mind.weigh_at(case, per_row(obs.world, "attend.threshold", row), luck, answer=True)


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
    far = obs.pick(world.log_km, axis=0) - terms.THOUSAND_KM
    return {
        "habit": at(obs.mine("exercised"), pair) >= _habit_since(obs),
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
