"""Which hosts may be asked: those on the list, at public addresses, except the sandbox of our own settings."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx

from touchline.ingestor.errors import FetchFailed, TryAgain

Resolve = Callable[[str], Awaitable[list[str]]]


async def resolve(host: str) -> list[str]:
    """The host's addresses, by the system's resolver."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise TryAgain(f"{host}: the name cannot be resolved: {error}") from error
    return [str(entry[4][0]) for entry in found]


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet: not private, loopback, link-local, metadata or reserved.

    >>> is_public("93.184.215.14"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    parsed = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None) or parsed
    return mapped.is_global and not mapped.is_multicast


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
        if url.scheme != "https" or url.host not in self.hosts:
            raise FetchFailed(f"{url.scheme}://{url.host} is not on the list of hosts that may be asked")
        addresses = await self.resolve(url.host)
        refused = [address for address in addresses if not is_public(address)]
        if refused or not addresses:
            raise FetchFailed(f"{url.host} resolves to {refused or 'nothing'}, which is no public address")
        return addresses[0]


def origin(url: httpx.URL) -> tuple[str, str, int | None]:
    """Scheme, host and port."""
    return url.scheme, url.host, url.port
