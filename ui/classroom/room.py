"""The room: one thread that owns the sitting and its database.

Commands come from anywhere and wait in a queue; whatever waits is carried out in order, written in
one transaction, and only then acknowledged. Views are made when no command waits.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scenarios.sitting import FACILITATOR, Code, Phase, Sitting, SittingFault, phases
from scenarios.sitting.keeping import kept
from sim.errors import DetenteError
from ui.classroom.commands import CLOCK, COMMANDS, Given, Result, carry_out
from ui.classroom.gallery import Gallery, Makers
from ui.classroom.outside import Outcome, Outside, Question, Reply, clock_of
from ui.classroom.resume import resume
from ui.classroom.store import Entry, Store, StoreFault

#: Seconds: how long the room rests when nothing happens, how often it notes that it is there, and
#: how long it must have been away (a lid closed) for that time not to count.
REST, BEAT, AWAY = 0.2, 5.0, 15.0

#: Commands that wait; more are turned away.
MOST_WAITING = 5000


@dataclass(frozen=True, slots=True)
class _Job:
    """A command or a question, and to whom what comes of it is told."""

    reply: Reply
    given: Given | None = None
    question: Question | None = None


class Room:
    """A sitting at work. ``order``, ``ask`` and ``look`` may be called from any thread."""

    def __init__(
        self, store: Store, makers: Makers, *, now: Callable[[], float] = time.time
    ) -> None:
        """The sitting goes on as the database has it. Raises ``DetenteError`` where it cannot."""
        self.store, self.now = store, now
        self.sitting, self._memory = resume(store)
        self.gallery = Gallery(makers)
        self.outside: Outside | None = None
        self.failed = ""  # why the room stopped, if it did by itself
        self._jobs: deque[_Job] = deque()
        self._bell = threading.Condition()
        self._open = True
        self._thread = threading.Thread(target=self._run, name="room", daemon=True)
        self._pending: list[tuple[Entry, Result, Reply]] = []
        self._replies: list[tuple[Reply, Outcome]] = []
        self._last = self._beaten = now()
        self._clock: Mapping[str, Any] = {}
        self._people: Mapping[str, str] = {}
        self._stuck = -1  # the version at which the clock asked for something that failed

    # --- from outside

    def start(self, outside: Outside) -> None:
        """Begin to work; the time since the server was last there does not count."""
        self.outside = outside
        self._make_up(self.now() - (self.store.alive() or self.now()))
        self._thread.start()

    def stop(self) -> None:
        """Finish what waits, close the database, end the thread."""
        with self._bell:
            self._open = False
            self._bell.notify()
        if self._thread.is_alive():
            self._thread.join()

    def order(self, given: Given, reply: Reply) -> None:
        """Have a command carried out."""
        self._put(_Job(reply, given=given))

    def ask(self, question: Question, reply: Reply) -> None:
        """Have a question answered, which changes nothing."""
        self._put(_Job(reply, question=question))

    def _put(self, job: _Job) -> None:
        with self._bell:
            fits = self._open and len(self._jobs) < MOST_WAITING
            if fits:
                self._jobs.append(job)
                self._bell.notify()
        if not fits:
            job.reply(Outcome(code=Code.BUSY, message="the server is busy: try again"))

    # --- the thread

    def _run(self) -> None:
        try:
            while jobs := self._wait():
                self._serve(jobs)
                self._go_on()
                self._tell()
                if not self._jobs:
                    self._show()
        except StoreFault as fault:
            self.failed = str(fault)
        finally:
            self._open = False
            self.store.close()

    def _wait(self) -> list[_Job] | None:
        """The jobs that wait, after a rest if there are none; ``None`` when all is over."""
        with self._bell:
            if not self._jobs and self._open:
                due = self.gallery.next()
                rest = REST if due is None else min(REST, max(due - self.now(), 0.0))
                self._bell.wait(rest)
            jobs = list(self._jobs)
            self._jobs.clear()
        return jobs or ([_Job(_nobody)] if self._open else None)

    def _serve(self, jobs: list[_Job]) -> None:
        for job in jobs:
            if job.given is not None:
                self._carry_out(job.given, job.reply)
            elif job.question is not None:
                self._flush()
                self._replies.append((job.reply, self._answer(job.question)))
        self._flush()

    def _carry_out(self, given: Given, reply: Reply) -> None:
        if any((e.by, e.ref) == (given.by, given.ref) for e, _, _ in self._pending):
            self._flush()  # it may be the same command again, which is then remembered
        known = self._memory.known(given)
        if known is not None:
            self._replies.append((reply, Outcome(known.result, known.code, known.message)))
            return
        command = COMMANDS.get(given.do)
        turns = command is not None and command.turns
        if turns:
            self._flush()  # whoever handed in does not wait for the turn to be played
        try:
            result = carry_out(self.sitting, given)
        except SittingFault as fault:
            self._replies.append((reply, Outcome(code=fault.code, message=str(fault))))
            return
        except Exception:  #  a fault of ours must not end the class
            traceback.print_exc(file=sys.stderr)
            self._flush()
            self._begin_anew()
            told = "this could not be done: the server's terminal says why"
            self._replies.append((reply, Outcome(code=Code.REFUSED, message=told)))
            return
        entry = Entry(self._memory.number(), given.at, given.by, given.do, given.args, given.ref)
        self._pending.append((entry, result, reply))
        if turns:
            self._flush(kept(self.sitting))

    def _flush(self, snapshot: Mapping[str, Any] | None = None) -> None:
        """Write what was carried out, then acknowledge it."""
        if self._pending:
            pending, self._pending = self._pending, []
            try:
                self.store.append([entry for entry, _, _ in pending], snapshot)
            except StoreFault as fault:
                print(f"detente: {fault}", file=sys.stderr)
                self._begin_anew()
                lost = Outcome(code=Code.BUSY, message="this could not be stored: try again")
                self._replies += [(reply, lost) for _, _, reply in pending]
            else:
                for entry, result, reply in pending:
                    self._memory.keep(entry, result)
                    self._replies.append((reply, Outcome(result)))
        if self._replies and self.outside is not None:
            replies, self._replies = self._replies, []
            self.outside.answer(replies)

    def _answer(self, question: Question) -> Outcome:
        try:
            return Outcome(question(self.sitting))
        except SittingFault as fault:
            return Outcome(code=fault.code, message=str(fault))
        except DetenteError as fault:
            return Outcome(code=Code.REFUSED, message=str(fault))
        except Exception:  #  a fault of ours must not end the class
            traceback.print_exc(file=sys.stderr)
            return Outcome(code=Code.REFUSED, message="this could not be answered")

    def _begin_anew(self) -> None:
        """Have the sitting as the database has it: nothing else was acknowledged."""
        connected = self.sitting.connected
        self.sitting, self._memory = resume(self.store)
        self.sitting.connected = connected
        self.sitting.touch()

    # --- the clock

    def _go_on(self) -> None:
        """Do what the clock asks for; time in which the machine slept does not count."""
        now = self.now()
        self._make_up(now - self._last)
        self._last = now
        if now - self._beaten >= BEAT:
            self.store.beat(now)
            self._beaten = now
        what = phases.due(self.sitting, now)
        if not what or self.sitting.version == self._stuck:
            return
        self._stuck = self.sitting.version
        if what == phases.CLOSE:
            self._carry_out(Given(CLOCK, now, "due close", {}), _nobody)
        else:
            self._carry_out(Given(CLOCK, now, "due open", {"phase": Phase(what).value}), _nobody)
        self._flush()

    def _make_up(self, gap: float) -> None:
        if gap > AWAY and self.sitting.deadline is not None:
            self._carry_out(Given(CLOCK, self.now(), "away", {"seconds": gap}), _nobody)
            self._flush()

    # --- what is shown

    def look(self, audiences: set[str]) -> None:
        """Who looks at views from now on."""

        def note(_: Sitting) -> Mapping[str, Any]:
            self.gallery.look(audiences, self.now())
            return {}

        self.ask(note, _nobody)

    def connect(self, clients: set[str]) -> None:
        """Who of the members is connected from now on."""

        def note(sitting: Sitting) -> Mapping[str, Any]:
            sitting.connected = clients
            self.gallery.soil({FACILITATOR}, self.now())
            return {}

        self.ask(note, _nobody)

    def _tell(self) -> None:
        """Tell of the clock and of who sits where, if that changed."""
        sitting = self.sitting
        if sitting.touched:
            self.gallery.soil(sitting.touched, self.now())
            sitting.touched = set()
        clock, people = clock_of(sitting), {m.client: m.seat for m in sitting.members.values()}
        if self.outside is None:
            return
        if people != self._people:
            self._people = people
            self.outside.people(people)
        if clock != self._clock:
            self._clock = clock
            self.outside.clock(clock)

    def _show(self) -> None:
        try:
            made = self.gallery.make(self.sitting, self.now())
        except Exception:  #  a view that cannot be made must not end the class
            traceback.print_exc(file=sys.stderr)
            return
        if made is not None and self.outside is not None:
            self.outside.view(*made)


def _nobody(outcome: Outcome) -> None:
    """Nobody waits for what came of it."""
