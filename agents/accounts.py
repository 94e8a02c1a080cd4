"""What each kind of decision was about, whether it was open, and what was done in the end.

A ``Choice`` holds arrays over nations and candidates; this module knows which axis the candidates
of each label run over and finds the cells that were really up for decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from agents.calculus import Choice
from agents.terms import SENTENCES
from sim.forces import CUT, RAISE, UNDERSTATED
from sim.legal import Menu, offerable, open_steps
from sim.observe import Observation
from sim.orders import ACCEDE, ACCEPT, ADMIT, FOUND, INVITE, MANDATE, SUSPEND, Moves, OrderKind
from sim.state import PLANNED
from sim.wording import nation_name, the
from sim.world import World


@dataclass(frozen=True, slots=True)
class DecisionAccount:
    """One decision of one nation with its reasons.

    ``parts`` are (term, its sentence, amount), largest first; the amounts sum to ``score`` exactly.
    ``chosen`` is what the calculus said (``luck < chance``), ``done`` what came of it in the moves:
    a chosen order falls away when slots, money or effort are used up.
    """

    turn: int
    nation: int
    decision: str  # label of the choice
    about: str | None  # partner, programme, candidate or host, as it stands in a sentence
    subject: int | None  # its index: nation, programme or exercise slot
    chosen: bool
    done: bool
    score: float
    threshold: float
    chance: float  # 0..1
    luck: float  # 0..1
    parts: tuple[tuple[str, str, float], ...]

    @property
    def openness(self) -> float:
        """How easily it might have gone the other way: 1 at an even chance, 0 at certainty."""
        return 1.0 - 2.0 * abs(self.chance - 0.5)


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing a nation decided about: where it lies in the choice, what it is, what was done."""

    subject: int | None
    about: str | None
    done: bool
    candidate: int = 0  # place on the choice's last axis, if it has one


@dataclass(frozen=True)
class Seat:
    """One nation's place in a deliberation, one row."""

    world: World
    obs: Observation
    moves: Moves
    nation: int
    place: int  # position among the observers
    row: int
    choices: tuple[Choice, ...] = ()  # all that the observers weighed

    @cached_property
    def menu(self) -> Menu:
        """What was possible for the observers."""
        return Menu(self.obs)

    def name(self, nation: int) -> str:
        """A nation as it stands in a sentence."""
        return nation_name(self.world.names[nation])

    def open(self, kind: OrderKind) -> np.ndarray:
        """What was possible for this nation: (targets[, args]) bool."""
        return np.asarray(self.menu[kind][self.row, self.place])

    def ordered(self, kind: OrderKind) -> set[tuple[int, int]]:
        """(target, arg) of the orders of a kind it gave."""
        orders, at = self.moves.orders, (self.row, self.nation)
        slots = np.nonzero(orders.kind[at] == kind)[0]
        return {(int(orders.target[at][k]), int(orders.arg[at][k])) for k in slots}

    def chose(self, label: str) -> bool:
        """Whether it chose so in a decision that all observers made about themselves."""
        found = (choice for choice in self.choices if choice.decision == label)
        return any(bool(value_at(choice.chosen, (self.row, self.place))) for choice in found)

    def gave(self, kind: OrderKind, target: int) -> bool:
        """Whether it gave an order of a kind with this target."""
        return any(goal == target for goal, _ in self.ordered(kind))


def place_in(seat: Seat, choice: Choice, programme: int) -> int | None:
    """The nation's position in a choice, ``None`` where it had no part in it.

    Choices are made by all observers, or by those of them whom the matter concerns in any row.
    """
    del programme
    nations = seat.obs.nations if choice.nations is None else choice.nations
    return nations.tolist().index(seat.nation) if seat.nation in nations else None


