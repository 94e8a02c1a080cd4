"""Secrets: tokens of members and the facilitator, and the code of a room, to be said aloud."""

from __future__ import annotations

import hashlib
import hmac
import secrets

_CONSONANTS = "bdfgklmnprstvz"
_VOWELS = "aeiou"
_SYLLABLES = 3
_TOKEN_BYTES = 16


def new_token() -> str:
    """A secret of 128 random bits, as text for an address."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def new_code() -> str:
    """A room code of six letters that can be said aloud, one of some 340,000, e.g. ``BADOKI``."""
    pairs = (secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_SYLLABLES))
    return "".join(pairs).upper()


def digest(token: str) -> str:
    """What is kept of a member's token: it proves the token and does not give it away."""
    return hashlib.sha256(_bytes(token)).hexdigest()


def same(one: str, two: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(_bytes(one), _bytes(two))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # whatever a message may hold
