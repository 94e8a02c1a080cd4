"""All nations by the steps that they reached in each programme, as everybody knows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.present.layers import participation
from ui.present.listing import Column, Listing, when
from ui.present.numbers import UNKNOWN, share
from ui.present.words import STANDING_WORDS, short_step

if TYPE_CHECKING:
    from sim.observe import Observation

#: Heads of the steps where eight of them stand beside each other.
_STEPS = {
    "presentation": "present.",
    "programme": "progr.",
    "certification": "certif.",
    "action-plan": "action",
    "membership-plan": "memb.",
}


def ladder(seen: Observation) -> list[Listing]:
    """All nations by the steps that they reached in each programme, the farthest first."""
    world = seen.world
    standing = participation(seen).kinds
    found = []
    for p in range(world.dims.P):
        rows = []
        for i in range(world.dims.N):
            if not seen.exists[i]:
                continue
            turns = [int(t) for t in seen["step_turn"][0, i, p]]
            order = (
                -sum(t > -1000 for t in turns),
                min((t for t in turns if t > -1000), default=0),
            )
            declared = float(seen["declared"][0, i, p])
            kind = STANDING_WORDS[standing[world.iso[i]]].removeprefix("partner: ")
            cells = (
                world.names[i],
                kind,
                share(declared) if declared else UNKNOWN,
                *(when(world, t) for t in turns),
            )
            rows.append((order, world.names[i], world.iso[i], cells))
        columns = (
            Column("Nation"),
            Column("Standing"),
            Column("Declared", right=True),
            *(Column(_STEPS.get(s, short_step(s)), right=True) for s in world.programmes.steps),
        )
        listed = tuple((iso, cells) for _, _, iso, cells in sorted(rows, key=lambda r: r[:2]))
        found.append(Listing(world.programmes.names[p], columns, listed))
    return found
