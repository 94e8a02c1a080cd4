"""``detente run --explain``: one nation's decisions and changes in a turn, or those of a pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sim.errors import DetenteError

if TYPE_CHECKING:
    from agents.accounts import DecisionAccount
    from agents.run import Game, Played
    from sim.world import World

#: Decisions told even when nothing was done; of the others (offers, exercises) only what was done.
_ALWAYS = ("join", "leave", "advance", "vote.support", "honour")

_OF_NATION = (
    ("will", "political will"),
    ("institutions", "liberal institutions"),
    ("transparency", "transparency"),
    ("declared", "declared depth"),
    ("depth", "depth in practice"),
)
_OF_PAIR = (
    ("good", "first-hand evidence for"),
    ("bad", "first-hand evidence against"),
    ("heard_good", "heard for"),
    ("heard_bad", "heard against"),
    ("threat", "threat seen"),
)


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
    from agents.explain import explain, in_words  # noqa: PLC0415
    from ui.commands.printing import heading, paragraph  # noqa: PLC0415

    names = world.names[one] if other is None else f"{world.names[one]} and {world.names[other]}"
    click.echo(click.style(f"{names}, {world.label(played.turn.before.turn)}", bold=True))
    heading("Decisions")
    accounts = [a for a in explain(world, played.decision, one) if _told(a, other)]
    for account in accounts:
        paragraph(in_words(world, account), mark="- ")
    if not accounts:
        click.echo("none that had a choice")
    heading("What changed, and why")
    if other is None:
        _changes(played, _OF_NATION, (one,))
        return
    _trust(world, played, one, other)
    _changes(played, _OF_PAIR, (one, other))
    for domain, name in enumerate(world.domains):
        _changes(played, (("interop", f"interoperability in {name}"),), (domain, one, other))


def _told(account: DecisionAccount, other: int | None) -> bool:
    if other is not None:
        about_nations = account.decision in {
            "offer",
            "reply",
            "vote.support",
            "vote.block",
            "honour",
        }
        return about_nations and account.subject == other
    return account.done or account.decision in _ALWAYS


def _trust(world: World, played: Played, one: int, other: int) -> None:
    for i, j in ((one, other), (other, one)):
        before, after = (s.trust[0, i, j] for s in (played.turn.before, played.turn.after))
        click.echo(f"trust of {world.iso[i]} in {world.iso[j]}: {before:.3f} to {after:.3f}")


def _changes(played: Played, fields: tuple[tuple[str, str], ...], cell: tuple[int, ...]) -> None:
    """Each field's change with the causes that sum to it, to the bit."""
    from sim.account import reasons  # noqa: PLC0415

    for field, words in fields:
        before, after = (s[field] for s in (played.turn.before, played.turn.after))
        at = (0, *cell) if before.ndim == len(cell) + 1 else (0, *cell, 0)
        if before.ndim < len(at) or not before.size:
            continue
        found = reasons(played.turn.ledger, field, at)
        line = f"{words}: {before[at]:.4f} to {after[at]:.4f}"
        causes = "; ".join(f"{reason.cause.words} {reason.amount:+.4f}" for reason in found)
        click.echo(f"{line} ({causes})" if causes else f"{line} (nothing moved it)")
