"""Numbers, times and names as people read them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import quote, urlsplit

from touchline.predictor.prediction.rounding import apportioned
from touchline.predictor.prediction.words import team_name, whole_percent
from touchline.schemas.competitions import COMPETITIONS

MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds
SIDES = ("home", "draw", "away")


def whole_percents(shares: Mapping[str, float]) -> dict[str, int]:
    """Home, draw and away in whole percent that sum to 100.

    >>> whole_percents({"home": 0.335, "draw": 0.335, "away": 0.33})
    {'home': 34, 'draw': 33, 'away': 33}
    """
    return dict(zip(SIDES, apportioned([shares[side] * 100 for side in SIDES], 100), strict=True))


def percent(share: float) -> str:
    """One chance.

    >>> percent(0.426), percent(0.0002), percent(0.9991), percent(0.0)
    ('43%', 'under 1%', 'over 99%', 'under 1%')
    """
    return whole_percent(round(share * 100))


def points(number: float) -> str:
    """Percentage points with their sign.

    >>> points(1.26), points(-5.8), points(-0.04)
    ('+1.3', '\u22125.8', '0.0')
    """
    shown = f"{number:+.1f}"
    return "0.0" if shown in ("+0.0", "-0.0") else shown.replace("-", "\u2212")


def moment(time: str | datetime) -> datetime:
    """A time as answers show it, or already one."""
    return time if isinstance(time, datetime) else datetime.fromisoformat(time)


def day(time: str | datetime) -> str:
    """
    >>> day("2021-05-23T15:00:00Z")
    'Sunday 23 May 2021'
    """
    at = moment(time)
    return f"{at:%A} {at.day} {at:%B %Y}"


def short_day(time: str | datetime) -> str:
    """
    >>> short_day("2021-05-03T15:00:00Z")
    '3 May 2021'
    """
    at = moment(time)
    return f"{at.day} {at:%b %Y}"


def clock(time: str | datetime) -> str:
    """
    >>> clock("2021-05-23T15:00:00Z")
    '15:00'
    """
    return f"{moment(time):%H:%M}"


def duration(seconds: float) -> str:
    """A length of time, roughly.

    >>> duration(30), duration(5400), duration(3 * 86400), duration(86_400)
    ('less than a minute', '2 hours', '3 days', '24 hours')
    """
    for unit, name, from_ in ((DAY, "day", 2 * DAY), (HOUR, "hour", HOUR), (MINUTE, "minute", MINUTE)):
        if seconds >= from_:
            count = round(seconds / unit)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return "less than a minute"


def competition(code: str) -> str:
    """
    >>> competition("E0"), competition("nowhere")
    ('Premier League', 'nowhere')
    """
    known = COMPETITIONS.get(code)
    return code if known is None else known.name


def quoted(part: str) -> str:
    """An id as a part of an address.

    >>> quoted("E0:2019-20:a:b"), quoted("a/b?<c>")
    ('E0:2019-20:a:b', 'a%2Fb%3F%3Cc%3E')
    """
    return quote(part, safe=":")


def outside(address: str) -> str | None:
    """An address that may be linked: http or https with a host, nothing that a browser would run.

    >>> outside("https://news.example/a"), outside("javascript:alert(1)"), outside(" java\\nscript:x")
    ('https://news.example/a', None, None)
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc and address.isprintable() else None


def in_a_sentence(home: str, away: str, percents: Mapping[str, int]) -> str:
    """What is likeliest, and how often it will not happen.

    >>> in_a_sentence("Arsenal", "Chelsea", {"home": 34, "draw": 33, "away": 33})
    'The three results are about equally likely: nobody should be surprised by any of them.'
    >>> in_a_sentence("Arsenal", "Chelsea", {"home": 52, "draw": 25, "away": 23})
    'Arsenal are likeliest to win. Of a hundred such matches they would fail to win about 48.'
    """
    first, second = sorted(percents, key=lambda side: -percents[side])[:2]
    if percents[first] - min(percents.values()) <= 4:
        return "The three results are about equally likely: nobody should be surprised by any of them."
    if first == "draw":
        return f"A draw is likeliest. Of a hundred such matches about {100 - percents[first]} would end otherwise."
    name = home if first == "home" else away
    if percents[first] - percents[second] <= 3:
        other = {"home": f"a win for {home}", "draw": "a draw", "away": f"a win for {away}"}[second]
        return f"A win for {name} and {other} are about equally likely; neither is to be relied on."
    return (
        f"{name} are likeliest to win. Of a hundred such matches they would fail to win about {100 - percents[first]}."
    )


FILTERS = {
    "percent": percent,
    "day": day,
    "short_day": short_day,
    "clock": clock,
    "duration": duration,
    "points": points,
    "competition": competition,
    "quoted": quoted,
    "outside": outside,
    "team": team_name,
}


def most(values: Sequence[float]) -> float:
    """The greatest size among numbers, 0 of none."""
    return max((abs(value) for value in values), default=0.0)
