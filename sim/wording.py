"""Names inside sentences: articles, lists, possessives. Plain English, no state."""

from __future__ import annotations

from collections.abc import Sequence

from sim.state import DISPLAY, FORCE, THREAT, WAR

#: Names that take the article although nothing in their form says so.
_WITH_ARTICLE = frozenset(
    {"Netherlands", "Philippines", "Bahamas", "Gambia", "Maldives", "Comoros"}
)
_FIRST_WORDS = frozenset({"United", "Republic", "Kingdom", "Democratic", "Federal", "Commonwealth"})
_LAST_WORDS = frozenset(
    {"Republic", "Islands", "Federation", "Union", "Emirates", "Kingdom", "States", "Confederation"}
)

#: What one side did to the other, and what both did, by level of hostility.
DISPUTE_WORDS = {
    THREAT: ("threatened {} with force", "threatened each other with force"),
    DISPLAY: ("made a display of force against {}", "made displays of force against each other"),
    FORCE: ("used force in an incident with {}", "used force in incidents with each other"),
    WAR: ("went to war against {}", "went to war with each other"),
}


def nation_name(name: str) -> str:
    """A nation's name as it stands inside a sentence: ``the United States``, ``Poland``."""
    words = name.split()
    article = name in _WITH_ARTICLE or (
        len(words) > 1 and (words[0] in _FIRST_WORDS or words[-1] in _LAST_WORDS)
    )
    return f"the {name}" if article else name


def the(name: str) -> str:
    """A group, programme or document with its article: ``the Partnership for Peace``."""
    return name if name.casefold().startswith("the ") else f"the {name}"


def small(name: str) -> str:
    """A name with a lower-case first letter, unless its first word is an abbreviation."""
    first = name.split(maxsplit=1)[0] if name else ""
    return name if first[1:] != first[1:].lower() else name[:1].lower() + name[1:]


def an(name: str) -> str:
    """A common name with its indefinite article: ``an agreement``, ``a field exercise``."""
    lower = small(name)
    return f"an {lower}" if lower[:1] in "aeioAEIO" else f"a {lower}"


def possessive(name: str) -> str:
    """``Poland's``, ``the United States'``."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def listed(names: Sequence[str], most: int = 6) -> str:
    """``A``, ``A and B``, ``A, B and C``; beyond ``most`` names ``A, B and 7 more``."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def sentence(words: str) -> str:
    """Words as a sentence: a capital at its start, a full stop at its end."""
    return f"{words[:1].upper()}{words[1:]}."
