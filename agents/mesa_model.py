"""One run as a Mesa model: a model, an agent for each nation, a data collector.

A front on the same rules and policies as every other: the digest is that of the run alone, in a
batch and on screen. Works alike on Mesa 3.3 (Python 3.11) and 3.5 (3.12 and later). Mesa's own
random generators are seeded, but no rule and no policy draws from them: luck is addressed by the
run's seed (see ``sim.draw``).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

import mesa
import numpy as np

from agents.run import Game
from agents.team import moves_of
from sim.draw import Draw
from sim.errors import UnknownName
from sim.measures import MEASURES
from sim.observe import Observation, observe
from sim.orders import Moves
from sim.state import STATUS_WORDS, State
from sim.turn import Turn, advance

if TYPE_CHECKING:
    from agents.policy import Deliberation, Policy

#: Makes the game of a seed; what is not documented at the start is drawn by that seed.
Starter = Callable[[int], Game]

#: What Mesa takes for ``rng`` or ``seed``.
Seed = (
    int
    | np.integer[Any]
    | Sequence[int]
    | np.random.SeedSequence
    | np.random.BitGenerator
    | np.random.Generator
)

#: What the collector asks of every agent, under names that no measure has: ``batch_run`` puts both
#: into one row.
_ASKED = {"iso": "iso", "status": "status", "own_depth": "depth", "own_will": "will"}


class _Numbering(WeakKeyDictionary["PartnershipModel", Iterator[int]]):
    """Counters from 1 by model. Mesa 3.3's own keep every model alive that there ever was."""

    def __getitem__(self, model: PartnershipModel) -> Iterator[int]:
        return self.setdefault(model, itertools.count(1))


class NationAgent(mesa.Agent):  # type: ignore[misc]  # Mesa comes without types
    """A nation. It holds nothing but its place: what it remembers is in the model's state."""

    model: PartnershipModel
    _ids: ClassVar = _Numbering()

    def __init__(self, model: PartnershipModel, index: int) -> None:
        super().__init__(model)
        self._index = index

    @property
    def index(self) -> int:
        """Its place on every nation axis."""
        return self._index

    @property
    def iso(self) -> str:
        """Its code."""
        return self.model.world.iso[self.index]

    @property
    def name(self) -> str:
        """Its name."""
        return self.model.world.names[self.index]

    @property
    def policy(self) -> Policy:
        """How it decides."""
        team = self.model.team
        return team.policies[team.player[self.index]]

    @property
    def exists(self) -> bool:
        """Whether there is such a state in the turn ahead."""
        return bool(self.model.world.exists(self.model.state.turn)[self.index])

    @property
    def status(self) -> str:
        """Its participation in the first programme, in words; "" where there is none."""
        if not self.model.world.dims.P:
            return ""
        return STATUS_WORDS[int(self.model.state["status"][0, self.index, 0])]

    @property
    def depth(self) -> float:
        """Depth of participation in the first programme that it puts into practice, 0..1."""
        if not self.model.world.dims.P:
            return 0.0
        return float(self.model.state["depth"][0, self.index, 0])

    @property
    def will(self) -> float:
        """Political will to cooperate, 0..1."""
        return float(self.model.state["will"][0, self.index])

    def trust_in(self, iso: str) -> float:
        """Its trust in another nation, 0..1; 1/2 in itself, which means nothing."""
        return float(self.model.state.trust[0, self.index, self.model.world.nation(iso)])

    def interoperability_with(self, iso: str) -> float:
        """How well its forces work with another's, 0..1; the weakest domain binds."""
        other = self.model.world.nation(iso)
        return float(self.model.state.effective_interop[0, self.index, other])

    @property
    def observation(self) -> Observation:
        """What it may know; its policy gets nothing else."""
        return self.model.observation.of(np.array([self.index]))

    def decide(self, *, keep: bool = False) -> Deliberation:
        """Its own deliberation about the turn ahead, from its own observation; moves nothing.

        With ``keep`` the terms of every decision are in its ``books``.
        """
        return self.policy.deliberate(self.observation, self.model.draw, keep)


