"""The short questionnaire before and after a game, and what changed: counted, never by person."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

#: The scale of an answer, from "not at all" to "entirely".
LEAST, MOST = 1, 5

#: Fewer pairs of answers than this are not told: they would point at persons.
FEWEST = 5

_FILE = Path(__file__).with_name("questions.toml")


@dataclass(frozen=True, slots=True)
class Question:
    """A statement that one agrees with or not."""

    id: str
    text: str
    about: str  # the goal of teaching that it belongs to


@dataclass(frozen=True, slots=True)
class Effect:
    """How the answers of those who answered twice moved."""

    question: Question
    pairs: int  # people who answered before and after
    before: float  # mean, LEAST .. MOST; NaN where fewer than FEWEST answered twice
    after: float
    margin: float  # half the width of a 95 % interval of the mean difference
    rose: int
    fell: int


@cache
def questions() -> tuple[Question, ...]:
    """All statements, in the order in which they are asked."""
    with _FILE.open("rb") as file:
        return tuple(Question(**entry) for entry in tomllib.load(file)["question"])


def effects(surveys: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Iterator[Effect]:
    """What changed, question by question.

    ``surveys`` are client -> "before" or "after" -> question -> answer. Answers that are no whole
    number of the scale do not count. The interval is that of a paired mean by Student's t; with
    answers on five steps it is rough.
    """
    from scipy.special import stdtrit  # noqa: PLC0415  heavy, wanted at the end of a session

    for question in questions():
        pairs = [
            (one, two)
            for given in surveys.values()
            if (one := _answer(given, "before", question.id))
            and (two := _answer(given, "after", question.id))
        ]
        count = len(pairs)
        if count < FEWEST:
            yield Effect(question, count, math.nan, math.nan, math.nan, 0, 0)
            continue
        steps = [two - one for one, two in pairs]
        mean = sum(steps) / count
        spread = math.sqrt(sum((step - mean) ** 2 for step in steps) / (count - 1))
        yield Effect(
            question,
            count,
            sum(one for one, _ in pairs) / count,
            sum(two for _, two in pairs) / count,
            float(stdtrit(count - 1, 0.975)) * spread / math.sqrt(count),
            sum(step > 0 for step in steps),
            sum(step < 0 for step in steps),
        )


def answered(surveys: Mapping[str, Mapping[str, Mapping[str, Any]]], when: str) -> int:
    """How many people answered at least one question "before" or "after"."""
    return sum(
        any(_answer(given, when, question.id) for question in questions())
        for given in surveys.values()
    )


def _answer(given: Mapping[str, Mapping[str, Any]], when: str, question: str) -> int:
    """An answer, 0 for none."""
    value = given.get(when, {}).get(question)
    valid = isinstance(value, int) and not isinstance(value, bool) and LEAST <= value <= MOST
    return value if valid and value is not None else 0
