"""Where each nation stands in a programme: status, level, depth, the date of every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ui.present.words import band

if TYPE_CHECKING:
    from sim.state import State
    from sim.world import World


@dataclass(frozen=True, slots=True)
class Standing:
    """One nation in one programme after a turn."""

    iso: str
    name: str
    kind: str
    """Key of ``palette.STANDING``: a band of depth for active partners, else the status."""
    status: str
    level: int
    """The highest step reached, counted from 1; 0 for none."""
    step: str
    """Name of that step, "" for none."""
    declared: float
    depth: float
    steps: Mapping[str, int]
    """Turn by id of the step, only of steps that were reached."""
    left: int | None
    """Turn of the last withdrawal."""

    @property
    def signed(self) -> int | None:
        """Turn in which it joined, None if it never did."""
        return min(self.steps.values(), default=None)


def standings(world: World, state: State, row: int = 0, programme: int = 0) -> list[Standing]:
    """All nations in the order of the scenario; without programmes everybody is outside."""
    return [_standing(world, state, row, programme, i) for i in range(world.dims.N)]


def _standing(world: World, state: State, row: int, programme: int, i: int) -> Standing:
    from sim.axes import NEVER  # noqa: PLC0415  numpy comes with it
    from sim.state import MEMBER, OUTSIDE, STATUS_WORDS  # noqa: PLC0415

    if not world.dims.P:
        return Standing(
            world.iso[i], world.names[i], "outside", "outside", 0, "", 0.0, 0.0, {}, None
        )
    status = int(state["status"][row, i, programme])
    reached = {
        step: int(turn)
        for step, turn in zip(
            world.programmes.steps, state["step_turn"][row, i, programme], strict=True
        )
        if turn != NEVER
    }
    level = max((world.programmes.steps.index(step) + 1 for step in reached), default=0)
    depth = float(state["depth"][row, i, programme])
    left = int(state["left_turn"][row, i, programme])
    exists = bool(world.exists(max(state.turn - 1, 0))[i])
    kind = _kind(status, depth, acceded=world.programmes.steps[-1] in reached)
    if status == OUTSIDE and not exists:
        kind = "absent"
    return Standing(
        iso=world.iso[i],
        name=world.names[i],
        kind=kind,
        status="member" if status == MEMBER else STATUS_WORDS[status],
        level=level,
        step=world.programmes.step_names[level - 1] if level else "",
        declared=float(state["declared"][row, i, programme]),
        depth=depth,
        steps=reached,
        left=None if left == NEVER else left,
    )


def _kind(status: int, depth: float, *, acceded: bool) -> str:
    from sim.state import ACTIVE, HELD, MEMBER, SUSPENDED, WITHDRAWN  # noqa: PLC0415

    if status == MEMBER:
        return "acceded" if acceded else "sponsor"
    if status == ACTIVE:
        return band(depth)
    return {HELD: "held", SUSPENDED: "suspended", WITHDRAWN: "withdrawn"}.get(status, "outside")


def month(world: World, turn: int) -> str:
    """The last month of a turn as ``YYYY-MM``."""
    year, number = world.date(turn)
    return f"{year:04d}-{number:02d}"


def as_json(world: World, standing: Standing) -> dict[str, Any]:
    """A standing as plain data: ``date`` of each step is the month in which its turn ends."""
    return {
        "name": standing.name,
        "status": standing.status,
        "level": standing.level,
        "step": standing.step,
        "declared": standing.declared,
        "depth": standing.depth,
        "dates": {step: month(world, turn) for step, turn in standing.steps.items()},
        "left": None if standing.left is None else month(world, standing.left),
    }
