"""Faults of a design's sampling, measures and counts, each in the words in which it is told."""

from __future__ import annotations

import pytest

from tests.scenarios.designs import HEAD, RANGE, is_told

FAULTS = {
    "a method that does not exist": (
        HEAD + f'[sampling]\nmethod = "lsh"\nn = 4\n[factors]\ntrust.memory = {RANGE}',
        ["sampling.method: 'lsh' is not known (did you mean 'lhs'?)"],
    ),
    "a sampler without n": (
        HEAD + f'[sampling]\nmethod = "lhs"\n[factors]\ntrust.memory = {RANGE}',
        ["sampling.n: is missing; method lhs needs it"],
    ),
    "a sampler with n of zero": (
        HEAD + f'[sampling]\nmethod = "lhs"\nn = 0\n[factors]\ntrust.memory = {RANGE}',
        ["sampling.n: 0 is out of range (1 or more)"],
    ),
    "a key that the method does not read": (
        HEAD + "[sampling]\nn = 8\n",
        ["sampling.n: method full does not read it (it reads nothing else)"],
    ),
    "keys of another method": (
        HEAD + '[sampling]\nmethod = "lhs"\nn = 8\nlevels = 4\nM = 2\n'
        f"[factors]\ntrust.memory = {RANGE}",
        [
            "sampling.M: method lhs does not read it (it reads n)",
            "sampling.levels: method lhs does not read it (it reads n)",
        ],
    ),
    "a Sobol sample of no power of two": (
        HEAD + f'[sampling]\nmethod = "sobol"\nn = 100\n[factors]\ntrust.memory = {RANGE}',
        ["sampling.n: 100 is not a power of two, as Sobol's sequence needs it; 64 or 128 would be"],
    ),
    "a Sobol sample of one": (
        HEAD + f'[sampling]\nmethod = "sobol"\nn = 1\n[factors]\ntrust.memory = {RANGE}',
        ["sampling.n: 1 is not a power of two, as Sobol's sequence needs it; 2 would be"],
    ),
    "a FAST sample too small": (
        HEAD + f'[sampling]\nmethod = "fast"\nn = 64\n[factors]\ntrust.memory = {RANGE}',
        ["sampling.n: 64 is too few; with M = 4 the method needs 65 or more"],
    ),
    "one Morris trajectory on an odd grid": (
        HEAD
        + f'[sampling]\nmethod = "morris"\nn = 1\nlevels = 5\n[factors]\ntrust.memory = {RANGE}',
        [
            "sampling.n: one trajectory shows no spread; give 2 or more",
            "sampling.levels: 5 is odd; Morris's method needs an even number",
        ],
    ),
    "a sampler with nothing to vary": (
        HEAD + '[sampling]\nmethod = "lhs"\nn = 5\n[factors]\ntrust.memory = [0.8]',
        ["factors: method lhs has nothing to vary; give a range, or a list of two levels or more"],
    ),
    # measures
    "a measure that does not exist": (
        HEAD + '[measures]\nturns = ["dispute"]',
        ["measures.turns: no measure 'dispute' (did you mean 'disputes'?)"],
    ),
    "a measure named twice": (
        HEAD + '[measures]\nturns = ["trust", "trust"]',
        ["measures.turns: 'trust' occurs twice"],
    ),
    "no measure": (
        HEAD + "[measures]\nturns = []",
        ["measures.turns: is empty; name at least one measure, or leave the key out"],
    ),
    "a measure that is a number": (
        HEAD + '[measures]\nturns = ["trust", 5]',
        ["measures.turns: 5 is not a text"],
    ),
    "a field that does not exist": (
        HEAD + '[measures]\ndyads = ["treat"]',
        ["measures.dyads: no matrix 'treat' (did you mean 'threat'?)"],
    ),
    "a field that is no matrix between nations": (
        HEAD + '[measures]\ndyads = ["posture"]',
        ["measures.dyads: no matrix 'posture' NEAREST"],
    ),
    "a decision that does not exist": (
        HEAD + '[measures]\ndecisions = ["joins"]',
        ["measures.decisions: no decision 'joins' (did you mean 'join'?)"],
    ),
    "decisions that are neither": (
        HEAD + "[measures]\ndecisions = 3",
        ["measures.decisions: is neither true or false nor a list of decisions"],
    ),
    "a condition on a measure that does not exist": (
        HEAD + '[measures]\nwhen = { metric = "dispute", above = 0 }',
        ["measures.when.metric: no measure 'dispute' (did you mean 'disputes'?)"],
    ),
    "a condition without a measure": (
        HEAD + "[measures]\nwhen = { above = 0 }",
        ["measures.when.metric: is missing"],
    ),
    "a condition without a bound": (
        HEAD + '[measures]\nwhen = { metric = "disputes" }',
        ["measures.when: needs above = ... or below = ..., or both"],
    ),
    "a condition that nothing meets": (
        HEAD + '[measures]\nwhen = { metric = "disputes", above = 2, below = 2 }',
        ["measures.when: nothing is above 2 and below 2"],
    ),
    "a condition with a word of its own": (
        HEAD + '[measures]\nwhen = { metric = "disputes", abov = 0 }',
        ["measures.when.abov: no such key (did you mean 'above'?)"],
    ),
    "a condition that is not finite": (
        HEAD + '[measures]\nwhen = { metric = "disputes", above = nan }',
        ["measures.when.above: nan is not a finite number"],
    ),
    "every no turn": (
        HEAD + "[measures]\nevery = 0",
        ["measures.every: 0 is out of range (1 to 400)"],
    ),
    # size
    "a million million runs": (
        HEAD + "replicates = 1000000\n[factors]\n"
        "trust.memory = { low = 0.75, high = 0.9, levels = 1000 }\n"
        "tie.trust = { low = 0.5, high = 3.0, levels = 1000 }",
        ["asks for 1,000,000,000,000 runs; at most 10,000,000 are played"],
    ),
    "more runs than have a name": (
        HEAD + "replicates = 1" + "0" * 300,
        ["asks for about 10^300 runs; at most 10,000,000 are played"],
    ),
    "a sample of a million million": (
        HEAD + f'[sampling]\nmethod = "lhs"\nn = 1000000000000\n[factors]\ntrust.memory = {RANGE}',
        ["asks for 1,000,000,000,000 runs; at most 10,000,000 are played"],
    ),
    "a sample too large to hold": (
        HEAD + '[sampling]\nmethod = "lhs"\nn = 6000000\n'
        f"[factors]\ntrust.memory = {RANGE}\ntie.trust = {{ low = 0.5, high = 3.0 }}",
        ["asks for 6,000,000 points of 2 factors; a sample may hold at most 10,000,000 numbers"],
    ),
    # the file
}


@pytest.mark.parametrize(("text", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_in_its_words(write, text, expected):
    is_told(write, text, expected)
