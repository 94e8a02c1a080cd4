"""What nations make of terms: which offers they make, accept, and answer by a counter-offer."""

from __future__ import annotations

import numpy as np

from agents.calculus import score_at
from agents.decisions import bargain
from agents.doctrine import Doctrine
from agents.run import turns_of
from agents.talks import asked
from sim.draw import Draw
from sim.observe import observe
from sim.orders import ACCEPT, REFUSE, Offers
from sim.state import ACTIVE, NONE
from tests.builders import a_game
from tests.sim.lawful import HAL, LUN, ON_TABLE, ORV, VEL, both, table


def before(game, **columns):
    """Orvane, asked by Halmere for a framework agreement on these terms."""
    obs = observe(game.world, game.state).of(np.array([ORV]))
    offers = Offers.none(game.world.dims, len(game.seeds))
    offers.to[:, HAL, 0] = ORV
    for name, value in columns.items():
        getattr(offers, name)[:, HAL, 0] = value
    return obs, offers


def worth(game, **columns) -> float:
    """What the terms of an offer are worth to Orvane."""
    obs, offers = before(game, **columns)
    found = asked(obs, offers)
    return float(score_at(obs, "reply", bargain.terms_of(obs, found), *found.cell[:2])[0][0])


def test_terms_that_favour_the_proposer_are_worth_less_to_the_nation_asked():
    values = [worth(table(), balance=steps) for steps in (-2, -1, 0, 1, 2)]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == 5


def test_verification_reassures_where_there_is_little_trust():
    little, much = table(bad=8.0, good=0.0), table(bad=0.0, good=16.0)
    gain = [worth(game, verification=3) - worth(game) for game in (little, much)]
    assert gain[0] > gain[1]


def test_a_closed_state_bears_verification_badly():
    gain = [worth(game, verification=3) - worth(game)
            for game in (table(institutions=1.0), table(institutions=0.0))]  # fmt: skip
    assert gain[0] > gain[1]


def test_a_secret_annex_is_worth_more_the_greater_the_threat():
    gain = [worth(game, annex=2) - worth(game) for game in (table(threat=0.75), table(threat=0.0))]
    assert gain[0] > gain[1]


def test_a_secret_annex_is_dearer_to_free_institutions():
    gain = [worth(game, annex=2) - worth(game)
            for game in (table(institutions=0.0), table(institutions=1.0))]  # fmt: skip
    assert gain[0] > gain[1]


def test_without_a7_secrecy_is_worth_nothing_either_way():
    game = table(off=("A7",), threat=0.75)
    assert worth(game, annex=2) == worth(game)


def test_what_is_given_counts_for_an_offer_and_what_is_asked_against_it():
    assert worth(table(), ask=1) < worth(table()) < worth(table(), give=1)


def test_a_dispute_over_meaning_makes_new_agreements_worth_less():
    game = table(contested=both(HAL, ORV, 1))
    assert worth(game) < worth(table())


def test_a_record_of_violations_lowers_the_worth_of_a_tie():
    values = []
    for record in (0.0, 0.5):
        game = table(2, violations={(HAL,): record})
        mind = Doctrine().deliberate(observe(game.world, game.state), Draw(game.seeds, 4))
        total = np.broadcast_to(mind.tie_score[0], (2, 4, 4))
        values.append(total[0, ORV, HAL])
    assert values[1] < values[0]


def answers(game, **columns) -> np.ndarray:
    """(R,) Orvane's replies to the offer in every run."""
    obs, offers = before(game, **columns)
    turn = Doctrine().deliberate(obs, Draw(game.seeds, 4))
    return turn.replies(offers).answer[:, HAL, 0]


def test_asking_again_never_rolls_again():
    game = table(200)
    obs, offers = before(game)
    turn = Doctrine().deliberate(obs, Draw(game.seeds, 4))
    first, second = (turn.replies(offers).answer for _ in range(2))
    assert np.array_equal(first, second)
    assert np.array_equal(answers(game), first[:, HAL, 0])
    assert set(np.unique(first[:, HAL, 0])) == {ACCEPT, REFUSE}


def test_better_terms_are_never_answered_worse():
    game = table(400)
    before_, shares = None, []
    for steps in (2, 1, 0, -1, -2):
        now = answers(game, balance=steps) == ACCEPT
        if before_ is not None:
            assert (now >= before_).all()
        before_ = now
        shares.append(now.mean())
    assert shares[-1] > shares[0]


def countered(game, **columns):
    obs, offers = before(game, **columns)
    turn = Doctrine().deliberate(obs, Draw(game.seeds, 4))
    replies = turn.replies(offers)
    return replies.answer[:, HAL, 0], turn.counters(offers, replies)


