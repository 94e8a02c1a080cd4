"""From a scenario and seeds to a world and its first state."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from agents.policy import Policy
from agents.registry import policy
from agents.run import Game
from agents.team import Team
from scenarios.schema import Parameter, Scenario
from sim.axes import NEVER, Bools, Dims, Floats, Ints, Seeds
from sim.draw import Column, Draw, Stream
from sim.errors import DetenteError, UnknownName
from sim.grid import logistic, snap, snapped
from sim.orders import OrderKind
from sim.state import EVIDENCE_BITS, IN_FORCE, MEMBER, State, blank
from sim.world import (
    IMPLEMENTED,
    MECHANISMS,
    Agreements,
    Exercises,
    Groups,
    OrderKinds,
    Programmes,
    World,
    turn_of,
)

DOMAINS = ("procedures", "communications", "equipment and logistics", "people")


def per_turn(kind: str, value: float, months: int) -> float:
    """A parameter's value per turn of so many months, by its kind."""
    share = months / 12.0
    match kind:
        case "rate":
            return value * share
        case "share":
            return 1.0 - math.pow(1.0 - value, share)
        case "retention":
            return math.pow(value, share)
        case "years":
            return float(max(1, round(value / share))) if value > 0 else 0.0
        case _:
            return value


def check_settings(scenario: Scenario, values: Mapping[str, float], off: Iterable[str]) -> None:
    """Raise one clear fault for an unknown parameter or mechanism, or a value out of range."""
    for name, value in values.items():
        table = scenario.catalogue.parameters
        if name not in table:
            raise UnknownName("parameter", name, table)
        entry = table[name]
        if not entry.low <= value <= entry.high:
            raise DetenteError(
                f"parameter {name!r}: {value:g} is out of range ({entry.low:g} to {entry.high:g} "
                f"{entry.unit})"
            )
    for name in off:
        if name not in MECHANISMS:
            raise UnknownName("mechanism", name, MECHANISMS)
        if name not in IMPLEMENTED:
            raise DetenteError(f"mechanism {name!r} ({MECHANISMS[name]}) has no rules yet")


def build_world(
    scenario: Scenario, values: Mapping[str, float] | None = None, off: Iterable[str] = ()
) -> World:
    """The world of a scenario, with parameters set and mechanisms switched off."""
    off = set(off)
    values = {**scenario.set, **(values or {})}
    check_settings(scenario, values, sorted(off))
    start = (int(scenario.start[:4]), int(scenario.start[5:]))
    nations, slots = scenario.nations, scenario.slots
    dims = Dims(
        N=len(nations),
        D=len(DOMAINS),
        P=len(scenario.programmes),
        S=len(scenario.catalogue.steps),
        A=len(scenario.catalogue.agreements),
        G=len(scenario.groups),
        X=slots.exercises,
        T=slots.texts,
        C=slots.calls,
        O=slots.offers,
        K=slots.orders,
    )
    position = np.array([[n.lat, n.lon] for n in nations])
    km = _distances(position)
    land, sea = _borders(scenario)
    doctrines = tuple(scenario.catalogue.doctrines)
    return World(
        id=scenario.id,
        title=scenario.title,
        iso=tuple(n.iso3 for n in nations),
        names=tuple(n.name for n in nations),
        start=start,
        months=scenario.months,
        turns=scenario.turns,
        dims=dims,
        domains=DOMAINS,
        programmes=_programmes(scenario, start),
        agreements=_agreements(scenario, start),
        exercises=_exercises(scenario),
        groups=_groups(scenario),
        order_kinds=_order_kinds(scenario),
        params=_params(scenario.catalogue.parameters, values, scenario.months),
        switches={name: np.array([name not in off]) for name in MECHANISMS},
        exists_from=_turns(start, scenario.months, [n.exists_from for n in nations], NEVER),
        exists_to=_turns(start, scenario.months, [n.exists_to for n in nations], 32000),
        position=position,
        nearness=snap(np.exp(-km / 1000.0)),
        log_km=snap(np.log(np.maximum(km, 10.0))),
        land=land,
        sea=sea,
        neutrality=snapped([n.neutrality for n in nations]),
        council=np.array([n.council == 1 for n in nations]),
        log_power=snapped([math.log(max(n.capability, 1e-6)) for n in nations]),
        economy=snapped([n.gdp for n in nations]),
        doctrine_ids=doctrines,
        doctrine=np.array([doctrines.index(n.doctrine) for n in nations]),
        weights=_weights(scenario),
    )


