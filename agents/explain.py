"""Decisions in words: itemised reasons from the very numbers that decided.

For the umpire, the debrief and a nation's own accounts: nothing here hides anything. What a seat
may read of other nations' accounts is decided elsewhere, before they reach it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from agents.accounts import DecisionAccount, Seat, account, place_in
from agents.calculus import Choice
from agents.cells import CELLS
from agents.policy import Deliberation
from agents.run import Played
from agents.team import Decision
from sim.events import Event, describe
from sim.observe import Observation
from sim.wording import nation_name
from sim.world import World

__all__ = ["DecisionAccount", "TurningPoint", "Watch", "explain", "in_words", "turning_points"]

#: How each decision reads: what was done, what was left undone.
WORDS: Mapping[str, tuple[str, str]] = {
    "join": ("joined {}", "did not join {}"),
    "leave": ("withdrew from {}", "stayed in {}"),
    "advance": ("worked toward a step of {}", "did not work toward a step of {}"),
    "depth": ("declared anew how deeply it takes part in {}", "kept its declared depth in {}"),
    "aid": ("gave aid to {}", "gave no aid to {}"),
    "dialogue": ("spoke with {}", "did not speak with {}"),
    "offer": ("offered {} an agreement", "offered {} no agreement"),
    "reply": ("accepted an offer of {}", "declined an offer of {}"),
    "table an invitation": ("tabled the invitation of {}", "did not table the invitation of {}"),
    "table an accession": ("tabled the accession of {}", "did not table the accession of {}"),
    "vote.support": ("supported the text on {}", "did not speak for the text on {}"),
    "vote.block": ("blocked the text on {}", "did not block the text on {}"),
    "host": ("announced an exercise", "announced no exercise"),
    "host again": ("announced a further exercise", "announced no further exercise"),
    "attend": ("came to the exercise of {}", "stayed away from the exercise of {}"),
    "honour": ("honoured the call of {}", "refused the call of {}"),
    "breach": ("stopped keeping an agreement with {}", "kept its agreement with {}"),
    "contest": ("disputed the meaning of an agreement with {}", "let an agreement with {} stand"),
    "renew": ("renewed an agreement with {}", "left an agreement with {} to its term"),
    "ratify": ("put an agreement with {} to parliament", "left an agreement with {} to its course"),
    "vouch": ("vouched for {}", "did not vouch for {}"),
    "answer a counter": ("accepted the terms of {}", "declined the terms of {}"),
    "denounce": ("gave notice to {}", "gave no notice"),
    "admit.table": ("tabled the admission of {}", "did not table the admission of {}"),
    "admit.support": ("supported the admission of {}", "did not speak for the admission of {}"),
    "admit.block": ("blocked the admission of {}", "did not block the admission of {}"),
    "mandate.table": ("tabled a mission in {}", "tabled no mission in {}"),
    "mandate.support": ("supported a mission in {}", "did not speak for a mission in {}"),
    "mandate.block": ("blocked a mission in {}", "did not block a mission in {}"),
    "found.table": ("proposed a new group to {}", "proposed no new group to {}"),
    "found.support": ("agreed to the new group with {}", "did not join the new group with {}"),
    "found.block": ("spoke against the new group with {}", "left the new group with {} alone"),
    "suspend.table": ("tabled the suspension of {}", "did not table the suspension of {}"),
    "suspend.support": ("supported the text on {}", "did not speak for the text on {}"),
    "suspend.block": ("blocked the text on {}", "did not block the text on {}"),
    "amend": ("amended the mission in {}", "did not amend the mission in {}"),
    "quit": ("left {}", "stayed in {}"),
    "deploy": ("pledged troops to the mission in {}", "sent no troops to the mission in {}"),
    "recall": ("withdrew from the mission in {}", "stayed with the mission in {}"),
    "lead": ("took the lead of the mission in {}", "left the lead of the mission in {}"),
    "escalate": ("escalated against {}", "did not escalate against {}"),
    "deescalate": ("stepped back from {}", "did not step back from {}"),
    "hotline": ("spoke over the hotline with {}", "did not speak over the hotline with {}"),
    "mediate": ("mediated in the quarrel of {}", "did not mediate in the quarrel of {}"),
    "consult": ("called for consultation about {}", "called for no consultation about {}"),
    "invoke": ("called on its allies against {}", "did not call on its allies against {}"),
    "press": ("put covert pressure on {}", "put no covert pressure on {}"),
    "attribute": ("accused {} of an incident", "did not accuse {} of an incident"),
    "spend more": ("raised defence spending", "did not raise defence spending"),
    "spend less": ("cut defence spending", "did not cut defence spending"),
    "posture for attack": ("moved its posture toward attack", "did not turn toward attack"),
    "posture for defence": ("moved its posture toward defence", "did not turn toward defence"),
    "manoeuvre": ("held national manoeuvres", "held no national manoeuvres"),
    "understate": ("understated its manoeuvres", "declared its manoeuvres in full"),
    "observers": ("invited observers", "invited no observers"),
    "brief": ("briefed {}", "briefed {}"),
    "transfer": ("supplied {} with arms", "supplied {} with no arms"),
    "leverage": ("pressed {}", "did not press {}"),
    "base": ("stationed forces in {}", "stationed no forces in {}"),
    "resist": ("resisted the pressure of {}", "bore the pressure of {}"),
    "evict": ("asked the forces of {} to leave", "kept the forces of {} on its soil"),
    "reform": ("invested in civil control of its forces", "did not invest in civil control"),
    "adopt": ("adopted common standards", "adopted no further standards"),
    "share": ("shared intelligence with {}", "shared no intelligence"),
    "leak": ("let out what it had been told about {}", "kept what it had been told"),
    "inspect": ("inspected {}", "did not inspect {}"),
    "watch": ("watched {} by satellite", "did not watch {} by satellite"),
    "ask": ("asked {} about an unusual activity", "asked nobody about an activity"),
    "foresight": ("settled, looking ahead, on {}", "passed over, looking ahead, {}"),
}


#: What comes of the score where it is not the chance of acting.
_RESULTS: Mapping[str, str] = {"depth": "wished depth"}


def explain(
    world: World,
    decision: Decision,
    nation: int,
    row: int = 0,
    *,
    only: Collection[str] | None = None,
) -> list[DecisionAccount]:
    """The accounts of one nation's decisions in a turn played with ``keep=True``.

    Only what was up for decision has an account: a nation that is not invited to a programme has
    none of joining it, one that does not exist has none at all. ``only`` names the labels wanted. A
    person's or a script's moves have no accounts.
    """
    accounts = []
    for nations, deliberation in decision.deliberations:
        obs = getattr(deliberation, "obs", None)
        if nation not in nations.tolist() or not isinstance(obs, Observation):
            continue
        if not obs.exists[nation]:
            continue
        place = nations.tolist().index(nation)
        weighed = tuple(deliberation.books.choices)
        seat = Seat(world, obs, decision.moves, nation, place, row, weighed)
        ties = next((c for c in deliberation.books.choices if c.decision == "offer"), None)
        for choice, programme in _by_programme(deliberation):
            if only is not None and choice.decision not in only:
                continue
            seated = place_in(seat, choice)
            if seated is None:
                continue
            for cell in CELLS[choice.decision](seat, programme):
                by_ties = choice.decision == "denounce" and cell.subject is not None
                found = account(seat, choice, cell, seated, ties if by_ties else None)
                if found.chance > 0.0:  # nothing was weighed about the others
                    accounts.append(found)
    return accounts


def _by_programme(deliberation: Deliberation) -> Iterator[tuple[Choice, int]]:
    """The choices that can be explained, each with the programme it is about.

    Choices do not name their programme; a deliberation goes through them in order and begins
    each with "join".
    """
    programme = -1
    for choice in deliberation.books.choices:
        programme += choice.decision == "join"
        if choice.decision in CELLS:
            yield choice, max(programme, 0)


def in_words(world: World, account: DecisionAccount) -> str:
    """An account as one line: who did what, the terms with their amounts, score and chance."""
    done, undone = WORDS[account.decision]
    verb = (done if account.done else undone).format(account.about or "")
    name = nation_name(world.names[account.nation])
    name = name[:1].upper() + name[1:]
    terms = ", ".join(f"{words} {amount:+.2f}" for _, words, amount in account.parts if amount)
    line = f"{name} {verb}: {terms or 'no terms'} = {account.score:.2f}"
    result = _RESULTS.get(account.decision, "chance")
    need = f"against {account.threshold:.2f}"
    if account.unrivalled:
        need = "with no other in question"
    line += f" {need}; {result} {account.chance:.2f}"
    if account.decision not in _RESULTS:
        line += f", luck {account.luck:.2f}"
    if account.chosen != account.done:
        return f"{line} (wished {'it' if account.chosen else 'otherwise'}, but it was not to be)"
    return line


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A decision that mattered: the event it led to, its account, and how it ranks."""

    turn: int  # of the event; the account's own turn may be earlier
    event: Event
    account: DecisionAccount
    rank: float  # weight of the event times how close the decision was, 0..1
    words: str


