"""The first state: documented facts, and what is drawn once per run where nothing is documented."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenarios.schema import Scenario
from scenarios.start_arms import arms
from scenarios.start_knowledge import knowledge
from scenarios.start_reform import civil_control
from scenarios.start_treaties import bases, participants, supplies, treaties
from sim.axes import Floats, Seeds
from sim.draw import Column, Draw, Stream
from sim.grid import logistic, snap, snapped
from sim.state import EVIDENCE_BITS, IN_FORCE, MEMBER, State, blank
from sim.world import World


def pairs(scenario: Scenario) -> list[tuple[int, int]]:
    """The two nations' indices of each row of ``dyads.csv``."""
    index = {n.iso3: i for i, n in enumerate(scenario.nations)}
    return [(index[d.a], index[d.b]) for d in scenario.dyads]


def build_state(scenario: Scenario, world: World, seeds: Sequence[int] | Seeds) -> State:
    """The first state of as many runs as there are seeds.

    Documented facts are the same in all runs. What is not documented is drawn once per run under
    its own address: bilateral agreements (by the tie model fitted up to 1993, where the scenario
    names none), the phase of the electoral calendar, the governments' stances.
    """
    seeds = np.asarray(seeds, dtype=np.uint64)
    arrays = blank(world.dims, len(seeds))
    draw = Draw(seeds, -1)
    _facts(scenario, world, arrays)
    _governments(world, arrays, draw)
    _groups_and_programmes(scenario, world, arrays)
    participants(scenario, world, arrays)
    bases(scenario, world, arrays)
    supplies(scenario, world, arrays)
    _disputes(scenario, world, arrays)
    if scenario.agreements:
        treaties(scenario, world, arrays)
    else:
        _ties(world, arrays, draw)
    _trust_and_skill(world, arrays)
    civil_control(world, arrays)
    arms(world, arrays)
    knowledge(world, arrays)
    state = State(arrays, 0)
    state.check(world.dims)
    return state


def _facts(scenario: Scenario, world: World, arrays: dict[str, np.ndarray]) -> None:
    nations = scenario.nations
    for name in ("capability", "spending", "institutions", "alignment", "war", "mandate"):
        arrays[name][:] = snapped([getattr(n, name) for n in nations])
    arrays["deaths"][:] = snap(world.param("mission.deaths") * arrays["war"], 10)
    openness = snap(world.param("start.transparency") * arrays["institutions"])
    arrays["transparency"][:] = openness
    arrays["published"][:] = snap(openness, 4)
    arrays["will"][:] = world.param("will.usual")


def _governments(world: World, arrays: dict[str, np.ndarray], draw: Draw) -> None:
    term = world.param("home.term")
    phase = draw.nation(Column.START_ELECTION, 1, world.dims.N)[..., 0]
    arrays["election"][:] = np.floor(phase * term).astype(np.int16)
    arrays["government"][:] = arrays["election"] - term.astype(np.int16)
    luck = draw.nation(Column.START_STANCE, 1, world.dims.N)[..., 0]
    arrays["stance"][:] = snap(world.param("home.spread") * (2.0 * luck - 1.0))
    usual = world.param("will.usual") + world.param("will.stance") * arrays["stance"]
    arrays["will"][:] = snap(np.clip(usual, 0.0, 1.0))


def _groups_and_programmes(scenario: Scenario, world: World, arrays: dict[str, np.ndarray]) -> None:
    arrays["format"][:, : world.groups.given] = np.arange(world.groups.given)
    for g, group in enumerate(scenario.groups):
        for iso in group.members:
            arrays["member"][:, world.nation(iso), g] = 1
    for p in range(world.dims.P):
        sponsor = arrays["member"][0, :, world.programmes.sponsor[p]] == 1
        arrays["status"][:, sponsor, p] = MEMBER
        arrays["declared"][:, sponsor, p] = 1.0
        arrays["depth"][:, sponsor, p] = 1.0
        invited = np.array([n.invited == 1 for n in scenario.nations])
        arrays["invited"][:, invited, p] = 1


def _disputes(scenario: Scenario, world: World, arrays: dict[str, np.ndarray]) -> None:
    """Years of the last dispute; a pair without one has been quiet for as long as was looked at."""
    year, month = world.start
    quiet = -max((year - 1980) * 12 + month - 1, 12) // world.months
    arrays["last_dispute"][:] = quiet
    for (i, j), dyad in zip(pairs(scenario), scenario.dyads, strict=True):
        for one, two in ((i, j), (j, i)):
            arrays["rivalry"][:, one, two] = dyad.rivalry
            if dyad.last_dispute:
                turns = ((year - dyad.last_dispute) * 12 + month - 7) // world.months
                arrays["last_dispute"][:, one, two] = -max(turns, 1)


