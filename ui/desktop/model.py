"""What the window is about: the game, the seat at the screen, what is open and what is chosen.

Screens never change it; they send messages, and ``update`` finds the one function that answers a
message by its name. Everything a screen shows of the game comes from the observation of the seat.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.errors import DetenteError
from ui.desktop.kit.box import Msg

if TYPE_CHECKING:
    from scenarios.session import Session
    from sim.observe import Observation


@dataclass
class Settings:
    """What a person likes; kept between games."""

    theme: str = "dark"
    scale: float = 1.0  # 0.8 to 2, on top of what the window's size gives
    palette: str = "standard"  # or "colour-blind", "grey"


@dataclass
class Model:
    """Everything the screens are made of."""

    settings: Settings = field(default_factory=Settings)
    screen: str = "title"
    over: tuple[str, ...] = ()  # dialogs over the screen, topmost last
    session: Session | None = None
    seat: str = ""  # whose eyes the screens have
    nation: str = ""  # the nation that is looked at
    other: str = ""  # the second nation of a pair
    layer: str = "participation"
    shown: int | None = None  # a turn of the past that is looked at, None for now
    scrolls: dict[str, int] = field(default_factory=dict)  # pixels, by id of the window
    texts: dict[str, str] = field(default_factory=dict)  # what was typed, by id of the field
    page: dict[str, Any] = field(default_factory=dict)  # choices of single screens, by their name
    note: str = ""  # one sentence about what was just done, or why not
    fault: bool = False  # whether the note tells of something that went wrong
    done: bool = False  # the window is to be closed
    map: object | None = None  # the view of the map, which outlives the boxes around it
    threaded: bool = True  # whether the map may be rendered beside the loop
    hot_seat: bool = False  # whether a curtain falls between the seats of one machine
    version: int = 0  # grows with every change: what was drawn for another is out of date

    @property
    def game(self) -> Session:
        """The session; there must be one."""
        assert self.session is not None
        return self.session

    @property
    def seen(self) -> Observation:
        """What the seat may know now."""
        return self.game.observation(self.seat)


Handler = Callable[..., None]

#: The function that answers each message, by its name; screens add theirs.
HANDLERS: dict[str, Handler] = {}


def answers(name: str) -> Callable[[Handler], Handler]:
    """Register a function ``(model, *rest)`` as the answer to messages of a name."""

    def register(function: Handler) -> Handler:
        assert name not in HANDLERS, name
        HANDLERS[name] = function
        return function

    return register


def update(model: Model, msg: Msg) -> None:
    """Do what a message asks. What cannot be done becomes a note; nothing else is changed."""
    model.note, model.fault = "", False
    model.version += 1
    try:
        HANDLERS[msg[0]](model, *msg[1:])
    except DetenteError as fault:
        model.note, model.fault = str(fault), True


@answers("screen")
def _screen(model: Model, name: str) -> None:
    model.screen, model.over = name, ()


@answers("open")
def _open(model: Model, dialog: str) -> None:
    model.over = (*(name for name in model.over if name != dialog), dialog)


@answers("close")
def _close(model: Model) -> None:
    model.over = model.over[:-1]


@answers("scroll")
def _scroll(model: Model, window: str, offset: int) -> None:
    model.scrolls[window] = max(offset, 0)


@answers("type")
def _type(model: Model, name: str, text: str) -> None:
    model.texts[name] = text


@answers("select")
def _select(model: Model, nation: str) -> None:
    model.nation = nation


@answers("pair")
def _pair(model: Model, nation: str, other: str) -> None:
    model.nation, model.other = nation, other


@answers("layer")
def _layer(model: Model, name: str) -> None:
    model.layer = name


@answers("show")
def _show(model: Model, turn: int | None) -> None:
    model.shown = turn


@answers("page")
def _page(model: Model, name: str, value: object) -> None:
    model.page[name] = value


@answers("quit")
def _quit(model: Model) -> None:
    model.done = True


Keys = Mapping[str, Msg]
