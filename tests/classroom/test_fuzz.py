"""Forged, replayed, malformed, oversize and out-of-turn messages: refused, and nothing changes."""

from __future__ import annotations

import asyncio
import json
import random
import string

import pytest

from scenarios.sitting import Sitting
from scenarios.sitting.keeping import kept
from tests.classroom.phones import Phone, facilitator, join
from tests.classroom.serving import PLAIN, a_room, door
from ui.classroom import limits
from ui.classroom.commands import COMMANDS, SEAT

#: How many messages are under way at one time.
AT_ONCE = 100

ODD = [
    None, True, False, 0, -1, 7, 0.5, -0.0, 1e308, 10**4000, "", " ", "\x00", "é" * 300, "HAL",
    "vel", "\ud800", "__init__", "<img src=x onerror=alert(1)>", "../../etc", [], [[]], {},
    {"": {}}, [0, 0, 0], [10**12, 0, 0], {"do": "publish"}, [{"do": "publish"}] * 40,
    ["x"] * 200,
]  # fmt: skip


def print_of(sitting: Sitting) -> str:
    """Everything that a message could have changed."""
    seats = {iso: (seat.draft, seat.submitted) for iso, seat in sitting.session.seats.items()}
    papers = [[str(p) for p in sitting.session.papers(iso)] for iso in sitting.seats]
    return json.dumps([kept(sitting), seats, papers, list(sitting.session.umpire)], default=str)