def _ties(world: World, arrays: dict[str, np.ndarray], draw: Draw) -> None:
    """Undocumented agreements at the start, drawn from the tie model and thus synthetic."""
    p, size = world.param, world.dims.N
    member = arrays["member"][0]
    defence = [member[:, g] for g in np.nonzero(world.groups.defence)[0]]
    sponsor = member[:, world.programmes.sponsor[0]] if world.dims.P else np.zeros(size, np.int8)
    both = np.outer(sponsor, sponsor)
    allied = np.zeros((size, size), bool)
    for seats in defence:
        allied |= np.outer(seats, seats) == 1
    score = p("start.constant", 2) + p("start.distance", 2) * world.log_km
    score = score + p("start.land", 2) * world.land + p("start.both_sponsor", 2) * both
    score = score + p("start.allied", 2) * (allied & (both == 0))
    gap = np.abs(arrays["alignment"][0][:, None] - arrays["alignment"][0])
    score = score + p("start.alignment", 2) * gap
    score = score + p("start.power", 2) * (world.log_power[:, None] + world.log_power)
    score = score + p("start.ratio", 2) * np.abs(world.log_power[:, None] - world.log_power)
    score = score + p("start.rivalry", 2) * arrays["rivalry"][0]
    own = draw.nation(Column.START_ACTIVITY, 1, size)[..., 0]
    busy = p("start.activity") * (2.0 * own - 1.0)
    score = score + busy[:, :, None] + busy[:, None, :]
    here = world.exists(0)
    chance = logistic(score)
    luck = draw.uniform(Stream.START_TIES, size, size)
    upper = np.triu(here[:, None] & here, 1)
    tied = (luck < chance) & upper
    more = draw.uniform(Stream.START_TIE_KIND, size, size, 3)
    _sign(world, arrays, np.nonzero(tied), more[..., 0], world.agreements.appeal, more[..., 2])
    several = tied & (more[..., 1] < p("start.several", 2))
    _sign(world, arrays, np.nonzero(several), more[..., 0], world.agreements.later, more[..., 2])


def _sign(
    world: World,
    arrays: dict[str, np.ndarray],
    pairs: tuple[np.ndarray, ...],
    kind_luck: Floats,
    shares: Floats,
    age_luck: Floats,
) -> None:
    """Put agreements in force between pairs; ages are uniform over the two years before."""
    rows, first, second = pairs
    types = (kind_luck[pairs][:, None] >= np.cumsum(shares)[:-1]).sum(axis=1)
    known = world.agreements.opens[types] <= 0
    rows, first, second, types = (part[known] for part in (rows, first, second, types))
    span = 24 // world.months
    begun = -1 - np.floor(age_luck[pairs][known] * span).astype(np.int16)
    for one, two in ((first, second), (second, first)):
        arrays["agreement"][rows, types, one, two] = IN_FORCE
        arrays["agreement_turn"][rows, types, one, two] = begun


def _trust_and_skill(world: World, arrays: dict[str, np.ndarray]) -> None:
    """Evidence and interoperability at the start follow from groups, ties and disputes."""
    p, size = world.param, world.dims.N
    member = arrays["member"][0].astype(np.float64)
    binding = member * np.minimum(world.groups.trust, 1.0)
    shared = np.minimum((binding @ member.T), 1.0)
    tied = (arrays["agreement"] >= IN_FORCE).any(axis=1)
    known = p("start.acquaintance", 2) + p("start.fellowship", 2) * shared
    good = p("start.evidence", 2) * (known + p("start.partnership", 2) * tied)
    years = np.maximum(-arrays["last_dispute"][0].astype(np.float64), 1.0) * world.months / 12.0
    yearly = p("trust.memory", 2) ** (12.0 / world.months)
    bad = p("start.dispute", 2) * yearly**years + 0.5 * arrays["rivalry"]
    gap = np.abs(arrays["alignment"][0][:, None] - arrays["alignment"][0])
    bad = bad + p("start.estrangement", 2) * p("start.evidence", 2) * gap
    off = 1.0 - np.eye(size)
    arrays["good"][:] = snap(np.broadcast_to(good * off, arrays["good"].shape), EVIDENCE_BITS)
    arrays["bad"][:] = snap(np.broadcast_to(bad * off, arrays["bad"].shape), EVIDENCE_BITS)
    level = p("start.interop_other", 2)
    for g in np.nonzero(world.groups.defence)[0]:
        same = np.outer(member[:, g], member[:, g]) == 1
        sponsored = world.dims.P and g in world.programmes.sponsor
        name = "start.interop_sponsor" if sponsored else "start.interop_allied"
        level = np.where(same, np.maximum(level, p(name, 2)), level)
    arrays["interop"][:] = snap(level * off)[:, None]
    distrust = 1.0 - (arrays["good"] + 1.0) / (arrays["good"] + arrays["bad"] + 2.0)
    power = np.sqrt(arrays["capability"])[:, None, :]
    threat = p("threat.scale", 2) * distrust * world.nearness * power * off
    threat = threat + p("threat.rivalry", 2) * arrays["rivalry"]
    here = world.exists(0)
    present = here[:, None] & here
    arrays["threat"][:] = snap(np.clip(threat * present, 0.0, 1.0))