def account(
    seat: Seat, choice: Choice, cell: Cell, place: int, source: Choice | None = None
) -> DecisionAccount:
    """The account of one cell of a choice in which the nation stands at ``place``.

    ``source`` is the choice whose parts explain it, if not its own.
    Refusing and leaving are scored by the negated worth: where the parts kept are those of the
    worth itself, they are turned round, so that they always sum to the score.
    """
    at = (seat.row, place, cell.candidate)
    score = value_at(choice.score, at)
    where = at if source is None else (seat.row, place, cell.subject or 0)
    parts = (source or choice).reasons(where)
    total = sum(amount for _, amount in parts)
    sign = -1.0 if total != score and -total == score else 1.0
    return DecisionAccount(
        turn=seat.obs.turn,
        nation=seat.nation,
        decision=choice.decision,
        about=cell.about,
        subject=cell.subject,
        chosen=bool(value_at(choice.chosen, at)),
        done=cell.done,
        score=score,
        threshold=value_at(choice.threshold, at),
        chance=value_at(choice.chance, at),
        luck=value_at(choice.luck, at),
        parts=tuple((name, SENTENCES.get(name, name), sign * part) for name, part in parts),
    )


def value_at(array: np.ndarray, cell: tuple[int, ...]) -> float:
    """An element of an array that broadcasts to (R, M) or (R, M, candidates)."""
    sizes = zip(array.shape, cell, strict=False)
    return float(array[tuple(0 if size == 1 else index for size, index in sizes)])


def _programme(kind: OrderKind) -> Callable[[Seat, int], Iterator[Cell]]:
    """Decisions about one's own part in a programme."""

    def cells(seat: Seat, programme: int) -> Iterator[Cell]:
        able = seat.open(kind)[programme]
        if kind is OrderKind.ADVANCE:
            able = open_steps(seat.obs)[seat.row, seat.place, programme].any()
        if able:
            about = the(seat.world.programmes.names[programme])
            yield Cell(programme, about, seat.gave(kind, programme))

    return cells


def alone(kind: OrderKind, target: int | None = None) -> Callable[[Seat, int], Iterator[Cell]]:
    """A decision without candidates: whether to give an order of a kind at all."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        if seat.open(kind).any():
            given = seat.ordered(kind)
            done = bool(given) if target is None else any(goal == target for goal, _ in given)
            yield Cell(target, None, done)

    return cells


def toward(kind: OrderKind) -> Callable[[Seat, int], Iterator[Cell]]:
    """A decision about each nation at which an order of a kind may be aimed."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        able = seat.open(kind)
        able = np.asarray(able.any(axis=1)) if able.ndim == 2 else able
        for i in np.nonzero(able)[0].tolist():
            yield Cell(i, seat.name(i), seat.gave(kind, i), i)

    return cells


def _filed(kind: OrderKind) -> Callable[[Seat, int], Iterator[Cell]]:
    """What was done with the file of the turn; a file that led to nothing is not told of."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        for i in sorted({target for target, _ in seat.ordered(kind)}):
            yield Cell(i, seat.name(i), True, i)

    return cells


def _table(kind: int) -> Callable[[Seat, int], Iterator[Cell]]:
    """Whether to table a text about each candidate."""

    def cells(seat: Seat, programme: int) -> Iterator[Cell]:
        text = seat.world.matters.find(kind, programme)
        given = seat.ordered(OrderKind.TABLE)
        for subject in np.nonzero(seat.open(OrderKind.TABLE)[:, text])[0]:
            i = int(subject)
            yield Cell(i, seat.name(i), (i, text) in given, i)

    return cells


def _vote(answer: int) -> Callable[[Seat, int], Iterator[Cell]]:
    """Support or block of each text on the table."""

    def cells(seat: Seat, programme: int) -> Iterator[Cell]:
        sponsor = int(seat.world.programmes.sponsor[programme])
        if not seat.obs["member"][seat.row, seat.nation, sponsor]:
            return
        votes = seat.moves.orders.vote[seat.row, seat.nation]
        matters, texts = seat.world.matters, seat.obs["text_kind"][seat.row]
        about = (matters.programme[texts] == programme) & (texts >= 0)
        for slot in np.nonzero(about & np.isin(matters.kind[texts], (INVITE, ACCEDE)))[0]:
            i = int(seat.obs["text_subject"][seat.row, slot])
            yield Cell(i, seat.name(i), bool(votes[slot] == answer), i)

    return cells


def _offer(seat: Seat, _: int) -> Iterator[Cell]:
    given = {
        int(to)
        for offers, _ in seat.moves.talks
        for to in offers.to[seat.row, seat.nation]
        if to >= 0
    }
    for partner in np.nonzero(offerable(seat.obs)[seat.row, :, seat.place].any(axis=0))[0]:
        i = int(partner)
        yield Cell(i, seat.name(i), i in given, i)


def _reply(number: int) -> Callable[[Seat, int], Iterator[Cell]]:
    """Offers of one round of talks to the nation, and whether it accepted them."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        if number >= len(seat.moves.talks):
            return
        offers, replies = seat.moves.talks[number]
        for i, slot in zip(*np.nonzero(offers.to[seat.row] == seat.nation), strict=True):
            accepted = replies.answer[seat.row, i, slot] == ACCEPT
            yield Cell(int(i), seat.name(int(i)), bool(accepted), int(i))

    return cells


