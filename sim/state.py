"""What changes during a run: a frozen set of arrays, described field by field."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from sim.axes import NEVER, Array, Audience, Dims, FieldSpec, Floats
from sim.errors import ShapeFault
from sim.grid import BITS, on_grid, snap_into

#: Participation in a programme.
OUTSIDE, ACTIVE, HELD, SUSPENDED, WITHDRAWN, MEMBER = range(6)
STATUS_WORDS = ("outside", "active", "on hold", "suspended", "withdrawn", "member of the sponsor")

#: Life of an agreement, seen from the row nation: signed but not ratified by it, ratified by it
#: only, in force, under notice.
NONE, SIGNED, RATIFIED, IN_FORCE, NOTICE = range(5)

#: Exercise slots.
FREE, PLANNED, CONDUCTED, CANCELLED = range(4)

#: Levels of hostility, as coded for militarised disputes: threat, display, use of force, war.
NO_DISPUTE, THREAT, DISPLAY, FORCE, WAR = 0, 2, 3, 4, 5

#: Digits after the point for evidence (bounded by 32, so that opinion-weighted sums stay exact).
EVIDENCE_BITS = 16

_PUBLIC, _PARTIES, _OWN, _UMPIRE = (
    Audience.PUBLIC,
    Audience.PARTIES,
    Audience.OWN,
    Audience.UMPIRE,
)


def _share(name: str, axes: str, audience: Audience, doc: str, start: float = 0.0) -> FieldSpec:
    return FieldSpec(name, axes, np.float64, 0.0, 1.0, "0..1", audience, doc, BITS, start)


def _code(name: str, axes: str, high: int, audience: Audience, doc: str) -> FieldSpec:
    return FieldSpec(name, axes, np.int8, 0, high, "code", audience, doc)


def _stamp(name: str, axes: str, audience: Audience, doc: str) -> FieldSpec:
    return FieldSpec(name, axes, np.int16, NEVER, 32767, "turn", audience, doc, None, NEVER)


def _index(name: str, axes: str, audience: Audience, doc: str) -> FieldSpec:
    return FieldSpec(name, axes, np.int16, -1, 32767, "index", audience, doc, None, -1)


def _evidence(name: str, doc: str) -> FieldSpec:
    return FieldSpec(
        name, "RNN", np.float64, 0.0, 32.0, "observations", _OWN, doc, EVIDENCE_BITS, 0.0
    )


_TABLE = (
    # nations
    _share("will", "RN", _OWN, "political will to cooperate; prices every order", 0.5),
    FieldSpec(
        "stance",
        "RN",
        np.float64,
        -1.0,
        1.0,
        "-1..1",
        _PUBLIC,
        "the government's attitude to the partnership, relative to its country's",
        BITS,
    ),
    _stamp("government", "RN", _PUBLIC, "turn in which the government took office"),
    _stamp("election", "RN", _PUBLIC, "turn of the next election or succession"),
    _share("institutions", "RN", _PUBLIC, "liberal institutions: law, courts, legislature", 0.5),
    FieldSpec(
        "alignment",
        "RN",
        np.float64,
        -8.0,
        8.0,
        "ideal point",
        _PUBLIC,
        "foreign-policy ideal point; distance lowers everything",
        BITS,
    ),
    _share("capability", "RN", _PUBLIC, "share of the world's military capabilities"),
    FieldSpec(
        "spending",
        "RN",
        np.float64,
        0.0,
        4096.0,
        "$bn a year",
        _PUBLIC,
        "defence spending",
        BITS,
    ),
    _share("war", "RN", _PUBLIC, "armed conflict on its own soil: 1 war, .5 minor, 0 none"),
    _share("mandate", "RN", _PUBLIC, "Security Council measures on its soil: 1 yes, 0 no"),
    _share("transparency", "RN", _UMPIRE, "how well its forces and plans are truly known"),
    _share("published", "RN", _PUBLIC, "how openly it publishes plans and budgets"),
    # participation
    _code("invited", "RNP", 1, _PUBLIC, "1 once the sponsor has invited the nation"),
    _code("status", "RNP", MEMBER, _PUBLIC, "outside, active, held, suspended, withdrawn, member"),
    _stamp("step_turn", "RNPS", _PUBLIC, "turn in which a step of the ladder was reached"),
    _stamp("left_turn", "RNP", _PUBLIC, "turn of the last withdrawal"),
    _share("declared", "RNP", _PUBLIC, "declared depth of participation"),
    _share("depth", "RNP", _UMPIRE, "depth of participation put into practice"),
    FieldSpec(
        "work",
        "RNP",
        np.float64,
        0.0,
        64.0,
        "quarters of effort",
        _OWN,
        "work done toward the next step",
        BITS,
    ),
    FieldSpec(
        "aid", "RNP", np.float64, 0.0, 4096.0, "$m", _PUBLIC, "aid received in the last turn", BITS
    ),
    # pairs
    _evidence("good", "first-hand evidence that the other keeps its word"),
    _evidence("bad", "first-hand evidence that it does not"),
    _evidence("heard_good", "good evidence heard from third nations"),
    _evidence("heard_bad", "bad evidence heard from third nations"),
    _share("threat", "RNN", _OWN, "threat that the row nation sees in the other"),
    _code("hostility", "RNN", WAR, _PUBLIC, "level of the row nation's militarised act this turn"),
    _stamp("last_dispute", "RNN", _PUBLIC, "turn of the last militarised dispute"),
    _code("rivalry", "RNN", 1, _PUBLIC, "1 between strategic rivals"),
    _stamp("exercised", "RNN", _PUBLIC, "turn of the last joint exercise"),
    _code("accession_vote", "RNN", 1, _PUBLIC, "1 once the row nation ratified the accession"),
    _share("interop", "RDNN", _PARTIES, "interoperability by domain"),
    _code("agreement", "RANN", NOTICE, _PARTIES, "none, signed, ratified here, in force, notice"),
    _stamp("agreement_turn", "RANN", _PARTIES, "turn in which that stage began"),
    # groups
    _code("member", "RNG", 1, _PUBLIC, "1 for members of a group"),
    # exercises of the turn and those ahead
    _code("exercise", "RX", CANCELLED, _PUBLIC, "free, planned, conducted or cancelled this turn"),
    _index("exercise_host", "RX", _PUBLIC, "nation that hosts"),
    _index("exercise_type", "RX", _PUBLIC, "type of exercise"),
    _index("exercise_scope", "RX", _PUBLIC, "programme, then group, then the host's partners"),
    _stamp("exercise_due", "RX", _PUBLIC, "turn in which it is to be held"),
    _code("exercise_invited", "RXN", 1, _PUBLIC, "1 for nations invited (and the host)"),
    _code("exercise_coming", "RXN", 1, _PUBLIC, "1 for nations that said they come"),
    # texts on a group's table
    _index("text_kind", "RT", _PUBLIC, "what the text decides, -1 for a free slot"),
    _index("text_group", "RT", _PUBLIC, "group on whose table it lies"),
    _index("text_subject", "RT", _PUBLIC, "nation it is about"),
    _index("text_author", "RT", _PUBLIC, "nation that tabled it"),
    _stamp("text_turn", "RT", _PUBLIC, "turn in which it was tabled"),
    _stamp("decided", "RNP", _PUBLIC, "turn in which the sponsor last decided on the nation"),
    _stamp("accession", "RNP", _PUBLIC, "turn in which the sponsor agreed to the accession"),
    # calls for aid
    _index("call_victim", "RC", _PUBLIC, "nation that calls its allies, -1 for a free slot"),
    _index("call_against", "RC", _PUBLIC, "nation the call is against"),
)

FIELDS: Mapping[str, FieldSpec] = {spec.name: spec for spec in _TABLE}


class State(Mapping[str, Array]):
    """Arrays by field name, read-only, with a leading replicate axis."""

    def __init__(self, arrays: Mapping[str, Array], turn: int) -> None:
        self._arrays = dict(arrays)
        self.turn = turn
        for array in self._arrays.values():
            array.flags.writeable = False

    def __getitem__(self, name: str) -> np.ndarray:
        return self._arrays[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    @property
    def rows(self) -> int:
        """Number of replicates."""
        return len(self._arrays["will"])

    @cached_property
    def trust(self) -> Floats:
        """(R, N, N) the row nation's trust in the other, ``(good + 1) / (good + bad + 2)``.

        Counts first-hand evidence and what was heard. The diagonal is 1/2 and means nothing.
        Source: beta reputation, Josang and Ismail 2002.
        """
        top = self["good"] + self["heard_good"]
        bottom = top + self["bad"]
        bottom += self["heard_bad"]
        bottom += 2.0
        top += 1.0
        top /= bottom
        return snap_into(top)

    @cached_property
    def effective_interop(self) -> Floats:
        """(R, N, N) interoperability as it works in practice: the weakest domain binds."""
        return np.asarray(self["interop"].min(axis=1))

    @cached_property
    def in_force(self) -> np.ndarray:
        """(R, A, N, N) agreements that bind: in force or under notice."""
        return np.asarray(self["agreement"] >= IN_FORCE)

    def take(self, rows: slice) -> State:
        """Some rows, as views."""
        return State({name: array[rows] for name, array in self._arrays.items()}, self.turn)

    def digest(self, row: int = 0) -> str:
        """SHA-256 over one row's arrays: names, types, shapes and little-endian bytes."""
        hasher = hashlib.sha256(f"turn {self.turn}".encode())
        for name in sorted(self._arrays):
            array = self._arrays[name][row]
            hasher.update(f"{name} {array.dtype.str} {array.shape}".encode())
            little = array.astype(array.dtype.newbyteorder("<"), copy=False)
            hasher.update(np.ascontiguousarray(little).tobytes())
        return hasher.hexdigest()

    def check(self, dims: Dims) -> None:
        """Raise ``ShapeFault`` unless every field has its shape, type, grid and bounds."""
        for name, spec in FIELDS.items():
            array = self[name]
            if array.shape != dims.shape(spec.axes, self.rows) or array.dtype != spec.dtype:
                raise ShapeFault(f"{name}: {array.dtype} {array.shape}, declared {spec.axes}")
            if array.size and not (array.min() >= spec.low and array.max() <= spec.high):
                raise ShapeFault(f"{name}: {array.min()}..{array.max()} outside its bounds")
            if spec.bits is not None and not on_grid(array, spec.bits):
                raise ShapeFault(f"{name}: not on the grid of 2**-{spec.bits}")


def blank(dims: Dims, rows: int) -> dict[str, np.ndarray]:
    """Writable arrays for every field at its start value."""
    return {
        spec.name: np.full(dims.shape(spec.axes, rows), spec.start, dtype=spec.dtype)
        for spec in _TABLE
    }


def join(states: list[State]) -> State:
    """States of several blocks as one, in order."""
    if len(states) == 1:
        return states[0]
    arrays = {name: np.concatenate([state[name] for state in states]) for name in states[0]}
    return State(arrays, states[0].turn)
