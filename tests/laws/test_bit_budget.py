"""Every reduction fits into the 53 bits of a float64, so that sums are exact in any order."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from agents import calculus, terms, tie
from agents.decisions import DECISIONS
from agents.run import play
from scenarios.build import new_game, seeds_for
from scenarios.tables import per_turn, weighed
from sim.account import Books
from sim.carried import bonds
from sim.causes import Cause
from sim.grid import BITS, on_grid, snap_number
from sim.observe import observe
from sim.reliability import keep
from sim.state import EVIDENCE_BITS, FIELDS, IN_FORCE, State
from tests.builders import MONTHS, scenario

NATIONS = 200
CATALOGUE = scenario("pfp-1994").catalogue


def largest(*names: str) -> float:
    """The largest size of the named parameters over their ranges, for turns of any length."""
    return max(
        abs(per_turn(CATALOGUE.parameters[name].kind, bound, months))
        for name in names
        for bound in (CATALOGUE.parameters[name].low, CATALOGUE.parameters[name].high)
        for months in MONTHS
    )


def bits_of(field: str) -> int:
    bits = FIELDS[field].bits
    assert bits is not None
    return bits


#: A reduction: fraction bits of one factor and of the other, the largest product, how many terms.
REDUCTIONS = {
    "repute: trust @ evidence": (
        BITS,
        bits_of("good"),
        FIELDS["good"].high,
        NATIONS,
    ),
    "training: guests x weight @ guests": (10, 0, 8.0, 256),
    "group evidence: seats x weight @ seats": (BITS, 0, 4.0, 64),
    "precedent: participants @ nearness": (0, BITS, 1.0, NATIONS),
    "sponsor_alignment: points of members": (
        bits_of("alignment"),
        0,
        FIELDS["alignment"].high,
        NATIONS,
    ),
    "deterrence: capability of outside allies": (
        bits_of("capability"),
        0,
        FIELDS["capability"].high,
        NATIONS,
    ),
    "aid of all donors": (bits_of("aid"), 0, FIELDS["aid"].high, NATIONS),
    "aid over programmes": (bits_of("aid"), 0, FIELDS["aid"].high, 16),
    "political price of a turn's orders": (BITS, 0, 1.0, 12),
    "evidence of many events at one cell": (EVIDENCE_BITS, 0, FIELDS["bad"].high, NATIONS),
    "repute of many calls at one cell": (EVIDENCE_BITS, 0, largest("call.repute"), 64 * NATIONS),
    "shares of types of agreement": (BITS, 0, 1.0, 64),
    "circles of hosts": (
        BITS,
        0,
        largest("host.to_programme", "host.to_group", "host.to_partners"),
        64,
    ),
}


@pytest.mark.parametrize("name", sorted(REDUCTIONS))
def test_a_reduction_over_two_hundred_nations_fits_the_bit_budget(name):
    one, other, size, terms_ = REDUCTIONS[name]
    assert one + other + math.log2(size * terms_) <= 53


#: The largest size of each term that decisions weigh (log distances and powers over the globe).
TERM_SIZE = {
    "alignment": 16.0,
    "distance": 8.0,  # ln km from 10 to 20,040, less ln 1,000
    "power": 2 * (math.log(1e6) + 5.0),
    "popularity": math.log1p(255),
    "activity": math.log1p(255),
    "patron": 2.0,
    "autonomy": 2.0,
    "absorption": float(NATIONS),
    "estranged": 16.0,
    "distance_felt": 16.0,
    "favour": 16.0,
    "race": 2.0,
    "fatigue": 4.0,
    "futility": 8.0,
    "backsliding": 8.0,
    "reform": 8.0,
    "size": 2.56,
    "bloodshed": 64.0,
    "circles": 8.0,
    # a sum of all nations' troops over 32: five fraction bits fewer than the others need
    "crowd": NATIONS * 1024.0 / 32.0 / 2.0**5,
}
#: Parameters that are weights of terms.
WEIGHTS = weighed(CATALOGUE.parameters)


@pytest.mark.parametrize("decision", DECISIONS)
def test_the_score_of_a_decision_fits_the_bit_budget(decision):
    multiplier = 1.0
    for profiles in (CATALOGUE.doctrines, CATALOGUE.tempers):  # a temper comes on top of doctrine
        weights = [w for p in profiles.values() for k, w in p.weights.items() if "." not in k]
        multiplier *= max([1.0, *weights])
    names = [
        name.partition(".")[2]
        for name in CATALOGUE.parameters
        if name.startswith(f"{decision}.") and name in WEIGHTS
    ]
    assert names
    total = sum(
        largest(f"{decision}.{name}") * multiplier * TERM_SIZE.get(name, 1.0) for name in names
    )
    assert 2 * BITS + math.log2(total) <= 53


@pytest.mark.parametrize("decision", DECISIONS)
def test_no_weight_of_a_term_changes_with_the_length_of_a_turn(decision):
    kinds = {
        entry.kind
        for name, entry in CATALOGUE.parameters.items()
        if name.startswith(f"{decision}.") and name in WEIGHTS
    }
    assert kinds == {"level"}


@cache
def small_states() -> tuple:
    """The whole scenario's world, and its state after eight turns in two runs."""
    game = new_game(scenario("pfp-1994"), seeds_for(2, 2))
    return game.world, play(game, 8)


