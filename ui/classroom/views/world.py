"""What a seat knows of the nations and of its own relations: tables and layers of the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.classroom.views.ground import month_of
from ui.classroom.views.kept import seen
from ui.present import reasons
from ui.present.dossier import dossier, relations
from ui.present.layers import LAYERS, LINES, Layer, Tie
from ui.present.numbers import signed
from ui.present.pair import pair
from ui.present.words import STANDING_WORDS

if TYPE_CHECKING:
    from scenarios.session import Session

#: Layers of the map on a page, in the order of its list.
SHOWN = ("participation", "trust", "threat", "agreements", "disputes", "exercises", "missions")

#: Layers made of what everybody knows. Of ``agreements`` only the ties are (see ``public_layers``).
PUBLIC = ("participation", "disputes", "exercises", "missions")

#: Numbers of which less is better.
_WORSE = frozenset({"threat", "resentment", "dependence"})


def world(session: Session, iso: str) -> dict[str, Any]:
    """All nations as the seat knows them, and its layers of the map."""
    now = seen(session, iso)
    before = session.observation(iso, max(session.turn - 1, 0)).trust[0, 0]
    table = session.world
    rows = [
        {
            "iso": one.iso,
            "trust": round(one.trust, 2),
            "moved": round(one.trust - float(before[table.nation(one.iso)]), 2),
            "interop": round(one.interop, 2),
            "threat": round(one.threat, 2),
            "agreements": one.agreements,
        }
        for one in relations(now)
    ]
    return {
        "names": dict(zip(table.iso, table.names, strict=True)),
        "month": month_of(table, session.turn),
        "relations": rows,
        "layers": [_layer(LAYERS[name](now)) for name in SHOWN],
        "standings": dict(STANDING_WORDS),
        "lines": dict(LINES),
    }


def _layer(layer: Layer) -> dict[str, Any]:
    """A layer as plain data: numbers in hundredths are all that colours need."""
    return {
        "name": layer.name,
        "title": layer.title,
        "values": {iso: round(value, 2) for iso, value in layer.values.items()},
        "words": dict(layer.words),
        "kinds": dict(layer.kinds),
        "ties": [[t.one, t.two, t.kind, round(t.strength, 2)] for t in layer.ties],
        "signs": dict(layer.signs),
        "ramp": layer.ramp,
        "ends": list(layer.ends),
    }


def nation(session: Session, iso: str, other: str) -> dict[str, Any]:
    """The page of a nation: what is known of it, how the two stand, and the causes of that."""
    now = seen(session, iso)
    page = dossier(now, other)
    found: dict[str, Any] = {
        "iso": page.iso,
        "name": page.name,
        "standing": page.standing,
        "groups": list(page.groups),
        "gauges": [[one.words, round(one.value, 2), one.name] for one in page.gauges],
        "facts": [list(fact) for fact in page.facts],
    }
    if other == iso:
        names = [one.name for one in page.gauges if one.name]
        return found | {"why": [why(session, iso, name) for name in names]}
    two = pair(now, other)
    return found | {
        "why": [why(session, iso, name, other) for name in ("trust", "interop", "threat")],
        "papers": [[paper.name, paper.stage, paper.since] for paper in two.papers],
        "terms": [list(term) for term in two.terms],
        "contacts": [list(contact) for contact in two.contacts],
        "domains": [[name, round(level, 2), band] for name, level, band in two.domains],
    }


def why(session: Session, iso: str, name: str, other: str = "") -> dict[str, Any]:
    """Causes that sum to one of the seat's numbers, and those of the last turn."""
    turn = session.turn
    whole = reasons.whole_game(session, iso, name, other, until=turn)
    last = reasons.last_turn(session, iso, name, other, until=turn)
    causes = sorted(last.causes.items(), key=lambda cause: -abs(cause[1]))
    return {
        "title": whole.title,
        "value": round(whole.now, 2),
        "good": -1 if name in _WORSE else 1,
        "causes": [[words, signed(amount)] for words, amount in reasons.items(whole)],
        "moved": signed(last.change, 3) if turn and causes else "",
        "lately": [[words, signed(amount, 3)] for words, amount in causes] if turn else [],
    }


def public_world(session: Session, _: str = "") -> dict[str, Any]:
    """Layers of the map made of what everybody knows, whoever looks."""
    table = session.world
    now = seen(session, table.iso[0])
    layers = {name: _layer(LAYERS[name](now)) for name in PUBLIC}
    layers["exercises"] |= {"values": {}, "words": {}}  # who trained with whom is its own affair
    tied, here = now.ties[0], [i for i in range(table.dims.N) if now.exists[i]]
    network = Layer(
        "agreements",
        "Agreements",
        words={table.iso[i]: f"tied to {int(now.degree[0, i])} nations" for i in here},
        ties=tuple(
            Tie(table.iso[i], table.iso[j], "agreement", 0.3)
            for i in here
            for j in here
            if i < j and tied[i, j]
        ),
    )
    return {
        "names": dict(zip(table.iso, table.names, strict=True)),
        "month": month_of(table, session.turn),
        "layers": [*layers.values(), _layer(network)],
        "standings": dict(STANDING_WORDS),
        "lines": dict(LINES),
    }
