"""A nation: what it is, what it remembers of others, what it decides in talks and by order."""

from __future__ import annotations

from math import exp, log1p, sqrt
from typing import TYPE_CHECKING

import mesa

from sim.orders import OrderKind
from sim.state import ACTIVE, HELD, MEMBER, OUTSIDE, WITHDRAWN
from tests.benchmarks.baseline import arms, ladder, papers, training
from tests.benchmarks.baseline import start as start_of
from tests.benchmarks.baseline.relations import View

if TYPE_CHECKING:
    from tests.benchmarks.baseline.model import BaselineModel


class Nation(mesa.Agent):
    """One state. ``views`` holds what it thinks of every other one."""

    model: BaselineModel

    def __init__(self, model: BaselineModel, index: int) -> None:
        super().__init__(model)
        facts, start = model.facts, model.facts.start
        world = facts.world
        self.index, self.iso = index, world.iso[index]
        for name in ("will", "stance", "institutions", "alignment", "capability", "spending"):
            setattr(self, name, float(start[name][0, index]))
        for name in ("posture", "war", "adopted"):
            setattr(self, name, float(start[name][0, index]))
        self.election = int(start["election"][0, index])
        self.government = int(start["government"][0, index])
        self.neutrality = float(world.neutrality[index])
        self.council = float(world.council[index])
        self.log_power = float(world.log_power[index])
        self.economy = float(world.economy[index])
        self.usual_spending = float(world.usual_spending[index])
        self.usual_capability = float(world.usual_capability[index])
        self.groups = {g for g in range(world.dims.G) if start["member"][0, index, g]}
        self.sponsor = int(world.programmes.sponsor[0]) in self.groups
        standards = [facts.formats.standards[g] for g in self.groups]
        self.group_standards = max(standards, default=0.0)
        self.invited = bool(start["invited"][0, index, 0])
        self.status = int(start["status"][0, index, 0])
        self.declared = float(start["declared"][0, index, 0])
        self.depth = float(start["depth"][0, index, 0])
        self.steps = start_of.steps(model, index)  # step of the ladder -> turn it was reached in
        self.work = float(start["work"][0, index, 0])
        self.weights = facts.weights(index)
        self.views: dict[Nation, View] = {}
        self.neighbours: dict[Nation, View] = {}
        self.here = True
        self.next_will, self.next_institutions = self.will, self.institutions

    # what follows from its attributes

    def look_around(self) -> None:
        """Begin the turn: what decisions ask for again and again is worked out once."""
        self.will, self.institutions = self.next_will, self.next_institutions
        self.root = sqrt(self.capability)
        self.degree = sum(view.pair.tied for view in self.views.values())
        self.fame = log1p(self.degree)
        self.fear, self.feared = 0.0, None
        for other, view in self.views.items():
            if view.threat > self.fear:
                self.fear, self.feared = view.threat, other

    @property
    def taking_part(self) -> bool:
        """Whether it takes part in the programme, as a participant or as a member."""
        return self.status in (ACTIVE, MEMBER)

    @property
    def autonomy(self) -> float:
        """How dear freedom of action is to it."""
        return max(self.neutrality, 2.0 * self.root)

    @property
    def level(self) -> float:
        """How far it works to common standards."""
        gap = 1.0 - max(self.depth, self.group_standards)
        return 1.0 - gap * (1.0 - self.adopted)

    @property
    def capacity(self) -> float:
        """How fast its administration turns decisions into deeds."""
        p = self.model.p
        floor = p["depth.capacity"]
        return (floor + (1.0 - floor) * self.institutions) * (1.0 - p["depth.war"] * self.war)

    # talks

    def talk(self) -> None:
        """Weigh one more agreement with everyone; offer the best, think of whom to speak with."""
        self.wishes: list[tuple[float, Nation]] = []
        self.partner: Nation | None = None
        if not self.here:
            return
        model = self.model
        luck, since, lately = model.random.random, model.turn - 4, model.turn - 20
        w = self.weights["tie"]
        own = w["activity"] * self.fame + w["saturation"] * self.degree / len(model.nations)
        own += w["home"] * (self.will - 0.5) - 0.5 * w["trust"]
        fame, war, trust = w["popularity"], w["war"], w["trust"]
        protection = w["protection"] * self.fear
        tied, allied, exercised, dispute = w["tied"], w["allied"], w["exercised"], w["dispute"]
        threshold, best = model.p["tie.offer"], -1e9
        for other, view in self.views.items():
            if not other.here:
                continue
            pair = view.pair
            worth = view.lasting + own + fame * other.fame + war * other.war
            worth += trust * view.trust + protection * other.root
            if pair.tied:
                worth += tied
            if pair.pact:
                worth += allied
            if pair.exercised >= since:
                worth += exercised
            if pair.last_dispute >= lately:
                worth += dispute
            view.worth = worth
            if luck() < 1.0 / (1.0 + exp(threshold - worth)):
                self.wishes.append((worth, other))
            bid = worth + 2.0 * luck()
            if bid > best:
                best, self.partner = bid, other

    def offer(self) -> None:
        """Offer an agreement to the most valued partners; those asked answer at once."""
        self.wishes.sort(key=lambda wish: wish[0], reverse=True)
        for _, other in self.wishes[: self.model.slots]:
            kind = papers.kind_to_offer(self, other)
            if kind is not None and other.accepts(self, kind):
                self.model.initialled.append((self, other, kind))

    def accepts(self, proposer: Nation, kind: int) -> bool:
        """Whether it agrees to an offer."""
        return self.act(*papers.reply_score(self, proposer, kind))

    # orders

    def act(self, score: float, threshold: float) -> bool:
        """Quantal response: the chance of acting rises with the margin."""
        margin = self.model.p["choice.rationality"] * (score - threshold)
        return self.model.random.random() < 1.0 / (1.0 + exp(-margin))

    def pay(self, kind: OrderKind, money: float = 0.0) -> bool:
        """Whether an order can be given; its price is paid then."""
        prices = self.model.facts.orders
        effort = prices.effort[kind]
        if not self.slots or effort > self.effort or money > self.money:
            return False
        self.slots -= 1
        self.effort -= effort
        self.money -= money
        self.price += prices.will[kind]
        return True

    def decide(self) -> None:
        """Orders of the turn, in order of weight."""
        p, self.price = self.model.p, 0.0
        self.goal = None
        self.apply = self.withdraw = False
        self.declare: float | None = None
        self.hosting: list[tuple[int, int]] = []
        self.denounced: Nation | None = None
        self.adopting, self.budget = 0.0, 0
        self.escalates: Nation | None = None
        self.calms: Nation | None = None
        if not self.here:
            return
        self.slots = self.model.facts.world.dims.K
        self.money = self.spending * 1000.0 * p["budget.share"]
        self.effort = float(int(min(p["effort.base"] + p["effort.reach"] * self.root, self.slots)))
        ladder.decide(self)
        training.decide_hosting(self)
        self.give_notice()
        arms.confront(self)
        arms.decide_standards(self)
        arms.decide_budget(self)
        if self.partner is not None and not self.pay(OrderKind.DIALOGUE):
            self.partner = None

    def give_notice(self) -> None:
        """End an agreement with the worst partner, if that is bad enough."""
        held = [(view.worth, other) for other, view in self.views.items() if view.pair.tied]
        if not held:
            return
        worst, other = min(held, key=lambda entry: entry[0])
        if self.act(-worst, -self.model.p["denounce.threshold"]):
            kinds = papers.in_force(self.views[other].pair)
            if kinds and self.pay(OrderKind.DENOUNCE):
                self.denounced = other

    # home

    def govern(self) -> None:
        """Will settles, is stirred by threat, pays for orders; governments change.

        What comes of it counts from the next turn.
        """
        p, luck = self.model.p, self.model.random.random
        usual = min(max(p["will.usual"] + p["will.stance"] * self.stance, 0.0), 1.0)
        will = self.will + p["will.settling"] * (usual - self.will)
        will += p["will.threat"] * self.fear * (1.0 - self.will) - self.price
        if self.here and self.election <= self.model.turn:
            self.election = self.model.turn + max(round(p["home.term"]), 1)
            if luck() < p["home.turnover" if self.institutions >= 0.5 else "home.succession"]:
                self.government = self.model.turn
                fresh = p["home.spread"] * (2.0 * luck() - 1.0)
                will += p["will.government"] * (fresh - self.stance)
                self.stance = min(max(fresh, -1.0), 1.0)
                mixed = 4.0 * self.institutions * (1.0 - self.institutions)
                opening = p["home.opening"] * mixed * (2.0 * luck() - 1.0)
                self.next_institutions = min(max(self.institutions + opening, 0.0), 1.0)
        self.next_will = min(max(will, 0.0), 1.0)

    @property
    def may_join(self) -> bool:
        """Whether it could sign up to the programme."""
        return self.invited and self.status in (OUTSIDE, WITHDRAWN)

    @property
    def may_leave(self) -> bool:
        """Whether there is anything to leave."""
        return self.status in (ACTIVE, HELD)
