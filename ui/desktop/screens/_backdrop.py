"""A quiet map behind screens that show nothing of a game."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from ui.desktop.kit.box import Kit, Msg
from ui.desktop.kit.theme import mix
from ui.desktop.map.picture import Arc, Picture
from ui.desktop.map.view import MapView
from ui.desktop.model import Model
from ui.present.places import atlas_of, bounds

#: The map behind the title, the day of its borders, and the ties drawn on it: nothing of a game.
FRAME, DATE = "euro-atlantic", "1995-01"
TIES = (
    ("USA", "GBR"), ("GBR", "NOR"), ("NOR", "SWE"), ("SWE", "FIN"), ("FIN", "EST"), ("DEU", "POL"),
    ("FRA", "DEU"), ("POL", "UKR"), ("POL", "LTU"), ("ITA", "AUT"), ("DEU", "CZE"), ("HUN", "ROU"),
    ("ROU", "MDA"), ("TUR", "GEO"), ("GEO", "AZE"), ("UKR", "RUS"), ("RUS", "KAZ"), ("KAZ", "UZB"),
    ("ESP", "FRA"), ("PRT", "ESP"), ("GRC", "BGR"), ("GBR", "FRA"), ("DNK", "POL"), ("CAN", "USA"),
)  # fmt: skip


class Quiet(MapView):
    """A map to look at: it takes no pointer."""

    def pointer(self, event: pygame.event.Event, send: Callable[[Msg], None]) -> None:
        """Nothing."""

    def idle(self, now: int) -> None:
        """As any map, but the first is rendered beside the loop too: the title does not wait."""
        if self._pool is not None and self._shown is None and self.job is not None:
            if self._running is None:
                wanted = self._wanted()
                self._running = wanted, self._pool.submit(wanted.render)
            if not self._running[1].done():
                return
        super().idle(now)


def backdrop(
    model: Model, kit: Kit, size: tuple[int, int], free: pygame.Rect | None = None
) -> Quiet:
    """The map, kept in the model as that of a game is."""
    if not isinstance(model.map, Quiet):
        model.map = Quiet(threaded=model.threaded)
    atlas, theme = atlas_of(FRAME), kit.theme
    assert atlas is not None
    nations = sorted(set(atlas.owners(DATE).values()) & set(atlas.shapes))
    most = 0.16 if theme.dark else 0.3
    tones = {n: 0.05 + most * (k * 7 % 11) / 10 for k, n in enumerate(nations)}
    there = {n for pair in TIES for n in pair if n in atlas.shapes and n not in atlas.insets}
    inks = (theme.cyan, theme.gold, theme.violet)
    picture = Picture(
        atlas=atlas,
        places={n: atlas.shapes[n].label for n in sorted(there)},
        names=dict.fromkeys(there, ""),
        fills={n: mix(theme.land, theme.accent, tone) for n, tone in tones.items()},
        date=DATE,
        arcs=tuple(
            Arc(one, two, inks[k % 3], 0.35, faint=k % 3 != 0)
            for k, (one, two) in enumerate(TIES)
            if {one, two} <= there
        ),
    )
    model.map.show(
        picture, bounds(picture.places), kit, size, [], free or pygame.Rect((0, 0), size)
    )
    return model.map
