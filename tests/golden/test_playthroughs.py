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
