"""An article's own address, by which it keeps one id through every way of linking to it."""

from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urlsplit

from touchline.normalizer.dialects.news.specification import TRACKING

MOST_ADDRESS = 2_000  # characters


def cleaned(address: str) -> str | None:
    """An absolute web address without fragment and tracking; None where it is something else.

    >>> cleaned("https://Courier.example/a?utm_source=rss&id=7#top")
    'https://courier.example/a?id=7'
    >>> cleaned("javascript:alert(1)") is None
    True
    """
    text = address.strip()
    if len(text) > MOST_ADDRESS or not text.isprintable() or " " in text:
        return None
    try:
        parts = urlsplit(text)
        host = parts.hostname
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        return None
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not TRACKING.match(name)])
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{parts.path or '/'}{f'?{query}' if query else ''}"


def belongs_to(address: str, outlet: str) -> bool:
    """Whether an address is the outlet's: no page may speak for another publisher's.

    >>> belongs_to("https://www.courier.example/a", "courier.example"), belongs_to("https://a.example/", "b.example")
    (True, False)
    """
    host = urlsplit(address).hostname or ""
    return host == outlet or host.endswith(f".{outlet}")


def article_id(address: str) -> str:
    """128 bits of a cleaned address, the same with and without www. and TLS.

    >>> article_id("https://www.courier.example/a") == article_id("http://courier.example/a")
    True
    """
    return sha256(address.rpartition("://")[2].removeprefix("www.").encode()).hexdigest()[:32]
