"""Looking back when the game is over: what all seats kept to themselves may be told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scenarios.sitting import Phase
from scenarios.sitting.parts import Code, SittingFault
from ui.classroom.views.par import par_of
from ui.present import objectives
from ui.present.review import MEASURES, beliefs, path, told, turning_points, words_kept

if TYPE_CHECKING:
    from scenarios.session import Session
    from scenarios.sitting import Sitting
    from sim.state import State
    from ui.present.listing import Listing

#: Rows of a table that a small screen is given.
ROWS = 40


def debrief(sitting: Sitting, iso: str | None = None) -> dict[str, Any]:
    """The review of a seat, or of the whole game without one.

    ``ready`` is false as long as par is worked out: then it is to be asked for again. Score and
    objectives are those of a game that was played to its end. Raises ``SittingFault`` before the
    debrief: it tells what was hidden.
    """
    if sitting.phase is not Phase.DEBRIEF:
        raise SittingFault(Code.CLOSED, "the debrief opens when the game is over")
    session = sitting.session
    events = told(session.world, session.history)
    found: dict[str, Any] = {
        "title": session.setup.scenario.title,
        "turns": [session.world.label(turn) for turn in range(session.turn)],
        "tables": [*_scores(session, iso), _table(turning_points(session.world, events))],
        "lines": [],
        "ready": not session.over or par_of(session) is not None,
    }
    if iso is None or not session.history:
        return found
    nation = session.world.nation(iso)
    found["tables"] += [
        _table(words_kept(session.world, events, nation)),
        _table(beliefs(session.world, session.state, nation)),
    ]
    numbers = path(session.world, _states(sitting), nation)
    found["lines"] = [
        [MEASURES[name][0], MEASURES[name][1], [round(value, 3) for value in values]]
        for name, values in numbers.items()
    ]
    return found | {"name": session.world.names[nation]}


def _scores(session: Session, iso: str | None) -> list[dict[str, Any]]:
    """The score of all seats and the objectives of the seat, or of all, beside par."""
    if not session.over:
        return []
    first = tuple(dict.fromkeys([*([iso] if iso else []), *session.people]))
    par = par_of(session)
    all_ = objectives.table(session, par, first)
    own = all_.rows if iso is None else tuple(row for row in all_.rows if row[0] == iso)
    return [_table(objectives.scores(session, par, first)), _table(replace(all_, rows=own))]


def _states(sitting: Sitting) -> list[State]:
    history = sitting.session.history
    return [sitting.session.setup.game.state, *(played.turn.after for played in history)]


def _table(listing: Listing) -> dict[str, Any]:
    return {
        "title": listing.title,
        "heads": [[column.head, column.right] for column in listing.columns],
        "rows": [list(cells) for _, cells in listing.rows[:ROWS]],
        "more": max(len(listing.rows) - ROWS, 0),
        "empty": listing.empty,
    }
