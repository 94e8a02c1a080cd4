"""Change anything that is hidden from a nation, and nothing that it receives changes."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache, cached_property

import numpy as np
import pytest

from agents.registry import POLICIES
from agents.run import Game, play_turn, turns_of
from scenarios.build import new_game, seeds_for
from sim.axes import Audience
from sim.draw import Draw
from sim.errors import UnknownName
from sim.events import PUBLIC, describe
from sim.judge import judge
from sim.legal import Menu, budget, offerable, open_steps
from sim.observe import Observation
from sim.orders import Offers, OrderKind
from sim.state import FIELDS, IN_FORCE, NONE, NOTICE, RATIFIED, SIGNED, State
from sim.turn import Turn
from sim.world import World
from tests.builders import a_game, a_scenario

HIDDEN = sorted(name for name, spec in FIELDS.items() if spec.audience is not Audience.PUBLIC)
UMPIRE = sorted(name for name, spec in FIELDS.items() if spec.audience is Audience.UMPIRE)
READER = 3

#: What an observation has besides fields: its properties, new ones included.
PROPERTIES = sorted(
    name
    for name, value in vars(Observation).items()
    if isinstance(value, property | cached_property)
)


@cache
def busy() -> Game:
    """Two runs of fourteen nations after five turns: a little of everything is under way."""
    game = new_game(a_scenario(14), seeds_for(5, 2), default="doctrine")
    for played in turns_of(game, 5):
        end = played.turn.after
    return replace(game, state=end)


def own_cells(name: str, shape: tuple[int, ...], reader: int) -> np.ndarray:
    """The cells of a hidden field that a nation may read."""
    spec, mask = FIELDS[name], np.zeros(shape, bool)
    places = [k for k, letter in enumerate(spec.axes) if letter == "N"]
    if spec.audience is Audience.UMPIRE and name not in ("depth", "transparency"):
        return mask  # of those two a nation knows its own
    parties = spec.audience is Audience.PARTIES
    for axis in places if parties else places[:1]:
        mask[(slice(None),) * axis + (reader,)] = True
    return mask


def other_values(name: str, array: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Different but possible values of a field."""
    spec = FIELDS[name]
    if name == "agreement":  # who is tied to whom is public, and so are pacts: keep both
        texts = np.array([NONE, SIGNED, RATIFIED], np.int8)
        shifted = texts[(np.searchsorted(texts, np.minimum(array, RATIFIED)) + 1) % 3]
        swapped = np.where(array == IN_FORCE, NOTICE, IN_FORCE)
        return np.where(array >= IN_FORCE, swapped, shifted).astype(array.dtype)
    if spec.is_float:
        span = int(spec.high - spec.low)
        units = rng.integers(1, max(span, 1) * 64, array.shape) / 64.0
        return spec.low + (array - spec.low + units) % max(span, 1)
    return (array + rng.integers(1, 50, array.shape)).astype(array.dtype)


def disturbed(state: State, names: list[str], reader: int, seed: int = 0) -> State:
    """The state with hidden cells of some fields changed, those of the reader left as they are."""
    rng, arrays = np.random.default_rng(seed), {k: np.array(state[k]) for k in state}
    for name in names:
        array = arrays[name]
        mine = own_cells(name, array.shape, reader)
        arrays[name] = np.where(mine, array, other_values(name, array, rng))
        assert not np.array_equal(arrays[name], array)
    return State(arrays, state.turn)


def received(world: World, state: State, reader: int) -> dict[str, np.ndarray]:
    """All that an observation gives a nation: fields, properties, menu, means."""
    obs = Observation(world, state, np.array([reader]))
    found = {f"property {name}": np.asarray(getattr(obs, name)) for name in PROPERTIES}
    for name in set(FIELDS) - set(UMPIRE):
        found[name] = obs[name]
        if "N" in FIELDS[name].axes:
            found[f"mine {name}"] = obs.mine(name)
    menu = Menu(obs)
    for kind in OrderKind:
        if kind:
            found[f"menu {kind.name}"] = menu[kind]
    means = budget(obs)
    found |= {"money": means.money, "effort": means.effort}
    found |= {"offerable": offerable(obs), "open steps": open_steps(obs)}
    return found


