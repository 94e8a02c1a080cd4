"""Why a number of the seat stands where it stands: causes that sum to it, in words.

Only the seat's own rows of the ledger are read, and of them only numbers that the seat itself may
read. What a cause would betray is not told apart: error in what is seen of others is part of how
things look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.account import reasons
from sim.causes import Cause

if TYPE_CHECKING:
    from agents.run import Played
    from scenarios.session import Session

#: Numbers that can be asked about, as they read in a heading; those of a partner name it.
#: ``interop`` is that of the weakest domain; ``interop 0`` and so on are those of the domains.
NUMBERS: Mapping[str, str] = {
    "trust": "Our trust in {}",
    "interop": "Interoperability with {}",
    "threat": "Threat we see in {}",
    "resentment": "Our resentment toward {}",
    "dependence": "Our dependence on {}",
    "will": "Political will",
    "depth": "Depth in effect",
    "declared": "Declared depth",
}

#: Numbers about a partner.
OF_PAIRS = ("trust", "interop", "threat", "resentment", "dependence")

#: Causes told under another name to those who see only what came of both.
_TOGETHER: Mapping[Cause, Cause] = {Cause.MISJUDGED: Cause.APPRAISAL}

START, ROUNDING, SMALL, UNTOLD = (
    "as the game began",
    "rounding",
    "smaller causes",
    "turns whose reasons are not kept",
)

#: What is told where another domain binds than did before.
WEAKEST = "another domain is the weakest now"

Causes = dict[str, float]


@dataclass(frozen=True)
class Account:
    """A number, what it was, and the causes that sum to the difference."""

    title: str
    before: float
    now: float
    causes: Mapping[str, float]

    @property
    def change(self) -> float:
        """By how much it moved."""
        return self.now - self.before


def last_turn(session: Session, seat: str, name: str, other: str = "", *, until: int) -> Account:
    """What moved a number of a seat in the turn before turn ``until``."""
    return _account(session, seat, (name, other), max(until - 1, 0), until)


def whole_game(session: Session, seat: str, name: str, other: str = "", *, until: int) -> Account:
    """What moved a number of a seat from the start of the game to turn ``until``."""
    return _account(session, seat, (name, other), 0, until)


def value(session: Session, seat: str, name: str, other: str = "", *, turn: int) -> float:
    """The number itself as it stood when a turn began."""
    seen = session.observation(seat, turn)
    partner = session.world.nation(other) if other else 0
    if name == "trust":
        return float(seen.trust[0, 0, partner])
    if name == "interop":
        return float(seen.interop[0, 0, partner])
    if name.startswith("interop "):
        return float(seen.mine("interop")[0, _domain(name), 0, partner])
    if name == "depth":
        return float(seen.own_depth[0, 0, 0])
    own = seen.mine(name)[0, 0]
    return float(own if name == "will" else own[partner if name in OF_PAIRS else 0])


def _domain(name: str) -> int:
    """The domain that a number is about: ``interop 2`` is that of the third."""
    return int(name.partition(" ")[2])


def items(account: Account, *, most: int = 7, start: bool = True) -> tuple[tuple[str, float], ...]:
    """The causes for a small panel, rounded so that they sum to the number as it is shown.

    With ``start`` they sum to the number itself, else to its change. Beyond ``most`` they are
    taken together.
    """
    whole = round(100 * account.now)
    if not start:
        whole -= round(100 * account.before)
    parts = sorted(account.causes.items(), key=lambda part: (-abs(part[1]), part[0]))
    shown = [part for part in parts[:most] if abs(part[1]) >= 0.005]
    rest = sum(amount for _, amount in parts) - sum(amount for _, amount in shown)
    if start:
        shown.insert(0, (START, account.before))
    if len(shown) - start < len(parts):
        shown.append((SMALL, rest))
    return tuple((words, cents / 100) for words, cents in _rounded(shown, whole))


def _rounded(parts: list[tuple[str, float]], whole: int) -> list[tuple[str, int]]:
    """Amounts in hundredths that sum to the whole: those nearest to the next hundredth give way."""
    cents = [round(100 * amount) for _, amount in parts]
    left = whole - sum(cents)
    gaps = [100 * amount - cent for (_, amount), cent in zip(parts, cents, strict=True)]
    step = 1 if left > 0 else -1
    for place in sorted(range(len(parts)), key=lambda k: -step * gaps[k])[: abs(left)]:
        cents[place] += step
    found = [(words, cent) for (words, _), cent in zip(parts, cents, strict=True) if cent]
    missing = whole - sum(cent for _, cent in found)
    return [*found, (ROUNDING, missing)] if missing else found


def _account(
    session: Session, seat: str, number: tuple[str, str], first: int, until: int
) -> Account:
    name, other = number
    world = session.world
    me = world.nation(seat)
    partner = world.nation(other) if other else -1
    before = value(session, seat, name, other, turn=first)
    now = value(session, seat, name, other, turn=until)
    played = session.history[first:until]
    causes: Causes = {}
    title = NUMBERS[name.partition(" ")[0]].format(world.names[partner] if other else "")
    cell: tuple[int, ...] = (me, partner) if other else (me,) if name == "will" else (me, 0)
    field = name.partition(" ")[0]
    if field == "interop":
        domain = _weakest(session, seat, partner, until) if name == field else _domain(name)
        cell = (domain, me, partner)
        title += f" ({'weakest: ' if name == field else ''}{world.domains[domain]})"
        was = session.observation(seat, first).mine("interop")[0, :, 0, partner]
        if name == field and was[domain] > was.min():
            causes[WEAKEST] = float(was[domain] - was.min())
    for turn in played:
        told = _of_trust(turn, cell) if field == "trust" else _of_field(turn, field, cell)
        for words, amount in told.items():
            causes[words] = causes.get(words, 0.0) + amount
    rest = now - before - sum(causes.values())
    if abs(rest) > 1e-9:
        kept = all(turn.turn.ledger for turn in played)
        most = max(causes, key=lambda words: abs(causes[words]), default=UNTOLD)
        words = most if kept and causes else UNTOLD
        causes[words] = causes.get(words, 0.0) + rest
    return Account(title, before, now, {k: v for k, v in causes.items() if v})


def _weakest(session: Session, seat: str, partner: int, turn: int) -> int:
    """The domain that binds."""
    return int(session.observation(seat, turn).mine("interop")[0, :, 0, partner].argmin(axis=0))


def _named(found: Iterable[tuple[Cause, float]]) -> Causes:
    out: Causes = {}
    for cause, amount in found:
        words = _TOGETHER.get(cause, cause).words
        out[words] = out.get(words, 0.0) + amount
    return out


def _of_field(played: Played, name: str, cell: tuple[int, ...]) -> Causes:
    """What moved one cell of a field in a turn."""
    found = reasons(played.turn.ledger, name, (0, *cell))
    return _named((reason.cause, reason.amount) for reason in found)


def _of_trust(played: Played, cell: tuple[int, ...]) -> Causes:
    """What moved trust ``(good + 1) / (good + bad + 2)``, first-hand and heard together.

    The change is ``(dgood (bad + 1) - dbad (good + 1)) / (n n')`` with ``n = good + bad + 2``
    before and ``n'`` after the turn, exactly; so each piece of evidence has its share.
    """
    good, bad, more_good, more_bad = 0.0, 0.0, [], []
    for field in ("good", "heard_good"):
        good += float(played.turn.before[field][0, *cell])
        more_good += reasons(played.turn.ledger, field, (0, *cell))
    for field in ("bad", "heard_bad"):
        bad += float(played.turn.before[field][0, *cell])
        more_bad += reasons(played.turn.ledger, field, (0, *cell))
    size = good + bad + 2.0
    after = size + sum(r.amount for r in (*more_good, *more_bad))
    shares = [(r.cause, r.amount * (bad + 1.0) / (size * after)) for r in more_good]
    shares += [(r.cause, -r.amount * (good + 1.0) / (size * after)) for r in more_bad]
    return _named(shares)
