"""Home, trust, fear, and words kept."""

from __future__ import annotations

import numpy as np

from scenarios.objectives.measures.reading import mean, others_of, own, toward
from scenarios.objectives.registry import About, Moment, Span, measure
from sim.axes import Floats

# at home


@measure("Political will at home", "0..1", moves="opinion, elections, casualties, what orders ask")
def will(moment: Moment, about: About) -> Floats:
    """Political will to cooperate."""
    return own(moment, "will", about)


@measure("Liberal institutions", "0..1", moves="time, peace at home, reform that takes root")
def institutions(moment: Moment, about: About) -> Floats:
    """Law, courts, legislature."""
    return own(moment, "institutions", about)


@measure("Published plans and budgets", "0..1", moves="the order to publish")
def published(moment: Moment, about: About) -> Floats:
    """How openly it publishes plans and budgets."""
    return own(moment, "published", about)


# trust and fear


@measure(
    "Trust that others have in us",
    "0..1",
    "nations",
    moves="agreements and promises kept, exercises, dialogue, calls honoured",
    seen=False,
)
def trust_from(moment: Moment, about: About) -> Floats:
    """Mean trust of the others in the seat."""
    return mean(others_of(moment.state.trust, moment, about))


@measure(
    "Standing",
    "0..1",
    "nations",
    moves="trust that others have in us; every obligation broken costs a share of it",
    span=Span.LOWEST,
    seen=False,
)
def standing(moment: Moment, about: About) -> Floats:
    """Mean trust of the others, less a share of it for each obligation broken in the turn."""
    share = moment.world.param("score.broken", 0)
    left = np.maximum(1.0 - share * moment.broken[:, about.seat], 0.0)
    return trust_from(moment, about) * left


@measure(
    "Our trust in others",
    "0..1",
    "nations",
    moves="what they do: agreements kept, exercises, inspections, dialogue",
)
def trust_in(moment: Moment, about: About) -> Floats:
    """Mean trust of the seat in the others."""
    return mean(toward(moment.state.trust, moment, about))


@measure(
    "The largest threat that we see",
    "0..1",
    "nations",
    moves="their forces, posture and openness; briefings, inspections, calm borders",
)
def threat(moment: Moment, about: About) -> Floats:
    """The largest threat that the seat sees in one of the others."""
    return np.asarray(toward(moment.state["threat"], moment, about).max(axis=1, initial=0.0))


@measure(
    "Fear of us",
    "0..1",
    "nations",
    moves="our spending, posture, manoeuvres near them; openness and briefings calm",
    seen=False,
)
def fear_of_us(moment: Moment, about: About) -> Floats:
    """Mean threat that the others see in the seat."""
    return mean(others_of(moment.state["threat"], moment, about))


@measure(
    "Interoperability with others",
    "0..1",
    "nations",
    moves="exercises together, standards, agreements that train; the weakest domain binds",
)
def interop(moment: Moment, about: About) -> Floats:
    """Mean effective interoperability of the seat with the others."""
    return mean(toward(moment.state.effective_interop, moment, about))


# words kept


def _stake(moment: Moment, about: About) -> Floats:
    return moment.kept[1][:, about.seat]


@measure(
    "Share of our word that we kept",
    "0..1",
    moves="calls honoured, promises and agreements kept",
    number=_stake,
    span=Span.WHOLE,
)
def kept(moment: Moment, about: About) -> Floats:
    """What was kept of calls, promises and agreements, of all that was at stake."""
    return moment.kept[0][:, about.seat]


def _asked(moment: Moment, about: About) -> Floats:
    return (moment.calls[2] + moment.calls[3])[:, about.seat]


@measure(
    "Share of our calls that were honoured",
    "0..1",
    moves="allies, and their trust in us",
    number=_asked,
    span=Span.WHOLE,
)
def asked(moment: Moment, about: About) -> Floats:
    """Allies that honoured a call for aid of the seat, of all that were bound to."""
    return moment.calls[2][:, about.seat]
