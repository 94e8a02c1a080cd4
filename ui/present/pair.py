"""What a seat knows of itself and one other nation, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.axes import NEVER
from sim.orders import ANNEX_WORDS, VERIFICATION_WORDS
from sim.state import IN_FORCE, NOTICE, RATIFIED, SIGNED

if TYPE_CHECKING:
    from sim.observe import Observation

#: Bands of interoperability, after the levels of LISI: (from, word).
BANDS = (
    (0.8, "enterprise"),
    (0.6, "domain"),
    (0.4, "functional"),
    (0.2, "connected"),
    (0.0, "isolated"),
)

STAGES = {
    SIGNED: "signed, not ratified by us",
    RATIFIED: "ratified by us",
    IN_FORCE: "in force",
    NOTICE: "under notice",
}

_LEVELS = ("none", "tension", "threats", "show of force", "use of force", "war")

_BALANCE = {0: "level", 1: "in our favour", -1: "in their favour"}


@dataclass(frozen=True, slots=True)
class Paper:
    """An agreement between the two."""

    name: str
    stage: str
    since: str
    binding: bool


@dataclass(frozen=True)
class Pair:
    """Two nations as one of them knows it."""

    one: str
    other: str
    name: str
    trust: float
    theirs: float | None  # their trust in us; None where it is theirs alone
    threat: float
    feared: float | None  # the threat they see in us
    resentment: float
    domains: tuple[tuple[str, float, str], ...]  # name, level, band
    effective: float
    papers: tuple[Paper, ...]
    terms: tuple[tuple[str, str], ...]
    contacts: tuple[tuple[str, str], ...]
    intelligence: tuple[tuple[str, float], ...]
    dependence: tuple[tuple[str, float], ...]


def band(level: float) -> str:
    """The band of a level of interoperability, 0..1."""
    return next(word for least, word in BANDS if level >= least)


def pair(seen: Observation, other: str, theirs: Observation | None = None) -> Pair:
    """The page of a pair. ``theirs`` is what the other sees, where all seats are watched."""
    world, me = seen.world, int(seen.nations[0])
    you = world.nation(other)
    levels = seen.mine("interop")[0, :, 0, you]
    relation = _mine(seen, "dependence", you), float(seen.toward("dependence")[0, 0, you])
    return Pair(
        one=world.iso[me],
        other=other,
        name=world.names[you],
        trust=float(seen.trust[0, 0, you]),
        theirs=None if theirs is None else float(theirs.trust[0, 0, me]),
        threat=_mine(seen, "threat", you),
        feared=None if theirs is None else _mine(theirs, "threat", me),
        resentment=_mine(seen, "resentment", you),
        domains=tuple(
            (name, float(level), band(float(level)))
            for name, level in zip(world.domains, levels, strict=True)
        ),
        effective=float(levels.min()),
        papers=_papers(seen, you),
        terms=_terms(seen, you),
        contacts=_contacts(seen, you),
        intelligence=(
            ("Their posture, as we believe it", _mine(seen, "belief", you)),
            ("What we know of their hidden affairs", _mine(seen, "insight", you)),
        ),
        dependence=(("We depend on their supplies", relation[0]),
                    ("They depend on ours", relation[1])),
    )  # fmt: skip


def _mine(seen: Observation, name: str, you: int) -> float:
    return float(seen.mine(name)[0, 0, you])


def _since(seen: Observation, turn: int) -> str:
    """When something last was, in words."""
    if turn == NEVER:
        return "never"
    return seen.world.label(turn) if turn >= 0 else "before the game"


def _papers(seen: Observation, you: int) -> tuple[Paper, ...]:
    """Agreements at any stage, those that bind first."""
    world = seen.world
    stages = seen.mine("agreement")[0, :, 0, you]
    turns = seen.mine("agreement_turn")[0, :, 0, you]
    found = [
        Paper(name, STAGES[int(stage)], _since(seen, int(turn)), int(stage) >= IN_FORCE)
        for name, stage, turn in zip(world.agreements.names, stages, turns, strict=True)
        if stage
    ]
    return tuple(sorted(found, key=lambda paper: (not paper.binding, paper.name)))


def _terms(seen: Observation, you: int) -> tuple[tuple[str, str], ...]:
    """Terms that hold for all agreements of the two; nothing where there are none."""
    world = seen.world
    if not seen.mine("agreement")[0, :, 0, you].any():
        return ()
    balance = int(seen.mine("balance")[0, 0, you])
    years = int(seen.mine("duration")[0, 0, you])
    rows = [
        ("Verification", VERIFICATION_WORDS[int(seen.mine("verified")[0, 0, you])]),
        ("Annex", ANNEX_WORDS[int(seen.mine("annex")[0, 0, you])]),
        ("Terms", _BALANCE[(balance > 0) - (balance < 0)]),
        ("Review", f"every {years} years" if years else "as usual"),
    ]
    contested = int(seen.mine("contested")[0, 0, you])
    if contested:
        rows.append(("Meaning disputed", world.agreements.names[contested - 1]))
    return tuple(rows)


def _contacts(seen: Observation, you: int) -> tuple[tuple[str, str], ...]:
    """When the two last trained, briefed, inspected, quarrelled; what stands between them."""
    me = int(seen.nations[0])
    own, back = seen.mine("hostility")[0, 0, you], seen["hostility"][0, you, me]
    stand = max(int(seen["standoff"][0, me, you]), int(seen["standoff"][0, you, me]))
    told = {
        "Last exercise together": _since(seen, int(seen["exercised"][0, me, you])),
        "We briefed them": _since(seen, int(seen.mine("briefed")[0, 0, you])),
        "They briefed us": _since(seen, int(seen.toward("briefed")[0, 0, you])),
        "We inspected them": _since(seen, int(seen.mine("inspected")[0, 0, you])),
        "They inspected us": _since(seen, int(seen.toward("inspected")[0, 0, you])),
        "Last militarised dispute": _since(seen, int(seen["last_dispute"][0, me, you])),
        "Confrontation now": _LEVELS[max(stand, int(own), int(back))],
    }
    if seen["rivalry"][0, me, you]:
        told["Rivalry"] = "strategic rivals"
    if seen.defence_pact[0, me, you]:
        told["Mutual defence"] = "owed"
    if seen["bases"][0, me, you]:
        told["Their forces on our soil"] = "yes"
    if seen["bases"][0, you, me]:
        told["Our forces on their soil"] = "yes"
    return tuple(told.items())
