"""The provider's list of coming matches, derived from season files that already know how they ended."""

import csv
import io
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from touchline.sandbox.providers.season import UK, Row, Season

HORIZON = timedelta(days=8)
IDENTITY = ("Div", "Date", "Time", "HomeTeam", "AwayTeam")
FRIDAY, TUESDAY = 4, 1
COLLECTED_AT = time(15)  # UK; the provider says "Friday afternoons for weekend games, Tuesday afternoons for midweek"
BEFORE_KICK_OFF = timedelta(hours=1)  # an early match on a collection day was priced before it began


def coming(seasons: Iterable[Season], moment: datetime) -> bytes:
    """`fixtures.csv` at a moment: the matches of the next eight days, and their prices once collected.

    Results, statistics and closing prices are left out by naming what may stay, so that no column can leak. The
    columns are those of every division that plays.
    """
    running = [season for season in seasons if _may_run(season, moment)]
    chosen = [(season, [row for row in season.rows if moment < row.kick_off <= moment + HORIZON]) for season in running]
    begun = [season for season in running if season.first and season.first.kick_off <= moment + HORIZON]
    shown = [season for season, rows in chosen if rows] or begun
    columns = dict.fromkeys(name for season in shown for name in columns_before(season.header))
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns or IDENTITY), restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for _, rows in chosen:
        writer.writerows(_shown(row, moment) for row in sorted(rows, key=lambda row: row.kick_off))
    return out.getvalue().encode("utf-8-sig")


def _may_run(season: Season, moment: datetime) -> bool:
    """Whether a season's two years hold a moment, by its name, so that the other ones need not be read.

    >>> [_may_run(Season("1920", b""), datetime(year, 2, 1)) for year in (2018, 2019, 2020, 2021)]
    [False, True, True, False]
    """
    return int(season.name[2:]) in (moment.year % 100, (moment.year + 1) % 100)


def _shown(row: Row, moment: datetime) -> dict[str, str]:
    """The cells of a coming match; prices stay empty until the day on which the provider collects them."""
    if prices_collected_at(row.day, row.kick_off) <= moment:
        return row.cells
    return {name: cell for name, cell in row.cells.items() if name in IDENTITY}


def prices_collected_at(day: date, kick_off: datetime) -> datetime:
    """When the provider had collected this match's prices: Friday for Friday to Monday, else Tuesday."""
    weekday = day.weekday()
    collection = TUESDAY if TUESDAY <= weekday < FRIDAY else FRIDAY
    collected_on = day - timedelta(days=(weekday - collection) % 7)
    return min(datetime.combine(collected_on, COLLECTED_AT, tzinfo=UK).astimezone(UTC), kick_off - BEFORE_KICK_OFF)


def columns_before(header: list[str]) -> list[str]:
    """What a fixtures file holds: who meets when, and prices taken before the match.

    >>> columns_before(["Div", "Date", "HomeTeam", "AwayTeam", "FTHG", "HS", "VCH", "VCD", "VCA", "PSCH", "PSH"])
    ['Div', 'Date', 'HomeTeam', 'AwayTeam', 'VCH', 'VCD', 'VCA']
    """
    names = set(header)
    return [name for name in header if name in IDENTITY or (_is_price(name, names) and not _is_closing(name, names))]


def _is_price(name: str, names: set[str]) -> bool:
    """A home, draw, away triple, or one of the totals and handicap columns."""
    triple = len(name) > 1 and {name[:-1] + outcome for outcome in "HDA"} <= names
    return triple or "2.5" in name or re.search(r"AH[hHA]?$|^Bb(1X2|OU|AH)", name) is not None


def _is_closing(name: str, names: set[str]) -> bool:
    """Closing prices repeat a column's name with a C inside: PSH and PSCH, P>2.5 and PC>2.5, AHh and AHCh.

    >>> _is_closing("PSCH", {"PSH", "PSCH"}), _is_closing("VCH", {"VCH", "VCCH"})
    (True, False)
    """
    return any(mark == "C" and name[:at] + name[at + 1 :] in names for at, mark in enumerate(name))
