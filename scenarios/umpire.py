"""What a facilitator has in store for a turn: injects, and overrides with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scenarios.happenings import deed_of
from sim.causes import Cause
from sim.deeds import Deed, deed_words, read_deed
from sim.effects import told
from sim.errors import DetenteError, UnknownName
from sim.rules.umpire import idle
from sim.wording import sentence

if TYPE_CHECKING:
    from scenarios.schema import Scenario
    from sim.state import State
    from sim.world import World

#: Effects in the words of a record.
Effects = Sequence[Mapping[str, Any]]


class UmpireFault(DetenteError):
    """Something that a facilitator cannot do so."""


class Umpire:
    """The deeds that wait for one turn to be resolved, in the order in which they came."""

    def __init__(self, scenario: Scenario, world: World, state: State) -> None:
        self._scenario, self._world, self._state = scenario, world, state
        self.deeds: tuple[Deed, ...] = ()

    @property
    def words(self) -> tuple[Mapping[str, Any], ...]:
        """The deeds in words, as a record holds them."""
        return tuple(deed_words(self._world, deed) for deed in self.deeds)

    def inject(self, event_id: str, reason: str) -> None:
        """An inject of the scenario; see ``Session.inject``."""
        events = {event.id: event for event in self._scenario.events}
        injects = [event.id for event in self._scenario.events if not event.month]
        if event_id not in events:
            raise UnknownName("inject", event_id, injects, self._scenario.id)
        event = events[event_id]
        if event.month:
            raise UmpireFault(f"event {event_id!r} happens by itself in {event.month}")
        if any(deed.id == event_id for deed in self.deeds):
            raise UmpireFault(f"event {event_id!r} waits for this turn already")
        deed = deed_of(self._world, event, Cause.INJECT, reason)
        # written and read back: what is no deed of a record must not become one
        self._add(read_deed(self._world, deed_words(self._world, deed)))

    def free(self, words: Mapping[str, Any]) -> None:
        """An inject of the facilitator's own, in the words of a record."""
        deed = read_deed(self._world, {**words, "do": "inject"}, "inject")
        if not deed.title.strip():
            raise UmpireFault("an inject needs a title: what those who are told read first")
        self._effective(deed)
        self._add(deed)

    def override(self, effects: Effects, reason: str) -> None:
        """Effects without a word to anybody, for a stated reason."""
        words = {"do": "override", "effects": effects, "reason": reason}
        deed = read_deed(self._world, words, "override")
        if not deed.reason.strip():
            raise UmpireFault("an override needs a reason: it goes into the record")
        if not deed.effects:
            raise UmpireFault("an override needs at least one effect")
        self._effective(deed)
        self._add(deed)

    def take_back(self, place: int) -> None:
        """Take back one deed, by its place from 0."""
        if not self.deeds:
            raise UmpireFault("nothing waits for this turn that could be taken back")
        if not 0 <= place < len(self.deeds):
            raise UmpireFault(f"nothing waits in place {place}: from 0 to {len(self.deeds) - 1}")
        self.deeds = (*self.deeds[:place], *self.deeds[place + 1 :])

    def _add(self, deed: Deed) -> None:
        self.deeds = (*self.deeds, deed)

    def _effective(self, deed: Deed) -> None:
        """Raise for an effect that would change nothing as the world stands."""
        for effect in deed.effects:
            if idle(self._world, self._state, effect):
                what = sentence(told(self._world, effect)).removesuffix(".")
                raise UmpireFault(f"{what}: that would change nothing as things stand")
