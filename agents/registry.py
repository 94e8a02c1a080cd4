"""The policies by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agents.chance import Chance
from agents.doctrine import Doctrine
from agents.lookahead.policy import LookAhead
from agents.policy import Policy
from agents.scripted import Scripted
from agents.temper import Temper
from sim.errors import UnknownName

#: The policy of seats that people play; their moves come from a session.
PERSON = "person"


@dataclass(frozen=True, slots=True)
class PolicyInfo:
    """A policy, what it does in one sentence, and where the idea comes from."""

    policy: Policy
    summary: str
    source: str


POLICIES: Mapping[str, PolicyInfo] = {
    "doctrine": PolicyInfo(
        Doctrine(),
        "weighs named terms by the nation's doctrine against a threshold, with quantal response",
        "McKelvey and Palfrey 1995 for the response; terms cited in the parameter catalogue",
    ),
    "reciprocal": PolicyInfo(
        Temper("reciprocal"),
        "begins friendly, then does to each nation as it was done to; other motives weigh less",
        "Axelrod 1984, The Evolution of Cooperation",
    ),
    "free-rider": PolicyInfo(
        Temper("free-rider"),
        "joins and signs, and leaves depth, hosting, aid, troops and calls to others",
        "Olson and Zeckhauser 1966, An Economic Theory of Alliances",
    ),
    "hegemon": PolicyInfo(
        Temper("hegemon"),
        "leads: hosts, tables texts, arms and presses clients, wants terms in its own favour",
        "Kindleberger 1973, The World in Depression; Gilpin 1981, War and Change",
    ),
    "isolationist": PolicyInfo(
        Temper("isolationist"),
        "offers nothing, joins nothing, leaves what it can, keeps what binds it, arms itself",
        "Nordlinger 1995, Isolationism Reconfigured",
    ),
    "look-ahead": PolicyInfo(
        LookAhead(),
        "plays its doctrine's plan and a few plans beside it forward, and gives the best",
        "Tesauro and Galperin 1996, On-line policy improvement using Monte-Carlo search",
    ),
    "chance": PolicyInfo(
        Chance(),
        "gives uniformly random legal orders and answers offers by a coin",
        "a null model",
    ),
    "scripted": PolicyInfo(
        Scripted(),
        "follows a written plan; without one it keeps its promises and does nothing",
        "for tests and teaching",
    ),
    PERSON: PolicyInfo(
        Scripted(name=PERSON),
        "stands for a person at the table: does nothing alone and keeps its promises",
        "what a seat does that says nothing",
    ),
}


def policy(name: str, where: str = "") -> Policy:
    """The policy of that name; ``UnknownName`` with the nearest valid one."""
    if name not in POLICIES:
        raise UnknownName("policy", name, POLICIES, where)
    return POLICIES[name].policy
