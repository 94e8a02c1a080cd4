"""``run --explain``: the reasons shown are the numbers that decided and the causes that moved."""

import re

import pytest
from click.testing import CliRunner

from ui.cli import cli


def call(*words):
    return CliRunner().invoke(cli, ["run", "first-steps", *map(str, words)])


def test_the_terms_of_a_decision_sum_to_its_score():
    text = " ".join(call("--explain", "VEL", "--turn", "1").stdout.split())
    found = re.search(
        r"Velmark joined the Open Coast Partnership: (.*?) = (-?[\d.]+) against", text
    )
    assert found
    terms = [float(number) for number in re.findall(r"[+-]\d+\.\d\d", found[1])]
    assert len(terms) > 3
    assert sum(terms) == pytest.approx(float(found[2]), abs=0.005 * (len(terms) + 1))


def test_the_causes_of_a_change_sum_to_it():
    text = call("--explain", "HAL:VEL", "--turn", "4").stdout
    lines = re.findall(r"^(.+): (\d\.\d{4}) to (\d\.\d{4}) \((.*)\)$", text, re.MULTILINE)
    assert len(lines) >= 8
    for name, before, after, causes in lines:
        amounts = [float(number) for number in re.findall(r"[+-]\d\.\d{4}", causes)]
        change = float(after) - float(before)
        assert sum(amounts) == pytest.approx(change, abs=1e-4 * (len(amounts) + 1)), name


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
