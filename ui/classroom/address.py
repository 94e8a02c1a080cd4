"""Where this machine can be reached, and the code that a phone's camera reads."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

#: Addresses to which a route is asked for; nothing is sent there.
_PRIVATE = ("192.168.255.255", "10.255.255.255", "172.31.255.255")

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104  hosting means to be reached


def addresses() -> list[str]:
    """The IPv4 addresses at which others in the local network may reach this machine.

    The likeliest first; several where there are virtual networks; none without a network.
    """
    found = dict.fromkeys((*_routes(), *_named()))
    usable = [a for a in found if _of_a_network(a)]
    return sorted(usable, key=lambda a: not ipaddress.ip_address(a).is_private)


def _routes() -> Iterator[str]:
    for target in _PRIVATE:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))  # a datagram socket asks for the route only
            except OSError:
                continue
            yield str(probe.getsockname()[0])


def _named() -> Iterator[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
    except OSError:
        return
    for *_, (address, *_) in found:
        yield str(address)


def _of_a_network(address: str) -> bool:
    place = ipaddress.ip_address(address)
    return not (place.is_loopback or place.is_unspecified or place.is_link_local)


def link(host: str, port: int, path: str = "/") -> str:
    """The address of a page."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}{path}"


def qr(text: str) -> list[str]:
    """A QR code in half blocks, for a terminal with light letters on a dark ground."""
    import segno  # noqa: PLC0415  only where a code is drawn

    rows = [list(row) for row in segno.make(text, error="m").matrix_iter(border=3)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    # dark modules are left open, light ones drawn: a reader wants dark on light
    blocks = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
    return ["".join(blocks[bool(a), bool(b)] for a, b in zip(*pair, strict=True)) for pair in pairs]


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """A QR code as rows of its dark modules, without the quiet zone around."""
    import segno  # noqa: PLC0415

    return tuple(tuple(map(bool, row)) for row in segno.make(text, error="m").matrix)
