"""What makes for more of each reason, and which way it moves the decision: the rows of a table."""

from __future__ import annotations

import numpy as np

from sim.axes import NEVER
from sim.orders import ACCEDE, SECRET
from sim.state import ACTIVE, FORCE, SIGNED
from tests.agents.weighing import Row, column, doctrine, parameter
from tests.contract.cases.case import (
    HAL,
    LUN,
    ORV,
    VEL,
    Edit,
    base,
    not_tied,
    planned,
    set_to,
    status,
    table_ready,
    tied,
)

WORLD = base().world
DEFENCE, TRAINING = (WORLD.agreements.ids.index(name) for name in ("defence", "training"))
LIGHT, HEAVY = (int(pick(WORLD.agreements.autonomy)) for pick in (np.argmin, np.argmax))


def own(name: str, nation: int, value: float) -> Edit:
    return set_to(name, (nation,), value)


def pair(name: str, one: int, two: int, value: float) -> Edit:
    return set_to(name, (one, two), value)


def both(name: str, one: int, two: int, value: float) -> Edit:
    def edit(arrays: dict[str, np.ndarray]) -> None:
        arrays[name][0, [one, two], [two, one]] = value

    return edit


def plain(arrays: dict[str, np.ndarray]) -> None:
    """A start from which there can be more of everything."""
    not_tied(arrays)
    for name in ("good", "bad", "heard_good", "heard_bad", "threat", "resentment", "rivalry"):
        arrays[name][:] = 0
    arrays["war"][:] = 0
    for name in ("last_dispute", "exercised"):
        arrays[name][:] = NEVER
    arrays["will"][:], arrays["institutions"][:] = 0.25, 0.5
    arrays["alignment"][0] = [1.5, 1.5, -0.5, -0.5]


def fond(one: int, two: int) -> Edit:
    return pair("good", one, two, 16.0)


def hard(one: int, two: int) -> Edit:
    return pair("bad", one, two, 16.0)


PLAIN = (plain,)
PARTNER = (plain, status(VEL, ACTIVE), status(LUN, ACTIVE))
PACT = tied(DEFENCE, VEL, LUN)
AFRAID = pair("threat", VEL, LUN, 0.75)
CLOSE = own("alignment", VEL, 1.5)
NEUTRAL = column("neutrality", (VEL,), 1.0)

JOIN = [
    Row("join.alignment", +1, "join", VEL, (CLOSE,), PLAIN),
    Row("join.protection", +1, "join", VEL, (AFRAID,), PLAIN),
    Row("join.membership", +1, "join", VEL, (doctrine(VEL, "frontline"),), PLAIN,
        (doctrine(VEL, "neutral"),)),
    Row("join.precedent", +1, "join", VEL, (status(LUN, ACTIVE),), PLAIN),
    Row("join.autonomy", -1, "join", VEL, (NEUTRAL,), PLAIN),
    Row("join.patron", -1, "join", VEL, (PACT,), PLAIN),
    Row("join.war", -1, "join", VEL, (own("war", VEL, 1.0),), PLAIN),
    Row("join.home", +1, "join", VEL, (own("will", VEL, 1.0),), PLAIN),
    Row("join.council", +1, "join", VEL, (column("council", (VEL,), True),), PLAIN,
        (column("council", (VEL,), False),)),
    Row("leave.home", -1, "leave", VEL, (own("will", VEL, 1.0),), PARTNER),
    Row("leave.stance", -1, "leave", VEL, (own("stance", VEL, 1.0),), PARTNER),
    Row("leave.autonomy", +1, "leave", VEL, (NEUTRAL,), PARTNER),
    Row("depth.alignment", +1, "depth", VEL, (CLOSE,), PARTNER),
    Row("depth.protection", +1, "depth", VEL, (AFRAID,), PARTNER),
    Row("depth.membership", +1, "depth", VEL, (doctrine(VEL, "frontline"),), PARTNER,
        (doctrine(VEL, "neutral"),)),
    Row("depth.autonomy", -1, "depth", VEL, (NEUTRAL,), PARTNER),
    Row("depth.patron", -1, "depth", VEL, (PACT,), (plain, status(VEL, ACTIVE))),
    Row("depth.home", +1, "depth", VEL, (own("will", VEL, 1.0),), PARTNER),
    Row("advance.depth", +1, "advance", VEL, (set_to("declared", (VEL, 0), 0.9),), PARTNER),
    Row("advance.home", +1, "advance", VEL, (own("will", VEL, 1.0),), PARTNER),
    Row("advance.membership", +1, "advance", VEL, (doctrine(VEL, "frontline"),), PARTNER,
        (doctrine(VEL, "neutral"),)),
]  # fmt: skip

