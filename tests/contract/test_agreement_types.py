"""Every type of agreement of the catalogue lives its whole life and does the work it is for."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from agents.run import Game, play_turn
from scenarios.build import new_game, seeds_for
from sim import relations
from sim.account import reasons
from sim.causes import Cause
from sim.grid import snap_number
from sim.legal import offerable
from sim.notation import encode
from sim.observe import observe
from sim.state import EVIDENCE_BITS, IN_FORCE, NONE, NOTICE, RATIFIED, SIGNED, State
from tests.builders import scenario

TYPES = scenario().catalogue.agreements
IDS = [entry.id for entry in TYPES]
BY_ID = {entry.id: entry for entry in TYPES}

#: The parties: neither is allied to the other, nor a neighbour of it by any agreement.
ONE, OTHER = "HAL", "LUN"


@cache
def opened(off: tuple[str, ...] = ("P11",)) -> Game:
    """The small scenario in 2030, when all types are open, with no agreement in force."""
    of = scenario().model_copy(update={"start": "2030-01", "turns": 60})
    game = new_game(of, seeds_for(1, 1), default="scripted", off=off)
    arrays = {name: np.array(game.state[name]) for name in game.state}
    arrays["agreement"][:] = NONE
    return replace(game, state=State(arrays, 0))


def step(game: Game, words: dict | None = None, *, ledger: bool = False):
    """The game after a turn with these moves, and the turn."""
    turn = play_turn(game, moves=encode(game.world, words or {}), ledger=ledger).turn
    return replace(game, state=turn.after), turn


def agreed(kind: str, *, answer: str = "accept", by: str = ONE, to: str = OTHER) -> dict:
    """An offer and the answer to it, in words."""
    return {
        by: {"offers": [{"to": to, "kind": kind}]},
        to: {"replies": [{"from": by, "answer": answer}]},
    }


def stages(game: Game, kind: str) -> tuple[int, int]:
    """Where an agreement stands, seen from both parties."""
    a, i, j = cell(game, kind)
    stage = game.state["agreement"][0, a]
    return int(stage[i, j]), int(stage[j, i])


def cell(game: Game, kind: str) -> tuple[int, int, int]:
    return IDS.index(kind), game.world.nation(ONE), game.world.nation(OTHER)


@cache
def in_force(kind: str) -> Game:
    """The game in the turn after an agreement of this type entered into force (turn 2)."""
    game, _ = step(opened(), agreed(kind))
    game, _ = step(game)
    return game


def test_the_catalogue_has_types_of_agreement():
    assert len(IDS) > 8
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize("kind", IDS)
def test_a_type_can_be_offered_and_is_signed_when_it_is_accepted(kind):
    game = opened()
    a, i, j = cell(game, kind)
    assert offerable(observe(game.world, game.state))[0, a, i, j]
    game, _ = step(game, agreed(kind))
    assert stages(game, kind) == (SIGNED, SIGNED)
    assert game.state["agreement_turn"][0, a, i, j] == game.state["agreement_turn"][0, a, j, i] == 0
    assert not offerable(observe(game.world, game.state))[0, a, i, j]


@pytest.mark.parametrize("kind", IDS)
@pytest.mark.parametrize("answer", ["refuse", None])
def test_what_is_not_accepted_is_not_signed(kind, answer):
    words = agreed(kind)
    if answer is None:
        del words[OTHER]
    else:
        words = agreed(kind, answer=answer)
    game, _ = step(opened(), words)
    assert stages(game, kind) == (NONE, NONE)


@pytest.mark.parametrize("kind", IDS)
def test_it_is_ratified_and_enters_into_force_on_both_sides(kind):
    game = in_force(kind)
    a, i, j = cell(game, kind)
    assert stages(game, kind) == (IN_FORCE, IN_FORCE)
    assert game.state["agreement_turn"][0, a, i, j] == game.state["agreement_turn"][0, a, j, i] == 1
    assert relations.ties(game.world, game.state)[0, i, j]


@pytest.mark.parametrize("kind", IDS)
def test_with_parliaments_it_takes_effect_only_when_both_have_ratified(kind):
    seen = set()
    a, i, j = cell(opened(()), kind)
    for seed in range(9):
        game = replace(opened(()), seeds=seeds_for(seed, 1))
        game, _ = step(game, agreed(kind))
        for _ in range(4):
            before = stages(game, kind)
            game, turn = step(game)
            seen.add(stages(game, kind))
            assert (IN_FORCE in stages(game, kind)) == (stages(game, kind) == (IN_FORCE, IN_FORCE))
            if stages(game, kind) == (IN_FORCE, IN_FORCE) != before:
                assert turn.before["agreement_turn"][0, a, i, j] == 0
                assert set(before) <= {SIGNED, RATIFIED}
    assert (IN_FORCE, IN_FORCE) in seen
    assert seen & {(RATIFIED, SIGNED), (SIGNED, RATIFIED)}


@pytest.mark.parametrize("kind", IDS)
def test_it_builds_as_much_trust_as_the_catalogue_says(kind):
    game = in_force(kind)
    _, i, j = cell(game, kind)
    rate = float(game.world.params["agreement.evidence"][0])
    _, turn = step(game, ledger=True)
    for one, two in ((i, j), (j, i)):
        told = {r.cause: r.amount for r in reasons(turn.ledger, "good", (0, one, two))}
        expected = snap_number(BY_ID[kind].trust * rate, EVIDENCE_BITS)
        assert told.get(Cause.AGREEMENT_KEPT, 0.0) == expected
    _, other = step(opened(), ledger=True)
    told = {r.cause for r in reasons(other.ledger, "good", (0, i, j))}
    assert Cause.AGREEMENT_KEPT not in told


@pytest.mark.parametrize("kind", IDS)
def test_it_builds_interoperability_in_its_domains_and_in_no_other(kind):
    game = in_force(kind)
    _, i, j = cell(game, kind)
    _, turn = step(game, ledger=True)
    gains = []
    for domain in range(game.world.dims.D):
        told = {r.cause: r.amount for r in reasons(turn.ledger, "interop", (0, domain, i, j))}
        gains.append(told.get(Cause.TREATY_WORK, 0.0))
    weights = BY_ID[kind].interop
    assert [gain > 0 for gain in gains] == [weight > 0 for weight in weights]
    rate = float(game.world.params["interop.treaty"][0])
    for domain, (gain, weight) in enumerate(zip(gains, weights, strict=True)):
        gap = 1.0 - float(game.state["interop"][0, domain, i, j])
        assert gain == pytest.approx(weight * rate * gap, abs=2.0**-20)


@pytest.mark.parametrize("kind", IDS)
def test_it_obliges_to_defence_and_to_peace_if_the_catalogue_says_so(kind):
    game = in_force(kind)
    _, i, j = cell(game, kind)
    at = np.array([[0], [i], [j]])
    assert relations.defence_pact(game.world, game.state)[0, i, j] == BY_ID[kind].defence
    assert relations.restraint_pact(game.world, game.state, *at)[0] == BY_ID[kind].restraint
    signed, _ = step(opened(), agreed(kind))
    assert not relations.defence_pact(signed.world, signed.state)[0, i, j]
    assert not relations.restraint_pact(signed.world, signed.state, *at)[0]


@pytest.mark.parametrize("kind", IDS)
@pytest.mark.parametrize("by", [ONE, OTHER])
def test_it_can_be_denounced_binds_until_the_notice_has_run_out_and_then_ends(kind, by):
    game = in_force(kind)
    partner = OTHER if by == ONE else ONE
    order = {"do": "denounce", "target": partner, "what": kind}
    game, turn = step(game, {by: {"orders": [order]}})
    assert not turn.refused.any()
    assert stages(game, kind) == (NOTICE, NOTICE)
    a, i, j = cell(game, kind)
    given = turn.before.turn
    assert game.state["agreement_turn"][0, a, i, j] == given
    while stages(game, kind) == (NOTICE, NOTICE):
        assert relations.ties(game.world, game.state)[0, i, j]
        assert relations.defence_pact(game.world, game.state)[0, i, j] == BY_ID[kind].defence
        game, turn = step(game)
        assert turn.before.turn < given + 20
    assert stages(game, kind) == (NONE, NONE)
    days = (turn.before.turn - given) * 3 * 30.44
    assert abs(days - BY_ID[kind].notice_days) < 46  # to the nearest quarter
    assert not relations.ties(game.world, game.state)[0, i, j]


@pytest.mark.parametrize("kind", IDS)
def test_the_partner_of_a_notice_thinks_less_of_who_gave_it(kind):
    game = in_force(kind)
    _, i, j = cell(game, kind)
    order = {"do": "denounce", "target": OTHER, "what": kind}
    quiet, _ = step(game)
    told, _ = step(game, {ONE: {"orders": [order]}})
    assert told.state["bad"][0, j, i] > quiet.state["bad"][0, j, i]
    assert told.state["bad"][0, i, j] == quiet.state["bad"][0, i, j]


@pytest.mark.parametrize("kind", IDS)
def test_an_agreement_that_ended_can_be_concluded_anew(kind):
    game = in_force(kind)
    game, _ = step(game, {ONE: {"orders": [{"do": "denounce", "target": OTHER, "what": kind}]}})
    for _ in range(6):
        game, _ = step(game)
    assert stages(game, kind) == (NONE, NONE)
    game, _ = step(game, agreed(kind, by=OTHER, to=ONE))
    assert stages(game, kind) == (SIGNED, SIGNED)


@pytest.mark.parametrize("kind", [entry.id for entry in TYPES if entry.term_years])
def test_at_the_end_of_its_term_it_is_renewed_or_lapses(kind):
    a, i, j = cell(opened(), kind)
    term = BY_ID[kind].term_years * 4
    fates = set()
    for seed in range(60):
        game = replace(in_force(kind), seeds=seeds_for(seed, 1))
        arrays = {name: np.array(game.state[name]) for name in game.state}
        arrays["agreement_turn"][0, a, [i, j], [j, i]] = game.state.turn - term
        arrays["bad"][0, [i, j], [j, i]] = 30.0
        game, turn = step(replace(game, state=State(arrays, game.state.turn)))
        fates.add(stages(game, kind))
        if stages(game, kind) == (IN_FORCE, IN_FORCE):
            assert game.state["agreement_turn"][0, a, i, j] == turn.before.turn
        if len(fates) == 2:
            break
    assert fates == {(IN_FORCE, IN_FORCE), (NONE, NONE)}


@pytest.mark.parametrize("kind", [entry.id for entry in TYPES if not entry.term_years])
def test_one_without_a_term_is_never_reviewed(kind):
    a, i, j = cell(opened(), kind)
    for seed in range(20):
        game = replace(in_force(kind), seeds=seeds_for(seed, 1))
        for _ in range(3):
            game, _ = step(game)
        assert stages(game, kind) == (IN_FORCE, IN_FORCE)
        assert game.state["agreement_turn"][0, a, i, j] == 1


LATER = [entry.id for entry in TYPES if entry.from_ > "2000-01"]


def test_some_types_come_later():
    assert LATER


@pytest.mark.parametrize("kind", LATER)
def test_a_type_that_is_not_open_yet_is_not_offered(kind):
    game = new_game(scenario(), seeds_for(1, 1), default="scripted", off=("P11",))
    a, i, j = cell(game, kind)
    assert not offerable(observe(game.world, game.state))[0, a, i, j]


@pytest.mark.parametrize("kind", LATER)
def test_a_type_that_is_not_open_yet_is_not_signed(kind):
    game = new_game(scenario(), seeds_for(1, 1), default="scripted", off=("P11",))
    game, _ = step(game, agreed(kind))
    assert stages(game, kind) == (NONE, NONE)


def test_an_agreement_that_is_in_force_is_not_signed_again():
    game = in_force("training")
    after, _ = step(game, agreed("training"))
    assert stages(after, "training") == (IN_FORCE, IN_FORCE)
    assert after.state["agreement_turn"][0, cell(game, "training")[0]].max() == 1


def test_two_offers_of_the_same_type_across_the_table_make_one_agreement():
    words = {
        iso: {
            "offers": [{"to": to, "kind": "research"}],
            "replies": [{"from": to, "answer": "accept"}],
        }
        for iso, to in ((ONE, OTHER), (OTHER, ONE))
    }
    game, turn = step(opened(), words, ledger=True)
    assert stages(game, "research") == (SIGNED, SIGNED)
    a, i, j = cell(game, "research")
    told = reasons(turn.ledger, "agreement", (0, a, i, j))
    assert [(r.cause, r.amount) for r in told] == [(Cause.INITIALLED, float(SIGNED))]


def test_a_nation_that_does_not_exist_signs_nothing():
    game = opened()
    gone = np.where(np.arange(4) == game.world.nation(OTHER), 0, game.world.exists_to)
    game, _ = step(replace(game, world=replace(game.world, exists_to=gone)), agreed("training"))
    assert stages(game, "training") == (NONE, NONE)


def test_all_types_may_be_in_force_between_one_pair_at_once():
    game = opened()
    for start in range(0, len(IDS), game.world.dims.O):
        kinds = IDS[start : start + game.world.dims.O]
        words = {
            ONE: {"offers": [{"to": OTHER, "kind": kind} for kind in kinds]},
            OTHER: {
                "replies": [
                    {"from": ONE, "slot": slot, "answer": "accept"} for slot in range(len(kinds))
                ]
            },
        }
        game, _ = step(game, words)
    game, _ = step(game)
    assert [stages(game, kind) for kind in IDS] == [(IN_FORCE, IN_FORCE)] * len(IDS)
    game.state.check(game.world.dims)