def _host(count: int) -> Callable[[Seat, int], Iterator[Cell]]:
    """Whether to announce an exercise, and (``count`` 2) another one; each was decided alone."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        orders = seat.moves.orders.kind[seat.row, seat.nation]
        if seat.open(OrderKind.HOST).any():
            given = int((orders == OrderKind.HOST).sum())
            which = 1 if seat.chose("host") else 2  # the one that led to a single order
            yield Cell(None, None, given > 1 or (given == 1 and which == count))

    return cells


def _attend(seat: Seat, _: int) -> Iterator[Cell]:
    """Answered invitations; the candidates are the exercises due this turn, in order of slots."""
    obs, said = seat.obs, seat.moves.orders.attend[seat.row, seat.nation]
    due = (obs["exercise"] == PLANNED) & (obs["exercise_due"] <= obs.turn)
    for candidate, slot in enumerate(np.nonzero(due[seat.row])[0]):
        if said[slot]:
            host = int(obs["exercise_host"][seat.row, slot])
            yield Cell(int(slot), seat.name(host), bool(said[slot] > 0), candidate)


def _honour(seat: Seat, _: int) -> Iterator[Cell]:
    said = seat.moves.orders.honour[seat.row, seat.nation]
    for slot in np.nonzero(said)[0]:
        victim = int(seat.obs["call_victim"][seat.row, slot])
        yield Cell(victim, seat.name(victim), bool(said[slot] > 0), int(slot))


def _weighed(kind: OrderKind) -> Callable[[Seat, int], Iterator[Cell]]:
    """A decision about some other nations only: those it weighed nothing about have no chance."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        for i in range(seat.world.dims.N):
            if i != seat.nation:
                yield Cell(i, seat.name(i), seat.gave(kind, i), i)

    return cells


def _denounce(seat: Seat, _: int) -> Iterator[Cell]:
    if not seat.open(OrderKind.DENOUNCE).any():
        return
    given = sorted(seat.ordered(OrderKind.DENOUNCE))
    if given:
        yield Cell(given[0][0], seat.name(given[0][0]), True)
    else:
        yield Cell(None, None, False)


