"""The docs: commands run, quoted output is real, links lead somewhere, the site builds."""

from __future__ import annotations

import csv
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from ui.cli import cli

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
TUTORIAL = (DOCS / "tutorial.md").read_text("utf-8")


def blocks(page: str, language: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [text for named, text in fenced if named == language]


def spoken(text: str) -> str:
    return " ".join(text.split())


def test_the_tutorial_runs_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (design,) = blocks(TUTORIAL, "toml")
    Path("question.toml").write_text(design, "utf-8")
    commands = [line for block in blocks(TUTORIAL, "") for line in block.splitlines()]
    assert {shlex.split(line)[1] for line in commands} == {"run", "replay", "play", "sweep"}
    said = ""
    for line in commands:
        words = shlex.split(line)
        if words[1] == "play":  # opens a window
            continue
        result = CliRunner().invoke(cli, words[1:])
        assert result.exit_code == 0, result.output
        said += result.output
    quotes = blocks(TUTORIAL, "text")
    assert len(quotes) == 6
    assert [quote for quote in quotes if spoken(quote) not in spoken(said)] == []
    assert Path("game.html").is_file()
    with Path("question/report/effects.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["over"] == "end"]
    (effect,) = [row for row in rows if row["metric"] == "interoperability_sponsor_partner"]
    told = [f"{-float(effect[name]):.3f}".lstrip("0") for name in ("difference", "high", "low")]
    assert "lower by {}, with a 95 % interval from {} to {},".format(*told) in spoken(TUTORIAL)


@pytest.mark.parametrize(
    "page", [*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=lambda page: page.stem
)
def test_links_lead_to_files_that_exist(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    near = [link for link in links if "://" not in link]
    assert [link for link in near if not (page.parent / link).exists()] == []


def test_the_site_builds_and_asks_no_other_site_for_anything(tmp_path: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "site"), strict=True)
    build(config)
    html = [path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.html")]
    assert len(html) > len(PAGES)
    loads = re.compile(r"<(?:script|img|iframe)[^>]+src=\"https?:|<link[^>]+href=\"https?:")
    assert [found for page in html for found in loads.findall(page)] == []
