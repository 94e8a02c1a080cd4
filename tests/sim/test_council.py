"""Groups decide by their rules: consensus by silence, councils with vetoes, majorities."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.run import Game, play_turn
from sim import relations
from sim.account import reasons
from sim.causes import Cause
from sim.events import PUBLIC, describe
from sim.legal import NO_ROOM
from sim.notation import encode
from sim.orders import ADMIT, FOUND, INVITE, MANDATE, SUSPEND
from sim.state import ACTIVE, SUSPENDED, WITHDRAWN, State
from sim.turn import Turn
from sim.world import COUNCIL, MAJORITY
from tests.contract.cases.case import HAL, LUN, ORV, VEL, Edit, base, edited, set_to, status
from tests.contract.cases.groups import fighting

LEAGUE, SPARE = 0, 1


def matter(kind: int, group: int = LEAGUE) -> int:
    """The matter of a kind of text in the small scenario."""
    matters = base().world.matters
    if kind in (INVITE, SUSPEND):
        return matters.find(kind, 0)
    return matters.of_group(kind, group)


def founding(name: str = "minilateral") -> int:
    return base().world.matters.names.index(f"found {name}")


def text(kind: int, subject: int, author: int, group: int = LEAGUE, *guests: int) -> Edit:
    """A text in the first slot, tabled in the turn before."""

    def edit(arrays: dict[str, np.ndarray]) -> None:
        values = {"kind": kind, "group": group, "subject": subject, "author": author, "turn": 3}
        for name, value in values.items():
            arrays[f"text_{name}"][0, 0] = value
        arrays["text_seats"][0, 0, list(guests)] = 1

    return edit


def ruled(game: Game, **columns: Any) -> Game:
    """The game with another rule of the League."""
    formats = game.world.formats
    changed = {name: np.array(getattr(formats, name)) for name in columns}
    for name, value in columns.items():
        changed[name][LEAGUE] = value
    return replace(game, world=replace(game.world, formats=replace(formats, **changed)))


def veto_of(game: Game, *nations: int) -> Game:
    permanent = np.zeros_like(game.world.groups.permanent)
    permanent[LEAGUE, list(nations)] = True
    groups = replace(game.world.groups, permanent=permanent)
    return replace(game, world=replace(game.world, groups=groups))


def decided(game: Game, **votes: str) -> Turn:
    """The turn in which these votes are cast on the first slot."""
    seats = {iso: {"votes": {"0": word}} for iso, word in votes.items()}
    return play_turn(game, moves=encode(game.world, seats), ledger=True).turn


def ordered(game: Game, **orders: dict[str, Any]) -> Turn:
    seats = {iso: {"orders": [order]} for iso, order in orders.items()}
    return play_turn(game, moves=encode(game.world, seats), ledger=True).turn


def members(*nations: int) -> Edit:
    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays["member"][0, :, LEAGUE] = 0
        arrays["member"][0, list(nations), LEAGUE] = 1

    return edit


def admitted(turn: Turn) -> bool:
    return bool(turn.after["member"][0, LUN, LEAGUE] == 1)


def admission(*edits: Edit, author: int = HAL) -> Game:
    return edited(text(matter(ADMIT), LUN, author, LEAGUE, LUN), *edits)


# --- rules --------------------------------------------------------------------------------------


def test_silence_is_consent_where_consensus_rules():
    assert admitted(decided(admission(), LUN="support"))


def test_without_the_silence_procedure_every_member_must_speak_for_it():
    game = ruled(admission(), silence=False)
    assert not admitted(decided(game, LUN="support"))
    assert admitted(decided(game, LUN="support", ORV="support"))


def test_a_member_blocks_and_an_outsider_does_not():
    assert not admitted(decided(admission(), LUN="support", ORV="block"))
    assert admitted(decided(admission(), LUN="support", VEL="block"))


def test_nobody_is_admitted_against_its_will_or_in_its_silence():
    assert not admitted(decided(admission()))
    assert not admitted(decided(admission(), LUN="block"))


def test_who_asks_for_its_own_admission_has_agreed():
    assert admitted(decided(admission(author=LUN)))


def test_a_majority_overrules_a_block():
    game = ruled(admission(members(HAL, ORV, VEL)), rule=MAJORITY)
    assert admitted(decided(game, LUN="support", ORV="support", VEL="block"))
    assert not admitted(decided(game, LUN="support", VEL="block"))


def test_in_a_council_a_quorum_is_needed_and_to_abstain_is_no_veto():
    game = veto_of(ruled(admission(members(HAL, ORV, VEL)), rule=COUNCIL, quorum=0.6), VEL)
    assert not admitted(decided(game, LUN="support"))
    assert admitted(decided(game, LUN="support", ORV="support"))
    assert not admitted(decided(game, LUN="support", ORV="support", VEL="block"))


def test_in_a_council_only_permanent_members_have_a_veto():
    game = veto_of(ruled(admission(members(HAL, ORV, VEL)), rule=COUNCIL, quorum=0.6), HAL)
    assert admitted(decided(game, LUN="support", ORV="support", VEL="block"))


def test_the_veto_is_told_with_its_name():
    game = veto_of(ruled(admission(members(HAL, ORV, VEL)), rule=COUNCIL, quorum=0.6), VEL)
    turn = decided(game, LUN="support", ORV="support", VEL="block")
    told = [e.text for e in describe(game.world, turn, 0, PUBLIC) if e.kind == "text blocked"]
    assert told == ["Velmark vetoed the text to admit Lunsey to the League of the Coast."]


# --- amendments ---------------------------------------------------------------------------------


def test_an_amendment_puts_the_decision_off_by_one_turn_once():
    game = edited(fighting, text(matter(MANDATE), VEL, HAL, LEAGUE, VEL))
    turn = ordered(game, ORV={"do": "amend", "target": "0", "what": "delay"})
    assert turn.after["text_kind"][0, 0] == matter(MANDATE)
    assert (turn.after["mission_place"] < 0).all()
    later = replace(game, state=turn.after)
    again = ordered(later, ORV={"do": "amend", "target": "0", "what": "delay"})
    assert again.refused[0, ORV, 0] != 0
    assert again.after["mission_place"][0, 0] == VEL


def test_a_text_that_is_put_off_keeps_its_slot():
    asked = text(matter(MANDATE), VEL, HAL, LEAGUE, VEL)
    game = edited(fighting, asked, status(LUN, ACTIVE))
    world = replace(game.world, dims=replace(game.world.dims, T=1))
    arrays = {k: v[:, :1] if k.startswith("text_") else v for k, v in game.state.items()}
    game = replace(game, world=world, state=State(arrays, game.state.turn))
    moves = encode(
        world,
        {
            "ORV": {"orders": [{"do": "amend", "target": "0", "what": "delay"}]},
            "HAL": {"orders": [{"do": "table", "target": "LUN", "what": "suspend COAST"}]},
        },
    )
    turn = play_turn(game, moves=moves).turn
    assert turn.refused[0, HAL, 0] == NO_ROOM


def test_only_mandates_have_terms_to_amend():
    turn = ordered(admission(), ORV={"do": "amend", "target": "0", "what": "limit"})
    assert turn.refused[0, ORV, 0] != 0


# --- the sponsor --------------------------------------------------------------------------------


def test_a_participant_is_suspended_and_restored_by_the_same_text():
    out = decided(edited(status(VEL, ACTIVE), text(matter(SUSPEND), VEL, HAL)))
    assert out.after["status"][0, VEL, 0] == SUSPENDED
    back = decided(edited(status(VEL, SUSPENDED), text(matter(SUSPEND), VEL, HAL)))
    assert back.after["status"][0, VEL, 0] == ACTIVE
    kept = decided(edited(status(VEL, ACTIVE), text(matter(SUSPEND), VEL, HAL)), ORV="block")
    assert kept.after["status"][0, VEL, 0] == ACTIVE


def test_with_p9_off_the_sponsor_neither_invites_nor_suspends():
    game = edited(status(VEL, ACTIVE), off=("N2", "P9"))
    order = {"do": "table", "target": "VEL", "what": "suspend COAST"}
    assert ordered(game, HAL=order).refused[0, HAL, 0] != 0


def test_who_leaves_the_sponsor_leaves_its_programme_and_its_fellows_remember_it():
    turn = ordered(edited(), ORV={"do": "quit", "target": "LEAGUE"})
    assert turn.after["status"][0, ORV, 0] == WITHDRAWN
    told = {r.cause: r.amount for r in reasons(turn.ledger, "bad", (0, HAL, ORV))}
    assert told[Cause.QUIT] > 0
    assert not relations.defence_pact(base().world, turn.after)[0, HAL, ORV]


# --- founding (A14) -----------------------------------------------------------------------------


def founders(*edits: Edit) -> Game:
    return edited(text(founding(), HAL, VEL, SPARE, VEL, HAL, ORV), *edits)


def test_a_group_is_founded_by_those_who_support_it():
    turn = decided(founders(), HAL="support", ORV="support")
    assert turn.after["member"][0, :, SPARE].tolist() == [1, 1, 1, 0]
    assert turn.after["founded"][0, SPARE] == 4
    assert turn.after["format"][0, SPARE] == base().world.formats.ids.index("minilateral")


def test_too_few_founders_found_nothing():
    turn = decided(founders(), HAL="support")
    assert (turn.after["member"][0, :, SPARE] == 0).all()
    assert turn.after["format"][0, SPARE] == -1


def grouped(name: str, *nations: int) -> Edit:
    """A group founded in an earlier turn."""

    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays["format"][0, SPARE] = base().world.formats.ids.index(name)
        arrays["founded"][0, SPARE] = 1
        arrays["member"][0, list(nations), SPARE] = 1

    return edit


def test_a_group_founded_in_play_works_as_a_group_of_the_scenario():
    game = edited(grouped("minilateral", VEL, LUN, ORV))
    world, state = game.world, game.state
    pair = np.array([[0], [VEL], [LUN]])
    assert relations.restraint_pact(world, state, *pair)[0]
    assert not relations.restraint_pact(base().world, base().state, *pair)[0]
    assert relations.information(world, state)[0, VEL, LUN]
    host = {"do": "host", "target": "group-1", "what": "seminar"}
    assert ordered(game, LUN=host).refused[0, LUN, 0] == 0
    turn = ordered(game)
    kept = {r.cause: r.amount for r in reasons(turn.ledger, "good", (0, VEL, LUN))}
    assert kept[Cause.GROUP_KEPT] > 0


def test_with_a1_off_groups_founded_in_play_have_no_effect():
    game = edited(grouped("minilateral", VEL, LUN, ORV), off=("N2", "A1"))
    pair = np.array([[0], [VEL], [LUN]])
    assert not relations.restraint_pact(game.world, game.state, *pair)[0]


@pytest.mark.parametrize("off", ["A14", "A1"])
def test_without_future_formats_nobody_founds(off):
    game = edited(off=("N2", off))
    order = {"do": "table", "target": "HAL", "what": "found minilateral"}
    assert ordered(game, VEL=order).refused[0, VEL, 0] != 0
    assert ordered(edited(), VEL=order).refused[0, VEL, 0] == 0


def test_where_no_place_is_left_no_group_is_founded():
    full = edited(grouped("minilateral", VEL, LUN, ORV), set_to("format", (SPARE + 1,), 1))
    order = {"do": "table", "target": "HAL", "what": "found minilateral"}
    assert ordered(full, VEL=order).refused[0, VEL, 0] == NO_ROOM


def test_a_group_of_fewer_than_two_falls_apart():
    turn = ordered(edited(grouped("joint-brigade", VEL, LUN)),
                   LUN={"do": "quit", "target": "group-1"})  # fmt: skip
    assert turn.after["format"][0, SPARE] == -1
    assert (turn.after["member"][0, :, SPARE] == 0).all()


def test_joint_units_pool_capability_and_grow_together():
    game = edited(grouped("joint-brigade", VEL, LUN))
    own = game.state["capability"][0]
    whole = relations.pooled(game.world, game.state)[0]
    assert whole[VEL] == pytest.approx(own[VEL] + 0.1 * own[LUN], abs=1e-6)
    assert whole[HAL] == own[HAL]
    told = {r.cause: r.amount for r in
            reasons(ordered(game).ledger, "interop", (0, 3, VEL, LUN))}  # fmt: skip
    assert told[Cause.JOINT_UNITS] > 0


def test_with_p10_off_nothing_is_pooled_and_no_joint_unit_trains():
    game = edited(grouped("joint-brigade", VEL, LUN), off=("N2", "P10"))
    assert np.array_equal(relations.pooled(game.world, game.state), game.state["capability"])
    told = {r.cause for r in reasons(ordered(game).ledger, "interop", (0, 3, VEL, LUN))}
    assert Cause.JOINT_UNITS not in told


def test_shared_technology_closes_the_gap_in_equipment_and_makes_the_smaller_depend_more():
    turn = ordered(edited(grouped("technology-partnership", HAL, VEL)))
    gain = {r.cause: r.amount for r in reasons(turn.ledger, "interop", (0, 2, HAL, VEL))}
    assert gain[Cause.SHARED_TECHNOLOGY] > 0
    small = {r.cause: r.amount for r in reasons(turn.ledger, "dependence", (0, VEL, HAL))}
    large = {r.cause: r.amount for r in reasons(turn.ledger, "dependence", (0, HAL, VEL))}
    assert small[Cause.SHARED_TECHNOLOGY] > large.get(Cause.SHARED_TECHNOLOGY, 0.0)


def test_standing_oversight_has_its_members_verified():
    body = text(founding("oversight-body"), HAL, VEL, SPARE, VEL, HAL, LUN)
    turn = decided(edited(body, set_to("verified", (VEL, LUN), 0)), HAL="support", LUN="support")
    assert turn.after["verified"][0, VEL, LUN] == 2
    assert turn.after["verified"][0, LUN, VEL] == 2


def test_shared_sovereignty_costs_political_will():
    turn = decided(founders(), HAL="support", ORV="support")
    told = {r.cause: r.amount for r in reasons(turn.ledger, "will", (0, VEL))}
    assert told[Cause.SHARED_SOVEREIGNTY] < 0


def test_who_is_asked_to_found_is_close_to_both_and_the_nearest_come_first():
    order = {"do": "table", "target": "HAL", "what": "found technology-partnership"}

    def all_tied(arrays: dict[str, np.ndarray]) -> None:
        arrays["agreement"][0, 0] = 3

    game = edited(all_tied)
    opens = np.full_like(game.world.formats.opens, -1)
    formats = replace(game.world.formats, opens=opens, most=np.full_like(opens, 3))
    game = replace(game, world=replace(game.world, formats=formats))
    turn = ordered(game, VEL=order)
    near = game.world.nearness
    third = ORV if near[VEL, ORV] + near[HAL, ORV] > near[VEL, LUN] + near[HAL, LUN] else LUN
    seats = set(np.nonzero(turn.after["text_seats"][0, 0])[0].tolist())
    assert seats == {VEL, HAL, third}


def test_every_kind_of_text_is_of_some_matter():
    kinds = set(base().world.matters.kind.tolist())
    assert {INVITE, SUSPEND, ADMIT, MANDATE, FOUND} <= kinds
