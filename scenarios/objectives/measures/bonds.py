"""The programme, groups, agreements."""

from __future__ import annotations

import numpy as np

from scenarios.objectives.measures.reading import mean, nothing
from scenarios.objectives.registry import About, Moment, measure
from sim.axes import NEVER, Bools, Floats
from sim.state import ACTIVE, IN_FORCE, MEMBER

# programme and groups


@measure("Depth in effect", "0..1", "programme", moves="declared depth, political will, money")
def depth(moment: Moment, about: About) -> Floats:
    """Depth of participation put into practice."""
    if about.programme < 0:
        return nothing(moment)
    return np.asarray(moment.state["depth"][:, about.seat, about.programme])


@measure("Declared depth", "0..1", "programme", moves="the order to declare a depth")
def declared(moment: Moment, about: About) -> Floats:
    """Declared depth of participation."""
    if about.programme < 0:
        return nothing(moment)
    return np.asarray(moment.state["declared"][:, about.seat, about.programme])


@measure(
    "Share of the ladder climbed",
    "0..1",
    "programme",
    moves="work at the next step, depth, the sponsor's consent for the last ones",
)
def step(moment: Moment, about: About) -> Floats:
    """The place of the highest step reached, over the number of steps."""
    if about.programme < 0:
        return nothing(moment)
    reached = moment.state["step_turn"][:, about.seat, about.programme] != NEVER
    places = np.arange(1, moment.world.dims.S + 1)
    return np.asarray((reached * places).max(axis=1) / moment.world.dims.S)


@measure("Nations that take part", "nations", "programme", moves="invitations, aid, example")
def participants(moment: Moment, about: About) -> Floats:
    """Partners that take part, with those that acceded from among them."""
    if about.programme < 0:
        return nothing(moment)
    status = moment.state["status"][:, :, about.programme]
    first = moment.state["step_turn"][:, :, about.programme, moment.world.programmes.first]
    part = (status == ACTIVE) | ((status == MEMBER) & (first != NEVER))
    return np.asarray((part & moment.here).sum(axis=1), dtype=np.float64)


@measure("Membership", "0 or 1", "group", moves="the group's consent, its conditions, our word")
def member(moment: Moment, about: About) -> Floats:
    """1 for a member of the group."""
    if about.group < 0:
        return nothing(moment)
    return np.asarray(moment.state["member"][:, about.seat, about.group], dtype=np.float64)


@measure("Members of the group", "nations", "group", moves="texts of admission and accession")
def members(moment: Moment, about: About) -> Floats:
    """How many members the group has."""
    if about.group < 0:
        return nothing(moment)
    seats = moment.state["member"][:, :, about.group] == 1
    return np.asarray((seats & moment.here).sum(axis=1), dtype=np.float64)


@measure(
    "Share of them outside the group",
    "0..1",
    "group and nations",
    moves="votes where we have one, what we offer them instead",
)
def outside(moment: Moment, about: About) -> Floats:
    """Share of the nations named that are not members of the group."""
    seats = moment.state["member"][:, list(about.nations), about.group]
    return 1.0 - mean(seats)


# agreements


def _bound(moment: Moment, one: int, other: int, types: tuple[int, ...]) -> Bools:
    """(R,) whether two have an agreement in force, of the types named if any are."""
    stages = moment.state["agreement"][:, :, one, other]
    if types:
        stages = stages[:, list(types)]
    return np.asarray((stages >= IN_FORCE).any(axis=1))


@measure("Nations with an agreement with us", "nations", "types", moves="offers in talks")
def ties(moment: Moment, about: About) -> Floats:
    """Nations with which an agreement is in force, of the types named if any are."""
    stages = moment.state["agreement"][:, :, about.seat]
    if about.types:
        stages = stages[:, list(about.types)]
    tied = (stages >= IN_FORCE).any(axis=1)
    return np.asarray((tied & moment.here).sum(axis=1), dtype=np.float64)


@measure("Agreement in force", "0 or 1", "nation and types", moves="offers in talks, ratification")
def agreement(moment: Moment, about: About) -> Floats:
    """1 while an agreement with the nation is in force, of the types named if any are."""
    bound = _bound(moment, about.seat, about.nations[0], about.types)
    return bound.astype(np.float64)


@measure(
    "The two have no such agreement",
    "0 or 1",
    "two nations and types",
    moves="what we offer the two, and what they fear",
    seen=False,
)
def apart(moment: Moment, about: About) -> Floats:
    """1 while the two nations have no agreement in force, of the types named if any are."""
    bound = _bound(moment, about.nations[0], about.nations[1], about.types)
    return 1.0 - bound.astype(np.float64)
