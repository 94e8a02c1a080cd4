"""Every page for everybody: read aloud, with keys alone, with one thumb on a small phone."""

from __future__ import annotations

import pytest

from tests.classroom.browsing import LAPTOP, PHONE, Facilitator, Screen, Student, a_browser
from tests.classroom.phones import join
from tests.classroom.serving import a_room, door

#: What a finger can hit, in pixels of a page.
FINGER = 44

#: What a finger may press, as far as it is to be seen, with its width and height; a link inside a
#: sentence, and a box that its label makes larger, are none.
TARGETS = """() => [
    ...document.querySelectorAll("button, select, input, textarea, a.button, summary")
  ].map((one) => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.width && box.height)
  .map(([one, box]) => [one.textContent || one.id, Math.round(box.width), Math.round(box.height)])
"""

#: How far a page is wider than its window.
OVER = "() => document.documentElement.scrollWidth - window.innerWidth"

#: Text that is cut off at its box.
CUT = """() => [...document.querySelectorAll("button, h1, h2, h3, .chip, td, th, label")]
  .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1)
  .filter((one) => getComputedStyle(one).overflow !== "visible")
  .map((one) => one.textContent)"""


@pytest.fixture(scope="module")
def browser():
    with a_browser() as one:
        yield one


@pytest.fixture(scope="module")
def room(browser, tmp_path_factory):
    """A class in its second turn."""
    with a_room(tmp_path_factory.mktemp("room") / "class.db") as host:
        found = door(host)
        for seat in ("HAL", "LUN", "VEL"):
            join(found, seat, "Bo")
        run = Facilitator(browser, found)
        run.press("Open the briefing", "Begin the talks", "Resolve now", "Resolve")
        run.sees("turn 2 of 8")
        run.close()
        yield found


def sound(screen: Screen, where: str) -> None:
    """No violations that axe knows; nothing wider than the window, nothing too small to hit."""
    from axe_playwright_python.sync_playwright import Axe

    page = screen.page
    page.wait_for_timeout(200)  # what is pressed fades to its colour
    if not page.evaluate("!!window.axe"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    told = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert not told, (where, told)
    assert page.evaluate(OVER) <= 0, where
    assert not page.evaluate(CUT), where
    small = [one for one in page.evaluate(TARGETS) if min(one[1:]) < FINGER]
    assert not small, (where, small)


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_pages_of_a_student(browser, room, theme):
    away = Student(browser, room, theme=theme)
    away.page.goto(f"{away.base}/help")
    sound(away, "help")
    away.page.goto(f"{away.base}/?code={room.code}")
    away.sees("Halmere")
    sound(away, "join")
    away.close()
    one = Student(browser, room, PHONE, theme=theme).join("Halmere", "Ada")
    one.offer("Orvane", "Training, education")
    one.tab("Talks")
    one.sees("Our offers")
    for name in ("Brief", "Map", "Talks", "Orders", "News"):
        one.tab(name)
        sound(one, name)
    if theme == "dark":
        _sheets(one)
    one.close()


def _sheets(one: Student) -> None:
    one.tab("Map")
    one.press("Velmark")
    one.sees("Interoperability by domain")
    one.page.locator("dialog summary").first.click()
    sound(one, "nation")
    one.press("Close")
    one.tab("Orders")
    one.press("Add an order")
    sound(one, "kinds of order")
    one.press("Reform", "Invest in an instrument")
    sound(one, "targets")
    one.page.locator("dialog .pick").first.click()
    sound(one, "amounts")
    one.press("20")
    one.sees("It costs")
    sound(one, "price")
    one.press("Close")
    one.tab("Talks")
    one.press("Offer an agreement", "Lunsey", "Mutual defence")
    sound(one, "terms")
    one.press("Close", "Write a note")
    sound(one, "note")
    one.press("Close")


@pytest.mark.parametrize("size", [LAPTOP, (768, 1024)])
def test_pages_of_the_facilitator(browser, room, size):
    run = Facilitator(browser, room, size, theme="light" if size == LAPTOP else "dark")
    for name in ("Events", "Notes", "Log", "Room"):
        run.page.get_by_role("tab", name=name).click()
        sound(run, name)
    run.page.get_by_role("tab", name="Events").click()
    sheets = ("Lunsey", "An event of your own", "Override", "Message")
    for sheet in sheets if size == LAPTOP else ():
        run.press(sheet)
        sound(run, sheet)
        run.press("Close")
    run.close()


def test_a_page_is_used_with_keys_alone(browser, room):
    one = Student(browser, room, LAPTOP).join("Velmark")
    page = one.page
    page.keyboard.press("Tab")
    for _ in range(60):
        if page.evaluate("document.activeElement.textContent").startswith("News"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    one.sees("What changed for us")
    page.locator(".relations button").first.focus()
    page.keyboard.press("Enter")
    page.locator("dialog[open]").wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("dialog[open]").count()
    one.close()


def test_the_debrief(browser, room):
    one = Student(browser, room).join("Orvane")
    run = Facilitator(browser, room)
    run.page.get_by_role("tab", name="Room").click()
    run.press("End the game", "End it")
    one.page.get_by_role("link", name="Open the debrief").click()
    one.sees("Turning points")
    sound(one, "debrief")
    one.close()
    run.close()
