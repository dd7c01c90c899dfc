"""OddsPortal: a page of matches and average prices for each league, and one of sure bets."""

from datetime import datetime

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard
from touchline.schemas.competitions import known_as

ID = "oddsportal"
SPORT = "soccer"
RESULTS = "football-data"  # a league without results elsewhere has no use for prices


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """The sure bets, and the leagues whose results we have from elsewhere."""
    leagues = [name for name, competition in known_as(ID).items() if RESULTS in competition.known_as]
    return [_page("sure-bets"), *(_page(f"{SPORT}/{league}") for league in sorted(leagues))]


def _page(path: str) -> PlannedDocument:
    return PlannedDocument(f"{ID}/{path}", f"{path}/", complete=False, kind=Kind.HTML)


# Each page is told apart by a number in a script's address, and sure bets tell their age in minutes.
TIMESTAMPS = (rb"/ajax-userdata/\?[0-9a-f]*", rb"Last sure bet update: \d+ min ago")

CARD = SourceCard(ID, plan, schedule=Schedule.DAILY, requests_per_second=0.2, at_once=1, timestamps=TIMESTAMPS)
