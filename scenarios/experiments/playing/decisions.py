"""The decisions of a turn as rows of a table, from the accounts that explain them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, get_type_hints

import numpy as np

from agents.accounts import Seat
from agents.cells import CELLS
from scenarios.experiments.playing.columns import coded, numbers, places, table
from sim.observe import Observation

if TYPE_CHECKING:
    import pyarrow as pa

    from agents.calculus import Choice
    from agents.run import Played
    from sim.world import World

#: Decisions about a nation's own part in a programme.
_OF_PROGRAMME = frozenset({"join", "leave", "advance", "depth"})


#: How numbers and flags are kept.
_KINDS: Mapping[type, Any] = {int: np.int16, float: np.float64, bool: np.bool_}


class Decided(NamedTuple):
    """One decision of one nation."""

    turn: int
    nation: str
    counterpart: str  # nation, programme or group; empty where the decision is about none
    decision: str
    score: float
    threshold: float
    chance: float  # 0..1; of "depth" the depth it wished
    draw: float  # 0..1; of "depth" the depth it had declared
    chosen: bool  # what it wished
    outcome: bool  # what it did


def decided(
    world: World, played: Played, row: int, only: Collection[str] | None = None
) -> list[Decided]:
    """What was decided in one row of a turn played with ``keep=True``; ``only`` some labels.

    The decisions that ``agents.explain.explain`` gives, nation by nation, without their reasons:
    what was not open to a nation, or not weighed, is left out.
    """
    found: list[list[Decided]] = [[] for _ in world.iso]
    for _, deliberation in played.decision.deliberations:
        obs = getattr(deliberation, "obs", None)
        if not isinstance(obs, Observation):
            continue
        choices = tuple(deliberation.books.choices)
        seats = {
            nation: Seat(world, obs, played.decision.moves, nation, place, row, choices)
            for place, nation in enumerate(obs.nations.tolist())
        }
        for choice, programme in _by_programme(choices):
            if only is None or choice.decision in only:
                _read(played, choice, programme, seats, found)
    here = np.nonzero(world.exists(played.turn.before.turn))[0]
    return [decision for nation in here.tolist() for decision in found[nation]]


def _by_programme(choices: Iterable[Choice]) -> Iterator[tuple[Choice, int]]:
    """The choices that can be told of, each with the programme that it is about.

    A deliberation goes through the programmes in order and begins each with "join".
    """
    programme = -1
    for choice in choices:
        programme += choice.decision == "join"
        if choice.decision in CELLS:
            yield choice, max(programme, 0)


def _read(
    played: Played,
    choice: Choice,
    programme: int,
    seats: Mapping[int, Seat],
    found: list[list[Decided]],
) -> None:
    """Add to each nation's decisions what one choice says of them."""
    turn, label = played.turn.after.turn, choice.decision
    deciders = seats if choice.nations is None else choice.nations.tolist()
    row = next(iter(seats.values())).row
    parts = _of_row(choice, row)
    weighed = parts[2]
    for place, nation in enumerate(deciders):
        if not any(weighed[place % len(weighed)]):
            continue  # it has no chance: nothing was weighed
        seat = seats[nation]
        for cell in CELLS[label](seat, programme):
            score, threshold, chance, luck, chosen = (
                part[place % len(part)][cell.candidate % len(part[0])] for part in parts
            )
            if chance > 0.0 and (luck < 1.0 or label == "depth"):
                about = _counterpart(seat, played, label, cell.subject)
                own = (turn, seat.world.iso[nation], about, label)
                found[nation].append(
                    Decided(*own, score, threshold, chance, luck, chosen, cell.done)
                )


def _of_row(choice: Choice, row: int) -> list[list[list[Any]]]:
    """Score, threshold, chance, luck and choice in one row, (M or 1, candidates or 1) each."""
    arrays = (choice.score, choice.threshold, choice.chance, choice.luck, choice.chosen)
    return [
        part[row % len(part)]
        .reshape(part.shape[1], part.shape[2] if part.ndim == 3 else 1)
        .tolist()
        for part in arrays
    ]


def _counterpart(seat: Seat, played: Played, label: str, subject: int | None) -> str:
    """Whom or what a decision was about, by its code."""
    if subject is None:
        return ""
    if label in _OF_PROGRAMME:
        return seat.world.programmes.ids[subject]
    if label == "quit":
        return seat.world.groups.ids[subject]
    if label == "attend":
        subject = int(played.turn.before["exercise_host"][seat.row, subject])
    return seat.world.iso[subject]


def decisions_table(parts: Sequence[Sequence[Decided]], ids: Sequence[str]) -> pa.Table:
    """A row a decision, by run and turn, then by nation."""
    flat = [decision for own in parts for decision in own]
    runs = np.repeat(np.arange(len(ids), dtype=np.int32), [len(own) for own in parts])
    columns: dict[str, pa.Array] = {"run_id": coded(runs, ids)}
    for place, (name, kind) in enumerate(get_type_hints(Decided).items()):
        cells: list[Any] = [decision[place] for decision in flat]
        if kind is str:
            names = places(cells)
            columns[name] = coded(np.array([names[cell] for cell in cells], np.int16), list(names))
        else:
            columns[name] = numbers(np.array(cells, _KINDS[kind]))
    return table(columns)
