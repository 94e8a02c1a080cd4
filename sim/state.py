"""What changes during a run: a frozen set of arrays, described field by field."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np

from sim.axes import NEVER, Array, Audience, Dims, FieldSpec, Floats, Ints
from sim.compiled import compiled
from sim.errors import ShapeFault
from sim.grid import BITS, nearest, on_grid

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

#: What struck a nation below the threshold of force.
NO_INCIDENT, CYBER, HYBRID, TERRORISM = range(4)

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


def _troops(name: str, axes: str, audience: Audience, doc: str) -> FieldSpec:
    return FieldSpec(name, axes, np.float64, 0.0, 1024.0, "thousands", audience, doc, 10)


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
    _index("format", "RG", _PUBLIC, "what kind of group the place holds, -1 for a free place"),
    _stamp("founded", "RG", _PUBLIC, "turn in which the group was founded in play"),
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
    _code("text_terms", "RT", 14, _PUBLIC, "bits: 2 limited, 4 protection, 8 amended"),
    _code("text_seats", "RTN", 1, _PUBLIC, "1 for nations outside the group that vote on it too"),
    _stamp("decided", "RNP", _PUBLIC, "turn in which the sponsor last decided on the nation"),
    _stamp("accession", "RNP", _PUBLIC, "turn in which the sponsor agreed to the accession"),
    # calls for aid
    _index("call_victim", "RC", _PUBLIC, "nation that calls its allies, -1 for a free slot"),
    _index("call_against", "RC", _PUBLIC, "nation the call is against"),
    # civil control (P4, P12) and standards adopted (P3)
    _share("control", "RNI", _PUBLIC, "strength of each instrument of civil control", 0.5),
    _share("resistance", "RN", _UMPIRE, "resistance to reform inside the ministry"),
    _share("adopted", "RN", _PUBLIC, "common standards adopted by the nation's own effort"),
    FieldSpec(
        "reform_effort",
        "RN",
        np.float64,
        0.0,
        8.0,
        "strength",
        _OWN,
        "recent efforts at reform, by what they would bring if nothing stood in the way; fading",
        BITS,
    ),
    FieldSpec(
        "reform_result",
        "RN",
        np.float64,
        -8.0,
        8.0,
        "strength",
        _PUBLIC,
        "recent change of civil control, all instruments together; fading",
        BITS,
    ),
    # arms: posture, activities, spending is above (A11)
    _share("posture", "RN", _OWN, "true offensiveness of the armed forces' posture"),
    _troops("activity", "RN", _OWN, "true size of the turn's military activities"),
    _troops("notified", "RN", _PUBLIC, "declared size of the turn's military activities"),
    _code("observers", "RN", 1, _PUBLIC, "1 where observers are invited to the turn's activities"),
    _stamp("briefed", "RNN", _PARTIES, "turn in which the row nation last briefed the other"),
    # intelligence (P6, A6)
    _share("belief", "RNN", _OWN, "the row nation's belief about the other's posture"),
    _share("insight", "RNN", _OWN, "how much the row nation knows of the other's hidden affairs"),
    _stamp("leaked", "RNN", _PUBLIC, "turn in which the row nation let out what the other told it"),
    _stamp("exposed", "RN", _PUBLIC, "turn in which secrets about the nation last came out"),
    # verification (A5)
    _code("quota", "RN", 127, _PUBLIC, "inspections received in the calendar year"),
    _stamp("inspected", "RNN", _PARTIES, "turn in which the row nation last inspected the other"),
    _stamp("alarmed", "RNN", _OWN, "turn in which the row last saw what the other did not declare"),
    _stamp("caught", "RN", _PUBLIC, "turn in which inspectors last proved a violation"),
    _code("queried", "RN", 2, _PUBLIC, "asked this turn about an activity: 1 explained, 2 did not"),
    _share("violations", "RN", _PUBLIC, "standing record of proven violations, fading"),
    # dependence (A8) and resentment (A9)
    _share("dependence", "RNN", _PARTIES, "the row nation's dependence on the other's supplies"),
    _code("end_use", "RNN", 1, _PARTIES, "1 where the row holds the other's arms on end-use terms"),
    _code("bases", "RNN", 1, _PUBLIC, "1 where the row nation hosts forces of the other"),
    _stamp("pressed", "RNN", _PARTIES, "turn in which the other last pressed the row nation"),
    _share("resentment", "RNN", _OWN, "the row nation's resentment toward the other"),
    FieldSpec(
        "balance",
        "RNN",
        np.int8,
        -16,
        16,
        "steps",
        _PARTIES,
        "balance of terms of the agreements between two: positive favours the row nation",
    ),
    # law and secrecy (A4, A5, A7, A15)
    _code("verified", "RNN", 3, _PARTIES, "verification agreed between two: none to intrusive"),
    _code("annex", "RNN", 2, _PARTIES, "0 no annex, 1 published annex, 2 secret annex"),
    _stamp("revealed", "RNN", _PUBLIC, "turn in which a secret annex between two was revealed"),
    FieldSpec(
        "breached",
        "RNN",
        np.int16,
        0,
        32767,
        "bit by type",
        _OWN,
        "agreements that the row nation covertly does not keep",
    ),
    _stamp("breach_found", "RNN", _PARTIES, "turn in which the other found its breach"),
    _code("contested", "RNN", 127, _PARTIES, "type of the agreement under dispute and 1, 0 none"),
    _code("duration", "RNN", 127, _PARTIES, "years until review agreed between two, 0 the usual"),
    _code("offence", "RN", 127, _PUBLIC, "rule of law it was found to break this turn, 0 none"),
    # crises (A12, P8)
    _code("standoff", "RNN", WAR, _PUBLIC, "level of an open confrontation, 0 for none"),
    _stamp("consulted", "RN", _PUBLIC, "turn in which the nation last called for consultation"),
    # hybrid pressure (P15)
    _code("incident", "RN", 3, _PUBLIC, "what struck this turn: 0 none, cyber, hybrid, terrorism"),
    _index("incident_by", "RN", _UMPIRE, "nation behind the incident, -1 none or no nation"),
    _share("harm", "RN", _PUBLIC, "standing damage by terrorism, cyber and hybrid pressure"),
    _index("suspect", "RN", _OWN, "nation that the victim suspects, -1 nobody"),
    _share("certainty", "RN", _OWN, "how sure the victim is of its suspicion"),
    _code("charge", "RN", 2, _PUBLIC, "its accusation of this turn: 1 borne out, 2 proven false"),
    # missions (P7)
    _index("mission_place", "RQ", _PUBLIC, "nation where the mission is, -1 for a free slot"),
    _index("mission_group", "RQ", _PUBLIC, "group that gave the mandate, -1 none"),
    _index("mission_lead", "RQ", _PUBLIC, "nation that leads"),
    _stamp("mission_turn", "RQ", _PUBLIC, "turn in which it was mandated"),
    _code(
        "mission_terms",
        "RQ",
        15,
        _PUBLIC,
        "bits: 1 unified command, 2 limited, 4 protection, 8 neither consent nor world mandate",
    ),
    _troops("troops", "RNQ", _PUBLIC, "troops that a nation contributes to a mission"),
    _troops("arrived", "RNQ", _PUBLIC, "those of them that have arrived"),
    _stamp("settled", "RN", _PUBLIC, "turn in which the last conflict on its soil ended"),
    FieldSpec(
        "deaths",
        "RN",
        np.float64,
        0.0,
        1024.0,
        "deaths a month",
        _PUBLIC,
        "battle deaths a month on the nation's soil",
        10,
    ),
    _share("casualties", "RN", _OWN, "weight of recent casualties on opinion at home"),
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

    def __getstate__(self) -> dict[str, object]:
        """What is pickled: the arrays alone, not what was worked out from them."""
        return {"_arrays": self._arrays, "turn": self.turn}

    @property
    def rows(self) -> int:
        """Number of replicates."""
        return len(self._arrays["will"])

    @cached_property
    def trust(self) -> Floats:
        """(R, N, N) the row nation's trust in the other, ``(good + 1) / (good + bad + 2)``.

        Counts first-hand evidence and what was heard. 0 on the diagonal, which means nothing.
        Source: beta reputation, Josang and Ismail 2002.
        """
        return _believed(*(self[name] for name in ("good", "bad", "heard_good", "heard_bad")))

    @cached_property
    def effective_interop(self) -> Floats:
        """(R, N, N) interoperability as it works in practice: the weakest domain binds."""
        return np.asarray(self["interop"].min(axis=1))

    @cached_property
    def in_force(self) -> np.ndarray:
        """(R, A, N, N) agreements that bind: in force or under notice."""
        return np.asarray(self["agreement"] >= IN_FORCE)

    def take(self, rows: slice | Ints) -> State:
        """Some rows: views of a slice, copies of rows that are listed."""
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


@compiled
def _believed(good: Floats, bad: Floats, heard_good: Floats, heard_bad: Floats) -> Floats:
    """(R, N, N) the trust that evidence of all four kinds (R, N, N) gives."""
    trust = np.empty_like(good)
    for row in range(good.shape[0]):
        for i in range(good.shape[1]):
            for j in range(good.shape[2]):
                kept = good[row, i, j] + heard_good[row, i, j]
                broken = bad[row, i, j] + heard_bad[row, i, j]
                trust[row, i, j] = nearest((kept + 1.0) / (kept + broken + 2.0))
            trust[row, i, i] = 0.0
    return trust


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
