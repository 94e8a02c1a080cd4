"""A real browser for tests: pages of students and of the facilitator, and what they asked for."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from tests.classroom.serving import Door

#: Chromium without anything that asks for more than the page does.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP class.test 127.0.0.1",
)  # fmt: skip

#: A name that is not this machine's: pages on it are in no secure context, as in a classroom.
MAPPED = "class.test"

PHONE, LAPTOP = (360, 640), (1280, 720)


def _missing(what: str) -> None:
    """Skip, loudly; where everything must be there, fail."""
    told = f"{what}: pages are not tested in a browser"
    if os.environ.get("DETENTE_CI"):
        pytest.fail(told)
    pytest.skip(told)


@contextmanager
def a_browser() -> Iterator:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright is not installed")
    if path is None:
        _missing("chromium is not installed")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Screen:
    """One device with a page of its own; everything it asks for and says is kept."""

    def __init__(self, browser, door: Door, size=PHONE, *, host="127.0.0.1", theme="dark") -> None:
        wide, high = size
        self.context = browser.new_context(
            viewport={"width": wide, "height": high}, color_scheme=theme, has_touch=wide < 900
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(8000)
        self.door, self.base = door, f"http://{host}:{door.port}"
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", self._console)

    def _console(self, message) -> None:
        expected = ("Failed to load resource", "ERR_CONNECTION_REFUSED")  # a server that is away
        if message.type == "error" and not any(words in message.text for words in expected):
            self.faults.append(message.text)

    def button(self, name: str, *, exact: bool = False):
        """A button by its name; of a sheet where one is open."""
        over = self.page.locator("dialog[open]")
        within = over.last if over.count() else self.page
        return within.get_by_role("button", name=name, exact=exact).first

    def press(self, *names: str) -> None:
        for name in names:
            self.button(name).click()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def sees(self, text: str) -> None:
        """Wait until a text is on the page."""
        self.page.get_by_text(text).first.wait_for()

    def toast(self, text: str) -> None:
        self.page.locator("#toasts", has_text=text).wait_for()

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def hosts(self) -> set[str]:
        """Where everything came from."""
        urls = (urlsplit(url) for url in self.asked)
        return {url.hostname for url in urls if url.scheme not in ("data", "blob")}

    def close(self) -> None:
        assert not self.faults, self.faults
        self.context.close()


class Student(Screen):
    """A student's phone."""

    def join(self, seat: str, name: str = "") -> Student:
        page = self.page
        page.goto(self.base)
        page.get_by_label("Room code").fill(self.door.code)
        if name:
            page.get_by_label("Your name").fill(name)
        self.press(seat)
        self.button("Join", exact=True).click()
        page.wait_for_url("**/play")
        page.get_by_role("heading", name=seat, level=1).wait_for()
        return self

    def order(self, family: str, kind: str, *more: str) -> None:
        """Add an order in the steps of the composer."""
        self.tab("Orders")
        self.press("Add an order", family, kind, *more)
        self.button("Add to our orders").click()
        self.toast("Added to our orders.")

    def offer(self, to: str, kind: str, *terms: str) -> None:
        self.tab("Talks")
        self.press("Offer an agreement", to, kind, *terms, "Make the offer")


class Facilitator(Screen):
    """The facilitator's laptop."""

    def __init__(self, browser, door: Door, size=LAPTOP, **more) -> None:
        super().__init__(browser, door, size, **more)
        self.page.goto(f"{self.base}/run#{door.token}")
        self.page.get_by_role("heading", name="Seats").wait_for()
