"""Handouts: what each team reads on paper, and that it reads nothing that is another's."""

import re

import pytest

from agents.registry import PERSON
from scenarios.games import set_up
from scenarios.load import load
from scenarios.schema import Focus, Happening, Objective
from scenarios.session import Session
from ui.cli import cli
from ui.report.handouts import handouts

SEATS = ("VEL", "LUN")


def words(page: str) -> str:
    """What a reader sees of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The handouts of first-steps with a secret in every private place."""
    want = {"measure": "will", "nothing": 0.0, "full": 1.0}
    scenario = load("first-steps").model_copy(
        update={
            "briefs": {"VEL": "Canary <b>velmark</b>.\n\n- one\n- two", "LUN": "Canary lunsey."},
            "objectives": [
                Objective(seat="VEL", id="own", text="Canary wish of Velmark.", **want),
                Objective(seat="LUN", id="open", text="Open wish of Lunsey.", public=True, **want),
            ],
            "events": [
                Happening(id="a", title="Storm", text="Canary storm.", month="", source="invented")
            ],
            "teaching": "# Purpose\n\nCanary teaching.",
            "notice": "A neutral notice.",
            "focus": Focus(orders=["apply", "depth"]),
        }
    )
    session = Session(set_up(scenario, 1, seats=dict.fromkeys(SEATS, PERSON)))
    return handouts(session, SEATS)


def test_a_team_reads_its_own_brief_and_wishes_and_what_others_say_openly(
    pages: dict[str, str],
) -> None:
    text = words(pages["VEL.html"])
    for own in ("Canary &lt;b&gt;velmark", "Canary wish of Velmark.", "Open wish of Lunsey."):
        assert own in text


@pytest.mark.parametrize(
    ("page", "secret"),
    [
        ("VEL.html", "Canary lunsey"),
        ("LUN.html", "Canary &lt;b&gt;velmark"),
        ("LUN.html", "Canary wish"),
        ("LUN.html", "Canary storm"),
        ("LUN.html", "Canary teaching"),
        ("map.html", "Canary"),
        ("cards.html", "Canary"),
        ("index.html", "Canary"),
    ],
)
def test_no_page_holds_what_is_not_for_its_reader(
    pages: dict[str, str], page: str, secret: str
) -> None:
    assert secret not in pages[page]
    assert any(secret in other for other in pages.values())


def test_the_guide_tells_the_facilitator_everything(pages: dict[str, str]) -> None:
    text = words(pages["guide.html"])
    for told in ("Canary storm.", "Canary teaching.", "Canary wish of Velmark.", "Open wish"):
        assert told in text


def test_a_lesson_prints_only_the_orders_that_it_is_about(pages: dict[str, str]) -> None:
    text = words(pages["VEL.html"])
    assert "Join a programme" in text
    assert "Escalate a confrontation" not in text


def test_the_map_carries_the_notice_on_disputed_territory(pages: dict[str, str]) -> None:
    assert "A neutral notice." in words(pages["map.html"])


def test_pages_are_self_contained(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        linked = re.findall(r"(?:src|href)=\"([^\"#]+)\"", page)
        assert all(link == "data:," or link in pages for link in linked), name


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["--seat", "VEM"], "--seat VEM: no such nation (did you mean 'VEL'?)"),
        (["--seat", "VEL", "--teams", "2"], "give --seat or --teams, not both"),
        (["--teams", "59"], "--teams 59: first-steps has seats for"),
    ],
)
def test_a_wrong_seat_is_said_in_one_sentence(tmp_path, capsys, given, sentence) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["handouts", "first-steps", "--out", str(tmp_path / "out"), *given])
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten_without_being_told_to(tmp_path, capsys) -> None:
    (tmp_path / "VEL.html").write_text("mine")
    with pytest.raises(SystemExit) as ended:
        cli.main(["handouts", "first-steps", "--out", str(tmp_path), "--seat", "VEL"])
    assert ended.value.code == 2
    assert (tmp_path / "VEL.html").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["VEL.html"]
