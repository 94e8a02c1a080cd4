"""What a seat may see: built field by field from audiences, as views, never by deletion."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from sim import relations
from sim.axes import Audience, Bools, Floats, Ints
from sim.errors import UnknownName
from sim.state import FIELDS, State
from sim.world import World


class Observation:
    """What some nations may know at the start of a turn.

    ``nations`` (M,) are the observers; a policy that plays all nations gets them all at once and
    must decide for each from its own row only (a test checks that one nation alone decides as it
    does in the batch). Public fields come whole; fields a nation shares with nobody, or with the
    other party only, come as the observers' rows: the first ``N`` of their axes becomes ``M``.
    """

    def __init__(self, world: World, state: State, nations: Ints | None = None) -> None:
        self.world = world
        self.turn = state.turn
        self.rows = state.rows
        self.nations = np.arange(world.dims.N) if nations is None else np.asarray(nations)
        self.everyone = len(self.nations) == world.dims.N
        self.__state = state

    def of(self, nations: Ints) -> Observation:
        """The same moment as fewer of its nations see it."""
        if not np.isin(nations, self.nations).all():
            raise ValueError("an observation narrows to its own nations only")
        return Observation(self.world, self.__state, nations)

    def __getitem__(self, name: str) -> np.ndarray:
        """A field as far as the observers may read it (see the class)."""
        spec = FIELDS.get(name)
        if spec is None or spec.audience is Audience.UMPIRE:
            visible = [k for k, v in FIELDS.items() if v.audience is not Audience.UMPIRE]
            raise UnknownName("visible field", name, visible)
        array = self.__state[name]
        if spec.audience is Audience.PUBLIC:
            return array
        return self._own_rows(array, spec.axes.index("N"))

    def mine(self, name: str) -> np.ndarray:
        """The observers' rows of a field, public or not."""
        array = self[name]
        if FIELDS[name].audience is not Audience.PUBLIC or "N" not in FIELDS[name].axes:
            return array
        return self._own_rows(array, FIELDS[name].axes.index("N"))

    def _own_rows(self, array: np.ndarray, axis: int) -> np.ndarray:
        return array if self.everyone else np.take(array, self.nations, axis=axis)

    def pick(self, by_nation: np.ndarray, axis: int = 1) -> np.ndarray:
        """The observers' part of a public array over nations."""
        return self._own_rows(by_nation, axis)

    @cached_property
    def trust(self) -> Floats:
        """(R, M, N) the observers' trust in each nation."""
        return self._own_rows(self.__state.trust, 1)

    @cached_property
    def interop(self) -> Floats:
        """(R, M, N) effective interoperability of the observers with each nation."""
        return self._own_rows(self.__state.effective_interop, 1)

    @cached_property
    def own_depth(self) -> Floats:
        """(R, M, P) the observers' own effective depth of participation."""
        return self._own_rows(self.__state["depth"], 1)

    @cached_property
    def own_transparency(self) -> Floats:
        """(R, M) how openly the observers themselves truly act."""
        return self._own_rows(self.__state["transparency"], 1)

    @property
    def defence_pact(self) -> Bools:
        """(R, N, N) who owes whom defence; public."""
        return relations.defence_pact(self.world, self.__state)

    @property
    def ties(self) -> Bools:
        """(R, N, N) who has bilateral agreements in force; public."""
        return relations.ties(self.__state)

    @property
    def degree(self) -> Ints:
        """(R, N) with how many nations each is tied; public."""
        return relations.degree(self.__state)

    @property
    def taking_part(self) -> Bools:
        """(R, N, P) who takes part in a programme; public."""
        return relations.taking_part(self.__state)

    @property
    def in_dispute(self) -> Bools:
        """(R, N) who was in a militarised dispute last turn; public."""
        return relations.in_dispute(self.__state)

    @cached_property
    def fear(self) -> Floats:
        """(R, M) the largest threat that each observer sees."""
        return self._own_rows(relations.fear(self.__state), 1)

    @cached_property
    def exists(self) -> Bools:
        """(N,) which nations exist this turn."""
        return self.world.exists(self.turn)


def observe(world: World, state: State) -> Observation:
    """What all nations together see of a state; made once, since states never change."""
    known = state.__dict__.get("_observed")
    if known is None or known.world is not world:
        known = state.__dict__["_observed"] = Observation(world, state)
    return known
