"""The report: one page that needs nothing else, the same every time, for any game."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from math import isfinite
from typing import Any

import numpy as np
import pytest

from agents.run import turns_of
from scenarios.games import from_record, set_up
from sim.record import parse
from sim.world import turn_of
from ui.commands.playing import replayed
from ui.commands.run import play
from ui.present import palette
from ui.report import charts
from ui.report.compare import compare, cumulated
from ui.report.figures import style
from ui.report.history import Chronicler, History
from ui.report.labels import Wanted, place, spread
from ui.report.map import draw_map
from ui.report.page import page, picture, scene
from ui.report.story import summary, years

SECTIONS = (
    "Where each nation stands at the end",
    "What happened",
    "Trust",
    "Interoperability",
    "Joining and acceding",
    "Joint exercises",
    "Militarised disputes",
    "Settings",
    "What this does not show",
)


def told(scenario: str, turns: int, **settings: Any) -> History:
    setup = set_up(scenario, settings.pop("seed", 1994), **settings)
    found = play(setup, turns, tell=True).history
    assert found is not None
    return found


@pytest.fixture(scope="module")
def short() -> History:
    """The first two years of pfp-1994."""
    return told("pfp-1994", 8)


@pytest.fixture(scope="module")
def html(short: History) -> str:
    return page(short)


class Reader(HTMLParser):
    """Collects tags, ids and texts, and checks that tags are closed in order."""

    VOID = frozenset({"meta", "link", "br", "img", "path", "use", "rect", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._take(tag, attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._take(tag, attrs)

    def _take(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value or "" for name, value in attrs if name == "id"]

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


def test_the_page_refers_to_nothing_outside_itself(html: str) -> None:
    for tag, name, value in read(html).attributes:
        if name in ("src", "href", "xlink:href", "srcset", "data", "action") and tag != "a":
            assert value.startswith(("#", "data:")), (tag, name, value)
    style = "".join(re.findall(r"<style[^>]*>(.*?)</style>", html, flags=re.DOTALL))
    assert "@import" not in style
    assert all(url.startswith(("data:", "#")) for url in re.findall(r"url\(['\"]?([^)'\"]*)", html))
    assert "<script" not in html


def test_every_section_is_there_and_every_id_once(html: str) -> None:
    reader = read(html)
    text = " ".join(" ".join(reader.texts).split())
    for section in SECTIONS:
        assert section in text
    assert len(reader.ids) == len(set(reader.ids))
    assert text.count("Who joined when, against the record") == 1
    assert "detente run pfp-1994 --seed 1994 --turns 8" in text
    assert "nan" not in re.sub(r"[A-Za-z]{4,}", "", text).split()


def test_pictures_have_words_for_those_who_do_not_see_them(html: str) -> None:
    pictures = re.findall(r"<svg[^>]*>", html)
    assert len(pictures) >= 7
    assert all('role="img"' in tag and re.search('aria-label="[^"]{12,}"', tag) for tag in pictures)
    assert "<title>Poland: " in html


def test_the_page_is_small_enough_to_send(html: str) -> None:
    assert len(html.encode()) < 1_500_000
    drawn = re.search(r'<svg[^>]*aria-label="Map.*?</svg>', html, flags=re.DOTALL)
    assert drawn
    assert len(drawn.group()) < 400_000


def test_run_and_replay_give_the_same_bytes(short: History, html: str) -> None:
    setup = set_up("pfp-1994", 1994)
    record = parse(play(setup, 8, tell=False).record.text())
    again = from_record(record)
    chronicler = Chronicler(again.scenario, again.header, again.game.world, again.game.state)
    for played in replayed(record, again, reasons=True):
        chronicler.see(played)
    history = chronicler.finish()
    assert page(history) == html
    assert picture(history) == picture(short)


def test_a_game_in_which_nobody_joins_has_a_report() -> None:
    history = told("pfp-1994", 2, default="scripted")
    text = page(history)
    read(text)
    assert "Nobody joined the Partnership for Peace" in text
    assert history.decisions == ()
    assert "that mattered" not in text
    assert picture(history).startswith(b"\x89PNG")


@pytest.mark.parametrize("turns", [1, 8])
def test_invented_nations_are_drawn_where_the_scenario_puts_them(turns: int) -> None:
    text = page(told("first-steps", turns))
    read(text)
    for name in ("Halmere", "Orvane", "Velmark", "Lunsey"):
        assert name in text
    assert "against the record" not in text
    assert "Natural Earth" not in text


def test_a_game_of_no_turns_has_a_report() -> None:
    setup = set_up("first-steps", 1)
    history = Chronicler(setup.scenario, setup.header, setup.game.world, setup.game.state).finish()
    assert "No turn was played." in page(history)
    assert picture(history).startswith(b"\x89PNG")


def test_settings_are_told_and_escaped(short: History) -> None:
    history = told("first-steps", 1, values={"trust.memory": 0.85}, off=("P13",))
    text = page(history)
    assert "trust.memory=0.85 --off P13" in text
    assert "symbolic against substantive participation" in text
    evil = short.scenario.model_copy(update={"title": "<script>alert(1)</script>"})
    swapped = replace(short, scenario=evil)
    assert "<script" not in page(swapped)


def test_series_follow_the_turns_and_measure_what_they_say() -> None:
    setup = set_up("first-steps", 3)
    history = play(setup, 8, tell=True).history
    assert history is not None
    last = [played.turn.after for played in turns_of(setup.game)][-1]
    assert history.digest == last.digest()
    assert all(len(series) == 8 for series in history.measures.values())
    assert set(history.trust) == {"sponsor", "between", "partners"}
    inside = last["member"][0, :, 0] == 1
    pairs = np.outer(inside, inside) & ~np.eye(4, dtype=bool)
    assert history.trust["sponsor"][-1] == pytest.approx(last.trust[0][pairs].mean())
    assert all(0 <= v <= 1 for s in history.trust.values() for v in s if isfinite(v))


def test_the_story_names_everybody_who_joined(short: History) -> None:
    texts = " ".join(tale.text for year in years(short) for tale in year.tales)
    for standing in short.end:
        if standing.signed is not None:
            assert standing.name in texts
    assert [year.year for year in years(short)] == [1994, 1995]
    assert summary(short)[0].split()[0].isdigit()


def test_differences_from_the_record_are_counted_in_turns(short: History) -> None:
    comparison = compare(short)
    assert comparison is not None
    rows = {row.iso: row for row in comparison.rows}
    poland = rows["POL"].cells["framework"]
    assert poland.record == turn_of((1994, 1), 3, "1994-02") == 0
    assert rows["BLR"].cells["framework"].record == 4
    assert rows["CHE"].cells["framework"].open is False
    for row in comparison.rows:
        for step, cell in row.cells.items():
            ends = next(s for s in short.end if s.iso == row.iso)
            assert cell.model == ends.steps.get(step)
            if cell.difference is not None:
                assert cell.difference == ends.steps[step] - (cell.record or 0)
    assert len(comparison.on_record("framework")) == 27


def test_cumulated_counts_never_fall() -> None:
    assert cumulated([0, 0, 2], 4) == [2.0, 2.0, 3.0, 3.0]
    assert cumulated([], 2) == [0.0, 0.0]


def test_names_on_a_map_do_not_cover_each_other() -> None:
    names = [Wanted(f"Nation {k}", 200.0 + 3 * k, 200.0, 4.0, 11.0) for k in range(8)]
    placed = place(names, (0, 0, 400, 400))
    assert placed == place(names, (0, 0, 400, 400))
    boxes = [(p.x - 24, p.y - 6, p.x + 24, p.y + 6) for p in placed]
    for k, one in enumerate(boxes):
        for two in boxes[k + 1 :]:
            assert (
                one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] + 1 or two[3] <= one[1] + 1
            )


@pytest.mark.parametrize("wanted", [[5.0, 5.0, 5.0], [0.0, 99.0, 98.0], [50.0], []])
def test_labels_at_the_end_of_lines_keep_apart(wanted: list[float]) -> None:
    heights = spread(wanted, 10.0, 0.0, 100.0)
    ordered = sorted(heights)
    assert all(two - one >= 10.0 for one, two in pairwise(ordered))
    assert all(0 <= height <= 100 for height in heights)


@pytest.mark.parametrize(
    "figure",
    [
        lambda world: charts.lines(world, 1, [charts.Line("one", [0.5], "#000000")]),
        lambda world: charts.lines(world, 3, [charts.Line("none", [float("nan")] * 3, "#000000")]),
        lambda world: charts.lines(world, 3, []),
        lambda world: charts.bars(world, 2, [charts.Line("none", [0.0, 0.0], "#000000")]),
    ],
)
def test_charts_survive_series_without_substance(figure: Callable[[Any], Any]) -> None:
    assert figure(set_up("first-steps", 1).game.world).axes


def _light(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    lin = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]


@pytest.mark.parametrize("name", sorted(palette.SERIES))
def test_the_colours_of_lines_are_dark_enough_to_read_as_text(name: str) -> None:
    assert 1.05 / (_light(palette.SERIES[name]) + 0.05) >= 4.5


def test_the_legend_fits_however_many_kinds_occur(short: History) -> None:
    kinds = [kind for kind in palette.STANDING if kind != "absent"]
    mixed = [replace(s, kind=kinds[k % len(kinds)]) for k, s in enumerate(short.end)]
    view = replace(scene(short), standings=mixed, sponsor="A rather long name")
    with style():
        figure = draw_map(view, headed=True)
        figure.canvas.draw()
        right = max(text.get_window_extent().x1 for text in figure.texts)
    assert right <= figure.bbox.x1 - 12
