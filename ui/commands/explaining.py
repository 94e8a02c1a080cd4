"""``detente run --explain``: one nation's decisions and changes in a turn, or those of a pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from sim.errors import DetenteError

if TYPE_CHECKING:
    from agents.accounts import DecisionAccount
    from agents.run import Game, Played
    from sim.world import World

#: What is told of a nation: field, words. The first are told even where nothing moved them.
_OF_NATION = {
    "will": "political will",
    "institutions": "liberal institutions",
    "transparency": "transparency",
    "declared": "declared depth",
    "depth": "depth in practice",
    "stance": "the government's attitude",
    "alignment": "foreign-policy position",
    "capability": "capability",
    "spending": "defence spending, $bn a year",
    "war": "armed conflict on its soil",
    "mandate": "Security Council measures",
    "published": "openness of plans and budgets",
    "status": "status",
    "invited": "invitation",
    "work": "work toward the next step",
    "aid": "aid received, $m",
    "member": "membership",
    "control": "civil control",
    "resistance": "resistance to reform in the ministry",
    "adopted": "standards adopted by own effort",
    "reform_effort": "efforts at reform",
    "reform_result": "change of civil control",
    "posture": "offensiveness of the posture",
    "activity": "military activities, thousands of troops",
    "notified": "declared activities, thousands of troops",
    "observers": "observers invited",
    "quota": "inspections received in the year",
    "queried": "asked about an activity",
    "violations": "record of violations",
    "charge": "charge against another",
    "offence": "rule of law it broke",
    "incident": "incident",
    "harm": "standing damage by terrorism, cyber and hybrid pressure",
    "certainty": "certainty of its suspicion",
    "troops": "troops sent, thousands",
    "arrived": "troops arrived, thousands",
    "deaths": "battle deaths a month",
    "casualties": "weight of casualties at home",
}
_OF_PAIR = {
    "good": "first-hand evidence for",
    "bad": "first-hand evidence against",
    "heard_good": "heard for",
    "heard_bad": "heard against",
    "threat": "threat seen",
    "interop": "interoperability",
    "resentment": "resentment",
    "belief": "believed offensiveness of the other's posture",
    "insight": "knowledge of the other's hidden affairs",
    "dependence": "dependence on the other's supplies",
    "end_use": "its arms held on end-use terms",
    "bases": "its forces hosted",
    "balance": "balance of terms",
    "agreement": "stage of the agreement",
    "verified": "verification agreed",
    "annex": "annex",
    "breached": "agreements covertly not kept",
    "contested": "agreement under dispute",
    "duration": "years until review",
    "hostility": "level of the act against the other",
    "standoff": "level in the confrontation",
    "rivalry": "strategic rivalry",
    "accession_vote": "accession ratified",
}
_ALWAYS = frozenset([*list(_OF_NATION)[:5], *list(_OF_PAIR)[:6]])


def parties(world: World, who: str) -> tuple[int, int | None]:
    """The nation and, after a colon, its partner."""
    first, sign, second = who.partition(":")
    one = world.nation(first, "--explain")
    other = world.nation(second, "--explain") if sign else None
    if one == other:
        raise DetenteError(f"--explain {who}: names one nation twice")
    return one, other


def explained(game: Game, turn: int) -> Played:
    """The turn with this number (the first is 1), played with accounts and ledger kept."""
    from dataclasses import replace  # noqa: PLC0415

    from agents.run import play_turn  # noqa: PLC0415

    while game.state.turn < turn - 1:
        game = replace(game, state=play_turn(game).turn.after)
    return play_turn(game, keep=True, ledger=True)


def show(world: World, played: Played, one: int, other: int | None) -> None:
    """Print the decisions of a nation (about its partner) and what moved its numbers, by cause."""
    from agents.explain import explain  # noqa: PLC0415
    from ui.commands.printing import heading  # noqa: PLC0415

    names = world.names[one] if other is None else f"{world.names[one]} and {world.names[other]}"
    click.echo(click.style(f"{names}, {world.label(played.turn.before.turn)}", bold=True))
    accounts = [a for a in explain(world, played.decision, one) if _weighed(a, other)]
    _tell(world, "Done", [a for a in accounts if a.done], "nothing that had a choice")
    undone = _likeliest(a for a in accounts if not a.done)
    words = "Left undone (of each kind the likeliest)" if other is None else "Left undone"
    _tell(world, words, undone, "nothing else was weighed")
    heading("What changed, and why")
    if other is None:
        _changes(world, played, (one,))
        return
    _trust(world, played, one, other)
    _changes(world, played, (one, other))


def _weighed(account: DecisionAccount, other: int | None) -> bool:
    """Whether anything was weighed (about the partner)."""
    if other is not None and (account.subject != other or account.decision in _NOT_OF_NATIONS):
        return False
    return account.luck < 1.0 or account.decision == "depth"  # which is weighed without luck


#: Decisions whose subject is a programme, a group or a slot.
_NOT_OF_NATIONS = frozenset({"join", "leave", "advance", "depth", "attend", "quit"})


def _likeliest(accounts: Iterable[DecisionAccount]) -> list[DecisionAccount]:
    """Of each kind of decision the one that had the best chance, in order of appearance."""
    best: dict[str, DecisionAccount] = {}
    for account in accounts:
        known = best.get(account.decision)
        if known is None or account.chance > known.chance:
            best[account.decision] = account
    return list(best.values())


def _tell(world: World, title: str, accounts: list[DecisionAccount], none: str) -> None:
    from agents.explain import in_words  # noqa: PLC0415
    from ui.commands.printing import heading, paragraph  # noqa: PLC0415

    heading(title)
    for account in accounts:
        paragraph(in_words(world, account), mark="- ")
    if not accounts:
        click.echo(none)


def _trust(world: World, played: Played, one: int, other: int) -> None:
    for i, j in ((one, other), (other, one)):
        before, after = (s.trust[0, i, j] for s in (played.turn.before, played.turn.after))
        click.echo(f"trust of {world.iso[i]} in {world.iso[j]}: {before:.3f} to {after:.3f}")


def _changes(world: World, played: Played, who: tuple[int, ...]) -> None:
    """Each field's change with the causes that sum to it, to the bit."""
    from sim.account import reasons  # noqa: PLC0415
    from ui.commands.printing import paragraph  # noqa: PLC0415

    for field, words in (_OF_NATION if len(who) == 1 else _OF_PAIR).items():
        before, after = (state[field] for state in (played.turn.before, played.turn.after))
        for cell, what in _cells(world, field, who):
            at = (0, *cell)
            found = reasons(played.turn.ledger, field, at)
            if not found and (field not in _ALWAYS):
                continue
            form = ".4f" if before.dtype.kind == "f" else ".0f"
            line = f"{words}{what}: {before[at]:{form}} to {after[at]:{form}}"
            causes = "; ".join(f"{reason.cause.words} {reason.amount:+{form}}" for reason in found)
            paragraph(f"{line} ({causes or 'nothing moved it'})", mark="- ")


def _cells(world: World, field: str, who: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], str]]:
    """Where a field holds what is asked, and the words that tell its cells apart."""
    from sim.notation import names_of  # noqa: PLC0415
    from sim.state import FIELDS  # noqa: PLC0415

    axes = FIELDS[field].axes.removeprefix("R")
    other = axes.replace("N", "")
    names = world.domains if other == "D" else names_of(world, other)
    if not other:
        yield who, ""
    for place, name in enumerate(names):
        at = list(who)
        at.insert(axes.index(other), place)
        yield tuple(at), f", {name}" if len(names) > 1 else ""
