"""Joint exercises from table-top to live: announced, answered, held or cancelled (P5, P14)."""

from __future__ import annotations

import numpy as np

from sim import relations
from sim.account import Books
from sim.arguments import table
from sim.axes import Bools, Floats, Ints
from sim.carried import fixed
from sim.causes import Cause
from sim.compiled import compiled
from sim.draw import Draw, Stream
from sim.grid import nearest, snap
from sim.orders import Moves, OrderKind
from sim.sparse import Index, assign_slots, per_row, where
from sim.state import (
    ACTIVE,
    CANCELLED,
    CONDUCTED,
    EVIDENCE_BITS,
    FREE,
    MEMBER,
    PLANNED,
    State,
)
from sim.world import World

#: What becomes of an exercise in a turn, if anything; the last is called off before it is due.
_HELD, _FALLEN, _EARLY = 1, 2, 3

#: Whether exercises are held at all, and what may make one fall.
_ODDS = ("P5", "exercise.refusal", "exercise.parliament", "exercise.grudge")


def exercises(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Invitations are answered, exercises due are held or fail, new ones are announced."""
    _clear(state, books)
    _answer(state, books, moves)
    _hold(world, state, books, moves, draw)
    _announce(world, state, books, moves)


def _clear(state: State, books: Books) -> None:
    """Slots of exercises that ended in the turn before are free again."""
    cause = Cause.EXERCISE_PLANNED
    slots = where(state["exercise"] >= CONDUCTED)
    for field in ("exercise_coming", "exercise_invited"):
        books.put_at(field, cause, slots, 0)  # of all nations
    books.put_at("exercise", cause, slots, FREE)
    for field in ("exercise_host", "exercise_type", "exercise_scope"):
        books.put_at(field, cause, slots, -1)


def _answer(state: State, books: Books, moves: Moves) -> None:
    """Invited nations come or stay away; who says nothing keeps what it said before."""
    fields = ("exercise", "exercise_host", "exercise_invited", "exercise_coming")
    said = np.ascontiguousarray(moves.orders.attend)
    step = _answers(said, *(state[field] for field in fields))
    books.add("exercise_coming", Cause.EXERCISE_ANSWERED, step)


@compiled
def _answers(
    said: np.ndarray, stage: np.ndarray, host: np.ndarray, invited: np.ndarray, coming: np.ndarray
) -> np.ndarray:
    """(R, X, N) by how much what was ``said`` (R, N, X) changes who is ``coming`` (R, X, N).

    To exercises ahead: nobody is ``invited`` to others any more. The host comes, or calls it off.
    """
    step, answer = np.zeros_like(coming), np.empty(coming.shape[2], np.int8)
    for row in range(stage.shape[0]):
        for slot in range(stage.shape[1]):
            if stage[row, slot] != PLANNED:
                continue
            for guest in range(len(answer)):
                answer[guest] = said[row, guest, slot]
            for guest in range(len(answer)):
                heard = answer[guest] * invited[row, slot, guest]
                change = (heard > 0) - coming[row, slot, guest]
                step[row, slot, guest] = change if heard != 0 else 0
            step[row, slot, host[row, slot]] = 0
    return step


def _hold(world: World, state: State, books: Books, moves: Moves, draw: Draw) -> None:
    """Due exercises are held unless the host calls off, refuses a guest, or too few come.

    An open exercise must take every partner that wants to come: a host in a dispute or rivalry
    with a guest refuses, and the exercise falls. A host short of political will may find its
    parliament against foreign troops.
    """
    called = np.zeros(state["exercise"].shape, bool)
    at = moves.of(OrderKind.CANCEL)
    called[at[0], moves.orders.target[at]] = True
    ahead = (state["exercise"], state["exercise_host"], state["exercise_due"])
    foes = (state["rivalry"], state["last_dispute"])
    luck = draw.uniform(Stream.EXERCISE, world.dims.X, 4)
    coming = books["exercise_coming"]
    odds = table(world, *_ODDS)
    fate = _fates(state.turn, ahead, called, coming, foes, state["will"], luck, odds)
    books.put_at("exercise", Cause.EXERCISE_CANCELLED, where(fate > _HELD), CANCELLED)
    books.put_at("exercise", Cause.EXERCISED, where(fate == _HELD), CONDUCTED)
    _blame(world, state, books, where(fate == _FALLEN))
    _credit(world, state, books, fate)


@compiled
def _fates(
    turn: int,
    ahead: tuple[np.ndarray, np.ndarray, np.ndarray],
    called: Bools,
    coming: np.ndarray,
    foes: tuple[np.ndarray, np.ndarray],
    will: Floats,
    luck: Floats,
    odds: Floats,
) -> np.ndarray:
    """(R, X) what becomes of exercises ``ahead`` (stage, host, turn in which they are due).

    Who is ``coming`` (R, X, N); ``called`` off by the host (R, X); rivals and the last disputes of
    two, (R, N, N); ``luck`` (R, X, 4); ``odds`` as ``_ODDS``.
    """
    (stage, hosts, due), (rival, dispute) = ahead, foes
    fate = np.zeros_like(stage)
    for row in range(stage.shape[0]):
        works, refusal, parliament, grudge = odds[row if len(odds) > 1 else 0]
        for slot in range(stage.shape[1]):
            if stage[row, slot] != PLANNED:
                continue
            if due[row, slot] > turn or works == 0.0:
                fate[row, slot] = _EARLY if called[row, slot] else 0
                continue
            host, since = hosts[row, slot], turn - grudge
            anybody, foe = False, False
            for guest in range(coming.shape[2]):
                comes = (coming[row, slot, guest] == 1) & (guest != host)
                hostile = (rival[row, host, guest] == 1) | (dispute[row, host, guest] > since)
                anybody |= comes
                foe |= comes & hostile
            falls = called[row, slot] or not anybody
            falls |= foe and luck[row, slot, 0] < refusal
            falls |= luck[row, slot, 1] < parliament * (1.0 - will[row, host])
            fate[row, slot] = _FALLEN if falls else _HELD
    return fate


def _blame(world: World, state: State, books: Books, fallen: Index) -> None:
    """Who wanted to come to exercises that fell holds it against the host."""
    rows = fallen[0]
    host = state["exercise_host"][fallen]
    guests = books["exercise_coming"][fallen] == 1
    guests[np.arange(len(rows)), host] = False
    event, guest = where(guests)
    amount = snap(per_row(world, "exercise.blame", rows[event]), EVIDENCE_BITS)
    books.add_at("bad", Cause.EXERCISE_CANCELLED, (rows[event], guest, host[event]), amount)


def _credit(world: World, state: State, books: Books, fate: np.ndarray) -> None:
    """Exercising together is evidence of good faith, and is remembered with its date."""
    weights = fixed(world, "weights of exercises", lambda: _weights(world))
    held = (fate, state["exercise_type"], books["exercise_coming"])
    last, rate = state["exercised"], world.params["exercise.evidence"]
    trained, most, step, evidence = _training(held, weights, last, state.turn, rate)
    books.scratch["training"] = trained, most
    books.add("exercised", Cause.EXERCISED, step)
    books.add("good", Cause.EXERCISED, evidence)


def _weights(world: World) -> np.ndarray:
    """(E, 2) what an exercise of each type trains: staff and field."""
    return np.stack([world.exercises.staff, world.exercises.field], axis=1).astype(np.float32)


@compiled
def _training(
    held: tuple[np.ndarray, np.ndarray, np.ndarray],
    weights: np.ndarray,
    last: np.ndarray,
    turn: int,
    rate: Floats,
) -> tuple[tuple[np.ndarray, np.ndarray], float, np.ndarray, Floats]:
    """(R, N, N) staff and field training of each pair in this turn's exercises, 0 with itself.

    Also what no pair has more of, by how much the date of the ``last`` training together moves, and
    the evidence. ``held`` are fate and type (R, X) of the exercises and who came (R, X, N),
    ``weights`` as ``_weights``.
    Training is in single precision, which holds it exactly: weights are multiples of ``2**-10`` up
    to 8, and there are fewer than a thousand slots.
    """
    fate, kind, coming = held
    nations = coming.shape[2]
    staff = np.zeros((len(fate), nations, nations), np.float32)
    drill = np.zeros_like(staff)
    step, evidence = np.empty(staff.shape, np.int32), np.empty(staff.shape)
    guests, most = np.empty(nations + 1, np.uint32), 0.0
    for row in range(fate.shape[0]):
        total = 0.0
        for slot in range(fate.shape[1]):
            if fate[row, slot] != _HELD:
                continue
            of_staff, of_field = weights[kind[row, slot]]
            total += float(max(of_staff, of_field))
            count = 0
            for guest in range(nations):
                guests[count] = guest
                count += int(coming[row, slot, guest] == 1)
            for i in guests[:count]:
                for j in guests[:count]:
                    staff[row, i, j] += of_staff
                    drill[row, i, j] += of_field
        most = max(most, total)
        worth = rate[row if len(rate) > 1 else 0]
        for i in range(nations):
            staff[row, i, i] = drill[row, i, i] = 0.0
            for j in range(nations):
                shared = staff[row, i, j] + drill[row, i, j]
                ago = turn - int(last[row, i, j])
                step[row, i, j] = ago if shared > 0.0 else 0
                evidence[row, i, j] = nearest(shared * worth, EVIDENCE_BITS)
    return (staff, drill), most, step, evidence


def _announce(world: World, state: State, books: Books, moves: Moves) -> None:
    rows, nations, orders = moves.of(OrderKind.HOST)
    slots, fits = assign_slots(rows, books["exercise"] == FREE)
    rows, nations, orders, slots = (p[fits] for p in (rows, nations, orders, slots))
    if not len(rows):
        return
    at, of = (rows, slots), (rows, nations, orders)
    kind, scope = moves.orders.arg[of], moves.orders.target[of]
    cause = Cause.EXERCISE_PLANNED
    books.put_at("exercise", cause, at, PLANNED)
    books.put_at("exercise_host", cause, at, nations)
    books.put_at("exercise_type", cause, at, kind)
    books.put_at("exercise_scope", cause, at, scope)
    books.put_at("exercise_due", cause, at, state.turn + world.exercises.lead[kind])
    places = np.stack([rows, slots, nations, scope], axis=1)
    close = (relations.ties(world, state), relations.defence_pact(world, state))
    circles = (state["status"], state["member"], world.exists(state.turn))
    invited = _invited(places, circles, close, state["exercise_invited"])
    books.add("exercise_invited", cause, invited)
    books.put_at("exercise_coming", cause, (rows, slots, nations), 1)


@compiled
def _invited(
    places: Ints,
    circles: tuple[np.ndarray, np.ndarray, Bools],
    close: tuple[Bools, Bools],
    before: np.ndarray,
) -> np.ndarray:
    """(R, X, N) who is invited: all who take part, all members, or the host's own partners.

    ``places`` (n, 4) are rows, slots, hosts and scopes of exercises; ``circles`` who takes part in
    programmes (R, N, P), who is a member of groups (R, N, G), and who exists (N,); ``close`` who
    has ties or a pact, (R, N, N). In the shape of those invited ``before``.
    """
    (status, member, exists), (tie, pact) = circles, close
    programmes, groups = status.shape[2], member.shape[2]
    invited = np.zeros_like(before)
    for row, slot, host, scope in places:
        for guest in range(len(exists)):
            if scope < programmes:
                step = status[row, guest, scope]
                part = (step == ACTIVE) | (step == MEMBER)
            elif scope < programmes + groups:
                part = member[row, guest, scope - programmes] == 1
            else:
                part = tie[row, host, guest] | pact[row, host, guest]
            invited[row, slot, guest] = int(part & exists[guest])
        invited[row, slot, host] = 1
    return invited
