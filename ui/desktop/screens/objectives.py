"""Objectives: what the seat wants and how far it is, what others say they want, and the score."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from ui.desktop import par
from ui.desktop.kit.box import Box, Column, Kit, Msg, Panel, Row, Rule
from ui.desktop.kit.table import fact
from ui.desktop.kit.theme import TITLE
from ui.desktop.kit.widgets import (
    BOLD,
    SEMIBOLD,
    Button,
    Chip,
    Choice,
    Meter,
    Words,
    caption,
    number,
)
from ui.desktop.model import Model
from ui.desktop.screens._dialog import close_button, dialog, roll_keys, rolled
from ui.present import objectives
from ui.present.briefs import pieces
from ui.present.numbers import share, signed
from ui.present.objectives import Goal

NAME = "Objectives"

WIDE, HIGH, SIDE = 1120, 640, 320

#: The parts, in the order of their keys.
PARTS = {"goals": "What we want", "brief": "Brief"}

#: Size of what is said beside something, in points.
NOTE = 12

SO_FAR = (
    "Of the objectives whose value you can know now. The others, and par, are told after the last "
    "turn. Par is what your doctrine policy attains with the same luck."
)


def view(model: Model, kit: Kit, size: tuple[int, int]) -> Box:
    """Own objectives to the left; the score, and what others say they want, to the right."""
    goals = _own(model)
    part = shown(model)
    choices: list[Box] = [
        Choice(id=f"goals {name}", text=words, note=str(k + 1), chosen=name == part,
               on=("page", "goals", name))
        for k, (name, words) in enumerate(PARTS.items())
    ]  # fmt: skip
    cards: list[Box] = [_card(goal) for goal in goals] if part == "goals" else _brief(model)
    column = rolled(model, part, Column(items=cards, gap=8))
    left = Column(items=[Row(items=[*choices, Box(grow=1)], gap=20), column], grow=1)
    right = Column(items=[*_score(model, goals), Rule(), *_others(model)], gap=8, wide=SIDE)
    body = [Row(items=[left, right], gap=22, grow=1, fill=True)]
    name = model.game.world.names[model.game.world.nation(model.seat)]
    buttons: list[Box] = []
    if model.game.over:
        buttons = [
            Button(id="goals review", text="Look back", key="E", main=True, on=("desk", "review"))
        ]
    buttons.append(close_button("objectives"))
    return dialog(model, kit, size, f"{NAME}: {name}", body, wide=WIDE, high=HIGH, buttons=buttons)


def keys(model: Model) -> Mapping[str, Msg]:
    """Numbers choose the part, G closes again; the part rolls."""
    found: dict[str, Msg] = {"escape": ("close",), "g": ("close",), **roll_keys(shown(model))}
    found |= {str(k + 1): ("page", "goals", name) for k, name in enumerate(PARTS)}
    return found | {"e": ("desk", "review")} if model.game.over else found


def shown(model: Model) -> str:
    """The part that is looked at."""
    part = model.page.get("goals", "goals")
    return part if part in PARTS else "goals"


def _brief(model: Model) -> list[Box]:
    """What all may read, then what is for the seat alone."""
    scenario = model.game.setup.scenario
    found: list[Box] = []
    for title, text in (
        ("For all", scenario.brief or scenario.summary),
        ("For you alone", scenario.briefs.get(model.seat, "")),
    ):
        if text:
            found.append(caption(title))
        for piece in pieces(text):
            if piece.head:
                found.append(Words(text=piece.head, weight=SEMIBOLD))
            if piece.text:
                found.append(Words(text=piece.text))
    return found


def _own(model: Model) -> list[Goal]:
    """The seat's objectives; after the last turn with par, once that is worked out."""
    game = model.game
    if not game.over:
        return objectives.own(game, model.seat, model.at)
    future = par.wanted(game, threaded=model.threaded)
    score = future.result().score if future.done() else None
    return [goal for goal in objectives.final(game, score) if goal.seat == model.seat]


def _card(goal: Goal) -> Panel:
    """One objective: its sentence, how far it is, and what moves it."""
    marks = ["known to all" if goal.public else "private"]
    marks += ["of the doctrine"] if goal.default else []
    chips: list[Box] = [Chip(text=word, ink="gold" if goal.default else "cyan") for word in marks]
    head: list[Box] = [Words(text=goal.text, weight=SEMIBOLD, grow=1), *chips]
    if goal.attained is not None:
        head.append(number(share(goal.attained), weight=BOLD, wide=40))
    foot = f"{round(100 * goal.part)} % of the score; {goal.span}. What moves it: {goal.moves}."
    reach: list[Box] = [Words(text=f"{goal.heading}: {goal.reach}", points=NOTE, grow=1)]
    if goal.par is not None:
        reach.append(Words(text=f"par {share(goal.par)}", ink="muted", points=NOTE, wrap=False))
    elif goal.trend is not None:
        reach.append(_trend(goal.trend))
    return Panel(
        items=[
            Row(items=head),
            Meter(value=goal.attained or 0.0, mark=goal.par, wide=None),
            Row(items=reach),
            Words(text=foot, ink="muted", points=NOTE),
        ],
        gap=5, pad=11, raised=True,
    )  # fmt: skip


def _trend(step: float) -> Words:
    told = signed(step)
    ink = "muted" if told.startswith("±") else "good" if step > 0 else "bad"
    return Words(text=f"{told} this turn", ink=ink, points=NOTE, wrap=False)


def _score(model: Model, goals: list[Goal]) -> list[Box]:
    """The seat's score: so far, or at the end beside par."""
    now = objectives.so_far(goals)
    told = "–" if now is None else share(now)
    head = caption("Score" if model.game.over else "Score so far")
    found: list[Box] = [head, Words(text=told, points=TITLE, weight=BOLD)]
    if not model.game.over:
        return [*found, Words(text=SO_FAR, ink="muted", points=NOTE)]
    if any(goal.par is None for goal in goals):
        return [*found, Words(text="Par is being worked out ...", ink="muted")]
    other = sum(goal.part * (goal.par or 0.0) for goal in goals)
    step = signed((now or 0.0) - other)
    return [*found, fact("Par", share(other)), fact("Difference", step)]


def _others(model: Model) -> list[Box]:
    """What other seats are known to want, nation by nation."""
    world = model.game.world
    lines: list[Box] = []
    for iso, goals in groupby(objectives.public(model.game, model.seat), lambda goal: goal.seat):
        lines.append(Words(text=world.names[world.nation(iso)], weight=SEMIBOLD))
        lines += [Words(text=goal.text, ink="muted", points=NOTE) for goal in goals]
    if not lines:
        lines = [Words(text="Nobody has said what it wants.", ink="muted")]
    head = caption("What others say they want")
    return [head, rolled(model, "others want", Column(items=lines, gap=4))]
