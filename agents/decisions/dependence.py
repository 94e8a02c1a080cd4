"""Supplies, pressure, foreign forces: whom to arm, press, resist, station with, send away (A8)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from agents import terms
from agents.calculus import Terms, respond, score
from agents.desk import Desk
from agents.mind import Mind
from sim.axes import Bools, Floats
from sim.draw import Column, mix
from sim.forces import END_USE, FREE_USE
from sim.grid import snap
from sim.observe import Observation
from sim.orders import OrderKind
from sim.possible.dependence import access, pressed
from sim.possible.option import Cells
from sim.sparse import flat_codes, where

#: Shares of one number of luck that tell its uses apart.
_LEVERAGE, _BASE, _TERMS = (np.asarray(part / 4.0) for part in (1, 2, 3))


def decide(mind: Mind, desk: Desk) -> None:
    """What great powers do with their arms, and what others do about it."""
    great = _great(mind.obs)
    if len(great):
        _supply(mind, desk, great)
    _resist(mind, desk)
    _evict(mind, desk)


def _great(obs: Observation) -> np.ndarray:
    """Places of the observers that are a great power in any row."""
    big = obs.mine("capability") >= obs.world.param("supply.great")
    return np.nonzero(big.any(axis=0))[0]


def _supply(mind: Mind, desk: Desk, columns: np.ndarray) -> None:
    """One nation a turn at most is armed, pressed, asked to take forces, by each great power."""
    obs, world = mind.obs, mind.obs.world
    few = obs.of(obs.nations[columns])
    big = few.mine("capability") >= world.param("supply.great")
    other = few.nations[:, None] != np.arange(world.dims.N)
    open_ = big[..., None] & other & few.exists
    ends = mind.draw.nation(Column.SUPPLY, 2, world.dims.N)
    luck = mix(ends[:, few.nations, 0, None], ends[:, None, :, 1])
    known = client_terms(few)
    armed = _best(mind, few, "transfer", known, (luck, open_))
    _transfer(mind, desk, columns, armed)
    clients = open_ & (known["client"] > 0) & world.on("A8", 2)
    pressed_ = _best(mind, few, "leverage", known, (mix(luck, _LEVERAGE), clients))
    desk.lay(OrderKind.LEVERAGE, *_spread(mind, columns, pressed_))
    free = open_ & (few.toward("bases") == 0)
    hosts = _best(mind, few, "base", known, (mix(luck, _BASE), free))
    desk.lay(OrderKind.BASE, *_spread(mind, columns, hosts), 0, world.param("base.size"))


def _transfer(mind: Mind, desk: Desk, columns: np.ndarray, armed: tuple[Bools, np.ndarray]) -> None:
    """A share of the money left, mostly on end-use terms."""
    world = mind.obs.world
    luck = mix(mind.own_luck(Column.SUPPLY, 1)[..., 0], _TERMS)
    terms_of = np.where(luck < world.param("transfer.terms"), END_USE, FREE_USE)
    amount = snap(world.param("transfer.share") * np.maximum(desk.money, 0.0))
    wished, whom = _spread(mind, columns, armed)
    desk.lay(OrderKind.TRANSFER, wished & (amount > 0), whom, terms_of, amount)


#: The terms of each decision of a great power about another nation.
TERMS: Mapping[str, tuple[str, ...]] = {
    "transfer": ("allied", "tied", "alignment", "trust", "client", "adversary", "rivalry"),
    "leverage": ("client", "estranged", "trust", "institutions"),
    "base": ("power", "allied", "adversary", "trust", "hosting"),
}


def client_terms(few: Observation) -> dict[str, Floats]:
    """The terms by which a great power judges each nation as a client or a host, (R, S, N)."""
    own = few.mine("rivalry") == 1
    rows, seats, rival = where(own)
    common = np.zeros(own.shape, bool)
    np.logical_or.at(common, (rows, seats), few["rivalry"][rows, :, rival] == 1)
    hosting = np.zeros((few.rows, 1, few.world.dims.N), bool)
    bases = few["bases"]
    rows, host, _ = np.unravel_index(flat_codes(bases), bases.shape)
    hosting[rows, 0, host] = True
    near = terms.closeness(few)
    return {
        "allied": few.pick(few.defence_pact),
        "tied": few.pick(few.ties),
        "alignment": near,
        "estranged": -near,
        "trust": few.trust - 0.5,
        "client": few.toward("dependence"),
        "adversary": common,
        "rivalry": own,
        "institutions": few.mine("institutions")[..., None],
        "power": snap(np.sqrt(few.mine("capability")))[..., None],
        "hosting": hosting,
    }


def _best(
    mind: Mind, few: Observation, decision: str, known: Terms, open_to: tuple[Floats, Bools]
) -> tuple[Bools, np.ndarray]:
    """(R, S) whether some open nation's worth passes, and which of those is worth most."""
    luck, open_ = open_to
    seats = np.isin(mind.obs.nations, few.nations)
    reasons = {name: known[name] for name in TERMS[decision]}
    reasons = dict(mind.toward(decision, reasons, (slice(None), seats)))
    total, parts = score(few, decision, reasons, mind.books.keep)
    limit = few.world.param(f"{decision}.threshold", 2)
    choice = mind.books.note(respond(few, decision, total, limit, luck, parts))
    able = choice.chosen & open_
    if decision == "base":
        able &= _let_in(few, able)
    best = np.where(able, total, -np.inf).argmax(axis=2)
    return np.asarray(able.any(axis=2)), best


