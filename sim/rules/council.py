"""Texts on the tables of groups: tabled, amended, decided by the group's rule (P9, A1, A14)."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.account import Books
from sim.axes import Bools
from sim.causes import Cause
from sim.circles import asked, free_places, tables, voters
from sim.councils import Texts, dissolve, join, leave, share
from sim.draw import Draw
from sim.orders import ACCEDE, ADMIT, FOUND, INVITE, MANDATE, SUSPEND, Moves, OrderKind
from sim.sparse import Index, assign_slots, gather, where
from sim.state import ACTIVE, HELD, SUSPENDED, State
from sim.world import CONSENSUS, COUNCIL, MAJORITY, World

#: Bits of a text's terms: kept with the mission it mandates, and "was amended".
LIMITED, PROTECTION, AMENDED = 2, 4, 8


def council(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Texts on the tables are amended or decided; members quit; new texts are tabled.

    AI and human members go through the same procedure. A text tabled in one turn is decided in
    the next; an amendment (to delay, limit, or protect civilians) puts the decision off by one
    turn, once, so that everybody votes on the text as amended.
    """
    del draw
    texts = _open_texts(world, state)
    if texts is not None:
        still = _amend(state, books, moves, texts)
        _decide(world, state, books, moves, texts.some(~still))
    share(world, state, books)
    leave(world, state, books, moves)
    dissolve(world, state, books)
    _table(world, state, books, moves)


def _open_texts(world: World, state: State) -> Texts | None:
    rows, slots = tables(state).rows, tables(state).slots
    if not len(rows):
        return None
    matter, group, subject, author = (
        gather(state[f"text_{part}"], rows, slots).astype(np.intp)
        for part in ("kind", "group", "subject", "author")
    )
    kind, programme, format_ = (
        column[matter]
        for column in (world.matters.kind, world.matters.programme, world.matters.format)
    )
    return Texts(rows, slots, kind, group, subject, author, programme, format_)


def _column(world: World, state: State, texts: Texts, name: str) -> np.ndarray:
    """(n,) a column of the formats for the groups on whose tables texts lie."""
    table = relations.of_groups(world, state, name)
    return np.asarray(table[texts.rows if len(table) > 1 else texts.rows * 0, texts.group])


def _amend(state: State, books: Books, moves: Moves, texts: Texts) -> Bools:
    """(n,) which texts were amended this turn, and so stay on the table; their terms change."""
    rows, _, _ = at = moves.of(OrderKind.AMEND)
    still = np.zeros(len(texts.rows), bool)
    if not len(rows):
        return still
    slots = moves.orders.target[at].astype(np.intp)
    terms = state["text_terms"].copy()
    changes = np.array([0, LIMITED, PROTECTION], np.int8)[moves.orders.arg[at]] | np.int8(AMENDED)
    np.bitwise_or.at(terms, (rows, slots), changes)
    books.put("text_terms", Cause.AMENDED, terms != state["text_terms"], terms)
    still = (terms != state["text_terms"])[texts.rows, texts.slots]
    return np.asarray(still)


def _decide(world: World, state: State, books: Books, moves: Moves, texts: Texts) -> None:
    """What was on the tables is decided and its outcome takes effect; the tables are cleared."""
    event = np.arange(len(texts.rows))
    seated = voters(state, texts.rows, texts.slots)
    votes = moves.orders.vote[texts.rows, :, texts.slots] * seated
    stays = seated[event, texts.author]  # an author who left the table has no vote
    votes[event[stays], texts.author[stays]] = 1
    passed = _passed(world, state, texts, votes)
    agrees = votes[event, texts.subject] > 0
    silent = state["member"][texts.rows, texts.subject, texts.group] == 1
    silent &= _column(world, state, texts, "rule") == CONSENSUS
    if (texts.programme >= 0).any():
        _programme(state, books, texts, passed)
    admit = passed & agrees & (texts.kind == ADMIT)
    if admit.any():
        _admit(world, state, books, texts.some(admit))
    mandate = passed & (texts.kind == MANDATE)
    if mandate.any():
        _mandate(world, state, books, texts.some(mandate), (agrees | silent)[mandate])
    found = passed & (texts.kind == FOUND)
    if found.any():
        _found(world, state, books, texts.some(found), votes[found] > 0)
    at = (texts.rows, texts.slots)
    for field in ("text_kind", "text_group", "text_subject", "text_author"):
        books.put_at(field, Cause.VOTED, at, np.int16(-1))
    books.put_at("text_terms", Cause.VOTED, at, np.int8(0))
    event, guest = where(gather(state["text_seats"], *at) == 1)
    books.put_at("text_seats", Cause.VOTED, (at[0][event], at[1][event], guest), np.int8(0))


def _passed(world: World, state: State, texts: Texts, votes: np.ndarray) -> Bools:
    """(n,) texts that find the support that their group's rule asks for.

    Consensus: no member blocks; without the silence procedure all must speak for it. Majority:
    more than half support. Council: a quorum supports and no permanent member blocks; to abstain
    is no veto. A founding needs its number of founders. The author always supports.
    """
    kept = tables(state)
    seats = kept.members.take(kept.number[texts.rows, texts.slots], axis=0)
    size = np.count_nonzero(seats, axis=1)
    support = np.count_nonzero((votes > 0) & seats, axis=1)
    blocks = (votes < 0) & seats
    against = blocks.any(axis=1)
    veto = (blocks & world.groups.permanent[texts.group]).any(axis=1)
    rule = _column(world, state, texts, "rule")
    consensus = ~against & (_column(world, state, texts, "silence") | (support == size))
    quorum = support >= _column(world, state, texts, "quorum") * size
    out = np.where(rule == MAJORITY, support * 2 > size, consensus)
    out = np.where(rule == COUNCIL, quorum & ~veto, out) & (size > 0)
    enough = np.count_nonzero(votes > 0, axis=1) >= world.formats.least[texts.format]
    return np.asarray(np.where(texts.kind == FOUND, enough, out))


