"""How the templates of this folder become pages that need no other file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ui.report.fonts import font_faces


def filled(name: str, content: Mapping[str, Any]) -> str:
    """A template with its content and the font's letters that it shows; a missing name is a fault.

    The same content gives the same bytes.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    template = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template(name)
    bare = template.render(**content, fonts="")
    letters = "".join(sorted(set(re.sub(r"<style>.*?</style>|<[^>]*>", "", bare, flags=re.DOTALL))))
    return template.render(**content, fonts=font_faces(letters + "0123456789")) + "\n"
