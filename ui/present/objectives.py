"""Objectives and score: one seat's own in play, all of them once the game is over.

In play a seat reads its own objectives and the public ones of others; values only of its own, and
of these only such as it can know (``Measure.seen``; a test changes all that is hidden). Par and
what others wanted in private are told after the last turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from ui.present.listing import Listing, columns
from ui.present.numbers import UNKNOWN, share, signed, tidy

if TYPE_CHECKING:
    from agents.run import Played
    from scenarios.objectives import Aim, Score, Tally
    from scenarios.session import Session

#: What is said of a value that the seat cannot know yet.
HIDDEN = "known at the end"


@dataclass(frozen=True, slots=True)
class Goal:
    """One objective of a seat, as its reader may see it."""

    seat: str
    name: str
    text: str
    heading: str  # what is measured
    unit: str
    span: str  # over which turns
    moves: str  # what a player can do about it
    part: float  # of the seat's score, 0..1
    nothing: float
    full: float
    public: bool
    default: bool  # given by the seat's doctrine, not by the scenario
    value: float | None = None  # what was measured so far
    attained: float | None = None  # 0..1
    trend: float | None = None  # change of what is attained since the turn before
    par: float | None = None  # attained by the seat's doctrine policy

    @property
    def reach(self) -> str:
        """The value and between what it runs, in words."""
        now = HIDDEN if self.value is None else written(self.value, self.unit)
        return f"{now}; counts from {tidy(self.nothing)} to {tidy(self.full)}"


def written(value: float, unit: str) -> str:
    """A measured value: shares with decimals, counts with one where it is not whole."""
    if unit.startswith("share of") or unit == "0..1":
        return share(value, 3 if abs(value) < 0.1 and value else 2)
    return f"{round(value, 1):g}"


_tallies: WeakKeyDictionary[Session, tuple[Tally, list[Played]]] = WeakKeyDictionary()


def tally(session: Session) -> Tally:
    """The tally of a game up to now; turns that were taken back are taken out of it."""
    from scenarios.objectives import Tally as NewTally  # noqa: PLC0415

    known = _tallies.get(session)
    if known is None:
        known = _tallies[session] = NewTally(session.setup.scenario, session.world), []
    kept, turns = known
    same = 0
    for one, two in zip(turns, session.history, strict=False):
        if one is not two:
            break
        same += 1
    kept.cut(same)
    del turns[same:]
    for played in session.history[same:]:
        kept.add(played.turn)
        turns.append(played)
    return kept


def own(session: Session, seat: str, turn: int | None = None) -> list[Goal]:
    """The seat's own objectives as it may see them before turn ``turn``, its standing last."""
    count = len(session.history) if turn is None else turn
    table = tally(session)
    now = table.score(count) if count else None
    before = table.score(count - 1) if count > 1 else None
    me, found = session.world.nation(seat), []
    for place, aim in enumerate(table.aims):
        if aim.seat != me:
            continue
        told = session.over or aim.measure.seen
        found.append(
            _goal(
                session,
                aim,
                place,
                now=now if told else None,
                before=before if told else None,
            )
        )
    return found


def so_far(goals: Sequence[Goal]) -> float | None:
    """The seat's score of what it can see, 0..1; ``None`` before anything was measured."""
    seen = [goal for goal in goals if goal.attained is not None]
    weight = sum(goal.part for goal in seen)
    return sum(goal.part * (goal.attained or 0.0) for goal in seen) / weight if weight else None


def public(session: Session, seat: str) -> list[Goal]:
    """What other seats are known to want: their public objectives, without any value.

    Standing is everybody's and is left out, and so are those that only their doctrine gives.
    """
    me = session.world.nation(seat)
    return [
        _goal(session, aim, place)
        for place, aim in enumerate(tally(session).aims)
        if aim.seat != me and aim.objective.public and not aim.default
    ]


def final(session: Session, par: Score | None = None) -> list[Goal]:
    """Every objective of every seat with what it attained; only of a game that is over."""
    assert session.over, "what others want in private stays theirs while the game is on"
    table = tally(session)
    now = table.score()
    return [_goal(session, aim, place, now=now, par=par) for place, aim in enumerate(table.aims)]


def _goal(
    session: Session,
    aim: Aim,
    place: int,
    *,
    now: Score | None = None,
    before: Score | None = None,
    par: Score | None = None,
) -> Goal:
    goal, measure = aim.objective, aim.measure
    attained = None if now is None else float(now.attained[0, place])
    earlier = None if before is None else float(before.attained[0, place])
    return Goal(
        seat=session.world.iso[aim.seat],
        name=goal.id,
        text=goal.text,
        heading=measure.words,
        unit=measure.unit,
        span=measure.span.value,
        moves=measure.moves,
        part=tally(session).part(place),
        nothing=goal.nothing,
        full=goal.full,
        public=goal.public,
        default=aim.default and not aim.standing,
        value=None if now is None else float(now.values[0, place]),
        attained=attained,
        trend=None if attained is None or earlier is None else attained - earlier,
        par=None if par is None else float(par.attained[0, place]),
    )


def scores(session: Session, par: Score | None, first: Sequence[str] = ()) -> Listing:
    """Score and par of every seat of a game that is over, those of ``first`` first."""
    assert session.over
    world, total = session.world, tally(session).score().total[0]
    rows = []
    for k, iso in enumerate(world.iso):
        if not world.exists(world.turns - 1)[k]:
            continue
        other = None if par is None else float(par.total[0, k])
        mine = float(total[k])
        player = session.seats[iso].player
        rows.append((
            (iso not in first, -mine, iso), iso,
            (world.names[k], player, share(mine), UNKNOWN if other is None else share(other),
             UNKNOWN if other is None else signed(mine - other), _said(mine, other)),
        ))  # fmt: skip
    heads = columns(
        "Seat", "Played by", ">Score", ">Par", ">Difference",
        ">Against par",
    )  # fmt: skip
    listed = tuple((iso, cells) for _, iso, cells in sorted(rows))
    return Listing("Score", heads, listed)


#: Differences below this are level.
LEVEL = 0.005


def _said(mine: float, par: float | None) -> str:
    if par is None:
        return UNKNOWN
    return "level" if abs(mine - par) < LEVEL else "above" if mine > par else "below"


def table(session: Session, par: Score | None, first: Sequence[str] = ()) -> Listing:
    """All objectives of all seats of a game that is over, those of ``first`` first."""
    order: Mapping[str, int] = {iso: k for k, iso in enumerate(first)}
    goals = sorted(final(session, par), key=lambda goal: order.get(goal.seat, len(order)))
    world = session.world
    rows = tuple(
        (
            goal.seat,
            (
                world.names[world.nation(goal.seat)],
                goal.text,
                written(goal.value or 0.0, goal.unit),
                share(goal.attained or 0.0),
                UNKNOWN if goal.par is None else share(goal.par),
                f"{round(100 * goal.part)} %",
            ),
        )
        for goal in goals
    )
    heads = columns(
        "Seat", "Objective", ">Value", ">Attained", ">Par",
        ">Of score",
    )  # fmt: skip
    return Listing("Objectives", heads, rows)
