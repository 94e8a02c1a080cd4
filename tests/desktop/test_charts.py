"""Charts: steps, names that make way, public measures that hold nothing hidden."""

import numpy as np
import pygame
import pytest

from scenarios.session import Session
from sim.axes import Audience
from sim.measures import measure
from sim.observe import Observation
from sim.state import FIELDS, State
from tests.desktop.hands import playing
from tests.desktop.looking import faults
from ui.desktop.kit.box import Kit
from ui.desktop.kit.charts import LineChart, Series, dodged, steps, written
from ui.desktop.kit.theme import DARK
from ui.desktop.model import update
from ui.present import chronicle


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0.0, 1.0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0.0, 26.0, ["0", "10", "20", "30"]),
        (0.61, 0.77, ["0.60", "0.65", "0.70", "0.75", "0.80"]),
        (-0.3, 0.4, ["−0.4", "−0.2", "0.0", "0.2", "0.4"]),
    ],
)
def test_steps_of_the_axis_are_round_and_written_as_they_are(low, high, told):
    assert written(steps(low, high)) == told


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (0.013, 7.9), (3.0, 1e6), (-5.0, -4.9)])
def test_steps_span_the_range_and_are_few(low, high):
    found = steps(low, high)
    assert found[0] <= low
    assert found[-1] >= high
    assert 2 <= len(found) <= 8


def test_an_axis_of_counts_has_whole_numbers_only():
    chart = LineChart(series=(Series("missions", (0.0, 1.0, None, 2.0)),), labels=tuple("abcd"))
    assert written(chart.ticks) == ["0", "1", "2"]


def test_names_that_would_lie_over_each_other_make_way_and_keep_their_order():
    found = dodged([50.0, 52.0, 51.0, 90.0], 10.0, 0.0, 100.0)
    assert found[0] < found[2] < found[1] < found[3]
    assert np.diff(sorted(found)).min() >= 10.0 - 1e-9
    assert found[3] == 90.0


def test_names_stay_within_the_chart():
    found = dodged([99.0, 100.0, 100.0], 10.0, 0.0, 100.0)
    assert max(found) <= 100.0
    assert np.diff(sorted(found)).min() >= 10.0 - 1e-9


def test_a_place_of_the_axis_tells_the_values_there_and_a_gap_is_not_bridged():
    chart = LineChart(series=(Series("one", (1.0, None, 3.0)), Series("two", (4.0, 5.0, 6.0))),
                      labels=("a", "b", "c"))  # fmt: skip
    pygame.font.init()
    chart.place(Kit(DARK), pygame.Rect(0, 0, 400, 200))
    assert [box.tip.text for box in chart.columns] == ["one: 1.00\ntwo: 4.00", "two: 5.00",
                                                       "one: 3.00\ntwo: 6.00"]  # fmt: skip
    assert [len(run) for run in chart._runs(chart.series[0])] == [1, 1]


def test_the_band_of_a_line_is_filled_between_its_low_and_its_high():
    chart = LineChart(series=(Series("one", (0.5, 0.5), low=(0.2, 0.2), high=(0.8, 0.8)),),
                      labels=("a", "b"), span=(0.0, 1.0))  # fmt: skip
    pygame.font.init()
    sheet = pygame.Surface((400, 200))
    chart.place(Kit(DARK), sheet.get_rect())
    chart.draw(Kit(DARK), sheet)
    x = chart.plot.centerx
    within, above = round(chart._y(0.7)), round(chart._y(0.95))
    assert sheet.get_at((x, within)) != sheet.get_at((x, above))


def test_public_measures_do_not_move_when_all_that_is_hidden_does():
    session = Session.start("first-steps", 7, ("HAL",))
    for _ in range(4):
        session.resolve(absent="doctrine")
    draw = np.random.default_rng(1)
    arrays = {}
    for name, array in session.state.items():
        hidden = FIELDS[name].audience is not Audience.PUBLIC
        arrays[name] = draw.permuted(array) if hidden else array.copy()
    other = State(arrays, session.state.turn)
    names = [name for group in chronicle.PUBLIC_MEASURES.values() for name in group]
    world = session.world
    seats = np.array([world.nation("HAL")])
    mine, theirs, all_ = (
        measure(world, source, names)
        for source in (
            Observation(world, session.state, seats),
            Observation(world, other, seats),
            session.state,
        )
    )
    assert mine == theirs == all_


def test_measures_of_what_is_hidden_are_only_for_those_who_watch():
    session = playing(turns=1).game
    with pytest.raises(AssertionError):
        chronicle.measured(session, "HAL", "effective_depth", until=1)
    watched = playing(seat=None, turns=1).game
    assert chronicle.measured(watched, "HAL", "effective_depth", until=1)[0] is None


def test_the_charts_show_a_line_for_each_turn_and_change_with_their_tabs(window):
    hands = window(playing(turns=3))
    hands.press("c")
    charts = [box for box in hands.app.layers[-1].walk() if isinstance(box, LineChart)]
    assert {len(one.points) for chart in charts for one in chart.series} == {4}
    titles = set(hands.texts())
    hands.press("2")
    assert "Conflict" in set(hands.texts()) - titles
    hands.press("escape")
    assert hands.model.over == ()


@pytest.mark.parametrize("page", ["own", "public"])
def test_no_chart_has_a_text_outside_its_place(page, window):
    model = playing(turns=3)
    update(model, ("open", "charts"))
    update(model, ("page", "charts", page))
    for size in ((1280, 720), (3840, 2160)):
        app = window(model, size).app
        assert not faults(app.layers[-1], app.kit, size)
