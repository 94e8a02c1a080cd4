"""The terms of offers: what is proposed, how terms weigh, what is put back, what is kept."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from agents.calculus import Terms
from agents.mind import Mind
from agents.talks import Asked
from sim.arguments import table
from sim.axes import Bools, Floats
from sim.compiled import compiled
from sim.draw import Column
from sim.observe import Observation
from sim.orders import (
    BACK_THEM,
    HOST_THEM,
    MOST_BALANCE,
    PUBLISHED,
    SECRET,
    Offers,
    Orders,
)
from sim.sparse import gate_row, where

#: How far on, in words, one number of luck tells of another of its uses.
_SECRET = 3 << 29


def propose(mind: Mind, offers: Offers) -> Offers:
    """Give the observers' offers their terms.

    Most are plain. Verification is asked where the agreement obliges and where trust is thin; what
    is verified is set out in a published annex. The stronger side names a balance in its favour
    (A9). Threatened nations without free institutions may want a secret annex. Who has a text on
    the table at which the partner has a seat asks for its support, and offers to host in return.
    """
    obs, world = mind.obs, mind.obs.world
    root = np.sqrt(obs["capability"])
    ask = world.on("A9", 1) * obs.pick(root) / world.param("terms.size")
    wary = (obs.fear >= world.param("terms.fear")) & world.on("A7", 1)
    wary &= obs.mine("institutions") < world.param("terms.closed")
    obliges = (world.agreements.defence | world.agreements.restraint).astype(np.int8)
    limits = table(world, "terms.watch", "terms.secret")
    who = _Proposers(obs.nations, ask, wary, limits, mind.pair_ends(Column.KIND))
    columns = offers.to, offers.kind, offers.verification, offers.annex, offers.balance
    _name_terms(columns, who, obliges, obs.trust, root)
    _lobby(obs, offers)
    return offers


class _Proposers(NamedTuple):
    """Who makes offers, and how."""

    nations: np.ndarray  # (M,)
    ask: Floats  # (R, M) strength at which a partner is asked for one step of balance
    wary: Bools  # (R, M) threatened, and without free institutions
    limits: Floats  # (R or 1, 2) trust below which verification is asked, share of secret annexes
    ends: np.ndarray  # (R, 2, N) words of luck


@compiled
def _name_terms(
    columns: tuple[np.ndarray, ...],
    who: _Proposers,
    obliges: np.ndarray,
    trust: Floats,
    root: Floats,
) -> None:
    """Write verification, annex and balance of each offer; ``columns`` (R, M, O) as in ``Offers``.

    ``obliges`` (A,) is one for types that bind or restrain; ``root`` (R, N) is of capability.
    """
    (to, kind), (verification, annex, balance) = columns[:2], columns[2:]
    for row in range(to.shape[0]):
        watch, secret = who.limits[row if len(who.limits) > 1 else 0]
        for seat in range(to.shape[1]):
            for slot in range(to.shape[2]):
                partner = int(to[row, seat, slot])
                if partner < 0:
                    continue
                level = obliges[kind[row, seat, slot]]
                level += 1 if trust[row, seat, partner] < watch else 0
                verification[row, seat, slot] = level
                annex[row, seat, slot] = min(level, PUBLISHED)
                times = who.ask[row, seat] / max(root[row, partner], 1.0 / 1024)
                balance[row, seat, slot] = int(min(times, float(MOST_BALANCE)))
                if who.wary[row, seat]:
                    first, second = who.ends[row, 0, who.nations[seat]], who.ends[row, 1, partner]
                    luck = int(first) + int(second) + _SECRET & 0xFFFFFFFF
                    if luck * 2.0**-32 < secret:
                        annex[row, seat, slot] = SECRET


def _lobby(obs: Observation, offers: Offers) -> None:
    """Packages of nations with a text about them on a table at which the partner has a seat."""
    lies, subject = obs["text_kind"] >= 0, obs["text_subject"]
    discussed = np.zeros((obs.rows, obs.world.dims.N), bool)
    row, slot = where(lies & (subject >= 0))
    discussed[row, subject[row, slot]] = True
    rows, seats, slots = where((offers.to >= 0) & obs.pick(discussed)[:, :, None])
    if not len(rows):
        return
    own, other = obs.nations[seats], offers.to[rows, seats, slots]
    group = np.maximum(obs["text_group"][rows], 0)
    seated = obs["member"][rows[:, None], other[:, None], group] == 1
    about = (subject[rows] == own[:, None]) & lies[rows] & seated
    shared = obs.taking_part[rows, own] & obs.taking_part[rows, other]
    asks = about.any(axis=1) & shared.any(axis=1)
    place = (rows[asks], seats[asks], slots[asks])
    offers.ask[place], offers.give[place] = BACK_THEM, HOST_THEM


#: The terms of offers in the order in which they are summed.
TERMS = (
    *("balance", "reassurance", "intrusion", "secret_help", "secret_cost"),
    *("gift", "demand", "contested"),
)


def terms_of(obs: Observation, found: Asked) -> Terms:
    """What the terms of offers are worth to the nations asked, beside the tie itself: (n,) each."""
    rows, seats, _ = found.cell
    own = rows * obs.world.dims.N + obs.nations.take(seats)
    free = obs["institutions"].reshape(-1).take(own)
    places, level = found.places(obs), found.terms["verification"] * 0.25
    secret = found.terms["annex"] == SECRET
    secret = secret & gate_row(obs.world, "A7", rows)
    return {
        "balance": found.terms["balance"] * 1.0,
        "reassurance": level * (1.0 - obs.trust.reshape(-1).take(places)),
        "intrusion": level * (1.0 - free),
        "secret_help": secret * obs.fear.reshape(-1).take(rows * len(obs.nations) + seats),
        "secret_cost": secret * free,
        "gift": (found.terms["give"] > 0) * 1.0,
        "demand": (found.terms["ask"] > 0) * 1.0,
        "contested": (obs.mine("contested").reshape(-1).take(places) > 0) * 1.0,
    }


def counters(mind: Mind) -> Offers | None:
    """Level terms, put back where an offer was refused that would have passed on level terms.

    The luck of pair, turn and type is the same as in the reply, so that a counter-offer re-rolls
    nothing. In the order of the nations whose offers they were, as far as slots reach.
    """
    obs, found = mind.obs, mind.refused_for_terms
    if found is None or not len(found.rows):
        return None
    own = Offers.blank((obs.rows, len(obs.nations), obs.world.dims.O))
    key = found.rows * len(obs.nations) + found.seats
    order = np.lexsort((found.slot, found.proposer, key))
    rank = np.arange(len(order)) - np.searchsorted(key[order], key[order], side="left")
    fits = rank < obs.world.dims.O
    found, rank = found.some(order[fits]), rank[fits]
    at = (found.rows, found.seats, rank)
    own.to[at] = found.proposer
    own.kind[at], own.years[at] = found.terms["kind"], found.terms["years"]
    level = np.minimum(found.terms["verification"], 1)
    own.verification[at] = level
    own.annex[at] = np.where(level > 0, PUBLISHED, 0)
    return own


def keep_word(mind: Mind, orders: Orders) -> None:
    """Support the texts of those to whom support was promised this turn, whatever one thinks."""
    obs = mind.obs
    for found in mind.pledged:
        rows, seats, partner = found.cell
        about = (obs["text_subject"][rows] == partner[:, None]) & (obs["text_kind"][rows] >= 0)
        group = np.maximum(obs["text_group"][rows], 0)
        seated = obs["member"][rows[:, None], obs.nations[seats][:, None], group] == 1
        promise, text = np.nonzero(about & seated)
        orders.vote[rows[promise], seats[promise], text] = 1
