"""Every source that we read: what it is, on which terms, what it feeds, and whom we believe where sources differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Feed(StrEnum):
    """What a source is read for."""

    RESULTS = "results"
    STATISTICS = "statistics"
    FIXTURES = "fixtures"
    EXPECTED_GOALS = "expected goals"
    ODDS = "odds"
    PLAYERS = "players"
    AVAILABILITY = "availability"
    NEWS = "news"
    RATINGS = "ratings"


@dataclass(frozen=True, slots=True)
class Source:
    """A source's card, as far as every service may know it; how it is asked is the ingestor's part of the card.

    `made` says that the documents in our tests and sandbox were made by us from the provider's public reference,
    because no recorded one was at hand: all that is read from them is simulated.
    """

    id: str  # bucket prefix, metric label, key in results
    name: str
    owner: str
    address: str
    licence: str  # as stated; "none stated" where nothing is
    feeds: tuple[Feed, ...]
    falls_back_to: str | None = None  # the source that gives the same when this one fails
    made: bool = False


_ALL = (
    Source(
        "football-data",
        "football-data.co.uk",
        "Football-Data.co.uk",
        "https://www.football-data.co.uk",
        "none stated; free to download. Bytes are kept for our own use and never published",
        (Feed.RESULTS, Feed.STATISTICS, Feed.FIXTURES, Feed.ODDS),
        falls_back_to="football-datasets",
    ),
    Source(
        "football-datasets",
        "football-datasets",
        "DataHub",
        "https://raw.githubusercontent.com/datasets/football-datasets/main/datasets",
        "ODC-PDDL-1.0",
        (Feed.RESULTS, Feed.STATISTICS),
        falls_back_to="openfootball",
    ),
    Source(
        "kaggle",
        "Kaggle: English Premier League (saife245)",
        "saife245 on Kaggle",
        "https://www.kaggle.com/datasets/saife245/english-premier-league",
        "as stated on its page; downloaded by the user with a token of his own",
        (Feed.RESULTS, Feed.STATISTICS, Feed.ODDS),
        falls_back_to="football-data",
    ),
    Source(
        "openfootball",
        "openfootball",
        "openfootball",
        "https://raw.githubusercontent.com/openfootball/football.json/master",
        "CC0-1.0",
        (Feed.RESULTS, Feed.FIXTURES),
        falls_back_to="football-data",
    ),
    Source(
        "football-data-org",
        "football-data.org",
        "Daniel Freitag",
        "https://api.football-data.org/v4",
        "terms of use of the API; a key is needed",
        (Feed.RESULTS, Feed.FIXTURES),
        falls_back_to="openfootball",
        made=True,
    ),
    Source(
        "the-odds-api",
        "The Odds API",
        "The Odds API",
        "https://api.the-odds-api.com/v4",
        "terms of use of the API; a key is needed",
        (Feed.ODDS,),
        falls_back_to="football-data",
        made=True,
    ),
    Source(
        "fpl",
        "Fantasy Premier League",
        "The Premier League",
        "https://fantasy.premierleague.com/api",
        "none stated",
        (Feed.PLAYERS, Feed.AVAILABILITY, Feed.FIXTURES),
        falls_back_to="fpl-archive",
    ),
    Source(
        "fpl-archive",
        "Fantasy Premier League, archive by gameweek",
        "vaastav",
        "https://raw.githubusercontent.com/vaastav/Fantasy-Premier-League/master",
        "MIT",
        (Feed.PLAYERS, Feed.FIXTURES),
        falls_back_to="fpl",
    ),
    Source(
        "pinnacle",
        "Pinnacle's line feed",
        "Pinnacle",
        "https://xml.pinnaclesports.com",
        "none stated",
        (Feed.ODDS,),
        falls_back_to="football-data",
    ),
    Source(
        "william-hill",
        "William Hill's price feed",
        "William Hill",
        "https://cachepricefeeds.williamhill.com",
        "none stated",
        (Feed.ODDS,),
        falls_back_to="football-data",
    ),
    Source(
        "oddsportal",
        "OddsPortal",
        "OddsPortal",
        "https://www.oddsportal.com",
        "none stated",
        (Feed.ODDS,),
        falls_back_to="the-odds-api",
    ),
    Source(
        "fbref",
        "FBref",
        "Sports Reference",
        "https://fbref.com",
        "terms of use of Sports Reference",
        (Feed.EXPECTED_GOALS, Feed.RESULTS),
        falls_back_to="spi538",
    ),
    Source(
        "news",
        "Football news",
        "the publishers named in each article",
        "https://football.ua",  # the first outlet; each of the others has its own, in the ingestor's card
        "of each publisher (hertha-blog.de: CC BY-NC-ND 3.0); texts are kept for our own use and never published",
        (Feed.NEWS, Feed.AVAILABILITY),
        made=True,
    ),
    Source(
        "spi538",
        "FiveThirtyEight Soccer Power Index",
        "FiveThirtyEight",
        "https://projects.fivethirtyeight.com/soccer-api/club",
        "none stated in the copy",
        (Feed.RATINGS, Feed.EXPECTED_GOALS, Feed.RESULTS),
    ),
    Source(
        "xg-and-markets",
        "Expected goals and markets of the Premier League",
        "the archive's author, after FootyStats",
        "https://raw.githubusercontent.com/xg-and-markets",
        "none stated",
        (Feed.EXPECTED_GOALS, Feed.ODDS, Feed.RESULTS),
        falls_back_to="fbref",
    ),
    Source(
        "absences",
        "Absences of Premier League players",
        "The Alan Turing Institute (AIrsenal), after Transfermarkt",
        "https://raw.githubusercontent.com/alan-turing-institute/AIrsenal/main/airsenal/data",
        "MIT",
        (Feed.AVAILABILITY,),
        falls_back_to="fpl",
    ),
    Source(
        "understat",
        "Understat",
        "Understat",
        "https://understat.com",
        "none stated",
        (Feed.EXPECTED_GOALS, Feed.RESULTS),
        falls_back_to="fbref",
        made=True,
    ),
)

SOURCES: Mapping[str, Source] = MappingProxyType({one.id: one for one in _ALL})

# Whom we believe where sources differ, first to last; who is not named comes after, by id.
PRECEDENCE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "kick-off": ("football-data", "fpl", "fpl-archive", "football-data-org", "openfootball", "fbref"),
        "result": ("football-data", "football-datasets", "football-data-org", "openfootball", "fpl", "fbref", "kaggle"),
        "statistics": ("football-data", "football-datasets", "kaggle", "xg-and-markets"),
        "expected-goals": ("fbref", "xg-and-markets", "spi538", "understat"),
    }
)


def precedence(field: str, source: str) -> tuple[int, str]:
    """A sort key: the smaller, the more a source is believed about a field.

    >>> sorted(["kaggle", "spi538", "football-data"], key=lambda source: precedence("result", source))
    ['football-data', 'kaggle', 'spi538']
    """
    order = PRECEDENCE[field]
    return (order.index(source) if source in order else len(order)), source
