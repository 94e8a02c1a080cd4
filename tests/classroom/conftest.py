"""Rooms that are open while a test runs."""

from __future__ import annotations

import pytest

from tests.classroom.serving import a_room


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """A room for tests that leave it as it was."""
    with a_room(tmp_path_factory.mktemp("room") / "lasting.db") as host:
        yield host


@pytest.fixture
def room(tmp_path):
    with a_room(tmp_path / "class.db") as host:
        yield host
