"""Files made to do harm, and files spoilt at random: a fault in plain words, never a crash."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.load import load, problems
from scenarios.workbench.starter import begin
from tests.scenarios.breaking import told


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return begin("mine", 4, tmp_path)


FILES = (
    *("scenario.toml", "nations.csv", "dyads.csv", "groups.toml", "agreements.csv"),
    *("events.toml", "objectives.toml", "sources.toml", "briefs/ARD.md"),
)


@pytest.mark.parametrize("file", FILES)
def test_a_file_of_ten_megabytes_is_not_read(mine: Path, file: str) -> None:
    with (mine / file).open("ab") as out:
        out.truncate(10_000_000)
    (line, *_) = [line for line in told(mine) if line.startswith(file)]
    assert line == f"{file}: is larger than 2 MB"


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 200 + "]" * 200,
        "x = " + "{a = " * 60 + "1" + "}" * 60,
        ".".join("x" * 99) + "=1",
    ],
)
@pytest.mark.parametrize("file", ["scenario.toml", "events.toml", "sources.toml"])
def test_deep_nesting_is_refused(mine: Path, file: str, text: str) -> None:
    (mine / file).write_text(text)
    assert f"{file}: malformed TOML: nested too deeply" in told(mine)


def test_a_sheet_has_an_end(mine: Path) -> None:
    with (mine / "dyads.csv").open("a") as out:
        out.write("ARD,BRV,,,,,\n" * 50_000)
    assert told(mine) == ["dyads.csv: has more than 40000 rows"]


def test_a_device_or_a_pipe_is_not_opened(mine: Path) -> None:
    (mine / "events.toml").unlink()
    os.mkfifo(mine / "events.toml")
    (mine / "objectives.toml").unlink()
    (mine / "objectives.toml").mkdir()
    assert told(mine) == ["events.toml: is not a file", "objectives.toml: is not a file"]


def test_links_that_lead_out_are_not_followed(mine: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("for nobody")
    for file in ("briefs/ARD.md", "agreements.csv"):
        (mine / file).unlink()
        (mine / file).symlink_to(secret)
    out = "is a link that leads out of the scenario's folder; put the file itself here"
    assert sorted(told(mine)) == [f"agreements.csv: {out}", f"briefs/ARD.md: {out}"]


def test_a_folder_of_briefs_elsewhere_is_not_read(mine: Path, tmp_path: Path) -> None:
    other = begin("other", 4, tmp_path)
    for path in (mine / "briefs").iterdir():
        path.unlink()
    (mine / "briefs").rmdir()
    (mine / "briefs").symlink_to(other / "briefs")
    assert len(told(mine)) == len(list((other / "briefs").iterdir()))
    assert all("is a link that leads out" in line for line in told(mine))


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_an_archive_bomb_is_not_unpacked(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"bomb.{kind}"
    zeros = b"\0" * 10_000_000
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("scenario.toml", zeros)
    else:
        with tarfile.open(path, "w:gz") as packed:
            info = tarfile.TarInfo("scenario.toml")
            info.size = len(zeros)
            packed.addfile(info, io.BytesIO(zeros))
    (problem,) = problems(path)
    assert problem.message == "is an archive; unpack it and give its folder"
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_an_archive_under_the_name_of_a_file_is_no_text(mine: Path) -> None:
    with zipfile.ZipFile(mine / "events.toml", "w") as packed:
        packed.writestr("events.toml", "")
    (line,) = told(mine)
    assert line.startswith("events.toml: line 1")


@pytest.mark.parametrize(
    "text", ["{{ 7 * 7 }}", "{0.__class__}", "%(name)s", "__import__('os')", "${HOME}", "@ID@"]
)
def test_no_text_is_carried_out(mine: Path, text: str) -> None:
    for file, old in (("scenario.toml", "An invented sea"), ("briefs/ARD.md", "You lead")):
        whole = (mine / file).read_text()
        (mine / file).write_text(whole.replace(old, text))
    found = load(mine)
    assert text in found.brief
    assert text in found.briefs["ARD"]


# --- spoilt at random

PIECES = st.sampled_from([
    *('"', "'", "[", "]", "{", "}", "=", ",", "\n", "#", "\0", "\ud7ff", "é", "-", ".", "1e999"),
    *("true", "ARD", "COV", "2000-13", "nan", "-0", "9" * 30, "[[events]]", "[citations]", "[x]"),
    *('extends = "first-steps"', "without = [3]", 'drop = { events = "x" }', "seats = []"),
    *('of = ["ARD", 3]', "effects = [3]", 'effects = [{ do = "will" }]', "amount = nan"),
])  # fmt: skip


@given(data=st.data())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_scenario_spoilt_at_random_loads_or_tells_its_faults(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = begin("mine", 4, tmp_path_factory.mktemp("spoilt"))
    for _ in range(data.draw(st.integers(1, 4))):
        path = folder / data.draw(st.sampled_from(FILES))
        text = path.read_text(encoding="utf-8")
        place = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.sampled_from([0, 0, 1, 5, 40]))
        spoilt = text[:place] + data.draw(PIECES) + text[place + cut :]
        path.write_text(spoilt, encoding="utf-8")
    found = problems(folder)
    assert all(problem.file and problem.message for problem in found)
    assert not any("Input should" in str(problem) for problem in found)
    if not found:
        scenario = load(folder)
        assert scenario.nations
