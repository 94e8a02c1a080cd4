"""A window that waits for the rules: it opens when they are compiled, and can be closed before."""

import pygame
import pytest

from ui.desktop import start

SIZE = (960, 540)


@pytest.fixture(autouse=True)
def _to_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where a loop is missing."""
    monkeypatch.setattr(start, "missing", lambda: 1)


def test_it_waits_until_the_rules_are_ready() -> None:
    assert start.make_ready(SIZE)


def test_it_can_be_closed_meanwhile_and_what_compiles_ends_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = []
    begin = start.subprocess.Popen

    def noted(words: list[str]) -> object:
        begun.append(begin(words))
        pygame.event.post(pygame.event.Event(pygame.QUIT))
        return begun[0]

    monkeypatch.setattr(start.subprocess, "Popen", noted)
    assert not start.make_ready(SIZE)
    assert begun[0].poll() is not None
