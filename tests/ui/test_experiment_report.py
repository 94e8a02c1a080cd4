"""The report of a sweep: one page that needs nothing else, and the numbers behind its figures."""

import csv
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from scenarios.experiments.designs.design import read_design
from scenarios.experiments.designs.plan import Plan, Run
from sim.errors import DetenteError
from tests.scenarios.invented import plan_of, tell
from tests.scenarios.sweeps import played_here
from tests.ui.test_report import read
from ui.cli import cli
from ui.report.experiment import write_report

NAMES = '"trust", "agreements", "disputes"'

FULL = """
replicates = 10
[factors]
"off.P5" = [false, true]
"trust.memory" = [0.75, 0.8, 0.9]
"""
RANGES = """
replicates = 3
[factors]
"trust.memory" = {{low = 0.75, high = 0.9}}
"threat.base" = {{low = 0.0, high = 1.0}}
"off.P5" = [false, true]
[sampling]
method = "{}"
n = {}
"""
DESIGNS = {
    "single": "replicates = 12",
    "full": FULL,
    "lhs": RANGES.format("lhs", 20),
    "sobol": RANGES.format("sobol", 8),
    "morris": RANGES.format("morris", 6),
    "fast": RANGES.format("fast", 66),
}


def trust(run: Run, turn: int) -> float:
    """Less without exercises, more with memory; luck by replicate."""
    levels = run.treatment.factors
    value = 0.5 + 0.01 * run.replicate + 0.05 * turn
    value -= 0.2 * bool(levels.get("off.P5"))
    return value + 0.4 * (float(levels.get("trust.memory", 0.75)) - 0.75)


def agreements(run: Run, turn: int) -> float:
    """Ten, and a hundred in one run."""
    return 100.0 if (run.point, run.replicate) == (0, 2) else 10.0 + run.replicate % 4


def disputes(run: Run, turn: int) -> float:
    """None, ever."""
    return 0.0


#: The name of a design and the files of its report.
Report = tuple[str, list[Path]]

FORMULAS = (trust, agreements, disputes)


def told(folder: Path, text: str) -> Path:
    """The folder of a sweep with invented outcomes."""
    tell(plan_of(folder, text, NAMES), folder / "sweep", *FORMULAS)
    return folder / "sweep"


