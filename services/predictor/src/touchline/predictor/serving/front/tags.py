"""Entity tags: whether an answer says anything new, whatever the clock says (RFC 9110, 8.8.3 and 13.1.2).

Every answer states its football time and its age, so that no two have the same bytes for long. A tag is weak, and of
everything but the clock: who asks again with `If-None-Match` hears 304 until the answer itself has changed.
"""

import re
from hashlib import blake2b

_CLOCK = re.compile(rb'"(?:football_time|age_seconds|topics_read_at)":[^,}\]]*')
_FOOTBALL_TIME = re.compile(rb'"football_time":"([0-9TZ:.-]{20,27})"')
_TAG = re.compile(rb'(?:W/)?("[^"]*")')


def tag_of(body: bytes) -> bytes:
    """The weak tag of an answer in JSON.

    >>> tag_of(b'{"age_seconds":1.0,"home":0.5}') == tag_of(b'{"age_seconds":2.0,"home":0.5}')
    True
    >>> tag_of(b'{"home":0.5}') == tag_of(b'{"home":0.6}')
    False
    """
    return b'W/"%s"' % blake2b(_CLOCK.sub(b"", body), digest_size=12).hexdigest().encode()


def matches(asked: bytes, tag: bytes) -> bool:
    """Whether an `If-None-Match` names the tag: by weak comparison, as it says; a star names any.

    >>> matches(b'"a", W/"b"', b'W/"b"'), matches(b"*", b'W/"b"'), matches(b'"c"', b'W/"b"')
    (True, True, False)
    """
    return asked.strip() == b"*" or tag.removeprefix(b"W/") in _TAG.findall(asked)


def headers_of(body: bytes, tag: bytes) -> list[tuple[bytes, bytes]]:
    """What an answer and the word that it stands have in common: tag, and the football time, which 304 has no body for.

    An answer may be kept by who asked for it, and asked about each time.

    >>> headers_of(b'{"football_time":"2019-12-26T06:00:00Z"}', b'W/"a"')[-1]
    (b'touchline-football-time', b'2019-12-26T06:00:00Z')
    """
    found = _FOOTBALL_TIME.search(body)
    said = [(b"etag", tag), (b"cache-control", b"private, no-cache")]
    return said if found is None else [*said, (b"touchline-football-time", found[1])]
