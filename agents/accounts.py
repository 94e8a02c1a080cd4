"""Decisions with their reasons: what each was about, and what was done in the end.

A ``Choice`` holds arrays over nations and candidates; ``agents.cells`` knows which axis the
candidates of each label run over and finds the cells that were really up for decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from agents.calculus import NO_BID, Choice
from agents.sentences import SENTENCES
from sim.legal import Menu
from sim.observe import Observation
from sim.orders import Moves, OrderKind
from sim.wording import nation_name
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
    def unrivalled(self) -> bool:
        """Whether it was a choice among several candidates of which no other was possible."""
        return self.threshold <= NO_BID

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


def place_in(seat: Seat, choice: Choice) -> int | None:
    """The nation's position in a choice, ``None`` where it had no part in it.

    Choices are made by all observers, or by those of them whom the matter concerns in any row.
    """
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
