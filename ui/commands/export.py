"""``detente export``: the network of one turn of a record, for other programs."""

from __future__ import annotations

import csv
import io
import json
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.errors import DetenteError
from ui.commands.options import FilePath, WholeNumber, force_option
from ui.commands.outputs import writing

if TYPE_CHECKING:
    import networkx

    from sim.record import Record

FORMATS = ("gexf", "graphml", "csv", "json")


@click.command()
@click.argument("record", type=FilePath())
@click.option("--turn", type=WholeNumber(0), help="After so many turns, 0 for the start; else all.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="gexf", show_default=True)
@click.option("--out", type=FilePath(), help="The file to write; without, to the terminal.")
@force_option
def export(record: Path, turn: int | None, format_: str, out: Path | None, force: bool) -> None:
    """Write who is bound to whom in RECORD: nations, agreements, trust, interoperability.

    It is the umpire's view: nothing that is hidden from players is left out. csv holds the pairs
    with agreements in force, the other formats the nations too.
    """
    from ui.commands.playing import read_record  # noqa: PLC0415

    if out is None:
        click.echo(_text(_graph(read_record(record), turn), format_), nl=False)
        return
    with writing({"network": out}, force=force) as files:
        text = _text(_graph(read_record(record), turn), format_)
        files["network"].write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"{out}")


def _graph(record: Record, turn: int | None) -> networkx.Graph:
    """The network of a record after so many turns; every digest up to there is compared."""
    from scenarios.games import from_record  # noqa: PLC0415
    from sim.network import to_networkx  # noqa: PLC0415
    from sim.record import replay  # noqa: PLC0415
    from ui.present.numbers import plural  # noqa: PLC0415

    total = len(record.turns)
    if turn is not None and turn > total:
        raise DetenteError(f"--turn {turn}: the record has {plural(total, 'turn')}")
    setup = from_record(record)
    state = setup.game.state
    for played in islice(replay(record, setup.game.world, state), turn):
        state = played.after
    return to_networkx(setup.game.world, state)


def _text(graph: networkx.Graph, format_: str) -> str:
    """The network as text, the same every time."""
    import networkx as nx  # noqa: PLC0415

    if format_ == "gexf":
        return "\n".join(nx.generate_gexf(graph)) + "\n"
    if format_ == "graphml":
        return "\n".join(nx.generate_graphml(graph)) + "\n"
    if format_ == "json":
        return json.dumps(nx.node_link_data(graph, edges="edges"), indent=1) + "\n"
    out = io.StringIO()
    columns = ["first", "second", "types", "trust_first", "trust_second", "interoperability"]
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(data for _, _, data in graph.edges(data=True))
    return out.getvalue()