def _programme(state: State, books: Books, texts: Texts, passed: Bools) -> None:
    """Invitation, accession and suspension of a partner, or its return from suspension."""
    turn, kind = np.int16(state.turn), texts.kind

    def cells(mask: Bools) -> Index:
        return tuple(part[mask] for part in texts.cell)

    books.put_at("decided", Cause.VOTED, cells((kind == INVITE) | (kind == ACCEDE)), turn)
    books.put_at("invited", Cause.INVITED, cells(passed & (kind == INVITE)), np.int8(1))
    status = books["status"][texts.cell]  # of texts of other kinds it means nothing
    stays = status == ACTIVE  # who left meanwhile is not admitted
    books.put_at("accession", Cause.VOTED, cells(passed & (kind == ACCEDE) & stays), turn)
    suspend = passed & (kind == SUSPEND)
    if suspend.any():
        out = suspend & ((status == ACTIVE) | (status == HELD))
        books.put_at("status", Cause.SUSPENDED, cells(out), np.int8(SUSPENDED))
        back = cells(suspend & (status == SUSPENDED))
        books.put_at("status", Cause.RESTORED, back, np.int8(ACTIVE))


def _admit(world: World, state: State, books: Books, texts: Texts) -> None:
    """The group agreed and the candidate wants it."""
    books.put_at("member", Cause.ADMITTED, (texts.rows, texts.subject, texts.group), np.int8(1))
    join(world, state, books, (texts.rows, texts.subject, texts.group))


def _mandate(world: World, state: State, books: Books, texts: Texts, agrees: Bools) -> None:
    """A mission begins, led by the author, under unified command where the group has standards."""
    slots, fits = assign_slots(texts.rows, books["mission_place"] < 0)
    texts, agrees, slots = texts.some(fits), agrees[fits], slots[fits]
    if not len(slots):
        return
    unified = _column(world, state, texts, "standards") > 0
    for name in ("defence", "pooled"):
        unified = unified | (_column(world, state, texts, name) > 0)
    lawful = agrees | _column(world, state, texts, "universal")
    terms = state["text_terms"][texts.rows, texts.slots] & (LIMITED | PROTECTION)
    terms = terms | unified.astype(np.int8) | np.where(lawful, 0, 8).astype(np.int8)
    at, cause = (texts.rows, slots), Cause.MANDATED
    books.put_at("mission_place", cause, at, texts.subject.astype(np.int16))
    books.put_at("mission_group", cause, at, texts.group.astype(np.int16))
    books.put_at("mission_lead", cause, at, texts.author.astype(np.int16))
    books.put_at("mission_turn", cause, at, np.int16(state.turn))
    books.put_at("mission_terms", cause, at, terms.astype(np.int8))


def _found(world: World, state: State, books: Books, texts: Texts, founders: Bools) -> None:
    """Those who support the text are the members of the new group."""
    at = (texts.rows, texts.group)
    books.put_at("format", Cause.FOUNDED, at, texts.format.astype(np.int16))
    books.put_at("founded", Cause.FOUNDED, at, np.int16(state.turn))
    event, nation = where(founders)
    cells = (texts.rows[event], nation, texts.group[event])
    books.put_at("member", Cause.FOUNDED, cells, np.int8(1))
    join(world, state, books, cells)


def _table(world: World, state: State, books: Books, moves: Moves) -> None:
    """New texts take free slots; of several on one matter the first author's counts."""
    rows, nations, slots = moves.of(OrderKind.TABLE)
    if not len(rows):
        return
    subject = moves.orders.target[rows, nations, slots].astype(np.int64)
    matter = moves.orders.arg[rows, nations, slots].astype(np.int64)
    _, keep = np.unique((rows * 4096 + subject) * 4096 + matter, return_index=True)
    texts = np.array([rows, nations, subject, matter, world.matters.group[matter]]).take(keep, 1)
    new = texts[4] < 0
    place, room = assign_slots(texts[0][new], free_places(state))
    texts[4, new] = np.where(room, place, -1)
    texts = texts.compress(texts[4] >= 0, axis=1)
    place, fits = assign_slots(texts[0], books["text_kind"] < 0)
    rows, nations, subject, matter, group = texts[:, fits]
    place = place[fits]
    at = (rows, place)
    values = {"kind": matter, "subject": subject, "author": nations, "group": group}
    for name, value in values.items():
        books.put_at(f"text_{name}", Cause.TABLED, at, value.astype(np.int16))
    books.put_at("text_turn", Cause.TABLED, at, np.int16(state.turn))
    _seat(world, state, books, (rows, place, matter), (nations, subject))


def _seat(
    world: World,
    state: State,
    books: Books,
    texts: tuple[np.ndarray, np.ndarray, np.ndarray],
    ends: tuple[np.ndarray, np.ndarray],
) -> None:
    """Beside the group its candidate votes, the nation a mission is to go to, and founders."""
    rows, place, matter = texts
    kind, (author, subject) = world.matters.kind[matter], ends
    guest = (kind == ADMIT) | (kind == MANDATE)
    books.put_at(
        "text_seats", Cause.TABLED, (rows[guest], place[guest], subject[guest]), np.int8(1)
    )
    new = kind == FOUND
    if not new.any():
        return
    most = world.formats.most[world.matters.format[matter[new]]]
    event, nation = where(asked(world, state, rows[new], (author[new], subject[new]), most))
    seats = (rows[new][event], place[new][event], nation)
    books.put_at("text_seats", Cause.TABLED, seats, np.int8(1))
