"""``detente run``: play a scenario with policies in all seats."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.errors import DetenteError
from ui.commands.options import (
    LARGEST_SEED,
    FilePath,
    WholeNumber,
    check_turns,
    force_option,
    read_seats,
    settings,
)
from ui.commands.outputs import writing

if TYPE_CHECKING:
    from scenarios.games import Setup
    from sim.record import Recorder
    from sim.state import State
    from ui.report.history import History


@click.command()
@click.argument("scenario")
@click.option("--seed", type=WholeNumber(0, LARGEST_SEED), default=1, show_default=True)
@click.option("--turns", type=WholeNumber(1), help="Play only so many turns.")
@click.option("--policy", "default", default="doctrine", show_default=True, metavar="NAME",
              help="Policy of all nations (that --seats does not name): doctrine, reciprocal, "
              "free-rider, hegemon, isolationist, look-ahead, chance, scripted or "
              "person.")  # fmt: skip
@click.option("--seats", type=FilePath(), help='TOML: a table [seats] with lines POL = "doctrine".')
@click.option("--record", type=FilePath(), help="Write the record of the game.")
@click.option("--report", type=FilePath(), help="Write the report, an HTML page.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--set", "assignments", multiple=True, metavar="PARAM=VALUE",
              help="Set a parameter, e.g. trust.memory=0.85. Repeatable.")  # fmt: skip
@click.option("--off", multiple=True, metavar="MECHANISM",
              help="Switch a mechanism off, e.g. P13. Repeatable.")  # fmt: skip
@click.option("--explain", metavar="ISO3[:ISO3]",
              help="Explain what a nation, or a pair, decided and why in a turn.")  # fmt: skip
@click.option("--turn", type=WholeNumber(1), help="The turn to explain; the first is 1.")
@force_option
def run(
    scenario: str,
    seed: int,
    turns: int | None,
    default: str,
    seats: Path | None,
    record: Path | None,
    report: Path | None,
    as_json: bool,
    assignments: tuple[str, ...],
    off: tuple[str, ...],
    explain: str | None,
    turn: int | None,
    force: bool,
) -> None:
    """Play SCENARIO with a policy in every seat and print what came of it."""
    values = settings(assignments)
    if (explain is None) != (turn is None):
        raise DetenteError("--explain and --turn go together, e.g. --explain POL:RUS --turn 4")
    named = {"record": record, "report": report}
    targets = {name: path for name, path in named.items() if path is not None}
    with writing(targets, force=force) as files:
        from scenarios.games import set_up  # noqa: PLC0415

        players = read_seats(seats) if seats else {}
        setup = set_up(scenario, seed, values=values, off=off, seats=players, default=default)
        turns = check_turns(turns, setup.game.world.turns, setup.scenario.id)
        if explain is not None and turn is not None:
            _explain(setup, explain, check_turns(turn, turns, setup.scenario.id, "--turn"))
            return
        played = play(setup, turns, tell="report" in files)
        if "record" in files:
            files["record"].write_text(played.record.text(), encoding="ascii", newline="\n")
        if "report" in files and played.history:
            from ui.report.page import page  # noqa: PLC0415

            files["report"].write_text(page(played.history), encoding="utf-8", newline="\n")
    result = _result(setup, played)
    if as_json:
        click.echo(json.dumps(result, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        _print(setup, played, result)


def _explain(setup: Setup, who: str, turn: int) -> None:
    from ui.commands.explaining import explained, parties, show  # noqa: PLC0415

    one, other = parties(setup.game.world, who)
    show(setup.game.world, explained(setup.game, turn), one, other)


@dataclass(frozen=True)
class Outcome:
    """A game that was played."""

    last: State
    record: Recorder
    history: History | None


def play(setup: Setup, turns: int, *, tell: bool) -> Outcome:
    """Play so many turns, recording them; ``tell`` keeps what a report needs."""
    from agents.run import turns_of  # noqa: PLC0415
    from sim.record import Recorder  # noqa: PLC0415
    from ui.commands.printing import progress  # noqa: PLC0415

    world, recorder = setup.game.world, Recorder(setup.header)
    chronicler = None
    if tell:
        from ui.report.history import Chronicler  # noqa: PLC0415

        chronicler = Chronicler(setup.scenario, setup.header, world, setup.game.state)
    last = setup.game.state
    with progress(turns, setup.scenario.title) as step:
        for played in turns_of(setup.game, turns, keep=tell):
            last = played.turn.after
            recorder.add(world, played.decision.moves, last)
            if chronicler:
                chronicler.see(played)
            step()
    return Outcome(last, recorder, chronicler.finish() if chronicler else None)


def _result(setup: Setup, played: Outcome) -> dict[str, Any]:
    """What ``--json`` prints."""
    from sim.measures import measure  # noqa: PLC0415
    from ui.present.standing import as_json, month, standings  # noqa: PLC0415

    world, header, last = setup.game.world, setup.header, played.last
    final = measure(world, last)
    return {
        "scenario": setup.scenario.id,
        "title": setup.scenario.title,
        "scenario_digest": header.scenario_digest,
        "seed": header.seed,
        "turns": last.turn,
        "until": month(world, last.turn - 1),
        "policy": header.default,
        "seats": dict(header.seats),
        "set": dict(header.values),
        "off": list(header.off),
        "digest": last.digest(),
        "measures": {name: float(values[0]) for name, values in final.items()},
        "participation": {s.iso: as_json(world, s) for s in standings(world, last)},
    }


def _print(setup: Setup, played: Outcome, result: dict[str, Any]) -> None:
    from ui.commands.printing import measures, participation  # noqa: PLC0415
    from ui.present.standing import standings  # noqa: PLC0415

    world, last = setup.game.world, played.last
    click.echo(f"{setup.scenario.title}")
    span = f"{world.label(0)} to {world.label(last.turn - 1)}"
    click.echo(f"{last.turn} of {world.turns} turns, {span}; seed {setup.header.seed}")
    if result["set"]:
        click.echo("set: " + ", ".join(f"{k} = {v:g}" for k, v in result["set"].items()))
    if result["off"]:
        click.echo("off: " + ", ".join(result["off"]))
    click.echo(f"digest {result['digest']}")
    participation(world, standings(world, last), standings(world, setup.game.state))
    measures(result["measures"])
