"""Looking back at a game that is over: what all seats kept to themselves may be told now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sim.events import Event, describe, gathered
from ui.present.listing import Listing, columns
from ui.present.numbers import UNKNOWN, share, signed

if TYPE_CHECKING:
    from agents.run import Played
    from sim.state import State
    from sim.world import World

#: Weight from which an event was a turning point, and how many are told.
TURNING, MOST = 0.3, 40

#: Events that tell whether a nation kept its word: what it shows.
WORD: Mapping[str, str] = {
    "promise kept": "kept",
    "promise broken": "broken",
    "call honoured": "kept",
    "call refused": "broken",
    "breach": "broken",
    "offence": "broken",
    "exercise held": "kept",
    "exercise cancelled": "broken",
    "withdrew": "left",
}

#: The standing measures of a seat: words, and whether more is better (1) or worse (-1).
MEASURES: Mapping[str, tuple[str, int]] = {
    "declared": ("Declared depth of participation", 1),
    "depth": ("Depth in effect", 1),
    "ties": ("Nations tied to us", 1),
    "received": ("Trust that others have in us", 1),
    "trust": ("Our trust in others", 1),
    "interop": ("Interoperability with others", 1),
    "fear": ("The largest threat we see", -1),
    "will": ("Political will at home", 1),
}


def path(world: World, states: Iterable[State], nation: int) -> dict[str, tuple[float, ...]]:
    """The standing measures of a nation, state by state, as they truly were."""
    from sim import relations  # noqa: PLC0415

    found: dict[str, list[float]] = {name: [] for name in MEASURES}
    for state in states:
        others = world.exists(max(state.turn - 1, 0)).copy()
        others[nation] = False
        values = {
            "declared": float(state["declared"][0, nation].max(initial=0.0)),
            "depth": float(state["depth"][0, nation].max(initial=0.0)),
            "ties": float(relations.degree(world, state)[0, nation]),
            "received": float(state.trust[0, others, nation].mean()),
            "trust": float(state.trust[0, nation, others].mean()),
            "interop": float(state.effective_interop[0, nation, others].mean()),
            "fear": float(relations.fear(state)[0, nation]),
            "will": float(state["will"][0, nation]),
        }
        for name, value in values.items():
            found[name].append(value)
    return {name: tuple(values) for name, values in found.items()}


def told(world: World, history: Sequence[Played]) -> list[Event]:
    """Everything that happened, whoever knew of it then."""
    return [
        event
        for played in history
        for event in gathered(world, describe(world, played.turn, given=played.decision.moves))
    ]


def turning_points(world: World, events: Sequence[Event]) -> Listing:
    """The events of greatest weight, in the order in which they came."""
    great = sorted((e for e in events if e.weight >= TURNING), key=lambda e: -e.weight)[:MOST]
    rows = tuple(
        (
            world.iso[e.nations[0]] if e.nations else "",
            (world.label(e.turn), f"{e.weight:.2f}", e.text),
        )
        for e in sorted(great, key=lambda e: e.turn)
    )
    heads = columns("When", ">Weight", "What happened")
    return Listing("Turning points", heads, rows, "Nothing of great weight happened.")


def words_kept(world: World, events: Sequence[Event], nation: int) -> Listing:
    """What the seat's word was worth, and what others' words to it were worth."""
    rows = tuple(
        (
            world.iso[e.nations[0]],
            (
                world.label(e.turn),
                WORD[e.kind],
                "we" if e.nations[0] == nation else "to us",
                e.text,
            ),
        )
        for e in events
        if e.kind in WORD and nation in e.nations
    )
    heads = columns("When", "Word", "Who", "What happened")
    return Listing("Promises", heads, rows, "No promise was at stake.")


def beliefs(world: World, state: State, nation: int) -> Listing:
    """What the seat believed at the end, beside the truth; the worst mistaken first."""
    rows = []
    for i in range(world.dims.N):
        if i == nation or not world.exists(state.turn - 1)[i]:
            continue
        believed, true = float(state["belief"][0, nation, i]), float(state["posture"][0, i])
        hidden = max(float(state["activity"][0, i] - state["notified"][0, i]), 0.0)
        theirs, ours = float(state.trust[0, i, nation]), float(state.trust[0, nation, i])
        rows.append(
            (
                abs(believed - true),
                world.iso[i],
                (
                    world.names[i],
                    share(believed),
                    share(true),
                    signed(believed - true),
                    f"{hidden:.1f}" if hidden >= 0.05 else UNKNOWN,
                    share(ours),
                    share(theirs),
                ),
            )
        )
    heads = columns(
        "Nation",
        ">Posture, believed",
        ">In truth",
        ">Mistaken by",
        ">Undeclared troops",
        ">We trust them",
        ">They trust us",
    )
    listed = tuple((iso, cells) for _, iso, cells in sorted(rows, key=lambda r: (-r[0], r[1])))
    return Listing("Beliefs and truth", heads, listed)


def against_par(ours: Mapping[str, Sequence[float]], par: Mapping[str, Sequence[float]]) -> Listing:
    """The standing measures at the end, beside those of the same seat played by its policy."""
    rows = []
    for name, (words, good) in MEASURES.items():
        mine, other = ours[name][-1], par[name][-1]
        digits = 0 if name == "ties" else 2
        step = mine - other
        level = abs(step) < 0.5 * 10**-digits
        said = "level" if level else "better" if step * good > 0 else "worse"
        rows.append(
            (
                "",
                (
                    words,
                    share(ours[name][0], digits),
                    share(mine, digits),
                    share(other, digits),
                    signed(step, digits),
                    said,
                ),
            )
        )
    heads = columns(
        "Measure",
        ">At the start",
        ">You",
        ">Par",
        ">Difference",
        ">For the seat",
    )
    return Listing("Against par", heads, tuple(rows))