def test_an_offer_refused_for_its_terms_is_answered_on_level_terms():
    game = table(400)
    answer, counters = countered(game, balance=2, ask=1, years=3)
    made = counters.to[:, 0, 0] == HAL
    level = answers(game) == ACCEPT
    assert made.any()
    assert np.array_equal(made, (answer == REFUSE) & level)
    assert not counters.balance[made].any()
    assert not counters.ask[made].any()
    assert (counters.years[made, 0, 0] == 3).all()


def test_an_offer_on_level_terms_is_not_countered():
    assert countered(table(400))[1] is None


def test_counter_offers_are_answered_in_a_second_round():
    rounds = 0
    game = a_game(16, seed=4, name="pfp-1994")
    for one in turns_of(game, 8):
        talks = one.decision.moves.talks
        if len(talks) > 1:
            first, second = talks
            rows, nations, slots = np.nonzero(second[0].to >= 0)
            for row, nation, slot in zip(rows, nations, slots, strict=True):
                partner = second[0].to[row, nation, slot]
                was = (first[0].to[row, partner] == nation) & (
                    first[0].kind[row, partner] == second[0].kind[row, nation, slot]
                )
                assert (first[1].answer[row, partner][was] == REFUSE).all()
                assert was.any()
            assert (second[1].answer[second[0].to >= 0] != 0).all()
            rounds += 1
    assert rounds > 2


def proposed(off: tuple[str, ...] = (), **fields):
    """The offers of all nations in many runs of the small scenario."""
    game = table(200, off=off, agreement=NONE, **fields)
    turn = Doctrine().deliberate(observe(game.world, game.state), Draw(game.seeds, 4))
    return game, turn.offers()


def test_most_offers_are_plain():
    game = a_game(8, name="pfp-1994")
    turn = Doctrine().deliberate(observe(game.world, game.state), Draw(game.seeds, 0))
    offers = turn.offers()
    made = offers.to >= 0
    for name in ("verification", "annex", "balance", "years", "give", "ask"):
        assert (getattr(offers, name)[made] == 0).mean() > 0.6, name


def test_the_stronger_names_a_balance_in_its_favour_and_without_a9_nobody_does():
    power = {"capability": {(HAL,): 0.25, (ORV,): 0.001, (VEL,): 0.001, (LUN,): 0.001}}
    _, offers = proposed(**power)
    made = offers.to >= 0
    assert (offers.balance[:, HAL][made[:, HAL]] > 0).all()
    assert made[:, HAL].any()
    assert not offers.balance[:, ORV:].any()
    assert not proposed(("A9",), **power)[1].balance.any()


def test_verification_is_asked_where_trust_is_thin():
    levels = []
    for good, bad in ((0.0, 4.0), (16.0, 0.0)):
        _, offers = proposed(good=good, bad=bad)
        levels.append(offers.verification[offers.to >= 0].mean())
    assert levels[0] > levels[1]


def test_secret_annexes_are_offered_by_threatened_closed_states_alone():
    for threat, free, some in ((0.5, 0.25, True), (0.5, 0.9, False), (0.0, 0.25, False)):
        _, offers = proposed(threat=threat, institutions=free)
        assert (offers.annex == 2).any() == some
    assert not (proposed(("A7",), threat=0.5, institutions=0.25)[1].annex == 2).any()


def test_who_has_a_text_on_the_table_offers_to_host_for_support():
    game = table(200, status={(VEL, 0): ACTIVE}, agreement=NONE, **ON_TABLE)
    turn = Doctrine().deliberate(observe(game.world, game.state), Draw(game.seeds, 4))
    offers = turn.offers()
    member = np.isin(offers.to, (HAL, ORV))
    asks = (offers.ask == 2) & (offers.give == 1)
    assert (asks[:, VEL] == member[:, VEL]).all()
    assert asks[:, VEL].any()
    assert not asks[:, [HAL, ORV, LUN]].any()


def test_who_promised_support_votes_for_the_text_whatever_it_thinks():
    game = a_game(24, seed=8, name="pfp-1994")
    seen = 0
    for one in turns_of(game, 36):
        moves, state = one.decision.moves, one.turn.before
        for offers, replies in moves.talks:
            lobbied = (replies.answer == ACCEPT) & (offers.ask == 2)
            for row, i, slot in zip(*np.nonzero(lobbied), strict=True):
                partner = offers.to[row, i, slot]
                text = (state["text_subject"][row] == i) & (state["text_kind"][row] >= 0)
                seated = state["member"][row, partner, np.maximum(state["text_group"][row], 0)]
                votes = moves.orders.vote[row, partner][text & (seated == 1)]
                assert (votes == 1).all()
                seen += len(votes)
    assert seen > 3
