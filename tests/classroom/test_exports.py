"""What a class leaves behind: whole, readable by others, and about nobody in particular."""

import csv
import io
import zipfile

import pytest

from agents.registry import PERSON
from scenarios.session import Session
from scenarios.sitting import Phase
from scenarios.sitting.parts import Member, Note
from scenarios.sitting.phases import close, open_phase
from scenarios.sitting.state import begin
from sim.record import parse
from ui.classroom.exports import archive, files, table
from ui.classroom.questionnaire import FEWEST, effects, questions


@pytest.fixture(scope="module")
def sitting():
    """Two turns of first-steps: a team at VEL, which gave two orders of which one is refused."""
    found = begin("first-steps", 3, ("VEL", "LUN"))
    found.members["c1"] = Member("c1", "VEL", "Ada Canary", "secretkey")
    open_phase(found, Phase.TALKS, 0.0)
    orders = [{"do": "apply", "target": "COAST"}, {"do": "resume", "target": "COAST"}]
    found.session.draft("VEL", {"orders": orders})
    found.session.submit("VEL")
    found.notes.append(Note(1, 5.0, 0, "VEL", "LUN", "=cmd()", read=["LUN"]))
    close(found, 10.0)
    close(found, 20.0)
    return found


@pytest.fixture(scope="module")
def kept(sitting):
    return dict(files(sitting))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_archive_holds_every_file_and_is_the_same_every_time(sitting, kept):
    packed = archive(sitting)
    with zipfile.ZipFile(io.BytesIO(packed)) as found:
        assert found.testzip() is None
        assert {name: found.read(name).decode() for name in found.namelist()} == kept
    assert archive(sitting) == packed


def test_the_record_opens_as_the_game_that_was_played(sitting, kept):
    again = Session.load(parse(kept["record.jsonl"], "record.jsonl"))
    assert again.state.digest() == sitting.session.state.digest()


def test_turns_say_who_was_a_person_and_who_was_not(kept):
    told = {(row["turn"], row["seat"]): row for row in rows(kept["turns.csv"])}
    assert [told["0", iso]["player"] for iso in ("VEL", "LUN")] == [PERSON, "doctrine"]
    assert [told["0", iso]["person"] for iso in ("VEL", "LUN")] == ["yes", "no"]
    assert (told["0", "VEL"]["orders"], told["0", "VEL"]["refused"]) == ("2", "1")
    assert all(0 <= float(row["attained"]) <= 1 for row in told.values())


def test_orders_say_why_one_was_refused(kept):
    mine = [row for row in rows(kept["orders.csv"]) if row["seat"] == "VEL" and row["turn"] == "0"]
    assert [bool(row["refused"]) for row in mine] == [False, True]


def test_no_file_holds_a_name_or_a_key(kept):
    for name, text in kept.items():
        assert "Canary" not in text, name
        assert "secretkey" not in text, name


def test_a_note_is_no_formula_for_a_spreadsheet(kept):
    assert rows(kept["notes.csv"])[0]["text"] == "'=cmd()"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1"])
def test_text_that_would_be_a_formula_is_marked_and_numbers_are_not(text):
    assert table([[text, -1.5]]).split(",")[1] == "-1.5\n"
    assert table([[text]]).lstrip('"').startswith("'")


def given(pairs):
    first = questions()[0].id
    return {
        f"c{k}": {"before": {first: one}, "after": {first: two}}
        for k, (one, two) in enumerate(pairs)
    }


def test_a_change_is_told_of_those_who_answered_twice():
    surveys = given([(1, 3), (2, 3), (3, 3), (2, 4), (4, 3)]) | {"late": {"after": {}}}
    found = next(effects(surveys))
    assert (found.pairs, found.rose, found.fell) == (5, 3, 1)
    assert (found.before, found.after) == (2.4, 3.2)
    # steps 2, 1, 0, 2, -1: deviation 1.30384, t(4) = 2.776445
    assert found.margin == pytest.approx(2.776445 * 1.3038405 / 5**0.5, abs=1e-5)


def test_so_few_answers_that_they_point_at_persons_are_not_told():
    found = next(effects(given([(1, 5)] * (FEWEST - 1))))
    assert found.pairs == FEWEST - 1
    assert found.before != found.before
    assert (found.rose, found.fell) == (0, 0)


@pytest.mark.parametrize("answer", [0, 6, True, 2.5, "3", None])
def test_an_answer_off_the_scale_does_not_count(answer):
    assert next(effects(given([(answer, 3)] * 9))).pairs == 0