class Fuzz:
    """Messages, each with the codes with which it may be refused."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.count = rng, 0

    def ref(self) -> str:
        self.count += 1
        return f"z{self.count}"

    def one(self) -> tuple[str | bytes, set[str]]:
        kinds = [
            self.noise, self.cut, self.unknown, self.forged, self.late, self.others, self.names,
            self.extra, self.huge, self.reused, self.odd, self.deep, self.no_id,
        ]  # fmt: skip
        return self.rng.choice(kinds)()

    def say(self, do: object, **args: object) -> str:
        return json.dumps({"id": self.ref(), "do": do, **args})

    def noise(self):
        size = self.rng.randrange(200)
        if self.rng.random() < 0.5:
            return self.rng.randbytes(size), {"bad-message"}
        letters = self.rng.choices('{}[]":,0123456789truefalsn\\u ' + string.printable, k=size)
        return "".join(letters), {"bad-message"}

    def cut(self):
        text = self.say("note", to="HAL", text="x" * self.rng.randrange(50))
        return text[: self.rng.randrange(len(text))], {"bad-message"}

    def unknown(self):
        word = "".join(self.rng.choices(string.ascii_letters + "_ ", k=self.rng.randrange(1, 30)))
        return self.say("x" + word), {"unknown-command"}

    def forged(self):
        others = [name for name, command in COMMANDS.items() if command.who != SEAT]
        args = {self.rng.choice(["seat", "client", "phase", "k", "by"]): self.rng.choice(ODD)}
        return self.say(self.rng.choice([*others, "see"]), **args), {"not-yours"}

    def late(self):
        turn = self.rng.choice([1, 2, 7, 400])
        do = self.rng.choice(["draft", "submit", "retract"])
        return self.say(do, turn=turn), {"late"}

    def others(self):
        number = [self.rng.randrange(0, 40) for _ in range(3)]
        do = self.rng.choice(["answer", "withdraw", "counter"])
        args = {"answer": {"accept": True}, "counter": {"kind": "training"}}.get(do, {})
        return self.say(do, number=number, **args), {"not-yours"}

    def names(self):
        words = self.rng.choice(
            [
                ("offer", {"to": "XXX", "kind": "training"}),
                ("offer", {"to": "VEL", "kind": "training"}),
                ("offer", {"to": "HAL", "kind": "trainng"}),
                ("offer", {"to": "HAL", "kind": "training", "terms": {"years": 10**9}}),
                ("draft", {"turn": 0, "orders": [{"do": "publsh"}]}),
                ("draft", {"turn": 0, "orders": [{"do": "publish", "slot": 99}]}),
                ("draft", {"turn": 0, "orders": [{"do": "publish", "amount": -1}]}),
                ("draft", {"turn": 0, "votes": {"0": "perhaps"}}),
                ("draft", {"turn": 0, "attend": {"999": "yes"}}),
                ("offer", {"to": "HAL", "kind": "training", "terms": {"give": "moon"}}),
                ("note", {"to": "XXX", "text": "x"}),
                ("note", {"to": "VEL", "text": "to myself"}),
            ]
        )
        return self.say(words[0], **words[1]), {"refused"}

    def extra(self):
        args = {self.rng.choice(["seat", "by", "client", "at", "n"]): self.rng.choice(ODD)}
        return self.say("submit", turn=0, **args), {"bad-message"}

    def huge(self):
        size = self.rng.randrange(limits.LONGEST_MESSAGE, limits.LONGEST_MESSAGE * 3)
        return self.say("note", to="HAL", text="x" * size), {"too-big"}

    def reused(self):
        return json.dumps({"id": "first", "do": "submit", "turn": 0}), {"bad-message"}

    def odd(self):
        """A command with an argument that is not of its type, meant for a turn that is not now."""
        do = self.rng.choice(["draft", "submit", "retract", "offer", "answer", "counter"])
        names = ["orders", "attend", "votes", "number", "accept", "to", "kind", "terms"]
        args = {name: self.rng.choice(ODD) for name in self.rng.sample(names, 3)}
        return self.say(do, **args, turn=self.rng.choice([5, *ODD[5:8]])), {"bad-message", "late"}

    def deep(self):
        depth = self.rng.choice([50, 900, 3000])
        return f'{{"id": 1, "do": "note", "to": {"[" * depth}{"]" * depth}}}', {"bad-message"}

    def no_id(self):
        ref = self.rng.choice([None, True, [], {}, -5, 2**60, 0.5, "", "x" * 100, "é"])
        return json.dumps({"id": ref, "do": "submit", "turn": 0}), {"bad-message"}


async def refuse_all(phone: Phone, messages: list[tuple[str | bytes, set[str]]]) -> None:
    """Send messages, and compare each answer with the codes it may have, in order."""
    phone.heard = []
    for text, _ in messages:
        await phone.raw(text)
    answers: list[dict] = []

    def all_came() -> bool:
        answers[:] = [told for text in phone.heard if "ack" in (told := json.loads(text))]
        return len(answers) >= len(messages)

    await phone.until(all_came, 60)
    codes = sorted(told["error"]["code"] if "error" in told else "ok" for told in answers)
    assert "ok" not in codes, [told for told in answers if "error" not in told]
    # what cannot be read is answered at once, so that answers are compared by id
    by_ref = {told["ack"]: told["error"] for told in answers if told["ack"] is not None}
    for text, allowed in messages:
        ref = _ref(text)
        if ref in by_ref:
            assert by_ref[ref]["code"] in allowed, (text[:300], by_ref[ref])
            assert "could not" not in by_ref[ref]["message"]
    unread = sum(told["ack"] is None for told in answers)
    assert unread + len(by_ref) <= len(messages)


def _ref(text: str | bytes) -> object:
    try:
        ref = json.loads(text)["id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return ref if isinstance(ref, str) and ref not in ("", "first") else None


async def attack(host, count: int, seed: int) -> None:
    """A class in its talks, and one of it who sends nonsense."""
    way = door(host)
    vel, hal, lun = [
        await Phone(way, await asyncio.to_thread(join, way, seat)).open()
        for seat in ("VEL", "HAL", "LUN")
    ]
    umpire = await facilitator(way).open()
    await umpire.do("open", phase="talks", seconds=0)
    await hal.do("offer", to="LUN", kind="training")  # none of VEL's business
    await hal.do("draft", turn=0, orders=[{"do": "publish", "amount": 0.25}])
    await vel.raw(json.dumps({"id": "first", "do": "retract", "turn": 0}))
    await vel.do("ask", about="anything")  # answered after what was said before
    fuzz = Fuzz(random.Random(seed))
    before, version = print_of(host.room.sitting), host.room.sitting.version
    for _ in range(count // AT_ONCE):
        await refuse_all(vel, [fuzz.one() for _ in range(AT_ONCE)])
        assert host.room.sitting.version == version
    assert print_of(host.room.sitting) == before
    for phone in (vel, hal, lun, umpire):
        await phone.do("time")
        await phone.close()


@pytest.mark.parametrize("count", [500, pytest.param(100_000, marks=pytest.mark.soak)])
def test_whatever_a_seat_sends_out_of_order_is_refused_and_changes_nothing(
    tmp_path, count, monkeypatch, capfd
):
    monkeypatch.setattr(limits, "BURST", 1e9)
    with a_room(tmp_path / "class.db", views=PLAIN) as host:
        asyncio.run(attack(host, count, seed=count))
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("count", [300, pytest.param(20_000, marks=pytest.mark.soak)])
def test_odd_arguments_never_break_the_room_and_a_refused_draft_leaves_the_last(
    tmp_path, count, monkeypatch, capfd
):
    monkeypatch.setattr(limits, "BURST", 1e9)
    rng = random.Random(count)

    def some(depth=0):
        words = {
            name: rng.choice(ODD)
            for name in rng.sample(["do", "target", "what", "amount", "slot"], rng.randrange(1, 5))
        }
        words["do"] = rng.choice(["publish", "table", "spend", "denounce", "host", rng.choice(ODD)])
        return words

    def answers(phone):
        return [text for text in phone.heard if text.startswith('{"ack":"d')]

    async def script(host):
        way = door(host)
        vel = await Phone(way, await asyncio.to_thread(join, way, "VEL")).open()
        umpire = await facilitator(way).open()
        await umpire.do("open", phase="talks", seconds=0)
        vel.heard = []
        for number in range(count):
            orders = [some() for _ in range(rng.randrange(3))]
            words = {"id": f"d{number}", "do": "draft", "turn": 0, "orders": orders}
            if rng.random() < 0.3:
                words[rng.choice(["votes", "attend", "honour"])] = rng.choice(ODD)
            if rng.random() < 0.2:
                terms = {rng.choice(["years", "give", "balance"]): rng.choice(ODD)}
                words = {"id": f"d{number}", "do": "offer", "to": "HAL", "kind": "training",
                         "terms": terms, "turn": 0}  # fmt: skip
            await vel.raw(json.dumps(words))
            if (number + 1) % AT_ONCE == 0:
                await vel.until(lambda: len(answers(vel)) == AT_ONCE, 60)
                told = [json.loads(text) for text in answers(vel)]
                errors = [one["error"] for one in told if "error" in one]
                assert {error["code"] for error in errors} <= {"bad-message", "refused"}
                assert not [error for error in errors if "could not" in error["message"]]
                vel.heard.clear()
        await umpire.do("close")
        await vel.until(lambda: vel.clock["turn"] == 1)
        await vel.close()
        await umpire.close()

    with a_room(tmp_path / "class.db", views=PLAIN) as host:
        asyncio.run(script(host))
    assert "Traceback" not in capfd.readouterr().err
