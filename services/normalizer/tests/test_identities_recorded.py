"""The reviewed lists of clubs and the table of competitions cover every recorded document."""

import csv
import gzip
import io
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from touchline.normalizer.dialects.meetings import meeting_of
from touchline.normalizer.dialects.names import Name, Names, club_scope
from touchline.normalizer.dialects.rows import Meeting
from touchline.normalizer.identities.reviewed import reviewed
from touchline.schemas.competitions import COMPETITIONS, INTERNATIONAL, Competition, known_as

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif("TOUCHLINE_RECORDED" not in os.environ, reason="TOUCHLINE_RECORDED names no recorded documents"),
]


class Played(NamedTuple):
    """A match as a document has it; clubs by its own names."""

    document: str
    competition: Competition
    day: date
    home: str
    away: str
    goals: tuple[int, int] | None


@pytest.fixture(scope="module")
def names() -> Names:
    return reviewed()


def folder() -> Path:
    return Path(os.environ["TOUCHLINE_RECORDED"])


def rows(path: Path) -> Iterator[dict[str, str]]:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    return csv.DictReader(io.StringIO(text))


def day_of(text: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day of the provider's, without a time
        except ValueError:
            continue
    raise ValueError(text)


def from_csv(pattern: str, competition: Callable[[Path, Mapping[str, str]], Competition]) -> Iterator[Played]:
    """Season files of football-data.co.uk's form, which many copy."""
    for path in sorted(folder().glob(pattern)):
        for row in rows(path):
            if row["HomeTeam"]:
                goals = (int(float(row["FTHG"])), int(float(row["FTAG"])))
                clubs = row["HomeTeam"], row["AwayTeam"]
                yield Played(path.name, competition(path, row), day_of(row["Date"]), *clubs, goals)


def season_files() -> Iterator[Played]:
    return from_csv("football-data.co.uk/*/*.csv", lambda _, row: COMPETITIONS[row["Div"]])


def football_datasets() -> Iterator[Played]:
    known = known_as("football-datasets")
    return from_csv("football-datasets/*/season-*.csv", lambda path, _: known[path.parent.name])


def kaggle() -> Iterator[Played]:
    return from_csv("kaggle-epl/Datasets/[!E]*.csv", lambda *_: COMPETITIONS["E0"])


def expected_goals_and_markets() -> Iterator[Played]:
    return from_csv("xg-and-markets/*.csv", lambda *_: COMPETITIONS["E0"])


def openfootball() -> Iterator[Played]:
    known = known_as("openfootball")
    for path in sorted(folder().glob("openfootball/*/*.json")):
        for match in json.loads(path.read_bytes())["matches"]:
            score = match.get("score")
            goals = tuple(score["ft"]) if isinstance(score, dict) and "ft" in score else None
            document = f"{path.parent.name}/{path.name}"
            yield Played(document, known[path.stem], day_of(match["date"]), match["team1"], match["team2"], goals)


def spi538() -> Iterator[Played]:
    known = known_as("spi538")
    for path in sorted(folder().glob("spi538/*.csv")):
        for row in rows(path):
            goals = (int(float(row["score1"])), int(float(row["score2"]))) if row["score1"] else None
            competition = known[row["league"]]
            yield Played(path.name, competition, day_of(row["date"]), row["team1"], row["team2"], goals)


MATCHES = [season_files, football_datasets, kaggle, expected_goals_and_markets, openfootball, spi538]


def fantasy_teams() -> Iterator[tuple[str, str]]:
    files = folder() / "fpl" / "data"
    columns = [("master_team_list.csv", "team_name"), ("*/teams.csv", "name"), ("*/gws/*.csv.gz", "team")]
    for pattern, column in columns:
        for path in sorted(files.glob(pattern)):
            yield from (("ENG", row[column]) for row in rows(path) if column in row)
    for path in folder().glob("fpl-api/bootstrap-static*.json"):
        yield from (("ENG", team["name"]) for team in json.loads(path.read_bytes())["teams"])


def kaggle_standings() -> Iterator[tuple[str, str]]:
    return (("ENG", row["Team"]) for row in rows(folder() / "kaggle-epl" / "Datasets" / "EPLStandings.csv"))


def fbref_opponents() -> Iterator[tuple[str, str]]:
    """In cups across countries FBref sets the country's code, two letters and a blank, before the club."""
    known = known_as("fbref")
    for path in folder().glob("html/fbref*.html"):
        for row in LexborHTMLParser(path.read_bytes()).css("#matchlogs_all tbody tr"):
            competition, opponent = (row.css_first(f"[data-stat={column}]") for column in ("comp", "opponent"))
            assert competition is not None
            assert opponent is not None
            pool = known[competition.text()].pool
            yield pool, opponent.text().partition(" ")[2] if pool == INTERNATIONAL else opponent.text()


def pinnacle() -> Iterator[tuple[str, str]]:
    """Its (n) marks neutral ground, its ampersands are bare; its leagues "Live …" are prices within a match."""
    known = known_as("pinnacle")
    content = re.sub(rb"&(?!\w+;)", b"&amp;", (folder() / "odds-feeds" / "pinnaclesports.xml").read_bytes())
    for event in etree.fromstring(content).iter("event"):
        league = event.findtext("league")
        if event.findtext("sporttype") == "Soccer" and league in known:
            clubs = (name.text.removesuffix(" (n)") for name in event.iter("participant_name"))
            yield from ((known[league].pool, name) for name in clubs if name != "Draw")


def william_hill() -> Iterator[tuple[str, str]]:
    known = known_as("william-hill")
    for kind in etree.parse(folder() / "odds-feeds" / "WilliamHill.xml").iter("type"):
        for market in kind.iter("market"):
            if market.get("name").endswith("Match Betting"):
                clubs = (participant.get("name") for participant in market.iter("participant"))
                yield from ((known[kind.get("name")].pool, name) for name in clubs if name != "Draw")


def oddsportal() -> Iterator[tuple[str, str]]:
    """Its links say country, league and season, and their texts the two clubs."""
    known = known_as("oddsportal")
    for path in folder().glob("html/oddsportal*.html"):
        for link in LexborHTMLParser(path.read_bytes()).css("a[href^='/soccer/']"):
            address = re.match(r"/soccer/([^/]+/[^/]+)-\d{4}-\d{4}/", link.attributes["href"] or "")
            if address and address[1] in known:
                yield from ((known[address[1]].pool, club) for club in link.text().split(" - "))


NAMES = [fantasy_teams, kaggle_standings, fbref_opponents, pinnacle, william_hill, oddsportal]

# No clubs but sums over a day's matches; and one name that two clubs bear, Chester City to 2010 and Chester FC since.
UNDECIDED = {
    pinnacle: {
        ("BRA", "Away Teams (Sunday 7 Matches)"),
        ("BRA", "Home Teams (Sunday 7 Matches)"),
        ("SWE", "Away Teams (Monday 4 Matches)"),
        ("SWE", "Home Teams (Monday 4 Matches)"),
        ("ENG", "Chester"),
    }
}


def unknown(found: set[tuple[str, str]], names: Names) -> set[tuple[str, str]]:
    return {(pool, text) for pool, text in found if names.find(Name(club_scope(pool), text)) is None}


def meetings(played: Iterator[Played], names: Names) -> Iterator[tuple[Played, Meeting]]:
    return ((match, meeting_of(match.competition, match.day, match.home, match.away, names)) for match in played)


@pytest.mark.parametrize("source", MATCHES, ids=lambda source: source.__name__)
def test_every_club_of_every_match_is_known(source: Callable[[], Iterator[Played]], names: Names) -> None:
    found = {(match.competition.pool, club) for match in source() for club in (match.home, match.away)}
    assert len(found) >= 25
    assert unknown(found, names) == set()


@pytest.mark.parametrize("source", NAMES, ids=lambda source: source.__name__)
def test_every_club_that_is_named_elsewhere_is_known(
    source: Callable[[], Iterator[tuple[str, str]]], names: Names
) -> None:
    found = set(source())
    assert len(found) >= 10
    assert unknown(found, names) == UNDECIDED.get(source, set())


def test_the_premier_league_of_23_seasons_is_380_matches_each_of_45_clubs(names: Names) -> None:
    seasons = Counter[str]()
    clubs = set()
    for meeting in {meeting for _, meeting in meetings(season_files(), names) if meeting.competition == "E0"}:
        seasons[meeting.season] += 1
        clubs |= {meeting.home_team, meeting.away_team}
    assert seasons == {COMPETITIONS["E0"].season_named(year): 380 for year in range(2000, 2023)}
    assert len(clubs) == 45


@pytest.mark.parametrize("source", MATCHES, ids=lambda source: source.__name__)
def test_no_two_matches_of_a_document_are_one(source: Callable[[], Iterator[Played]], names: Names) -> None:
    times = Counter((match.document, meeting) for match, meeting in meetings(source(), names))
    assert [key for key, count in times.items() if count > 1] == []


@pytest.mark.parametrize(
    ("code", "season", "sources"),
    [
        ("E0", "2018/19", [season_files, football_datasets, openfootball, spi538]),
        ("E0", "2015/16", [season_files, football_datasets, openfootball, kaggle]),
        ("E0", "2021/22", [season_files, football_datasets, openfootball, expected_goals_and_markets]),
        ("D1", "2018/19", [football_datasets, openfootball, spi538]),
        ("I1", "2018/19", [football_datasets, openfootball, spi538]),
        ("F1", "2018/19", [football_datasets, openfootball, spi538]),
        ("SP1", "2018/19", [openfootball, spi538]),
        ("D1", "2024/25", [season_files, football_datasets, openfootball]),
        ("I1", "2024/25", [season_files, football_datasets, openfootball]),
        ("F1", "2024/25", [season_files, football_datasets, openfootball]),
    ],
)
def test_sources_mean_the_same_clubs_for_they_have_the_same_results(
    code: str, season: str, sources: list[Callable[[], Iterator[Played]]], names: Names
) -> None:
    def results(source: Callable[[], Iterator[Played]]) -> dict[Meeting, tuple[int, int] | None]:
        of_season = (
            pair for pair in meetings(source(), names) if (pair[1].competition, pair[1].season) == (code, season)
        )
        return {meeting: match.goals for match, meeting in of_season}

    first, *others = (results(source) for source in sources)
    assert len(first) in (306, 380)
    for other in others:
        assert other.keys() == first.keys()
        assert sum(other[meeting] in (first[meeting], None) for meeting in first) >= len(first) - 2
