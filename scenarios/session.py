"""A game that people play: seats, talks, sealed orders, resolution, undo. No sockets, no screen.

Desktop and class come through here. A turn begins with the offers of nations that policies play;
people talk, write their orders and hand them in; when all have, or when the turn is closed, the
engine resolves it. What a person says, decides and is shown goes through the same notation, the
same menu and the same rules as a policy's moves: a session without people gives the very digests
of a batch run, and a session's record replays without any policy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from operator import is_
from typing import Any

import numpy as np

from agents.registry import PERSON, policy
from agents.run import Played
from agents.team import Decision, merge
from scenarios.focus import complete, without_others
from scenarios.games import Setup, from_record, set_up
from scenarios.judging import Verdict, verdicts
from scenarios.talks import Paper, Talks
from scenarios.umpire import Effects, Umpire
from sim.draw import Draw
from sim.errors import DetenteError
from sim.notation import encode
from sim.observe import Observation, observe
from sim.orders import Moves, Orders
from sim.record import Record, Recorder, replay
from sim.state import State
from sim.turn import advance
from sim.world import World

__all__ = ["PARTS", "Draft", "Seat", "Session", "SessionFault", "Verdict"]

#: Orders and answers of a seat in the words of a record, without its talks.
Draft = Mapping[str, Any]

#: What a seat's draft may hold.
PARTS = ("orders", "attend", "votes", "honour")


class SessionFault(DetenteError):
    """Something that cannot be done now, or not by this seat."""


@dataclass
class Seat:
    """A nation at the table and what it has prepared for this turn."""

    iso: str
    player: str  # name of a policy, PERSON for a person
    draft: Draft = field(default_factory=dict)
    submitted: bool = False


class Session:
    """One game and its seats. All methods are to be called from one thread."""

    def __init__(self, setup: Setup) -> None:
        """Before the first turn. Seats whose policy is ``PERSON`` are played by people."""
        self.setup = setup
        self.history: list[Played] = []
        world, header = setup.game.world, setup.header
        self.seats = {iso: Seat(iso, header.seats.get(iso, header.default)) for iso in world.iso}
        self._by: list[Mapping[str, str]] = []
        #: The record as far as it was written, and the turns in it.
        self._written: tuple[Recorder, list[Played]] = (Recorder(header), [])
        self._open()

    @classmethod
    def start(
        cls,
        reference: str,
        seed: int,
        people: tuple[str, ...] = (),
        *,
        values: Mapping[str, float] | None = None,
        off: tuple[str, ...] = (),
        seats: Mapping[str, str] | None = None,
    ) -> Session:
        """A new game with people in some seats; ``seats`` names policies of others."""
        players = {**(seats or {}), **dict.fromkeys(people, PERSON)}
        return cls(set_up(reference, seed, values=values, off=off, seats=players))

    @classmethod
    def load(cls, record: Record) -> Session:
        """The game of a record, after its last turn; every digest is compared.

        Raises ``RecordFault`` naming the line of a record that does not replay.
        """
        session = cls(from_record(record))
        game = session.setup.game
        played = replay(record, game.world, game.state, ledger=True)
        for line, turn in zip(record.turns, played, strict=True):
            session.history.append(Played(Decision(turn.moves, ()), turn))
            session._by.append(dict(line.by))
        session._open()
        return session

    # --- where the game stands

    @property
    def world(self) -> World:
        """The world of the game, the same in all turns."""
        return self.setup.game.world

    @property
    def state(self) -> State:
        """The state at the start of the turn that is being played."""
        return self.history[-1].turn.after if self.history else self.setup.game.state

    @property
    def turn(self) -> int:
        """The number of the turn that is being played, from 0."""
        return self.state.turn

    @property
    def over(self) -> bool:
        """Whether the last turn has been played."""
        return self.turn >= self.world.turns

    @property
    def people(self) -> tuple[str, ...]:
        """Seats played by people, in the order of nations."""
        return tuple(iso for iso, seat in self.seats.items() if seat.player == PERSON)

    @property
    def waiting(self) -> tuple[str, ...]:
        """Seats of people who have not handed in their orders."""
        return tuple(iso for iso in self.people if not self.seats[iso].submitted)

    def observation(self, iso: str, turn: int | None = None) -> Observation:
        """What one seat may know at the start of the turn: all that its screens are made of.

        Of an earlier ``turn`` it is what the seat could know then. Raises ``SessionFault`` for a
        turn that has not begun.
        """
        seat = np.array([self.world.nation(iso, "seats")])
        if turn is None:
            return observe(self.world, self.state).of(seat)
        if not 0 <= turn <= len(self.history):
            raise SessionFault(f"turn {turn} has not begun: {len(self.history)} have been played")
        state = self.state if turn == len(self.history) else self.history[turn].turn.before
        return observe(self.world, state).of(seat)

    # --- talks

    @property
    def underway(self) -> Decision:
        """What has been offered and answered so far this turn, with what policies weighed."""
        none = Orders.none(self.world.dims, 1)
        return Decision(Moves(self._talks.rounds, none), tuple(self._talks.parts))

    def papers(self, iso: str) -> list[Paper]:
        """The offers of the turn to and from a seat."""
        return list(self._talks.papers(self.world.nation(iso, "seats")))

    def offer(self, iso: str, words: Mapping[str, Any]) -> tuple[Paper, Paper | None]:
        """Make an offer; see ``Talks.offer``."""
        self._may_act(iso)
        return self._talks.offer(self.world.nation(iso), words)

    def offer_warning(self, iso: str, words: Mapping[str, Any]) -> str:
        """The rule that an offer would break if it were signed; empty for none."""
        return self._talks.warning(self.world.nation(iso, "seats"), words)

    def answer(self, iso: str, number: tuple[int, int, int], *, accept: bool) -> Paper:
        """Answer an offer; see ``Talks.answer``."""
        self._may_act(iso)
        return self._talks.answer(self.world.nation(iso), number, accept=accept)

    def counter(
        self, iso: str, number: tuple[int, int, int], words: Mapping[str, Any]
    ) -> tuple[Paper, Paper | None]:
        """Refuse an offer and make another to its proposer, with other terms."""
        self._may_act(iso)
        paper = self._talks.paper(number)
        made = self._talks.offer(self.world.nation(iso), {**words, "to": paper.proposer})
        self._talks.answer(self.world.nation(iso), number, accept=False)
        return made

    def withdraw(self, iso: str, number: tuple[int, int, int]) -> None:
        """Take back an own offer; see ``Talks.withdraw``."""
        self._may_act(iso)
        self._talks.withdraw(self.world.nation(iso), number)

    # --- orders

    def draft(self, iso: str, words: Draft) -> list[Verdict]:
        """Write a seat's orders and answers anew; what is to be said of each order.

        Orders that would be refused may stand in a draft. Raises ``DetenteError`` for words that
        mean nothing, and leaves the draft as it was.
        """
        self.write(iso, words)
        return self.judged(iso, words)

    def write(self, iso: str, words: Draft) -> None:
        """Write a seat's orders and answers anew, as ``draft`` does, without judging them."""
        self._may_act(iso)
        self._readable(iso, words)
        self.seats[iso].draft = {part: words[part] for part in PARTS if part in words}

    def judged(self, iso: str, words: Draft) -> list[Verdict]:
        """What is to be said of each order of a draft, in its order; nothing is changed."""
        nation = self.world.nation(iso, "seats")
        obs, focus = observe(self.world, self.state), self.setup.scenario.focus
        orders = self._readable(iso, words)
        return verdicts(obs, focus, nation, orders, words.get("orders", ()))

    def submit(self, iso: str) -> None:
        """Hand in a seat's draft. It can be taken back until the turn is resolved."""
        self._may_act(iso)
        self.seats[iso].submitted = True

    def retract(self, iso: str) -> None:
        """Take back what was handed in, to change it."""
        self._is_person(iso)
        self.seats[iso].submitted = False

    def hand_over(self, iso: str, player: str) -> None:
        """Give a seat to a policy, or to a person, from now on.

        The talks of the turn begin anew, for what the seat had said is its player's no more; what
        other people have drafted and handed in stays.
        """
        policy(player, f"seat {iso}")
        self.world.nation(iso, "seats")
        self.seats[iso] = Seat(iso, player)
        self._talks = self._new_talks()

    # --- what a facilitator does

    @property
    def umpire(self) -> tuple[Mapping[str, Any], ...]:
        """The injects and overrides that wait for the turn's end, in the words of a record."""
        return self._umpire.words

    def inject(self, event_id: str, reason: str = "") -> None:
        """Let an inject of the scenario happen when the turn is resolved.

        Raises ``DetenteError`` for one that is unknown, dated, or waits already.
        """
        self._goes_on()
        self._umpire.inject(event_id, reason)

    def inject_free(
        self, title: str, text: str, effects: Effects, seats: Sequence[str], reason: str = ""
    ) -> None:
        """Let an event of one's own happen; ``seats`` are those that are told, none: everybody.

        Raises ``DetenteError`` for effects that mean nothing, or would change nothing now.
        """
        self._goes_on()
        words = {"title": title, "text": text, "effects": effects, "seats": seats, "reason": reason}
        self._umpire.free(words)

    def override(self, effects: Effects, reason: str) -> None:
        """Change the world when the turn is resolved, for a stated reason; nobody is told.

        Raises ``DetenteError`` as ``inject_free`` does, and where no reason is given.
        """
        self._goes_on()
        self._umpire.override(effects, reason)

    def take_back(self, place: int) -> None:
        """Take back an inject or override, by its place in ``umpire``."""
        self._umpire.take_back(place)

    # --- turns

    def resolve(self, *, absent: str = "") -> Played:
        """Resolve the turn with what was handed in.

        Seats of people who handed in nothing keep their promises and do nothing else but what a
        lesson's focus leaves to their usual policy; with ``absent`` the named policy gives their
        orders. Raises ``SessionFault`` when the game is over.
        """
        self._goes_on()
        game = replace(self.setup.game, state=self.state)
        obs, draw = observe(self.world, self.state), Draw(game.seeds, self.turn)
        parts = list(self._talks.parts)
        late = [self.world.nation(iso) for iso in self.waiting]
        if late and absent:
            seen = obs.of(np.array(late))
            parts.append((np.array(late), policy(absent).deliberate(seen, draw, keep=True)))
        orders = merge(obs, Orders.none, [(n, d.orders()) for n, d in parts])
        handed = {iso: s.draft for iso, s in self.seats.items() if s.submitted}
        own = self._encoded(handed)
        without_others(self.setup.scenario.focus, own, [self.world.nation(iso) for iso in handed])
        for iso in handed:
            nation = self.world.nation(iso)
            for entry in fields(Orders):
                getattr(orders, entry.name)[0, nation] = getattr(own, entry.name)[0, nation]
        moves = Moves(self._talks.rounds, orders, self._umpire.deeds)
        away = self.waiting if absent else ()
        seats = [self.world.nation(iso) for iso in self.people if iso not in away]
        complete(self.setup.scenario.focus, obs, draw, moves, seats)
        turn = advance(self.world, self.state, moves, draw, ledger=True)
        played = Played(Decision(moves, tuple(parts)), turn)
        self._by.append(self._who_moved(absent))
        self.history.append(played)
        self._open()
        return played

    def undo(self, turns: int = 1) -> None:
        """Take back the last turns: the game stands where it stood before them."""
        if not 0 < turns <= len(self.history):
            raise SessionFault(
                f"{len(self.history)} turns have been played: {turns} cannot be undone"
            )
        del self.history[-turns:], self._by[-turns:]
        self._open()

    def branch(self, turn: int) -> Session:
        """Another game that is the same up to the start of a turn; this one goes on as it is."""
        if not 0 <= turn <= len(self.history):
            raise SessionFault(f"there is no turn {turn} to branch from yet")
        other = Session(self.setup)
        other.seats = {iso: Seat(iso, seat.player) for iso, seat in self.seats.items()}
        other.history, other._by = self.history[:turn], self._by[:turn]
        other._open()
        return other

    def record(self) -> str:
        """The text of the record up to here: it loads, replays and reports like any other."""
        recorder, turns = self._written
        if not (len(turns) <= len(self.history) and all(map(is_, turns, self.history))):
            recorder, turns = self._written = Recorder(self.setup.header), []
        done = len(turns)
        for played, by in zip(self.history[done:], self._by[done:], strict=True):
            recorder.add(self.world, played.decision.moves, played.turn.after, by=by)
            turns.append(played)
        return recorder.text()

    # --- within

    def _open(self) -> None:
        """Begin the turn: nothing handed in, policies' offers on the table."""
        for seat in self.seats.values():
            seat.draft, seat.submitted = {}, False
        self._talks = self._new_talks()
        self._umpire = Umpire(self.setup.scenario, self.world, self.state)

    def _new_talks(self) -> Talks:
        players = {i: policy(s.player) for i, s in self.seats.items() if s.player != PERSON}
        draw = Draw(self.setup.game.seeds, self.turn)
        return Talks(observe(self.world, self.state), draw, {} if self.over else players)

    def _readable(self, iso: str, words: Draft) -> Orders:
        """A draft as orders; raises ``DetenteError`` for words that mean nothing."""
        for key in words:
            if key not in PARTS:
                raise SessionFault(f"a draft has no {key!r} (valid: {', '.join(PARTS)})")
        return self._encoded({iso: words})

    def _encoded(self, drafts: Mapping[str, Draft]) -> Orders:
        return encode(self.world, drafts).orders

    def _who_moved(self, absent: str) -> dict[str, str]:
        """Nations that were not moved by whom the header names."""
        header, found = self.setup.header, {}
        for iso, seat in self.seats.items():
            mover = seat.player
            if mover == PERSON and not seat.submitted and absent:
                mover = absent
            if mover != header.seats.get(iso, header.default):
                found[iso] = mover
        return found

    def _is_person(self, iso: str) -> None:
        self.world.nation(iso, "seats")
        if self.seats[iso].player != PERSON:
            raise SessionFault(f"{iso} is played by the policy {self.seats[iso].player}")

    def _goes_on(self) -> None:
        if self.over:
            raise SessionFault("the game is over: its last turn has been played")

    def _may_act(self, iso: str) -> None:
        self._is_person(iso)
        self._goes_on()
        if self.seats[iso].submitted:
            raise SessionFault(f"the orders of {iso} are handed in; take them back to change them")
