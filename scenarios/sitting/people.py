"""Who sits where: members of teams, seats given to policies and back."""

from __future__ import annotations

from agents.registry import PERSON, policy
from scenarios.sitting.parts import Code, Member, Phase, SittingFault
from scenarios.sitting.state import Sitting

#: More people than a room has, in all and in one team.
MOST_MEMBERS = 400
MOST_IN_A_TEAM = 12


def join(sitting: Sitting, seat: str, name: str, key: str) -> Member:
    """Somebody new takes a place in the team of a seat.

    A seat that a policy plays is theirs from the next turn on; before the first, at once.
    """
    if sitting.locked:
        raise SittingFault(Code.LOCKED, "the room is locked: ask the facilitator to let you in")
    sitting.seat(seat)
    _has_room(sitting, seat)
    if len(sitting.members) >= MOST_MEMBERS:
        raise SittingFault(Code.REFUSED, f"the room is full: {MOST_MEMBERS} people are in it")
    sitting.came += 1
    member = Member(f"c{sitting.came}", seat, name, key)
    sitting.members[member.client] = member
    _play_by_people(sitting, seat)
    sitting.touch()
    return member


def assign(sitting: Sitting, client: str, seat: str) -> None:
    """Move a member to the team of another seat."""
    member = known(sitting, client)
    sitting.seat(seat)
    if member.seat != seat:
        _has_room(sitting, seat)
        member.seat = seat
        _play_by_people(sitting, seat)
    sitting.touch()


def free(sitting: Sitting, seat: str) -> list[str]:
    """Send the team of a seat away; the clients that were in it. The seat waits for others."""
    sitting.seat(seat)
    gone = [member.client for member in sitting.team(seat)]
    for client in gone:
        del sitting.members[client]
    sitting.touch()
    return gone


def hand(sitting: Sitting, seat: str, player: str) -> bool:
    """Give a seat to a policy, or to its team (``PERSON``); whether it is so at once.

    Once talks have begun it is so from the next turn on: what has been said in this one stands.
    Raises ``DetenteError`` for an unknown policy.
    """
    sitting.seat(seat)
    policy(player, f"seat {seat}")
    sitting.touch()
    if sitting.session.seats[seat].player == player:
        sitting.coming.pop(seat, None)
        return True
    if sitting.phase in (Phase.LOBBY, Phase.BRIEFING):
        sitting.session.hand_over(seat, player)
        return True
    sitting.coming[seat] = player
    return False


def lock(sitting: Sitting, *, on: bool) -> None:
    """Let nobody else in, or everybody again; who is in comes back in any case."""
    sitting.locked = on
    sitting.touch()


def nudge(sitting: Sitting, seat: str, now: float) -> None:
    """Ask a team to hand in."""
    sitting.seat(seat)
    sitting.nudged[seat] = now
    sitting.touch(seat)


def known(sitting: Sitting, client: str) -> Member:
    """A member by client; raises ``SittingFault`` for one that is not here."""
    if client not in sitting.members:
        raise SittingFault(Code.REFUSED, f"there is nobody {client!r} here")
    return sitting.members[client]


def _has_room(sitting: Sitting, seat: str) -> None:
    if len(sitting.team(seat)) >= MOST_IN_A_TEAM:
        raise SittingFault(Code.REFUSED, f"the team of {seat} is full: take another seat")


def _play_by_people(sitting: Sitting, seat: str) -> None:
    """The first to come to a seat that a policy plays takes it over."""
    if sitting.session.seats[seat].player != PERSON and len(sitting.team(seat)) == 1:
        hand(sitting, seat, PERSON)
