"""Copies of a scenario and of the catalogue, to be broken; design files."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scenarios import load as loading
from tests.scenarios.breaking import SMALL


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a scenario as small as can be, to be broken."""
    return Path(shutil.copytree(SMALL, tmp_path / "mine"))


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A copy of the catalogue, to be broken."""
    return Path(shutil.copytree(loading.CATALOGUE, tmp_path / "catalogue"))


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a design file of an experiment."""

    def writing(text: str, name: str = "study.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return writing
