"""Members of a sponsor: votes on candidates, texts to table, aid to partners."""

from __future__ import annotations

import numpy as np

from agents import terms
from agents.calculus import respond, score
from agents.desk import Desk
from agents.mind import Mind
from sim.axes import Floats
from sim.draw import Column
from sim.grid import logistic, snap
from sim.observe import Observation
from sim.orders import ACCEDE, INVITE, OrderKind


def candidates(mind: Mind, desk: Desk, programme: int) -> None:
    """Vote on the texts about candidates, and table new ones: for members of the sponsor."""
    obs, kinds = mind.obs, slice(2 * programme, 2 * programme + 2)
    seats = terms.sponsor_seats(obs, programme)[:, obs.nations]
    columns = np.nonzero(seats.any(axis=0))[0]
    menu = desk.menu[OrderKind.TABLE][:, columns, :, kinds]
    rows, slots = np.nonzero(obs["text_kind"] // 2 == programme)
    if not (len(rows) or menu.any()):
        return
    members = obs.of(obs.nations[columns])
    total, parts = score(members, "vote", terms.candidate_terms(members, programme))
    luck = mind.pair_luck(Column.TABLE)
    where = np.zeros((obs.rows, len(obs.nations)), bool)
    best = np.zeros(where.shape, np.intp)
    for kind in (INVITE, ACCEDE):
        limit = obs.world.param("vote.table", 2) - obs.world.param("vote.ease", 2) * (
            kind == INVITE
        )
        name = ("table an invitation", "table an accession")[kind]
        choice = respond(members, name, total, limit, luck[:, columns], parts)
        able = mind.books.note(choice).chosen & menu[..., kind]
        where[:, columns] = able.any(axis=2)
        best[:, columns] = np.where(able, total, -np.inf).argmax(axis=2)
        desk.lay(OrderKind.TABLE, where, best, 2 * programme + kind)
    _vote(mind, desk, members, columns, (rows, slots), total, parts)


def _vote(
    mind: Mind,
    desk: Desk,
    members: Observation,
    columns: np.ndarray,
    texts: tuple[np.ndarray, np.ndarray],
    total: Floats,
    parts: dict[str, Floats],
) -> None:
    """Support what passes one threshold, block what falls below another, else abstain."""
    obs, (rows, slots) = mind.obs, texts
    if not len(rows):
        return
    luck = mind.pair_luck(Column.VOTE)[:, columns]
    subject = obs["text_subject"][rows, slots].astype(np.intp)
    invite = obs["text_kind"][rows, slots] % 2 == INVITE
    seat = obs["member"][rows, :, obs["text_group"][rows, slots]][:, members.nations] == 1
    for name, answer in (("vote.support", 1), ("vote.block", -1)):
        sign = float(answer)
        limit = np.broadcast_to(sign * obs.world.param(name, 2), total.shape)
        if mind.books.keep:
            whole = respond(members, name, sign * total, limit, luck, parts)
            mind.books.note(whole)
        ease = np.broadcast_to(obs.world.params["vote.ease"], (obs.rows,))[rows] * invite
        slope = np.broadcast_to(obs.world.params["choice.rationality"], (obs.rows,))[rows]
        margin = sign * (total[rows, :, subject] + ease[:, None]) - limit[rows, :, subject]
        says = seat & (luck[rows, :, subject] < logistic(slope[:, None] * margin))
        event, member = np.nonzero(says)
        desk.orders.vote[rows[event], columns[member], slots[event]] = answer


def aid(mind: Mind, desk: Desk, programme: int) -> None:
    """Members of the sponsor aid the partner with the best prospects, drawn anew each turn."""
    obs, world = mind.obs, mind.obs.world
    able = desk.menu[OrderKind.AID][..., programme]
    if not able.any():
        return
    reasons = {
        "institutions": obs["institutions"][:, None, :],
        "depth": obs["declared"][:, None, :, programme],
        "alignment": terms.closeness(obs),
        "nearness": obs.pick(world.nearness, axis=0)[None],
    }
    total, _ = score(obs, "aid", reasons)
    luck = mind.pair_luck(Column.AID)
    best = np.where(able, total + 2.0 * luck, -np.inf).argmax(axis=2)
    amount = snap(world.param("aid.share") * np.maximum(desk.money, 0.0))
    desk.lay(OrderKind.AID, able.any(axis=2) & (amount >= 0.05), best, programme, amount)
