"""How a sitting goes on: phases, the clock, turns played and taken back."""

from __future__ import annotations

from dataclasses import replace

from scenarios.sitting.parts import Code, Pace, Phase, SittingFault
from scenarios.sitting.state import Sitting

#: Who plays a seat that nobody took when the first talks begin.
STAND_IN = "doctrine"

#: The phases that may be opened from each.
_NEXT: dict[Phase, tuple[Phase, ...]] = {
    Phase.LOBBY: (Phase.BRIEFING, Phase.TALKS),
    Phase.BRIEFING: (Phase.LOBBY, Phase.TALKS),
    Phase.TALKS: (Phase.ORDERS, Phase.DEBRIEF),
    Phase.ORDERS: (Phase.TALKS, Phase.DEBRIEF),
    Phase.DEBRIEF: (Phase.TALKS,),
}

#: The phases in which a turn is being played.
PLAY = (Phase.TALKS, Phase.ORDERS)

#: That the turn is to be resolved.
CLOSE = "close"


def open_phase(sitting: Sitting, phase: Phase, now: float, seconds: float | None = None) -> None:
    """Go on to another phase; ``seconds`` for its clock instead of the usual, 0 for none.

    Seats that nobody has taken when the first talks begin are played by their doctrine policy.
    """
    if phase not in _NEXT[sitting.phase]:
        may = " or ".join(_NEXT[sitting.phase])
        raise SittingFault(Code.CLOSED, f"after {sitting.phase} comes {may}, not {phase}")
    if phase is Phase.TALKS and sitting.session.over:
        raise SittingFault(Code.CLOSED, "the last turn has been played: undo it to play on")
    if phase is Phase.TALKS and sitting.phase in (Phase.LOBBY, Phase.BRIEFING):
        for iso in sitting.session.people:
            if not sitting.team(iso):
                sitting.session.hand_over(iso, STAND_IN)
    sitting.phase = phase
    _start_clock(sitting, now, sitting.pace.of(phase) if seconds is None else seconds)
    sitting.touch()


def close(sitting: Sitting, now: float) -> None:
    """Resolve the turn with what was handed in; the talks of the next begin, or the debrief.

    Teams that handed in nothing keep their promises and do nothing else, unless a policy stands in
    for them (``absent``).
    """
    if sitting.phase not in PLAY:
        raise SittingFault(Code.CLOSED, "no turn is being played now")
    sitting.session.resolve(absent=sitting.absent)
    _change_players(sitting)
    over = sitting.session.over
    sitting.phase = Phase.DEBRIEF if over else Phase.TALKS
    _start_clock(sitting, now, 0.0 if over else sitting.pace.talks)
    sitting.nudged.clear()
    sitting.touch()


def undo(sitting: Sitting, turns: int, now: float) -> None:
    """Take back the last turns; the talks of the first of them begin anew, the clock stopped."""
    sitting.session.undo(turns)
    sitting.phase = Phase.TALKS
    _change_players(sitting)
    _start_clock(sitting, now, sitting.pace.talks)
    pause(sitting, now)
    sitting.touch()


def end(sitting: Sitting) -> None:
    """Go to the debrief, wherever the game stands."""
    sitting.phase = Phase.DEBRIEF
    sitting.deadline = sitting.left = None
    sitting.paused = False
    sitting.touch()


def due(sitting: Sitting, now: float) -> str:
    """What the clock, or the last team to hand in, asks for now.

    ``CLOSE`` where the turn is to be closed, else the phase that is to be opened; "" for nothing.
    """
    expired = sitting.deadline is not None and not sitting.paused and now >= sitting.deadline
    if sitting.phase in PLAY and sitting.automatic and sitting.asks and not sitting.paused:
        waiting = set(sitting.session.waiting)
        if not waiting.intersection(sitting.asks):
            return CLOSE
    if not expired:
        return ""
    following = {Phase.BRIEFING: Phase.TALKS.value, Phase.TALKS: Phase.ORDERS.value}
    return following.get(sitting.phase, CLOSE)


# --- the clock


def set_clock(sitting: Sitting, seconds: float, now: float) -> None:
    """Give the phase so many seconds from now; 0 for no clock."""
    _start_clock(sitting, now, seconds)
    sitting.touch()


def extend(sitting: Sitting, seconds: float) -> None:
    """Give the phase more time, or less; a phase without a clock has none to extend."""
    if sitting.left is not None:
        sitting.left = max(sitting.left + seconds, 0.0)
    elif sitting.deadline is not None:
        sitting.deadline += seconds
    else:
        raise SittingFault(Code.REFUSED, "no clock runs that could be extended")
    sitting.touch()


def pause(sitting: Sitting, now: float) -> None:
    """Stop the clock; people may still read, talk and write."""
    if sitting.deadline is not None:
        sitting.left, sitting.deadline = max(sitting.deadline - now, 0.0), None
    sitting.paused = True
    sitting.touch()


def resume(sitting: Sitting, now: float) -> None:
    """Let the clock run on."""
    if sitting.left is not None:
        sitting.deadline, sitting.left = now + sitting.left, None
    sitting.paused = False
    sitting.touch()


def set_pace(sitting: Sitting, phase: Phase, seconds: float) -> None:
    """How long a phase is from its next opening on; 0 for no clock."""
    if phase.value not in Pace.__dataclass_fields__:
        raise SittingFault(Code.REFUSED, f"{phase} has no clock")
    sitting.pace = replace(sitting.pace, **{phase.value: seconds})
    sitting.touch()


def _start_clock(sitting: Sitting, now: float, seconds: float) -> None:
    sitting.deadline = sitting.left = None
    if seconds > 0 and sitting.paused:
        sitting.left = seconds
    elif seconds > 0:
        sitting.deadline = now + seconds


def _change_players(sitting: Sitting) -> None:
    """Seats that change hands do so now, as a turn begins and nothing has been said in it."""
    for iso, player in sitting.coming.items():
        sitting.session.hand_over(iso, player)
    sitting.coming.clear()
