"""Screens look as they did when somebody looked at them and found them good."""

from __future__ import annotations

import pygame
import pytest

from tests.desktop.pictures import (
    GOLDEN,
    MADE_WITH,
    PICTURES,
    SHARE,
    SIZE,
    difference,
    drawn,
    version,
)

#: Bytes that a picture may take in the repository.
LARGEST = 150 * 1024


@pytest.mark.parametrize("name", PICTURES)
def test_a_screen_looks_as_it_did(name, tmp_path):
    made_with = MADE_WITH.read_text(encoding="ascii").strip()
    if made_with != version():
        pytest.skip(f"the pictures were made with {made_with}, here is {version()}")
    golden = pygame.image.load(GOLDEN / f"{name}.png")
    now = drawn(name)
    share = difference(golden, now)
    if share > SHARE:
        pygame.image.save(now, tmp_path / f"{name}.png")
    assert share <= SHARE, (
        f"{share:.2%} of the pixels differ: {GOLDEN / name}.png, now {tmp_path / name}.png; "
        "if the new one is right, python -m tests.desktop.regenerate"
    )


def test_a_screen_that_moved_by_a_pixel_does_not_look_as_it_did(window):
    window(size=SIZE)
    golden = pygame.image.load(GOLDEN / "orders-dark.png")
    moved = pygame.Surface(SIZE)
    moved.blit(golden, (1, 0))
    assert difference(golden, golden) == 0
    assert difference(golden, moved) > SHARE


def test_the_pictures_are_small_and_no_others_lie_beside_them():
    found = {path.stem: path.stat().st_size for path in GOLDEN.glob("*.png")}
    assert set(found) == set(PICTURES)
    assert max(found.values()) < LARGEST, found
