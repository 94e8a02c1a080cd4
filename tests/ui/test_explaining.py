"""``run --explain``: the reasons shown are the numbers that decided and the causes that moved."""

import re
from functools import cache

import numpy as np
import pytest
from click.testing import CliRunner

from agents.explain import explain, in_words
from scenarios.games import set_up
from sim.account import reasons
from sim.state import FIELDS
from ui.cli import cli
from ui.commands.explaining import _OF_NATION, _OF_PAIR, _cells, explained


def call(*words, scenario="first-steps"):
    return CliRunner().invoke(cli, ["run", scenario, *map(str, words)])


def told(*words, scenario="first-steps"):
    """What is printed, without its line breaks, item by item."""
    result = call(*words, scenario=scenario)
    assert result.exit_code == 0, result.exception
    text = result.stdout
    return [joined(item) for item in re.split(r"^- ", text, flags=re.MULTILINE)]


def joined(text):
    """A text in one line: words that were broken at a hyphen are whole again."""
    return " ".join(re.sub(r"-\n +", "-", text).split())


@cache
def played(turn, scenario="pfp-1994"):
    game = set_up(scenario, 1).game
    return game.world, explained(game, turn)


def test_the_terms_of_a_decision_sum_to_its_score():
    text = " ".join(told("--explain", "VEL", "--turn", "1"))
    found = re.search(
        r"Velmark joined the Open Coast Partnership: (.*?) = (-?[\d.]+) against", text
    )
    assert found
    terms = [float(number) for number in re.findall(r"[+-]\d+\.\d\d", found[1])]
    assert len(terms) > 3
    assert sum(terms) == pytest.approx(float(found[2]), abs=0.005 * (len(terms) + 1))


def test_the_causes_of_a_change_sum_to_it():
    lines = [
        found
        for item in told("--explain", "HAL:VEL", "--turn", "4")
        if (found := re.match(r"(.+): (\d\.\d{4}) to (\d\.\d{4}) \((.*)\)$", item))
    ]
    assert len(lines) >= 8
    for line in lines:
        name, before, after, causes = line.groups()
        amounts = [float(number) for number in re.findall(r"[+-]\d\.\d{4}", causes)]
        change = float(after) - float(before)
        assert sum(amounts) == pytest.approx(change, abs=1e-4 * (len(amounts) + 1)), name


def test_every_kind_of_decision_that_was_open_is_told_with_the_numbers_that_decided():
    world, turn = played(6)
    poland = world.nation("POL")
    items = told("--explain", "POL", "--turn", 6, scenario="pfp-1994")
    accounts = [a for a in explain(world, turn.decision, poland) if a.luck < 1.0]
    assert len({a.decision for a in accounts}) > 15
    for account in accounts:
        assert sum(amount for _, _, amount in account.parts) == account.score
        words = [joined(in_words(world, one)) for one in accounts
                 if one.decision == account.decision]  # fmt: skip
        assert any(any(line in item for item in items) for line in words), account.decision
        if account.done:
            line = joined(in_words(world, account))
            assert any(line in item for item in items), line
            assert f"luck {account.luck:.2f}" in line
            assert account.unrivalled or f"against {account.threshold:.2f}" in line


def test_a_choice_that_had_no_other_candidate_is_told_without_one_to_beat():
    items = told("--explain", "HAL", "--turn", 2)
    assert any("gave aid to Velmark" in item and "no other in question" in item for item in items)
    assert not any("-64" in item for item in items)


@pytest.mark.parametrize("who", ["POL", "RUS", "POL:RUS", "POL:DEU", "ARM:AZE"])
@pytest.mark.parametrize("turn", [3, 6])
def test_whatever_moved_is_told_by_causes_that_sum_to_the_bit(who, turn):
    world, resolved = played(turn)
    cells = [world.nation(iso) for iso in who.split(":")]
    table = _OF_PAIR if len(cells) == 2 else _OF_NATION
    items = told("--explain", who, "--turn", turn, scenario="pfp-1994")
    before, after = resolved.turn.before, resolved.turn.after
    moved = 0
    for field, words in table.items():
        for cell, what in _cells(world, field, tuple(cells)):
            at = (0, *cell)
            change = float(after[field][at]) - float(before[field][at])
            found = reasons(resolved.turn.ledger, field, at)
            assert sum(reason.amount for reason in found) == change, (field, cell)
            if change:
                moved += 1
                line = next(item for item in items if item.startswith(f"{words}{what}: "))
                assert all(reason.cause.words in line for reason in found)
    assert moved > 3


def test_every_number_of_a_nation_or_a_pair_has_its_words():
    numbers = {
        name: spec.axes
        for name, spec in FIELDS.items()
        if "N" in spec.axes and (spec.dtype is not np.int16 or name == "breached")
    }
    of_pairs = {name for name, axes in numbers.items() if axes.endswith("NN")}
    of_nations = {name for name, axes in numbers.items() if axes.startswith("RN")} - of_pairs
    assert set(_OF_PAIR) == of_pairs
    assert set(_OF_NATION) == of_nations


def test_one_exercise_is_credited_to_the_decision_that_led_to_it():
    world, resolved = played(6)
    hosting = [
        account
        for nation in range(world.dims.N)
        for account in explain(world, resolved.decision, nation, only={"host", "host again"})
    ]
    assert any(account.done for account in hosting)
    assert all(account.chosen for account in hosting if account.done)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--explain", "VEX", "--turn", "1"], "--explain: no nation 'VEX' (did you mean 'VEL'?)"),
        (["--explain", "VEL"], "--explain and --turn go together, e.g. --explain POL:RUS --turn 4"),
        (["--turn", "2"], "--explain and --turn go together, e.g. --explain POL:RUS --turn 4"),
        (["--explain", "VEL:VEL", "--turn", "1"], "--explain VEL:VEL: names one nation twice"),
        (["--explain", "VEL", "--turn", "9"], "--turn 9: scenario first-steps has 8 turns at most"),
    ],
)
def test_what_cannot_be_explained_is_one_line(words, message):
    result = call(*words)
    assert result.exit_code == 2
    assert result.stderr == f"detente: {message}\n"
