"""robots.txt by RFC 9309: what may be asked, and how fast. Pure; Protego reads the rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from protego import Protego

PRODUCT = "touchline-ingestor"  # the product token of RFC 9309, 2.2.1
MOST_BYTES = 500 * 1024  # RFC 9309, 2.5: at least that much must be read; the rest need not be
SLOWEST_PACE = 60.0  # seconds between requests; who asks for more than that is not asked at all

_AGENT = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*([^\s#]*)", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z_-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host, as far as they concern us."""

    rules: Protego
    why: str = "forbids it"

    @classmethod
    def read(cls, content: bytes) -> "Robots":
        """From the file's bytes; what lies beyond `MOST_BYTES` is left out, to the end of the last whole line.

        >>> robots = Robots.read(b"User-agent: *\\nDisallow: /private\\nCrawl-delay: 5\\n")
        >>> robots.allows("https://a.example/private/x"), robots.allows("https://a.example/x"), robots.delay
        (False, True, 5.0)
        """
        if len(content) > MOST_BYTES:
            content = content[: content.rfind(b"\n", 0, MOST_BYTES) + 1]
        return cls(Protego.parse("\n".join(_concerning_us(content.decode("utf-8-sig", "replace")))))

    @classmethod
    def answered(cls, status: int, content: bytes) -> "Robots":
        """What an answer to the question for robots.txt means (RFC 9309, 2.3.1).

        >>> [Robots.answered(status, b"").allows("https://a.example/x") for status in (200, 404, 429, 503)]
        [True, True, False, False]
        """
        if status == 429 or status >= 500:
            return cls.forbidding(f"is taken to forbid it, since it answered {status}")
        robots = cls.read(content if status == 200 else b"")
        if robots.delay and robots.delay > SLOWEST_PACE:
            return cls.forbidding(f"asks for {robots.delay:.0f} s between requests, which is more than we can wait")
        return robots

    @classmethod
    def forbidding(cls, why: str) -> "Robots":
        """Everything is forbidden, for example because the file could not be served (RFC 9309, 2.3.1.4)."""
        return cls(Protego.parse("User-agent: *\nDisallow: /\n"), why)

    def allows(self, url: str) -> bool:
        """Whether we may ask for it."""
        return bool(self.rules.can_fetch(url, PRODUCT))

    @property
    def delay(self) -> float | None:
        """Seconds between requests by Crawl-delay, which is no part of the RFC and is honoured where it stands."""
        delay = self.rules.crawl_delay(PRODUCT)
        return None if delay is None else float(delay)


def _concerning_us(text: str) -> Iterator[str]:
    """The lines with every group that is neither for us nor for all put under one name.

    A file of many groups with many rules each would otherwise cost agents × rules: 500 KiB can ask for 10^8.
    """
    last = None
    for line in text.splitlines():
        named = _AGENT.match(line)
        kept = f"User-agent: {_one_of_three(named[1])}" if named else line
        if kept != last:
            yield kept
        last = kept


def _one_of_three(agent: str) -> str:
    """The name of a group: ours, everyone's, or another's.

    >>> [_one_of_three(name) for name in ("*", "Touchline-Ingestor/2", "touchline", "Googlebot")]
    ['*', 'touchline-ingestor', 'another', 'another']
    """
    if agent.startswith("*"):
        return "*"
    token = _TOKEN.match(agent)
    return PRODUCT if token and token[0].lower() == PRODUCT else "another"