def one_way(
    kind: OrderKind, *, arg: int | None = None, amount: float | None = None
) -> Callable[[Seat, int], Iterator[Cell]]:
    """Whether to give an order in one of the ways in which it can be given."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        if seat.open(kind).any():
            orders, at = seat.moves.orders, (seat.row, seat.nation)
            given = orders.kind[at] == kind
            given &= True if arg is None else orders.arg[at] == arg
            given &= True if amount is None else orders.amount[at] == amount
            yield Cell(None, None, bool(given.any()))

    return cells


def _with_manoeuvres(
    cells: Callable[[Seat, int], Iterator[Cell]],
) -> Callable[[Seat, int], Iterator[Cell]]:
    """A decision that comes up with manoeuvres only."""

    def some(seat: Seat, programme: int) -> Iterator[Cell]:
        if seat.ordered(OrderKind.MANOEUVRE):
            yield from cells(seat, programme)

    return some


def _briefed(seat: Seat, _: int) -> Iterator[Cell]:
    given = sorted(seat.ordered(OrderKind.BRIEF))
    yield Cell(given[0][0], seat.name(given[0][0]), True) if given else Cell(None, "nobody", False)


def _great(kind: OrderKind) -> Callable[[Seat, int], Iterator[Cell]]:
    """A great power's decision about each nation at which an order of a kind may be aimed."""

    def cells(seat: Seat, programme: int) -> Iterator[Cell]:
        least = seat.obs.world.params["supply.great"]
        if seat.obs["capability"][seat.row, seat.nation] >= least[seat.row % len(least)]:
            yield from toward(kind)(seat, programme)

    return cells


def _worst(kind: OrderKind) -> Callable[[Seat, int], Iterator[Cell]]:
    """A decision about the one nation that is resented most, of those to which it applies."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        open_ = seat.open(kind)
        if open_.any():
            resented = seat.obs["resentment"][seat.row, seat.place]
            i = int(np.argmax(np.where(open_, resented, -1.0)))
            yield Cell(i, seat.name(i), seat.gave(kind, i))

    return cells


def _feared(kind: OrderKind) -> Callable[[Seat, int], Iterator[Cell]]:
    """A decision about the one nation that is feared most, if it is open to that order."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        i = int(seat.obs.feared[seat.row, seat.place])
        if seat.open(kind)[i]:
            yield Cell(i, seat.name(i), seat.gave(kind, i))

    return cells


def _one_of(kind: OrderKind) -> Callable[[Seat, int], Iterator[Cell]]:
    """A decision about one nation that only the decision knows, if it was given."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        given = sorted(seat.ordered(kind))
        if given:
            yield Cell(given[0][0], seat.name(given[0][0]), True)
        elif seat.open(kind).any():
            yield Cell(None, None, False)

    return cells


def _text(kind: int, answer: int) -> Callable[[Seat, int], Iterator[Cell]]:
    """Support or block of each text of a kind; the candidates are the slots of the table."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        matters, texts = seat.world.matters, seat.obs["text_kind"][seat.row]
        votes = seat.moves.orders.vote[seat.row, seat.nation]
        for slot in np.nonzero((texts >= 0) & (matters.kind[texts] == kind))[0].tolist():
            at = (np.array([seat.row]), np.array([slot]))
            if seat.obs.voters(*at)[0, seat.nation]:
                i = int(seat.obs["text_subject"][seat.row, slot])
                yield Cell(i, seat.name(i), bool(votes[slot] == answer), slot)

    return cells


