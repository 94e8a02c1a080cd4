"""What was agreed between two: terms of agreements, and how long these last (A3, A7, A15).

Terms are kept by pair, not by paper: verification is the strictest agreed, an annex the last one
agreed, the balance the sum of all. They hold from signature (provisional application, Vienna
Convention on the Law of Treaties, Article 25) until the last agreement between the two is gone.
"""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Bools, Floats
from sim.causes import Cause
from sim.grid import snap
from sim.orders import PUBLISHED, SECRET, Moves
from sim.sparse import Index, both, gate_row, per_row, places
from sim.state import FIELDS, IN_FORCE, NONE, NOTICE, State
from sim.talks import initialled
from sim.world import World

#: What is forgotten with the last agreement between two.
TERMS = ("verified", "annex", "balance", "duration", "contested", "breached")


def bring_to(books: Books, cause: Cause, at: Index, some: Bools, stage: int, turn: int) -> None:
    """Bring ``some`` (n,) of the agreements (row, type, i, j) to a stage on both sides."""
    chosen = some.nonzero()[0]
    if not len(chosen):
        return
    at = tuple(axis[chosen] for axis in at)
    sides = both(at)
    books.put_at("agreement", cause, sides, np.int8(stage))
    books.put_at("agreement_turn", cause, sides, np.int16(turn))
    if stage == NONE:  # for those who keep the terms between two
        books.scratch.setdefault("ended", []).append(at)


def notice(world: World, state: State, books: Books, cause: Cause, at: Index) -> Index:
    """Notice of those that are in force, which are given back; with A3 off it ends them at once."""
    held = books["agreement"][at] == IN_FORCE
    at = tuple(axis[held] for axis in at)
    lives = gate_row(world, "A3", at[0])
    bring_to(books, cause, at, lives, NOTICE, state.turn)
    bring_to(books, cause, at, ~lives, NONE, state.turn)
    return at


def agree(world: World, state: State, books: Books, moves: Moves) -> dict[str, np.ndarray]:
    """Set the terms of what was signed this turn; returns the columns of what was signed."""
    found = initialled(world, books, moves)
    rows, one, two = found["rows"], found["proposer"], found["to"]
    if not len(rows):
        return found
    cell = places(state["agreement"].shape, rows, found["kind"], one, two)
    then, now = (field["agreement"].take(cell) for field in (state, books))
    signed = (then == NONE) & (now != NONE)
    if not signed.all():
        found = {name: column[signed] for name, column in found.items()}
    public = ~gate_row(world, "A7", found["rows"])
    annex = np.where(public, np.minimum(found["annex"], PUBLISHED), found["annex"])
    _raise(books, *_stated(found, found["verification"]))
    for field, value in (("annex", annex), ("duration", found["years"])):
        books.put_at(field, Cause.TERMS_AGREED, *_stated(found, value))
    at, steps = _stated(found, found["balance"])
    steps[len(steps) // 2 :] *= -1  # what favours the proposer
    books.add_at("balance", Cause.TERMS_AGREED, at, steps)
    books.settle("balance")
    return found


def _stated(found: dict[str, np.ndarray], value: np.ndarray) -> tuple[Index, np.ndarray]:
    """The pairs, from either side, whose agreements state a term, and what they state."""
    some = value.nonzero()[0]
    stated = value[some]
    pairs = (found["rows"][some], found["proposer"][some], found["to"][some])
    return both(pairs), np.concatenate([stated, stated])


def _raise(books: Books, at: Index, level: np.ndarray) -> None:
    """Verification never falls by a further agreement."""
    more = (level > books["verified"][at]).nonzero()[0]
    # low before high, so that of two in one turn the stricter stays
    more = more[level[more].argsort(kind="stable")]
    books.put_at("verified", Cause.TERMS_AGREED, tuple(axis[more] for axis in at), level[more])


def forget(books: Books) -> None:
    """Terms fall with the last agreement between two; ``ended`` are the agreements that did."""
    ended = books.scratch.get("ended", [])
    if not ended:
        return
    rows, _, one, two = (np.concatenate(axis) for axis in zip(*ended, strict=True))
    gone = (books["agreement"][rows, :, one, two] == NONE).all(axis=1)
    rows, one, two = rows[gone], one[gone], two[gone]
    if not len(rows):
        return
    at = both((rows, one, two))
    cells = places(books["verified"].shape, *at)
    for field in TERMS:
        held = books[field].take(cells).nonzero()[0]
        if len(held):
            some = tuple(axis[held] for axis in at)
            books.put_at(field, Cause.TERMS_VOID, some, FIELDS[field].dtype(0))


def strain(world: World, state: State, at: Index) -> Floats:
    """(n,) how many times as likely as usual agreements (row, type, i, j) are to end: 0 or more.

    ``lasting.base`` less what makes them last: clear terms (published rather than secret, not
    contested), transparency of both sides, verification, priorities in line (like positions, like
    fears); resentment adds. Symmetric in the two parties.
    """
    rows, _, one, two = at

    def p(name: str) -> Floats:
        return per_row(world, name, rows)

    annex = state["annex"][rows, one, two]
    clear = 0.5 + 0.5 * (annex == PUBLISHED) - 0.5 * (annex == SECRET)
    clear = clear * (state["contested"][rows, one, two] == 0)
    open_ = np.minimum(state["transparency"][rows, one], state["transparency"][rows, two])
    verified = state["verified"][rows, one, two] / 3.0
    gap = np.abs(state["alignment"][rows, one] - state["alignment"][rows, two])
    fear = relations.fear(state)
    alike = 0.5 / (1.0 + gap) + 0.5 * (1.0 - np.abs(fear[rows, one] - fear[rows, two]))
    rankle = np.maximum(state["resentment"][rows, one, two], state["resentment"][rows, two, one])
    total = p("lasting.base") - p("lasting.clarity") * clear - p("lasting.transparency") * open_
    total = total - p("lasting.verification") * verified - p("lasting.priorities") * alike
    return snap(np.maximum(total + p("lasting.resentment") * rankle, 0.0))


def lapse_chance(world: World, state: State, at: Index) -> Floats:
    """(n,) the chance that agreements lapse at review, 0..1.

    ``agreement.lapse`` times distrust times ``strain``; with A15 off all are as likely to lapse as
    an average one, whatever their terms and the parties' trust.
    """
    rows, _, one, two = at
    trust = np.minimum(state.trust[rows, one, two], state.trust[rows, two, one])
    own = (1.0 - trust) * strain(world, state, at)
    mean = per_row(world, "lasting.mean", rows)
    times = np.where(gate_row(world, "A15", rows), own, mean)
    return np.asarray(np.minimum(per_row(world, "agreement.lapse", rows) * times, 1.0))
