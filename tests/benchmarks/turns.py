"""Run-turns per second by nations and runs: ``python -m tests.benchmarks.turns``.

Each cell is played in a process of its own, so that peak memory is its own; the time is CPU time,
one thread, after a warm-up. The game is played several times, and of each turn the fastest counts:
neighbours on a shared machine slow turns down, and none up. Cells that would need over 8 GB are
skipped and say so.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time

NATIONS = (30, 60, 200)
RUNS = (1, 16, 64, 256)
LIMIT_GB = 8.0
TURNS = 6
FEWEST, MOST, ENOUGH = 3, 20, 20.0  # repetitions, and the seconds after which they end


def estimate_gb(nations: int, runs: int) -> float:
    """State of all runs, twice (before and after), plus temporaries of one block, in GB."""
    row = nations * nations * (8 * 9 + 12 * 3 + 16)
    return (2 * runs * row + 40 * min(runs, 32) * nations * nations * 8) / 1e9


def cell(nations: int, runs: int) -> dict[str, float]:
    """Play one cell; ms per run-turn, the interactive turn's ms, peak memory in MB."""
    from agents.run import Played, play
    from scenarios.build import new_game, seeds_for
    from tests.builders import a_scenario

    game = new_game(a_scenario(nations, 40), seeds_for(3, runs))
    state = play(game.take(slice(0, min(runs, 4))), 4)  # warm-up
    del state
    best: dict[tuple[int, int], float] = {}  # of each block's each turn
    before = begun = time.process_time()

    def tick(rows: slice, played: Played) -> None:
        nonlocal before
        block, now = (rows.start, played.turn.after.turn), time.process_time()
        best[block], before = min(best.get(block, now - before), now - before), now

    for again in range(1, MOST + 1):
        before = time.process_time()
        play(game, TURNS, each=tick)
        if again >= FEWEST and before - begun > ENOUGH:
            break
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"ms": sum(best.values()) / runs / TURNS * 1e3, "peak_mb": peak}


def main() -> None:
    """Print the table."""
    if len(sys.argv) == 3:
        print(json.dumps(cell(int(sys.argv[1]), int(sys.argv[2]))))
        return
    quiet = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "MKL", "OMP")}
    print(f"{'nations':>8} {'runs':>5} {'ms per run-turn':>16} {'run-turns/s':>12} {'peak MB':>8}")
    for nations in NATIONS:
        for runs in RUNS:
            if estimate_gb(nations, runs) > LIMIT_GB:
                print(f"{nations:>8} {runs:>5}  skipped: would need over {LIMIT_GB:.0f} GB")
                continue
            out = subprocess.run(
                [sys.executable, "-m", "tests.benchmarks.turns", str(nations), str(runs)],
                env={**os.environ, **quiet},
                capture_output=True,
                text=True,
                check=True,
            )
            found = json.loads(out.stdout)
            print(
                f"{nations:>8} {runs:>5} {found['ms']:>16.3f} {1000 / found['ms']:>12.0f} "
                f"{found['peak_mb']:>8.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
