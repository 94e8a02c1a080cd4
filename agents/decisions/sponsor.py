"""Members of a sponsor: votes on candidates, texts to table, aid to partners."""

from __future__ import annotations

import numpy as np

from agents import terms
from agents.calculus import respond, score
from agents.desk import Desk
from agents.mind import Mind
from sim.axes import Floats
from sim.draw import Column, mix
from sim.grid import snap
from sim.observe import Observation
from sim.orders import ACCEDE, INVITE, OrderKind


def candidates(mind: Mind, desk: Desk, programme: int) -> None:
    """Vote on the texts about candidates, and table new ones: for members of the sponsor."""
    obs, matters = mind.obs, mind.obs.world.matters
    texts = [matters.find(kind, programme) for kind in (INVITE, ACCEDE)]
    columns = np.nonzero(terms.sponsor_seats(obs, programme)[:, obs.nations].any(axis=0))[0]
    menu = desk.menu[OrderKind.TABLE][:, columns][..., texts]
    rows, slots = np.nonzero(np.isin(obs["text_kind"], texts))
    if not (len(rows) or menu.any()):
        return
    members = obs.of(obs.nations[columns])
    reasons = terms.candidate_terms(members, programme)
    worth = score(members, "vote", reasons, mind.books.keep)
    _vote(mind, desk, members, (rows, slots), worth)
    luck = mind.pair_luck(Column.TABLE)[:, columns]
    where_, best = np.zeros((2, obs.rows, len(obs.nations)), np.intp)
    for kind, name in ((INVITE, "table an invitation"), (ACCEDE, "table an accession")):
        limit = obs.world.param("vote.table", 2)
        if kind == INVITE:
            limit = limit - obs.world.param("vote.ease", 2)
        choice = respond(members, name, worth[0], limit, luck, worth[1])
        choice.programme = programme
        able = mind.books.note(choice).chosen & menu[..., kind]
        where_[:, columns] = able.any(axis=2)
        best[:, columns] = np.where(able, worth[0], -np.inf).argmax(axis=2)
        desk.lay(OrderKind.TABLE, where_ == 1, best, texts[kind])


def _vote(
    mind: Mind,
    desk: Desk,
    members: Observation,
    texts: tuple[np.ndarray, np.ndarray],
    worth: tuple[Floats, dict[str, Floats]],
) -> None:
    """Support what passes one threshold, block what falls below another, else abstain.

    An invitation asks less than an accession. Support takes low luck, a block high luck, so that
    nobody does both.
    """
    obs, (rows, slots) = mind.obs, texts
    if not len(rows):
        return
    subject = obs["text_subject"][texts].astype(np.intp)
    ease = np.zeros((obs.rows, 1, obs.world.dims.N))
    asked_less = np.broadcast_to(obs.world.params["vote.ease"], (obs.rows,))[rows]
    invites = obs.world.matters.kind[obs["text_kind"][texts]] == INVITE
    ease[rows, 0, subject] = asked_less * invites
    total = worth[0] + ease
    parts = {**worth[1], "invitation": ease} if mind.books.keep else {}
    columns = np.searchsorted(obs.nations, members.nations)
    luck = mind.pair_luck(Column.VOTE)[:, columns]
    seat = obs["member"][rows, :, obs["text_group"][texts]][:, members.nations] == 1
    for name, answer in (("vote.support", 1), ("vote.block", -1)):
        limit = answer * obs.world.param(name, 2)
        turned = {key: answer * part for key, part in parts.items()}
        fate = luck if answer > 0 else 1.0 - luck
        choice = respond(members, name, answer * total, limit, fate, turned, answer=True)
        says = seat & mind.books.note(choice).chosen[rows, :, subject]
        event, member = np.nonzero(says)
        desk.orders.vote[rows[event], columns[member], slots[event]] = answer


def aid(mind: Mind, desk: Desk, programme: int) -> None:
    """Members of the sponsor aid the partner with the best prospects, drawn anew each turn."""
    obs, world = mind.obs, mind.obs.world
    columns = np.nonzero(terms.sponsor_seats(obs, programme)[:, obs.nations].any(axis=0))[0]
    able = desk.menu[OrderKind.AID][..., programme][:, columns]
    if not able.any():
        return
    members = obs.of(obs.nations[columns])
    reasons = {
        "institutions": obs["institutions"][:, None, :],
        "depth": obs["declared"][:, None, :, programme],
        "alignment": terms.closeness(members),
        "nearness": members.pick(world.nearness, axis=0)[None],
    }
    total, _ = score(members, "aid", reasons)
    ends = mind.draw.nation(Column.AID, 2, world.dims.N)
    luck = mix(ends[:, members.nations, 0, None], ends[:, None, :, 1])
    best = np.zeros((obs.rows, len(obs.nations)), np.intp)
    best[:, columns] = np.where(able, total + 2.0 * luck, -np.inf).argmax(axis=2)
    asked = np.zeros(best.shape, bool)
    asked[:, columns] = able.any(axis=2)
    amount = snap(world.param("aid.share") * np.maximum(desk.money, 0.0))
    desk.lay(OrderKind.AID, asked & (amount >= world.param("aid.least")), best, programme, amount)