def test_the_tables_of_a_world_lie_on_the_grid():
    world, _ = small_states()
    arrays = {
        "nearness": world.nearness,
        "log_km": world.log_km,
        "log_power": world.log_power,
        "neutrality": world.neutrality,
        "groups.trust": world.groups.trust,
        "groups.standards": world.groups.standards,
        "formats.trust": world.formats.trust,
        "formats.standards": world.formats.standards,
        "formats.pooled": world.formats.pooled,
        "exercises.appeal": world.exercises.appeal,
        "agreements.appeal": world.agreements.appeal,
        "agreements.ratify": world.agreements.ratify,
        "order_kinds.will": world.order_kinds.will,
        **world.params,
        **world.weights,
    }
    assert [name for name, array in arrays.items() if not on_grid(array)] == []
    assert on_grid(world.exercises.staff, 10)
    assert on_grid(world.exercises.field, 10)


def test_the_terms_of_decisions_lie_on_the_grid_and_within_their_sizes():
    world, state = small_states()
    obs = observe(world, state)
    known = {
        "tie": tie.tie_terms(obs),
        "join": terms.programme_terms(obs, 0),
        "vote": terms.candidate_terms(obs, 0),
    }
    for decision, reasons in known.items():
        for name, term in reasons.items():
            values = np.asarray(term, np.float64)
            assert on_grid(values), (decision, name)
            assert np.abs(values).max() <= TERM_SIZE.get(name, 1.0), (decision, name)


def test_the_parts_of_a_score_sum_to_it_in_whatever_order():
    world, state = small_states()
    obs = observe(world, state)
    total, parts = calculus.score(obs, "tie", tie.tie_terms(obs), keep=True)
    rng = np.random.default_rng(0)
    names = list(parts)
    for _ in range(6):
        rng.shuffle(names)
        again = np.zeros(total.shape)
        for name in names:
            again = again + parts[name]
        assert np.array_equal(again, total)


# --- evidence and agreements --------------------------------------------------------------------


def in_three_groups(shares: list[float], rate: float) -> float:
    """Evidence of a turn between two nations that share groups of these trusts, by the rule."""
    world, state = small_states()
    arrays = {name: np.array(state[name]) for name in state}
    arrays["member"][:] = 0
    arrays["member"][:, :2, : len(shares)] = 1
    trusts = np.zeros(world.dims.G)
    trusts[: len(shares)] = shares
    params = {
        **world.params,
        "group.evidence": np.array([rate]),
        "agreement.evidence": np.array([0.0]),
    }
    table = np.array(world.formats.trust)
    table[: world.groups.given] = trusts[: world.groups.given]
    of = replace(world, formats=replace(world.formats, trust=table), params=params)
    books = Books(State(arrays, state.turn), FIELDS, keep=True)
    keep(of, State(arrays, state.turn), books)
    entries = [entry for entry in books.entries if entry.cause is Cause.GROUP_KEPT]
    return float(entries[0].amount[0, 0, 1]) if entries else 0.0


def test_fellow_members_of_one_group_gain_its_evidence():
    assert in_three_groups([1.0], 0.25) == 0.25


def test_the_evidence_of_common_groups_is_exact():
    wrong = []
    for shares in ([0.5], [0.125], [0.5, 0.125], [1.0, 0.5, 0.25], [0.75, 0.375]):
        for k in range(8, 520, 8):
            rate = k / 2.0**BITS
            exact = math.fsum(shares) * rate
            if in_three_groups(shares, rate) != snap_number(exact, EVIDENCE_BITS):
                wrong.append((shares, rate))
    assert wrong == []


def test_the_weights_of_agreements_may_be_as_large_as_the_catalogue_allows():
    world, state = small_states()
    arrays = {name: np.array(state[name]) for name in state}
    arrays["agreement"][:] = IN_FORCE
    full = State(arrays, state.turn)
    heavy = replace(world.agreements, trust=np.full(world.dims.A, 15))
    with bonds(replace(world, agreements=heavy), full) as held:
        assert held.evidence.max() == 15 * world.dims.A


def test_the_weights_of_agreements_are_summed_type_by_type():
    world, state = small_states()
    weights = world.agreements.trust
    expected = np.einsum("rajk,a->rjk", (state["agreement"] >= IN_FORCE).astype(float), weights)
    with bonds(world, state) as held:
        assert np.array_equal(held.evidence, expected)
    assert expected.max() > 0
