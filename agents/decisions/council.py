"""Texts on the tables of groups: how to vote, what to amend, when to leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from agents.calculus import score_at
from agents.desk import Desk
from agents.mind import Case, Mind
from agents.reasons import (
    Terms,
    admission_terms,
    amend_terms,
    binding,
    founding_terms,
    leaving_terms,
    mandate_terms,
    suspension_terms,
)
from agents.terms import Cells
from sim.axes import Bools
from sim.draw import Column, mix
from sim.observe import Observation
from sim.orders import ADMIT, FOUND, MANDATE, SUSPEND, OrderKind
from sim.sparse import gather, per_row, where

#: How a text is weighed by (row, seat, author, subject, group or format).
Judge = Callable[[Observation, Cells, tuple[np.ndarray, np.ndarray]], Terms]


@dataclass(frozen=True, slots=True)
class Issue:
    """How one kind of text is judged: the decision, its terms, its three thresholds."""

    name: str
    judge: Judge
    table: str
    support: str
    block: str


ISSUES: Mapping[int, Issue] = {
    ADMIT: Issue("admit", admission_terms, "admit.table", "admit.support", "admit.block"),
    MANDATE: Issue("mandate", mandate_terms, "mandate.table", "mandate.support", "mandate.block"),
    FOUND: Issue("found", founding_terms, "found.table", "found.support", "found.block"),
    SUSPEND: Issue(
        "suspend", suspension_terms, "suspend.table", "suspend.support", "suspend.block"
    ),
}


def vote(mind: Mind, desk: Desk) -> None:
    """Support what passes one threshold, block what falls below another, else abstain."""
    obs = mind.obs
    rows, slots = where(obs["text_kind"] >= 0)
    if not len(rows):
        return
    kinds = obs.world.matters.kind[gather(obs["text_kind"], rows, slots)]
    for kind, issue in ISSUES.items():
        some = kinds == kind
        if some.any():
            _vote_on(mind, desk, (rows[some], slots[some]), issue)


def _vote_on(mind: Mind, desk: Desk, texts: tuple[np.ndarray, np.ndarray], issue: Issue) -> None:
    obs, world = mind.obs, mind.obs.world
    event, seat = where(obs.pick(obs.voters(*texts)))
    kind, subject, author, group = (
        gather(obs[f"text_{part}"], *texts).astype(np.intp)
        for part in ("kind", "subject", "author", "group")
    )
    kind = world.matters.format[kind]
    about = np.where(kind < 0, group, kind)
    row, slot, subject, author, about = (
        part.take(event) for part in (*texts, subject, author, about)
    )
    cells = (row, seat, subject)
    terms = mind.toward(issue.name, issue.judge(obs, cells, (author, about)), cells)
    total, parts = score_at(obs, issue.name, terms, row, seat)
    luck = mix(mind.luck_at(Column.VOTE, row, seat, subject), slot / 16.0)
    for label, answer in ((issue.support, 1), (issue.block, -1)):
        turned = {k: answer * part for k, part in parts.items()} if mind.books.keep else {}
        case = Case(label, (row, seat, slot), world.dims.T, answer * total, turned)
        fate = luck if answer > 0 else 1.0 - luck
        says = mind.weigh_at(case, answer * per_row(world, label, row), fate, answer=True)
        desk.orders.vote[row[says], seat[says], slot[says]] = answer


def amend(mind: Mind, desk: Desk) -> None:
    """Who doubts a mandate may want it limited; who is moved by the bloodshed, protective."""
    obs, world = mind.obs, mind.obs.world
    rows, slots = where((obs["text_terms"] == 0) & (obs["text_kind"] >= 0))
    mandate = world.matters.kind[gather(obs["text_kind"], rows, slots)] == MANDATE
    rows, slots = rows[mandate], slots[mandate]
    if not len(rows):
        return
    able = idea(mind, "amend.initiative", 5) & can_pay(desk, OrderKind.AMEND)
    event, seat = where(obs.pick(obs.voters(rows, slots)) & able[rows])
    if not len(event):
        return
    row, slot = rows[event], slots[event]
    subject = gather(obs["text_subject"], row, slot).astype(np.intp)
    reasons = amend_terms(obs, (row, seat, subject))
    luck = mind.luck_at(Column.TEXT, row, seat, subject)
    cells = (row, seat, slot)
    does, _ = mind.settle("amend", reasons, cells, luck, world.dims.T, answer=True)
    if not does.any():
        return
    wanted, which, how = blank(mind)
    at = (row[does], seat[does])
    wanted[at], which[at] = True, slot[does]
    how[at] = np.where(obs["institutions"][row, obs.nations[seat]][does] >= 0.5, 2, 1)
    desk.lay(OrderKind.AMEND, wanted, which, how)


def quit_group(mind: Mind, desk: Desk) -> None:
    """Leave a group, drawn among the nation's own, whose members it no longer agrees with."""
    obs, world = mind.obs, mind.obs.world
    if not in_season(mind, 4):
        return
    row, seat = where(idea(mind, "quit.initiative", 4) & can_pay(desk, OrderKind.QUIT))
    obliges = binding(obs)
    inside = obs["member"][row, obs.nations[seat]] == 1
    inside &= obliges[row if len(obliges) > 1 else row * 0]
    inside[:, world.programmes.sponsor] = False
    some = inside.any(axis=1)
    row, seat, inside = row[some], seat[some], inside[some]
    if not len(row):
        return
    luck = mind.own_luck(Column.TEXT, 2)[row, seat, 1]
    reach = inside.cumsum(axis=1)
    group = (reach <= (luck * reach[:, -1])[:, None]).sum(axis=1)
    cells = (row, seat, group)
    fate = mix(mind.own_luck(Column.TEXT, 2)[row, seat, 0], luck)
    reasons = leaving_terms(obs, cells)
    does, _ = mind.settle("quit", reasons, cells, fate, world.dims.G, answer=True)
    wanted, which, _ = blank(mind)
    wanted[row[does], seat[does]] = True
    which[row[does], seat[does]] = group[does]
    desk.lay(OrderKind.QUIT, wanted, which)


def idea(mind: Mind, name: str, use: int) -> Bools:
    """(R, M) who takes up an idea: a small share, so that nobody argues all the time."""
    luck = mix(mind.own_luck(Column.TEXT, 2)[..., 0], np.asarray(use / 16.0))
    return np.asarray(luck < mind.obs.world.param(name))


def can_pay(desk: Desk, kind: OrderKind) -> Bools:
    """(R, M) who has the effort left that an order of a kind takes."""
    return np.asarray(desk.effort >= desk.obs.world.order_kinds.effort[kind])


def in_season(mind: Mind, use: int) -> bool:
    """Whether the turn has the month of the year in which such ideas are thought of.

    Foundings, admissions, suspensions and leaving come up once a year each, at any length of
    turn, and not all at once.
    """
    world = mind.obs.world
    first = world.start[1] - 1 + mind.obs.turn * world.months
    return (3 * (use - 1) - first) % 12 < world.months


def blank(mind: Mind) -> tuple[Bools, np.ndarray, np.ndarray]:
    """(R, M) wanted, target and choice of an order, empty yet."""
    shape = (mind.obs.rows, len(mind.obs.nations))
    return np.zeros(shape, bool), np.zeros(shape, np.intp), np.zeros(shape, np.intp)
