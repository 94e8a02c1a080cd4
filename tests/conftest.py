"""Before any test: the rules are compiled, once and not in each of the processes that test."""

import pytest

from scenarios.ready import make_ready


def pytest_configure(config: pytest.Config) -> None:
    """Make the rules ready in the process that starts the others."""
    if not hasattr(config, "workerinput"):
        make_ready()
