"""The questionnaire: one's own answers come back, nobody else's ever come."""

from __future__ import annotations

import asyncio

import pytest

from scenarios.sitting import phases
from scenarios.sitting.parts import Code, Member, SittingFault
from scenarios.sitting.state import begin
from scenarios.sitting.words import survey
from tests.classroom.browsing import LAPTOP, PHONE, Facilitator, Student, a_browser
from tests.classroom.phones import Phone, Refused, facilitator, join
from tests.classroom.serving import door
from tests.classroom.test_pages_for_all import sound
from ui.classroom import views
from ui.classroom.questionnaire import FEWEST, answered, questions

#: Whether all that was answered has reached the server.
SENT = "Object.keys(localStorage).every((key) => !key.includes('outbox'))"

FIRST, SECOND = (question.id for question in questions()[:2])


@pytest.fixture(scope="module")
def browser():
    with a_browser() as one:
        yield one


def a_class(people: int):
    """People at one seat."""
    sitting = begin("first-steps", 3, ("VEL", "LUN"))
    for number in range(people):
        sitting.members[f"c{number}"] = Member(f"c{number}", "VEL", "", "")
    return sitting


def test_answers_reach_their_own_screen_and_no_other(room):
    mine = {FIRST: 4, "about": "CANARY ANSWER"}

    async def script():
        way = door(room)
        tokens = [await asyncio.to_thread(join, way, seat) for seat in ("VEL", "VEL", "HAL")]
        phones = [await Phone(way, token, listen=True).open() for token in tokens]
        umpire = await facilitator(way, listen=True).open()
        await phones[0].do("questionnaire", when="before", answers=mine)
        await umpire.until(lambda: umpire.view.get("survey", {}).get("before") == 1)
        again = [await Phone(way, token, listen=True).open() for token in tokens]
        told = [phone.hello["answers"] for phone in again]
        others = [umpire, *phones, *again[1:]]
        for phone in (*again, *phones, umpire):
            await phone.close()
        return told, "\n".join(text for phone in others for text in phone.heard)

    told, heard = asyncio.run(script())
    assert told == [{"before": mine}, {}, {}]
    assert "CANARY" not in heard
    assert views.facilitator(room.room.sitting)["survey"]["before"] == 1


def test_each_questionnaire_is_open_in_its_time(room):
    async def script():
        way = door(room)
        phone = await Phone(way, await asyncio.to_thread(join, way, "VEL")).open()
        umpire = await facilitator(way).open()
        with pytest.raises(Refused, match="closed"):
            await phone.do("questionnaire", when="after", answers={FIRST: 1})
        await phone.do("questionnaire", when="before", answers={FIRST: 2})
        await umpire.do("end")
        with pytest.raises(Refused, match="closed"):
            await phone.do("questionnaire", when="before", answers={FIRST: 5})
        await phone.do("questionnaire", when="after", answers={FIRST: 3})
        await phone.close()
        await umpire.close()

    asyncio.run(script())
    assert list(room.room.sitting.surveys.values()) == [{"before": {FIRST: 2}, "after": {FIRST: 3}}]


def test_what_is_taken_back_or_off_the_scale_is_not_counted():
    sitting = a_class(3)
    for number, answers in enumerate(({FIRST: 3}, {FIRST: 9, "x": 3}, {FIRST: 2})):
        survey(sitting, f"c{number}", "before", answers)
    assert answered(sitting.surveys, "before") == 2
    survey(sitting, "c2", "before", {})
    assert answered(sitting.surveys, "before") == 1
    with pytest.raises(SittingFault) as fault:
        survey(sitting, "c2", "after", {})
    assert fault.value.code == Code.CLOSED


def test_the_facilitator_is_told_what_changed_in_the_debrief_and_of_few_nothing():
    sitting = a_class(FEWEST)
    for number, client in enumerate(sitting.members):
        survey(sitting, client, "before", {FIRST: 1 + number % 2, SECOND: 2})
    assert views.facilitator(sitting)["survey"]["effects"] == []
    phases.end(sitting)
    for number, client in enumerate(sitting.members):
        survey(sitting, client, "after", {FIRST: 3, **({SECOND: 5} if number else {})})
    told = views.facilitator(sitting)["survey"]
    assert (told["people"], told["before"], told["after"]) == (FEWEST, FEWEST, FEWEST)
    one, two, *rest = told["effects"]
    assert (one["pairs"], one["before"], one["after"], one["change"]) == (FEWEST, 1.4, 3.0, 1.6)
    assert two == {"text": questions()[1].text, "pairs": FEWEST - 1}
    assert all(set(row) == {"text", "pairs"} for row in rest)


@pytest.mark.parametrize(("theme", "size"), [("dark", PHONE), ("light", LAPTOP)])
def test_statements_are_answered_with_a_thumb_or_keys_and_survive_a_reload(
    browser, room, theme, size
):
    one = Student(browser, door(room), size, theme=theme).join("Halmere")
    two = Student(browser, door(room), size).join("Halmere")
    card = one.page.locator("#questions-before summary")
    card.click()
    one.page.locator(f"[name=before-{FIRST}]").nth(1).check()
    one.page.keyboard.press("ArrowRight")
    one.page.locator(f"[name=before-{SECOND}]").nth(4).check()
    one.sees("2 of 8 answered")
    sound(one, "statements")
    one.page.wait_for_function(SENT)
    one.page.reload()
    one.sees("2 of 8 answered")
    card.click()
    assert one.page.locator(f"[name=before-{FIRST}]").nth(2).is_checked()
    assert one.page.locator(f"[name=before-{SECOND}]").nth(4).is_checked()
    two.page.reload()
    two.sees("If you like; a minute or two.")
    run = Facilitator(browser, door(room), theme=theme)
    run.page.get_by_role("tab", name="Room").click()
    run.sees("Answered before the game: 1 of 2; after it: 0.")
    run.press("End the game", "End it")
    one.sees("Eight statements, after the game")
    run.sees("too few to tell (0)")
    sound(run, "effects")
    for screen in (one, two, run):
        screen.close()
