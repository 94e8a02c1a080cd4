"""A brief as pieces of text: headings and paragraphs, without the marks of its file."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_LEAD = re.compile(r"^\*\*(.+?)\.?\*\*\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph and the words that stand before it in bold, if any."""

    head: str
    text: str


def pieces(text: str) -> list[Piece]:
    """The paragraphs of a brief; what is written ``**so**`` at their beginning is their head."""
    found = []
    for block in re.split(r"\n\s*\n", text.strip()):
        words = " ".join(block.split())
        if words.startswith("#"):
            found.append(Piece(words.lstrip("# "), ""))
            continue
        lead = _LEAD.match(words)
        rest = words[lead.end() :] if lead else words
        plain = _BOLD.sub(r"\1", rest)
        found.append(
            Piece(lead[1] if lead else "", re.sub(r"(?<!\w)\*(\S.*?)\*(?!\w)", r"\1", plain))
        )
    return [piece for piece in found if piece.head or piece.text]
