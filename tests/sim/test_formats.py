"""Formats of groups: what scenarios give, what can be founded, how places are named."""

from __future__ import annotations

import numpy as np
import pytest

from scenarios.build import build_world, new_game, seeds_for
from scenarios.load import from_content, load
from sim import relations
from sim.axes import NEVER
from sim.errors import DetenteError
from sim.notation import decode, encode, names_of
from sim.orders import ADMIT, FOUND, MANDATE
from sim.world import CONSENSUS, COUNCIL
from tests.builders import scenario


def test_every_group_of_a_scenario_is_a_format_of_its_own_in_its_place():
    world = build_world(load("pfp-1994"))
    given = world.groups.given
    assert world.formats.ids[:given] == world.groups.ids[:given]
    game = new_game(load("pfp-1994"), seeds_for(1, 2))
    assert game.state["format"][1, :given].tolist() == list(range(given))
    assert (game.state["format"][:, given:] == -1).all()
    assert (game.state["founded"] == NEVER).all()


def test_spare_places_are_named_by_number_and_have_no_obligations():
    world = build_world(scenario())
    assert world.groups.ids[world.groups.given :] == ("group-1", "group-2")
    assert names_of(world, "G") == world.groups.ids
    assert "group-1" in names_of(world, "scope")
    state = new_game(scenario(), seeds_for(1, 1)).state
    for column in ("defence", "restraint", "trust", "standards", "exercises", "mandates"):
        assert not relations.of_groups(world, state, column)[:, world.groups.given :].any()


def test_a_scenario_chooses_how_many_groups_may_be_founded():
    content = scenario().content()
    content["slots"]["groups"] = 0
    world = build_world(from_content(content))
    assert len(content["groups"]) == world.dims.G


def test_each_group_may_admit_and_mandate_and_each_ready_format_be_founded():
    world = build_world(load("pfp-1994"))
    kinds = world.matters.kind.tolist()
    assert kinds.count(ADMIT) == kinds.count(MANDATE) == world.dims.G
    assert kinds.count(FOUND) == int(world.formats.founds.sum())
    assert len(set(world.matters.names)) == len(world.matters.names)


def test_the_security_council_of_1994_has_its_five_vetoes():
    world = build_world(load("pfp-1994"))
    council = world.groups.ids.index("UNSC")
    veto = {world.iso[i] for i in np.nonzero(world.groups.permanent[council])[0]}
    assert veto == {"CHN", "FRA", "GBR", "RUS", "USA"}
    assert world.formats.rule[council] == COUNCIL
    assert world.formats.universal[council]


def test_the_conference_works_by_consensus_and_owes_nothing_in_the_onset_model():
    world = build_world(load("pfp-1994"))
    place = world.groups.ids.index("CSCE")
    assert world.formats.rule[place] == CONSENSUS
    assert world.formats.mandates[place]
    assert not world.groups.restraint[place]
    assert world.groups.trust[place] == 0
    game = new_game(load("pfp-1994"), seeds_for(1, 1))
    assert game.state["member"][0, :, place].sum() == 48


def test_a_veto_belongs_to_a_member():
    content = scenario().content()
    content["groups"][0]["permanent"] = ["LUN"]
    with pytest.raises(DetenteError, match="'LUN' is not a member"):
        from_content(content)


def test_no_group_of_a_scenario_takes_the_name_of_a_spare_place():
    content = scenario().content()
    content["groups"][0]["id"] = content["programmes"][0]["sponsor"] = "group-1"
    content["sources"]["groups"] = {}
    with pytest.raises(DetenteError, match="kept for groups founded in play"):
        from_content(content)


def test_texts_and_votes_read_and_write_the_same_words():
    world = build_world(scenario())
    words = {
        "HAL": {
            "orders": [
                {"do": "table", "target": "VEL", "what": "found minilateral"},
                {"do": "amend", "target": "1", "what": "protect"},
                {"do": "quit", "target": "group-2"},
                {"do": "deploy", "target": "0", "amount": 1.5},
            ],
            "votes": {"0": "block"},
        }
    }
    assert decode(world, encode(world, words)) == words
