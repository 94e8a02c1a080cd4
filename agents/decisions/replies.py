"""Replies to offers, by the worth of the tie and of its terms to the nation asked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.calculus import score_at, weights_of
from agents.decisions import bargain
from agents.mind import Case, Mind
from agents.talks import asked, at_places, seats_of
from sim.axes import Bools, Floats, Ints
from sim.compiled import compiled
from sim.draw import Column, mix
from sim.grid import logistic_at
from sim.observe import Observation
from sim.orders import ACCEPT, BACK_THEM, REFUSE, SECRET, Offers, Replies
from sim.sparse import per_row
from sim.state import NONE


def replies(mind: Mind, offers: Offers) -> Replies:
    """Answers to the offers made to the observers, (R, N, O).

    The threshold rises with the autonomy that the type of agreement takes. Luck is that of pair,
    turn and type: asking again never re-rolls it, and better terms are never answered worse.
    """
    obs, shape = mind.obs, offers.to.shape
    answer, on_level_terms = np.zeros(shape, np.int8), np.zeros(shape, bool)
    second = mind.refused_for_terms is not None
    table = offers.to, offers.kind, offers.verification, offers.annex
    package = offers.balance, offers.give, offers.ask
    _answer((*table, *package), _asked(mind), _scale(obs), answer, on_level_terms)
    if mind.books.keep:
        _note(mind, offers, "answer a counter" if second else "reply")
    pledged = ((answer == ACCEPT) & (offers.ask == BACK_THEM)).reshape(-1).nonzero()[0]
    if len(pledged):
        mind.pledged.append(at_places(obs, offers, pledged))
    if not second:
        mind.refused_for_terms = at_places(obs, offers, on_level_terms.reshape(-1).nonzero()[0])
    return Replies(answer)


class _Asked(NamedTuple):
    """Those who are asked, and what lies between them and the proposers."""

    seats: Ints  # (N,) place among the observers, -1 none
    exists: Bools  # (N,)
    free: Floats  # (R, N) institutions
    fear: Floats  # (R, M)
    worth: Floats  # (R, M, N) of one more agreement
    trust: Floats  # (R, M, N)
    contested: np.ndarray  # (R, M, N)
    papers: np.ndarray  # (R, A, M, N) stages of agreements
    ends: np.ndarray  # (R, 2, N) words of luck


def _asked(mind: Mind) -> _Asked:
    obs = mind.obs
    return _Asked(
        seats_of(obs),
        obs.exists,
        obs["institutions"],
        obs.fear,
        mind.tie_score[0],
        obs.trust,
        obs.mine("contested"),
        obs.mine("agreement"),
        mind.pair_ends(Column.REPLY),
    )


class _Scale(NamedTuple):
    """How worth becomes a chance; what belongs to runs is (R or 1, ...)."""

    weights: Floats  # (R or 1, M, terms) as ``bargain.TERMS``
    secrecy: Bools  # whether annexes may be secret
    steepness: Floats
    threshold: Floats
    autonomy: Floats  # (A,) that a type takes
    open: Bools  # (A,) whether a type exists yet


def _scale(obs: Observation) -> _Scale:
    world = obs.world
    params, types = world.params, world.agreements
    return _Scale(
        weights_of(obs, "reply", bargain.TERMS),
        world.switches["A7"],
        params["choice.rationality"],
        params["tie.accept"],
        types.autonomy,
        types.opens <= obs.turn,
    )


@compiled
def _answer(
    offers: tuple[np.ndarray, ...],
    asked: _Asked,
    scale: _Scale,
    answer: np.ndarray,
    on_level_terms: Bools,
) -> None:
    """Write each ``answer`` (R, N, O), and which of the refused would pass ``on_level_terms``.

    ``offers`` (R, N, O) are nations, types, verification, annexes, balance, gifts and demands.
    """
    (to, kinds), terms = offers[:2], offers[2:]
    for row in range(to.shape[0]):
        slope = scale.steepness[row if len(scale.steepness) > 1 else 0]
        least = scale.threshold[row if len(scale.threshold) > 1 else 0]
        secrecy = scale.secrecy[row if len(scale.secrecy) > 1 else 0]
        for proposer in range(to.shape[1]):
            for slot in range(to.shape[2]):
                own, kind = int(to[row, proposer, slot]), int(kinds[row, proposer, slot])
                if own < 0 or asked.seats[own] < 0:
                    continue
                me, offer = asked.seats[own], (row, proposer, slot)
                answer[offer] = REFUSE
                here = asked.exists[own] and asked.exists[proposer] and own != proposer
                taken = asked.papers[row, kind, me, proposer] != NONE
                if taken or not (here and scale.open[kind]):
                    continue
                weights = scale.weights[row if len(scale.weights) > 1 else 0, me]
                extra, tilt = _worth(terms, offer, (own, me), asked, weights, secrecy)
                total = asked.worth[row, me, proposer] + extra
                word = int(asked.ends[row, 0, own]) + int(asked.ends[row, 1, proposer])
                luck = (word + (kind << 28) & 0xFFFFFFFF) * 2.0**-32  # of pair and type
                limit = least + scale.autonomy[kind]
                if luck < logistic_at(slope * (total - limit)):
                    answer[offer] = ACCEPT
                elif tilt != 0.0:
                    chance = logistic_at(slope * (total - tilt - limit))
                    on_level_terms[offer] = luck < chance


@compiled
def _worth(
    terms: tuple[np.ndarray, ...],
    offer: tuple[int, int, int],
    nation: tuple[int, int],
    asked: _Asked,
    weights: Floats,
    secrecy: bool,
) -> tuple[float, float]:
    """What an offer's terms are worth to the ``nation`` asked (index, place among observers).

    Also the worth of those that are not level. As ``bargain.terms_of``, which explains it.
    """
    verification, annex, balance, give, ask = terms
    (row, proposer, _), (own, me) = offer, nation
    level, free = verification[offer] * 0.25, asked.free[row, own]
    secret = 1.0 if annex[offer] == SECRET and secrecy else 0.0
    favour = weights[0] * balance[offer]
    reassurance = weights[1] * (level * (1.0 - asked.trust[row, me, proposer]))
    intrusion = weights[2] * (level * (1.0 - free))
    help_, cost = weights[3] * (secret * asked.fear[row, me]), weights[4] * (secret * free)
    gift = weights[5] if give[offer] > 0 else 0.0
    demand = weights[6] if ask[offer] > 0 else 0.0
    contested = weights[7] if asked.contested[row, me, proposer] > 0 else 0.0
    worth = favour + reassurance + intrusion + help_ + cost + gift + demand + contested
    return worth, favour + demand + cost + intrusion


def _note(mind: Mind, offers: Offers, label: str) -> None:
    """How the offers were weighed, in the books."""
    obs, found = mind.obs, asked(mind.obs, offers)
    if not len(found.rows):
        return
    cell, kind, places = found.cell, found.terms["kind"], found.places(obs)
    extra, parts = score_at(obs, "reply", bargain.terms_of(obs, found), *cell[:2])
    shape = (obs.rows, len(obs.nations), obs.world.dims.N)
    known = {name: np.broadcast_to(p, shape)[cell] for name, p in mind.tie_score[1].items()}
    total = mind.tie_score[0].reshape(-1).take(places) + extra
    limit = per_row(obs.world, "tie.accept", found.rows) + obs.world.agreements.autonomy.take(kind)
    luck = mix(mind.luck_at(Column.REPLY, *cell), kind / 16.0)
    mind.weigh_at(Case(label, cell, shape[2], total, known | parts), limit, luck, answer=True)
