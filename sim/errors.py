"""Faults, each with a sentence that says what is wrong, where, and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class DetenteError(Exception):
    """A fault that a person can mend; the message is shown to them as it is."""


class UnknownName(DetenteError):
    """A name that is not in its table."""

    def __init__(self, kind: str, name: str, valid: Iterable[str], where: str = "") -> None:
        known = [str(item) for item in valid]
        at = f"{where}: " if where else ""
        super().__init__(f"{at}no {kind} {name!r}{nearest(name, known)}")
        self.name = name

    def __reduce__(self) -> tuple[object, ...]:
        """Crosses a process boundary by its sentence, as its arguments are not its message."""
        return (_as_said, (str(self), self.name))


def _as_said(message: str, name: str) -> UnknownName:
    fault = UnknownName.__new__(UnknownName)
    fault.args = (message,)
    fault.name = name
    return fault


class OrderFault(DetenteError):
    """A move that cannot be read: an unknown kind, a missing target, a wrong shape."""


class RecordFault(DetenteError):
    """A record that is damaged, truncated, foreign or does not replay; names the line."""


class ShapeFault(AssertionError):
    """A breach of an internal law (shape, grid, bound, balance). Never the user's mistake."""


def nearest(name: str, valid: Iterable[str]) -> str:
    """`` (did you mean 'x'?)`` for a near miss, else the list of what is valid."""
    known = list(valid)
    folded = {item.casefold(): item for item in known}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
    if close:
        return f" (did you mean {folded[close[0]]!r}?)"
    shown = ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")
    return f" (valid: {shown})" if known else ""
