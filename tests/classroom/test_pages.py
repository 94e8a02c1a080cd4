"""The pages of a class in a real browser: joining, playing, running, looking back."""

from __future__ import annotations

import pytest

from tests.classroom.browsing import MAPPED, Facilitator, Student, a_browser
from tests.classroom.phones import join
from tests.classroom.serving import Served, a_room, door

LOCAL = "127.0.0.1"

#: What would be carried out if it were ever read as HTML.
TRAP = "<img src=x onerror=document.title='caught'>"


@pytest.fixture(scope="module")
def browser():
    with a_browser() as one:
        yield one


@pytest.fixture
def room(tmp_path):
    with a_room(tmp_path / "class.db") as host:
        yield door(host)


@pytest.mark.parametrize("host", [LOCAL, MAPPED])
def test_two_phones_play_a_turn_and_look_back(browser, room, host):
    one = Student(browser, room, host=host).join("Halmere", "Ada")
    two = Student(browser, room, host=host).join("Lunsey")
    if host == MAPPED:
        assert one.page.evaluate("[window.isSecureContext, !!crypto.randomUUID]") == [False, False]
    run = Facilitator(browser, room, host=host)
    run.press("Open the briefing")
    one.sees("For your eyes only")
    one.sees("An invented coast")
    run.press("Begin the talks")

    one.page.get_by_text("Talks").first.wait_for()
    one.offer("Lunsey", "Training, education", "light")
    one.toast("Lunsey will answer.")
    two.tab("Talks")
    offer = two.page.locator("[data-offer]").first
    offer.get_by_text("light verification").wait_for()
    two.press("Other terms", "regular", "Make the offer")
    two.toast("Halmere will answer.")
    answer = one.page.locator("[data-offer]", has_text="regular verification")
    answer.get_by_role("button", name="Accept").click()
    for screen in (one, two):
        signed = screen.page.locator("[data-offer]", has_text="regular verification")
        signed.get_by_text("accepted").wait_for()

    one.order("Diplomacy", "Hold a dialogue", "Velmark")
    one.sees("Hold a dialogue with another government: Velmark")
    one.page.reload()
    one.tab("Orders")
    one.sees("Hold a dialogue with another government: Velmark")
    one.press("Hand in 1 order")
    one.sees("Orders received")
    one.page.reload()
    one.tab("Orders")
    one.sees("Orders received")
    two.tab("Orders")
    two.press("Hand in without orders")
    for screen in (one, two):
        screen.page.get_by_text("2000 Q2").first.wait_for()
        screen.tab("News")
        screen.sees("What changed for us")
        assert "Halmere and Lunsey" in screen.text()

    run.page.get_by_role("tab", name="Room").click()
    run.press("End the game", "End it")
    one.sees("The debrief is open")
    one.page.get_by_role("link", name="Open the debrief").click()
    one.sees("Turning points")
    one.sees("Beliefs and truth")
    for screen in (one, two, run):
        assert screen.hosts() == {host}
        screen.close()


def test_a_phone_comes_back_by_itself_when_the_server_does(browser, tmp_path):
    served = Served(tmp_path / "class.db", "first-steps")
    student = None
    try:
        student = Student(browser, served.start()).join("Halmere")
        join(student.door, "LUN")  # a second team, for which the turn waits
        run = Facilitator(browser, student.door)
        run.press("Open the briefing", "Begin the talks")
        student.order("Diplomacy", "Hold a dialogue", "Velmark")
        student.sees("effort 1")
        served.kill()
        student.sees("Connection lost")
        student.order("Diplomacy", "Hold a dialogue", "Orvane")
        served.start()
        student.page.get_by_text("Connection lost").wait_for(state="detached", timeout=15000)
        student.page.get_by_text("2 of 6").wait_for()
        student.page.get_by_text("checking").first.wait_for(state="detached")
        student.press("Hand in 2 orders")
        student.sees("Orders received")
        student.close()
        run.context.close()
    finally:
        served.end()


def test_what_people_write_is_shown_as_text(browser, room):
    one = Student(browser, room).join("Halmere", TRAP[:24])
    two = Student(browser, room).join("Lunsey")
    run = Facilitator(browser, room)
    for to in ("Lunsey", "The facilitator"):
        one.tab("Talks")
        one.press("Write a note")
        one.page.get_by_label("To", exact=True).select_option(to)
        one.page.get_by_label("Text").fill(TRAP)
        one.press("Send")
        one.toast("Sent.")
    two.tab("Talks")
    run.page.get_by_role("tab", name="Notes").click()
    for screen in (two, run):
        screen.sees(TRAP)
        assert screen.page.locator("img").count() == 0
    run.sees(TRAP[:24])
    run.press("A message")
    run.page.get_by_label("Headline").fill(TRAP)
    run.page.get_by_label("Text").fill(TRAP)
    run.press("Send")
    for screen in (one, two):
        screen.sees("The facilitator to everybody")
        screen.sees(TRAP)
        screen.press("Read")
        screen.page.get_by_text("The facilitator to everybody").wait_for(state="detached")
    for screen in (one, two, run):
        assert screen.page.title() != "caught"
        screen.close()


def test_two_people_of_a_team_edit_one_draft(browser, room):
    one = Student(browser, room).join("Halmere")
    two = Student(browser, room, (1280, 720)).join("Halmere")
    join(room, "LUN")  # a second team, for which the turn waits
    run = Facilitator(browser, room)
    run.press("Open the briefing", "Begin the talks")
    for nation in ("Velmark", "Orvane", "Lunsey"):  # faster than views of the draft come back
        one.order("Diplomacy", "Hold a dialogue", nation)
    two.tab("Orders")
    for nation in ("Velmark", "Orvane", "Lunsey"):
        two.sees(f"Hold a dialogue with another government: {nation}")
    two.press("Hand in 3 orders")
    one.sees("Orders received")
    one.press("Orders received")
    two.sees("Hand in 3 orders")
    for screen in (one, two, run):
        screen.close()


def test_the_facilitator_steers(browser, room):
    student = Student(browser, room).join("Halmere", "Ada")
    run = Facilitator(browser, room)
    run.press("Open the briefing", "Begin the talks")
    run.press("Clock", "2 min")
    student.page.get_by_text("1:5").wait_for()
    run.press("Pause")
    student.page.get_by_text("paused").first.wait_for()
    run.press("Inject")
    run.sees("Take back")
    run.press("Halmere", "Ask to hand in")
    student.sees("asks you to hand in")
    run.press("See as this seat")
    run.sees("As Halmere sees it")
    run.press("Orders")
    run.sees("Diplomatic effort")
    run.press("Close")
    run.press("Halmere")
    run.page.get_by_label("Hand the seat to").select_option("reciprocal")
    run.press("Hand over")
    student.sees("From the next turn on a policy (reciprocal) plays your seat.")
    run.press("Close", "Resolve now", "Resolve")
    student.sees("A policy (reciprocal) plays your seat.")
    student.tab("News")
    student.sees("ferry")
    for screen in (student, run):
        screen.close()
