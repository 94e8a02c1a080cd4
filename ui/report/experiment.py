"""The report of a sweep: one self-contained page, and the numbers behind its figures as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.experiments.analysis.analyse import Analysis, analyse, sample_of
from scenarios.experiments.storing.store import Store
from sim.errors import DetenteError
from ui.commands.outputs import output_folder, writing
from ui.present.numbers import count
from ui.report import experiment_figures as figures
from ui.report import experiment_rows as rows
from ui.report import experiment_story as story
from ui.report import experiment_tables as tables
from ui.report.experiment_networks import network_rows
from ui.report.experiment_words import Namer
from ui.report.frame import filled

if TYPE_CHECKING:
    from pathlib import Path

    from sim.world import World

FOLDER = "report"


def write_report(folder: Path, *, force: bool = False) -> list[Path]:
    """Analyse a sweep and write ``report.html`` and CSV files into its folder ``report``.

    The same tables give the same bytes. Raises ``DetenteError`` before anything is computed if
    there is no sweep, no run of it is in a finished shard, or a file exists (unless ``force``).
    """
    store = Store.open(folder, same_engine=False)
    plan = store.plan
    if not store.status().finished:
        raise DetenteError(
            f"{folder}: no part of the sweep is finished yet; go on with detente sweep resume"
        )
    names = tables.names(plan.design.sampling.method, len(plan.varied))
    out = output_folder(folder / FOLDER)
    targets = {"page": out / "report.html"} | {name: out / f"{name}.csv" for name in names}
    with writing(targets, force=force) as files:
        found = analyse(folder, plan)
        for name in names:
            files[name].write_text(tables.csv_text(found, name), encoding="utf-8")
        files["page"].write_text(page(found, str(folder)), encoding="utf-8")
    return list(targets.values())


def page(found: Analysis, folder: str) -> str:
    """The page as text; ``folder`` is the sweep's, as commands on the page name it."""
    return filled("experiment.html", content(found, folder))


def content(found: Analysis, folder: str) -> dict[str, Any]:
    """All that the template shows."""
    namer = Namer(found)
    method, world = found.method, _world(found)
    names = tables.names(method, len(found.runs.factors))
    return {
        "title": story.title(found),
        "facts": story.facts(found),
        "lead": story.design(found),
        "warnings": story.warnings(found),
        "cards": story.cards(found),
        "findings": story.findings(found, namer),
        "multiple": story.multiple(found),
        "factors": rows.factor_rows(found, namer),
        "courses": list(figures.courses(found, namer, world, _turns(found))),
        "several": len({point.group for point in found.courses}) > 1,
        "effects": rows.effect_rows(found, namer),
        "levels": list(figures.levels(found, namer)) if method == "full" else [],
        "heats": list(figures.heats(found, namer)),
        "indices": list(figures.index_figures(found)) if found.runs.factors else [],
        "method": method,
        "step": round(100 * sample_of(found.plan).step) if method == "morris" else 0,
        "responses": list(figures.response_figures(found, namer)),
        "luck": rows.luck_rows(found),
        "unusual": rows.unusual_rows(found, namer, folder),
        "networks": network_rows(found),
        "failed": rows.failed_rows(found, folder),
        "failures": count(len(found.failed)),
        "gaps": rows.gap_rows(found),
        "files": [{"name": f"{name}.csv", "words": tables.WORDS[name]} for name in names],
        "when": found.plan.design.measures.when,
        "version": story.version_words(found),
    }


def _turns(found: Analysis) -> int:
    return max((found.plan.turns(name) for name in found.plan.scenarios), default=0)


def _world(found: Analysis) -> World | None:
    """A world that dates the turns, None where scenarios differ in it."""
    from scenarios.build import build_world  # noqa: PLC0415

    scenarios = list(found.plan.scenarios.values())
    if len({(scenario.start, scenario.months) for scenario in scenarios}) != 1:
        return None
    return build_world(scenarios[0])