def words(page: Path) -> str:
    """The text of a page without tags and style."""
    bare = re.sub(r"<style.*?</style>|<svg.*?</svg>", "", page.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(" ".join(read(bare).texts).split())


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a full design with its report."""
    folder = told(tmp_path_factory.mktemp("full"), FULL)
    write_report(folder)
    return folder


#: What the page of each design speaks of.
HEADS = {
    "single": ("Over time", "Runs that stand out", "Networks of treaty partners"),
    "full": ("Key findings", "Strongest effects", "Level by level", "Luck"),
    "lhs": ("Key findings", "Regression", "Over the range of a factor"),
    "sobol": ("Sensitivity indices", "share of the variance", "Luck"),
    "morris": ("Elementary effects", "sigma"),
    "fast": ("Sensitivity indices", "no reliable intervals"),
}


@pytest.fixture(scope="module", params=list(DESIGNS))
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A design's name and the files of its report, the page first."""
    name = str(request.param)
    return name, write_report(told(tmp_path_factory.mktemp(name), DESIGNS[name]))


def test_every_design_has_a_page_that_refers_to_nothing_outside(report: Report) -> None:
    page = report[1][0]
    text = page.read_text("utf-8")
    for tag, key, value in read(text).attributes:
        if key in ("src", "href", "xlink:href", "srcset", "data", "action") and tag != "a":
            assert value.startswith(("#", "data:")), (tag, key, value)
    style = "".join(re.findall(r"<style[^>]*>(.*?)</style>", text, flags=re.DOTALL))
    assert "@import" not in style
    assert all(url.startswith(("data:", "#")) for url in re.findall(r"url\(['\"]?([^)'\"]*)", text))
    assert "<script" not in text
    assert len(text) < 1_000_000


def test_every_file_lies_beside_the_page_that_names_it(report: Report) -> None:
    page, *others = report[1]
    reader = read(page.read_text("utf-8"))
    links = {value for tag, key, value in reader.attributes if tag == "a" and key == "href"}
    assert links == {path.name for path in others}
    assert {path.name for path in page.parent.iterdir()} == {page.name, *links}
    assert all(len(path.read_text("utf-8").splitlines()[0].split(",")) > 3 for path in others)


def test_a_page_has_the_sections_of_its_design(report: Report) -> None:
    name, files = report
    text = words(files[0])
    assert [head for head in HEADS[name] if head not in text] == []
    assert "nan" not in text.replace("(", " ").split()
    ids = read(files[0].read_text("utf-8")).ids
    assert len(ids) == len(set(ids))
    pictures = re.findall(r"<svg[^>]*>", files[0].read_text("utf-8"))
    assert all('role="img"' in tag and re.search('aria-label="[^"]{12,}"', tag) for tag in pictures)


def test_findings_name_direction_size_and_meaning(full: Path) -> None:
    text = words(full / "report" / "report.html")
    found = re.search(r"Without P5 \(joint exercises\), trust.*? is (.*?) from", text)
    assert found
    assert found[1] == "0.20 lower (95 % interval 0.20 to 0.20),"
    assert "Trust: mean trust of a nation in another, over ordered pairs." in text
    assert "With trust.memory at 0.9 instead of 0.75, trust" in text
    assert "All treatments share their luck" in text
    assert "Benjamini and Hochberg" in text


def test_a_run_that_stands_out_has_the_command_that_plays_it_again(full: Path) -> None:
    text = words(full / "report" / "report.html")
    odd = rows(full / "report" / "unusual.csv")[0]
    assert (odd["metric"], odd["value"]) == ("agreements", "100")
    assert f"detente sweep repro {full} {odd['run_id']} --record {odd['run_id'][:8]}" in text
    assert "Agreements is 100 where" in text


def test_files_hold_the_numbers_of_the_figures(full: Path) -> None:
    effects = rows(full / "report" / "effects.csv")
    [off] = [
        row
        for row in effects
        if (row["metric"], row["over"], row["factor"]) == ("trust", "end", "off.P5")
    ]
    assert float(off["difference"]) == pytest.approx(-0.2)
    assert (off["level"], off["reference"], off["pairs"]) == ("true", "false", "30")
    courses = rows(full / "report" / "courses.csv")
    first = next(row for row in courses if row["metric"] == "trust")
    assert (first["group"], first["turn"], first["runs"]) == ("all runs", "1", "60")
    assert float(first["q05"]) < float(first["q50"]) < float(first["q95"])


def test_networks_that_do_not_end_as_the_table_says_are_marked(full: Path) -> None:
    assert "does not end as the table says" in words(full / "report" / "report.html")


def test_the_same_tables_give_the_same_bytes(full: Path) -> None:
    before = {path.name: path.read_bytes() for path in (full / "report").iterdir()}
    write_report(full, force=True)
    assert {path.name: path.read_bytes() for path in (full / "report").iterdir()} == before


def test_a_report_is_not_overwritten_unless_it_is_asked_for(full: Path) -> None:
    with pytest.raises(DetenteError, match="exists already; --force overwrites it"):
        write_report(full)


def test_a_sweep_without_a_finished_part_is_refused_and_left_alone(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, FULL, NAMES)
    tell(plan, tmp_path / "sweep", *FORMULAS, chunks=slice(0, 0))
    with pytest.raises(DetenteError, match="no part of the sweep is finished yet"):
        write_report(tmp_path / "sweep")
    assert not (tmp_path / "sweep" / "report").exists()


def test_failed_runs_are_listed_and_told_of_before_any_figure(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, FULL)
    tell(plan, tmp_path / "sweep", lambda run, turn: None if run.index == 3 else trust(run, turn))
    text = words(write_report(tmp_path / "sweep")[0])
    assert "1 run failed and is left out; a pair of runs of which one failed" in text
    assert f"detente sweep repro {tmp_path / 'sweep'} {plan.run(3).id}" in text
    assert rows(tmp_path / "sweep" / "report" / "failed.csv")[0]["error"] == "Invented"


def test_a_sweep_of_nothing_but_failures_has_a_page(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, FULL)
    tell(plan, tmp_path / "sweep", lambda run, turn: None)
    text = words(write_report(tmp_path / "sweep")[0])
    assert "60 runs failed" in text


def test_names_from_a_scenario_are_escaped(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "replicates = 9")
    [(key, scenario)] = plan.scenarios.items()
    evil = scenario.model_copy(update={"title": "<script>alert(1)</script>"})
    tell(Plan.of(plan.design, {key: evil}), tmp_path / "sweep", trust)
    assert "<script" not in write_report(tmp_path / "sweep")[0].read_text("utf-8")


def test_a_sweep_as_it_is_played_has_a_report_by_command(tmp_path: Path) -> None:
    (tmp_path / "design.toml").write_text(
        """
scenario = "first-steps"
turns = 3
replicates = 8
seed = 2
[factors]
"policy" = ["doctrine", "isolationist"]
"off.P5" = [false, true]
"""
    )
    folder = tmp_path / "sweep"
    played_here(read_design(tmp_path / "design.toml"), folder)
    result = CliRunner().invoke(cli, ["sweep", "report", str(folder)])
    assert result.exit_code == 0, result.output
    assert str(folder / "report" / "report.html") in result.stdout.splitlines()
    text = words(folder / "report" / "report.html")
    assert "does not end as the table says" not in text
    assert "The typical run" in text
    assert "With isolationist instead of doctrine as policy of all seats" in text
    again = CliRunner().invoke(cli, ["sweep", "report", str(folder)])
    assert again.exit_code == 2
    assert "--force" in again.stderr
