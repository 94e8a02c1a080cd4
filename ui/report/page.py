"""The report: one self-contained page, and the map as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.present.numbers import plural, share
from ui.present.palette import SERIES
from ui.present.standing import month
from ui.present.words import STANDING_WORDS
from ui.report import parts
from ui.report.charts import Line, bars, block_lines, lines
from ui.report.compare import Comparison, compare, cumulated
from ui.report.figures import png, svg
from ui.report.frame import filled
from ui.report.ground import Scene
from ui.report.map import draw_map
from ui.report.story import summary, years
from ui.report.table import joined, unit

if TYPE_CHECKING:
    from ui.report.history import History

PICTURE_WIDTH = 1920


def page(history: History) -> str:
    """The whole page as text; the same history gives the same bytes."""
    return filled("report.html", _content(history))


def picture(history: History) -> bytes:
    """The map as a PNG, 1920 by 1200."""
    return png(draw_map(scene(history), headed=True), PICTURE_WIDTH)


def _content(history: History) -> dict[str, Any]:
    comparison = compare(history)
    again, command = parts.command(history)
    number = len(history.decisions)
    points = {1: "One decision that mattered", 2: "Two decisions that mattered"}
    return {
        "title": history.scenario.title,
        "facts": parts.facts(history, history.end),
        "lead": summary(history),
        "cards": parts.cards(history),
        "map": _map(history),
        "years": years(history),
        "decisions": parts.decisions(history),
        "decisions_head": points.get(number, "Three decisions that mattered"),
        "charts": _charts(history, comparison) if history.turns else [],
        "table": joined(history, comparison),
        "settings": parts.settings(history),
        "again": again,
        "command": command,
        "limits": parts.limits(history),
        "version": history.header.code,
        "credit": "Set in Inter (SIL Open Font License).",
    }


def scene(history: History) -> Scene:
    """What the map shows: the end of the game."""
    last = max(history.turns - 1, 0)
    world = history.world
    when = f"after {history.label(last)}" if history.turns else "at the start"
    return Scene(
        standings=history.end,
        positions=[(float(lat), float(lon)) for lat, lon in world.position],
        ties=history.ties(),
        frame=history.scenario.map,
        date=month(world, last),
        sponsor=history.sponsor,
        title=history.scenario.title,
        subtitle=f"Where each nation stands {when} · seed {history.header.seed}",
    )


def _map(history: History) -> dict[str, str]:
    view = scene(history)
    titles = {
        f"land-{s.iso}": f"{s.name}: "
        + (
            f"partner, depth {share(s.depth)} ({share(s.declared)} declared)"
            if s.status == "active"
            else STANDING_WORDS[s.kind].replace("sponsor's", history.sponsor)
        )
        for s in history.end
    }
    ties = plural(len(view.ties), "pair of nations has", "pairs of nations have")
    alt = "Map of all nations, coloured by where they stand at the end. " + " ".join(
        summary(history)[:2]
    )
    return {
        "svg": svg(
            draw_map(view, headed=False, height=715.0 if view.frame else 520.0), "map", alt, titles
        ),
        "sub": "Colour: part in the programme, partners by depth in practice. Lines: bilateral "
        "agreements in force, heavier where two nations have several."
        if history.programme
        else "Lines: bilateral agreements in force.",
        "caption": f"{ties[:1].upper()}{ties[1:]} bilateral agreements in force. Alliances and "
        "other groups are not drawn as lines.",
    }


def _charts(history: History, comparison: Comparison | None) -> list[dict[str, str]]:
    """All charts with their words."""
    world, turns, sponsor = history.world, history.turns, history.sponsor
    out = [
        _chart(
            "Trust",
            "Mean trust of a nation in another, 0 to 1",
            "trust",
            lines(world, turns, block_lines(history.trust, sponsor)),
            "Membership changes: a partner that accedes moves from one line to the next.",
        ),
        _chart(
            "Interoperability",
            "Mean over pairs of the weakest of four domains, 0 to 1",
            "interop",
            lines(world, turns, block_lines(history.interoperability, sponsor)),
            "The weakest domain binds: what one side cannot do, the two cannot do together.",
        ),
    ]
    if history.programme:
        out += _participation(history, comparison)
    exercises = [
        Line("held", history.measures["exercises"], SERIES["exercises"]),
        Line("cancelled", history.measures["cancelled"], SERIES["cancelled"]),
    ]
    disputes = [Line("disputes", history.measures["disputes"], SERIES["disputes"])]
    one = unit(history)
    trained, fought = bars(world, turns, exercises), bars(world, turns, disputes)
    out += [
        _chart("Joint exercises", f"Per {one}; totals above", "exercises", trained),
        _chart(
            "Militarised disputes", f"Pairs of nations per {one}; total above", "disputes", fought
        ),
    ]
    return out


def _participation(history: History, comparison: Comparison | None) -> list[dict[str, str]]:
    world, turns = history.world, history.turns
    declared = Line("declared", history.measures["declared_depth"], SERIES["declared"])
    effective = Line("in effect", history.measures["effective_depth"], SERIES["effective"])
    gap = history.value("depth_gap")
    title = "Declared ahead of effective" if gap > 0 else "Declared and effective depth"
    depth = lines(world, turns, [declared, effective], between=True)
    out = [
        _chart(
            title,
            "Mean depth of active partners, 0 to 1",
            "depth",
            depth,
            f"The shaded gap is participation in name only: {share(gap)} at the end.",
        ),
    ]
    first, last = world.programmes.steps[0], world.programmes.steps[-1]
    series = []
    for step, name, colour in ((first, "joined", "effective"), (last, "acceded", "sponsor")):
        took = sorted(s.steps[step] for s in history.end if step in s.steps)
        series.append(Line(name, cumulated(took, turns), SERIES[colour], whole=True))
        if comparison:
            real = cumulated(comparison.on_record(step), turns)
            series.append(Line("on record", real, SERIES[colour], dashed=True, whole=True))
    figure = lines(world, turns, series, unit="nations", steps=True)
    words = "Solid: this game. Dashed: what happened." if comparison else ""
    out.append(_chart("Joining and acceding", "Nations so far", "joined", figure, words))
    return out


def _chart(title: str, sub: str, name: str, figure: Any, caption: str = "") -> dict[str, str]:  # noqa: ANN401
    alt = f"Chart: {title}. {sub}."
    return {"title": title, "sub": sub, "svg": svg(figure, name, alt), "caption": caption}
