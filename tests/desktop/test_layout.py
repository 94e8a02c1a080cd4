"""Every screen and dialog, in every state: texts lie in boxes, boxes in panels, all can be read."""

from __future__ import annotations

import string
from dataclasses import replace
from functools import cache

import pygame
import pytest

from tests.desktop.hands import opened
from tests.desktop.looking import contrast, faults, name_of, written
from tests.desktop.states import states
from ui.desktop.app import App
from ui.desktop.kit import type as lettering
from ui.desktop.kit.box import Box, Kit
from ui.desktop.kit.theme import THEMES
from ui.desktop.kit.tip import tip_box
from ui.desktop.map.view import MapView
from ui.desktop.model import Model
from ui.desktop.screens import screens

SIZES = ((1280, 720), (1920, 1080), (3840, 2160))
SCALES = (0.8, 1.0, 2.0)
STATES = dict(states())
GROUPS = sorted({name.split(",")[0] for name in STATES})

#: States that differ in a list only are looked at in the smallest window.
SHORT = ((SIZES[0], 1.0), (SIZES[0], 2.0))
WHOLE = tuple((size, scale) for size in SIZES for scale in SCALES)

#: The least contrast of a text on its ground (WCAG 2, level AA).
READABLE = 4.5


@pytest.fixture(autouse=True)
def _plain_map(monkeypatch):
    """The map is a plain ground: its own drawing is looked at elsewhere."""
    pygame.display.init()
    pygame.font.init()
    pygame.display.set_mode(SIZES[0])
    monkeypatch.setattr(MapView, "idle", lambda self, now: None)
    monkeypatch.setattr(MapView, "draw", lambda self, kit, target: target.fill(kit.theme.land))


def _of(group: str) -> list[str]:
    return [name for name in STATES if name.split(",")[0] == group]


def _looks(name: str) -> tuple[tuple[tuple[int, int], float], ...]:
    """The windows in which a state is looked at."""
    what = name.partition(", ")[2]
    plain = ("", "first turn", "later", "55 nations", "with a draft", "with offers", "all read")
    return WHOLE if what in plain else SHORT


@cache
def _surface(size: tuple[int, int]) -> pygame.Surface:
    return pygame.Surface(size)


def _topmost(model: Model, size: tuple[int, int] = SIZES[0]) -> tuple[Box, Kit, App]:
    """The topmost layer of a model's window, and what it is made with."""
    app = App(model, _surface(size))
    top = screens()[(model.screen, *model.over)[-1]].view(model, app.kit, size)
    app.layers = [top]
    return top, app.kit, app


@pytest.mark.parametrize("group", GROUPS)
def test_every_text_lies_in_its_box_and_every_box_in_its_panel(group):
    found = []
    for name in _of(group):
        model = STATES[name]()
        for size, scale in _looks(name):
            model.settings.scale = scale
            layer, kit, _ = _topmost(model, size)
            found += [f"{name}, {size} at {scale}: {fault}" for fault in faults(layer, kit, size)]
    assert not found, f"{len(found)} faults\n" + "\n".join(found[:12])


@pytest.mark.parametrize("group", GROUPS)
def test_every_text_can_be_read_on_its_ground(group):
    dim = set()
    for name in _of(group):
        for theme in THEMES:
            model = STATES[name]()
            model.settings.theme = theme
            layer, kit, app = _topmost(model)
            app.surface.fill(kit.theme.land)
            lines = written(layer, kit, app.surface)
            dim |= {
                f"{name}, {theme}: {line.words!r} in {name_of(line.box)}: "
                f"{line.ink} on {line.ground}, {contrast(line.ink, line.ground):.1f}"
                for line in lines
                if contrast(line.ink, line.ground) < READABLE
                and app.surface.get_rect().contains(line.rect)
                and _in_sight(layer, line)
            }
    assert not dim, f"{len(dim)} texts\n" + "\n".join(sorted(dim)[:12])


def _in_sight(layer, line) -> bool:
    """Whether a line is not scrolled out of a window."""
    from ui.desktop.kit.table import Scroll

    return all(
        box.rect.contains(line.rect)
        for box in layer.walk()
        if isinstance(box, Scroll) and line.box in list(box.walk())
    )


