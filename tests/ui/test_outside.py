"""What came from outside shows where a record is read: replay, report, export."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.scenarios.eventful import a_session
from ui.cli import cli


def call(*words: object) -> Result:
    """The command in this process."""
    return CliRunner().invoke(cli, [str(word) for word in words])


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game of three turns with an inject, an override and a dated event."""
    session = a_session("HAL")
    session.inject("storm", "to stir them up")
    session.resolve()
    session.override([{"do": "will", "nation": "VEL", "amount": 0.25}], "a slip of the pen")
    session.resolve()
    session.resolve()
    path = tmp_path_factory.mktemp("outside") / "game.jsonl"
    path.write_text(session.record(), encoding="utf-8", newline="\n")
    return path


TOLD = (
    "Storm: A storm. It rains.",
    "political will of Halmere -0.25. Reason: to stir them up.",
    "Second quarter: A date has come.",
    "The facilitator decided: political will of Velmark +0.25. Reason: a slip of the pen.",
)


def test_a_replay_tells_what_came_from_outside(record: Path) -> None:
    assert call("replay", "--check", record).exit_code == 0
    told = call("replay", record).stdout
    assert all(words in told for words in TOLD)


def test_a_report_tells_what_came_from_outside(record: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert call("report", record, "--out", page).exit_code == 0
    told = page.read_text(encoding="utf-8")
    assert all(words in told for words in TOLD)


def test_a_record_with_injects_can_be_exported(record: Path) -> None:
    result = call("export", record, "--turn", "2", "--format", "csv")
    assert result.exit_code == 0, result.output
