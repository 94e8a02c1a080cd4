"""Handouts for a tabletop game: briefs, order sheets, cards, a map and a guide, to be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.report.frame import filled
from ui.report.handouts.cards import cards
from ui.report.handouts.guide import guide
from ui.report.handouts.seat import seat_sheet
from ui.report.handouts.sheet import head, map_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.session import Session

#: Names of the pages beside those of the seats.
INDEX, GUIDE, CARDS, MAP = "index.html", "guide.html", "cards.html", "map.html"


def handouts(session: Session, seats: Sequence[str]) -> dict[str, str]:
    """File name to page, for a game before its first turn in which people play ``seats``.

    A seat's page holds what that seat may know and nothing more; the guide is the facilitator's.
    The same scenario, seats and seed give the same bytes.
    """
    common = head(session)
    pages = {
        f"{iso}.html": filled("handouts/seat.html", common | seat_sheet(session, iso))
        for iso in seats
    }
    pages[MAP] = filled("handouts/map.html", common | map_sheet(session))
    pages[CARDS] = filled("handouts/cards.html", common | cards(session))
    pages[GUIDE] = filled("handouts/guide.html", common | guide(session, seats))
    names = [(iso, session.world.names[session.world.nation(iso)]) for iso in seats]
    pages[INDEX] = filled("handouts/index.html", common | {"seats": names})
    return pages
