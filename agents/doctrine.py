"""The standard policy: every nation weighs named terms by its doctrine."""

from __future__ import annotations

from dataclasses import dataclass

from agents.decisions import (
    arms,
    bargain,
    calls,
    council,
    crisis,
    dependence,
    exercises,
    hosting,
    hybrid,
    intelligence,
    law,
    missions,
    participation,
    proposals,
    reform,
    replies,
    sponsor,
    ties,
    verification,
)
from agents.desk import Desk
from agents.mind import Mind
from agents.policy import Books
from sim.draw import Draw
from sim.observe import Observation
from sim.orders import Offers, Orders, Replies


@dataclass(frozen=True)
class Doctrine:
    """Open calculus with doctrine weights: sum of terms, threshold, quantal response."""

    name: str = "doctrine"

    def deliberate(self, obs: Observation, draw: Draw, keep: bool = False) -> DoctrineTurn:
        """Begin a turn for the observers of ``obs``."""
        return DoctrineTurn(obs, draw, Books(keep))


class DoctrineTurn(Mind):
    """One turn of the standard policy: talks, then orders in order of weight."""

    def desk(self) -> Desk:
        """An empty desk for the orders of the turn."""
        return Desk(self.obs)

    def offers(self) -> Offers:
        """An agreement for each nation whose worth passes the threshold, best first."""
        return ties.offers(self)

    def replies(self, offers: Offers) -> Replies:
        """Each offer is answered by the worth of the tie to the nation that is asked."""
        return replies.replies(self, offers)

    def counters(self, offers: Offers, replies: Replies) -> Offers | None:
        """Its own terms, where an offer was refused for its terms alone."""
        del offers, replies  # remembered since the replies
        return bargain.counters(self)

    def orders(self) -> Orders:
        """Programme and sponsor first, then exercises, aid, papers, calls, dialogue."""
        desk = self.desk()
        programmes = range(self.obs.world.dims.P)
        for programme in programmes:
            participation.take_part(self, desk, programme)
            sponsor.candidates(self, desk, programme)
        council.vote(self, desk)
        council.amend(self, desk)
        proposals.propose(self, desk)
        council.quit_group(self, desk)
        missions.missions(self, desk)
        hosting.host(self, desk)
        exercises.attend(self, desk)
        for programme in programmes:
            sponsor.aid(self, desk, programme)
        participation.publish(self, desk)
        ties.denounce(self, desk)
        calls.honour(self, desk)
        calls.invoke(self, desk)
        crisis.confront(self, desk)
        crisis.consult(self, desk)
        crisis.mediate(self, desk)
        hybrid.press(self, desk)
        hybrid.attribute(self, desk)
        reform.invest(self, desk)
        reform.adopt(self, desk)
        arms.decide(self, desk)
        dependence.decide(self, desk)
        verification.check(self, desk)
        intelligence.share(self, desk)
        intelligence.leak(self, desk)
        law.decide(self, desk)
        bargain.keep_word(self, desk.orders)
        ties.dialogue(self, desk)
        return desk.orders