def _put(kind: int) -> Callable[[Seat, int], Iterator[Cell]]:
    """Texts of a kind that the nation tabled."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        for subject, matter in sorted(seat.ordered(OrderKind.TABLE)):
            if seat.world.matters.kind[matter] == kind:
                yield Cell(subject, seat.name(subject), True, subject)

    return cells


def _mission(kind: OrderKind) -> Callable[[Seat, int], Iterator[Cell]]:
    """Orders about missions that were given; the candidates are the slots."""

    def cells(seat: Seat, _: int) -> Iterator[Cell]:
        for slot, _arg in sorted(seat.ordered(kind)):
            field = "text_subject" if kind is OrderKind.AMEND else "mission_place"
            place = int(seat.obs[field][seat.row, slot])
            yield Cell(place, seat.name(place), True, slot)

    return cells


def _quit(seat: Seat, _: int) -> Iterator[Cell]:
    for group, _arg in sorted(seat.ordered(OrderKind.QUIT)):
        yield Cell(group, the(seat.world.groups.names[group]), True, group)


#: By label of the choice: which cells were up for decision (of a seat, about a programme).
CELLS: Mapping[str, Callable[[Seat, int], Iterator[Cell]]] = {
    "join": _programme(OrderKind.APPLY),
    "leave": _programme(OrderKind.WITHDRAW),
    "advance": _programme(OrderKind.ADVANCE),
    "depth": _programme(OrderKind.DEPTH),
    "aid": toward(OrderKind.AID),
    "dialogue": toward(OrderKind.DIALOGUE),
    "table an invitation": _table(INVITE),
    "table an accession": _table(ACCEDE),
    "vote.support": _vote(1),
    "vote.block": _vote(-1),
    "offer": _offer,
    "reply": _reply(0),
    "answer a counter": _reply(1),
    "breach": _filed(OrderKind.BREACH),
    "contest": _filed(OrderKind.CONTEST),
    "renew": _filed(OrderKind.RENEW),
    "ratify": _filed(OrderKind.RATIFY),
    "vouch": _filed(OrderKind.VOUCH),
    "host": _host(1),
    "host again": _host(2),
    "attend": _attend,
    "honour": _honour,
    "escalate": _weighed(OrderKind.ESCALATE),
    "deescalate": _weighed(OrderKind.DEESCALATE),
    "hotline": _weighed(OrderKind.HOTLINE),
    "mediate": _weighed(OrderKind.MEDIATE),
    "consult": _weighed(OrderKind.CONSULT),
    "invoke": _weighed(OrderKind.INVOKE),
    "press": _weighed(OrderKind.PRESS),
    "attribute": _weighed(OrderKind.ATTRIBUTE),
    "denounce": _denounce,
    "admit.table": _put(ADMIT),
    "admit.support": _text(ADMIT, 1),
    "admit.block": _text(ADMIT, -1),
    "mandate.table": _put(MANDATE),
    "mandate.support": _text(MANDATE, 1),
    "mandate.block": _text(MANDATE, -1),
    "found.table": _put(FOUND),
    "found.support": _text(FOUND, 1),
    "found.block": _text(FOUND, -1),
    "suspend.table": _put(SUSPEND),
    "suspend.support": _text(SUSPEND, 1),
    "suspend.block": _text(SUSPEND, -1),
    "amend": _mission(OrderKind.AMEND),
    "quit": _quit,
    "deploy": _mission(OrderKind.DEPLOY),
    "recall": _mission(OrderKind.RECALL),
    "lead": _mission(OrderKind.LEAD),
    "spend more": one_way(OrderKind.SPEND, arg=RAISE),
    "spend less": one_way(OrderKind.SPEND, arg=CUT),
    "posture for attack": one_way(OrderKind.POSTURE, amount=1.0),
    "posture for defence": one_way(OrderKind.POSTURE, amount=0.0),
    "manoeuvre": one_way(OrderKind.MANOEUVRE),
    "understate": _with_manoeuvres(one_way(OrderKind.MANOEUVRE, arg=UNDERSTATED)),
    "observers": _with_manoeuvres(one_way(OrderKind.OBSERVERS)),
    "brief": _with_manoeuvres(_briefed),
    "transfer": _great(OrderKind.TRANSFER),
    "leverage": _great(OrderKind.LEVERAGE),
    "base": _great(OrderKind.BASE),
    "resist": _worst(OrderKind.RESIST),
    "evict": _worst(OrderKind.EVICT),
    "reform": alone(OrderKind.REFORM),
    "adopt": alone(OrderKind.ADOPT),
    "inspect": _feared(OrderKind.INSPECT),
    "watch": _feared(OrderKind.WATCH),
    "ask": _one_of(OrderKind.QUERY),
    "share": _one_of(OrderKind.SHARE),
    "leak": _one_of(OrderKind.LEAK),
}
