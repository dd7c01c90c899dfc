"""One request and its whole answer, within its time, its size and its addresses."""

import asyncio
import io
from dataclasses import dataclass

import httpx

from touchline.ingestor.addresses import AddressPolicy
from touchline.ingestor.errors import FetchFailed, Reason, TryAgain
from touchline.ingestor.keys import Keys
from touchline.ingestor.robots import PRODUCT
from touchline.ingestor.unpacking import ACCEPTED, Unpacker, Unreadable

MOST_HEADERS = 200
MOST_HEADER_BYTES = 32 * 1024
TOO_LONG_FOR_H11 = "Receive buffer too long"  # h11 says so of headers beyond httpcore's 100 KiB
VERSION = "0.1"
CUT_SHORT = "without sending complete message body"  # h11, when fewer bytes come than Content-Length announces


def user_agent(contact: str | None = None) -> str:
    """Who we are, and where our provider finds a person.

    >>> user_agent("https://touchline.example/bot")
    'touchline-ingestor/0.1 (+https://touchline.example/bot)'
    """
    return f"{PRODUCT}/{VERSION}" + (f" (+{contact})" if contact else "")


USER_AGENT = user_agent()


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, before anyone judges it."""

    status: int
    url: httpx.URL  # without keys
    headers: httpx.Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Size:
    """How much of a body is taken; what is beyond fails the request, or is left out."""

    most: int
    cut: bool = False


CUT = Size(64 * 1024, cut=True)  # of an answer whose body nobody needs


@dataclass(frozen=True, slots=True)
class Line:
    """The way to a provider."""

    client: httpx.AsyncClient
    policy: AddressPolicy
    user_agent: str

    async def ask(self, url: httpx.URL, headers: dict[str, str], size: Size, seconds: float, keys: Keys) -> Reply:
        """Ask once; no redirect is followed.

        Raises:
            TryAgain: no connection, or one that broke.
            FetchFailed: refused before it was made, too slow, too large, or no HTTP.
        """
        try:
            async with asyncio.timeout(seconds):
                return await self._asked(url, headers, size, keys)
        except TimeoutError:
            raise FetchFailed(f"{url}: no whole answer within {seconds:g} s", Reason.TOO_SLOW) from None
        except Unreadable as unreadable:
            raise FetchFailed(f"{url}: {unreadable}", unreadable.reason) from None
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise _named(url, error) from None  # its own text may repeat what the provider, or we, had sent

    async def _asked(self, url: httpx.URL, headers: dict[str, str], size: Size, keys: Keys) -> Reply:
        address = await self.policy.admit(url)
        target, secret = keys.sent_with(url)
        sent = {
            "User-Agent": self.user_agent,
            "Accept-Encoding": ACCEPTED,
            "Host": url.netloc.decode(),
            **headers,
            **secret,
        }
        extensions = {}
        if address:
            # The client keeps connections by address, so that one whose certificate is of another host there would be
            # used for this one, key and all: none is kept.
            extensions, target = {"sni_hostname": url.host}, target.copy_with(host=address)
            sent["Connection"] = "close"
        self.client.cookies.clear()  # nobody recognises us by anything but our name
        async with self.client.stream(
            "GET", target, headers=sent, extensions=extensions, follow_redirects=False
        ) as response:
            _check_headers(url, response.headers)
            return Reply(response.status_code, url, response.headers, await _body(response, size))


async def _body(response: httpx.Response, size: Size) -> bytes:
    """The unpacked body. The raw pieces are counted by us: the client would unpack a whole piece before we could."""
    if response.status_code == httpx.codes.OK:
        unpacker = Unpacker(response.headers.get("content-encoding"), size.most, size.cut)
    else:
        unpacker = Unpacker(None, CUT.most, CUT.cut)
    content = io.BytesIO()  # gives its bytes away without a copy
    async for piece in response.aiter_raw():
        content.write(unpacker.feed(piece))
        if unpacker.full:
            return content.getvalue()
    unpacker.finish()
    return content.getvalue()


def _check_headers(url: httpx.URL, headers: httpx.Headers) -> None:
    length = sum(len(name) + len(value) + 4 for name, value in headers.raw)
    if len(headers.raw) > MOST_HEADERS or length > MOST_HEADER_BYTES:
        raise FetchFailed(f"{url}: {len(headers.raw)} headers of {length} bytes are too many", Reason.HEADERS)


def _named(url: httpx.URL, error: httpx.HTTPError | httpx.InvalidURL | UnicodeError) -> FetchFailed:
    """An error of the client by what it means; only what a repeated request may mend is repeated."""
    sentence = f"{url}: {type(error).__name__} {error}".rstrip()
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        return TryAgain(sentence)
    if isinstance(error, httpx.TimeoutException):
        return TryAgain(sentence, reason=Reason.TOO_SLOW)
    if CUT_SHORT in str(error):
        return TryAgain(sentence, reason=Reason.LENGTH)
    if TOO_LONG_FOR_H11 in str(error):
        return FetchFailed(f"{url}: its headers are too long", Reason.HEADERS)
    if isinstance(error, httpx.InvalidURL | UnicodeError) or "Invalid URL in location header" in str(error):
        return FetchFailed(f"{url}: redirects to something that is no address", Reason.REDIRECTS)
    if isinstance(error, httpx.ProtocolError | httpx.UnsupportedProtocol):
        return TryAgain(sentence, reason=Reason.PROTOCOL)
    return TryAgain(sentence)
