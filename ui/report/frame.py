"""The frame that all pages share: templates filled, styles and fonts inside, nothing outside."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.report.fonts import font_faces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

HERE = Path(__file__).parent

#: Letters that every page has room for, so that most pages share the fonts made for the first.
_ALWAYS = frozenset(string.printable) | frozenset("é±·−–→…’\u202f")


def environment() -> Environment:
    """How the templates of this folder are filled: escaped, and strict about missing names."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    return Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def filled(name: str, content: Mapping[str, Any]) -> str:
    """A template that extends ``base.html`` as a whole page, with the letters that it uses.

    The same content gives the same bytes.
    """
    template = environment().get_template(name)
    bare = template.render(**content, fonts="")
    text = re.sub(r"<style>.*?</style>|<[^>]*>", "", bare, flags=re.DOTALL)
    letters = "".join(sorted(_ALWAYS.union(text)))
    return template.render(**content, fonts=font_faces(letters)) + "\n"
