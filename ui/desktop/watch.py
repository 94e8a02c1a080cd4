"""A game that policies play and people watch: speeds, pause, on to the next event."""

from __future__ import annotations

from typing import Any

from sim.errors import DetenteError
from sim.events import Event, describe, headlines
from ui.desktop.kit.box import Box, Msg
from ui.desktop.kit.widgets import Button
from ui.desktop.model import Model, answers
from ui.desktop.par import ready
from ui.desktop.turns import resolve, sit

#: Milliseconds between turns.
SPEEDS = {"slow": 3000, "steady": 1200, "fast": 250}

#: Weight from which an event stops the clock where one looks for it.
EVENT = 0.6


def watched(model: Model) -> bool:
    """Whether no seat of the game is a person's."""
    return model.session is not None and not model.game.people


def news(model: Model) -> list[Event]:
    """The headlines of the last turn; with no person at the table everything may be told."""
    game = model.game
    if not game.history:
        return []
    played = game.history[-1]
    return headlines(describe(game.world, played.turn, given=played.decision.moves), 3)


def last_turn(model: Model) -> str:
    """What the turn that was played last is called."""
    return model.game.world.label(model.game.turn - 1)


def due(model: Model, now: int) -> list[Msg]:
    """What time asks for: the next turn, if the clock runs and nothing lies over the screen."""
    waits = {"review", "objectives"} & set(model.over)
    if waits and not model.page.get("par") and ready(model.game):
        return [("par ready",)]
    if model.screen != "play" or model.over or model.past:
        return []
    if not watched(model) or model.game.over:
        return []
    if not model.page.get("running") or now < model.page.get("due", 0):
        return []
    return [("watch turn", now)]


def controls(model: Model) -> list[Box]:
    """The buttons of the bar in place of those of a player."""
    page, over = model.page, model.game.over
    running, speed = bool(page.get("running")), page.get("speed", "steady")
    names = list(SPEEDS)
    later = names[(names.index(speed) + 1) % len(names)]
    return [
        Button(id="speed", text=speed, key=", .", on=("speed", later)),
        Button(id="hunt", text="Next event", key="N", on=("hunt",), enabled=not over),
        Button(id="one turn", text="One turn", key="E", on=("watch turn",), enabled=not over),
        Button(id="run", text="Pause" if running else "Run", key="Space", main=True,
               on=("run",), enabled=not over),
    ]  # fmt: skip


def watch_keys(model: Model) -> dict[str, Msg]:
    """The keys of the buttons, and eyes for whoever watches."""
    names = list(SPEEDS)
    at = names.index(model.page.get("speed", "steady"))
    return {
        "space": ("run",), "n": ("hunt",), "e": ("watch turn",), "return": ("watch turn",),
        ".": ("speed", names[min(at + 1, len(names) - 1)]), ",": ("speed", names[max(at - 1, 0)]),
        "s": ("eyes", model.nation),
    }  # fmt: skip


def _only_watched(model: Model) -> None:
    if not watched(model):
        raise DetenteError("people play this game: it goes on when they have handed in")


@answers("run")
def _run(model: Model) -> None:
    """Start the clock, or stop it."""
    _only_watched(model)
    model.page.update(running=not model.page.get("running"), hunting=False, due=0)


@answers("hunt")
def _hunt(model: Model) -> None:
    """Run until something of weight happens."""
    _only_watched(model)
    model.page.update(running=True, hunting=True, due=0)


@answers("speed")
def _speed(model: Model, name: str) -> None:
    model.page["speed"] = name


@answers("watch turn")
def _turn(model: Model, now: int = 0) -> None:
    """Play one turn; tell its greatest event."""
    _only_watched(model)
    resolve(model)
    page, told = model.page, news(model)
    pause = 0 if page.get("hunting") else SPEEDS[page.get("speed", "steady")]
    page["due"] = now + pause
    if told and not model.fault:
        model.note = f"{last_turn(model)}: {told[0].text}"
    if model.game.over:
        page.update(running=False, hunting=False)
        model.over = ("review",)
    elif page.get("hunting") and told and told[0].weight >= EVENT:
        page.update(running=False, hunting=False)


@answers("eyes")
def _eyes(model: Model, iso: str) -> None:
    """See the game as another seat does; only where no person plays."""
    _only_watched(model)
    kept: dict[str, Any] = {
        k: model.page[k] for k in ("running", "hunting", "due", "speed") if k in model.page
    }
    sit(model, iso)
    model.page = kept
