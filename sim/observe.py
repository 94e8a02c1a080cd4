"""What a seat may see: built field by field from audiences, as views, never by deletion."""

from __future__ import annotations

import weakref
from functools import cached_property

import numpy as np

from sim import circles, conditions, relations
from sim.axes import Audience, Bools, Floats, Ints
from sim.errors import UnknownName
from sim.state import FIELDS, State
from sim.world import World

#: The axis of observers of each field that is not for the umpire alone; none of a public field.
_SEEN = {
    name: None if spec.audience is Audience.PUBLIC else spec.axes.index("N")
    for name, spec in FIELDS.items()
    if spec.audience is not Audience.UMPIRE
}


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
        if not self.everyone and not np.isin(nations, self.nations).all():
            raise ValueError("an observation narrows to its own nations only")
        return Observation(self.world, self.__state, nations)

    def weighed_by(self, world: World) -> Observation:
        """The same moment before observers who weigh by the parameters of another world."""
        return Observation(world, self.__state, self.nations)

    def __getitem__(self, name: str) -> np.ndarray:
        """A field as far as the observers may read it (see the class)."""
        try:
            axis = _SEEN[name]
        except KeyError:
            raise UnknownName("visible field", name, _SEEN) from None
        array = self.__state[name]
        return array if axis is None else self._own_rows(array, axis)

    def mine(self, name: str) -> np.ndarray:
        """The observers' rows of a field, public or not."""
        array = self[name]
        if FIELDS[name].audience is not Audience.PUBLIC or "N" not in FIELDS[name].axes:
            return array
        return self._own_rows(array, FIELDS[name].axes.index("N"))

    def toward(self, name: str) -> np.ndarray:
        """(R, M, N) what each other nation's row of a field says of the observers.

        For fields of pairs that are public or that the two parties share.
        """
        spec = FIELDS[name]
        if spec.axes != "RNN" or spec.audience not in (Audience.PUBLIC, Audience.PARTIES):
            raise UnknownName(
                "field that parties share", name, [k for k, v in FIELDS.items() if v.axes == "RNN"]
            )
        array = self.__state[name]
        mine = array if self.everyone else np.take(array, self.nations, axis=2)
        return mine.transpose(0, 2, 1)

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
        return relations.ties(self.world, self.__state)

    @property
    def degree(self) -> Ints:
        """(R, N) with how many nations each is tied; public."""
        return relations.degree(self.world, self.__state)

    def of_groups(self, column: str) -> np.ndarray:
        """(R or 1, G) a column of ``World.formats`` for what each place holds; public."""
        return relations.of_groups(self.world, self.__state, column)

    def voters(self, rows: np.ndarray, slots: np.ndarray) -> Bools:
        """(n, N) who may vote on each text; public."""
        return circles.voters(self.__state, rows, slots)

    @property
    def group_standards(self) -> Floats:
        """(R, N) depth of the standards that each nation's groups work to; public."""
        return circles.group_standards(self.world, self.__state)

    @property
    def free_places(self) -> Bools:
        """(R, G) places for a new group; public."""
        return circles.free_places(self.__state)

    @property
    def taking_part(self) -> Bools:
        """(R, N, P) who takes part in a programme; public."""
        return relations.taking_part(self.__state)

    @property
    def prospect(self) -> Floats:
        """(R, N) how credible accession is to each nation, 0..1; public."""
        return conditions.prospect(self.world, self.__state)

    @property
    def meets_conditions(self) -> Bools:
        """(R, N) who is as democratic as the sponsor asks for plan and accession; public."""
        return conditions.meets_conditions(self.world, self.__state)

    @property
    def in_dispute(self) -> Bools:
        """(R, N) who was in a militarised dispute last turn; public."""
        return relations.in_dispute(self.__state)

    @property
    def confrontations(self) -> Ints:
        """(3, n) row and nations of each open confrontation; public."""
        return relations.confrontations(self.__state)

    @property
    def consulting(self) -> Bools:
        """(R, N) who lately called for consultation; public."""
        return relations.consulting(self.world, self.__state)

    @cached_property
    def fear(self) -> Floats:
        """(R, M) the largest threat that each observer sees."""
        return self._own_rows(relations.fear(self.__state), 1)

    @cached_property
    def feared(self) -> Ints:
        """(R, M) the nation in which each observer sees the largest threat."""
        return self._own_rows(relations.feared(self.__state), 1)

    def information_at(self, cells: relations.Cells) -> Bools:
        """Whether observers (row, place, other nation) may share classified information there."""
        return relations.information_at(self.world, self.__state, self._of_nations(cells))

    def inspectable_at(self, cells: relations.Cells) -> Bools:
        """Whether observers (row, place, other nation) may inspect there, by group or agreement."""
        return relations.inspectable_at(self.world, self.__state, self._of_nations(cells))

    def _of_nations(self, cells: relations.Cells) -> relations.Cells:
        """Cells of (R, M, N) as cells of (R, N, N)."""
        return cells[0], self.nations[cells[1]], cells[2]

    @cached_property
    def exists(self) -> Bools:
        """(N,) which nations exist this turn."""
        return self.world.exists(self.turn)

    @cached_property
    def all_exist(self) -> bool:
        """Whether every nation of the world exists this turn."""
        return bool(self.exists.all())


def observe(world: World, state: State) -> Observation:
    """What all nations together see of a state; made once while somebody holds it."""
    kept = state.__dict__.get("_observed")
    known = None if kept is None else kept()
    if known is None or known.world is not world:
        known = Observation(world, state)
        # weakly, for the observation holds the state: a cycle would keep old states in memory
        state.__dict__["_observed"] = weakref.ref(known)
    return known
