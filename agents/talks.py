"""Offers as those see them to whom they are made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.axes import Bools, Ints
from sim.observe import Observation
from sim.orders import Offers


@dataclass(frozen=True, slots=True)
class Asked:
    """Offers that lie before the observers, one by one: (n,) arrays."""

    rows: np.ndarray
    seats: np.ndarray  # place of the nation asked among the observers
    proposer: np.ndarray
    slot: np.ndarray
    terms: dict[str, np.ndarray]  # the offers' columns

    @property
    def cell(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(row, observer's place, other nation)."""
        return self.rows, self.seats, self.proposer

    @property
    def place(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Where they stand in the arrays of offers and replies."""
        return self.rows, self.proposer, self.slot

    def places(self, obs: Observation) -> np.ndarray:
        """(n,) the cells, counted through (R, M, N)."""
        size = obs.world.dims.N
        return np.asarray((self.rows * len(obs.nations) + self.seats) * size + self.proposer)

    def some(self, mask: Bools | np.ndarray) -> Asked:
        """The offers that a mask, or an order of places, picks."""
        columns = {name: column[mask] for name, column in self.terms.items()}
        rows, seats, proposer, slot = (
            part[mask] for part in (self.rows, self.seats, self.proposer, self.slot)
        )
        return Asked(rows, seats, proposer, slot, columns)


def asked(obs: Observation, offers: Offers) -> Asked:
    """The offers made to the observers."""
    ours = (offers.to >= 0) & (seats_of(obs).take(offers.to) >= 0)
    return at_places(obs, offers, np.flatnonzero(ours))


def at_places(obs: Observation, offers: Offers, places: np.ndarray) -> Asked:
    """Some of the offers made to the observers; ``places`` (n,) are counted through (R, N, O)."""
    columns = offers.take(places)
    key, slot = np.divmod(places, offers.to.shape[2])
    rows, proposer = np.divmod(key, offers.to.shape[1])
    return Asked(rows, seats_of(obs).take(columns["to"]), proposer, slot, columns)


def seats_of(obs: Observation) -> Ints:
    """(N,) the place of each nation among the observers, -1 for others."""
    if obs.everyone:
        return obs.nations
    seats = np.full(obs.world.dims.N, -1)
    seats[obs.nations] = np.arange(len(obs.nations))
    return seats
