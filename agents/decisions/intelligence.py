"""Secrets: whom to tell what one knows, whose confidence to break (P6, A6)."""

from __future__ import annotations

import numpy as np

from agents.calculus import Terms
from agents.desk import Desk
from agents.mind import Mind
from agents.terms import Cells
from sim.axes import NEVER, Bools, Floats
from sim.draw import Column, mix
from sim.grid import snap
from sim.orders import OrderKind
from sim.sparse import per_row, where


def share(mind: Mind, desk: Desk) -> None:
    """Tell a partner what is known of the nations that concern it.

    Each turn the ministry has one other nation in mind, drawn by luck: the more partners, the
    more is told.
    """
    obs = mind.obs
    if not obs.world.switches["P6"].any():
        return
    luck = mind.own_luck(Column.INTELLIGENCE, 4)
    cells = row, seat, partner = _confidants(mind, luck[..., 0])
    feared = obs.feared[row, seat]
    common = obs.fear[row, seat] * obs.world.nearness[partner, feared] * (partner != feared)
    reasons: Terms = {
        "trust": obs.trust[cells] - 0.5,
        "ally": obs.pick(obs.defence_pact)[cells].astype(np.float64),
        "common_fear": snap(common),
        "betrayed": _betrayed(mind, cells),
        "home": obs.mine("will")[row, seat] - 0.5,
    }
    chosen = _weigh(mind, "share", cells, reasons, luck[..., 1])
    _lay(desk, OrderKind.SHARE, (row[chosen], seat[chosen]), partner[chosen])


def leak(mind: Mind, desk: Desk) -> None:
    """Let out what a partner told of the nation that is feared most."""
    obs = mind.obs
    if not obs.world.switches["P6"].any():
        return
    luck = mind.own_luck(Column.INTELLIGENCE, 4)
    cells = _confidants(mind, mix(luck[..., 0], np.asarray(0.5)))
    third = cells[2] != obs.feared[cells[:2]]
    cells = row, seat, source = cells[0][third], cells[1][third], cells[2][third]
    reasons: Terms = {
        "resentment": obs["resentment"][cells],
        "distrust": 0.5 - obs.trust[cells],
        "threat": obs.fear[row, seat],
        "ally": obs.pick(obs.defence_pact)[cells].astype(np.float64),
    }
    chosen = _weigh(mind, "leak", cells, reasons, luck[..., 2])
    at = (row[chosen], seat[chosen])
    _lay(desk, OrderKind.LEAK, at, obs.feared[at], source[chosen])


def _confidants(mind: Mind, luck: Floats) -> Cells:
    """The nation that each ministry has in mind, by luck, where it may be told secrets.

    Rows, observers' places and nations, (C,) each.
    """
    obs = mind.obs
    other = np.floor(luck * obs.world.dims.N).astype(np.intp)
    rows, seats = np.arange(obs.rows)[:, None], np.arange(other.shape[1])[None, :]
    row, seat = where(obs.information_at((rows, seats, other)))
    return row, seat, other[row, seat]


def _weigh(mind: Mind, label: str, cells: Cells, reasons: Terms, luck: Floats) -> Bools:
    """(C,) what is decided of the one nation that each ministry has in mind."""
    at = cells[:2]
    return mind.settle(label, mind.toward(label, reasons, cells), at, luck[at])[0]


def _lay(
    desk: Desk,
    kind: OrderKind,
    at: tuple[np.ndarray, np.ndarray],
    target: np.ndarray,
    arg: np.ndarray | int = 0,
) -> None:
    """Orders of some observers (row, place)."""
    desk.lay_at(kind, at[0] * len(desk.obs.nations) + at[1], target, arg)


def _betrayed(mind: Mind, cells: Cells) -> Floats:
    """(C,) 1 where the partner was found to have let out what the nation told it, of late."""
    obs, (row, seat, partner) = mind.obs, cells
    stamp = obs["leaked"][row, partner, obs.nations[seat]]
    years = per_row(obs.world, "share.memory", row)
    return np.asarray((stamp != NEVER) & (stamp >= obs.turn - years), dtype=np.float64)
