"""An experiment in words: what was run, what to beware of, what came out."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from scenarios.experiments.analysis.analyse import sample_of
from scenarios.version import version
from ui.present.numbers import count, plural, share
from ui.present.words import measure_label
from ui.report.experiment_figures import FALSE, pairs, ranked, strongest
from ui.report.experiment_words import (
    effect_sentence,
    interaction_sentence,
    number,
    outcome,
)

if TYPE_CHECKING:
    from scenarios.experiments.analysis.analyse import Analysis
    from scenarios.experiments.analysis.indices import Index
    from ui.report.experiment_words import Namer

_FINDINGS, _OF_A_FACTOR = 5, 2

_METHODS = {
    "full": "every combination of levels",
    "lhs": "a Latin hypercube sample",
    "sobol": "a Sobol sample in Saltelli's scheme",
    "morris": "Morris trajectories",
    "fast": "FAST search curves",
}


def title(found: Analysis) -> str:
    """The scenario, and what varies in it."""
    names = " and ".join(scenario.title for scenario in found.plan.scenarios.values())
    varied = [factor.name for factor in found.runs.factors]
    if not varied:
        return names
    shown = ", ".join(varied[:3]) + (f" and {len(varied) - 3} more" if len(varied) > 3 else "")
    return f"{names}: {shown}"


def facts(found: Analysis) -> list[str]:
    """The line under the title."""
    plan = found.plan
    turns = sorted({plan.turns(name) for name in plan.scenarios})
    span = str(turns[0]) if len(turns) == 1 else f"{turns[0]} to {turns[-1]}"
    return [
        plural(plan.count, "run"),
        f"{span} turns",
        f"seed {plan.design.seed}",
        f"engine {plan.fingerprint[:12]}",
    ]


def design(found: Analysis) -> list[str]:
    """What was run, in sentences."""
    plan, factors = found.plan, found.runs.factors
    replicates = plan.design.replicates
    each = f"each played {plural(replicates, 'time')}" if replicates > 1 else "each played once"
    if not factors:
        out = [f"One treatment, played {plural(replicates, 'time')}."]
    elif found.method == "full":
        combos = plural(plan.points, "treatment")
        out = [f"Every combination of {plural(len(factors), 'factor')}: {combos}, {each}."]
    else:
        rows = 0 if plan.unit is None else len(plan.unit)
        same = f" ({count(plan.points)} of them different)" if plan.points != rows else ""
        kind = _METHODS[found.method]
        head = f"{kind[0].upper()}{kind[1:]} of {count(rows)} points{same}"
        out = [f"{head} over {plural(len(factors), 'factor')}, {each}."]
    if plan.points > 1 and plan.design.common_luck:
        out.append(
            "All treatments share their luck: a replicate has the same seed everywhere, so runs "
            "are compared in pairs, and differences are known better than levels."
        )
    elif plan.points > 1:
        out.append("Every run has luck of its own.")
    if plan.design.measures.when is not None:
        when = plan.design.measures.when
        out.append(
            f"Turns were recorded only under a condition on {measure_label(when.metric)}; ends and "
            "means are over the recorded turns."
        )
    return out


def warnings(found: Analysis) -> list[str]:
    """What a reader must know before believing a figure."""
    out = []
    if found.missing:
        out.append(
            f"The sweep is not finished: {plural(found.missing, 'run')} of "
            f"{count(found.plan.count)} are not in its tables yet, and all figures are of the rest."
        )
    if found.failed:
        out.append(
            f"{plural(len(found.failed), 'run')} failed and "
            f"{'is' if len(found.failed) == 1 else 'are'} left out; a pair of runs of which one "
            "failed is left out whole."
        )
    if found.plan.design.replicates == 1:
        out.append(
            "With one replicate nothing tells luck from effect at a point: no paired intervals."
        )
    return out


def cards(found: Analysis) -> list[dict[str, str]]:
    """The key figures."""
    done = int(found.runs.done.sum())
    out = [
        {"value": count(done), "label": f"runs finished of {count(found.plan.count)}"},
        {"value": count(found.plan.points), "label": "treatments" if found.plan.points > 1
         else "treatment"},
        {"value": count(found.plan.design.replicates), "label": "replicates of each"},
        {"value": count(len(found.failed)), "label": "runs failed"},
    ]  # fmt: skip
    tested = [effect for effect in found.effects if math.isfinite(effect.rate)]
    if tested:
        held = sum(effect.rate < FALSE for effect in tested)
        label = f"effects found of {count(len(tested))} tested"
        out.append({"value": count(held), "label": label})
    return out


def findings(found: Analysis, namer: Namer) -> list[str]:
    """The largest effects in sentences, at most two of a factor; then the strongest interaction."""
    seen: Counter[str] = Counter()
    out: list[str] = []
    usual = {(row.metric, row.over, row.factor, row.level): row.mean for row in found.levels}
    for effect in strongest(found, len(found.effects)):
        if seen[effect.factor] < _OF_A_FACTOR and len(out) < _FINDINGS:
            seen[effect.factor] += 1
            key = (effect.metric, effect.over, effect.factor, effect.reference)
            out.append(effect_sentence(namer, effect, usual.get(key, math.nan)))
    out += _index_findings(found)
    chosen = pairs(found)
    if chosen:
        out.append(interaction_sentence(namer, chosen[0]))
    if not out and found.runs.factors:
        out.append("No effect is larger than luck may bring among so many.")
    return out


def _index_findings(found: Analysis) -> list[str]:
    """The measure that answers most to the factors, and which factor it is."""
    first = {"sobol": "ST", "fast": "ST", "morris": "mu_star"}.get(found.method, "")
    told = [index for index in found.indices if index.name == first and index.over == "end"]
    by_metric: dict[str, list[Index]] = {}
    for index in told:
        by_metric.setdefault(index.metric, []).append(index)
    out = []
    for metric in [name for name in ranked(found) if name in by_metric][:2]:
        top = max(by_metric[metric], key=lambda index: index.value)
        around = f" ± {number(top.reach)}" if math.isfinite(top.reach) else ""
        if first == "ST":
            out.append(
                f"Of the variance of {outcome(metric, 'end')} between points, {top.factor} "
                f"accounts for {share(top.value)}{around} alone and with others (total index)."
            )
        else:
            step = sample_of(found.plan).step
            around = f" ± {number(step * top.reach)}"
            out.append(
                f"One step of {top.factor} over {share(100 * step, 0)} % of its range changes "
                f"{outcome(metric, 'end')} by {number(step * top.value)}{around} on average, up or "
                "down."
            )
    return out


def multiple(found: Analysis) -> str:
    """How many effects are looked at, and what keeps chance ones out."""
    rates = [effect.rate for effect in found.effects] + [item.rate for item in found.interactions]
    tested = [rate for rate in rates if math.isfinite(rate)]
    if not tested:
        return ""
    both = " and interactions" if found.interactions else ""
    by_chance = count(round(FALSE * len(tested)))
    return (
        f"{count(len(tested))} effects{both} were tested; luck alone would bring about "
        f"{by_chance} of them below 0.05. So each bears its false discovery rate (Benjamini and "
        "Hochberg 1995), the share of false findings in the list down to it. An effect counts as "
        "found below 0.05."
    )


def version_words(found: Analysis) -> str:
    """The program that wrote the page."""
    return f"{version()}, engine {found.plan.fingerprint[:12]}"
