"""football-data.co.uk: one CSV a season and competition, linked to from a page a country, and one of coming matches."""

import re
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard
from touchline.schemas.competitions import known_as

ID = "football-data"
FIRST_SEASON = 2000  # 2000/01 is the first with statistics
FOLLOWED = known_as(ID)
NEW_SEASON_MONTH = 8  # 2019/20 ended on 26 July
COUNTRIES = (
    "england",
    "scotland",
    "germany",
    "italy",
    "spain",
    "france",
    "netherlands",
    "belgium",
    "portugal",
    "turkey",
    "greece",
)
_SEASON = re.compile(r"mmz4281/(?P<season>\d{4})/(?P<competition>\w+)\.csv$")


def index(moment: datetime) -> list[PlannedDocument]:
    """The countries' pages."""
    pages = [f"{country}m.php" for country in COUNTRIES]
    return [PlannedDocument(f"{ID}/{page}", page, complete=False, kind=Kind.HTML, landed=False) for page in pages]


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """Every season that a page links to and we follow, oldest first, and the rolling list of coming matches."""
    linked = {match.group(): match for page in pages.values() for match in links(page)}
    followed = [match for match in linked.values() if _is_followed(match)]
    oldest_first = sorted(followed, key=lambda match: (season_start(match["season"]), match["competition"]))
    coming = PlannedDocument(f"{ID}/fixtures.csv", "fixtures.csv", complete=False, kind=Kind.CSV)
    return [*(_season(match, moment) for match in oldest_first), coming]


def links(page: bytes) -> list[re.Match[str]]:
    """The season files that a page links to.

    >>> [match.group() for match in links(b'<a href="mmz4281/1920/E0.csv">2019/20</a> <a href="/help.php">Help</a>')]
    ['mmz4281/1920/E0.csv']
    """
    targets = (node.attributes.get("href") or "" for node in LexborHTMLParser(page).css("a[href]"))
    return [match for match in (_SEASON.search(target) for target in targets) if match]


def season_start(name: str) -> int:
    """The year in which a season begins, by the provider's name for it.

    >>> season_start("1920"), season_start("9900")
    (2019, 1999)
    """
    year = int(name[:2])
    return 1900 + year if year >= 93 else 2000 + year


def current_season(moment: datetime) -> int:
    """The year in which the season of a moment began."""
    return moment.year if moment.month >= NEW_SEASON_MONTH else moment.year - 1


def _is_followed(season: re.Match[str]) -> bool:
    return season["competition"] in FOLLOWED and season_start(season["season"]) >= FIRST_SEASON


def _season(season: re.Match[str], moment: datetime) -> PlannedDocument:
    start, competition = season_start(season["season"]), FOLLOWED[season["competition"]]
    return PlannedDocument(
        key=f"{ID}/{season.group()}",
        path=season.group(),
        complete=True,
        kind=Kind.CSV,
        settled=start < current_season(moment) - 1,
        part=f"{competition.code}/{season['season']}",
        covers=competition.season_range(competition.season_named(start)),
    )


CARD = SourceCard(ID, plan, index, Schedule.MATCH_DAY)
