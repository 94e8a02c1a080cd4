"""One turn of the model: the order of its phases, and ``advance``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from sim.account import Books, Entry
from sim.carried import pass_on
from sim.draw import Draw
from sim.judge import judge
from sim.observe import observe
from sim.orders import Moves
from sim.rules.agreements import agreements
from sim.rules.arms import arms
from sim.rules.calls import calls
from sim.rules.council import council
from sim.rules.crises import crises
from sim.rules.dependence import dependence
from sim.rules.escalation import escalation
from sim.rules.exercises import exercises
from sim.rules.home import home
from sim.rules.hybrid import hybrid
from sim.rules.intelligence import intelligence
from sim.rules.interoperability import interoperability
from sim.rules.law import law
from sim.rules.missions import missions
from sim.rules.participation import participation
from sim.rules.reform import reform
from sim.rules.resentment import resentment
from sim.rules.sponsorship import sponsorship
from sim.rules.threat import threat
from sim.rules.transparency import transparency
from sim.rules.trust import trust
from sim.rules.umpire import umpire
from sim.rules.verification import verification
from sim.state import FIELDS, State
from sim.talks import carry_out, promises
from sim.world import World

Phase = Callable[[World, State, Books, Moves, Draw], None]

#: The table of contents of the model. Every phase reads the state as it stood when the turn began
#: and posts to the books; where a phase must see what an earlier one did this turn (an exercise
#: held, a treaty signed), it reads the books.
PHASES: tuple[Phase, ...] = (
    umpire,  # first: what comes from outside
    home,  # who governs and how willing they are
    reform,  # what they do about control of their forces
    agreements,  # what was initialled in talks; ratification
    law,  # what is kept, broken, contested, found out
    participation,  # the ladder; declarations and deeds
    council,  # what groups decide
    sponsorship,  # what the sponsor pays, and whom its members' parliaments let in
    missions,  # troops under a mandate
    exercises,  # who trains with whom
    arms,  # spending, posture, national manoeuvres
    dependence,  # who supplies, hosts and presses whom
    interoperability,  # what training, standards and agreements left behind
    transparency,  # what became known
    verification,  # what was checked
    intelligence,  # what is known in secret
    crises,  # disputes break out, conflicts at home settle
    escalation,  # what those open already lead to
    calls,  # who is called on for aid, who answers
    hybrid,  # pressure below the threshold
    trust,  # evidence of all that, and what is said about it
    resentment,  # and what rankles
    threat,  # and how it all looks from outside
)


@dataclass(frozen=True)
class Turn:
    """A resolved turn."""

    before: State
    after: State
    moves: Moves  # as they took effect: refused orders are taken out
    refused: np.ndarray  # (R, N, K) int8 why an order was refused, 0 where it was not
    ledger: list[Entry]  # empty unless asked for


def advance(world: World, state: State, moves: Moves, draw: Draw, *, ledger: bool = False) -> Turn:
    """Resolve one turn for all rows. ``draw`` must be addressed to ``state.turn``."""
    if draw.turn != state.turn:
        raise ValueError(f"luck of turn {draw.turn} offered for turn {state.turn}")
    made = promises(world, moves)
    moves, promised = carry_out(world, state, moves, made)
    refused = judge(observe(world, state), moves.orders, promised)
    stands = np.where(refused == 0, moves.orders.kind, np.int8(0))
    moves = replace(moves, orders=replace(moves.orders, kind=stands))
    if promised is not None:  # a promise that proves impossible is broken, not refused
        refused = np.where(promised, np.int8(0), refused)
    books = Books(state, FIELDS, keep=ledger)
    books.scratch["promises"] = made
    for phase in PHASES:
        books.phase = phase.__name__
        phase(world, state, books, moves, draw)
    after = State(books.close(), state.turn + 1)
    pass_on(world, state, after, books.posted("agreement"))
    return Turn(state, after, moves, refused, books.entries)
