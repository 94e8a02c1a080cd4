"""Figures as matplotlib makes them, with the project's font, in bytes that never change.

A figure's canvas is measured in units of one point; an SVG has them as its user units.
"""

from __future__ import annotations

import io
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ui.present.palette import INK, RULE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONTS = Path(__file__).parents[1] / "assets" / "fonts"
POINTS = 72.0

_STYLE: Any = {
    "font.family": "Inter",
    "font.size": 12.0,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": RULE,
    "axes.linewidth": 1.0,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.linewidth": 0.7,
    "hatch.color": "#7a5b1e",
    "path.simplify": False,
    "svg.fonttype": "none",
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
}


@cache
def register_fonts() -> None:
    """Make the project's font known to matplotlib, once."""
    from matplotlib import font_manager  # noqa: PLC0415

    for path in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))


def style() -> Any:  # noqa: ANN401  a context of matplotlib's
    """A context in which figures are drawn and saved."""
    import matplotlib as mpl  # noqa: PLC0415

    register_fonts()
    return mpl.rc_context(_STYLE)


def canvas(width: float, height: float) -> Figure:
    """An empty figure of so many units, without the state of pyplot."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    return Figure(figsize=(width / POINTS, height / POINTS), dpi=POINTS)


def panel(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Axes at a place given in units from the lower left corner."""
    across, up = figure.get_size_inches() * POINTS
    return figure.add_axes((left / across, bottom / up, width / across, height / up))


def png(figure: Figure, width: int) -> bytes:
    """The figure as a PNG so many pixels wide, on an opaque ground."""
    out = io.BytesIO()
    dpi = width / float(figure.get_size_inches()[0])
    with style():
        figure.savefig(
            out, format="png", dpi=dpi, facecolor="white", metadata={"Software": "Détente"}
        )
    return out.getvalue()


def svg(figure: Figure, name: str, alt: str, titles: Mapping[str, str] | None = None) -> str:
    """The figure as an ``<svg>`` to stand in a page: compact, with an accessible name.

    ``name`` is unique in the page: every id starts with it. ``titles`` gives the words shown when
    a pointer rests on the group with that gid.
    """
    import matplotlib as mpl  # noqa: PLC0415

    out = io.StringIO()
    nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with style(), mpl.rc_context({"svg.hashsalt": name}):
        figure.savefig(out, format="svg", metadata=nothing)
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r'\bd="([^"]*)"', _rounded, text)
    text = re.sub(r'\bid="([^"]*)"', rf'id="{name}-\1"', text)
    text = re.sub(r'href="#([^"]*)"', rf'href="#{name}-\1"', text)
    text = re.sub(r"url\(#([^)]*)\)", rf"url(#{name}-\1)", text)
    for gid, words in (titles or {}).items():
        mark = f'<g id="{name}-{gid}">'
        text = text.replace(mark, f"{mark}<title>{escape(words)}</title>", 1)
    text = re.sub(r">\s+<", "><", text).strip()
    view = re.search(r'viewBox="([^"]*)"', text)
    box = view.group(1) if view else ""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{box}" role="img" aria-label="{escape(alt)}">'
    )
    return re.sub(r"<svg[^>]*>", lambda _: head, text, count=1)


def _rounded(match: re.Match[str]) -> str:
    """Path data with one digit after the point and single blanks."""
    path = re.sub(
        r"-?\d+\.\d+", lambda number: f"{float(number.group()):.1f}".removesuffix(".0"), match[1]
    )
    path = re.sub(r"\s+", " ", path).strip()
    if not re.search("[QCA]", path):  # after a move, points without a letter are lines
        path = path.replace(" L ", " ")
    return f'd="{path}"'
