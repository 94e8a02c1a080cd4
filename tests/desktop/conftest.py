"""A window without a screen, and hands that use it."""

import os

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame
import pytest

from tests.desktop.hands import Hands, opened


@pytest.fixture(autouse=True)
def _own_folder_for_saves(tmp_path, monkeypatch):
    monkeypatch.setenv("DETENTE_SAVES", str(tmp_path / "saves"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


@pytest.fixture
def window():
    """``window(model, size)``: hands on an app of that model."""

    def make(model=None, size=(1280, 720)) -> Hands:
        return opened(model, size)

    pygame.display.init()
    pygame.font.init()
    return make


@pytest.fixture
def app(window):
    """The app as it opens: at the title, 1280x720."""
    return window().app
