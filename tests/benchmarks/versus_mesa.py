"""The engine beside an ordinary Mesa model: ``python -m tests.benchmarks.versus_mesa [passes]``.

Both play ``pfp-1994`` with the same subset of mechanisms (``tests.benchmarks.baseline``), from the
same start, and collect the same measures every turn. The engine plays 256 runs together, as a large
sweep does, and 64; the Mesa model plays one, and so does the engine once more, to tell what of the
difference is the batch. A pass goes through the scenario in blocks of four turns, in which all take
their turns one after the other: what else the machine does falls on all alike. Times are CPU times
of one thread, a run and turn. A block played beforehand has the system hand out the memory that
all then use: a sweep pays that once, and it says nothing of either.

What is switched off in the engine is not free: its phases still run over empty arrays, and some of
its orders are still given (``baseline`` says which). The last line, with all mechanisms on, tells
how much of the whole the subset is.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace

#: Runs that the engine plays together: those of a large sweep, and a smaller batch.
RUNS, FEWER = 256, 64
BLOCK = 4
SEED = 7
SCENARIO = "pfp-1994"

#: Labels of what is timed; the first two are compared.
LABELS = ("Mesa", "engine, 256 runs", "engine, 64 runs", "engine, 1 run", "256, all on")
MESA, LARGE, SMALL, SINGLE, ALL = LABELS

Play = Callable[[int], None]


def engine(runs: int, off: tuple[str, ...]) -> Play:
    """Plays some turns more of so many runs, and measures what the Mesa model's collector does."""
    from agents.run import keep_freed_memory, turns_of
    from scenarios.build import new_game, seeds_for
    from scenarios.load import load
    from sim.measures import MEASURES
    from tests.benchmarks.baseline.model import REPORTERS

    keep_freed_memory()
    game = new_game(load(SCENARIO), seeds_for(SEED, runs), off=off)

    def play(turns: int) -> None:
        nonlocal game
        for played in turns_of(game, turns):
            for name in REPORTERS:
                MEASURES[name].function(game.world, played.turn.after)
            state = played.turn.after
        game = replace(game, state=state)

    return play


def mesa_model() -> Play:
    """Plays some turns more of the Mesa model."""
    from scenarios.load import load
    from tests.benchmarks.baseline import BaselineModel

    model = BaselineModel(load(SCENARIO), SEED)

    def play(turns: int) -> None:
        for _ in range(turns):
            model.step()

    return play


def contestants() -> dict[str, tuple[Play, int]]:
    """What is timed, and how many runs it plays at once."""
    from sim.mechanisms import MECHANISMS
    from tests.benchmarks.baseline import SUBSET

    off = tuple(name for name in MECHANISMS if name not in SUBSET)
    return {
        MESA: (mesa_model(), 1),
        LARGE: (engine(RUNS, off), RUNS),
        SMALL: (engine(FEWER, off), FEWER),
        SINGLE: (engine(1, off), 1),
        ALL: (engine(RUNS, ()), RUNS),
    }


def one_pass(turns: int, times: dict[str, list[float]]) -> None:
    """Play the scenario once, all in turn, block by block; adds ms per run-turn of each block."""
    players = contestants()
    for _ in range(turns // BLOCK):
        for name, (play, runs) in players.items():
            before = time.process_time()
            play(BLOCK)
            times[name].append((time.process_time() - before) / BLOCK / runs * 1e3)


def measure(passes: int) -> None:
    """Warm up, play, print."""
    import mesa
    import numpy as np

    from scenarios.load import load
    from tests.benchmarks.baseline import SUBSET

    turns = load(SCENARIO).turns
    for play, _ in contestants().values():
        play(BLOCK)
    times: dict[str, list[float]] = {name: [] for name in LABELS}
    begun = os.getloadavg()[0]
    for _ in range(passes):
        one_pass(turns, times)
    version = ".".join(map(str, sys.version_info[:3]))
    print(f"{SCENARIO}, {turns} turns, in {passes} pass(es) by blocks of {BLOCK} turns")
    print(f"Python {version}, NumPy {np.__version__}, Mesa {mesa.__version__}")
    print(f"load {begun:.1f} at the start, {os.getloadavg()[0]:.1f} at the end")
    print(f"in the subset: {' '.join(SUBSET)}\n")
    report(times)


def report(times: dict[str, list[float]]) -> None:
    """The table: ms per run-turn, and how many times as long as the engine the Mesa model takes."""
    print(f"{'':>16} {'ms per run-turn':>28} {'Mesa takes so many times as long':>44}")
    heads = ("least", "median", "mean", "least", "median", "most", "in all")
    print(f"{'':>16}" + "".join(f"{head:>10}" for head in heads))
    for name, taken in times.items():
        ratios = [m / own for m, own in zip(times[MESA], taken, strict=True)]
        whole = sum(times[MESA]) / sum(taken)
        line = (min(taken), statistics.median(taken), statistics.mean(taken))
        line += (min(ratios), statistics.median(ratios), max(ratios), whole)
        cells = "".join(f"{x:>10.2f}" for x in line[:3]) + "".join(f"{x:>10.1f}" for x in line[3:])
        print(f"{name:>16}{cells}")
    share = sum(times[LARGE]) / sum(times[ALL])
    print(f"\nThe subset takes {share:.0%} of the engine's time with all mechanisms on.")


def main() -> None:
    """Measure in a process whose linear algebra keeps to one thread."""
    if os.environ.get("OMP_NUM_THREADS") == "1":
        measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
        return
    quiet = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "MKL", "OMP")}
    command = [sys.executable, "-m", "tests.benchmarks.versus_mesa", *sys.argv[1:]]
    sys.exit(subprocess.run(command, env={**os.environ, **quiet}, check=False).returncode)


if __name__ == "__main__":
    main()