@pytest.mark.parametrize("group", GROUPS)
def test_every_character_is_in_the_font_and_every_id_is_one_box(group):
    texts, twice = [], []
    for name in _of(group):
        layer, kit, _ = _topmost(STATES[name]())
        texts += [line.words for line in written(layer, kit)]
        boxes = list(layer.walk())
        for box in boxes:
            if box.tip is not None:
                texts += [box.tip.title, box.tip.value, box.tip.text, box.tip.foot]
                texts += [words for words, _ in box.tip.items]
        ids = [box.id for box in boxes if box.id]
        twice += [f"{name}: {one} twice" for one in set(ids) if ids.count(one) > 1]
        twice += [f"{name}: {name_of(b)} has no id" for b in boxes if b.on is not None and not b.id]
    assert not twice, twice[:12]
    letters = "".join(sorted(set("".join(texts)) - set(string.ascii_letters + " \n")))
    for weight in range(len(lettering.WEIGHTS)):
        known = lettering.font(16, weight).metrics(letters)
        missing = [c for c, m in zip(letters, known, strict=True) if m is None]
        assert not missing, f"{lettering.WEIGHTS[weight]} has no {missing}"


@pytest.mark.parametrize("group", GROUPS)
def test_tips_lie_in_the_window_and_hold_their_texts(group):
    for name in _of(group):
        for size in SIZES[:2] if _looks(name) == WHOLE else SIZES[:1]:
            layer, kit, app = _topmost(STATES[name](), size)
            whole = app.surface.get_rect()
            tips = {b.tip: b for b in layer.walk() if b.tip and whole.collidepoint(b.rect.center)}
            for tip, box in tips.items():
                panel = tip_box(tip, kit, box.rect.center, whole)
                assert whole.contains(panel.rect), (name, tip)
                assert not faults(panel, kit, size), (name, tip)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("group", GROUPS)
def test_the_focus_can_be_seen_wherever_it_is(group, theme):
    seen = set()
    for name in _of(group):
        model = STATES[name]()
        model.settings.theme = theme
        _, kit, app = _topmost(model)
        for box in app.targets():
            kind = (type(box), getattr(box, "main", False), getattr(box, "chosen", False))
            if kind not in seen:
                seen.add(kind)
                changed = _changed(box, kit)
                assert changed >= min(box.rect.size), f"{name_of(box)}: {changed} pixels change"


def _changed(box: Box, kit: Kit) -> int:
    """Pixels that look clearly different while the keyboard is on a box."""
    around = box.rect.inflate(16, 8)
    pictures = []
    for focus in ("", box.id):
        sheet = pygame.Surface((around.right, around.bottom))
        sheet.fill(kit.theme.panel)
        box.draw(replace(kit, focus=focus), sheet)
        pictures.append(
            pygame.image.tobytes(sheet.subsurface(around.clip(sheet.get_rect())), "RGB")
        )
    pairs = zip(_pixels(pictures[0]), _pixels(pictures[1]), strict=True)
    return sum(one != two and contrast(tuple(one), tuple(two)) >= 1.5 for one, two in pairs)


def _pixels(data: bytes):
    return (data[k : k + 3] for k in range(0, len(data), 3))


def test_every_screen_is_looked_at():
    assert {name.split(",")[0] for name in STATES} >= set(screens())


def test_a_fault_is_found_where_there_is_one(window):
    hands = window()
    app = hands.app
    button = hands.box("chooser")
    button.text = "a text that is much too long for the button that it stands on " * 3
    assert any(
        "is wider than chooser" in fault for fault in faults(app.layers[-1], app.kit, SIZES[0])
    )
    button.rect.right = 2000
    assert any("chooser" in f and "outside" in f for f in faults(app.layers[-1], app.kit, SIZES[0]))


def test_a_dim_text_is_found_where_there_is_one(window):
    app = window().app
    app.layers[-1].find("chooser").text = "dim"
    kit = replace(app.kit, theme=replace(app.kit.theme, on_accent=app.kit.theme.accent))
    lines = written(app.layers[-1], kit, app.surface)
    assert contrast(*next((line.ink, line.ground) for line in lines if line.words == "dim")) < 1.1


@pytest.mark.parametrize("scale", SCALES)
def test_small_windows_are_drawn_smaller_rather_than_cut(scale, window):
    model = STATES["play, 55 nations"]()
    model.settings.scale = scale
    hands = window(model, (960, 540))
    assert not faults(hands.app.layers[-1], hands.app.kit, (960, 540))


def test_larger_scale_gives_larger_type_until_the_window_is_full(window):
    model = STATES["play, 55 nations"]()
    sizes = []
    for scale in (0.8, 1.0, 2.0):
        model.settings.scale = scale
        sizes.append(opened(model, (1920, 1080)).app.kit.scale)
    assert sizes[0] < sizes[1] < sizes[2]
