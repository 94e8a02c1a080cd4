"""How ``detente sweep`` plays: what it tells meanwhile, and how it ends."""

from __future__ import annotations

import math
import os
import shlex
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.errors import DetenteError
from ui.present.numbers import count, plural

if TYPE_CHECKING:
    from scenarios.experiments.designs.plan import Plan
    from scenarios.experiments.playing.pools import Pool
    from scenarios.experiments.storing.store import Store

FAILED, INTERRUPTED = 1, 130

#: Seconds after which the rate is told where no bar shows it all the time, and seconds of play
#: between first and last results without which it is taken from the very beginning.
_SETTLED, _SHORT = 20.0, 2.0


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def open_pool(plan: Plan, chunks: int, workers: int | None, cluster: str | None) -> Pool:
    """The workers that were asked for; without a wish one for each core, and none without work."""
    if cluster is not None:
        from scenarios.experiments.playing.cluster import Cluster  # noqa: PLC0415

        return Cluster(plan, cluster)
    from scenarios.experiments.playing.pools import Local  # noqa: PLC0415
    from scenarios.ready import make_ready_apart  # noqa: PLC0415

    make_ready_apart()
    return Local(plan, max(1, min(workers or cores(), chunks)))


@dataclass
class Tally:
    """What was played since a sweep was begun or taken up again."""

    due: int  # runs
    played: int = 0
    failed: int = 0
    began: float = field(default_factory=time.monotonic)
    first: tuple[int, float] = (0, 0.0)  # runs played, and when, as the first results came in

    def add(self, runs: int, failed: int) -> None:
        """Count runs that are done."""
        self.played += runs
        self.failed += failed
        if self.played and not self.first[0]:
            self.first = (self.played, time.monotonic())

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self.began

    @property
    def rate(self) -> float:
        """Runs a second; the start of the workers does not count where there is more to go by."""
        runs, when = self.first
        since = time.monotonic() - when
        if self.played > runs and since >= _SHORT:
            return (self.played - runs) / since
        return self.played / max(self.seconds, 1e-9)

    @property
    def left(self) -> float:
        """Seconds until the end at this rate; infinite where nothing is known."""
        return (self.due - self.played) / self.rate if self.played else math.inf


def carry_out(store: Store, pool: Pool) -> int:
    """Play what is missing, telling how it goes; the exit code."""
    from scenarios.experiments.playing.runner import execute  # noqa: PLC0415

    runs_of = store.layout.runs_of
    bounds = [runs_of(chunk) for chunk in store.missing()]
    tally = Tally(sum(high - low for low, high in bounds))
    if pool.note:
        click.echo(f"note: {pool.note}", err=True)
    try:
        with _stoppable() as stop_if_asked, _told(tally, store.plan.count) as tell:

            def progress(runs: int, failed: int) -> None:
                tally.add(runs, failed)
                tell()
                stop_if_asked()

            execute(store, pool, progress)
    except KeyboardInterrupt:
        pool.close()
        return _unfinished(store, "interrupted", INTERRUPTED)
    except DetenteError as fault:
        pool.close()
        return _unfinished(store, " ".join(str(fault).split()), FAILED)
    _summary(store, tally)
    return 0


def _unfinished(store: Store, why: str, code: int) -> int:
    status = store.status()
    click.echo(f"detente: {why}", err=True)
    click.echo(
        f"{count(status.done)} of {plural(status.runs, 'run')} are done and kept; "
        f"to go on: detente sweep resume {quoted(store.folder)}",
        err=True,
    )
    return code


def _summary(store: Store, tally: Tally) -> None:
    status, folder = store.status(), quoted(store.folder)
    failed = f", {count(status.failed)} of them failed" if status.failed else ""
    click.echo(f"{plural(status.done, 'run')} done{failed}")
    if tally.played:
        speed = f"{tally.played / tally.seconds:.1f} runs a second"
        click.echo(f"{plural(tally.played, 'run')} played in {span(tally.seconds)}, {speed}")
    click.echo(f"tables in {folder}")
    if status.failed:
        click.echo(f"detente sweep status {folder} names the failed runs and their errors")
    click.echo(f"next: detente sweep report {folder}")


def quoted(path: Path) -> str:
    """A path as a shell takes it."""
    return shlex.quote(str(path))


def span(seconds: float) -> str:
    """A time in words: ``8 s``, ``3 min 20 s``, ``2 h 5 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


@contextmanager
def _stoppable() -> Iterator[Callable[[], None]]:
    """Yields what raises ``KeyboardInterrupt`` once Ctrl-C was pressed or SIGTERM came.

    It is to be called at places where nothing is half done. A second Ctrl-C does not wait for one.
    """
    asked: list[int] = []

    def ask(number: int, _: object) -> None:
        if number in asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        asked.append(number)

    def stop_if_asked() -> None:
        if asked:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield stop_if_asked  # signals reach the main thread alone
        return
    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop_if_asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _told(tally: Tally, runs: int) -> Iterator[Callable[[], None]]:
    """Yields what tells on stderr how it goes: by a bar on a terminal, else once by a line."""
    if not sys.stderr.isatty():
        yield _line(tally)
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=runs, completed=runs - tally.due)

        def show() -> None:
            words = f"{count(runs - tally.due + tally.played)} of {count(runs)} runs"
            if tally.played:
                words += f", {tally.rate:.1f} a second, {span(tally.left)} left"
            if tally.failed:
                words += f", {count(tally.failed)} failed"
            bar.update(task, completed=runs - tally.due + tally.played, description=words)

        show()
        yield show


def _line(tally: Tally) -> Callable[[], None]:
    """Says once, when it is known, how long it will take."""
    said = False

    def show() -> None:
        nonlocal said
        if not said and tally.played and tally.seconds >= _SETTLED and tally.left >= _SETTLED:
            said = True
            click.echo(f"{tally.rate:.1f} runs a second, about {span(tally.left)} left", err=True)

    return show
