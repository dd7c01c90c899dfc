"""Who asks without a key: by the address that a request comes from."""

import ipaddress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import unquote

from touchline.predictor.access.allowance import Allowance

UNKNOWN = "unknown"
NETWORK = 64  # bits of an IPv6 address that name a subscriber; he has all the others to himself (RFC 6177)


class Anonymous(StrEnum):
    """Who may ask without a key."""

    EVERYONE = "everyone"
    LOOPBACK = "loopback"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose quota a request counts on; without an allowance it is not counted."""

    name: str
    allowance: Allowance | None


def address_of(peer: str) -> str:
    """The address in what gRPC calls a peer; a socket of this machine is loopback.

    >>> address_of("ipv4:192.0.2.7:41234"), address_of("ipv6:%5B::1%5D:41234"), address_of("unix:")
    ('192.0.2.7', '::1', '127.0.0.1')
    """
    kind, _, rest = peer.partition(":")
    if kind == "unix":
        return "127.0.0.1"
    return unquote(rest).rpartition(":")[0].strip("[]")


def is_loopback(address: str | None) -> bool:
    """Whether the request comes from this machine.

    >>> is_loopback("127.0.0.1"), is_loopback("::ffff:127.0.0.1"), is_loopback("10.0.0.1"), is_loopback(None)
    (True, True, False, False)
    """
    parsed = _parsed(address)
    return parsed is not None and parsed.is_loopback


def name_of(address: str | None) -> str:
    """Whom an address is counted as: an IPv6 one by its network.

    >>> name_of("192.0.2.7"), name_of("2001:db8:1:2:3:4:5:6"), name_of("proxy")
    ('address:192.0.2.7', 'address:2001:db8:1:2::', 'address:unknown')
    """
    parsed = _parsed(address)
    if parsed is None:
        return f"address:{UNKNOWN}"
    if parsed.version == 6:
        parsed = ipaddress.ip_network((parsed, NETWORK), strict=False).network_address
    return f"address:{parsed}"


@lru_cache(maxsize=4096)
def _parsed(address: str | None) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    return (parsed.version == 6 and getattr(parsed, "ipv4_mapped", None)) or parsed
