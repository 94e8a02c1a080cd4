"""What each message does, in words: keys and their meaning come from one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ui.desktop.kit.box import Msg
from ui.desktop.model import Model

_Words = str | Callable[..., str]


def _open(model: Model, name: str) -> str:
    from ui.desktop.screens import screens  # noqa: PLC0415

    del model
    there = screens()
    return f"open: {there[name].NAME.lower()}" if name in there else f"open: {name}"


def _layer(model: Model, name: str) -> str:
    from ui.desktop.screens.play import TITLES  # noqa: PLC0415

    del model
    return f"map: {TITLES.get(name, name).lower()}"


def _look(model: Model, dx: float, dy: float, factor: float) -> str:
    del model, dx, dy
    return "move the map" if factor == 1.0 else "closer" if factor > 1 else "farther away"


#: Where screens lead, and what settings are about, where the name does not say it.
_SCREENS = {"title": "to the title", "chooser": "a new game"}
_SETTINGS = {
    "theme": "dark or light",
    "full": "full screen",
    "palette": "colours of the map",
    "summary": "whether a summary follows a turn",
}

#: What is done, by the name of the message; functions get the model and the rest of the message.
WORDS: Mapping[str, _Words] = {
    "screen": lambda _, name: str(_SCREENS.get(name, name)),
    "open": _open,
    "desk": _open,
    "close": "close",
    "quit": "leave the program",
    "layer": _layer,
    "look": _look,
    "look home": "the whole map",
    "select": "our own nation",
    "end turn": "hand in the orders, end the turn",
    "next seat": "the next of your seats",
    "lift": "lift the curtain",
    "roll": lambda _, __, by: "scroll down" if by > 0 else "scroll up",
    "run": "run, pause",
    "hunt": "on to the next event of weight",
    "watch turn": "one turn",
    "speed": "faster, slower",
    "eyes": "see with the eyes of the nation looked at",
    "family": "the next kind of order, the one before",
    "save": "save the game",
    "leave": "to the title, the game saved",
    "load chosen": "load the game that is chosen",
    "facilitate": "the facilitator's desk",
    "undo": "take back the last turn",
    "larger": "everything larger, smaller",
    "setting": lambda _, name, __: str(_SETTINGS.get(name, name)),
    "begin": "begin the game",
    "next scenario": "the next scenario, the one before",
    "continue": "go on with the latest game",
    "tutorial": "learn to play, step by step",
    "skip": "leave the tutorial",
    "export": "write the table to a file",
    "section": "the next part, the one before",
    "help": "keys, or terms",
    "take seat": "enter orders for the seat",
    "give seat": "give the seat to its policy",
    "add effect": "add the effect that was typed",
    "page": lambda _, name, __: _PAGES.get(name, f"choose: {name}"),
    "write review": "write the table to a file",
    "mode": "how to play",
    "seat": "a seat for one more, or not",
    "resolve now": "resolve the turn now",
    "show": "another turn",
    "a turn back": "look at the turn before",
    "a turn on": "look at the turn after",
    "add order": "add the order to the draft",
    "offer": "make the offer",
    "back to now": "back to the turn that is played",
    "branch from here": "another game from the turn looked at",
    "next pair": "the next nation, the one before",
    "why of": "why it decided so",
    "why turn": "the turn before, the turn after",
    "why nation": "another nation",
}

#: What choices of single screens are about.
_PAGES: Mapping[str, str] = {
    "log turn": "the turn before, the turn after",
    "seat": "another seat",
    "sieve": "what is shown",
    "help": "keys, or terms",
    "review": "another part",
    "facilitate": "seats and turns, or events",
    "facilitated": "another seat",
    "load": "another game",
    "mode": "how to play",
    "why nation": "another nation",
    "charts": "another page",
    "goals": "objectives, or the brief",
}


def words_of(model: Model, msg: Msg) -> str:
    """What a message does; its name where nothing better is known."""
    found = WORDS.get(msg[0])
    if found is None:
        return str(msg[0])
    return found if isinstance(found, str) else found(model, *msg[1:])


#: How keys are called where the name of SDL is not what stands on them.
_CAPS = {
    "return": "Enter",
    "escape": "Esc",
    "pagedown": "Page down",
    "pageup": "Page up",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "space": "Space",
    "home": "Home",
    "tab": "Tab",
}


def key_words(key: str) -> str:
    """A key as it is called: ``Ctrl+S``, ``Page down``."""
    parts = [
        _CAPS.get(part, part.upper() if len(part) <= 3 else part.capitalize())
        for part in (key.split("+") if len(key) > 1 else [key])
    ]
    return "+".join("Ctrl" if p == "CTRL" else p for p in parts).replace("CTRL", "Ctrl")


def table_of(model: Model, keys: Mapping[str, Msg]) -> list[tuple[str, str]]:
    """(keys, what they do) of a screen: keys that do the same, or opposites, stand together."""
    found: dict[str, list[str]] = {}
    for key, msg in keys.items():
        found.setdefault(words_of(model, msg), []).append(key_words(key))
    return [(" ".join(names), words) for words, names in found.items()]
