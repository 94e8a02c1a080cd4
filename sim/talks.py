"""What talks came to: accepted offers with their terms, and the promises in packages.

"I host you if you back me" is one offer: an agreement, and what each side promises with it. What
both initialled binds at resolution: a promise becomes an order of the nation that gave it, unless
it gave that order itself. It costs no effort (that was spent in the talks), but its money; it may
still prove impossible, and then counts as broken, as does a vote against a text that was promised
support.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.account import Books
from sim.axes import Bools
from sim.causes import Cause
from sim.grid import snap
from sim.orders import (
    ACCEPT,
    AID_THEM,
    ANNEX_WORDS,
    BACK_THEM,
    HOST_THEM,
    MOST_BALANCE,
    MOST_YEARS,
    PROMISE_WORDS,
    TELL_THEM,
    VERIFICATION_WORDS,
    Moves,
    Offers,
    OrderKind,
    Orders,
)
from sim.sparse import per_row
from sim.state import ACTIVE, EVIDENCE_BITS, IN_FORCE, MEMBER, State
from sim.world import World

Index = tuple[np.ndarray, ...]
_NOBODY = np.zeros(0, np.intp)

#: What is known of an accepted offer: row and proposer, then the columns of ``Offers``.
_COLUMNS = ("rows", "proposer", *Offers.__dataclass_fields__)

#: The least of each column of ``Offers``; the most of each but nation and type.
_LEAST = np.array([0, 0, 0, 0, -MOST_BALANCE, 0, 0, 0])[:, None]
_MOST = (
    len(VERIFICATION_WORDS) - 1,
    len(ANNEX_WORDS) - 1,
    MOST_BALANCE,
    MOST_YEARS,
    len(PROMISE_WORDS) - 1,
    len(PROMISE_WORDS) - 1,
)


@dataclass(frozen=True, slots=True)
class Promises:
    """Promises of one turn, each array (n,)."""

    rows: np.ndarray
    giver: np.ndarray
    receiver: np.ndarray
    code: np.ndarray  # what was promised, as ``HOST_THEM`` and the following


def initialled(world: World, books: Books, moves: Moves) -> dict[str, np.ndarray]:
    """(n,) each: ``rows``, ``proposer`` and all columns of the offers accepted in any round.

    An offer that names no nation, type or term that there is, or the proposer itself, is nothing.
    Worked out once a turn.
    """
    if "initialled" not in books.scratch:
        nothing = np.zeros((len(_COLUMNS), 0), np.intp)
        parts = [_accepted(world, made, said.answer == ACCEPT) for made, said in moves.talks]
        found = np.concatenate([nothing, *parts], axis=1)
        books.scratch["initialled"] = dict(zip(_COLUMNS, found, strict=True))
    return books.scratch["initialled"]  # type: ignore[no-any-return]


def _accepted(world: World, offers: Offers, some: Bools) -> np.ndarray:
    """(columns, n) the ``_COLUMNS`` of ``some`` (R, N, O) offers, but those that are nothing."""
    places = np.flatnonzero(some)
    found = np.empty((len(_COLUMNS), len(places)), np.intp)
    found[0], found[1] = np.divmod(places // offers.to.shape[2], offers.to.shape[1])
    for column, name in zip(found[2:], _COLUMNS[2:], strict=True):
        column[:] = getattr(offers, name).take(places)
    most = np.array([world.dims.N - 1, world.dims.A - 1, *_MOST])[:, None]
    _, proposer, to = found[:3]
    sound = ((found[2:] >= _LEAST) & (found[2:] <= most)).all(axis=0) & (to != proposer)
    return found if sound.all() else found.compress(sound, axis=1)


def promises(world: World, moves: Moves) -> Promises:
    """All promises that were initialled: the proposers' own, then what they asked."""
    parts: list[Index] = [(_NOBODY,) * 4]
    for offers, replies in moves.talks:
        package = (offers.give | offers.ask) != 0
        package &= replies.answer == ACCEPT
        if not package.any():
            continue
        found = dict(zip(_COLUMNS, _accepted(world, offers, package), strict=True))
        for giver, receiver, promise in (("proposer", "to", "give"), ("to", "proposer", "ask")):
            code = found[promise]
            some = (code >= HOST_THEM) & (code <= TELL_THEM)
            if some.any():
                columns = (found["rows"], found[giver], found[receiver], code)
                parts.append(tuple(column[some] for column in columns))
    if len(parts) == 1:
        return Promises(*parts[0])
    return Promises(*(np.concatenate(axis) for axis in zip(*parts, strict=True)))


def carry_out(
    world: World, state: State, moves: Moves, made: Promises
) -> tuple[Moves, Bools | None]:
    """The moves with an order in a free slot, or a vote, for each promise not yet seen to.

    Also (R, N, K) which orders those are, ``None`` where nothing was promised.
    """
    if not len(made.rows):
        return moves, None
    given = moves.orders
    orders = Orders(*(np.array(getattr(given, name)) for name in Orders.__dataclass_fields__))
    laid = np.zeros(orders.kind.shape, bool)
    circles = _circles(world, state, made)
    done = _done(made, circles, orders)
    for k in np.flatnonzero(~done & (made.code != BACK_THEM)):
        order = _as_order(world, state, made, int(k), circles[k])
        _lay(made, int(k), order, orders, laid)
    promise, text = _texts(state, made)
    at = (made.rows[promise], made.giver[promise], text)
    orders.vote[at] = np.where(orders.vote[at] == 0, np.int8(1), orders.vote[at])
    return replace(moves, orders=orders), laid


