"""Tables for terminals and files: plain text, nothing cut."""

from __future__ import annotations

from collections.abc import Sequence


def plain(heads: Sequence[str], rows: Sequence[Sequence[str]], right: str = "") -> str:
    """Columns padded to their widest cell, two blanks apart.

    ``right`` has a letter for each column, ``r`` for those set flush right (numbers).
    """
    sides = right.ljust(len(heads), "l")
    widths = [max(len(str(cell)) for cell in column) for column in zip(heads, *rows, strict=True)]
    lines = [heads, ["-" * width for width in widths], *rows]
    return "\n".join(
        "  ".join(
            str(cell).rjust(width) if side == "r" else str(cell).ljust(width)
            for cell, width, side in zip(line, widths, sides, strict=True)
        ).rstrip()
        for line in lines
    )
