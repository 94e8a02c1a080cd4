"""A class of bots with a canary in everything that is hidden: none is sent where it must not be."""

from __future__ import annotations

import asyncio
import json
import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from tests.classroom.phones import Phone, Refused, facilitator, http, join
from tests.classroom.serving import ROOT, a_room, door, wait_for

SEATS = ("VEL", "HAL", "LUN")
TURNS = 3

OBJECTIVE = """
[[objectives]]
seat = "{seat}"
id = "canary-{low}"
text = "CANARY OBJECTIVE {seat}"
measure = "will"
nothing = 0
full = 1
"""

EVENT = """
[[events]]
id = "canary-{low}"
title = "CANARY EVENT {seat}"
text = "CANARY NEWS {seat}"
month = "2000-03"
seats = ["{seat}"]
source = "invented"

[[events]]
id = "inject-{low}"
title = "CANARY INJECT {seat}"
text = "CANARY RUMOUR {seat}"
seats = ["{seat}"]
source = "invented"
"""


def a_scenario(folder: Path) -> Path:
    """The small scenario, with a canary in every private text of every seat."""
    path = folder / "canaries"
    shutil.copytree(ROOT / "scenarios" / "library" / "first-steps", path)
    for seat in (*SEATS, "ORV"):
        words = {"seat": seat, "low": seat.lower()}
        for file, text in (("objectives.toml", OBJECTIVE), ("events.toml", EVENT)):
            with (path / file).open("a") as end:
                end.write(text.format(**words))
        with (path / "briefs" / f"{seat}.md").open("a") as end:
            end.write(f"\nCANARY BRIEF {seat}\n")
    with (path / "briefs" / "teaching.md").open("a") as end:
        end.write("\nCANARY TEACHING\n")
    return path


def neighbours(seat: str) -> list[str]:
    return [other for other in SEATS if other != seat]


async def gossip(phone: Phone, seat: str, turn: int) -> None:
    """Do everything that leaves a secret, and pry into those of others."""
    left, right = neighbours(seat)
    await phone.do("note", to=left, text=f"CANARY NOTE {seat}-{left} {turn}")
    await phone.do("note", to="facilitator", text=f"CANARY HELP {seat} {turn}")
    answers = {"q1": f"CANARY SURVEY {seat}"}
    await phone.do("questionnaire", when="before", answers=answers)
    amount = {"VEL": 0.140625, "HAL": 0.265625, "LUN": 0.390625}[seat]
    orders = [{"do": "publish", "amount": amount}]
    await phone.do("draft", turn=turn, orders=orders)
    await phone.do("offer", to=right, kind="training", turn=turn)
    for pried in (
        *({"command": "read", "note": f"{left}-{right}-{n}"} for n in range(1, 9)),
        *({"command": "withdraw", "number": [0, n, s]} for n in range(4) for s in range(2)),
        *({"command": "answer", "number": [0, n, 0], "accept": False} for n in range(4)),
        *({"command": "ask", "about": "nation", "nation": other} for other in (*SEATS, "ORV")),
        {"command": "see", "seat": left},
        {"command": "inject", "event": f"inject-{left.lower()}"},
        {"command": "message", "text": "x"},
        {"command": "draft", "turn": turn, "orders": [{"do": "dialogue", "target": "X"}]},
    ):
        with suppress(Refused):
            await phone.do(**pried)
        await asyncio.sleep(0.01)


async def a_class(host) -> dict[str, str]:
    """Three turns of gossip; every text that came to each seat, the projector and the door."""
    way = door(host)
    tokens = {seat: await asyncio.to_thread(join, way, seat, f"CANARYNAME{seat}") for seat in SEATS}
    phones = {seat: await Phone(way, token, listen=True).open() for seat, token in tokens.items()}
    umpire = await facilitator(way).open()
    await umpire.do("open", phase="talks", seconds=0)
    public: list[str] = []
    for turn in range(TURNS):
        for seat, phone in phones.items():
            await phone.until(lambda phone=phone, turn=turn: phone.clock.get("turn") == turn)
            await gossip(phone, seat, turn)
        await steer(umpire)
        public += list(host.site.hub.public[1].values()) if host.site.hub.public else []
        for phone in phones.values():
            await phone.do("submit", turn=turn)
    for phone in phones.values():
        await phone.until(lambda phone=phone: phone.clock["turn"] == TURNS)
        await phone.until(lambda phone=phone: phone.view["clock"]["turn"] == TURNS)
    wait_for(lambda: f'"turn":{TURNS}' in host.site.hub.public[1]["clock"])
    public += list(host.site.hub.public[1].values())
    outside = [f"/api/room?code={way.code}", "/api/map", "/api/record", "/api/export", "/api/door"]
    public += [(await asyncio.to_thread(http, way, path))[1].decode() for path in outside]
    heard = {"public": "\n".join(public)}
    for seat, phone in phones.items():
        asked = ["/api/debrief", "/api/record", "/api/export", "/api/door"]
        bodies = [await asyncio.to_thread(http, way, path, None, tokens[seat]) for path in asked]
        heard[seat] = "\n".join([*phone.heard, *(body.decode() for _, body in bodies)])
        await phone.close()
    await umpire.close()
    return heard


