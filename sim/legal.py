"""What a seat may do, judged from its observation alone.

One menu serves three readers: screens grey out what it lacks, policies choose from it, and the
engine refuses what is not on it. Only the impossible is refused: not a party, nothing there to
act on, no money, no effort left. Price in political will is paid, never refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.axes import NEVER, Bools, Floats
from sim.observe import Observation
from sim.orders import ACCEDE, INVITE, OrderKind, Orders
from sim.sparse import where
from sim.state import (
    ACTIVE,
    CONDUCTED,
    FREE,
    HELD,
    IN_FORCE,
    MEMBER,
    NONE,
    OUTSIDE,
    PLANNED,
    SUSPENDED,
    WITHDRAWN,
)

FINE, IMPOSSIBLE, NO_MONEY, NO_EFFORT, NO_ROOM = range(5)

_WHY: Mapping[OrderKind, str] = {
    OrderKind.APPLY: "it has not been invited, or takes part already",
    OrderKind.ADVANCE: "the step is not open to it: an earlier step, a condition or the date lacks",
    OrderKind.DEPTH: "it does not take part",
    OrderKind.HOLD: "it is not an active participant",
    OrderKind.RESUME: "its participation is not on hold",
    OrderKind.WITHDRAW: "it does not take part",
    OrderKind.HOST: "it belongs to no such circle of participants",
    OrderKind.CANCEL: "it hosts no such exercise",
    OrderKind.DENOUNCE: "no such agreement is in force between them",
    OrderKind.TABLE: "it has no seat at that table, or the matter is not open",
    OrderKind.AID: "only members of the sponsor aid active participants",
    OrderKind.PUBLISH: "there is nothing to publish",
    OrderKind.DIALOGUE: "there is no such government",
}


def sentence(kind: OrderKind, code: int) -> str:
    """Why an order was refused, for the seat that gave it."""
    if code == NO_MONEY:
        return "the money for cooperation is spent"
    if code == NO_EFFORT:
        return "diplomatic effort is used up this turn"
    if code == NO_ROOM:
        place = "the calendar of exercises" if kind is OrderKind.HOST else "the group's table"
        return f"{place} is full this turn"
    return _WHY[kind]


@dataclass(frozen=True, slots=True)
class Budget:
    """What a nation may spend in a turn."""

    money: Floats  # (R, M) $m: a share of defence spending, and aid received
    effort: Floats  # (R, M) units of diplomatic effort


def budget(obs: Observation) -> Budget:
    """Each observer's means for this turn."""
    world = obs.world
    money = obs.mine("spending") * 1000.0 * world.param("budget.share")
    money = money + obs.mine("aid").sum(axis=2)
    reach = np.sqrt(obs.mine("capability"))
    effort = world.param("effort.base") + world.param("effort.reach") * reach
    return Budget(money, np.floor(np.minimum(effort, float(world.dims.K))))


def open_steps(obs: Observation) -> Bools:
    """(R, M, P, S) steps a participant may work toward now: those that need no invitation."""
    table = obs.world.programmes
    stamps = obs.mine("step_turn")
    reached = stamps != NEVER
    before = np.take(reached, np.maximum(table.requires, 0), axis=3) | (table.requires < 0)
    free = ~reached & before & ~table.by_invitation & (table.opens <= obs.turn)
    floors = obs.world.param("programme.condition", 3) * _conditions(obs)
    meets = obs.mine("institutions")[:, :, None, None] >= floors
    active = (obs.mine("status") == ACTIVE)[..., None]
    return np.asarray(free & meets & active)


def _conditions(obs: Observation) -> Floats:
    """(S,) 1 where the sponsor sets a floor of institutions: plan and accession."""
    table = obs.world.programmes
    return np.array([float(s in ("membership-plan", "accession")) for s in table.steps])


