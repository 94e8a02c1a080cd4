"""What the files of a scenario say stood at the start stands there."""

from __future__ import annotations

import numpy as np
import pytest

from agents.run import play
from scenarios.build import new_game, seeds_for
from sim.state import ACTIVE, IN_FORCE, MEMBER
from tests.scenarios.eventful import a_story


def started(off=(), **changes):
    """The world and first state of two runs of the story."""
    game = new_game(a_story(events=[], **changes), seeds_for(3, 2), off=off)
    return game.world, game.state


def treaty(a, b, kind, since):
    return {"a": a, "b": b, "type": kind, "since": since, "source": "invented"}


def part(nation, **more):
    row = {"nation": nation, "programme": PROGRAMME, "since": "2000-01", "source": "invented"}
    return {**row, **more}


BARE, FIRST = started()
PROGRAMME = BARE.programmes.ids[0]
PARTNERS = [iso for i, iso in enumerate(BARE.iso) if FIRST["status"][0, i, 0] != MEMBER]
ONE, TWO = PARTNERS[:2]
MEMBERS = [iso for iso in BARE.iso if iso not in PARTNERS]


def test_named_agreements_are_in_force_and_no_others():
    world, state = started(agreements=[treaty(ONE, TWO, "training", "1999-01")])
    kind, one, two = world.agreements.ids.index("training"), world.nation(ONE), world.nation(TWO)
    expected = np.zeros_like(state["agreement"])
    expected[:, kind, one, two] = expected[:, kind, two, one] = IN_FORCE
    assert np.array_equal(state["agreement"], expected)


def test_without_named_agreements_ties_are_drawn_run_by_run():
    _, state = started()
    assert (state["agreement"] == IN_FORCE).any()


def test_an_agreement_counts_its_term_from_its_last_review():
    world, state = started(
        agreements=[treaty(ONE, TWO, "training", "1960-01"), treaty(ONE, TWO, "defence", "1960-01")]
    )
    one, two = world.nation(ONE), world.nation(TWO)
    for name in ("training", "defence"):
        kind = world.agreements.ids.index(name)
        term = int(world.agreements.term[kind])
        begun = int(state["agreement_turn"][0, kind, one, two])
        assert begun == state["agreement_turn"][0, kind, two, one]
        if term:
            assert -term <= begun <= -1
            assert (begun - -164) % term == 0
        else:
            assert begun == -164


def test_a_partner_trusts_more_than_a_stranger():
    (world, tied), (_, alone) = (
        started(agreements=[treaty(ONE, TWO, "training", "1999-01")]),
        started(agreements=[treaty(TWO, MEMBERS[0], "training", "1999-01")]),
    )
    at = (0, world.nation(ONE), world.nation(TWO))
    assert tied.trust[at] > alone.trust[at]
    assert tied["threat"][at] <= alone["threat"][at]


def test_participants_have_climbed_to_their_step_and_practise_part_of_what_they_declared():
    steps = BARE.programmes.steps
    world, state = started(participants=[part(ONE, step=steps[1], declared=0.5), part(TWO)])
    one, two = world.nation(ONE), world.nation(TWO)
    assert (state["status"][:, [one, two], 0] == ACTIVE).all()
    assert (state["invited"][:, [one, two], 0] == 1).all()
    reached = state["step_turn"][0, one, 0]
    chain = {1, *(k for k in (int(world.programmes.requires[1]),) if k >= 0)}
    assert {k for k, turn in enumerate(reached) if turn > -32768} == chain
    assert (reached[sorted(chain)] < 0).all()
    assert state["declared"][0, one, 0] == 0.5
    share = float(world.params["start.practice"][0])
    assert state["depth"][0, one, 0] == pytest.approx(0.5 * share, abs=1e-6)
    assert state["depth"][0, two, 0] == 0.0


def test_with_p13_off_all_that_was_declared_is_practised():
    world, state = started(off=("P13",), participants=[part(ONE, declared=0.5)])
    assert state["depth"][0, world.nation(ONE), 0] == 0.5


def test_bases_stand_and_the_weaker_host_depends_on_its_guest():
    base = {"host": ONE, "guest": TWO, "since": "1999-01", "source": "invented"}
    back = {**base, "host": TWO, "guest": ONE}
    world, state = started(bases=[base, back])
    one, two = world.nation(ONE), world.nation(TWO)
    assert state["bases"][0].sum() == 2
    assert state["bases"][0, one, two] == state["bases"][0, two, one] == 1
    weak, strong = sorted((one, two), key=lambda i: world.usual_capability[i])
    _, bare = started()
    assert state["dependence"][0, weak, strong] > bare["dependence"][0, weak, strong]


def test_a_nation_depends_on_a_supplier_as_far_as_its_arms_came_from_there():
    supply = {"client": ONE, "supplier": TWO, "share": 0.75, "source": "invented"}
    world, state = started(supplies=[supply])
    one, two = world.nation(ONE), world.nation(TWO)
    _, bare = started()
    more = state["dependence"][0] - bare["dependence"][0]
    assert state["dependence"][0, one, two] == 0.75
    assert (more != 0).sum() == 1


def test_an_agreement_with_a_nation_that_does_not_exist_yet_is_left_out():
    content = a_story().content()["nations"]
    for row in content:
        if row["iso3"] == TWO:
            row["exists_from"] = "2002-01"
    _, state = started(nations=content, agreements=[treaty(ONE, TWO, "training", "1999-01")])
    assert not state["agreement"].any()


def test_what_the_scenario_switches_off_is_off_beside_what_a_run_switches_off():
    assert started(off=("P5",))[0].switches["P15"].all()
    both = new_game(a_story(off=["P15"]), seeds_for(3, 1), off=("P5",)).world
    assert not both.switches["P15"].any()
    assert not both.switches["P5"].any()


def test_a_game_from_such_a_start_plays_to_its_end():
    base = {"host": ONE, "guest": TWO, "since": "1999-01", "source": "invented"}
    game = new_game(
        a_story(
            agreements=[treaty(ONE, TWO, "defence", "1970-05")],
            participants=[part(ONE, step=BARE.programmes.steps[1], declared=0.4)],
            bases=[base],
        ),
        seeds_for(3, 2),
    )
    end = play(game)
    end.check(game.world.dims)
    assert end.turn == 8
