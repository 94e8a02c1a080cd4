"""Texts that nations table: mandates, foundings, admissions, suspensions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile

import numpy as np

from agents.decisions.council import ISSUES, blank, can_pay, idea, in_season
from agents.desk import Desk
from agents.mind import Mind
from agents.terms import Cells
from sim.axes import Bools
from sim.draw import Column, mix
from sim.observe import Observation
from sim.orders import ADMIT, FOUND, MANDATE, SUSPEND, OrderKind
from sim.sparse import gather, per_row, where
from sim.state import ACTIVE, HELD, SUSPENDED

#: A kind of text, the cells (row, seat, subject) it is thought of in, its group or format, matter.
Idea = tuple[int, Cells, np.ndarray, np.ndarray]


def propose(mind: Mind, desk: Desk) -> None:
    """Table a text, where the ministry takes the idea up this turn and it is worth it."""
    wanted, which, what = blank(mind)
    able = can_pay(desk, OrderKind.TABLE)
    for found, _ in dropwhile(lambda way: not mind.obs.world.on(way[1]).any(), _WAYS):
        for kind, cells, about, matter in found(mind, able):
            row, seat, subject = cells
            if not len(row):
                continue
            does = _worth_tabling(mind, kind, cells, (about, matter)).nonzero()[0]
            at = (row[does], seat[does])
            wanted[at], which[at], what[at] = True, subject[does], matter[does]
    if wanted.any():
        desk.lay(OrderKind.TABLE, wanted, which, what)


def _mandates(mind: Mind, able: Bools) -> Iterator[Idea]:
    """A mission for the worst fighting near by, by the most lawful group the nation sits in."""
    obs, world = mind.obs, mind.obs.world
    bloody = obs["deaths"] > 0
    columns = np.nonzero(bloody.any(axis=0))[0]
    if not len(columns):
        return
    awake = idea(mind, "mandate.initiative", 0) & able
    row, seat = where(awake & np.asarray((obs["mission_place"] < 0).any(axis=1))[:, None])
    own = obs.nations[seat]
    blood = world.param("mandate.bloodshed") * obs["deaths"][:, columns] / 16.0
    size = world.param("mandate.might") * 2.0 * np.sqrt(obs["capability"][:, columns])
    calls = np.where((bloody & ~_policed(obs))[:, columns], blood + size, -np.inf)
    near = world.nearness[:, columns].take(own, axis=0)
    pull = calls.take(row, axis=0) + per_row(world, "mandate.nearness", row)[:, None] * near
    pull[columns == own[:, None]] = -np.inf
    best = pull.argmax(axis=1)
    subject = columns[best]
    group, has = _best_group(obs, row, seat, subject)
    some = (has & (gather(pull, np.arange(len(row)), best) > -np.inf)).nonzero()[0]
    row, seat, subject, group = (part.take(some) for part in (row, seat, subject, group))
    matter = _matter_of(obs, MANDATE)[group]
    yield MANDATE, (row, seat, subject), group, matter


def _policed(obs: Observation) -> Bools:
    """(R, N) nations where a mission is already, or is being talked about."""
    out = np.zeros(obs["war"].shape, bool)
    for name, field in (("mission_place", "mission_place"), ("text_kind", "text_subject")):
        rows, slots = where(obs[name] >= 0)
        out[rows, gather(obs[field], rows, slots)] = True
    return out


def _best_group(
    obs: Observation, row: np.ndarray, seat: np.ndarray, subject: np.ndarray
) -> tuple[np.ndarray, Bools]:
    """(n,) the nation's group whose mandate would be the most lawful, and whether it has one."""
    first = row if len(obs.of_groups("mandates")) > 1 else row * 0
    worth = (obs.of_groups("mandates") * (1.0 + 2.0 * obs.of_groups("universal"))).take(first, 0)
    rank = worth + (worth > 0) * gather(obs["member"], row, subject)
    rank *= gather(obs["member"], row, obs.nations[seat])
    group = rank.argmax(axis=1)
    return group, np.asarray(gather(rank, np.arange(len(row)), group) > 0)


