"""Whether Python found our packages, or others of the same plain names."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

PACKAGES = ("sim", "agents", "scenarios")


def strangers() -> str:
    """A sentence about the first package of ours that another one hides; "" if none does."""
    home = Path(__file__).resolve().parents[1]
    for name in PACKAGES:
        try:
            found = importlib.import_module(name)
        except ImportError:
            return f"the package {name!r} cannot be found; install Détente anew"
        places = [Path(place).resolve() for place in getattr(found, "__path__", [])]
        if home / name not in places[:1]:
            where = places[0] if places else Path(found.__file__ or name)
            return (
                f"the package {name!r} that Python found ({where}) is not Détente's "
                f"({home / name}); run from another folder, or in an environment without it"
            )
    return ""


def refuse() -> None:
    """Leave with one line if a package of ours is hidden by another."""
    if fault := strangers():
        sys.stderr.write(f"detente: {fault}\n")
        sys.exit(2)
