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
    full: bool = False  # the whole screen
    summary: bool = True  # a summary after each turn


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
    facilitator: bool = False  # whether somebody beside the table may enter orders for any seat
    lesson: int | None = None  # step of the tutorial, None where nobody is learning
    kept: bool = False  # whether settings are written to their file
    version: int = 0  # grows with every change: what was drawn for another is out of date

    @property
    def game(self) -> Session:
        """The session; there must be one."""
        assert self.session is not None
        return self.session

    @property
    def past(self) -> bool:
        """Whether an earlier turn is looked at, and not the one that is played."""
        return self.shown is not None and self.shown < len(self.game.history)

    @property
    def at(self) -> int:
        """The number of the turn that is looked at."""
        return self.shown if self.past and self.shown is not None else len(self.game.history)

    @property
    def seen(self) -> Observation:
        """What the seat may know now; of an earlier turn that is looked at, what it could then."""
        return self.game.observation(self.seat, self.at)


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


#: Messages that only move what is seen: what was told stays, and the map moves without new boxes.
MOVES = ("look", "look home", "scroll", "roll")
OF_THE_MAP = ("look", "look home")


def update(model: Model, msg: Msg) -> None:
    """Do what a message asks. What cannot be done becomes a note; nothing else is changed."""
    if msg[0] not in MOVES:
        model.note, model.fault = "", False
    model.version += msg[0] not in OF_THE_MAP
    if model.session is not None and model.past and _of_now(msg):
        when = model.game.world.label(model.at)
        model.note, model.fault = f"We are looking back at {when}: B goes back to now.", True
        return
    try:
        HANDLERS[msg[0]](model, *msg[1:])
    except DetenteError as fault:
        model.note, model.fault = str(fault), True


#: What can be done in the turn that is played only: dialogs, and messages.
_NOW_DIALOGS = frozenset({"orders", "talks", "facilitator"})
_NOW = frozenset({"end turn", "run", "hunt", "watch turn"})


def _of_now(msg: Msg) -> bool:
    return msg[0] in _NOW or (msg[0] in ("open", "desk") and msg[1] in _NOW_DIALOGS)


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
    """Look at an earlier turn, or at the one that is played; the clock of a watched game stops."""
    model.shown = None if turn is None else max(turn, 0)
    model.page.pop("running", None)


@answers("page")
def _page(model: Model, name: str, value: object) -> None:
    model.page[name] = value


@answers("quit")
def _quit(model: Model) -> None:
    model.done = True


Keys = Mapping[str, Msg]