def differing(one: dict, two: dict) -> list[str]:
    assert one.keys() == two.keys()
    return [name for name in one if not np.array_equal(one[name], two[name])]


@pytest.mark.parametrize("name", HIDDEN)
def test_changing_a_hidden_field_changes_nothing_that_a_nation_receives(name):
    game = busy()
    other = disturbed(game.state, [name], READER)
    one, two = (received(game.world, state, READER) for state in (game.state, other))
    assert differing(one, two) == []


@pytest.mark.parametrize("reader", [0, 3, 13])
def test_changing_all_that_is_hidden_changes_nothing_that_a_nation_receives(reader):
    game = busy()
    for seed in range(3):
        other = disturbed(game.state, HIDDEN, reader, seed)
        one, two = (received(game.world, state, reader) for state in (game.state, other))
        assert differing(one, two) == []


def test_the_disturbed_values_do_reach_those_who_may_read_them():
    game = busy()
    other = disturbed(game.state, HIDDEN, READER)
    one, two = (received(game.world, state, READER + 1) for state in (game.state, other))
    visible = set(HIDDEN) - set(UMPIRE)
    assert visible <= set(differing(one, two))
    assert "property own_depth" in differing(one, two)


@pytest.mark.parametrize("policy", sorted(POLICIES))
@pytest.mark.parametrize("reader", [0, 3, 9])
def test_changing_all_that_is_hidden_changes_no_decision_of_a_nation(policy, reader):
    game = busy()
    draw = Draw(game.seeds, game.state.turn)
    offers = game.team.decide(Observation(game.world, game.state), draw).moves.talks[0][0]
    decisions = []
    for state in (game.state, disturbed(game.state, HIDDEN, reader)):
        obs = Observation(game.world, state, np.array([reader]))
        turn = POLICIES[policy].policy.deliberate(obs, draw)
        parts = turn.offers(), turn.replies(offers), turn.orders()
        decisions.append({f.name: getattr(part, f.name) for part in parts for f in fields(part)})
    assert differing(*decisions) == []


@pytest.mark.parametrize("reader", [0, 3, 9])
def test_whether_a_nations_orders_stand_does_not_depend_on_what_is_hidden(reader):
    game = busy()
    draw = Draw(game.seeds, game.state.turn)
    orders = play_turn(game).decision.moves.orders
    assert draw.turn == game.state.turn
    wild = replace(orders, kind=np.where(orders.kind == 0, np.int8(OrderKind.HOLD), orders.kind))
    wild.target[wild.target < 0] = 0
    one, two = (
        judge(Observation(game.world, state), wild)
        for state in (game.state, disturbed(game.state, HIDDEN, reader))
    )
    assert (one != 0).any()
    assert np.array_equal(one[:, reader], two[:, reader])


def told(world: World, turn: Turn, reader: int) -> list[str]:
    return [event.text for row in range(2) for event in describe(world, turn, row, reader)]


def hushed(turn: Turn, reader: int) -> Turn:
    """The turn with what others did in secret left out or changed: refusals, notices, talks."""
    refused = np.array(turn.refused)
    others = np.arange(refused.shape[1]) != reader
    refused[:, others] = 3 - refused[:, others] % 3
    orders = turn.moves.orders
    secret = (orders.kind == OrderKind.DENOUNCE) & others[None, :, None]
    secret &= orders.target != reader
    secret |= (orders.kind == OrderKind.DIALOGUE) & others[None, :, None]
    silent = replace(orders, kind=np.where(secret, np.int8(0), orders.kind))
    talks = tuple((_own_offers(offers, reader), replies) for offers, replies in turn.moves.talks)
    moves = replace(turn.moves, talks=talks, orders=silent)
    return replace(turn, refused=refused, moves=moves)


def _own_offers(offers: Offers, reader: int) -> Offers:
    """The offers that a nation made or was made; nobody else knows of them."""
    proposer = np.arange(offers.to.shape[1])[None, :, None]
    own = (offers.to >= 0) & ((offers.to == reader) | (proposer == reader))
    return replace(offers, to=np.where(own, offers.to, np.int16(-1)))


def played_turns() -> list[tuple[World, Turn]]:
    found = []
    for game, count in ((busy(), 3), (a_game(2, default="chance"), 8)):
        found += [(game.world, played.turn) for played in turns_of(game, count)]
    return found


