"""Games and scenes read as they did; ``python -m tests.golden.regenerate`` writes them anew."""

from __future__ import annotations

import pytest

from tests.golden.goldens import GOLDENS, path

AGAIN = "if the change is meant, run: python -m tests.golden.regenerate"


@pytest.mark.parametrize("name", GOLDENS)
def test_reads_as_the_golden_text_does(name: str) -> None:
    file = path(name)
    assert file.exists(), f"{file.name} is missing; {AGAIN}"
    assert GOLDENS[name]() == file.read_text(encoding="utf-8"), AGAIN


def test_the_blocked_invitation_names_its_blocker_and_refuses_the_blocked_nation() -> None:
    text = GOLDENS["scene-consensus"]()
    assert "Velmark was invited to the Open Coast Partnership." in text
    assert "Halmere blocked the text to invite Lunsey" in text
    assert "Velmark signed the Framework Document" in text
    assert "Lunsey's order to join was refused" in text


def test_one_veto_holds_an_accession_up_until_it_is_dropped() -> None:
    text = GOLDENS["scene-veto"]()
    blocked = text.index("Orvane blocked the text on the accession of Velmark")
    agreed = text.index("agreed to the accession of Velmark")
    assert blocked < agreed < text.index("Velmark acceded to the League of the Coast")
    assert "Halmere's order to table a text was refused" in text


def test_a_mandate_makes_a_mission_on_the_terms_it_was_amended_to() -> None:
    text = GOLDENS["scene-mandate"]()
    amended = text.index("Orvane moved to have the mission protect civilians")
    begun = text.index("mandated a mission in Velmark led by Halmere")
    assert amended < begun < text.index("Orvane took the lead of the mission in Velmark")
    assert "Lunsey's order to send troops to a mission was refused" in text


def test_a_parliament_without_a_majority_lets_an_agreement_fall() -> None:
    text = GOLDENS["scene-parliament"]()
    signed = text.index("Halmere and Lunsey signed")
    assert signed < text.index("failed")
    assert "entered into force" not in text


def test_a_minilateral_is_founded_once_three_support_it_and_falls_apart_below_two() -> None:
    text = GOLDENS["scene-minilateral"]()
    few = text.index("found too few founders")
    founded = text.index("Halmere, Orvane and Velmark founded a minilateral security pact")
    assert few < founded < text.index("Lunsey joined") < text.index("fell apart")
