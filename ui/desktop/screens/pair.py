"""The two of us: trust, interoperability, agreements, contacts with one nation, and its history."""

from __future__ import annotations

from collections.abc import Mapping

from ui.desktop.kit.box import Box, Column, Kit, Msg, Row, Rule
from ui.desktop.kit.charts import LineChart, Series
from ui.desktop.kit.widgets import RIGHT, Button, Words, caption, number
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import close_button, dialog, roll_keys, rolled
from ui.desktop.screens._told import gauge
from ui.present import chronicle
from ui.present.dossier import relations
from ui.present.numbers import share
from ui.present.pair import Pair, pair

NAME = "The two of us"

#: How many sentences of what happened between the two.
SENTENCES = 40


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Numbers to the left, papers and contacts in the middle, the history to the right."""
    game, other = model.game, partner(model)
    theirs = game.observation(other, model.at) if chronicle.watched(game) else None
    two = pair(model.seen, other, theirs)
    own = game.world.names[game.world.nation(model.seat)]
    title = f"{own} and {two.name}"
    buttons: list[Box] = [
        Button(id="pair before", text="<", key="Left", on=("next pair", -1)),
        Button(id="pair after", text=">", key="Right", on=("next pair", 1)),
        Button(id="pair why", text="Why?", key="W", on=("why of", other, None)),
        close_button("pair"),
    ]
    body = Row(items=[
        rolled(model, "pair numbers", Column(items=_numbers(model, two), gap=6)),
        rolled(model, "pair papers", Column(items=_papers(two), gap=6)),
        Column(items=_history(model, two), gap=8, grow=1),
    ], gap=22, grow=1, fill=True)  # fmt: skip
    parts: list[Box] = [body]
    if model.past:
        when = game.world.label(model.at)
        parts.insert(0, Words(text=f"As we saw it at the start of {when}.", ink="gold"))
    return dialog(model, kit, size, title, parts, wide=1200, high=680, buttons=buttons)


def keys(model: Model) -> Mapping[str, Msg]:
    """Left and right go through the nations."""
    return {
        "escape": ("close",), "p": ("close",), "left": ("next pair", -1), "right": ("next pair", 1),
        "w": ("why of", partner(model), None), **roll_keys("pair numbers"),
    }  # fmt: skip


def partner(model: Model) -> str:
    """The other of the two: the nation looked at, or the nearest of all."""
    known = [row.iso for row in relations(model.seen)]
    for iso in (model.nation, model.other):
        if iso in known:
            return iso
    return known[0]


def _numbers(model: Model, two: Pair) -> list[Box]:
    """Trust and threat both ways, interoperability by domain, what binds us in kind."""
    other = two.other
    found: list[Box] = [
        caption("Trust and threat"),
        *gauge(model, "Our trust in them", two.trust, "cyan", ("trust", other)),
        *_theirs("Their trust in us", two.theirs),
        *gauge(model, "Threat we see in them", two.threat, "bad", ("threat", other)),
        *_theirs("Threat they see in us", two.feared),
        *gauge(model, "Our resentment", two.resentment, "gold", ("resentment", other)),
        Rule(),
        caption("Interoperability by domain"),
    ]
    for k, (name, level, band) in enumerate(two.domains):
        text = f"{name[:1].upper()}{name[1:]}: {band}"
        found += gauge(model, text, level, "violet", (f"interop {k}", other))
    whole = "In practice (the weakest)"
    found += gauge(model, whole, two.effective, "good", ("interop", other))
    found += [Rule(), caption("What we know and need")]
    for words, level in two.intelligence:
        found += gauge(model, words, level, "gold")
    (ours, level), (theirs, back) = two.dependence
    found += gauge(model, ours, level, "gold", ("dependence", other))
    found += gauge(model, theirs, back, "gold")
    return found


def _theirs(words: str, value: float | None) -> list[Box]:
    """A number of the other's own, or that it is not ours to know."""
    known = number(share(value)) if value is not None else Words(text="theirs alone", wrap=False)
    return [Row(items=[Words(text=words, ink="muted", grow=1), known])]


def _papers(two: Pair) -> list[Box]:
    """Agreements with stage and date, their terms, contacts."""
    found: list[Box] = [caption("Agreements")]
    for paper in two.papers:
        ink = "ink" if paper.binding else "muted"
        stage = f"{paper.stage}, since {paper.since}"
        found.append(
            Column(items=[Words(text=paper.name, ink=ink), Words(text=stage, ink="muted")], gap=0)
        )
    if not two.papers:
        found.append(Words(text="There are none between us.", ink="muted"))
    if two.terms:
        found += [Rule(), caption("Terms of the agreements"), *map(_fact, two.terms)]
    return [*found, Rule(), caption("Contacts and quarrels"), *map(_fact, two.contacts)]


def _fact(row: tuple[str, str]) -> Box:
    return Row(
        items=[Words(text=row[0], ink="muted", grow=3), Words(text=row[1], align=RIGHT, grow=2)]
    )


def _history(model: Model, two: Pair) -> list[Box]:
    """Our numbers over the turns, and what happened between us."""
    game, until = model.game, model.at
    lines = [
        Series(words, chronicle.numbers(game, model.seat, name, two.other, until=until), ink)
        for name, words, ink in (
            ("trust", "trust", "cyan"),
            ("interop", "interop", "violet"),
            ("threat", "threat", "bad"),
        )
    ]  # fmt: skip
    chart = LineChart(
        series=tuple(lines), labels=chronicle.labels(game, until=until), span=(0.0, 1.0), high=200
    )
    told = chronicle.between(game, model.seat, two.other, until=until)[:SENTENCES]
    rows: list[Box] = [
        Row(items=[
            Words(text=game.world.label(event.turn), ink="muted", wrap=False, wide=62),
            Words(text=event.text, grow=1),
        ], gap=8)
        for event in told
    ]  # fmt: skip
    if not rows:
        rows = [Words(text="Nothing that we know of.", ink="muted")]
    return [
        caption("How it went, as we see it"),
        chart,
        caption("What happened between us"),
        rolled(model, "pair told", Column(items=rows, gap=6)),
    ]


@answers("next pair")
def _next(model: Model, by: int) -> None:
    """Go on to the next nation, in the order of relations."""
    known = [row.iso for row in relations(model.seen)]
    at = known.index(partner(model))
    model.nation = known[(at + by) % len(known)]
    model.scrolls.pop("pair told", None)