#: Terms of a tie of Velmark with Halmere: what makes for more of it, its direction.
TIE: dict[str, tuple[int, object]] = {
    "distance": (-1, column("log_km", (VEL, HAL), 9.0)),
    "border": (+1, column("land", (VEL, HAL), True)),
    "alignment": (+1, CLOSE),
    "power": (+1, column("log_power", (HAL,), 0.0)),
    "popularity": (+1, tied(TRAINING, HAL, ORV)),
    "activity": (+1, tied(TRAINING, VEL, ORV)),
    "saturation": (-1, tied(TRAINING, VEL, ORV)),
    "trust": (+1, fond(VEL, HAL)),
    "exercised": (+1, pair("exercised", VEL, HAL, 3)),
    "allied": (-1, tied(DEFENCE, VEL, HAL)),
    "tied": (-1, tied(TRAINING, VEL, HAL)),
    "rivalry": (-1, both("rivalry", VEL, HAL, 1)),
    "dispute": (-1, pair("last_dispute", VEL, HAL, 3)),
    "protection": (+1, AFRAID),
    "autonomy": (-1, NEUTRAL),
    "home": (+1, own("will", VEL, 1.0)),
    "war": (-1, own("war", HAL, 1.0)),
    "record": (-1, own("violations", HAL, 1.0)),
    "resentment": (-1, pair("resentment", VEL, HAL, 1.0)),
}
HELD = (plain, tied(LIGHT, VEL, HAL))
TIES = [
    Row(f"tie.{term}", way, "offer", VEL, (more,), (plain, own("capability", HAL, 0.25)),
        (column("land", (VEL, HAL), False),), HAL)
    for term, (way, more) in TIE.items()
] + [
    Row(f"tie.{term}", way, "reply", VEL, (more,), PLAIN, (column("land", (VEL, HAL), False),),
        HAL, ({}, {}))
    for term, (way, more) in TIE.items()
] + [
    Row(f"tie.{term}", -way, "denounce", VEL, (more,), HELD,
        (column("land", (VEL, HAL), False),))
    for term, (way, more) in TIE.items()
    if term not in ("tied", "popularity", "activity", "saturation")  # they change whom it holds
]  # fmt: skip

REPLY = [
    Row("reply.balance", -1, "reply", VEL, (), PLAIN, (), HAL, ({}, {"balance": 2})),
    Row("reply.reassurance", +1, "reply", VEL, (), PLAIN, (), HAL, ({}, {"verification": 3})),
    Row("reply.intrusion", -1, "reply", VEL, (), PLAIN, (), HAL, ({}, {"verification": 3})),
    Row("reply.secret_help", +1, "reply", VEL, (), (plain, AFRAID), (), HAL,
        ({}, {"annex": SECRET})),
    Row("reply.secret_cost", -1, "reply", VEL, (), PLAIN, (), HAL, ({}, {"annex": SECRET})),
    Row("reply.gift", +1, "reply", VEL, (), PLAIN, (), HAL, ({}, {"give": 1})),
    Row("reply.demand", -1, "reply", VEL, (), PLAIN, (), HAL, ({}, {"ask": 1})),
    Row("reply.contested", -1, "reply", VEL, (both("contested", VEL, HAL, 1 + LIGHT),), HELD, (),
        HAL, ({}, {})),
]  # fmt: skip


def united(arrays: dict[str, np.ndarray]) -> None:
    """All belong to the first group: whoever is told is a fellow."""
    arrays["member"][:, :, 0] = 1


