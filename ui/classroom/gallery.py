"""Views as they are shown: made when something in them changed, for those who look, not too often.

An audience is a seat, the facilitator or the public. Its view is a dict of parts, kept as JSON
text, so that whoever sends them sees which have changed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scenarios.sitting import EVERYBODY, FACILITATOR, Sitting

#: The audience of the projector.
PUBLIC = "public"

#: Seconds between two views of one audience, at least.
_PAUSE: Mapping[str, float] = {FACILITATOR: 0.5, PUBLIC: 0.5}
_PAUSE_OF_SEATS = 0.25

#: A view that takes long to make is made less often, so that commands do not wait for it: after
#: so many times the time that it took.
_SHARE = 8.0

#: Seconds after which the public view is made again while par is worked out for its review.
_AGAIN = 2.0

#: Seconds from a change to the view that shows it: commands that come together are answered first.
_SETTLE = 0.05

Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Makers:
    """Who makes the views; each gives a dict of parts, plain JSON data."""

    student: Callable[[Sitting, str], Mapping[str, Any]]
    facilitator: Callable[[Sitting], Mapping[str, Any]]
    public: Callable[[Sitting], Mapping[str, Any]]
    debrief: Callable[[Sitting, str | None], Mapping[str, Any]]
    ask: Callable[[Sitting, str, Mapping[str, Any]], Mapping[str, Any]]
    geometry: Callable[[Any], Mapping[str, Any]]


def makers() -> Makers:
    """Those of the classroom."""
    from ui.classroom import views  # noqa: PLC0415  presenters are loaded when a room opens

    return Makers(
        views.student, views.facilitator, views.public, views.debrief, views.ask, views.geometry
    )


def text_of(data: object) -> str:
    """Data as JSON in few letters; NaN and infinity are faults."""
    return json.dumps(data, separators=(",", ":"), allow_nan=False)


@dataclass
class Gallery:
    """The views of all audiences that anybody looks at."""

    makers: Makers
    _looking: set[str] = field(default_factory=set)
    _due: dict[str, float] = field(default_factory=dict)  # audience -> when its view is to be made
    _rest: dict[str, float] = field(default_factory=dict)  # audience -> when it may be made again
    _kept: dict[str, dict[str, tuple[object, str]]] = field(default_factory=dict)

    def look(self, audiences: Iterable[str], now: float) -> None:
        """Who looks from now on; those who are new get a view at once."""
        looking = set(audiences)
        for audience in looking - self._looking:
            self._due[audience] = now
        for audience in self._looking - looking:
            self._due.pop(audience, None)
            self._kept.pop(audience, None)
        self._looking = looking

    def soil(self, touched: set[str], now: float) -> None:
        """Say whose screens have something new; the facilitator and the public see all of it."""
        new = self._looking if EVERYBODY in touched else touched & self._looking
        for audience in (*new, *({FACILITATOR, PUBLIC} & self._looking)):
            self._due.setdefault(audience, max(self._rest.get(audience, 0.0), now + _SETTLE))

    def next(self) -> float | None:
        """When the next view is to be made; ``None`` for never."""
        return min(self._due.values(), default=None)

    def make(self, sitting: Sitting, now: float) -> tuple[str, Parts] | None:
        """Make the view that has been due for longest; its audience and parts."""
        audience = min(self._due, key=self._due.__getitem__, default="")
        if not audience or self._due[audience] > now:
            return None
        del self._due[audience]
        begun = time.perf_counter()
        parts = self._parts(sitting, audience)
        took = time.perf_counter() - begun
        self._rest[audience] = now + max(_PAUSE.get(audience, _PAUSE_OF_SEATS), took * _SHARE)
        if self._unready(audience):
            self._due[audience] = max(self._rest[audience], now + _AGAIN)
        return audience, parts

    def _unready(self, audience: str) -> bool:
        """Whether a view holds a review that is still worked at; phones ask for theirs."""
        review, _ = self._kept[audience].get("debrief", ({}, ""))
        return isinstance(review, Mapping) and not review.get("ready", True)

    def _parts(self, sitting: Sitting, audience: str) -> Parts:
        if audience == FACILITATOR:
            view = self.makers.facilitator(sitting)
        elif audience == PUBLIC:
            view = self.makers.public(sitting)
        else:
            view = self.makers.student(sitting, audience)
        before = self._kept.get(audience, {})
        kept = {name: _told(part, before.get(name)) for name, part in view.items()}
        self._kept[audience] = kept
        return {name: text for name, (_, text) in kept.items()}


def _told(part: object, before: tuple[object, str] | None) -> tuple[object, str]:
    """A part and its text; the very object of before has the text of before."""
    if before is not None and before[0] is part:
        return before
    return part, text_of(part)
