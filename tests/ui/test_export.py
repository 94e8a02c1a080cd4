"""``detente export``: a network as other programs read it back."""

import csv
import io
import json

import networkx as nx
import pytest

from scenarios.games import from_record
from sim.network import to_networkx
from sim.record import parse_bytes
from ui.cli import cli


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    """Two turns of pfp-1994."""
    path = tmp_path_factory.mktemp("record") / "game.jsonl"
    with pytest.raises(SystemExit):
        cli.main(["run", "pfp-1994", "--turns", "2", "--record", str(path)])
    return path


@pytest.fixture(scope="module")
def start(record):
    """The network at the start as the library's object."""
    setup = from_record(parse_bytes(record.read_bytes(), "game.jsonl"))
    return to_networkx(setup.game.world, setup.game.state)


def exported(*given) -> int:
    with pytest.raises(SystemExit) as ended:
        cli.main(["export", *map(str, given)])
    return ended.value.code or 0


def bonds(graph) -> set:
    return {(*sorted((a, b)), data["types"]) for a, b, data in graph.edges(data=True)}


@pytest.mark.parametrize(
    ("format_", "read"), [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)]
)
def test_a_graph_file_holds_nations_and_agreements(record, start, tmp_path, format_, read):
    out = tmp_path / f"network.{format_}"
    assert exported(record, "--turn", 0, "--format", format_, "--out", out) == 0
    found = read(out)
    assert dict(found.nodes(data="name")) == dict(start.nodes(data="name"))
    assert bonds(found) == bonds(start)
    assert bonds(found)


def test_json_holds_nations_and_agreements(record, start, capsys):
    assert exported(record, "--turn", 0, "--format", "json") == 0
    found = nx.node_link_graph(json.loads(capsys.readouterr().out), edges="edges")
    assert (set(found.nodes), bonds(found)) == (set(start.nodes), bonds(start))


def test_csv_holds_a_row_for_each_pair_with_agreements(record, start, capsys):
    assert exported(record, "--turn", 0, "--format", "csv") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {(*sorted((r["first"], r["second"])), r["types"]) for r in rows} == bonds(start)
    assert all(0 < float(row["trust_first"]) < 1 for row in rows)


def test_without_a_turn_it_is_the_last(record, capsys):
    exported(record, "--format", "csv")
    last = capsys.readouterr().out
    exported(record, "--format", "csv", "--turn", 2)
    assert capsys.readouterr().out == last
    exported(record, "--format", "csv", "--turn", 0)
    assert capsys.readouterr().out != last


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["--turn", "3"], "--turn 3: the record has 2 turns"),
        (["--format", "dot"], "'dot' is not one of 'gexf', 'graphml', 'csv', 'json'"),
    ],
)
def test_what_cannot_be_exported_is_said_in_one_sentence(record, capsys, given, sentence):
    assert exported(record, *given) == 2
    assert sentence in capsys.readouterr().err


def test_a_file_that_exists_is_kept(record, tmp_path, capsys):
    out = tmp_path / "mine"
    out.write_text("mine")
    assert exported(record, "--out", out) == 2
    assert out.read_text() == "mine"
    assert "--force" in capsys.readouterr().err
