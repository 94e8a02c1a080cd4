"""Hands on a window: press keys by name, click boxes by id, move the pointer."""

from __future__ import annotations

from dataclasses import dataclass, field

import pygame

from scenarios.session import Session
from ui.desktop.app import App
from ui.desktop.kit.box import Box
from ui.desktop.kit.widgets import Button, Chip, Choice, Words
from ui.desktop.model import Model
from ui.desktop.screens import screens

#: The keys whose names are not the letter itself.
_KEYS = {name: getattr(pygame, f"K_{name.upper()}") for name in (
    "up", "down", "left", "right", "return", "tab", "escape", "space", "backspace", "home", "end",
    "pageup", "pagedown", "delete", "f1", "f2", "f3", "f4", "f5", "f10", "f11",
)}  # fmt: skip

_HELD = {"ctrl": pygame.KMOD_CTRL, "shift": pygame.KMOD_SHIFT, "alt": pygame.KMOD_ALT}


def playing(
    scenario: str = "first-steps",
    seat: str | None = "HAL",
    *,
    seed: int = 7,
    turns: int = 0,
    theme: str = "dark",
) -> Model:
    """A model at play after some turns in which a policy gave the orders of absent people."""
    from ui.desktop import start

    screens()
    session = Session.start(scenario, seed, (seat,) if seat else ())
    for _ in range(turns):
        session.resolve(absent="doctrine" if seat else "")
    model = Model(threaded=False)
    model.settings.theme = theme
    start.begin(model, session)
    return model


def opened(model: Model | None = None, size: tuple[int, int] = (1280, 720)) -> Hands:
    """Hands on a window of a size that shows a model; without one, the title."""
    screens()
    app = App(model or Model(threaded=False), pygame.display.set_mode(size))
    app.refresh()
    return Hands(app)


@dataclass
class Hands:
    """What a person does at the window, as events."""

    app: App
    clock: int = 0
    at: tuple[int, int] = field(default=(0, 0))

    @property
    def model(self) -> Model:
        """What the window is about."""
        return self.app.model

    def press(self, *names: str) -> None:
        """Press keys one after another: ``tab``, ``e``, ``ctrl+s``, ``shift+tab``."""
        for name in names:
            *held, key = name.split("+") if name != "+" else ["+"]
            mod = sum(_HELD[one] for one in held)
            code = _KEYS.get(key) or pygame.key.key_code(key)
            self.app.handle(pygame.event.Event(pygame.KEYDOWN, key=code, mod=mod, unicode=""))
            if len(key) == 1 and not set(held) & {"ctrl", "alt"}:
                self.app.handle(pygame.event.Event(pygame.TEXTINPUT, text=key))

    def write(self, text: str) -> None:
        """Type a text, letter by letter, into the field that the keyboard is on."""
        for letter in text:
            self.app.handle(pygame.event.Event(pygame.TEXTINPUT, text=letter))

    def box(self, name: str) -> Box:
        """The box of an id in the topmost layer."""
        self.app.refresh()
        found = self.app.layers[-1].find(name)
        assert found is not None, f"no box {name!r}; there are {sorted(self.ids())}"
        return found

    def ids(self) -> set[str]:
        """The ids of the topmost layer."""
        self.app.refresh()
        return {box.id for box in self.app.layers[-1].walk() if box.id}

    def point(self, at: tuple[int, int], *, pressed: bool = False) -> None:
        """Move the pointer to a pixel."""
        rel = at[0] - self.at[0], at[1] - self.at[1]
        self.at = at
        buttons = (1 if pressed else 0, 0, 0)
        self.app.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=rel, buttons=buttons))

    def press_at(self, at: tuple[int, int], button: int = 1) -> None:
        """Press a button of the mouse at a pixel, and hold it."""
        self.point(at)
        self.app.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=button))

    def let_go(self, button: int = 1) -> None:
        """Release a button of the mouse where the pointer is."""
        self.app.handle(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=self.at, button=button))

    def push(self, at: tuple[int, int], button: int = 1) -> None:
        """Press and release a button of the mouse at a pixel."""
        self.press_at(at, button)
        self.let_go(button)

    def click(self, name: str) -> None:
        """Click the middle of a box, which must be what is met there."""
        box = self.box(name)
        middle = box.rect.center
        assert self.app.layers[-1].at(middle) is box, f"{name!r} cannot be met by the pointer"
        self.push(middle)

    def wheel(self, steps: int) -> None:
        """Turn the wheel where the pointer is; up is positive."""
        self.app.handle(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=steps, flipped=False))

    def tab_to(self, name: str) -> None:
        """Press Tab until the keyboard is on a box."""
        for _ in range(len(self.app.targets()) + 1):
            if self.app.focus == name:
                return
            self.press("tab")
        raise AssertionError(f"Tab does not reach {name!r}; there are {sorted(self.ids())}")

    def draw(self, milliseconds: int = 16) -> pygame.Surface:
        """Draw a frame so many milliseconds after the last."""
        self.clock += milliseconds
        self.app.draw(self.clock)
        return self.app.surface

    def texts(self) -> list[str]:
        """Everything written in the topmost layer."""
        self.app.refresh()
        kinds = (Words, Button, Choice, Chip)
        return [box.text for box in self.app.layers[-1].walk() if isinstance(box, kinds)]