@pytest.mark.parametrize("reader", [READER, 0, PUBLIC])
def test_changing_all_that_is_hidden_changes_no_sentence_that_a_nation_reads(reader):
    sentences = 0
    for world, turn in played_turns():
        # nobody is told what is hidden from all: a public reader has no cells of its own
        seat = max(reader, -1)
        before, after = (_for(state, seat) for state in (turn.before, turn.after))
        other = replace(hushed(turn, reader), before=before, after=after)
        assert told(world, other, reader) == told(world, turn, reader)
        sentences += len(told(world, turn, reader))
    assert sentences > 100


def _for(state: State, seat: int) -> State:
    """Everything hidden changed, and agreements only so that their changes stay as they were."""
    names = [name for name in HIDDEN if not name.startswith("agreement")]
    if seat == PUBLIC:
        arrays = {k: np.array(state[k]) for k in state}
        rng = np.random.default_rng(1)
        for name in names:
            arrays[name] = other_values(name, arrays[name], rng)
        whole = State(arrays, state.turn)
    else:
        whole = disturbed(state, names, seat)
    arrays = {k: np.array(whole[k]) for k in whole}
    for name in ("agreement", "agreement_turn"):
        array = arrays[name]
        mine = np.zeros(array.shape, bool)
        if seat != PUBLIC:
            mine = own_cells(name, array.shape, seat)
        arrays[name] = np.where(mine, array, _among_plain_types(array))
    return State(arrays, state.turn)


def _among_plain_types(array: np.ndarray) -> np.ndarray:
    """Agreements of one type taken for those of the next, among types that oblige to nothing."""
    out, plain = array.copy(), np.arange(7)
    out[:, plain] = array[:, np.roll(plain, 1)]
    return out


def test_a_nation_reads_of_agreements_between_others_only_that_they_became_tied():
    own = ("agreement signed", "agreement ratified", "agreement failed", "notice")
    seen = set()
    for world, turn in played_turns():
        for row in range(2):
            for event in describe(world, turn, row, READER):
                if event.kind in own:
                    assert READER in event.nations
                seen.add(event.kind)
    assert "agreement in force" in seen


def test_the_public_reads_nothing_of_refused_orders_and_of_the_life_of_agreements():
    own = {"agreement signed", "agreement ratified", "agreement failed", "notice", "refused order"}
    kinds = {
        event.kind
        for world, turn in played_turns()
        for row in range(2)
        for event in describe(world, turn, row, PUBLIC)
    }
    assert kinds
    assert kinds & own == set()


# --- what an observation refuses ----------------------------------------------------------------


@pytest.mark.parametrize("name", UMPIRE)
@pytest.mark.parametrize("nations", [None, [0], [0, 5]])
def test_an_observation_refuses_the_umpires_fields_without_naming_them(name, nations):
    game = busy()
    obs = Observation(game.world, game.state, nations)
    for ask in (obs.__getitem__, obs.mine):
        with pytest.raises(UnknownName, match="no visible field") as fault:
            ask(name)
        told_ = str(fault.value).replace(repr(name), "", 1)
        assert not any(repr(secret) in told_ for secret in UMPIRE)


def test_an_observation_knows_no_field_that_is_not_declared():
    game = busy()
    with pytest.raises(UnknownName, match="did you mean 'threat'"):
        Observation(game.world, game.state)["thread"]


@pytest.mark.parametrize(
    "name", sorted(n for n, s in FIELDS.items() if s.audience in (Audience.OWN, Audience.PARTIES))
)
def test_a_field_that_is_not_public_comes_as_the_observers_rows_only(name):
    game = busy()
    observers = np.array([2, 7])
    seen = Observation(game.world, game.state, observers)[name]
    axis = FIELDS[name].axes.index("N")
    assert seen.shape[axis] == 2
    assert np.array_equal(seen, np.take(game.state[name], observers, axis=axis))


def test_an_observation_narrows_to_its_own_nations_only():
    game = busy()
    mine = Observation(game.world, game.state, np.array([3]))
    assert mine.of(np.array([3])).nations.tolist() == [3]
    with pytest.raises((UnknownName, ValueError, PermissionError)):
        mine.of(np.array([4]))
