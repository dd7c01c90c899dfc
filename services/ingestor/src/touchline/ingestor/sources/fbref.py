"""FBref: a league's page links to its squads, and each squad's page holds all its matches of a season."""

import re
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard
from touchline.ingestor.sources.seasons import current_season, part_of
from touchline.schemas.competitions import COMPETITIONS

ID = "fbref"
LEAGUES = {"E0": (9, "Premier-League")}  # the provider's number and name; a league is a line here and in the dialect
FIRST_SEASON = 2017  # the first that we ask for expected goals
_SQUAD = re.compile(r"/en/squads/(?P<squad>[0-9a-f]{8})/(?P<season>\d{4}-\d{4})/[A-Za-z0-9-]{1,80}-Stats$")


def index(moment: datetime) -> list[PlannedDocument]:
    """The pages of all seasons with expected goals."""
    seasons = range(FIRST_SEASON, current_season(moment) + 1)
    return [_league(code, year) for code in LEAGUES for year in seasons]


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """Every squad of every season that a page links to, and the schedule of each league."""
    found = {link.group(): link for page in pages.values() for link in links(page)}
    squads = [_squad(link, moment) for _, link in sorted(found.items())]
    return [*squads, *(_schedule(code, current_season(moment)) for code in LEAGUES)]


def links(page: bytes) -> list[re.Match[str]]:
    """The squads that a page links to.

    >>> [link["squad"] for link in links(b'<a href="/en/squads/361ca564/2019-2020/Tottenham-Hotspur-Stats">')]
    ['361ca564']
    """
    targets = (node.attributes.get("href") or "" for node in LexborHTMLParser(page).css("a[href]"))
    return [match for match in map(_SQUAD.search, targets) if match]


def _named(year: int) -> str:
    return f"{year}-{year + 1}"


def _league(code: str, year: int) -> PlannedDocument:
    number, name = LEAGUES[code]
    path = f"en/comps/{number}/{_named(year)}/{_named(year)}-{name}-Stats"
    return PlannedDocument(f"{ID}/{path}", path, complete=False, kind=Kind.HTML, landed=False)


def _schedule(code: str, year: int) -> PlannedDocument:
    number, name = LEAGUES[code]
    path = f"en/comps/{number}/{_named(year)}/schedule/{_named(year)}-{name}-Scores-and-Fixtures"
    key = f"{ID}/comps/{number}/{_named(year)}/schedule"
    return PlannedDocument(key, path, complete=True, kind=Kind.HTML, part=part_of(COMPETITIONS[code], year))


def _squad(link: re.Match[str], moment: datetime) -> PlannedDocument:
    year, league = int(link["season"][:4]), COMPETITIONS["E0"]
    return PlannedDocument(
        key=f"{ID}/squads/{link['squad']}/{link['season']}/schedule",
        path=link.group().lstrip("/"),
        complete=True,
        kind=Kind.HTML,
        settled=year < current_season(moment) - 1,
        part=part_of(league, year),
        covers=league.season_range(league.season_named(year)),
    )


CARD = SourceCard(
    ID,
    plan,
    index,
    Schedule.DAILY,
    requests_per_second=1 / 6,  # our own choice: the provider blocks robots that it finds too fast, for a day
    at_once=1,
)