class PartnershipModel(mesa.Model):  # type: ignore[misc]  # Mesa comes without types
    """One run of a game, turn by turn.

    ``game`` is a ``Game``, of which row ``run`` is played with the luck it carries, or a function
    that makes the game of a seed. Only the latter takes ``rng`` or ``seed`` (they mean the same;
    Mesa 3.5 hands over its batches' values as ``seed``): a whole number from 0 to 2**64 - 1 is the
    run's seed itself, any other seed or generator that Mesa knows gives one, and None takes one
    from the operating system. ``luck`` is the seed in use.

    ``one_by_one`` asks every nation's policy for that nation alone. Otherwise nations that share a
    policy are asked in one call, which is much faster and decides the same.

    ``datacollector`` asks ``measures`` (the headline measures by name, all if none are named), the
    seed, and a few things of every agent, at the start and after each turn.

    The run ends (``running`` is false) with the scenario's last turn. On Mesa 3.3 it ends with an
    empty step more: ``batch_run`` leaves out there what was collected in the last step of all.
    """

    def __init__(
        self,
        game: Game | Starter,
        *,
        run: int = 0,
        rng: Seed | None = None,
        seed: Seed | None = None,
        one_by_one: bool = False,
        measures: Sequence[str] | None = None,
    ) -> None:
        game = _one_run(game, run, rng, seed)
        super().__init__(rng=int(game.seeds[0]))
        self.world = game.world
        self.team = game.team
        self.one_by_one = one_by_one
        self.last: Turn | None = None
        self._seeds = game.seeds
        self._stand(game.state)
        self._nations = tuple(NationAgent(self, index) for index in range(self.world.dims.N))
        self.datacollector = self._collector(list(MEASURES) if measures is None else measures)
        self._empty_step = not hasattr(self.datacollector, "_collection_steps")
        self.running = not self.over or self._empty_step
        self.datacollector.collect(self)

    def _stand(self, state: State) -> None:
        """Be where a state is; nothing is decided yet for the turn ahead."""
        self.state = state
        self.observation = observe(self.world, state)
        self.draw = Draw(self._seeds, state.turn)

    def _collector(self, measures: Sequence[str]) -> mesa.DataCollector:
        measured = {name: [self.measure, [name]] for name in measures}
        return mesa.DataCollector(
            model_reporters={"luck": "luck", **measured},
            agent_reporters={name: attrgetter(asked) for name, asked in _ASKED.items()},
        )

    @property
    def luck(self) -> int:
        """The run's seed."""
        return int(self._seeds[0])

    @property
    def over(self) -> bool:
        """Whether the scenario's last turn has been played."""
        return self.state.turn >= self.world.turns

    def step(self) -> None:
        """Play a turn: every agent decides, then all they decided takes effect at once."""
        if not self.over:
            self.last = advance(self.world, self.state, self.decide(), self.draw)
            self._stand(self.last.after)
            self.datacollector.collect(self)
            self.running = not self.over or self._empty_step
        else:
            self.running = False

    def decide(self) -> Moves:
        """What all nations do in the turn ahead; the same however often and in what order asked."""
        if not self.one_by_one:
            return self.team.decide(self.observation, self.draw).moves
        parts = [(np.array([agent.index]), agent.decide()) for agent in self.agents]
        return moves_of(self.observation, parts)

    def nation(self, iso: str) -> NationAgent:
        """The agent of a nation."""
        return self._nations[self.world.nation(iso)]

    def measure(self, name: str) -> float:
        """A headline measure as it stands (see ``sim.measures``)."""
        if name not in MEASURES:
            raise UnknownName("measure", name, MEASURES)
        return float(MEASURES[name].function(self.world, self.state)[0])

    def digest(self) -> str:
        """The digest of the state, as in a record of the same run."""
        return self.state.digest()


def _one_run(game: Game | Starter, run: int, rng: Seed | None, seed: Seed | None) -> Game:
    """The run to be played, as a game of one row."""
    if rng is not None and seed is not None:
        raise ValueError("give rng or seed, not both: they mean the same")
    given = seed if rng is None else rng
    if not isinstance(game, Game):
        if not callable(game):
            raise TypeError(f"game is {game!r}: neither a Game nor a function from seed to Game")
        game = game(_number(given))
    elif given is not None:
        raise ValueError(
            "a Game carries its own luck: choose a run of it, or give a function from seed to Game"
        )
    rows = len(game.seeds)
    if not 0 <= run < rows:
        raise IndexError(f"run {run} of a game with the runs 0 to {rows - 1}")
    return game.take(slice(run, run + 1))


def _number(given: Seed | None) -> int:
    """A seed, 0 .. 2**64 - 1, from whatever Mesa takes for one."""
    if isinstance(given, int | np.integer):
        if not 0 <= given < 2**64:
            raise ValueError(f"seed {given} is not from 0 to 2**64 - 1")
        return int(given)
    return int(np.random.default_rng(given).integers(2**64, dtype=np.uint64))
