"""Learning to play: short steps that point at a box and go on when they are done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scenarios.session import Session
from ui.desktop.model import Model, answers

#: What is played while one learns.
SCENARIO, SEAT, SEED = "first-steps", "VEL", 3


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked, where it is done, and how one knows that it was."""

    title: str
    text: str
    points: str  # id of the box, "" for none
    done: Callable[[Model], bool]
    next: bool = False  # goes on with a button


def _never(model: Model) -> bool:
    del model
    return False


def _draft(model: Model, part: str) -> bool:
    return bool(model.game.seats[model.seat].draft.get(part))


STEPS: tuple[Step, ...] = (
    Step(
        "You are Velmark",
        "Velmark would like to join the League. Two allies have opened a "
        "partnership, and a neighbour has a border in dispute with you. Eight turns of three "
        "months lie ahead. The panel at the right shows what you know of yourself.",
        "nation panel",
        _never,
        next=True,
    ),
    Step(
        "Look at a neighbour",
        "Click Lunsey on the map, or its line under Relations. The panel "
        "then tells what lies between the two of you.",
        "nation panel",
        lambda m: m.nation not in ("", m.seat),
    ),
    Step(
        "What you want",
        "Press H to come back to yourself, then G: your objectives, how far each is, what moves "
        "it, and your brief. Close it with Esc.",
        "goals",
        lambda m: "objectives" in m.over,
    ),
    Step(
        "The map has layers",
        "Press 2 to colour the map by your trust. Each number of the list is the key of a layer.",
        "layer trust",
        lambda m: m.layer == "trust",
    ),
    Step(
        "Open the orders",
        "Press O. The desk lists all that you can do, what it costs, and why "
        "something cannot be done now.",
        "orders",
        lambda m: "orders" in m.over,
    ),
    Step(
        "Give an order",
        "Choose a kind of order, then whom it is about; what it should do is told before you add "
        "it to the draft. Under Programme you can join the partnership.",
        "",
        lambda m: _draft(m, "orders"),
    ),
    Step(
        "Back to the map",
        "Nothing is sent yet: the draft can be changed until the turn ends. "
        "Press Esc to close the desk.",
        "orders close",
        lambda m: not m.over,
    ),
    Step(
        "Talk",
        "Press T. Others may have made offers; you can accept, refuse, or make one of your "
        "own on terms that you choose. Close it with Esc.",
        "talks",
        lambda m: "talks" in m.over,
    ),
    Step(
        "End the turn",
        "Close the talks with Esc, then press E. All nations decide at the same "
        "time, and the turn is resolved.",
        "end",
        lambda m: m.game.turn > 0,
    ),
    Step(
        "What came of it",
        "The summary tells what changed for you, what happened, and what waits "
        "for an answer. Enter closes it; the log (L) keeps everything.",
        "turn go",
        lambda m: m.game.turn > 0 and not m.over,
    ),
    Step(
        "That is all",
        "F1 lists the keys of every screen, D the other desks. The game saves "
        "itself. Seven turns are left: join, train together, and see whom you can trust.",
        "desks",
        _never,
        next=True,
    ),
)


def step(model: Model) -> Step | None:
    """The step that is shown, ``None`` where nobody is learning."""
    at = model.lesson
    return STEPS[at] if at is not None and model.session is not None and at < len(STEPS) else None


def advance(model: Model) -> None:
    """Go on past every step that has been done."""
    found = step(model)
    while found is not None and found.done(model):
        assert model.lesson is not None
        model.lesson += 1
        found = step(model)


@answers("tutorial")
def _tutorial(model: Model) -> None:
    """A game to learn on."""
    from ui.desktop.start import begin  # noqa: PLC0415

    begin(model, Session.start(SCENARIO, SEED, (SEAT,)))
    model.lesson = 0


@answers("next step")
def _next_step(model: Model) -> None:
    if model.lesson is not None:
        model.lesson += 1


@answers("skip")
def _skip(model: Model) -> None:
    model.lesson = None
