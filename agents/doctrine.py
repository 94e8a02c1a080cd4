"""The standard policy: every nation weighs named terms by its doctrine."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from agents import terms
from agents.calculus import Choice, Terms, respond, score, weight
from agents.desk import Desk
from agents.policy import Books
from sim.axes import NEVER, Bools, Floats
from sim.draw import Draw, Stream
from sim.grid import logistic, snap
from sim.legal import offerable, open_steps
from sim.observe import Observation
from sim.orders import ACCEDE, ACCEPT, INVITE, REFUSE, Offers, OrderKind, Orders, Replies
from sim.state import ACTIVE, PLANNED


@dataclass(frozen=True)
class Doctrine:
    """Open calculus with doctrine weights: sum of terms, threshold, quantal response."""

    name: str = "doctrine"

    def deliberate(self, obs: Observation, draw: Draw, keep: bool = False) -> DoctrineTurn:
        """Begin a turn for the observers of ``obs``."""
        return DoctrineTurn(obs, draw, Books(keep))


@dataclass
class DoctrineTurn:
    """One turn of deliberation of ``M`` nations."""

    obs: Observation
    draw: Draw
    books: Books = field(default_factory=Books)

    # --- luck --------------------------------------------------------------------------------

    def own_luck(self, stream: Stream, count: int) -> Floats:
        """(R, M, count) numbers of the observers' own addresses."""
        return self.obs.pick(self.draw.uniform(stream, self.obs.world.dims.N, count))

    def pair_luck(self, stream: Stream, others: int) -> Floats:
        """(R, M, others) numbers addressed by pair: asking again never re-rolls."""
        return self.obs.pick(self.draw.pairs(stream, self.obs.world.dims.N, others))

    def weigh(
        self, decision: str, reasons: Terms, threshold: str, luck: Floats, label: str = ""
    ) -> Choice:
        """Score, threshold, chance and outcome of one kind of decision."""
        total, parts = score(self.obs, decision, reasons, self.books.keep)
        limit = self.obs.world.param(threshold, total.ndim - 1)
        choice = respond(self.obs, label or decision, total, limit, luck, parts)
        return self.books.note(choice)

    # --- talks ---------------------------------------------------------------------------------

    @cached_property
    def tie_score(self) -> tuple[Floats, dict[str, Floats]]:
        """(R, M, N) worth of one more agreement with each nation, and its parts."""
        return score(self.obs, "tie", terms.tie_terms(self.obs), self.books.keep)

    def offers(self) -> Offers:
        """An agreement for each nation whose worth passes the threshold, best slots first."""
        obs, dims = self.obs, self.obs.world.dims
        total, parts = self.tie_score
        luck = self.pair_luck(Stream.CHOOSE_OFFER, dims.N)
        limit = obs.world.param("tie.offer", 2)
        choice = self.books.note(respond(obs, "offer", total, limit, luck, parts))
        to = np.full((obs.rows, len(obs.nations), dims.O), -1, np.int16)
        kind = np.zeros(to.shape, np.int8)
        rows, seats, partner = np.nonzero(choice.chosen)
        if not len(rows):
            return Offers(to, kind)
        types = self._type_of(rows, seats, partner)
        keep = types >= 0
        rows, seats, partner, types = (part[keep] for part in (rows, seats, partner, types))
        key = rows * len(obs.nations) + seats
        worth = np.broadcast_to(total, choice.chosen.shape)[rows, seats, partner]
        best = np.lexsort((partner, -worth, key))
        rows, seats, partner, types, key = (p[best] for p in (rows, seats, partner, types, key))
        slot = np.arange(len(rows)) - np.searchsorted(key, key, side="left")
        fits = slot < dims.O
        at = (rows[fits], seats[fits], slot[fits])
        to[at], kind[at] = partner[fits], types[fits]
        return Offers(to, kind)

    def _type_of(self, rows: np.ndarray, seats: np.ndarray, partner: np.ndarray) -> np.ndarray:
        """Types offered: drawn by appeal among those the pair lacks, -1 where there are none.

        First agreements and later ones differ in their shares (A2; with A2 off always the first
        type).
        """
        obs, table = self.obs, self.obs.world.agreements
        free = offerable(obs)[rows, :, seats, partner]
        tied = obs.pick(obs.ties)[rows, seats, partner]
        appeal = np.where(tied[:, None], table.later, table.appeal) * free
        alike = ~np.broadcast_to(obs.world.on("A2"), (obs.rows,))[rows]
        appeal[alike, 1:] = 0.0
        total = np.cumsum(appeal, axis=1)
        luck = self.pair_luck(Stream.CHOOSE_KIND, obs.world.dims.N)[rows, seats, partner]
        chosen = (luck[:, None] * total[:, -1:] >= total).sum(axis=1)
        return np.where(total[:, -1] > 0, np.minimum(chosen, len(table.ids) - 1), -1)

    def replies(self, offers: Offers) -> Replies:
        """Each offer is answered by the worth of the tie to the nation that is asked."""
        obs = self.obs
        answer = np.zeros(offers.to.shape, np.int8)
        seat_of = np.full(obs.world.dims.N + 1, -1)
        seat_of[obs.nations] = np.arange(len(obs.nations))
        seat = seat_of[offers.to]
        rows, proposer, slot = np.nonzero((offers.to >= 0) & (seat >= 0))
        if not len(rows):
            return Replies(answer)
        asked = seat[rows, proposer, slot]
        total, parts = self.tie_score
        cell = (rows, asked, proposer)
        kind = offers.kind[rows, proposer, slot]
        luck = self.pair_luck(Stream.CHOOSE_REPLY, obs.world.dims.N)[cell] + kind / 16.0
        luck = luck - np.floor(luck)
        slope = np.broadcast_to(obs.world.params["choice.rationality"], (obs.rows,))[rows]
        limit = np.broadcast_to(obs.world.params["tie.accept"], (obs.rows,))[rows]
        autonomy = obs.world.agreements.autonomy[kind]
        worth = np.broadcast_to(total, (obs.rows, len(obs.nations), obs.world.dims.N))[cell]
        chance = logistic(slope * (worth - autonomy - limit))
        open_ = offerable(obs)[rows, kind, asked, proposer]
        answer[rows, proposer, slot] = np.where(open_ & (luck < chance), ACCEPT, REFUSE)
        if self.books.keep:
            whole = np.broadcast_to(obs.world.param("tie.accept", 2), total.shape)
            luck_all = self.pair_luck(Stream.CHOOSE_REPLY, obs.world.dims.N)
            self.books.note(respond(obs, "reply", total, whole, luck_all, parts))
        return Replies(answer)

    # --- orders -----------------------------------------------------------------------------------

    def orders(self) -> Orders:
        """Orders in order of weight: programme, sponsor, exercises, aid, papers, dialogue."""
        desk = Desk(self.obs)
        for programme in range(self.obs.world.dims.P):
            self._programme(desk, programme)
            self._candidates(desk, programme)
        self._host(desk)
        self._attend(desk)
        for programme in range(self.obs.world.dims.P):
            self._aid(desk, programme)
        self._publish(desk)
        self._denounce(desk)
        self._honour(desk)
        self._dialogue(desk)
        return desk.orders

    def _programme(self, desk: Desk, programme: int) -> None:
        """Join, leave, declare a depth, climb."""
        obs = self.obs
        known = terms.programme_terms(obs, programme)
        luck = self.own_luck(Stream.CHOOSE_PROGRAMME, 4 * obs.world.dims.P)
        luck = luck[..., 4 * programme : 4 * programme + 4]
        pick = (
            "alignment protection membership precedent autonomy patron war home council".split()
        )
        join = self.weigh("join", {k: known[k] for k in pick}, "join.threshold", luck[..., 0])
        desk.lay(OrderKind.APPLY, join.chosen, programme)
        doubts = {k: known[k] for k in ("home", "stance", "autonomy")}
        total, parts = score(obs, "leave", doubts, self.books.keep)
        limit = obs.world.param("leave.threshold")
        leave = respond(obs, "leave", -total, -limit, luck[..., 1], {k: -v for k, v in parts.items()})
        self.books.note(leave)
        desk.lay(OrderKind.WITHDRAW, leave.chosen, programme)
        self._deepen(desk, programme, known)
        self._climb(desk, programme, known, luck[..., 2:])

    def _deepen(self, desk: Desk, programme: int, known: Terms) -> None:
        """Declare anew when the wished depth has moved a tenth from the declared one."""
        obs = self.obs
        pick = "alignment protection membership autonomy patron home".split()
        total, _ = score(obs, "depth", {k: known[k] for k in pick})
        wished = snap(logistic(total + obs.world.param("depth.constant")), 4)
        now = obs.mine("declared")[:, :, programme]
        active = obs.mine("status")[:, :, programme] == ACTIVE
        moved = active & (np.abs(wished - now) >= 0.1)
        desk.lay(OrderKind.DEPTH, moved, programme, amount=wished)

    def _climb(self, desk: Desk, programme: int, known: Terms, luck: Floats) -> None:
        obs = self.obs
        declared = obs.mine("declared")[:, :, programme]
        reasons = {"depth": declared, "home": known["home"], "membership": known["membership"]}
        climb = self.weigh("advance", reasons, "advance.threshold", luck[..., 0])
        steps = open_steps(obs)[:, :, programme]
        # who aims at membership takes the membership plan first, others never; else ladder order
        table = obs.world.programmes.steps
        plan = np.array([step == "membership-plan" for step in table])
        aims = weight(obs, "join", "membership", 1) >= obs.world.param("advance.aim")
        steps = steps & (aims[..., None] | ~plan)
        rank = np.arange(len(table)) - 2 * len(table) * plan
        chosen = np.where(steps, rank, np.inf).argmin(axis=2)
        desk.lay(OrderKind.ADVANCE, climb.chosen & steps.any(axis=2), programme, chosen)

    # --- the sponsor's table -------------------------------------------------------------------------

    def _candidates(self, desk: Desk, programme: int) -> None:
        """Vote on the texts about candidates, and table new ones."""
        obs = self.obs
        on_table = (obs["text_kind"] >= 0).any()
        menu = desk.menu[OrderKind.TABLE][..., 2 * programme : 2 * programme + 2]
        if not (on_table or menu.any()):
            return
        reasons = terms.candidate_terms(obs, programme)
        total, parts = score(obs, "vote", reasons, self.books.keep)
        total = np.broadcast_to(total, (obs.rows, len(obs.nations), obs.world.dims.N))
        luck = self.pair_luck(Stream.CHOOSE_TABLE, obs.world.dims.N)
        for kind in (INVITE, ACCEDE):
            ease = 2.0 if kind == INVITE else 0.0
            limit = obs.world.param("vote.table", 2) - ease
            name = ("table invitation", "table accession")[kind]
            choice = self.books.note(respond(obs, name, total, limit, luck, parts))
            able = choice.chosen & menu[..., kind]
            best = np.where(able, total, -np.inf).argmax(axis=2)
            desk.lay(OrderKind.TABLE, able.any(axis=2), best, 2 * programme + kind)
        self._vote(desk, programme, total, parts)

    def _vote(
        self, desk: Desk, programme: int, total: Floats, parts: dict[str, Floats]
    ) -> None:
        obs = self.obs
        rows, slots = np.nonzero(obs["text_kind"] // 2 == programme)
        if not len(rows):
            return
        luck = self.pair_luck(Stream.CHOOSE_VOTE, obs.world.dims.N)
        ease = 2.0
        for name, answer in (("vote.support", 1), ("vote.block", -1)):
            limit = np.broadcast_to(obs.world.param(name, 2), total.shape)
            sign = float(answer)
            choice = respond(obs, name, sign * total, sign * limit, luck, parts)
            self.books.note(choice)
            subject = obs["text_subject"][rows, slots]
            invite = obs["text_kind"][rows, slots] % 2 == INVITE
            worth = total[rows, :, subject] + np.where(invite, ease, 0.0)[:, None]
            edge = np.broadcast_to(obs.world.params[name], (obs.rows,))[rows]
            slope = np.broadcast_to(obs.world.params["choice.rationality"], (obs.rows,))[rows]
            chance = logistic(slope[:, None] * sign * (worth - edge[:, None]))
            seat = terms.sponsor_seats(obs, programme)[:, obs.nations][rows]
            says = seat & (luck[rows, :, subject] < chance)
            event, member = np.nonzero(says)
            desk.orders.vote[rows[event], member, slots[event]] = answer

    def _aid(self, desk: Desk, programme: int) -> None:
        """Members of the sponsor aid the partner with the best prospects, drawn anew each turn."""
        obs, world = self.obs, self.obs.world
        able = desk.menu[OrderKind.AID][..., programme]
        if not able.any():
            return
        reasons = {
            "institutions": obs["institutions"][:, None, :],
            "depth": obs["declared"][:, None, :, programme],
            "alignment": terms.closeness(obs),
            "nearness": obs.pick(world.nearness, axis=0)[None],
        }
        total, _ = score(obs, "aid", reasons)
        luck = self.pair_luck(Stream.CHOOSE_DIALOGUE, world.dims.N)
        best = np.where(able, total + 2.0 * luck, -np.inf).argmax(axis=2)
        amount = snap(world.param("aid.share") * np.maximum(desk.money, 0.0))
        desk.lay(OrderKind.AID, able.any(axis=2) & (amount >= 0.05), best, programme, amount)

    # --- exercises ----------------------------------------------------------------------------------

    def _host(self, desk: Desk) -> None:
        """Announce an exercise of a type and for a circle drawn by appeal."""
        obs, world = self.obs, self.obs.world
        able = desk.menu[OrderKind.HOST]
        luck = self.own_luck(Stream.CHOOSE_HOST, 6)
        depth = obs.pick(obs["declared"].max(axis=2))
        reasons = {
            "hosting": np.ones((1, len(obs.nations))),
            "power": np.sqrt(obs.mine("capability")),
            "home": obs["will"] - 0.5,
            "depth": depth,
            "war": obs.mine("war"),
            "tension": terms.own_dispute(obs),
        }
        share = np.cumsum(world.exercises.appeal)
        circles = _circles(obs)
        for round_ in range(2):
            label = "host" if round_ == 0 else "host again"
            choice = self.weigh("host", reasons, "host.threshold", luck[..., 3 * round_], label)
            reach = np.cumsum(able * circles, axis=2)
            place = luck[..., 3 * round_ + 1] * reach[..., -1]
            scope = (reach <= place[..., None]).sum(axis=2)
            scope = np.minimum(scope, able.shape[2] - 1)
            kind = (luck[..., 3 * round_ + 2, None] >= share[:-1]).sum(axis=2)
            affordable = _affordable(desk, kind)
            desk.lay(OrderKind.HOST, choice.chosen, scope, affordable)

    def _attend(self, desk: Desk) -> None:
        """Answer every open invitation; what is due in tension is thought over again."""
        obs, world = self.obs, self.obs.world
        if not (obs["exercise"] == PLANNED).any():
            return
        host = np.maximum(obs["exercise_host"], 0).astype(np.intp)
        row = np.arange(obs.rows)[:, None, None]
        me = np.arange(len(obs.nations))[None, :, None]
        to = host[:, None, :]
        near = obs.pick(world.log_km, axis=0)[me[0], host[:, None, :]]
        partners = obs["exercise_scope"] == world.dims.P + world.dims.G
        level = obs.pick(obs["declared"].max(axis=2))
        group = obs.pick((obs["member"] * world.groups.standards).max(axis=2))
        depth = np.maximum(level, group)[:, :, None] * ~partners[:, None, :]
        reasons = {
            "habit": recent(obs, row, me, to),
            "trust": obs.trust[row, me, to] - 0.5,
            "depth": depth + 0.5 * partners[:, None, :],
            "partnership": self._as_partner(),
            "distance": near - np.log(1024.0).round(3),
            "power": (obs.pick(world.log_power, axis=0) + 5.0)[None, :, None],
            "home": (obs["will"] - 0.5)[..., None],
            "tension": terms.own_dispute(obs)[..., None],
            "rivalry": obs.mine("rivalry")[row, me, to].astype(np.float64),
            "autonomy": terms.neutrality(obs)[..., None],
        }
        luck = self.pair_luck(Stream.CHOOSE_ATTEND, world.dims.X)
        choice = self.weigh("attend", reasons, "attend.threshold", luck)
        invited = obs["exercise_invited"].transpose(0, 2, 1)[:, obs.nations] == 1
        open_ = invited & (obs["exercise"] == PLANNED)[:, None, :]
        open_ &= obs["exercise_host"][:, None, :] != obs.nations[None, :, None]
        said = obs["exercise_coming"].transpose(0, 2, 1)[:, obs.nations] == 1
        fresh = obs["exercise_due"] == obs.turn
        # first answer when the exercise is due this turn; one given earlier stands unless tense
        tense = terms.own_dispute(obs)[..., None] > 0
        decide = open_ & (fresh[:, None, :] & (~said | tense))
        desk.orders.attend[decide] = np.where(choice.chosen, 1, -1)[decide]

    def _as_partner(self) -> Floats:
        """(R, M, X) 1 where a partner is asked to an exercise of its own programme."""
        obs = self.obs
        active = obs.mine("status") == ACTIVE
        out = np.zeros((obs.rows, len(obs.nations), obs.world.dims.X))
        for programme in range(obs.world.dims.P):
            scope = (obs["exercise_scope"] == programme)[:, None, :]
            out += active[:, :, programme, None] & scope
        return out

    # --- papers, calls, dialogue ----------------------------------------------------------------------

    def _publish(self, desk: Desk) -> None:
        """Publish as openly as institutions and declared participation suggest."""
        obs = self.obs
        declared = obs.mine("declared").max(axis=2)
        wished = snap(0.5 * obs.mine("institutions") + 0.5 * declared, 4)
        moved = np.abs(wished - obs.mine("published")) >= 0.15
        desk.lay(OrderKind.PUBLISH, moved, amount=wished)

    def _denounce(self, desk: Desk) -> None:
        """Give notice of one agreement with the worst partner, if it is bad enough."""
        obs = self.obs
        held = desk.menu[OrderKind.DENOUNCE]
        tied = held.any(axis=3)
        if not tied.any():
            return
        total = np.broadcast_to(self.tie_score[0], tied.shape)
        worst = np.where(tied, total, np.inf)
        partner = worst.argmin(axis=2)
        lowest = np.minimum(np.take_along_axis(worst, partner[..., None], axis=2)[..., 0], 64.0)
        luck = self.own_luck(Stream.CHOOSE_DENOUNCE, 1)[..., 0]
        limit = obs.world.param("denounce.threshold")
        choice = self.books.note(respond(obs, "denounce", -lowest, -limit, luck))
        rows, seats = np.indices(partner.shape)
        kind = held[rows, seats, partner].argmax(axis=2)
        desk.lay(OrderKind.DENOUNCE, choice.chosen & tied.any(axis=2), partner, kind)

    def _honour(self, desk: Desk) -> None:
        """Answer allies' calls for aid."""
        obs, world = self.obs, self.obs.world
        calls = obs["call_victim"] >= 0
        if not calls.any():
            return
        row = np.arange(obs.rows)[:, None, None]
        me = np.arange(len(obs.nations))[None, :, None]
        victim = np.maximum(obs["call_victim"], 0).astype(np.intp)[:, None, :]
        enemy = np.maximum(obs["call_against"], 0).astype(np.intp)[:, None, :]
        pact = obs.pick(obs.defence_pact)
        bound = pact[row, me, victim] & calls[:, None, :]
        reasons = {
            "obligation": bound.astype(np.float64),
            "trust": obs.trust[row, me, victim] - 0.5,
            "nearness": obs.pick(world.nearness, axis=0)[me[0], victim],
            "alignment": terms.closeness(obs)[row, me, victim],
            "allied": pact[row, me, enemy].astype(np.float64),
            "home": (obs["will"] - 0.5)[..., None],
        }
        luck = self.pair_luck(Stream.CHOOSE_HONOUR, world.dims.C)
        choice = self.weigh("honour", reasons, "honour.threshold", luck)
        said = np.where(choice.chosen, 1, -1)
        desk.orders.honour[bound] = said[bound].astype(np.int8)

    def _dialogue(self, desk: Desk) -> None:
        """With effort left, speak with a nation worth more trust than there is."""
        obs = self.obs
        total = np.broadcast_to(self.tie_score[0], obs.trust.shape)
        luck = self.pair_luck(Stream.CHOOSE_DIALOGUE, obs.world.dims.N)
        worth = np.where(desk.menu[OrderKind.DIALOGUE], total + 2.0 * luck, -np.inf)
        desk.lay(OrderKind.DIALOGUE, np.ones(worth.shape[:2], bool), worth.argmax(axis=2))


def recent(obs: Observation, row: np.ndarray, me: np.ndarray, to: np.ndarray) -> Floats:
    """(R, M, X) 1 where the host and the nation exercised together in the last year."""
    stamp = obs.mine("exercised")[row, me, to]
    since = max(obs.turn - 12 // obs.world.months, NEVER)
    return (stamp >= since).astype(np.float64)


def _circles(obs: Observation) -> Floats:
    """(R or 1, 1, scopes) how often a host turns to a programme, a group, its own partners."""
    world = obs.world
    names = ("programme",) * world.dims.P + ("group",) * world.dims.G + ("partners",)
    return np.concatenate([world.param(f"host.to_{name}", 2) for name in names], axis=2)


def _affordable(desk: Desk, kind: np.ndarray) -> np.ndarray:
    """The wished type of exercise, or the largest below it that the purse allows."""
    prices = desk.obs.world.exercises.money
    out = np.zeros_like(kind)
    for index in range(len(prices)):
        fits: Bools = (prices[index] <= desk.money) & (index <= kind)
        out = np.where(fits, index, out)
    return out