#: Which decision of which nation an event goes back to: label of the choice.
_LABELS: Mapping[str, str] = {
    "signed": "join",
    "returned": "join",
    "withdrew": "leave",
    "text blocked": "vote.block",
    "call honoured": "honour",
    "call refused": "honour",
    "call": "invoke",
    "escalation": "escalate",
    "accusation": "attribute",
    "false accusation": "attribute",
    "tabled": "table an accession",
}


#: Decisions about the nation that the event names last.
_ABOUT_LAST = frozenset({"vote.block", "table an accession", "invoke", "escalate", "attribute"})


@dataclass
class Watch:
    """Looks at the turns of one row as they are played and keeps only what may be a turning point.

    Turns must be played with ``keep=True``; a turn may be forgotten once it was seen.
    """

    world: World
    row: int = 0
    points: list[TurningPoint] = field(default_factory=list)
    _tabled: dict[tuple[int, int], DecisionAccount] = field(default_factory=dict)

    def see(self, played: Played) -> None:
        """Take in one turn."""
        for event in describe(self.world, played.turn, self.row):
            for found in self._behind(played.decision, event):
                rank = event.weight * found.openness
                words = in_words(self.world, found)
                self.points.append(TurningPoint(event.turn, event, found, rank, words))

    def _behind(self, decision: Decision, event: Event) -> Iterator[DecisionAccount]:
        """The accounts of the decisions that made an event."""
        if event.kind == "accession agreed":
            key = (event.nations[1], event.nations[0])
            if key in self._tabled:
                yield self._tabled[key]
            return
        label = _LABELS.get(event.kind)
        if label is None:
            return
        subject_at = -2 if label == "honour" else -1 if label in _ABOUT_LAST else None
        subject = None if subject_at is None else event.nations[subject_at]
        doers = event.nations if subject_at is None else event.nations[:subject_at]
        for nation in doers:
            for found in explain(self.world, decision, nation, self.row, only={label}):
                if subject is not None and found.subject != subject:
                    continue
                if label == "table an accession":
                    self._tabled[nation, found.subject or 0] = found
                elif found.done == (event.kind != "call refused"):
                    yield found

    def best(self, count: int = 3) -> list[TurningPoint]:
        """The points that mattered most, in order of time.

        Taken by rank one after another; a nation is taken once, and a kind of event counts half
        for each time it was taken before, so that the story has more than one theme.
        """
        chosen: list[TurningPoint] = []
        left = list(self.points)
        while left and len(chosen) < count:
            kinds = [point.event.kind for point in chosen]
            top = max(left, key=lambda point: point.rank * 0.5 ** kinds.count(point.event.kind))
            chosen.append(top)
            left = [point for point in left if point.account.nation != top.account.nation]
        return sorted(chosen, key=lambda point: point.turn)


def turning_points(
    world: World, game: Iterable[Played], row: int = 0, count: int = 3
) -> list[TurningPoint]:
    """The decisions that mattered most in one row of a whole game, in order of time.

    ``game`` may be a list or the running ``turns_of(game, keep=True)``: each turn is looked at
    once and not held.
    """
    watch = Watch(world, row)
    for played in game:
        watch.see(played)
    return watch.best(count)
