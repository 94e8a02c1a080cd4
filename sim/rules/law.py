"""Law: what was promised, broken, contested and found out (A4, A7); terms of agreements (A3)."""

from __future__ import annotations

import numpy as np

from sim import secrecy, talks, treaty
from sim.account import Books
from sim.axes import Bools
from sim.carried import evidence_of
from sim.causes import Cause
from sim.draw import Column, Draw, mix
from sim.grid import snap
from sim.law import COVERT, broken, clashes
from sim.orders import Moves, OrderKind
from sim.relations import memo
from sim.sparse import Index, both, gate_row, gather, per_row, where
from sim.state import EVIDENCE_BITS, IN_FORCE, NONE, State
from sim.world import World


def law(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Terms and promises take effect; breaches and annexes are found; what is unlawful costs.

    Everything that was found out is public from here on, as the gravest rule that a nation was
    found to have broken (``offence``) and as its standing record (``violations``), which fades.
    """
    signed = treaty.agree(world, state, books, moves)
    talks.remember(world, state, books, moves)
    books.put("offence", Cause.FORGIVEN, state["offence"] != 0, 0)
    _fade(world, state, books)
    secrecy.reveal(world, state, books, moves, draw)
    if world.on("A4").any():
        _suspend(world, state, books)
        _orders(world, books, moves)
        found = secrecy.find_breaches(world, state, books, draw)
        _settle(world, state, books, draw)
        acts = _unlawful(world, state, books, moves, draw, signed)
        _blame(world, state, books, tuple(np.concatenate(p) for p in zip(found, acts, strict=True)))
    treaty.forget(books)


def _fade(world: World, state: State, books: Books) -> None:
    """The record of violations, whoever established them, is forgotten little by little."""
    if not state["violations"].any():
        return
    lost = 1.0 - world.param("law.memory")
    books.add("violations", Cause.FORGIVEN, snap(-lost * state["violations"]))


def _suspend(world: World, state: State, books: Books) -> None:
    """No evidence from what is not kept, nor from what is contested; what is not done costs less.

    The partner notices no more than that the good evidence stays away.
    """
    rows, own, other = secrecy.breaking(state)
    if len(rows):
        codes = gather(state["breached"], rows, own, other)
        event, types = np.nonzero(codes[:, None] >> np.arange(world.dims.A) & 1)
        secret = rows[event], types, other[event], own[event]
        _relieve(world, books, secret)
        _withhold(world, state, books, Cause.AGREEMENT_KEPT, secret)
    rows, types, one, two = cells = _contested(state)
    if len(rows):
        twice = gather(state["breached"], rows, two, one) >> types & 1  # it gives none already
        _withhold(world, state, books, Cause.CONTESTED, tuple(cells[:, twice == 0]))


def _withhold(world: World, state: State, books: Books, cause: Cause, at: Index) -> None:
    """No evidence this turn from agreements in force (row, type, who sees it, who gives it)."""
    held = state["agreement"][at] >= IN_FORCE
    rows, types, one, two = (axis[held] for axis in at)
    units = evidence_of(world, rows, types) * per_row(world, "agreement.evidence", rows)
    books.add_at("good", cause, (rows, one, two), -snap(units, EVIDENCE_BITS))


def _contested(state: State) -> np.ndarray:
    """(4, n) row, type, nation and partner of agreements of which the meaning is contested."""

    def make() -> np.ndarray:
        at = rows, one, two = where(state["contested"])
        return np.array([rows, gather(state["contested"], *at).astype(np.intp) - 1, one, two])

    return memo(state, "contested", make)


def _relieve(world: World, books: Books, at: Index) -> None:
    """Each turn in which an agreement is not kept spares its price at home."""
    rows, types, _, own = at
    works = gate_row(world, "A4", rows) & gate_row(world, "P11", rows)
    gain = per_row(world, "law.relief", rows) * world.agreements.autonomy[types] * works
    books.add_at("will", Cause.RELIEF, (rows, own), snap(gain))
    books.settle("will")


def _orders(world: World, books: Books, moves: Moves) -> None:
    """Breaches begin, meanings are disputed; a nation that renews an agreement keeps it again."""
    types, (rows, own, other) = _about(world, books, moves, OrderKind.CONTEST)
    new = books["contested"][rows, own, other] == 0
    for one, two in ((own, other), (other, own)):
        pair = (rows[new], one[new], two[new])
        books.put_at("contested", Cause.CONTESTED, pair, types[new] + 1)
    for order, cause in ((OrderKind.BREACH, Cause.BREACHED), (OrderKind.RENEW, Cause.KEEPS_AGAIN)):
        types, pairs = _about(world, books, moves, order)
        some = (order is OrderKind.BREACH) | (books["breached"][pairs] > 0)
        for k in some.nonzero()[0]:  # few, and two may be about one pair
            at = tuple(axis[k : k + 1] for axis in pairs)
            was, bit = int(books["breached"][at][0]), 1 << int(types[k])
            now = was | bit if order is OrderKind.BREACH else was & ~bit
            books.put_at("breached", cause, at, np.int16(now))


def _about(world: World, books: Books, moves: Moves, kind: OrderKind) -> tuple[np.ndarray, Index]:
    """Type, and row, nation, partner of orders of a kind about agreements in force."""
    rows, nations, _ = given = moves.of(kind)
    if not len(rows):
        return rows, (rows, rows, rows)
    other, types = (part[given].astype(np.intp) for part in (moves.orders.target, moves.orders.arg))
    binding = books["agreement"][rows, types, nations, other] >= IN_FORCE
    binding &= gate_row(world, "A4", rows)
    return types[binding], (rows[binding], nations[binding], other[binding])


def _settle(world: World, state: State, books: Books, draw: Draw) -> None:
    """A dispute over meaning ends in time: in renewal where things are clear, else in the end.

    Clear: trust on both sides, verified facts, a pact to consult.
    """
    cells = _contested(state)
    rows, _, one, two = at = tuple(cells[:, cells[2] < cells[3]])
    if not len(rows):
        return
    settles, badly = (
        draw.of_two(Column.LAW, world.dims.N, rows, (which, one), (which, two)) for which in (1, 2)
    )
    stage = books["agreement"][at]
    over = (settles < per_row(world, "law.settling", rows)) & gate_row(world, "A4", rows)
    over |= stage < IN_FORCE
    trust = np.minimum(state.trust[rows, one, two], state.trust[rows, two, one])
    clear = per_row(world, "law.clear", rows) + per_row(world, "law.clear_trust", rows) * trust
    verified = state["verified"][rows, one, two] / 3.0
    clear = clear + per_row(world, "law.clear_verified", rows) * verified
    clear = clear + per_row(world, "law.clear_consultation", rows) * _consults(world, state, at)
    held, well = over & (stage == IN_FORCE), badly < clear  # its term begins anew, or it ends
    treaty.bring_to(books, Cause.CONTEST_SETTLED, at, held & well, IN_FORCE, state.turn)
    treaty.bring_to(books, Cause.CONTEST_SETTLED, at, held & ~well, NONE, state.turn)
    done = both((rows[over], one[over], two[over]))
    books.put_at("contested", Cause.CONTEST_SETTLED, done, 0)


def _consults(world: World, state: State, at: Index) -> Bools:
    """(n,) whether a consultation pact is in force between the two of agreements."""
    rows, _, one, two = at
    if "consultation" not in world.agreements.ids:
        return np.zeros(len(rows), bool)
    pact = world.agreements.ids.index("consultation")
    return np.asarray(state["agreement"][rows, pact, one, two] >= IN_FORCE)


def _unlawful(
    world: World,
    state: State,
    books: Books,
    moves: Moves,
    draw: Draw,
    signed: dict[str, np.ndarray],
) -> Index:
    """Unlawful orders and treaties cost will at home; returns those that are found out.

    (row, nation, rule, injured nation or -1) each. An open act is established as a violation with
    the chance of its rule; covert acts are found in their own ways.
    """
    parts = [_clashing(world, state, signed)]
    for kind, acts, rules in broken(world, state, np.arange(world.dims.N), moves):
        injured = acts.arg if kind is OrderKind.RETRANSFER else acts.target
        if kind in (OrderKind.MANOEUVRE, OrderKind.DEPLOY):
            injured = np.full(len(rules), -1)
        parts.append((acts.rows, acts.own, rules, injured, np.full(len(rules), kind in COVERT)))
    columns = [np.concatenate(p) for p in zip(*parts, strict=True)]
    some = columns[2].nonzero()[0]  # those that break a rule
    rows, nations, rule, injured, covert = (column[some] for column in columns)
    if not len(rows):
        return rows, nations, rule, injured
    works = gate_row(world, "P11", rows)
    price = per_row(world, "law.will", rows) * world.law.weight[rule] * works
    price = price * state["institutions"][rows, nations]
    books.add_at("will", Cause.UNLAWFUL, (rows, nations), -snap(price))
    books.settle("will")
    luck = mix(draw.of_nations(Column.LAW, 0, world.dims.N, rows, nations), rule / 32.0)
    found = ~covert & (luck < world.law.found[rule])
    return rows[found], nations[found], rule[found], injured[found]


def _clashing(world: World, state: State, signed: dict[str, np.ndarray]) -> Index:
    """Treaties that break a rule, a party each: row, nation, rule, injured nobody, never covert."""
    at = both(tuple(signed[name] for name in ("rows", "kind", "proposer", "to")))
    clash = clashes(world, state, at)
    some = clash.nonzero()[0]
    none = np.full(len(some), -1)
    return at[0][some], at[2][some], clash[some], none, none == 0


def _blame(world: World, state: State, books: Books, acts: Index) -> None:
    """What was found out is recorded; the injured remember it, all others hear of it."""
    rows, nations, rule, injured = acts
    if not len(rows):
        return
    weight = world.law.weight[rule]
    amount = snap(per_row(world, "law.violation", rows) * weight)
    books.add_at("violations", Cause.FOUND_UNLAWFUL, (rows, nations), amount)
    books.settle("violations")
    order = np.lexsort((-rule, rows, nations))  # the first rule of the catalogue is written last
    at = (rows[order], nations[order])
    books.put_at("offence", Cause.FOUND_UNLAWFUL, at, rule[order].astype(np.int8))
    hurt = injured >= 0
    memory = snap(per_row(world, "law.evidence", rows) * weight, EVIDENCE_BITS)[hurt]
    pair = (rows[hurt], injured[hurt], nations[hurt])
    books.add_at("bad", Cause.FOUND_UNLAWFUL, pair, memory)
    told = per_row(world, "law.repute", rows) * weight * gate_row(world, "N1", rows)
    secrecy.tell(world, state, books, Cause.FOUND_UNLAWFUL, (rows, nations, injured, told))
