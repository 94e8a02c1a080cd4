"""The terms of offers: what is proposed, how terms weigh, what is put back, what is kept."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from agents.calculus import Terms
from agents.mind import Mind
from agents.talks import Asked
from sim.axes import Floats
from sim.draw import Column, mix
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
from sim.sparse import Index, gate_row, per_row, where

#: Shares of one number of luck that tell its uses apart.
_SECRET = np.asarray(3 / 8.0)


def propose(mind: Mind, offers: Offers) -> Offers:
    """Give the observers' offers their terms.

    Most are plain. Verification is asked where the agreement obliges and where trust is thin; what
    is verified is set out in a published annex. The stronger side names a balance in its favour
    (A9). Threatened nations without free institutions may want a secret annex. Who has a text on
    the table at which the partner has a seat asks for its support, and offers to host in return.
    """
    obs, world = mind.obs, mind.obs.world
    places = np.flatnonzero(offers.to >= 0)
    if not len(places):
        return offers
    key, slots = np.divmod(places, world.dims.O)
    rows, seats = np.divmod(key, len(obs.nations))
    partner, kind = (
        part.reshape(-1).take(places).astype(np.intp) for part in (offers.to, offers.kind)
    )
    obliges = (world.agreements.defence | world.agreements.restraint).astype(np.int8)
    trust = obs.trust.reshape(-1).take(key * world.dims.N + partner)
    level = obliges.take(kind) + (trust < per_row(world, "terms.watch", rows)).view(np.int8)
    offers.verification.reshape(-1)[places] = level
    offers.annex.reshape(-1)[places] = np.minimum(level, np.int8(PUBLISHED))
    _name_balance(obs, offers, places, partner)
    wary = (obs.fear >= world.param("terms.fear")) & world.on("A7", 1)
    wary &= obs.mine("institutions") < world.param("terms.closed")
    some = np.flatnonzero(wary.reshape(-1).take(key))
    luck = mix(mind.luck_at(Column.KIND, rows[some], seats[some], partner[some]), _SECRET)
    some = some[luck < per_row(world, "terms.secret", rows[some])]
    offers.annex.reshape(-1)[places[some]] = SECRET
    _lobby(obs, offers, (rows, seats, slots), partner)
    return offers


def _name_balance(
    obs: Observation, offers: Offers, places: np.ndarray, partner: np.ndarray
) -> None:
    """Steps in favour of the proposer, by how many times stronger it is."""
    world, root = obs.world, np.sqrt(obs["capability"])
    size = world.param("terms.size")
    ask = obs.pick(root) / size  # the strength at which a partner is asked for one step
    ask *= world.on("A9", 1)
    strong = (ask >= root.min(axis=1)[:, None]).reshape(-1)
    some = np.flatnonzero(strong.take(places // world.dims.O))
    key = places[some] // world.dims.O
    other = key // len(obs.nations) * world.dims.N + partner[some]
    times = ask.reshape(-1).take(key) / np.maximum(root.reshape(-1).take(other), 1.0 / 1024)
    steps = np.minimum(np.floor(times), float(MOST_BALANCE))
    offers.balance.reshape(-1)[places[some]] = steps.astype(np.int8)


def _lobby(obs: Observation, offers: Offers, at: Index, partner: np.ndarray) -> None:
    """Packages of nations with a text about them on a table at which the partner has a seat."""
    lies, subject = obs["text_kind"] >= 0, obs["text_subject"]
    discussed = np.zeros((obs.rows, obs.world.dims.N), bool)
    row, slot = where(lies & (subject >= 0))
    discussed[row, subject[row, slot]] = True
    some = np.flatnonzero(obs.pick(discussed)[at[:2]])
    if not len(some):
        return
    rows, seats, slots = (axis[some] for axis in at)
    own, other = obs.nations[seats], partner[some]
    group = np.maximum(obs["text_group"][rows], 0)
    seated = obs["member"][rows[:, None], other[:, None], group] == 1
    about = (subject[rows] == own[:, None]) & lies[rows] & seated
    shared = obs.taking_part[rows, own] & obs.taking_part[rows, other]
    asks = about.any(axis=1) & shared.any(axis=1)
    place = (rows[asks], seats[asks], slots[asks])
    offers.ask[place], offers.give[place] = BACK_THEM, HOST_THEM


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
    for found in mind.accepted:
        back = found.terms["ask"] == BACK_THEM
        rows, seats, partner = (axis[back] for axis in found.cell)
        if not len(rows):
            continue
        about = (obs["text_subject"][rows] == partner[:, None]) & (obs["text_kind"][rows] >= 0)
        group = np.maximum(obs["text_group"][rows], 0)
        seated = obs["member"][rows[:, None], obs.nations[seats][:, None], group] == 1
        promise, text = np.nonzero(about & seated)
        orders.vote[rows[promise], seats[promise], text] = 1


def gain_of_level_terms(parts: Mapping[str, Floats]) -> Floats:
    """(n,) how much more offers would be worth to the nations asked on level terms."""
    return -(parts["balance"] + parts["demand"] + parts["secret_cost"] + parts["intrusion"])
