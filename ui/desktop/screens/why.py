"""Why? What nations decided in a turn, and the reasons that the seat may know."""

from __future__ import annotations

from collections.abc import Mapping

from ui.desktop.kit.box import Box, Column, Kit, Msg, Panel, Row
from ui.desktop.kit.table import Line, Scroll
from ui.desktop.kit.theme import SMALL
from ui.desktop.kit.widgets import SEMIBOLD, Button, Chip, Meter, Words, caption, number
from ui.desktop.model import Model, answers
from ui.desktop.screens._dialog import close_button, dialog, roll_keys, rolled
from ui.present.decisions import Decided, Reason, decided, turns
from ui.present.dossier import relations
from ui.present.numbers import share, signed

NAME = "Why?"

#: Bands that are worth a line; the others share one.
_WEIGHTY = ("strongly for", "for", "against", "strongly against")

#: Bars of the bands, -1 to 1.
_SIZES = {"strongly for": 1.0, "for": 0.5, "against": -0.5, "strongly against": -1.0}

#: Height of a line of the list of nations.
ROW = 24

#: Decisions told of a nation in a turn at most; the likeliest come first.
MOST = 40


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Nations to the left, what the chosen one decided to the right."""
    game, who, turn = model.game, _who(model), _turn(model)
    found = decided(game, model.seat, who, turn)[:MOST]
    name = game.world.names[game.world.nation(who)]
    cards: list[Box] = [_card(k, one) for k, one in enumerate(found)]
    if not cards:
        cards = [Words(text=_nothing(model, who, turn), ink="muted")]
    underway = turn >= len(game.history)
    when = game.world.label(turn) + (", talks so far" if underway else "")
    head = Row(items=[
        Button(id="why before", text="<", key="Left", points=12, on=("why turn", turn - 1),
               enabled=turn > turns(game).start),
        Words(text=f"{name}, {when}", weight=SEMIBOLD, wrap=False),
        Button(id="why after", text=">", key="Right", points=12, on=("why turn", turn + 1),
               enabled=turn < turns(game).stop - 1),
        Box(grow=1),
    ], gap=10)  # fmt: skip
    right = Column(items=[head, rolled(model, "why", Column(items=cards, gap=8))], gap=10, grow=1)
    left = Column(items=[caption("Who decided"), _nations(model, kit, who)], gap=6, wide=190)
    body = Row(items=[left, right], gap=20, grow=1, fill=True)
    return dialog(
        model, kit, size, NAME, [body], wide=1040, high=660, buttons=[close_button("why")]
    )


def keys(model: Model) -> Mapping[str, Msg]:
    """Left and right go through the turns, up and down through the nations."""
    turn, all_ = _turn(model), _known(model)
    at = all_.index(_who(model))
    return {
        "escape": ("close",), "w": ("close",),
        "left": ("why turn", turn - 1), "right": ("why turn", turn + 1),
        "up": ("why nation", all_[max(at - 1, 0)]),
        "down": ("why nation", all_[min(at + 1, len(all_) - 1)]),
        **roll_keys("why"),
    }  # fmt: skip


def _known(model: Model) -> list[str]:
    """The seat and all other nations, by name."""
    rows = sorted(relations(model.seen), key=lambda row: row.name)
    return [model.seat, *(row.iso for row in rows)]


def _who(model: Model) -> str:
    who = model.page.get("why nation") or model.nation
    return who if who in _known(model) else model.seat


def _turn(model: Model) -> int:
    """The turn that is asked about: else the last that was played before the one looked at."""
    there = turns(model.game)
    turn = model.page.get("why turn")
    if turn is None:
        turn = model.at - 1
    return int(min(max(turn, there.start), max(there.stop - 1, 0)))


def _nations(model: Model, kit: Kit, who: str) -> Box:
    """All nations; as long as nobody scrolled, the chosen one is in sight."""
    names, known = model.game.world.names, _known(model)
    lines: list[Box] = [
        Line(id=f"why {iso}", on=("page", "why nation", iso), high=ROW, chosen=iso == who,
             items=[Words(text=names[model.game.world.nation(iso)])])
        for iso in known
    ]  # fmt: skip
    above = max(known.index(who) - 8, 0) * kit.px(ROW + 1)
    offset = model.scrolls.get("why nations", above)
    return Scroll(id="why nations", content=Column(items=lines, gap=1), grow=1, offset=offset)


def _nothing(model: Model, who: str, turn: int) -> str:
    """Why there is nothing to tell."""
    game = model.game
    if who in game.people:
        return "A person decides here: the reasons are its own."
    if turn < len(game.history) and not game.history[turn].decision.deliberations:
        return "Of this turn only the moves are kept, not what was weighed."
    return "Nothing that it did in this turn, and no answer of it, is ours to know."


def _card(place: int, one: Decided) -> Panel:
    """One decision: what it was, its terms, and how it came out."""
    text = one.text if one.text.endswith(".") else f"{one.text}."
    head: list[Box] = [Words(text=text, weight=SEMIBOLD, grow=1)]
    if one.about_us:
        head.append(Chip(text="about us", ink="cyan"))
    items: list[Box] = [Row(items=head)]
    items += _exact(one) if one.account is not None else _banded(one.reasons)
    return Panel(id=f"decided {place}", items=items, gap=4, pad=10, raised=True)


def _exact(one: Decided) -> list[Box]:
    """All terms with their amounts, which sum to the score; the outcome below."""
    account = one.account
    assert account is not None
    most = max((abs(reason.amount or 0.0) for reason in one.reasons), default=1.0)
    lines: list[Box] = [
        Row(items=[
            Words(text=reason.words, ink="muted", grow=1),
            Meter(value=(reason.amount or 0.0) / most, signed=True, wide=90),
            number(signed(reason.amount or 0.0), wide=56,
                   ink="good" if (reason.amount or 0.0) > 0 else "bad"),
        ])
        for reason in one.reasons
    ]  # fmt: skip
    need = f"needed about {share(account.threshold)}"
    if account.unrivalled:
        need = "nobody else was in question"
    result = f"Together {share(account.score)}, {need}: "
    if account.decision == "depth":
        result += f"wished depth {share(account.chance)}."
    else:
        result += f"a chance of {account.chance:.0%}; luck was {share(account.luck)}."
    if account.chosen != account.done:
        result += " It wished " + ("it" if account.chosen else "otherwise")
        result += ", but it was not to be."
    return [*lines, Words(text=result)]


def _banded(reasons: tuple[Reason, ...]) -> list[Box]:
    """Reasons that may be known, in words and bands; the light ones in one sentence."""
    lines: list[Box] = [
        Row(items=[
            Words(text=reason.words, ink="muted", grow=1),
            Meter(value=_SIZES[reason.band], signed=True, wide=90),
            Words(text=reason.band, wide=110, wrap=False,
                  ink="good" if _SIZES[reason.band] > 0 else "bad"),
        ])
        for band in _WEIGHTY for reason in reasons if reason.band == band
    ]  # fmt: skip
    light = [reason.words for reason in reasons if reason.band not in _WEIGHTY]
    if light:
        lines.append(
            Words(text=f"Of little weight: {'; '.join(light)}.", ink="muted", points=SMALL)
        )
    tail = "Other reasons are theirs alone." if reasons else "The reasons are theirs alone."
    return [*lines, Words(text=tail, ink="muted", points=SMALL)]


@answers("why turn")
def _to_turn(model: Model, turn: int) -> None:
    model.page["why turn"] = turn
    model.scrolls.pop("why", None)


@answers("why nation")
def _to_nation(model: Model, nation: str) -> None:
    """Ask about another nation, and bring it in sight."""
    model.page["why nation"] = nation
    for window in ("why", "why nations"):
        model.scrolls.pop(window, None)


@answers("why of")
def _why_of(model: Model, nation: str, turn: int | None) -> None:
    """Open the reasons of a nation in a turn over what is open."""
    _to_nation(model, nation)
    model.page["why turn"] = turn
    model.over = (*(name for name in model.over if name != "why"), "why")
