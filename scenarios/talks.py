"""The talks of one turn while they last: offers between people and policies, answered one by one.

Nations played by policies made their offers when the turn began, and answered one another. What
people offer is answered by policies at once, by the calculus with which they answer in a batch and
with the luck of pair, turn and type: asking again never re-rolls. Offers to people lie open until
they answer; whoever is silent when the turn is resolved has not agreed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from agents.policy import Deliberation, Policy
from agents.team import Parts, talks_of
from sim.draw import Draw
from sim.errors import DetenteError
from sim.law import offer_breaches, warning
from sim.notation import ROUNDS, encode, terms_of
from sim.observe import Observation
from sim.orders import ACCEPT, REFUSE, SILENT, Offers, Replies
from sim.world import World


class TalksFault(DetenteError):
    """An offer or an answer that cannot be made."""


@dataclass(frozen=True, slots=True)
class Paper:
    """An offer that was made this turn, as its two parties read it."""

    number: tuple[int, int, int]  # round, proposer, slot: its name for the turn
    proposer: str
    to: str
    terms: Mapping[str, Any]  # "kind" and what differs from a plain offer, in words
    answer: int  # ACCEPT, SILENT (not yet answered) or REFUSE


class Talks:
    """The rounds of one turn's talks, one run."""

    def __init__(self, obs: Observation, draw: Draw, policies: Mapping[str, Policy]) -> None:
        """``policies`` are those of all nations that are not played by people."""
        self._obs, self._draw = obs, draw
        self._world: World = obs.world
        self.parts = _parts(obs, draw, policies)
        #: The policy that answers for a nation, by its index.
        self._policy = {self._world.nation(iso): p for iso, p in policies.items()}
        self._rounds = list(talks_of(obs, self.parts))

    @property
    def rounds(self) -> tuple[tuple[Offers, Replies], ...]:
        """All offers and answers so far, (1, N, O) each."""
        return tuple(self._rounds)

    def papers(self, nation: int) -> Iterator[Paper]:
        """The offers to and from a nation, in the order in which they were made."""
        for number, (offers, _) in enumerate(self._rounds):
            mine = np.zeros(offers.to.shape[1:], bool)
            mine[nation] = True
            mine |= offers.to[0] == nation
            for i, slot in zip(*np.nonzero(mine & (offers.to[0] >= 0)), strict=True):
                yield self.paper((number, int(i), int(slot)))

    def paper(self, number: tuple[int, int, int]) -> Paper:
        """One offer; raises ``TalksFault`` where there is none of that number."""
        round_, proposer, slot = number
        try:
            offers, replies = self._rounds[round_]
            to = int(offers.to[0, proposer, slot])
        except IndexError:
            to = -1
        if to < 0 or min(number) < 0:
            raise TalksFault("there is no such offer this turn")
        terms = terms_of(self._world, offers, (0, proposer, slot))
        iso = self._world.iso
        return Paper(number, iso[proposer], iso[to], terms, int(replies.answer[0, proposer, slot]))

    def warning(self, nation: int, words: Mapping[str, Any]) -> str:
        """The rule that a nation's offer would break if it were signed; empty for none."""
        offers = self._encoded(nation, 0, 0, words)
        rule = int(offer_breaches(self._obs, offers)[0, nation, 0])
        return warning(self._world, rule) if rule else ""

    def offer(self, nation: int, words: Mapping[str, Any]) -> tuple[Paper, Paper | None]:
        """Make an offer; the paper, answered if a policy was asked, and its counter-offer if any.

        ``words`` are "to", "kind" and terms as in a record. Raises ``DetenteError`` for words that
        mean nothing, and where all places for offers are taken.
        """
        number = self._place(nation, self._encoded(nation, 0, 0, words))
        to = int(self._rounds[number[0]][0].to[0, nation, number[2]])
        if to not in self._policy:
            return self.paper(number), None
        counter = self._ask(to, number)
        return self.paper(number), counter

    def answer(self, nation: int, number: tuple[int, int, int], *, accept: bool) -> Paper:
        """Answer an offer that was made to a nation; an answer may be changed until the turn ends.

        Raises ``TalksFault`` if it was not made to that nation.
        """
        paper = self.paper(number)
        if self._world.nation(paper.to) != nation:
            raise TalksFault(f"that offer was made to {paper.to}")
        round_, proposer, slot = number
        self._rounds[round_][1].answer[0, proposer, slot] = ACCEPT if accept else REFUSE
        return self.paper(number)

    def withdraw(self, nation: int, number: tuple[int, int, int]) -> None:
        """Take back an own offer that nobody has answered yet."""
        paper = self.paper(number)
        if number[1] != nation:
            raise TalksFault(f"that offer was made by {paper.proposer}")
        if paper.answer != SILENT:
            raise TalksFault(f"{paper.to} has answered that offer already")
        self._rounds[number[0]][0].to[0, nation, number[2]] = -1

    def _ask(self, to: int, number: tuple[int, int, int]) -> Paper | None:
        """Have the policy of a nation answer one offer, and lay down its counter-offer."""
        round_, proposer, slot = number
        whole = self._rounds[round_][0]
        alone = Offers.none(self._world.dims, 1)
        for entry in fields(Offers):
            getattr(alone, entry.name)[0, proposer, slot] = getattr(whole, entry.name)[
                0, proposer, slot
            ]
        for nations, deliberation in self.parts:
            if to in nations:  # what it agrees to, it must remember when it gives its orders
                answer = deliberation.replies(alone).answer[0, proposer, slot]
                self._rounds[round_][1].answer[0, proposer, slot] = answer
        fresh = self._policy[to].deliberate(self._obs.of(np.array([to])), self._draw)
        counters = fresh.counters(alone, fresh.replies(alone))
        if counters is None or counters.to[0, 0, 0] < 0:
            return None
        own = Offers.none(self._world.dims, 1)
        for entry in fields(Offers):
            getattr(own, entry.name)[0, to] = getattr(counters, entry.name)[0, 0]
        own.to[0, to, 1:] = -1
        return self.paper(self._place(to, own))

    def _encoded(self, nation: int, round_: int, slot: int, words: Mapping[str, Any]) -> Offers:
        offer = {**words, "round": round_, "slot": slot}
        return encode(self._world, {self._world.iso[nation]: {"offers": [offer]}}).talks[round_][0]

    def _place(self, nation: int, one: Offers) -> tuple[int, int, int]:
        """Lay an offer (in the nation's first slot of ``one``) in the first free place."""
        for number in range(ROUNDS):
            if number == len(self._rounds):
                dims = self._world.dims
                self._rounds.append((Offers.none(dims, 1), Replies.none(dims, 1)))
            offers, _ = self._rounds[number]
            free = np.flatnonzero(offers.to[0, nation] < 0)
            if len(free):
                slot = int(free[0])
                for entry in fields(Offers):
                    getattr(offers, entry.name)[0, nation, slot] = getattr(one, entry.name)[
                        0, nation, 0
                    ]
                return number, nation, slot
        raise TalksFault("no more offers can be made this turn")


def _parts(obs: Observation, draw: Draw, policies: Mapping[str, Policy]) -> Parts:
    """One deliberation for all nations that share a policy, with accounts kept."""
    players: dict[Policy, list[int]] = {}
    for iso, policy in policies.items():
        players.setdefault(policy, []).append(obs.world.nation(iso))
    parts: list[tuple[np.ndarray, Deliberation]] = []
    for policy, nations in players.items():
        some = np.array(sorted(nations))
        seen = obs if len(some) == obs.world.dims.N else obs.of(some)
        parts.append((some, policy.deliberate(seen, draw, keep=True)))
    return parts