def _params(
    table: Mapping[str, Parameter], values: Mapping[str, float], months: int
) -> dict[str, Floats]:
    return {
        name: snapped([per_turn(entry.kind, values.get(name, entry.value), months)])
        for name, entry in table.items()
    }


def _distances(position: Floats) -> Floats:
    """Great-circle distances in km between positions in degrees."""
    lat, lon = np.radians(position.T)
    dlat, dlon = lat[:, None] - lat, lon[:, None] - lon
    root = np.sin(dlat / 2) ** 2 + np.cos(lat)[:, None] * np.cos(lat) * np.sin(dlon / 2) ** 2
    return np.asarray(2 * 6371.0 * np.arcsin(np.sqrt(np.clip(root, 0.0, 1.0))))


def _pairs(scenario: Scenario) -> list[tuple[int, int]]:
    index = {n.iso3: i for i, n in enumerate(scenario.nations)}
    return [(index[d.a], index[d.b]) for d in scenario.dyads]


def _borders(scenario: Scenario) -> tuple[Bools, Bools]:
    size = len(scenario.nations)
    land, sea = np.zeros((size, size), bool), np.zeros((size, size), bool)
    for (i, j), dyad in zip(_pairs(scenario), scenario.dyads, strict=True):
        land[i, j] = land[j, i] = dyad.land_border == 1
        sea[i, j] = sea[j, i] = dyad.sea_border == 1
    return land, sea


def _turns(start: tuple[int, int], months: int, dates: Sequence[str], never: int) -> Ints:
    return np.array([turn_of(start, months, d) if d else never for d in dates])


def _programmes(scenario: Scenario, start: tuple[int, int]) -> Programmes:
    steps, groups = scenario.catalogue.steps, [g.id for g in scenario.groups]
    ids = [s.id for s in steps]
    opens = [
        [turn_of(start, scenario.months, p.opens.get(s.id, s.from_)) for s in steps]
        for p in scenario.programmes
    ]
    return Programmes(
        ids=tuple(p.id for p in scenario.programmes),
        names=tuple(p.name for p in scenario.programmes),
        sponsor=np.array([groups.index(p.sponsor) for p in scenario.programmes], int),
        steps=tuple(ids),
        step_names=tuple(s.name for s in steps),
        requires=np.array([ids.index(s.requires) if s.requires else -1 for s in steps]),
        opens=np.array(opens, int).reshape(len(scenario.programmes), len(steps)),
        work=snapped([s.work for s in steps]),
        by_invitation=np.array([s.by_invitation for s in steps]),
    )


