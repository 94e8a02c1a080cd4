"""Copies of a scenario and of the catalogue, to be broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scenarios import load as loading


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the smallest scenario, to be broken."""
    return Path(shutil.copytree(loading.LIBRARY / "first-steps", tmp_path / "mine"))


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """A copy of the catalogue, to be broken."""
    return Path(shutil.copytree(loading.CATALOGUE, tmp_path / "catalogue"))
