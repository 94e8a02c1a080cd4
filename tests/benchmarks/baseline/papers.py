"""Bilateral agreements: what to offer, how it is answered, and their life (A1-A3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.baseline.relations import IN_FORCE, NOTICE, SIGNED, Pair, Paper

if TYPE_CHECKING:
    from tests.benchmarks.baseline.model import BaselineModel
    from tests.benchmarks.baseline.nation import Nation


def in_force(pair: Pair) -> list[int]:
    """Types in force between two, not under notice, in order."""
    return sorted(kind for kind, paper in pair.papers.items() if paper.stage == IN_FORCE)


def kind_to_offer(nation: Nation, other: Nation) -> int | None:
    """A type by appeal among those that the two lack; first agreements and later ones differ."""
    model, pair = nation.model, nation.views[other].pair
    table = model.facts.agreements
    shares = model.later if pair.tied else model.appeal
    open_ = [
        kind
        for kind in range(len(shares))
        if kind not in pair.papers and table.opens[kind] <= model.turn and shares[kind] > 0
    ]
    if not open_:
        return None
    return model.random.choices(open_, [shares[kind] for kind in open_])[0]


def reply_score(nation: Nation, proposer: Nation, kind: int) -> tuple[float, float]:
    """What an offer is worth to the nation asked, and the threshold."""
    model, view = nation.model, nation.views[proposer]
    table, w = model.facts.agreements, nation.weights["reply"]
    obliges = table.defence[kind] or table.restraint[kind]
    wary = proposer.views[nation].trust < model.p["terms.watch"]
    level = 0.25 * (int(obliges) + int(wary))  # verification that comes with it
    worth = view.worth + w["reassurance"] * level * (1.0 - view.trust)
    worth += w["intrusion"] * level * (1.0 - nation.institutions)
    return worth, model.p["tie.accept"] + table.autonomy[kind]


def live(model: BaselineModel) -> None:
    """Ratification, review, notice, end, signature, in this order."""
    for pair in model.pairs:
        if pair.papers:
            _pass_a_turn(model, pair)
    for nation in model.nations:
        if nation.denounced is not None:
            pair = nation.views[nation.denounced].pair
            kinds = in_force(pair)
            if kinds:
                notice(nation, nation.denounced, kinds[0])
        if nation.government == model.turn and nation.institutions < 0.5:
            _break_after_change(nation)
        _outgrow(nation)
    for proposer, other, kind in model.initialled:
        pair = proposer.views[other].pair
        pair.papers.setdefault(kind, Paper(SIGNED, model.turn))
    model.initialled.clear()
    for pair in model.changed:
        follow(model, pair)
    model.changed.clear()


def _pass_a_turn(model: BaselineModel, pair: Pair) -> None:
    table, turn = model.facts.agreements, model.turn
    for kind, paper in list(pair.papers.items()):
        age = turn - paper.since
        if paper.stage == SIGNED:
            _ratify(model, pair, kind, paper)
        elif paper.stage == NOTICE:
            if age >= table.notice[kind]:
                end(model, pair, kind)
        elif age == table.term[kind] and age > 0:
            if model.random.random() < lapse_chance(model):
                end(model, pair, kind)
            else:
                paper.since = turn


def lapse_chance(model: BaselineModel) -> float:
    """The chance that an agreement lapses at review: that of an average one, A15 being off."""
    return min(model.p["agreement.lapse"] * model.p["lasting.mean"], 1.0)


def _ratify(model: BaselineModel, pair: Pair, kind: int, paper: Paper) -> None:
    table, luck = model.facts.agreements, model.random.random
    failed = False
    for side in (pair.one, pair.two):
        if side in paper.ratified:
            continue
        if luck() < table.fail[kind] * (1.0 - side.will):
            failed = True
        elif luck() < table.ratify[kind] * (0.5 + side.will):
            paper.ratified.add(side)
    if failed:
        end(model, pair, kind)
    elif len(paper.ratified) == 2:
        paper.stage, paper.since = IN_FORCE, model.turn
        model.changed.add(pair)


def end(model: BaselineModel, pair: Pair, kind: int) -> None:
    """An agreement is no more."""
    del pair.papers[kind]
    model.changed.add(pair)


def notice(nation: Nation, other: Nation, kind: int) -> None:
    """Notice by a nation; the partner remembers who gave it."""
    pair = nation.views[other].pair
    pair.papers[kind].stage, pair.papers[kind].since = NOTICE, nation.model.turn
    other.views[nation].bad += nation.model.p["agreement.notice_evidence"]


def _break_after_change(nation: Nation) -> None:
    chance, luck = nation.model.p["agreement.break_after_change"], nation.model.random.random
    for other, view in nation.views.items():
        for kind in in_force(view.pair):
            if luck() < chance:
                notice(nation, other, kind)


def _outgrow(nation: Nation) -> None:
    """Now and then two nations let go of an agreement that no longer serves them."""
    random = nation.model.random
    if random.random() >= 0.5 * nation.model.p["lasting.hazard"] * nation.degree:
        return
    tied = [view.pair for view in nation.views.values() if view.pair.tied]
    pair = random.choice(tied) if tied else None
    kinds = in_force(pair) if pair else []
    if kinds:
        end(nation.model, pair, random.choice(kinds))


def follow(model: BaselineModel, pair: Pair) -> None:
    """Work out anew what follows from the agreements in force between two."""
    table, p = model.facts.agreements, model.p
    kinds = [kind for kind, paper in pair.papers.items() if paper.stage != SIGNED]
    pair.tied = bool(kinds)
    pair.pact = pair.group_pact or any(table.defence[kind] for kind in kinds)
    pair.restraint = pair.group_restraint or any(table.restraint[kind] for kind in kinds)
    pair.kept = p["agreement.evidence"] * sum(table.trust[kind] for kind in kinds)
    pair.kept += pair.group_evidence
    pair.work = [
        p["interop.treaty"] * sum(table.interop[kind][domain] for kind in kinds)
        for domain in range(model.facts.world.dims.D)
    ]