def _agreements(scenario: Scenario, start: tuple[int, int]) -> Agreements:
    types, months = scenario.catalogue.agreements, scenario.months
    appeal = np.array([t.appeal for t in types])
    later = np.array([t.later for t in types])
    return Agreements(
        ids=tuple(t.id for t in types),
        names=tuple(t.name for t in types),
        opens=_turns(start, months, [t.from_ for t in types], NEVER),
        defence=np.array([t.defence for t in types]),
        restraint=np.array([t.restraint for t in types]),
        notice=np.array([max(1, round(t.notice_days / 30.44 / months)) for t in types]),
        term=np.array([t.term_years * 12 // months for t in types]),
        ratify=snapped([per_turn("share", t.ratify, months) for t in types]),
        fail=snapped([per_turn("share", t.fail, months) for t in types]),
        appeal=snap(appeal / appeal.sum()),
        later=snap(later / later.sum()),
        trust=np.array([t.trust for t in types]),
        interop=np.array([t.interop for t in types], int),
        autonomy=snapped([t.autonomy for t in types]),
    )


def _exercises(scenario: Scenario) -> Exercises:
    types = scenario.catalogue.exercises
    appeal = np.array([t.appeal for t in types])
    return Exercises(
        ids=tuple(t.id for t in types),
        names=tuple(t.name for t in types),
        lead=np.array([max(1, round(t.lead_months / scenario.months)) for t in types]),
        money=snapped([t.money for t in types]),
        staff=snapped([t.staff for t in types], 10),
        field=snapped([t.field for t in types], 10),
        appeal=snap(appeal / appeal.sum()),
    )


def _groups(scenario: Scenario) -> Groups:
    groups = scenario.groups
    return Groups(
        ids=tuple(g.id for g in groups),
        names=tuple(g.name for g in groups),
        defence=np.array([g.defence for g in groups], bool),
        restraint=np.array([g.restraint for g in groups], bool),
        trust=snapped([g.trust for g in groups]),
        standards=snapped([g.standards for g in groups]),
        exercises=np.array([g.exercises for g in groups], bool),
        rule=tuple(g.rule for g in groups),
    )


def _order_kinds(scenario: Scenario) -> OrderKinds:
    table = scenario.catalogue.orders
    kinds = [kind.name.lower() for kind in OrderKind]
    prices = [table.get(kind) for kind in kinds]
    return OrderKinds(
        names=tuple(kinds),
        money=snapped([p.money if p else 0.0 for p in prices]),
        effort=snapped([p.effort if p else 0.0 for p in prices]),
        will=snapped([p.will if p else 0.0 for p in prices]),
        mechanism=tuple(p.mechanism if p else "" for p in prices),
    )


def _weights(scenario: Scenario) -> dict[str, Floats]:
    profiles = list(scenario.catalogue.doctrines.values())
    terms = sorted({term for profile in profiles for term in profile.weights})
    return {term: snapped([p.weights.get(term, 1.0) for p in profiles]) for term in terms}


def build_state(scenario: Scenario, world: World, seeds: Sequence[int] | Seeds) -> State:
    """The first state of as many runs as there are seeds.

    Documented facts are the same in all runs. What is not documented is drawn once per run under
    its own address: bilateral agreements (by the tie model fitted up to 1993), the phase of the
    electoral calendar, the governments' stances.
    """
    seeds = np.asarray(seeds, dtype=np.uint64)
    arrays = blank(world.dims, len(seeds))
    draw = Draw(seeds, -1)
    _facts(scenario, world, arrays)
    _governments(world, arrays, draw)
    _groups_and_programmes(scenario, world, arrays)
    _disputes(scenario, world, arrays)
    _ties(scenario, world, arrays, draw)
    _trust_and_skill(world, arrays)
    state = State(arrays, 0)
    state.check(world.dims)
    return state


def _facts(scenario: Scenario, world: World, arrays: dict[str, np.ndarray]) -> None:
    nations = scenario.nations
    for field in ("capability", "spending", "institutions", "alignment", "war", "mandate"):
        arrays[field][:] = snapped([getattr(n, field) for n in nations])
    openness = snap(world.param("start.transparency") * arrays["institutions"])
    arrays["transparency"][:] = openness
    arrays["published"][:] = snap(openness, 4)
    arrays["will"][:] = world.param("will.usual")


def _governments(world: World, arrays: dict[str, np.ndarray], draw: Draw) -> None:
    term = world.params["home.term"][0]
    phase = draw.nation(Column.START_ELECTION, 1, world.dims.N)[..., 0]
    arrays["election"][:] = np.floor(phase * term).astype(np.int16)
    arrays["government"][:] = arrays["election"] - np.int16(term)
    luck = draw.nation(Column.START_STANCE, 1, world.dims.N)[..., 0]
    arrays["stance"][:] = snap(world.param("home.spread") * (2.0 * luck - 1.0))
    usual = world.param("will.usual") + world.param("will.stance") * arrays["stance"]
    arrays["will"][:] = snap(np.clip(usual, 0.0, 1.0))


def _groups_and_programmes(scenario: Scenario, world: World, arrays: dict[str, np.ndarray]) -> None:
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
    quiet = -((year - 1980) * 12 + month - 1) // world.months
    arrays["last_dispute"][:] = quiet
    for (i, j), dyad in zip(_pairs(scenario), scenario.dyads, strict=True):
        for one, two in ((i, j), (j, i)):
            arrays["rivalry"][:, one, two] = dyad.rivalry
            if dyad.last_dispute:
                turns = ((year - dyad.last_dispute) * 12 + month - 7) // world.months
                arrays["last_dispute"][:, one, two] = -max(turns, 1)


def _ties(scenario: Scenario, world: World, arrays: dict[str, np.ndarray], draw: Draw) -> None:
    """Undocumented agreements at the start, drawn from the tie model and thus synthetic."""
    del scenario
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
    good = p("start.evidence", 2) * (0.35 + 0.9 * shared + 0.5 * tied)
    years = np.maximum(-arrays["last_dispute"][0].astype(np.float64), 1.0) * world.months / 12.0
    yearly = p("trust.memory", 2) ** (12.0 / world.months)
    bad = p("start.dispute", 2) * yearly**years + 0.5 * arrays["rivalry"]
    gap = np.abs(arrays["alignment"][0][:, None] - arrays["alignment"][0])
    bad = bad + 0.3 * p("start.evidence", 2) * gap
    off = 1.0 - np.eye(size)
    arrays["good"][:] = snap(np.broadcast_to(good * off, arrays["good"].shape), EVIDENCE_BITS)
    arrays["bad"][:] = snap(np.broadcast_to(bad * off, arrays["bad"].shape), EVIDENCE_BITS)
    level = np.full((size, size), p("start.interop_other").item())
    for g in np.nonzero(world.groups.defence)[0]:
        same = np.outer(member[:, g], member[:, g]) == 1
        sponsored = world.dims.P and g in world.programmes.sponsor
        name = "start.interop_sponsor" if sponsored else "start.interop_allied"
        level = np.where(same, np.maximum(level, p(name).item()), level)
    arrays["interop"][:] = snap(level * off)
    distrust = 1.0 - (arrays["good"] + 1.0) / (arrays["good"] + arrays["bad"] + 2.0)
    power = np.sqrt(arrays["capability"])[:, None, :]
    threat = p("threat.scale", 2) * distrust * world.nearness * power * off
    threat = threat + p("threat.rivalry", 2) * arrays["rivalry"]
    here = world.exists(0)
    present = here[:, None] & here
    arrays["threat"][:] = snap(np.clip(threat * present, 0.0, 1.0))


def seeds_for(seed: int, rows: int) -> Seeds:
    """(rows,) seeds: the first is ``seed`` itself, so that a run alone is row 0 of a batch."""
    mixed = [(seed + 0x9E3779B97F4A7C15 * k) % 2**64 for k in range(rows)]
    return np.array(mixed, dtype=np.uint64)


def new_game(
    scenario: Scenario,
    seeds: Seeds,
    *,
    values: Mapping[str, float] | None = None,
    off: Iterable[str] = (),
    seats: Mapping[str, Policy] | None = None,
    default: str = "doctrine",
) -> Game:
    """Runs of a scenario ready to be played, one for each seed.

    ``seats`` names policies of single nations, ``default`` plays all others.
    """
    world = build_world(scenario, values, off)
    state = build_state(scenario, world, seeds)
    for iso in seats or {}:
        world.nation(iso, "seats")
    return Game(world, state, seeds, Team.of(world.iso, policy(default), seats or {}))
