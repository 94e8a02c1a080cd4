"""The projector: what a whole room may read, large, and nothing beside it."""

from __future__ import annotations

from dataclasses import replace

import pygame
import pytest

from scenarios.sitting import Phase
from scenarios.sitting.phases import close, end, open_phase
from scenarios.sitting.state import begin
from tests.desktop.looking import faults, written
from ui.classroom import views
from ui.classroom.address import modules
from ui.classroom.projector import scene
from ui.desktop.map.view import MapView
from ui.desktop.projector.feed import Feed, Invitation, remaining
from ui.desktop.projector.window import Projector

SEATS = ("POL", "HUN", "CZE", "RUS", "UKR", "USA", "DEU", "FRA", "GBR", "SWE", "FIN", "AUT")
SIZES = ((1280, 720), (1920, 1080), (3840, 2160))
ADDRESS = "http://192.168.100.200:8080/"


@pytest.fixture(scope="module")
def sittings():
    """A view of each kind of screen, as made by the room."""
    found = {}
    for name, seats in (("pfp-1994", SEATS), ("first-steps", ())):
        sitting = begin(name, 7, seats)
        shown = [views.public(sitting)]
        open_phase(sitting, Phase.TALKS, 1000.0, 305.0)
        shown.append(views.public(sitting))
        for _ in range(4):
            close(sitting, 1000.0)
        shown.append(views.public(sitting) | {"progress": {"submitted": 5, "teams": 8}})
        end(sitting)
        shown.append(views.public(sitting))
        found[name] = scene(sitting.session), shown
    return found


def projector(place, view, size=SIZES[0], now=1000.0) -> Projector:
    pygame.display.init()
    pygame.font.init()
    surface = pygame.display.set_mode(size)
    invitation = Invitation(ADDRESS, "KLMNPQ", modules(ADDRESS))
    feed = Feed(invitation, place, lambda: (1, view), lambda: now, lambda: False)
    return Projector(feed, surface, threaded=False)


def words(shown: Projector) -> str:
    shown.draw(0)
    return " ".join(line.words for line in written(shown._root, shown.kit))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["pfp-1994", "first-steps"])
@pytest.mark.parametrize("k", range(4), ids=["lobby", "begun", "later", "debrief"])
def test_every_text_lies_in_its_box(sittings, monkeypatch, size, name, k):
    monkeypatch.setattr(MapView, "idle", lambda self, now: None)
    monkeypatch.setattr(MapView, "draw", lambda self, kit, target: None)
    place, shown = sittings[name]
    for layer in ("1", "2", "4"):
        found = projector(place, shown[k], size)
        found.handle(pygame.event.Event(pygame.KEYDOWN, unicode=layer, key=0))
        found.draw(0)
        assert faults(found._root, found.kit, size) == []


def test_the_lobby_tells_how_to_join_and_who_is_here(sittings):
    place, shown = sittings["first-steps"]
    view = {**shown[0], "seats": [{**seat, "people": 2, "connected": 1}
                                  for seat in shown[0]["seats"]]}  # fmt: skip
    text = words(projector(place, view))
    for told in (ADDRESS, "KLMNPQ", "8 people are here", "Velmark"):
        assert told in text


def test_a_phone_reads_the_code_that_is_drawn(sittings):
    """Every module of the code is drawn dark or light as it should be, in whole pixels."""
    place, shown = sittings["first-steps"]
    found = projector(place, shown[0])
    found.draw(0)
    code = next(box for box in found._root.walk() if hasattr(box, "modules"))
    count = len(code.modules) + 2 * code.quiet
    size = min(code.rect.size) // count
    left = code.rect.centerx - size * count // 2
    top = code.rect.centery - size * count // 2
    for y, row in enumerate(code.modules):
        for x, dark in enumerate(row):
            at = (left + (x + code.quiet) * size + size // 2,
                  top + (y + code.quiet) * size + size // 2)  # fmt: skip
            assert (found.surface.get_at(at)[0] < 128) == dark, (x, y)


def test_the_game_shows_how_many_are_ready_and_what_happened(sittings):
    place, shown = sittings["pfp-1994"]
    text = words(projector(place, shown[2]))
    assert "5 of 8 teams are ready" in text
    assert shown[2]["news"][0]["events"][0][0].split(",")[0].split()[0] in text


def test_layers_follow_one_another_until_one_is_chosen(sittings):
    place, shown = sittings["pfp-1994"]
    found = projector(place, shown[2])
    found.draw(0)
    first = found.shown
    found.draw(21_000)
    assert found.shown != first
    found.handle(pygame.event.Event(pygame.KEYDOWN, unicode="4", key=0))
    found.draw(90_000)
    assert found.shown == "disputes"


@pytest.mark.parametrize(
    ("clock", "now", "text"),
    [
        ({"deadline": 1245.0, "left": None}, 1000.0, "4:05"),
        ({"deadline": 1000.2, "left": None}, 1000.0, "0:01"),
        ({"deadline": 990.0, "left": None}, 1000.0, "0:00"),
        ({"deadline": None, "left": 61.0}, 1000.0, "1:01"),
        ({"deadline": None, "left": None}, 1000.0, ""),
    ],
)
def test_the_clock_counts_down_and_stands_when_it_is_stopped(clock, now, text):
    assert remaining(clock, now) == text


def test_the_window_closes_when_the_class_ends(sittings, monkeypatch):
    from ui.desktop.projector import window

    place, shown = sittings["first-steps"]
    frames = iter([False, False, True])
    feed = replace(projector(place, shown[0]).feed, ended=lambda: next(frames))
    window.show(feed, SIZES[0])
    assert not pygame.display.get_init()
