"""Secret annexes are known to two, come to light, and cost the trust of everybody else."""

from __future__ import annotations

import numpy as np
import pytest

from sim.events import PUBLIC, describe
from sim.observe import Observation, observe
from tests.sim.lawful import HAL, LUN, ORV, TRAINING, VEL, both, deal, ordered, table

MANY = 600
SECRET = both(HAL, LUN, 2)


def revealed(off: tuple[str, ...] = (), *orders, who: str = "ORV", **fields) -> float:
    """Share of secret annexes of Halmere and Lunsey that came to light in a turn."""
    turn = ordered(table(MANY, off=off, annex=SECRET, **fields), who, *orders)
    return float((turn.after["revealed"][:, HAL, LUN] == 4).mean())


def test_a_secret_annex_is_known_to_the_two_alone():
    game = table(annex=SECRET)
    for nation, expected in ((HAL, 2), (LUN, 2)):
        seen = Observation(game.world, game.state, np.array([nation]))["annex"]
        assert seen[0, 0].max() == expected
    for nation in (ORV, VEL):
        assert not Observation(game.world, game.state, np.array([nation]))["annex"].any()


def test_nothing_that_third_nations_receive_tells_a_secret_annex_before_it_comes_to_light():
    told = []
    game = table()
    for code, words in ((0, "none"), (2, "secret")):
        turn = deal(game, annex=words)
        assert turn.after["annex"][0, HAL, ORV] == code
        read = [e.text for reader in (VEL, PUBLIC) for e in describe(game.world, turn, 0, reader)]
        seen = observe(game.world, turn.after).of(np.array([VEL]))
        told.append((read, seen["annex"].tolist(), seen.trust.tolist()))
    assert told[0] == told[1]


def test_a_breach_is_known_to_its_doer_alone():
    game = table(breached={(HAL, LUN): 1 << TRAINING})
    for nation in range(4):
        seen = Observation(game.world, game.state, np.array([nation]))["breached"]
        assert bool(seen.any()) == (nation == HAL)
    turn = ordered(table(), "HAL", {"do": "breach", "target": "LUN", "what": "training"})
    for reader in (LUN, ORV, VEL, PUBLIC):
        assert not [e for e in describe(game.world, turn, 0, reader) if e.kind == "breach"]
    assert [e for e in describe(game.world, turn, 0, HAL) if e.kind == "breach"]


def test_a_revealed_annex_is_published_and_everybody_reads_of_it():
    game = table(MANY, annex=SECRET)
    turn = ordered(game, "HAL")
    hit = turn.after["revealed"][:, HAL, LUN] == 4
    assert 0 < hit.mean() < 1
    assert (turn.after["annex"][hit, HAL, LUN] == 1).all()
    assert (turn.after["annex"][~hit, HAL, LUN] == 2).all()
    for reader in (VEL, PUBLIC):
        for row in (int(np.flatnonzero(hit)[0]), int(np.flatnonzero(~hit)[0])):
            told = [e for e in describe(game.world, turn, row, reader)
                    if e.kind == "annex revealed"]  # fmt: skip
            assert bool(told) == bool(hit[row])


def test_third_nations_trust_both_parties_less_once_an_annex_is_revealed():
    turn = ordered(table(MANY, annex=SECRET), "HAL")
    hit = turn.after["revealed"][:, HAL, LUN] == 4
    heard = turn.after["heard_bad"]
    for third in (ORV, VEL):
        for party in (HAL, LUN):
            assert heard[hit, third, party].min() > heard[~hit, third, party].max()
    assert heard[hit, HAL, LUN].max() <= heard[~hit, HAL, LUN].max()  # they knew


@pytest.mark.parametrize("field", ["threat", "rivalry"])
def test_those_who_fear_a_party_or_rival_it_are_the_more_dismayed(field):
    value = 1 if field == "rivalry" else 0.5
    fields = {"threat": 0.0, "rivalry": 0} | {field: {(VEL, HAL): value}}
    turn = ordered(table(MANY, annex=SECRET, heard_bad=0.0, **fields), "HAL")
    hit = turn.after["revealed"][:, HAL, LUN] == 4
    heard = turn.after["heard_bad"][hit]
    assert (heard[:, VEL, HAL] > heard[:, ORV, HAL] + 0.1).all()


def test_intelligence_of_a_third_nation_brings_more_annexes_to_light():
    known = {(VEL, HAL): 1.0}
    assert revealed(insight=known) > revealed() + 0.03
    assert revealed(insight={(LUN, HAL): 1.0}) == revealed()  # a party knows anyway


def test_closed_states_keep_a_secret_longer():
    assert revealed(institutions=0.0, insight={(VEL, HAL): 1.0}) + 0.02 < revealed(
        institutions=1.0, insight={(VEL, HAL): 1.0}
    )


def test_the_chance_between_open_states_is_that_of_the_catalogue():
    yearly = table().world.param("annex.discovery", 0).item()
    assert revealed(institutions=1.0, insight=0.0) == pytest.approx(yearly, abs=0.01)


def test_without_a7_a_secret_annex_is_a_published_one():
    turn = deal(table(off=("A7",)), annex="secret")
    assert turn.after["annex"][0, HAL, ORV] == 1
    assert revealed(("A7",)) == 0