class Menu:
    """What is possible for the observers, kind by kind: bool arrays (R, M, targets[, choices])."""

    def __init__(self, obs: Observation) -> None:
        self.obs = obs
        self._masks: dict[OrderKind, Bools] = {}

    def __getitem__(self, kind: OrderKind) -> Bools:
        """The mask of one kind; axes (R, M, target) or (R, M, target, arg)."""
        if kind not in self._masks:
            self._masks[kind] = self._make(kind) & self._present(kind)
        return self._masks[kind]

    def _present(self, kind: OrderKind) -> Bools:
        here = self.obs.exists[self.obs.nations]
        return here.reshape(1, -1, *(1,) * (self._make_ndim(kind) - 2))

    def _make_ndim(self, kind: OrderKind) -> int:
        with_choice = {OrderKind.ADVANCE, OrderKind.DENOUNCE, OrderKind.TABLE, OrderKind.AID}
        return 4 if kind in with_choice else 3

    def _make(self, kind: OrderKind) -> Bools:
        obs, world = self.obs, self.obs.world
        status = obs.mine("status")
        if kind is OrderKind.APPLY:
            outside = (status == OUTSIDE) | (status == WITHDRAWN)
            return np.asarray(outside & (obs.mine("invited") == 1))
        if kind is OrderKind.ADVANCE:
            return open_steps(obs) & world.on("P1", 3)
        if kind in (OrderKind.DEPTH, OrderKind.HOLD):
            return np.asarray((status == ACTIVE) & world.on("P1", 2))
        if kind is OrderKind.RESUME:
            return np.asarray(status == HELD)
        if kind is OrderKind.WITHDRAW:
            return np.asarray((status == ACTIVE) | (status == HELD) | (status == SUSPENDED))
        if kind is OrderKind.HOST:
            part = (status == ACTIVE) | (status == MEMBER)
            group = (obs.mine("member") == 1) & world.groups.exercises & world.on("A1", 2)
            partners = np.ones((*part.shape[:2], 1), bool)
            return np.concatenate([part, group, partners], axis=2) & world.on("P5", 2)
        if kind is OrderKind.CANCEL:
            mine = obs["exercise_host"][:, None, :] == obs.nations[None, :, None]
            return np.asarray(mine & (obs["exercise"] == PLANNED)[:, None, :])
        if kind is OrderKind.DENOUNCE:
            return np.asarray((obs.mine("agreement") == IN_FORCE).transpose(0, 2, 3, 1))
        if kind is OrderKind.TABLE:
            return _tabling(obs)
        if kind is OrderKind.AID:
            sponsor = obs.mine("member")[:, :, world.programmes.sponsor] == 1
            active = obs["status"] == ACTIVE
            return np.asarray(sponsor[:, :, None] & active[:, None] & world.on("P9", 3))
        if kind is OrderKind.PUBLISH:
            return np.asarray(np.ones((*status.shape[:2], 1), bool) & world.on("P2", 2))
        other = obs.nations[:, None] != np.arange(world.dims.N)
        return np.broadcast_to(obs.exists & other, (obs.rows, *other.shape))


def _tabling(obs: Observation) -> Bools:
    """(R, M, N, 2P) texts a member of the sponsor may table about a nation."""
    world = obs.world
    table = world.programmes
    out = np.zeros((obs.rows, len(obs.nations), world.dims.N, 2 * world.dims.P), bool)
    pause = world.param("sponsor.pause", 1)
    for p in range(world.dims.P):
        seat = (obs.mine("member")[:, :, table.sponsor[p]] == 1)[:, :, None] & world.on("P9", 2)
        waited = obs["decided"][:, :, p] + pause <= obs.turn
        stranger = (obs["invited"][:, :, p] == 0) & (obs["status"][:, :, p] == OUTSIDE)
        stamps = obs["step_turn"][:, :, p]
        ready = stamps[:, :, table.requires[table.last]] != NEVER
        ready &= (obs["status"][:, :, p] == ACTIVE) & (obs["accession"][:, :, p] == NEVER)
        ready &= obs["institutions"] >= world.param("programme.condition")
        ready = ready & (table.opens[p, table.last] <= obs.turn)
        for kind, subject in ((INVITE, stranger), (ACCEDE, ready)):
            text = 2 * p + kind
            open_text = _on_table(obs, text)
            matter = subject & waited & obs.exists & ~open_text
            out[..., text] = seat & matter[:, None, :]
    return out


def _on_table(obs: Observation, text: int) -> Bools:
    """(R, N) nations about which such a text lies on the table already."""
    kinds, subjects = obs["text_kind"], obs["text_subject"]
    out = np.zeros((obs.rows, obs.world.dims.N), bool)
    rows, slots = where(kinds == text)
    out[rows, subjects[rows, slots]] = True
    return out


def menu_of(obs: Observation) -> Menu:
    """The menu of an observation; made once where all nations are asked at once."""
    if "menu" not in obs.__dict__:
        obs.__dict__["menu"] = Menu(obs)
    return obs.__dict__["menu"]  # type: ignore[no-any-return]