def _lay(
    made: Promises,
    k: int,
    order: tuple[OrderKind, int, int, float],
    orders: Orders,
    laid: Bools,
) -> None:
    """One promise as an order, in the first slot behind the nation's own, if there is one."""
    row, nation, partner = int(made.rows[k]), int(made.giver[k]), int(made.receiver[k])
    used = np.flatnonzero(orders.kind[row, nation])
    slot = int(used[-1]) + 1 if len(used) else 0
    kind, target, arg, amount = order
    if slot >= orders.kind.shape[2] or kind is OrderKind.NONE:
        return
    place = (row, nation, slot)
    orders.kind[place], orders.target[place] = kind, partner if target < 0 else target
    orders.arg[place], orders.amount[place] = arg, amount
    laid[place] = True


def _as_order(
    world: World, state: State, made: Promises, k: int, circles: Bools
) -> tuple[OrderKind, int, int, float]:
    """Kind, target (-1: the partner), choice and amount of the order that keeps a promise."""
    row, nation, partner = int(made.rows[k]), int(made.giver[k]), int(made.receiver[k])
    code = int(made.code[k])
    if code == HOST_THEM and circles.any():
        return OrderKind.HOST, int(np.flatnonzero(circles)[0]), 0, 0.0
    if code == TELL_THEM:
        return OrderKind.SHARE, -1, 0, 0.0
    if code == AID_THEM:
        means = float(state["spending"][row, nation]) * 1000.0
        share = world.param("budget.share", 0) * world.param("promise.aid", 0)
        sum_ = float(snap(np.minimum(means * share[row % len(share)], 4095.0), 10))
        for p in range(world.dims.P):
            sponsor = state["member"][row, nation, world.programmes.sponsor[p]] == 1
            if sponsor and state["status"][row, partner, p] == ACTIVE:
                return OrderKind.AID, -1, p, sum_
        return OrderKind.TRANSFER, -1, 0, sum_
    return OrderKind.NONE, -1, 0, 0.0


def _circles(world: World, state: State, made: Promises) -> Bools:
    """(n, scopes) circles to which giver and receiver both belong; the last is their own tie."""
    rows = made.rows
    status = state["status"]
    part = (status == ACTIVE) | (status == MEMBER)
    shared = part[rows, made.giver] & part[rows, made.receiver]
    both = (state["member"][rows, made.giver] & state["member"][rows, made.receiver]) == 1
    both = both & world.formats.exercises[np.maximum(state["format"][rows], 0)]
    tied = state["agreement"][rows, :, made.giver, made.receiver] >= IN_FORCE
    return np.concatenate([shared, both, tied.any(axis=1, keepdims=True)], axis=1)


def _texts(state: State, made: Promises) -> tuple[np.ndarray, np.ndarray]:
    """(m,) promises of support and (m,) the texts they cover.

    Covered are texts on the table when the turn began that the receiver tabled or that are about
    it, where the giver has a seat.
    """
    rows, partner = made.rows, made.receiver[:, None]
    about = (state["text_subject"][rows] == partner) | (state["text_author"][rows] == partner)
    group = np.maximum(state["text_group"][rows], 0)
    seated = state["member"][rows[:, None], made.giver[:, None], group] == 1
    open_ = (state["text_kind"][rows] >= 0) & (state["text_group"][rows] >= 0)
    covered = about & seated & open_ & (made.code == BACK_THEM)[:, None]
    promise, text = np.nonzero(covered)
    return promise, text


def _done(made: Promises, circles: Bools, orders: Orders) -> Bools:
    """(n,) whether an order among those of the giver keeps each promise."""
    kinds = orders.kind[made.rows, made.giver]
    target = orders.target[made.rows, made.giver]
    to_them = target == made.receiver[:, None]
    scope = np.clip(target, 0, circles.shape[1] - 1)
    hosts = (kinds == OrderKind.HOST) & np.take_along_axis(circles, scope, axis=1)
    aids = to_them & ((kinds == OrderKind.AID) | (kinds == OrderKind.TRANSFER))
    tells = to_them & (kinds == OrderKind.SHARE)
    code = made.code[:, None]
    found = ((code == HOST_THEM) & hosts) | ((code == AID_THEM) & aids)
    return np.asarray((found | ((code == TELL_THEM) & tells)).any(axis=1))


def kept_or_broken(world: World, state: State, moves: Moves, made: Promises) -> tuple[Bools, Bools]:
    """Whether each promise of the turn was kept, and whether it was broken.

    A promise of support is neither where no text of the partner's lay on the table.
    """
    if not len(made.rows):
        return np.zeros(0, bool), np.zeros(0, bool)
    kept = _done(made, _circles(world, state, made), moves.orders)
    broken = ~kept & (made.code != BACK_THEM)
    promise, text = _texts(state, made)
    against = moves.orders.vote[made.rows[promise], made.giver[promise], text] < 0
    broken[promise[against]] = True
    kept[promise] = True
    return kept & ~broken, broken


def remember(world: World, state: State, books: Books, moves: Moves) -> None:
    """A promise kept is good evidence for its receiver, one broken is bad evidence."""
    made: Promises = books.scratch["promises"]
    kept, broken = kept_or_broken(world, state, moves, made)
    for mask, field, name, cause in (
        (kept, "good", "promise.kept", Cause.PROMISE_KEPT),
        (broken, "bad", "promise.broken", Cause.PROMISE_BROKEN),
    ):
        at = (made.rows[mask], made.receiver[mask], made.giver[mask])
        books.add_at(field, cause, at, snap(per_row(world, name, at[0]), EVIDENCE_BITS))
