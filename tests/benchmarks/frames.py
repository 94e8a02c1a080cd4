"""Cost of the window: ``python -m tests.benchmarks.frames`` prints a table.

Measured under SDL's dummy driver at 1920x1080: no graphics card, everything in software. A frame is
from taking the events to the picture that could be shown; waiting for the next sixtieth of a second
is not in it. A turn is shown when the first frame after the key is drawn; its map follows from a
thread. Beside the time by the clock stands the processor time of the loop alone, which other
programs on the machine lengthen less.
"""

from __future__ import annotations

import math
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")

import pygame

SIZE = (1920, 1080)
FRAMES = 300
FRAME = 1 / 60

#: What the window promises, in milliseconds.
PROMISED = {
    "frame, median": 8.0,
    "frame, worst": 25.0,
    "turn shown": 150.0,
    "start to title": 1500.0,
}

#: Milliseconds by the clock, and of the processor.
Cost = tuple[float, float]

_TITLE = """
import os
os.environ["SDL_VIDEODRIVER"] = "dummy"
import pygame
from ui.desktop import start
pygame.display.init(); pygame.font.init()
model = start.model(None, (), seed=1)
from ui.desktop.app import App
App(model, pygame.display.set_mode((1920, 1080))).draw()
pygame.display.flip()
os._exit(0)
"""


def movements() -> Iterator[list[pygame.event.Event]]:
    """The events of each frame: a drag around in a circle, then the wheel in and out."""
    middle = (900, 600)
    yield [pygame.event.Event(pygame.MOUSEMOTION, pos=middle, rel=(0, 0), buttons=(0, 0, 0))]
    yield [pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=middle, button=1)]
    at = middle
    for k in range(FRAMES // 2):
        turn = 2 * math.pi * k / 50
        to = (round(900 + 180 * math.sin(turn)), round(600 + 90 * math.sin(2 * turn)))
        rel = to[0] - at[0], to[1] - at[1]
        at = to
        yield [pygame.event.Event(pygame.MOUSEMOTION, pos=to, rel=rel, buttons=(1, 0, 0))]
    yield [pygame.event.Event(pygame.MOUSEBUTTONUP, pos=at, button=1)]
    for k in range(FRAMES - FRAMES // 2):
        steps = 1 if k % 20 < 10 else -1
        wheel = pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=steps, flipped=False)
        yield [wheel] if k % 3 == 0 else []


def frames(scenario: str, seat: str, layer: str) -> list[Cost]:
    """Each frame while the map is moved about and renders itself anew."""
    from tests.desktop.hands import opened, playing
    from ui.desktop.model import update

    model = playing(scenario, seat, turns=4)
    model.threaded = True
    update(model, ("layer", layer))
    app = opened(model, SIZE).app
    start = time.perf_counter()
    _settle(app)
    found = []
    for events in movements():
        began, work = time.perf_counter(), time.thread_time()
        for event in events:
            app.handle(event)
        app.draw(round((began - start) * 1000))
        pygame.display.flip()
        took = time.perf_counter() - began
        found.append((took * 1000, (time.thread_time() - work) * 1000))
        time.sleep(max(FRAME - took, 0))
    return found


def _settle(app) -> None:
    """Draw until the map is as it should be."""
    until = time.perf_counter() + 10
    while time.perf_counter() < until:
        app.draw(round(time.perf_counter() * 1000))
        if app.model.map is None or app.model.map.settled:
            return
        time.sleep(0.01)


def turns(scenario: str, seat: str, count: int = 6) -> tuple[list[Cost], list[Cost]]:
    """From the key to the first frame of the new turn, and until its map is drawn."""
    from tests.desktop.hands import opened, playing

    model = playing(scenario, seat, turns=2)
    model.threaded = True
    hands = opened(model, SIZE)
    app = hands.app
    _settle(app)
    first, whole = [], []
    for _ in range(count):
        began, work = time.perf_counter(), time.thread_time()
        hands.press("e")
        app.draw(round(began * 1000))
        pygame.display.flip()
        first.append(_since(began, work))
        _settle(app)
        whole.append(_since(began, work))
        while model.over:
            hands.press("escape")
    return first, whole


def _since(began: float, work: float) -> Cost:
    return (time.perf_counter() - began) * 1000, (time.thread_time() - work) * 1000


def title(count: int = 5) -> list[Cost]:
    """From the start of a process until the title was drawn; the map behind it follows."""
    found = []
    for _ in range(count):
        began, work = time.perf_counter(), _of_children()
        subprocess.run([sys.executable, "-c", _TITLE], check=True, stdout=subprocess.DEVNULL)
        found.append(((time.perf_counter() - began) * 1000, (_of_children() - work) * 1000))
    return found


def _of_children() -> float:
    """Processor seconds of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print."""
    pygame.display.init()
    pygame.font.init()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    print(f"{'':34}{'median':>9}{'worst':>9}{'promised':>12}{'processor':>12}{'worst':>9}")
    for layer in ("participation", "trust", "agreements"):
        cost = frames("pfp-1994", "POL", layer)
        _row(f"frame, pfp-1994, {layer}", cost, "frame, median", "frame, worst")
    first, whole = turns("pfp-1994", "POL")
    _row("turn shown, pfp-1994", first, "turn shown")
    _row("the map of that turn", whole)
    _row("start to title", title(), "start to title")
    print(f"load {os.getloadavg()[0]:.1f}")


def _row(name: str, cost: list[Cost], *promises: str) -> None:
    bound = " / ".join(f"{PROMISED[one]:g}" for one in promises)
    clock, work = zip(*cost, strict=True)
    print(
        f"{name:34}{statistics.median(clock):9.1f}{max(clock):9.1f}{bound:>12}"
        f"{statistics.median(work):12.1f}{max(work):9.1f}"
    )


if __name__ == "__main__":
    main()
