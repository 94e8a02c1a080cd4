"""What does not change during a run: names, tables, distances, parameters and switches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.axes import NEVER, Bools, Dims, Floats, Ints
from sim.errors import UnknownName
from sim.leaning import Leaning
from sim.mechanisms import MECHANISMS

if TYPE_CHECKING:
    from sim.deeds import Deed

__all__ = ["MECHANISMS", "World", "turn_of"]


@dataclass(frozen=True, slots=True)
class Programmes:
    """The partnership programmes. Axes P (programme) and S (step of its ladder)."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    sponsor: Ints  # (P,) group that sponsors it
    steps: tuple[str, ...]  # (S,) ids of the steps, the same ladder for all programmes
    step_names: tuple[str, ...]  # (S,)
    requires: Ints  # (S,) index of the step that must have been reached, -1 none
    opens: Ints  # (P, S) turn from which the step exists, NEVER if from before the start
    work: Floats  # (S,) quarters of full effort that the step takes
    by_invitation: Bools  # (S,) whether the sponsor's consensus is needed

    @property
    def first(self) -> int:
        """The step by which a nation joins."""
        return 0

    @property
    def last(self) -> int:
        """The step of accession to the sponsor."""
        return len(self.steps) - 1


@dataclass(frozen=True, slots=True)
class Agreements:
    """Types of agreement. Axis A."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    opens: Ints  # (A,) turn from which the type exists
    defence: Bools  # (A,) obliges to mutual defence
    restraint: Bools  # (A,) obliges to keep the peace between the parties
    hotline: Bools  # (A,) sets up a line for crises
    information: Bools  # (A,) protects classified information
    cyber: Bools  # (A,) shares the defence of networks
    notice: Ints  # (A,) turns of notice before it ends
    term: Ints  # (A,) turns until review, 0 without term
    ratify: Floats  # (A,) chance a turn that one side ratifies, 0..1
    fail: Floats  # (A,) chance a turn that one side rejects, at zero political will, 0..1
    appeal: Floats  # (A,) share among first agreements of a pair, sums to 1
    later: Floats  # (A,) share among further agreements of a pair, sums to 1
    trust: Ints  # (A,) evidence a turn, in units of ``agreement.evidence``, 0..15
    interop: Floats  # (A, D) gain a turn, units of ``interop.treaty``
    autonomy: Floats  # (A,) autonomy given up, 0..1


@dataclass(frozen=True, slots=True)
class Exercises:
    """Types of exercise. Axis E (never an axis of the state)."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    lead: Ints  # (E,) turns from announcement to conduct
    money: Floats  # (E,) $m, paid by the host
    staff: Floats  # (E,) weight in staff training (procedures, communications)
    field: Floats  # (E,) weight in field training (equipment, people)
    appeal: Floats  # (E,) how often hosts choose it, sums to 1


@dataclass(frozen=True, slots=True)
class Formats:
    """What a group can be: its obligations, its rule, its means. Axis: format.

    The scenario's groups come first, each a format of its own, in their order; then the formats
    that nations can found in play. Which one a place of the axis G holds is in the state
    (``format``); rules read the columns through ``sim.relations.of_groups``.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    opens: Ints  # (F,) turn from which it can be founded, NEVER if from before the start
    founds: Bools  # (F,) can be founded in play
    least: Ints  # (F,) founders that it needs
    most: Ints  # (F,) nations that are asked at most
    autonomy: Floats  # (F,) sovereignty that members share, 0..1
    defence: Bools  # (F,) members owe each other defence
    restraint: Bools  # (F,) members owe each other peaceful settlement
    trust: Floats  # (F,) evidence a turn between members, units of ``group.evidence``
    standards: Floats  # (F,) depth of common standards among members, 0..1
    exercises: Bools  # (F,) holds exercises of its own
    pooled: Floats  # (F,) share of their capability that members pool in joint units, 0..1
    rapid: Floats  # (F,) readiness to deploy, 0..1
    technology: Floats  # (F,) depth of shared technology, 0..1
    oversight: Floats  # (F,) standing oversight of agreements among members, 0..1
    information: Bools  # (F,) has a protocol for classified information
    verification: Bools  # (F,) may send inspectors, with limited authority
    bars: Bools  # (F,) members may not join other alliances
    admits: Bools  # (F,) takes in members by a text of its own
    mandates: Bools  # (F,) may mandate missions
    universal: Bools  # (F,) its mandates are lawful without the consent of the host
    rule: Ints  # (F,) CONSENSUS, MAJORITY or COUNCIL
    quorum: Floats  # (F,) share of seats whose support a council needs, 0..1
    silence: Bools  # (F,) consensus by silence: who says nothing agrees


#: How a group decides (``Formats.rule``): nobody blocks; more than half support; so many support
#: and no permanent member blocks.
CONSENSUS, MAJORITY, COUNCIL = range(3)
RULES = ("consensus", "majority", "council")


@dataclass(frozen=True, slots=True)
class Groups:
    """Alliances, organisations, regional bodies. Axis G: the scenario's groups, then spare places.

    What the scenario's groups are is a row of ``Formats``; the columns here repeat it for the
    places of the scenario, with nothing for the spare ones.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    given: int  # how many places the scenario fills; the others are spare
    permanent: Bools  # (G, N) members whose block is a veto
    defence: Bools  # (G,) members owe each other defence
    restraint: Bools  # (G,) members owe each other peaceful settlement
    trust: Floats  # (G,) evidence a turn between members, units of ``group.evidence``
    standards: Floats  # (G,) depth of common standards among members, 0..1
    exercises: Bools  # (G,) holds exercises of its own
    rule: tuple[str, ...]  # (G,) "consensus", "majority" or "council"


