"""The rules made ready: every loop compiled for this machine, before somebody waits for a turn.

``python -m scenarios.ready`` does it; the desktop, the class, sweeps and the tests do it first.
Whoever does not is told at the first loop that a process has to compile.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.compiled import LOOPS

if TYPE_CHECKING:
    from sim.compiled import Compiled

#: A small game in which nations meet every loop, and a seat for a person.
GAME, SEAT = "first-steps", "VEL"

#: One of many nations.
MANY = "pfp-1994"

log = logging.getLogger(__name__)


def loops() -> list[Compiled[..., Any]]:
    """All loops that the rules have."""
    import agents.doctrine  # noqa: F401, PLC0415  with which come all decisions and rules

    return LOOPS


def kept(loop: Compiled[..., Any]) -> bool:
    """Whether machine code for it lies on the disk: beside its source, or where Numba says."""
    folder = loop.folder or Path(loop.plain.__code__.co_filename).parent / "__pycache__"
    return any(Path(folder).glob(f"*.{loop.mark()}-*.nbi"))


def missing() -> int:
    """How many loops have no machine code on the disk yet."""
    return sum(not kept(loop) for loop in loops())


def make_ready() -> None:
    """Compile what is missing."""
    if missing():
        meet_all()


def make_ready_apart() -> None:
    """The same in a process of its own, for one that is about to start others."""
    if missing():
        subprocess.run([sys.executable, "-m", __name__], check=False)  # noqa: S603  our own


def meet_all() -> None:
    """Play a game to its end, one of many nations, and a little with a person and by months.

    Masks over many cells are looked through by loops of their own. Beside a person policies see
    the world as some of the nations; chances of a month are worked out from those of a quarter.
    """
    from agents.run import play  # noqa: PLC0415  builds games, which import this module
    from scenarios.build import new_game, seeds_for  # noqa: PLC0415
    from scenarios.load import load  # noqa: PLC0415
    from scenarios.session import Session  # noqa: PLC0415

    scenario = load(GAME)
    play(new_game(scenario, seeds_for(1, 1)), scenario.turns)
    play(new_game(load(MANY), seeds_for(1, 16)), 2)
    session = Session.start(GAME, 1, (SEAT,))
    for _ in range(2):
        session.resolve()
    monthly = scenario.model_copy(update={"months": 1})
    play(new_game(monthly, seeds_for(1, 1)), 2)


def announce(loop: Compiled[..., Any]) -> None:
    """Before a loop's first call: say why it takes so long, if it will."""
    if not kept(loop):
        _say()


@cache
def _say() -> None:
    """Once a process."""
    log.warning("First start: the rules are compiled for this machine, once. It takes a minute.")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        make_ready()
