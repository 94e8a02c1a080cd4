"""Colours of screens and reports, told apart also by people who do not see red and green alike.

Partners are green, members of the sponsor blue, in steps of lightness; what went wrong is amber
and brick, and hatched where it fills an area, so that no meaning hangs on hue alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

INK = "#1b2733"
"""Text; 14:1 on the page."""
MUTED = "#52606d"
"""Secondary text; 6:1 on the page."""
PAGE = "#f6f4ee"
RULE = "#d9d5ca"
SEA = "#e4ebf1"
LAND = "#f4f2ec"
"""Land of nations that do not play."""

#: Fill of an area by where its nation stands (see ``present.standing``).
STANDING: Mapping[str, str] = MappingProxyType(
    {
        "sponsor": "#b3c3de",
        "acceded": "#4a70ae",
        "deep": "#1f6f5b",
        "broad": "#54a585",
        "selective": "#96cdac",
        "token": "#d3e9d5",
        "held": "#e9c46f",
        "suspended": "#d9974a",
        "withdrawn": "#c2664c",
        "outside": "#cfcabe",
        "absent": LAND,
    }
)

#: Pattern over the fill, as matplotlib writes hatches.
HATCH: Mapping[str, str] = MappingProxyType(
    {"held": "////", "suspended": "xxxx", "withdrawn": r"\\\\"}
)

#: Lines of charts, dark enough for text of the same colour (4.5:1 on white).
SERIES: Mapping[str, str] = MappingProxyType(
    {
        "sponsor": "#2f5597",
        "between": "#16705a",
        "partners": "#9a5a00",
        "model": "#16705a",
        "record": "#52606d",
        "declared": "#9a5a00",
        "effective": "#16705a",
        "exercises": "#16705a",
        "cancelled": "#c0562f",
        "disputes": "#a33c22",
    }
)

#: Groups of runs in one chart, in order; from the third on also told apart by dashes.
GROUPS = ("#2f5597", "#a55a00", "#16705a", "#7a3a86", "#a33c22", "#52606d")

#: From little to much, for cells of a table of means.
RAMP = ("#f3f6fa", "#c9d7ea", "#8fabd3", "#4a70ae", "#274a80")

GAIN = "#16705a"
LOSS = "#a33c22"