@dataclass(frozen=True, slots=True)
class Matters:
    """What texts on the groups' tables may decide. Axis: matter, the ``arg`` of a TABLE order."""

    names: tuple[str, ...]
    kind: Ints  # kind of text, as ``sim.orders.INVITE`` and the following
    group: Ints  # group on whose table it lies, -1 for one that is to be founded
    programme: Ints  # programme it is about, -1 none
    format: Ints  # format to be founded, -1 none

    def find(self, kind: int, programme: int) -> int:
        """The matter of a kind of text about a programme."""
        return int(np.nonzero((self.kind == kind) & (self.programme == programme))[0][0])

    def of_group(self, kind: int, group: int) -> int:
        """The matter of a kind of text (admission, mandate) of a group."""
        return int(np.nonzero((self.kind == kind) & (self.group == group))[0][0])


@dataclass(frozen=True, slots=True)
class Laws:
    """Rules of law. Axis: rule; the first place stands for none."""

    ids: tuple[str, ...]
    names: tuple[str, ...]
    sentences: tuple[str, ...]  # what the rule says
    opens: Ints  # turn from which it holds
    weight: Floats  # 0..1, scales the price of breaking it
    found: Floats  # chance that an open act is established as a violation, 0..1
    types: Bools  # (rules, A) types of agreement it speaks of

    def find(self, name: str) -> int:
        """The place of a rule, 0 where the catalogue does not have it."""
        return self.ids.index(name) if name in self.ids else 0


@dataclass(frozen=True, slots=True)
class OrderKinds:
    """Prices of the orders; axis: kind, as numbered in ``sim.orders.OrderKind``."""

    names: tuple[str, ...]
    money: Floats  # $m
    effort: Floats  # units of diplomatic effort
    will: Floats  # political will, 0..1
    mechanism: tuple[str, ...]


