"""Which hosts may be asked: those on the list, at public addresses, except the sandbox of our own settings."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from touchline.ingestor.errors import FetchFailed, Reason, TryAgain

Resolve = Callable[[str], Awaitable[list[str]]]
Origin = tuple[str, str, int | None]

# Of IPv6 only this holds addresses of the open internet; outside it lie forms that wrap an IPv4 address (NAT64
# 64:ff9b::/96, IPv4-compatible ::/96), which Python calls global (IANA, IPv6 Global Unicast Address Assignments).
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# Reachable only from inside a cloud although their numbers are public: Azure's metadata and DNS; and IETF's special
# block and the withdrawn 6to4 relays (RFC 6890, RFC 7526), some of which Python calls global.
INSIDE_CLOUDS = tuple(map(ipaddress.IPv4Network, ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24")))


async def resolve(host: str) -> list[str]:
    """The host's addresses, by the system's resolver."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # UnicodeError: a label that is too long or empty
        raise TryAgain(f"{host}: the name cannot be resolved: {error}") from error
    return [str(entry[4][0]) for entry in found]


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet: not private, loopback, link-local, metadata or reserved.

    >>> is_public("93.184.215.14"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    >>> is_public("2606:2800:21f::1"), is_public("64:ff9b::a9fe:a9fe"), is_public("168.63.129.16")
    (True, False, False)
    """
    parsed = ipaddress.ip_address(address.split("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return is_public(str(mapped)) if mapped else parsed.is_global and parsed in GLOBAL_UNICAST
    return parsed.is_global and not parsed.is_multicast and not any(parsed in block for block in INSIDE_CLOUDS)


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """The allow-list of hosts, and the one trusted origin that may be private."""

    hosts: frozenset[str]
    sandbox: str | None = None  # origin such as http://127.0.0.1:8390
    resolve: Resolve = resolve

    async def admit(self, url: httpx.URL) -> str | None:
        """The address to connect to, so that what was checked is what is used; None for the sandbox.

        Raises:
            FetchFailed: the host is not on the list, or one of its addresses is not public.
        """
        if self.sandbox and origin(url) == origin(httpx.URL(self.sandbox)):
            return None
        if url.scheme != "https" or url.host not in self.hosts or url.port is not None or url.userinfo:
            shown = f"{url.scheme}://{url.host}" + (f":{url.port}" if url.port else "")
            raise FetchFailed(f"{shown} is not on the list of hosts that may be asked", Reason.ADDRESS)
        addresses = await self.resolve(url.host)
        refused = [address for address in addresses if not is_public(address)]
        if refused or not addresses:
            sentence = f"{url.host} resolves to {refused or 'nothing'}, which is no public address"
            raise FetchFailed(sentence, Reason.ADDRESS)
        return addresses[0]


def origin(url: httpx.URL) -> Origin:
    """Scheme, host and port."""
    return url.scheme, url.host, url.port
