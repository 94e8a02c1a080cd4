"""Rooms for tests: in this process, or as the real command in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ui.classroom.gallery import Makers
from ui.classroom.host import Begin, Host, listen, session

ROOT = Path(__file__).parents[2]
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Door:
    """How a room is reached."""

    port: int
    code: str
    token: str  # the facilitator's

    @property
    def base(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def socket(self) -> str:
        return f"ws://{LOOPBACK}:{self.port}/ws"


def door(host: Host) -> Door:
    return Door(host.port, host.code, host.token)


#: Views that cost nothing, where a test is not about what is shown.
PLAIN = Makers(
    student=lambda sitting, iso: {"seat": {"iso": iso, "turn": sitting.turn}},
    facilitator=lambda sitting: {"turn": sitting.turn},
    public=lambda sitting: {"turn": sitting.turn},
    debrief=lambda sitting, iso: {"seat": iso},
    ask=lambda sitting, iso, words: dict(words),
    geometry=lambda session: {},
)


@contextmanager
def a_room(
    path: Path, scenario: str = "first-steps", *, views: Makers | None = None, **begin: object
) -> Iterator[Host]:
    """A room that serves in a thread of this process; without clocks unless ``pace`` is given."""
    from scenarios.sitting import Pace

    begin = {"pace": Pace(0, 0, 0), **begin} if not path.exists() else {}
    store, _ = session(path, Begin(scenario, **begin))
    host = Host(store, listen(LOOPBACK, 0), views)
    host.start()
    try:
        yield host
    finally:
        host.stop()


class Served:
    """``detente host`` in a process of its own."""

    def __init__(self, db: Path, *options: str, port: int = 0, env: dict | None = None) -> None:
        self.db, self.options, self.env = db, options, env or {}
        self.port = port
        self.process: subprocess.Popen | None = None

    def start(self) -> Door:
        """Start it and wait until it serves."""
        words = [
            sys.executable, "-m", "ui", "host", *self.options, "--db", str(self.db),
            "--bind", LOOPBACK, "--port", str(self.port),
        ]  # fmt: skip
        if not {"--projector", "--no-projector"} & set(words):
            words.append("--no-projector")
        self.process = subprocess.Popen(
            words, cwd=ROOT, env={**os.environ, **self.env}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        told = ""
        for line in self.process.stdout:
            told += line
            if line.startswith("Ctrl-C"):
                break
        found = re.search(r"127\.0\.0\.1:(\d+)/.*code (\w+)\n.*#(\S+)\n", told, re.DOTALL)
        if found is None:
            raise AssertionError(told + self.process.stderr.read())
        self.port = int(found[1])
        return Door(self.port, found[2], found[3])

    def kill(self) -> None:
        """End it as a power cut would."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def end(self) -> tuple[int, str]:
        """End it as Ctrl-C does; exit code and what it said on stderr."""
        if self.process is None or self.process.poll() is not None:
            return (-1, "") if self.process is None else (self.process.returncode, "")
        self.process.send_signal(signal.SIGINT)
        _, told = self.process.communicate(timeout=20)
        return self.process.returncode, told


def wait_for(condition, seconds: float = 10.0) -> None:
    """Wait until something is so, or fail."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to be so"
        time.sleep(0.01)
