"""Every screen and dialog in states that a person may meet, to be looked at by tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy, deepcopy
from functools import cache

from scenarios.session import Session
from sim.errors import DetenteError
from sim.orders import OrderKind
from tests.desktop.hands import playing
from ui.desktop.model import Model, update
from ui.desktop.screens import screens
from ui.desktop.start import begin

#: What opens only when a turn has been played.
AFTER_A_TURN = ("turn",)

State = Callable[[], Model]

#: Screens of their own; all others are dialogs over the map.
BEFORE_PLAY = ("title", "chooser", "ready")


@cache
def _game(scenario: str, seat: str | None, turns: int) -> Session:
    return playing(scenario, seat, turns=turns).game


def _model(scenario: str = "first-steps", seat: str | None = "HAL", turns: int = 2) -> Model:
    """A model at play on a game that is played once and shared: its seats are its own."""
    screens()
    model = Model(threaded=False)
    game = copy(_game(scenario, seat, turns))
    talks = game._talks
    same = (talks._obs, talks._world, talks._draw, talks._policy, talks.parts)
    game._talks = deepcopy(talks, {id(one): one for one in same})
    game.seats, game._umpire = deepcopy(game.seats), copy(game._umpire)
    game.history = list(game.history)
    begin(model, game)
    model.other = next(iso for iso in game.world.iso if iso != model.seat)
    return model


def _long_names(model: Model) -> None:
    """Stand on the nation with the longest name."""
    names = dict(zip(model.game.world.iso, model.game.world.names, strict=True))
    model.nation = max(names, key=lambda iso: len(names[iso]))


def _before(name: str) -> Model:
    screens()
    model = Model(threaded=False)
    model.screen = name
    return model


def _over(name: str, model: Model) -> Model:
    if name == "play":
        return model
    update(model, ("open", name))
    return model


def _noted(model: Model) -> Model:
    model.note = "the orders of Halland are handed in; take them back to change them, or " * 2
    model.fault = True
    return model


def states() -> Iterator[tuple[str, State]]:
    """(name, how to get there) of everything that is looked at."""
    for name in screens():
        if name in BEFORE_PLAY:
            yield name, lambda name=name: _before(name)
            continue
        if name not in AFTER_A_TURN:
            yield f"{name}, first turn", lambda name=name: _over(name, _model(turns=0))
        yield f"{name}, later", lambda name=name: _over(name, _noted(_model()))

        def full(name: str = name) -> Model:
            model = _model("pfp-1994", "POL", 6)
            _long_names(model)
            return _over(name, model)

        yield f"{name}, 55 nations", full
    yield from _particular()


def _particular() -> Iterator[tuple[str, State]]:
    from ui.present.layers import LAYERS
    from ui.present.orders import FAMILIES

    for layer in LAYERS:

        def laid(layer: str = layer) -> Model:
            model = _model("pfp-1994", "POL", 6)
            update(model, ("layer", layer))
            return model

        yield f"play, {layer}", laid
    for family, kinds in FAMILIES.items():
        for kind in kinds:

            def chosen(family: str = family, kind: object = kind) -> Model:
                model = _model("pfp-1994", "POL", 6)
                for msg in (("open", "orders"), ("family", family), ("kind", kind)):
                    update(model, msg)
                _first_target(model)
                return model

            yield f"orders, {kind.name.lower()}", chosen
    yield "orders, with a draft", _drafted
    yield "orders, foreseen", _foreseen
    yield "objectives, brief", lambda: _paged("objectives", "goals", "brief")
    yield "objectives, at the end", lambda: _over("objectives", _model(turns=8))
    for part in ("Score", "Objectives", "Measures", "Our path", "Promises"):
        yield f"review, {part}", lambda part=part: _paged("review", "review", part, turns=8)
    yield "facilitator, events", _injecting
    yield "talks, with offers", _offering
    yield "chooser, all read", lambda: _chosen("pfp-1994")


def _first_target(model: Model) -> None:
    from ui.present.orders import offered

    one = offered(model.seen, model.game.setup.scenario, model.page["kind"])
    if one.targets:
        longest = max(one.targets, key=lambda pair: len(pair[1]))
        update(model, ("page", "target", longest[0]))


def _paged(name: str, page: str, value: str, *, turns: int = 2) -> Model:
    model = _over(name, _model(turns=turns))
    update(model, ("page", page, value))
    return model


def _foreseen() -> Model:
    model = _model("pfp-1994", "POL", 6)
    for msg in (
        ("open", "orders"), ("family", "Exercises"), ("kind", OrderKind.HOST),
        ("page", "target", "PfP"), ("page", "what", "live"),
    ):  # fmt: skip
        update(model, msg)
    return model


def _injecting() -> Model:
    model = _model("pfp-1994", "POL", 6)
    for msg in (
        ("open", "facilitator"), ("page", "facilitate", "events"), ("inject", "flood"),
        ("type", "event title", "A visit to a garrison that goes on far longer than expected"),
        ("type", "effect", "trust POL DEU +1"), ("add effect",),
        ("type", "event reason", "the class asked for it"), ("type", "effect", "will PO -1"),
        ("add effect",),
    ):  # fmt: skip
        update(model, msg)
    return model


def _drafted() -> Model:
    model = _model("pfp-1994", "POL", 6)
    update(model, ("open", "orders"))
    words = {"orders": [
        {"do": "host", "target": "field", "amount": 2.0},
        {"do": "dialogue", "target": "GBR"},
        {"do": "dialogue", "target": "POL"},
        {"do": "advance", "target": "pfp"},
    ]}  # fmt: skip
    good = []
    for order in words["orders"]:
        try:
            model.game.draft(model.seat, {"orders": [*good, order]})
            good.append(order)
        except DetenteError:
            continue
    assert good
    return model


def _offering() -> Model:
    model = _model("pfp-1994", "POL", 6)
    update(model, ("open", "talks"))
    _long_names(model)
    kinds = model.game.world.agreements
    longest = max(
        (k for k, opens in enumerate(kinds.opens) if opens <= model.game.turn),
        key=lambda k: len(kinds.names[k]),
    )
    update(model, ("page", "offer to", model.nation))
    update(model, ("page", "offer kind", kinds.ids[longest]))
    update(model, ("offer",))
    return model


def _chosen(scenario: str) -> Model:
    model = _before("chooser")
    update(model, ("scenario", scenario))
    return model
