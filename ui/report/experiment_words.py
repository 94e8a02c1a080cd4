"""How an experiment reads: names of measures, factors and levels, effects as sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from scenarios.experiments.analysis.analyse import level_text
from sim.measures import MEASURES
from sim.mechanisms import MECHANISMS
from ui.present.numbers import share, signed
from ui.present.words import measure_label

if TYPE_CHECKING:
    from scenarios.experiments.analysis.analyse import Analysis
    from scenarios.experiments.analysis.effects import Effect, Interaction
    from scenarios.experiments.designs.schema import Level
    from scenarios.schema import Scenario


def meaning(metric: str) -> str:
    """What a measure tells: the first sentence of its own documentation, with its point."""
    first = MEASURES[metric].doc.strip().split("\n")[0]
    return first if first.endswith(".") else f"{first}."


def outcome(metric: str, over: str) -> str:
    """An outcome in words: ``trust at the end``."""
    text = measure_label(metric)
    return f"{text} at the end" if over == "end" else f"{text}, mean over all turns"


def digits(size: float, most: int = 5) -> int:
    """Decimals that show two digits of a number of this size."""
    if not size or not math.isfinite(size):
        return 0
    return int(min(max(1 - math.floor(math.log10(abs(size)) + 1e-12), 0), most))


def number(value: float, size: float | None = None) -> str:
    """A number with as many decimals as a change of ``size`` (by default its own) needs."""
    size = value if size is None else size
    whole = float(value).is_integer() and float(size).is_integer()
    return share(value, 0 if whole or not value else digits(size))


def decimals(size: float, low: float, high: float) -> int:
    """Decimals for a size with its interval: two digits of the size, one of a narrow interval."""
    wanted = digits(size)
    if not math.isfinite(high - low):
        return wanted
    return min(max(wanted, digits(10.0 * (high - low))), wanted + 1, 6)


def between(low: float, high: float, places: int) -> str:
    """An interval in words, ``not known`` where one replicate gives none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return "not known"
    return f"{share(low, places)} to {share(high, places)}"


class Namer:
    """Names of factors and levels as the scenario of a plan has them."""

    def __init__(self, found: Analysis) -> None:
        self.scenario: Scenario = next(iter(found.plan.scenarios.values()))
        apart = any(factor.name.startswith("seat.") for factor in found.plan.design.factors)
        self.seats = "other seats" if apart else "seats"
        self.names = {nation.iso3: nation.name for nation in self.scenario.nations}

    def factor(self, name: str) -> str:
        """A factor as the head of a figure."""
        head, _, tail = name.partition(".")
        if head == "off":
            return f"{tail}, {MECHANISMS[tail]}"
        if head == "seat":
            return f"policy of {self.names.get(tail, tail)}"
        return f"policy of all {self.seats}" if name == "policy" else name

    def unit(self, name: str) -> str:
        """The unit of a parameter, "" for other factors."""
        entry = self.scenario.catalogue.parameters.get(name)
        return entry.unit if entry else ""

    def level(self, name: str, level: Level) -> str:
        """A level as it stands at an axis."""
        if name.startswith("off."):
            return "off" if level else "on"
        if isinstance(level, float):
            return share(level, min(max(digits(level), 2), 4)).rstrip("0").rstrip(".")
        return level_text(level)

    def change(self, name: str, reference: Level, level: Level) -> str:
        """A change of level as a line of a table."""
        if name.startswith("off."):
            return f"{name[4:]} off"
        low, high = self.level(name, reference), self.level(name, level)
        what = self.factor(name) if name.startswith("seat.") else name
        return f"{what} {low} → {high}"

    def state(self, name: str, level: Level) -> str:
        """A level with the shortest name of its factor: ``P5 off``, ``memory 0.8``."""
        return f"{name.rpartition('.')[2]} {self.level(name, level)}"

    def condition(self, name: str, reference: Level, level: Level) -> str:
        """A change of level as the beginning of a sentence."""
        if name.startswith("off."):
            return f"Without {name[4:]} ({MECHANISMS[name[4:]]})"
        low, high = self.level(name, reference), self.level(name, level)
        if name.startswith("seat.") or name in {"policy", "scenario"}:
            return f"With {high} instead of {low} as {self.factor(name)}"
        return f"With {name} at {high} instead of {low}"


def effect_sentence(namer: Namer, effect: Effect, usual: float) -> str:
    """An effect in words, with direction and size in the unit of the measure.

    ``usual`` is the outcome at the level of reference, nan if it is not known.
    """
    metric, size = MEASURES[effect.metric], effect.difference
    unit = "" if ".." in metric.unit or metric.unit == "ratio" else f" {metric.unit}"
    way = "higher" if size > 0 else "lower"
    places = decimals(size, effect.low, effect.high)
    if not math.isfinite(effect.low):
        around = "one replicate, so without an interval"
    elif effect.low < 0.0 < effect.high:
        around = f"95 % interval {signed(effect.low, places)} to {signed(effect.high, places)}"
    else:
        low, high = sorted((abs(effect.low), abs(effect.high)))
        around = f"95 % interval {between(low, high, places)}"
    against = ""
    if math.isfinite(usual):
        against = f", from {share(usual, places)} to {share(usual + size, places)}"
    where = namer.condition(effect.factor, effect.reference, effect.level)
    how = " along a straight line" if effect.method == "regression" else ""
    told = meaning(effect.metric)
    return (
        f"{where}, {outcome(effect.metric, effect.over)} is {share(abs(size), places)}{unit} "
        f"{way}{how} ({around}){against}. {measure_label(effect.metric).capitalize()}: "
        f"{told[0].lower()}{told[1:]}"
    )


def interaction_sentence(namer: Namer, item: Interaction) -> str:
    """How much an effect differs by the level of another factor."""
    one = namer.change(item.factor, item.reference, item.level)
    two = namer.change(item.other, item.other_reference, item.other_level)
    places = decimals(item.difference, item.low, item.high)
    return (
        f"The effect of {one} on {outcome(item.metric, item.over)} differs by "
        f"{signed(item.difference, places)} under {two} "
        f"(95 % interval {between(item.low, item.high, places)})."
    )