def offerable(obs: Observation) -> Bools:
    """(R, A, M, N) types of agreement an observer may offer to each nation."""
    world = obs.world
    free = obs.mine("agreement") == NONE
    here = obs.exists[obs.nations][:, None] & obs.exists
    here = here & (obs.nations[:, None] != np.arange(world.dims.N))
    known = world.agreements.opens <= obs.turn
    return np.asarray(free & here & known[:, None, None])


def offerable_at(
    obs: Observation, rows: np.ndarray, seats: np.ndarray, partners: np.ndarray
) -> Bools:
    """(cells, A) ``offerable`` for some cells (row, observer's place, other nation) only."""
    own = obs.nations[seats]
    free = obs["agreement"][rows, :, seats, partners] == NONE
    here = obs.exists[own] & obs.exists[partners] & (own != partners)
    return np.asarray(free & here[:, None] & (obs.world.agreements.opens <= obs.turn))


def judge(obs: Observation, orders: Orders) -> np.ndarray:
    """(R, N, K) int8: 0 for orders that stand, else why not. ``obs`` must be everyone's.

    Orders are paid in the order of their slots; a refused order costs nothing.
    """
    menu, world = menu_of(obs), obs.world
    codes = np.zeros(orders.kind.shape, np.int8)
    money = world.order_kinds.money[orders.kind]
    effort = world.order_kinds.effort[orders.kind]
    for kind in OrderKind:
        index = where(orders.kind == kind) if kind else ()
        if not kind or not len(index[0]):
            continue
        if kind is OrderKind.HOST:
            money[index] += world.exercises.money[orders.arg[index]]
        elif kind is OrderKind.AID:
            money[index] += orders.amount[index]
        mask = menu[kind]
        target = np.maximum(orders.target[index], 0)
        cell = (index[0], index[1], target)
        allowed = mask[(*cell, orders.arg[index])] if mask.ndim == 4 else mask[cell]
        codes[index] = np.where(allowed, FINE, IMPOSSIBLE)
    _pay(obs, orders, codes, money, effort)
    crowded = _room(obs, orders, codes)
    if crowded.any():  # what found no room costs nothing: others may stand after all
        open_again = (codes >= NO_MONEY) & ~np.isin(orders.kind, (OrderKind.HOST, OrderKind.TABLE))
        codes[open_again] = FINE
        codes[crowded] = NO_ROOM
        _pay(obs, orders, codes, money, effort)
    return codes


def _pay(
    obs: Observation, orders: Orders, codes: np.ndarray, money: Floats, effort: Floats
) -> None:
    """Refuse what money or effort do not reach for, slot by slot."""
    means = budget(obs)
    left_money, left_effort = means.money.copy(), means.effort.copy()
    for slot in range(obs.world.dims.K):
        asked = (orders.kind[:, :, slot] != 0) & (codes[:, :, slot] == FINE)
        poor = asked & (money[:, :, slot] > left_money)
        tired = asked & ~poor & (effort[:, :, slot] > left_effort)
        codes[:, :, slot][poor] = NO_MONEY
        codes[:, :, slot][tired] = NO_EFFORT
        stands = asked & ~poor & ~tired
        left_money -= money[:, :, slot] * stands
        left_effort -= effort[:, :, slot] * stands


def _room(obs: Observation, orders: Orders, codes: np.ndarray) -> Bools:
    """(R, N, K) exercises and texts beyond the free slots, first come by nation and slot.

    Every text on a table is decided this turn, so all its slots are free for new ones; a text that
    several nations table takes one slot.
    """
    free = ((obs["exercise"] == FREE) | (obs["exercise"] >= CONDUCTED)).sum(axis=1)
    hosts = (orders.kind == OrderKind.HOST) & (codes == FINE)
    rank = np.cumsum(hosts.reshape(len(free), -1), axis=1).reshape(hosts.shape)
    crowded = hosts & (rank > free[:, None, None])
    at = where((orders.kind == OrderKind.TABLE) & (codes == FINE))
    if len(at[0]):
        matter = (at[0] * 4096 + orders.target[at]) * 64 + orders.arg[at]
        _, first, which = np.unique(matter, return_index=True, return_inverse=True)
        order = np.argsort(first, kind="stable")
        rows = at[0][first[order]]
        place = np.empty(len(first), np.intp)
        place[order] = np.arange(len(first)) - np.searchsorted(rows, rows, side="left")
        late = place[which] >= obs.world.dims.T
        crowded[tuple(axis[late] for axis in at)] = True
    return np.asarray(crowded)
