"""Redirects: each address is judged again, none is asked twice, and a key stays with the origin that it is for."""

from collections.abc import Awaitable, Callable

import httpx

from touchline.ingestor.addresses import origin
from touchline.ingestor.errors import FetchFailed, Reason
from touchline.ingestor.exchange import Reply
from touchline.ingestor.keys import NO_KEYS, Keys

MAX_REDIRECTS = 5  # what RFC 9309, 2.3.1.2, wants followed for robots.txt
MOVED = frozenset({301, 302, 303, 307, 308})

Ask = Callable[[httpx.URL, Keys], Awaitable[Reply]]
Permit = Callable[[httpx.URL], Awaitable[None]]


async def follow(url: httpx.URL, ask: Ask, keys: Keys, permit: Permit | None) -> Reply:
    """The answer at the end of all redirects.

    Raises:
        FetchFailed: too many, in circles, to what is no address, or to one that holds our key.
    """
    first, seen = origin(url), {url}
    while len(seen) <= MAX_REDIRECTS + 1:
        if permit:
            await permit(url)
        reply = await ask(url, keys if origin(url) == first else NO_KEYS)
        target = reply.headers.get("location")
        if reply.status not in MOVED or not target:
            return reply
        url = keys.without(address(target, url))
        if keys.shown_in(str(url)):
            raise FetchFailed(f"{reply.url}: redirects to an address that gives our key away", Reason.REDIRECTS)
        if url in seen:
            raise FetchFailed(f"{reply.url}: redirects in circles", Reason.REDIRECTS)
        seen.add(url)
    raise FetchFailed(f"{reply.url}: more than {MAX_REDIRECTS} redirects", Reason.REDIRECTS)


def address(text: str, base: httpx.URL | None = None) -> httpx.URL:
    """An address, seen from another one where it is relative; what stands after # is ours alone and left out.

    >>> str(address("../b.csv#top", httpx.URL("https://a.example/x/y.csv")))
    'https://a.example/b.csv'
    """
    try:
        url = (base.join(text) if base else httpx.URL(text)).copy_with(fragment=None)
        host = url.host  # decodes the name, which may turn out to be none
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchFailed(f"{text[:200]!r} is no address: {error}", Reason.REDIRECTS) from None
    if not host:
        raise FetchFailed(f"{text[:200]!r} is no address: it names no host", Reason.REDIRECTS)
    return url