def asked(arrays: dict[str, np.ndarray]) -> None:
    """The accession of Velmark, tabled by Orvane, waits for Halmere's vote."""
    plain(arrays)
    table_ready(arrays)
    text = {"group": 0, "subject": VEL, "author": ORV, "turn": 3}
    for name, value in {"kind": WORLD.matters.find(ACCEDE, 0), **text}.items():
        arrays[f"text_{name}"][0, 0] = value
    arrays["institutions"][0, VEL], arrays["control"][0, VEL] = 0.625, 0.5
    arrays["interop"][0] = 0.125


VOTE: dict[str, tuple[int, object]] = {
    "institutions": (+1, own("institutions", VEL, 1.0)),
    "trust": (+1, fond(HAL, VEL)),
    "interop": (+1, lambda arrays: arrays["interop"].__setitem__((0, slice(None), HAL, VEL), 0.75)),
    "alignment": (+1, CLOSE),
    "dispute": (-1, pair("last_dispute", HAL, VEL, 3)),
    "nearness": (+1, column("nearness", (HAL, VEL), 1.0)),
    "reaction": (-1, both("rivalry", VEL, LUN, 1)),
    "absorption": (-1, set_to("step_turn", (LUN, 0, -1), 3)),
    "war": (-1, own("war", VEL, 1.0)),
    "depth": (+1, set_to("declared", (VEL, 0), 1.0)),
    "patron": (-1, PACT),
    "autonomy": (-1, NEUTRAL),
    "enlargement": (+1, doctrine(HAL, "germany")),
    "control": (+1, own("control", VEL, 1.0)),
    "backsliding": (-1, own("reform_result", VEL, -1.0)),
}
VOTES = [
    Row(f"vote.{term}", way * answer, label, HAL, (more,), (asked,), (), VEL)
    for term, (way, more) in VOTE.items()
    for label, answer in (("vote.support", 1), ("vote.block", -1))
]

AID = [
    Row("aid.institutions", +1, "aid", HAL, (own("institutions", VEL, 0.75),), PARTNER, (), VEL),
    Row("aid.depth", +1, "aid", HAL, (set_to("declared", (VEL, 0), 0.5),), PARTNER, (), VEL),
    Row("aid.alignment", +1, "aid", HAL, (own("alignment", VEL, 0.0),), PARTNER, (), VEL),
    Row("aid.nearness", +1, "aid", HAL, (column("nearness", (HAL, VEL), 1.0),), PARTNER, (), VEL),
    Row("aid.reform", +1, "aid", HAL, (own("reform_result", VEL, 0.25),), PARTNER, (), VEL),
]

GUEST = (*PARTNER, planned(0, HAL, VEL, ORV, due=4), set_to("exercise_coming", (0, VEL), 0))
EXERCISES = [
    *(Row(row.weight, row.way, label, VEL, row.more, row.given, row.less) for row in (
        Row("host.hosting", +1, "", VEL, (doctrine(VEL, "united-states"),), PARTNER),
        Row("host.power", +1, "", VEL, (own("capability", VEL, 0.5),), PARTNER),
        Row("host.home", +1, "", VEL, (own("will", VEL, 1.0),), PARTNER),
        Row("host.depth", +1, "", VEL, (set_to("declared", (VEL, 0), 1.0),), PARTNER),
        Row("host.war", -1, "", VEL, (own("war", VEL, 1.0),), PARTNER),
        Row("host.tension", -1, "", VEL, (pair("hostility", VEL, LUN, FORCE),), PARTNER),
    ) for label in ("host", "host again")),
    Row("attend.habit", +1, "attend", VEL, (pair("exercised", VEL, HAL, 3),), GUEST),
    Row("attend.trust", +1, "attend", VEL, (fond(VEL, HAL),), GUEST),
    Row("attend.depth", +1, "attend", VEL, (set_to("declared", (VEL, 0), 1.0),), GUEST),
    Row("attend.partnership", +1, "attend", VEL, (), GUEST,
        (set_to("status", (VEL, 0), 2), set_to("exercise_scope", (0,), 0))),
    Row("attend.distance", -1, "attend", VEL, (column("log_km", (VEL, HAL), 9.0),), GUEST),
    Row("attend.power", +1, "attend", VEL, (column("log_power", (VEL,), 0.0),), GUEST),
    Row("attend.home", +1, "attend", VEL, (own("will", VEL, 1.0),), GUEST),
    Row("attend.tension", -1, "attend", VEL, (pair("hostility", VEL, LUN, FORCE),), GUEST),
    Row("attend.rivalry", -1, "attend", VEL, (both("rivalry", VEL, HAL, 1),), GUEST),
    Row("attend.autonomy", -1, "attend", VEL, (NEUTRAL,), GUEST),
]  # fmt: skip


