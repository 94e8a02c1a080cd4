"""From one turn to the next: handing in, the curtain between seats, resolving, saving."""

from __future__ import annotations

from ui.desktop import keep
from ui.desktop.model import Model, answers


def sit(model: Model, iso: str) -> None:
    """Give the screens the eyes of a seat; nothing that was another's stays on them."""
    model.seat = model.nation = iso
    model.other, model.shown, model.note = "", None, ""
    model.scrolls, model.texts, model.page = {}, {}, {}
    model.map = None  # it holds a picture of what the other seat knew


def draw_curtain(model: Model, iso: str) -> None:
    """Hide everything until the next person at the machine says it is there."""
    sit(model, iso)
    model.screen, model.over = "curtain", ()


def several(model: Model) -> bool:
    """Whether a curtain is to fall between the seats."""
    return model.hot_seat and len(model.game.people) > 1


@answers("lift")
def _lift(model: Model) -> None:
    """The person whose turn it is sits down."""
    played = bool(model.game.history) and model.settings.summary
    model.map = None
    model.screen, model.over = "play", ("turn",) if played else ()


@answers("end turn")
def _end_turn(model: Model) -> None:
    """Hand in what the seat has drafted; when all people have, resolve the turn."""
    game = model.game
    handing = (model.seat,) if several(model) else game.people
    for iso in handing:
        if iso in game.waiting:
            game.submit(iso)
    if several(model) and game.waiting:
        keep.keep_drafts(model)
        draw_curtain(model, game.waiting[0])
        return
    resolve(model)
    if game.over:
        model.over = ("review",)
    elif several(model):
        fault, note = model.fault, model.note
        draw_curtain(model, game.people[0])
        model.fault, model.note = fault, note if fault else ""
    elif game.people and model.settings.summary:
        model.over, model.note = ("turn",), model.note if model.fault else ""


def resolve(model: Model) -> None:
    """Play the turn with what was handed in, and save the game."""
    game = model.game
    played = game.resolve()
    model.shown = None
    model.note = f"{game.world.label(played.turn.before.turn)} is over."
    keep.keep_game(model)


@answers("next seat")
def _next_seat(model: Model) -> None:
    """Where one person plays several seats: on to the next of them."""
    people = model.game.people
    if len(people) > 1 and not model.hot_seat:
        at = people.index(model.seat) if model.seat in people else -1
        sit(model, people[(at + 1) % len(people)])


@answers("desk")
def _desk(model: Model, name: str) -> None:
    """Open a dialog in the place of the list it was chosen from."""
    model.over = (*model.over[:-1], name)


@answers("look at")
def _look_at(model: Model, iso: str) -> None:
    """Close what lies over the screen and look at a nation."""
    model.nation, model.over = iso, ()