async def steer(umpire: Phone) -> None:
    """What a facilitator does in secret."""
    effect = {"do": "will", "nation": "VEL", "amount": -0.05}
    await umpire.do("override", effects=[effect], reason="CANARY REASON")
    await umpire.do(
        "inject_free", title="CANARY FREE HAL", text="CANARY FREE HAL", effects=[], seats=["HAL"],
        reason="CANARY REASON",
    )  # fmt: skip
    await umpire.do("message", seats=["LUN"], title="", text="CANARY MESSAGE LUN")
    await umpire.do("hand", seat="HAL", player="hegemon")
    await umpire.do("hand", seat="HAL", player="person")


@pytest.fixture(scope="module")
def heard(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    with a_room(folder / "class.db", str(a_scenario(folder)), seats=SEATS) as host:
        host.site.hub.watch()
        return asyncio.run(a_class(host))


def mine(seat: str) -> list[str]:
    """Canaries that a seat is meant to see."""
    own = [f"CANARY BRIEF {seat}", f"CANARY OBJECTIVE {seat}", f"CANARY HELP {seat}"]
    notes = [f"CANARY NOTE {a}-{b}" for a in SEATS for b in SEATS if seat in (a, b)]
    news = [f"CANARY EVENT {seat}", f"CANARY NEWS {seat}", f"CANARY FREE {seat}"]
    return [*own, *notes, *news, f"CANARYNAME{seat}", f"CANARY MESSAGE {seat}"]


@pytest.mark.parametrize("seat", SEATS)
def test_a_seat_is_sent_its_own_secrets(heard, seat):
    left = neighbours(seat)[0]
    expected = [f"BRIEF {seat}", f"NOTE {seat}-{left} 2", f"HELP {seat} 0", f"OBJECTIVE {seat}"]
    assert [word for word in expected if f"CANARY {word}" not in heard[seat]] == []
    assert f"CANARY NEWS {seat}" in heard[seat]


@pytest.mark.parametrize("audience", [*SEATS, "public"])
def test_nobody_is_sent_the_secret_of_another(heard, audience):
    text = heard[audience]
    assert len(text) > 2000
    for word in mine(audience):
        text = text.replace(word, "")
    at = text.find("CANARY")
    assert at < 0, text[max(at - 200, 0) : at + 80]


@pytest.mark.parametrize(
    ("seat", "amount"), [("VEL", 0.140625), ("HAL", 0.265625), ("LUN", 0.390625)]
)
def test_what_a_seat_drafts_is_on_its_own_screen_alone(heard, seat, amount):
    assert str(amount) in heard[seat]
    for other in (*neighbours(seat), "public"):
        assert str(amount) not in heard[other], other


def test_no_token_is_ever_sent_by_the_server_but_to_its_owner(heard):
    for text in heard.values():
        assert "key" not in text or '"key":"' not in text


def test_a_third_seat_and_the_public_notice_nothing_of_talks_between_two(tmp_path):
    seen = []
    for quiet in (True, False):
        with a_room(tmp_path / f"{quiet}.db", seats=SEATS) as host:
            host.site.hub.watch()
            seen.append(asyncio.run(overheard(host, quiet=quiet)))
    assert seen[0] == seen[1]


async def overheard(host, *, quiet: bool) -> list[object]:
    """The last view of LUN and of the public while VEL and HAL deal, or do not."""
    way = door(host)
    phones = {
        seat: await Phone(way, await asyncio.to_thread(join, way, seat)).open() for seat in SEATS
    }
    umpire = await facilitator(way).open()
    await umpire.do("open", phase="talks", seconds=0)
    vel, hal, lun = phones.values()
    if not quiet:
        paper = (await vel.do("offer", to="HAL", kind="training"))["offer"]
        await hal.do("counter", number=paper["number"], kind="defence", terms={"years": 5})
        await vel.do("note", to="HAL", text="our secret")
        await hal.do(
            "draft", turn=0, orders=[{"do": "denounce", "target": "LUN", "what": "training"}]
        )
    await lun.do("note", to="facilitator", text="anything new?")
    await lun.until(
        lambda: lun.view.get("notes") and "anything new?" in json.dumps(lun.view["notes"])
    )
    await asyncio.sleep(0.7)
    told = json.loads(json.dumps(lun.view))
    for note in told["notes"]["list"] if isinstance(told["notes"], dict) else told["notes"]:
        note.pop("at", None)
    public = dict(host.site.hub.public[1])
    for phone in (*phones.values(), umpire):
        await phone.close()
    return [told, public]