def _let_in(few: Observation, wished: Bools) -> Bools:
    """(R, S, N) hosts whose agreements let forces in, of those that are wished for."""
    rows, seats, host = where(wished)
    out = np.zeros(wished.shape, bool)
    some = np.ones(len(rows))
    out[rows, seats, host] = access(few, Cells(rows, seats, host, host * 0, some))
    return out


def _spread(
    mind: Mind, columns: np.ndarray, found: tuple[Bools, np.ndarray]
) -> tuple[Bools, np.ndarray]:
    """(R, M) of (R, S) wishes and targets at the places of the great powers, elsewhere nothing."""
    shape = (mind.obs.rows, len(mind.obs.nations))
    wished, whom = np.zeros(shape, bool), np.zeros(shape, np.intp)
    wished[:, columns], whom[:, columns] = found
    return wished, whom


def _most(obs: Observation, open_: np.ndarray) -> tuple[Bools, np.ndarray]:
    """(R, M) whether there is an open nation, and which of them is resented most."""
    rows, seats, others = np.unravel_index(flat_codes(open_.view(np.uint8)), open_.shape)
    asked = np.zeros(open_.shape[:2], bool)
    asked[rows, seats] = True
    worst = np.zeros(asked.shape, np.intp)
    order = np.lexsort((-others, obs["resentment"][rows, seats, others]))
    worst[rows[order], seats[order]] = others[order]  # the last stays: resented most
    return asked, worst


def _resist(mind: Mind, desk: Desk) -> None:
    """A client under pressure bears it or not."""
    obs = mind.obs
    under = pressed(obs)
    if not under.any():
        return
    asked, whom = _most(obs, under)
    row, seat = np.indices(whom.shape)
    reasons: Terms = {
        "autonomy": terms.autonomy(obs),
        "resentment": obs["resentment"][row, seat, whom],
        "dependence": obs["dependence"][row, seat, whom],
        "home": obs["will"] - 0.5,
    }
    luck = mix(mind.own_luck(Column.SUPPLY, 2)[..., 1], _LEVERAGE)
    reasons = mind.toward("resist", reasons, (row, seat, whom))
    choice = mind.weigh("resist", reasons, "resist.threshold", luck)
    desk.lay(OrderKind.RESIST, choice.chosen & asked, whom)


def _evict(mind: Mind, desk: Desk) -> None:
    """A host of foreign forces keeps them or sends them away."""
    obs = mind.obs
    asked, whom = _most(obs, obs.mine("bases"))
    if not asked.any():
        return
    row, seat = np.indices(whom.shape)
    reasons: Terms = {
        "resentment": obs["resentment"][row, seat, whom],
        "autonomy": terms.autonomy(obs),
        "threat": obs.fear,
        "trust": obs.trust[row, seat, whom] - 0.5,
    }
    luck = mix(mind.own_luck(Column.SUPPLY, 2)[..., 1], _BASE)
    reasons = mind.toward("evict", reasons, (row, seat, whom))
    choice = mind.weigh("evict", reasons, "evict.threshold", luck)
    desk.lay(OrderKind.EVICT, choice.chosen & asked, whom)