@dataclass(frozen=True)
class World:
    """Everything static. ``params`` and ``switches`` hold arrays of shape (R,) or (1,)."""

    id: str
    title: str
    iso: tuple[str, ...]  # (N,)
    names: tuple[str, ...]  # (N,)
    start: tuple[int, int]  # year, month of the first turn
    months: int  # months a turn
    turns: int
    dims: Dims
    domains: tuple[str, ...]  # (D,)
    instruments: tuple[str, ...]  # (I,) of civil control
    programmes: Programmes
    agreements: Agreements
    exercises: Exercises
    formats: Formats
    groups: Groups
    matters: Matters
    law: Laws
    order_kinds: OrderKinds
    params: Mapping[str, Floats]
    switches: Mapping[str, Bools]
    exists_from: Ints  # (N,) first turn
    exists_to: Ints  # (N,) first turn no longer
    position: Floats  # (N, 2) latitude, longitude of the capital, degrees
    nearness: Floats  # (N, N) exp(-km / 1000) between capitals, 0..1
    log_km: Floats  # (N, N) ln of the distance between capitals in km
    land: Bools  # (N, N) common land border
    sea: Bools  # (N, N) neighbours by sea
    neutrality: Floats  # (N,) 0..1, declared neutrality
    council: Bools  # (N,) member of the sponsor's cooperation council at the start
    log_power: Floats  # (N,) ln of the capability share at the start
    economy: Floats  # (N,) GDP, $bn of the start year
    usual_spending: Floats  # (N,) defence spending at the start, $bn a year
    usual_capability: Floats  # (N,) share of the world's military capabilities at the start
    reach: float  # ln km, upper end of the range of onset.reach
    doctrine_ids: tuple[str, ...]
    doctrine: Ints  # (N,) index of the nation's doctrine
    weights: Mapping[str, Floats] = field(default_factory=dict)  # term -> (doctrines,)
    weighed: frozenset[str] = frozenset()  # parameters that are weights: "decision.term"
    tempers: Mapping[str, Leaning] = field(default_factory=dict)  # by name of the policy
    happenings: Mapping[int, tuple[Deed, ...]] = field(default_factory=dict)  # dated, by turn

    def __getstate__(self) -> dict[str, object]:
        """What is pickled: the tables alone, not what was worked out from them."""
        return {entry.name: self.__dict__[entry.name] for entry in fields(self)}

    def param(self, name: str, extra: int = 1) -> Floats:
        """A parameter per turn, shaped (R or 1, 1 * extra) to meet arrays with ``extra`` axes."""
        if (name, extra) not in self._shaped:
            if name not in self.params:
                raise UnknownName("parameter", name, self.params)
            self._shaped[name, extra] = self.params[name].reshape(-1, *(1,) * extra)
        return self._shaped[name, extra]

    def on(self, mechanism: str, extra: int = 0) -> Bools:
        """Whether a mechanism works, shaped (R or 1, 1 * extra)."""
        if (mechanism, extra) not in self._shaped:
            self._shaped[mechanism, extra] = self.switches[mechanism].reshape(-1, *(1,) * extra)
        return self._shaped[mechanism, extra]

    @cached_property
    def _shaped(self) -> dict[tuple[str, int], np.ndarray]:
        """What was asked for of parameters and switches, by name and number of further axes."""
        return {}

    def gate(self, mechanism: str, extra: int = 0) -> Floats:
        """1.0 where a mechanism works, else 0.0; shaped as ``on``."""
        return self.on(mechanism, extra).astype(np.float64)

    def exists(self, turn: int) -> Bools:
        """(N,) which nations exist in this turn."""
        return (self.exists_from <= turn) & (turn < self.exists_to)

    def date(self, turn: int) -> tuple[int, int]:
        """Year and month in which a turn ends (its last month)."""
        months = self.start[0] * 12 + self.start[1] - 1 + (turn + 1) * self.months - 1
        return months // 12, months % 12 + 1

    def label(self, turn: int) -> str:
        """A turn's name on screen: ``1994 Q1``, ``1994 Mar`` or ``1994``."""
        year, month = self.date(turn)
        if self.months == 3 and self.start[1] % 3 == 1:
            return f"{year} Q{(month + 2) // 3}"
        if self.months == 12:
            return str(year)
        words = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return f"{year} {words[month - 1]}"

    def nation(self, iso: str, where: str = "") -> int:
        """The index of a nation by its code."""
        try:
            return self._index[iso]
        except KeyError:
            raise UnknownName("nation", iso, self.iso, where) from None

    @cached_property
    def _index(self) -> dict[str, int]:
        return {iso: i for i, iso in enumerate(self.iso)}

    @cached_property
    def neighbours(self) -> tuple[Ints, Ints]:
        """(E,), (E,) the politically relevant pairs i < j: those near enough to dispute.

        Pairs that share a border by land or sea, or whose capitals lie within ``reach``, the
        widest that ``onset.reach`` may be: a pair's place in the list, and so its luck, is the same
        whatever the parameter.
        """
        near = self.land | self.sea | (self.log_km <= self.reach)
        first, second = np.nonzero(np.triu(near, 1))
        return first, second

    def take(self, rows: slice | Ints) -> World:
        """The world as some rows of a batch see it."""
        params = {k: v[rows] if len(v) > 1 else v for k, v in self.params.items()}
        switches = {k: v[rows] if len(v) > 1 else v for k, v in self.switches.items()}
        return replace(self, params=params, switches=switches)


def turn_of(start: tuple[int, int], months: int, date: str | None) -> int:
    """The turn in which the month ``YYYY-MM`` lies; ``NEVER`` for no date. May be negative."""
    if not date:
        return NEVER
    year, month = int(date[:4]), int(date[5:7])
    return ((year - start[0]) * 12 + month - start[1]) // months
