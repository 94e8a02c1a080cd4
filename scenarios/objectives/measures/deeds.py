"""Freedom, means, peace, and what is done together."""

from __future__ import annotations

import numpy as np

from scenarios.objectives.measures.reading import own, toward
from scenarios.objectives.registry import About, Moment, Span, measure
from sim import relations
from sim.axes import Floats
from sim.state import CONDUCTED, IN_FORCE

# freedom and means


@measure("Autonomy", "0..1", moves="fewer and lighter bonds: agreements, groups, bases, suppliers")
def autonomy(moment: Moment, about: About) -> Floats:
    """What is left of autonomy: 1 over 1 and what was given up.

    Given up is, in units of the table of agreements, the dearest agreement with each partner, each
    group (one that owes defence as much as the dearest treaty that does), each foreign base
    (``base.autonomy``), and the largest dependence on one supplier. Assumption.
    """
    world, state, seat = moment.world, moment.state, about.seat
    table = world.agreements
    stages = state["agreement"][:, :, seat]
    given = ((stages >= IN_FORCE) * table.autonomy[:, None]).max(axis=1, initial=0.0).sum(axis=1)
    pact = float(np.where(table.defence, table.autonomy, 0.0).max(initial=0.0))
    group = np.maximum(
        relations.of_groups(world, state, "autonomy"),
        relations.of_groups(world, state, "defence") * pact,
    )
    given = given + (state["member"][:, seat] * group).sum(axis=1)
    given = given + state["bases"][:, seat].sum(axis=1) * world.param("base.autonomy", 0)
    return np.asarray(1.0 / (1.0 + given + dependence(moment, about)))


@measure("Largest dependence on one supplier", "0..1", moves="arms transfers, own spending")
def dependence(moment: Moment, about: About) -> Floats:
    """The largest dependence on the supplies of one nation."""
    return np.asarray(moment.state["dependence"][:, about.seat].max(axis=1))


@measure("Foreign bases here", "bases", "nations", moves="leave to station forces, eviction")
def bases_of(moment: Moment, about: About) -> Floats:
    """Nations, of those named if any are, that have forces on the seat's soil."""
    guests = toward(moment.state["bases"], moment, about)
    return np.asarray(guests.sum(axis=1, dtype=np.float64))


@measure("Defence spending", "share of GDP", moves="the order to change spending, fear")
def spending(moment: Moment, about: About) -> Floats:
    """Defence spending over the start year's economy."""
    economy = max(float(moment.world.economy[about.seat]), 2.0**-20)
    return np.asarray(moment.state["spending"][:, about.seat] / economy)


@measure("Military capability", "share of the world's", moves="spending, arms transfers")
def capability(moment: Moment, about: About) -> Floats:
    """Share of the world's military capabilities."""
    return own(moment, "capability", about)


# peace and what is done together


@measure(
    "Share of turns without dispute of ours",
    "0..1",
    moves="calm, hotlines, mediation; not to escalate",
    span=Span.WHOLE,
)
def peace(moment: Moment, about: About) -> Floats:
    """1 in a turn without a militarised act by or against the seat and without confrontation."""
    return 1.0 - relations.in_dispute(moment.state)[:, about.seat].astype(np.float64)


@measure(
    "Share of turns with peace between the two",
    "0..1",
    "two nations",
    moves="mediation, hotlines, restraint of both",
    span=Span.WHOLE,
)
def peace_between(moment: Moment, about: About) -> Floats:
    """1 in a turn without a militarised act or confrontation between the two nations."""
    one, two = about.nations
    fight = np.zeros(moment.state.rows, bool)
    for field in ("hostility", "standoff"):
        fight |= (moment.state[field][:, one, two] > 0) | (moment.state[field][:, two, one] > 0)
    return 1.0 - fight.astype(np.float64)


@measure("Peace at home", "0..1", moves="missions, time, settlement", span=Span.WHOLE)
def quiet_home(moment: Moment, about: About) -> Floats:
    """1 less the armed conflict on the seat's own soil."""
    return 1.0 - own(moment, "war", about)


@measure(
    "Joint exercises with us",
    "a year",
    moves="to host, to attend, partners that come",
    span=Span.WHOLE,
)
def exercises(moment: Moment, about: About) -> Floats:
    """Joint exercises held with the seat, at the rate of a year."""
    there = moment.state["exercise_coming"][:, :, about.seat] == 1
    held = (moment.state["exercise"] == CONDUCTED) & there
    return np.asarray(held.sum(axis=1) / moment.years)


@measure("Exercises that we hosted", "a year", moves="to host, partners that come", span=Span.WHOLE)
def hosted(moment: Moment, about: About) -> Floats:
    """Joint exercises held on the seat's invitation, at the rate of a year."""
    ours = moment.state["exercise_host"] == about.seat
    held = (moment.state["exercise"] == CONDUCTED) & ours
    return np.asarray(held.sum(axis=1) / moment.years)


@measure("Troops in missions", "thousands", moves="mandates, the order to deploy", span=Span.WHOLE)
def missions(moment: Moment, about: About) -> Floats:
    """Troops of the seat that have arrived in missions."""
    return np.asarray(moment.state["arrived"][:, about.seat].sum(axis=1))


@measure("Standing damage", "0..1", moves="cyber defence, shared intelligence, quick answers")
def harm(moment: Moment, about: About) -> Floats:
    """Standing damage by terrorism, cyber and hybrid pressure."""
    return own(moment, "harm", about)
