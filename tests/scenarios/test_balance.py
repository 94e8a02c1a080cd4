"""Trials of seats: who plays what, with which luck, and what is said of a game that is unfair."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agents.registry import policy
from scenarios.build import new_game, seeds_for
from scenarios.load import draft_of, load
from scenarios.objectives.par import scored
from scenarios.schema import Scenario
from scenarios.workbench.balance import Balance, balance, seats_of
from scenarios.workbench.rehearsal import rehearse
from scenarios.workbench.runs import Trials, given, lone, nothing
from scenarios.workbench.starter import begin
from scenarios.workbench.trials import BETRAYALS, Devoted, Turncoat
from sim.orders import OrderKind
from tests.builders import scenario
from tests.scenarios.breaking import change

SEED, RUNS = 3, 3


@pytest.fixture(scope="module")
def small() -> Scenario:
    return scenario("first-steps")


def test_a_seat_under_another_policy_attains_what_it_does_in_a_game_of_its_own(
    small: Scenario,
) -> None:
    seats = np.arange(len(small.nations))
    trials = Trials.of(small, seats, RUNS, SEED)
    for name in ("hegemon", "chance"):
        found = trials.own(trials.play(lone(trials, name), nothing)).reshape(len(seats), RUNS)
        for seat in seats:
            code = small.nations[seat].iso3
            game = new_game(small, seeds_for(SEED, RUNS), seats={code: policy(name)})
            assert np.array_equal(scored(small, game).total[:, seat], found[seat])


def test_an_order_is_insisted_on_by_the_seat_that_is_tried_and_by_no_other(
    small: Scenario,
) -> None:
    seats = np.array([0, 1, 2, 3])
    trials = Trials(small, seats, seeds_for(SEED, 4))
    kind, told = OrderKind.PUBLISH, []

    def watch(rows: slice, turn: object) -> None:
        told.append(given(turn)[:, :, kind])

    trials.play(lambda _: Devoted((int(kind),) * 4, (0, 1, 2, 3)), watch)
    usual = []
    trials.play(
        lambda _: policy("doctrine"), lambda rows, turn: usual.append(given(turn)[:, :, kind])
    )
    assert all(mask[seats, seats].all() for mask in told)
    assert np.array_equal(told[0] & ~np.eye(4, dtype=bool), usual[0] & ~np.eye(4, dtype=bool))


def test_without_an_order_to_insist_on_the_doctrine_is_played(small: Scenario) -> None:
    trials = Trials.of(small, np.array([1]), RUNS, SEED)
    nobody = trials.play(lambda rows: Devoted((0,) * RUNS, (1,) * RUNS), nothing)
    doctrine = trials.play(lambda _: policy("doctrine"), nothing)
    assert np.array_equal(nobody.total, doctrine.total)


def test_a_turncoat_is_true_until_the_last_turn(small: Scenario) -> None:
    trials = Trials.of(small, np.array([1]), RUNS, SEED)
    kinds = [int(kind) for kind in BETRAYALS]

    def orders(maker: object) -> list[np.ndarray]:
        found: list[np.ndarray] = []
        trials.play(maker, lambda rows, turn: found.append(turn.moves.orders.kind.copy()))
        return found

    false = orders(lambda rows: Turncoat((1,) * RUNS))
    true = orders(lambda _: policy("doctrine"))
    assert all(np.array_equal(a, b) for a, b in zip(false[:-1], true[:-1], strict=True))
    assert np.isin(false[-1][:, 1], kinds).sum() > np.isin(true[-1][:, 1], kinds).sum()
    others = [0, 2, 3]
    assert np.array_equal(false[-1][:, others], true[-1][:, others])


def test_first_steps_is_a_fair_game(small: Scenario) -> None:
    steps: list[int] = []
    found = balance(small, 4, lambda: steps.append(1))
    assert [verdict.sentence for verdict in found.verdicts() if not verdict.holds] == []
    assert found.par.shape == found.betrayal.shape == (4, 4)
    assert all(part.shape == (4, 4) for part in found.attained.values())
    assert ((found.par >= 0) & (found.par <= 1)).all()


def test_the_balance_is_of_the_seats_that_a_class_plays(small: Scenario) -> None:
    assert seats_of(small) == ("HAL", "ORV", "VEL", "LUN")
    few = {**small.content(), "seatings": [{"teams": 2, "seats": ["LUN", "HAL"]}]}
    assert seats_of(Scenario.model_validate(few)) == ("HAL", "LUN")


def a_balance(small: Scenario) -> Balance:
    par = np.full((2, 10), 0.5)
    attained = {"hegemon": par + 0.01, "chance": par - 0.2}
    orders = np.zeros((len(OrderKind), 2))
    return Balance(small, ("HAL", "LUN"), par, attained, par - 0.1, orders)


def test_an_unfair_game_is_told_with_the_seats_it_is_unfair_to(small: Scenario) -> None:
    fair = a_balance(small)
    assert all(verdict.holds for verdict in fair.verdicts())
    par, chance = fair.par, fair.attained["chance"]
    higher = replace(fair, par=par + np.array([[0.0], [0.3]]))
    sure = replace(fair, attained={"hegemon": par, "chance": chance + np.array([[0.2], [0.0]])})
    paying = replace(fair, betrayal=par + np.array([[0.02], [-0.1]]))
    best = fair.orders.copy()
    best[OrderKind.HOST] = 0.2
    for wrong, words in (
        (higher, "every seat can reach par by another way of playing (rare, in less than 10% of"),
        (sure, "every seat can miss par (rare, in less than 10% of runs: HAL)"),
        (paying, "a betrayal in the last turn does not pay: it does for HAL"),
        (replace(fair, orders=best), "no order and no policy is best for every seat: host"),
    ):
        (told,) = [verdict.sentence for verdict in wrong.verdicts() if not verdict.holds]
        assert told.startswith(words)


# --- rehearsal


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = begin("mine", 4, tmp_path)
    change(folder / "scenario.toml", "turns = 8", "turns = 3")
    return folder


def said(folder: Path, runs: int = 8) -> list[str]:
    draft = draft_of(folder)
    return [f"{p.severity}: {p}" for p in rehearse(draft, draft.scenario(), runs)]


def test_objectives_that_nobody_can_miss_or_reach_are_told(mine: Path) -> None:
    change(
        mine / "objectives.toml", "nothing = 0\nfull = 2\npublic", "nothing = -9\nfull = 0\npublic"
    )
    change(mine / "objectives.toml", "nothing = 0.10\nfull = 0.60", "nothing = 0.99\nfull = 1.0")
    told = said(mine)
    assert (
        "warning: objectives.toml: objectives.wide: is always attained in full, whatever ARD does "
        "(8 runs)"
    ) in told
    assert (
        "warning: objectives.toml: objectives.together: is never attained at all, whatever ARD "
        "does (8 runs)"
    ) in told


def test_a_programme_that_nobody_is_invited_to_is_told(mine: Path) -> None:
    sheet = mine / "nations.csv"
    sheet.write_text(sheet.read_text().replace("frontline,0,0,1,0", "frontline,0,0,0,0"))
    change(mine / "scenario.toml", "turns = 3", "turns = 1")
    (line,) = [line for line in said(mine) if "outside" in line]
    assert line.startswith("warning: scenario.toml: programmes.OPEN: nobody of the 2 outside takes")


def test_a_programme_that_everybody_joins_is_told(mine: Path) -> None:
    sheet = mine / "nations.csv"
    sheet.write_text(sheet.read_text().replace("non-aligned,0,0,0,0", "aspirant,0,0,1,0"))
    change(mine / "scenario.toml", "[set]", '[set]\n"join.threshold" = 0.0')
    (line,) = [line for line in said(mine) if "outside" in line]
    assert line.startswith("warning: scenario.toml: programmes.OPEN: everyone of the 2 outside")


def test_orders_that_lead_nowhere_are_notes(mine: Path) -> None:
    orders = [line for line in said(mine) if "orders that" in line]
    assert all(line.startswith("note: scenario.toml: orders that no") for line in orders)
    assert any("could give" in line for line in orders)


def test_a_rehearsal_repeats_itself(mine: Path) -> None:
    assert said(mine, 4) == said(mine, 4)


def test_loading_a_folder_and_rehearsing_needs_no_record(mine: Path) -> None:
    before = sorted(path.name for path in mine.rglob("*"))
    said(mine, 4)
    load(mine)
    assert sorted(path.name for path in mine.rglob("*")) == before
