"""Which version of the program this is."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """The version of the program, as installed; ``unknown`` in a bare source tree."""
    try:
        return metadata.version("detente")
    except metadata.PackageNotFoundError:
        return "unknown"
