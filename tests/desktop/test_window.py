"""A real window under Xvfb, used with xdotool: nothing of the program knows that it is a test."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scenarios.session import Session
from sim.record import parse_bytes

NEEDED = ("Xvfb", "xdotool")
MISSING = [name for name in NEEDED if shutil.which(name) is None]

#: Seconds that a window, or what a key does, may take to show.
PATIENCE = 60.0

WINDOW = "detente-test"


@pytest.fixture(autouse=True)
def _parts():
    """Where these tests must run, a missing part is a failure and not a reason to skip."""
    if MISSING:
        words = f"{' and '.join(MISSING)} missing: apt-get install -y xvfb xdotool"
        if os.environ.get("DETENTE_CI") == "1":
            pytest.fail(words)
        pytest.skip(words)


@contextmanager
def a_display() -> Iterator[str]:
    """A display of its own, which ends with the test."""
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x720x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        words, pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)


def _hand(env: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        ["xdotool", *words], env=env, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    return done.stdout.strip()


def _until(what: Callable[[], object], program: subprocess.Popen[bytes]) -> object:
    """Wait until something holds, while the program lives."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = what()
        if found:
            return found
        assert program.poll() is None, program.communicate()[1].decode()
        time.sleep(0.1)
    raise AssertionError(f"not within {PATIENCE} s; {_now(program)}")


def _now(program: subprocess.Popen[bytes]) -> str:
    return "the program runs" if program.poll() is None else f"it ended with {program.returncode}"


@contextmanager
def a_window(tmp_path: Path, *words: str) -> Iterator[tuple[subprocess.Popen[bytes], dict, str]]:
    """The program in a window at the upper left, its environment, the number of the window."""
    with a_display() as display:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("SDL_", "WAYLAND"))}
        env |= {
            "DISPLAY": display,
            "SDL_VIDEODRIVER": "x11",
            "SDL_AUDIODRIVER": "dummy",
            "SDL_VIDEO_X11_WMCLASS": WINDOW,
            "SDL_VIDEO_WINDOW_POS": "0,0",
            "DETENTE_SAVES": str(tmp_path / "saves"),
            "XDG_CONFIG_HOME": str(tmp_path / "config"),
        }
        line = [sys.executable, "-m", "ui", "play", *words, "--size", "1280x720"]
        program = subprocess.Popen(line, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            number = _until(lambda: _hand(env, "search", "--class", WINDOW).split("\n")[0], program)
            yield program, env, str(number)
        finally:
            program.kill()
            program.communicate()


def _turns(tmp_path: Path) -> int:
    """Turns in the newest record that was kept, which must replay."""
    records = sorted((tmp_path / "saves").glob("*.jsonl"), key=lambda path: path.stat().st_mtime)
    if not records:
        return 0
    return len(Session.load(parse_bytes(records[-1].read_bytes(), "autosave")).history)


class _Message(ctypes.Structure):
    """A client message of X11."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    )


def _close(display: str, window: int) -> None:
    """What a window manager does when its cross is clicked; there is none here."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XInternAtom.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
    link = x11.XOpenDisplay(display.encode())
    protocols, delete = (
        x11.XInternAtom(link, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
    )
    data = (ctypes.c_long * 5)(delete, 0, 0, 0, 0)
    client_message = 33
    message = _Message(client_message, 0, 1, link, window, protocols, 32, data)
    room = (ctypes.c_char * 192)()
    ctypes.memmove(room, ctypes.byref(message), ctypes.sizeof(message))
    x11.XSendEvent(ctypes.c_void_p(link), ctypes.c_ulong(window), 0, ctypes.c_long(0), room)
    x11.XFlush(ctypes.c_void_p(link))
    x11.XCloseDisplay(ctypes.c_void_p(link))


def _placed(name: str) -> tuple[int, int]:
    """The middle of a box of the first screen of play in a window of 1280x720."""
    from tests.desktop.hands import opened, playing

    return opened(playing("first-steps", "HAL", seed=1)).box(name).rect.center


def test_a_click_ends_the_turn_and_closing_the_window_keeps_the_game(tmp_path):
    x, y = _placed("end")
    with a_window(tmp_path, "first-steps", "--seat", "HAL") as (program, env, number):
        _until(lambda: _hand(env, "getmouselocation"), program)

        def clicked() -> int:
            _hand(env, "mousemove", str(x), str(y), "click", "1")
            time.sleep(0.5)
            return _turns(tmp_path)

        _until(clicked, program)
        _hand(env, "key", "--window", number, "l")
        time.sleep(0.3)
        _close(env["DISPLAY"], int(number))
        assert program.wait(PATIENCE) == 0, program.communicate()[1].decode()
    assert _turns(tmp_path) >= 1


def test_keys_play_a_turn_and_a_signal_to_end_keeps_the_game(tmp_path):
    with a_window(tmp_path, "first-steps", "--seat", "HAL") as (program, env, number):
        _hand(env, "windowfocus", number)

        def pressed() -> int:
            _hand(env, "key", "Escape")
            _hand(env, "key", "e")
            time.sleep(0.5)
            return _turns(tmp_path)

        _until(pressed, program)
        program.terminate()
        assert program.wait(PATIENCE) == 0, program.communicate()[1].decode()
    assert _turns(tmp_path) >= 1
