"""What all handouts share: their heading, paragraphs, and the map."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ui.present.layers import participation
from ui.present.standing import month, standings
from ui.report.figures import svg
from ui.report.ground import Scene
from ui.report.map import draw_map

if TYPE_CHECKING:
    from scenarios.session import Session

#: How long a turn is, by its months.
STEP = {1: "a month", 3: "a quarter of a year", 6: "half a year", 12: "a year"}

#: Size of the map in its own units, the shape of a page of A4 on its side.
_HEIGHT = 730.0


def head(session: Session) -> dict[str, Any]:
    """Title, length of the game and letters of the fonts that every page shows."""
    scenario = session.setup.scenario
    return {
        "title": scenario.title,
        "length": f"{scenario.turns} turns of {STEP[scenario.months]}, from {scenario.start}",
        "notice": scenario.notice,
        "brief": paragraphs(scenario.brief or scenario.summary),
    }


def paragraphs(text: str) -> list[dict[str, Any]]:
    """A brief in the little Markdown that briefs are written in: headings, lists, paragraphs.

    Each part has a ``kind`` (``head``, ``list`` or ``text``) and its lines.
    """
    parts: list[dict[str, Any]] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines()]
        while lines and lines[0].startswith("#"):
            parts.append({"kind": "head", "lines": [lines.pop(0).lstrip("# ")]})
        if lines and all(re.match(r"([-*]|\d+\.)\s", line) for line in lines if line):
            marked = [re.sub(r"^([-*]|\d+\.)\s+", "", line) for line in lines]
            parts.append({"kind": "list", "lines": [plain(line) for line in marked]})
        elif lines:
            parts.append({"kind": "text", "lines": [plain(" ".join(lines))]})
    return parts


def plain(text: str) -> str:
    """A line without the marks of emphasis."""
    return re.sub(r"(\*\*|__|`)(.+?)\1", r"\2", text)


def map_sheet(session: Session) -> dict[str, Any]:
    """The public map at the start: where each nation stands, by what it has declared."""
    world, state = session.world, session.state
    names = world.programmes.names
    public = participation(session.observation(world.iso[0])).kinds  # by what is declared
    scene = Scene(
        standings=[replace(s, kind=public.get(s.iso, "absent")) for s in standings(world, state)],
        positions=[(float(lat), float(lon)) for lat, lon in world.position],
        ties=[],
        frame=session.setup.scenario.map,
        date=month(world, 0),
        sponsor=session.setup.scenario.programmes[0].sponsor if names else "",
        title=session.setup.scenario.title,
        subtitle="",
    )
    alt = "Map of all nations at the start, coloured by where they stand."
    figure = draw_map(scene, headed=False, height=_HEIGHT)
    return {"map": svg(figure, "map", alt), "programme": ", ".join(names)}
