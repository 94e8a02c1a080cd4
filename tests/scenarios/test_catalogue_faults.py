"""Single faults of the catalogue, each with the exact words it is told in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scenarios.breaking import change, told

FAULTS = {
    "a parameter out of its own range": (
        "parameters/trust.toml",
        "",
        '"z.z" = { value = 2, low = 0, high = 1, unit = "km", kind = "level", source = "Test" }\n',
        ['catalogue/parameters/trust.toml: "z.z".value: 2 is out of range (0 to 1)'],
    ),
    "a range upside down": (
        "parameters/trust.toml",
        "",
        '"z.z" = { value = 2, low = 3, high = 1, unit = "km", kind = "level", source = "Test" }\n',
        ['catalogue/parameters/trust.toml: "z.z".low: 3 is above high 1'],
    ),
    "a kind of parameter that does not exist": (
        "parameters/trust.toml",
        "",
        '"z.z" = { value = 1, low = 0, high = 1, unit = "km", kind = "lever", source = "Test" }\n',
        [
            "catalogue/parameters/trust.toml: \"z.z\".kind: 'lever' is not known (did you mean 'level'?)"  # noqa: E501
        ],
    ),
    "a price of an order that does not exist": (
        "orders/sponsor.toml",
        "[order.aid]",
        "[order.aide]",
        [
            "catalogue/orders/sponsor.toml: order.aide: no kind of order 'aide' (did you mean 'aid'?)",  # noqa: E501
            "catalogue/orders/: order.aid: has no price",
        ],
    ),
    "a mechanism that does not exist": (
        "orders/sponsor.toml",
        "",
        '[order.host2]\ntext = ""\nmechanism = "P55"\nmoney = 0.0\neffort = 0.0\nwill = 0.0\n',
        [
            "catalogue/orders/sponsor.toml: order.host2: no kind of order 'host2' (did you mean 'host'?)",  # noqa: E501
            "catalogue/orders/sponsor.toml: order.host2.mechanism: no mechanism 'P55' (did you mean 'P5'?)",  # noqa: E501
        ],
    ),
    "a step that requires a later one": (
        "programmes.toml",
        'requires = "framework"',
        'requires = "review"',
        [
            (
                "catalogue/programmes.toml: step.presentation.requires: 'review' does not come "
                "before this step"
            )
        ],
    ),
    "a step that requires one that does not exist": (
        "programmes.toml",
        'requires = "framework"',
        'requires = "frame"',
        [
            (
                "catalogue/programmes.toml: step.presentation.requires: no step 'frame' "
                "(did you mean 'framework'?)"
            )
        ],
    ),
    "two types with one id": (
        "exercises.toml",
        'id = "field"',
        'id = "seminar"',
        ["catalogue/exercises.toml: exercise.seminar.id: 'seminar' is already used by #1"],
    ),
    "too few domains": (
        "agreements.toml",
        "interop = [1, 0, 0, 1]",
        "interop = [1, 0]",
        ["catalogue/agreements.toml: agreement.framework.interop: has 2 entries where 4 belong"],
    ),
    "a doctrine that weighs what nobody decides by": (
        "doctrines.toml",
        "",
        '[doctrine.new]\nname = "New"\nsource = "Test"\nweights = { autonomie = 1.0 }\n',
        [
            (
                "catalogue/doctrines.toml: doctrine.new.weights.autonomie: no term 'autonomie' "
                "(did you mean 'autonomy'?)"
            )
        ],
    ),
    "a policy that shifts no threshold": (
        "policies.toml",
        '"join.threshold" = 1.5\n"tie.accept"',
        '"join.treshold" = 1.5\n"tie.accept"',
        [
            (
                'catalogue/policies.toml: policy.free-rider.shifts."join.treshold": no name '
                "'join.treshold' (did you mean 'join.threshold'?)"
            )
        ],
    ),
    "a policy that forbids no order": (
        "policies.toml",
        'forbids = ["host", "aid", "transfer", "deploy", "lead", "mediate", "adopt"]',
        'forbids = ["hots"]',
        [
            (
                "catalogue/policies.toml: policy.free-rider.forbids.hots: no name 'hots' "
                "(did you mean 'host'?)"
            )
        ],
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_catalogue_is_told_with_its_place(
    folder: Path, catalogue: Path, file: str, old: str, new: str, expected: list[str]
) -> None:
    change(catalogue / file, old, new)
    assert told(folder, catalogue) == expected