def _foundings(mind: Mind, able: Bools) -> Iterator[Idea]:
    """A group of one's own, with the most trusted of the nearest partners."""
    obs, world = mind.obs, mind.obs.world
    if not in_season(mind, 1):
        return
    kinds = (world.formats.founds & (world.formats.opens <= obs.turn)).nonzero()[0]
    if not len(kinds):
        return
    room = np.asarray(obs.free_places.any(axis=1))
    row, seat = where(idea(mind, "found.initiative", 1) & able & room[:, None])
    own = obs.nations[seat]
    close = gather(obs.ties, row, own) | gather(obs.defence_pact, row, own)
    close &= obs.exists
    close[np.arange(len(row)), own] = False
    worth = np.where(close, gather(obs.trust, row, seat) + world.nearness[own], -1.0)
    has = close.any(axis=1)
    row, seat, subject = row[has], seat[has], worth[has].argmax(axis=1)
    luck = mind.luck_at(Column.KIND, row, seat, subject)
    kind = kinds[np.minimum(np.floor(luck * len(kinds)), len(kinds) - 1.0).astype(np.intp)]
    matter = np.zeros(len(world.formats.ids), np.intp)
    some = (world.matters.format >= 0).nonzero()[0]
    matter[world.matters.format[some]] = some
    yield FOUND, (row, seat, subject), kind, matter[kind]


def _admissions(mind: Mind, able: Bools) -> Iterator[Idea]:
    """To ask for admission to a group, drawn among those that take in members."""
    obs, world = mind.obs, mind.obs.world
    if not in_season(mind, 2):
        return
    row, seat = where(idea(mind, "admit.initiative", 2) & able)
    own = obs.nations[seat]
    admits = obs.of_groups("admits")
    open_ = admits[row if len(admits) > 1 else row * 0] & (obs["member"][row, own] == 0)
    open_[:, world.programmes.sponsor] = False
    luck = mind.own_luck(Column.TEXT, 2)[row, seat, 1]
    reach = open_.cumsum(axis=1)
    group = (reach <= (luck * reach[:, -1])[:, None]).sum(axis=1)
    some = open_.any(axis=1)
    row, seat, group = row[some], seat[some], group[some]
    matter = _matter_of(obs, ADMIT)[group]
    yield ADMIT, (row, seat, obs.nations[seat]), group, matter


def _suspensions(mind: Mind, able: Bools) -> Iterator[Idea]:
    """To suspend the participant a member trusts least, or to restore one that is suspended."""
    obs, world = mind.obs, mind.obs.world
    if not in_season(mind, 3):
        return
    awake = idea(mind, "suspend.initiative", 3) & able
    for programme, sponsor in enumerate(world.programmes.sponsor):
        row, seat = where(awake & (obs.mine("member")[:, :, sponsor] == 1))
        status = obs["status"][row, :, programme]
        part = (status == ACTIVE) | (status == HELD) | (status == SUSPENDED)
        if not part.any():
            continue
        least = np.where(part, obs.trust[row, seat], 2.0)
        subject, some = least.argmin(axis=1), part.any(axis=1)
        row, seat, subject = row[some], seat[some], subject[some]
        matter = np.full(len(row), world.matters.find(SUSPEND, programme))
        group = np.full(len(row), sponsor)
        yield SUSPEND, (row, seat, subject), group, matter


def _worth_tabling(
    mind: Mind, kind: int, cells: Cells, texts: tuple[np.ndarray, np.ndarray]
) -> Bools:
    """(C,) what is worth tabling; ``texts`` are (group or format, matter) of each cell."""
    (row, seat, subject), (about, matter) = cells, texts
    obs, issue = mind.obs, ISSUES[kind]
    terms = issue.judge(obs, cells, (obs.nations[seat], about))
    terms = mind.toward(issue.name, terms, cells)
    luck = mix(mind.luck_at(Column.TEXT, row, seat, subject), matter / 64.0)
    width = obs.world.dims.N
    return mind.settle(issue.name, terms, cells, luck, width, limit=issue.table, answer=True)[0]


def _matter_of(obs: Observation, kind: int) -> np.ndarray:
    """(G,) the matter of a kind of text of each group."""
    matters = obs.world.matters
    out = np.zeros(obs.world.dims.G, np.intp)
    some = (matters.kind == kind).nonzero()[0]
    out[matters.group[some]] = some
    return out


#: What may be thought of, and the mechanism without which the desk refuses it. What comes later
#: takes the place of what came earlier, refused or not: so only those that nothing comes before
#: may be left out.
_WAYS = ((_mandates, "P7"), (_foundings, "A14"), (_admissions, "A1"), (_suspensions, "P9"))
