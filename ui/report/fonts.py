"""The project's font for a page: the characters that it uses, as data in its style sheet."""

from __future__ import annotations

import base64
import io
import logging
from functools import cache

from ui.report.figures import FONTS

WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}


@cache
def font_faces(text: str) -> str:
    """``@font-face`` rules with the letters of ``text`` in the weights that pages use.

    fontTools comes with matplotlib. The same text gives the same bytes.
    """
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    letters = {ord(letter) for letter in text if letter.isprintable()} | {0x20}
    options = Options()
    options.layout_features = ["ccmp", "kern", "locl", "mark", "mkmk"]
    options.notdef_outline = True
    rules = []
    for weight, name in WEIGHTS.items():
        font = TTFont(FONTS / f"Inter-{name}.ttf", recalcTimestamp=False)
        cutter = Subsetter(options)
        cutter.populate(unicodes=letters)
        cutter.subset(font)
        font.flavor = "woff"
        out = io.BytesIO()
        font.save(out)
        data = base64.b64encode(out.getvalue()).decode()
        rules.append(
            f"@font-face{{font-family:Inter;font-weight:{weight};font-style:normal;"
            f"src:url(data:font/woff;base64,{data}) format('woff')}}"
        )
    return "\n".join(rules)