def waiting(arrays: dict[str, np.ndarray]) -> None:
    """Velmark has signed an agreement with everybody else, and ratified none."""
    plain(arrays)
    for other in (HAL, ORV, LUN):
        tied(TRAINING, VEL, other, SIGNED)(arrays)


LAW = [
    *(Row(f"{label}.{term}", way, label, VEL, (more,), HELD, (), None)
      for label in ("breach", "contest")
      for term, way, more in (
        ("resentment", +1, pair("resentment", VEL, HAL, 1.0)),
        ("distrust", +1, hard(VEL, HAL)),
        ("favour", -1, pair("balance", VEL, HAL, 4)),
        ("rule_of_law", {"breach": -1, "contest": +1}[label], own("institutions", VEL, 1.0)),
      )),
    Row("breach.onus", +1, "breach", VEL, (tied(HEAVY, VEL, HAL),), PLAIN,
        (tied(LIGHT, VEL, HAL),), None),
    Row("breach.detection", -1, "breach", VEL, (both("verified", VEL, HAL, 3),), HELD, (), None),
    Row("contest.record", +1, "contest", VEL, (own("violations", HAL, 1.0),), HELD, (), None),
    Row("renew.trust", +1, "renew", VEL, (fond(VEL, HAL),), HELD, (), None),
    Row("renew.age", +1, "renew", VEL, (both("duration", VEL, HAL, 1),), HELD,
        (both("duration", VEL, HAL, 50),), None),
    Row("renew.home", +1, "renew", VEL, (own("will", VEL, 1.0),), HELD, (), None),
    Row("ratify.trust", +1, "ratify", VEL, (own("good", VEL, 16.0),), (waiting,), (), None),
    Row("ratify.home", +1, "ratify", VEL, (own("will", VEL, 1.0),), (waiting,), (), None),
    Row("vouch.trust", +1, "vouch", VEL, (fond(VEL, HAL),), HELD, (), None),
    Row("vouch.alignment", +1, "vouch", VEL, (CLOSE,), HELD, (), None),
    Row("vouch.fellow", +1, "vouch", HAL, (), (plain, tied(LIGHT, HAL, LUN), united),
        (lambda arrays: arrays["member"].__setitem__((0, HAL, 0), 0),), None),
]  # fmt: skip

GREAT = (plain, own("capability", HAL, 0.25))
#: The season in which a great power looks at Velmark, and at nobody else.
PLANS = (*GREAT, own("election", VEL, 4), own("election", ORV, 5), own("election", LUN, 5))
RIVALS = (plain, both("rivalry", VEL, LUN, 1))
ARMS = [
    *(Row(f"spend.{term}", way * sign, label, VEL, (more,), RIVALS)
      for label, sign in (("spend more", 1), ("spend less", -1))
      for term, way, more in (
        ("race", +1, own("spending", LUN, 64.0)),
        ("threat", +1, AFRAID),
        ("fatigue", -1, own("spending", VEL, 64.0)),
        ("burden", -1, own("spending", VEL, 64.0)),
        ("shelter", -1, set_to("member", (VEL, 0), 1)),
      )),
    *(Row(f"{label}.hidden", -1, label, VEL, (parameter("understate.threshold", -64.0),), RIVALS,
          (parameter("understate.threshold", 64.0),)) for label in ("observers", "brief")),
    Row("transfer.allied", +1, "transfer", HAL, (tied(DEFENCE, HAL, VEL),), PLANS, (), VEL),
    Row("transfer.tied", +1, "transfer", HAL, (tied(TRAINING, HAL, VEL),), PLANS, (), VEL),
]  # fmt: skip

ROWS = [*JOIN, *TIES, *REPLY, *VOTES, *AID, *EXERCISES, *LAW, *ARMS]
