"""The Odds API, version 4: the odds of a sport as JSON; the key stands in the address and is added by the fetcher."""

from datetime import datetime

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard
from touchline.schemas.competitions import COMPETITIONS

ID = "the-odds-api"
FOLLOWED = ("E0", "D1", "SP1", "I1", "F1")  # a request costs a credit a market and region, of 500 a month
QUERY = "regions=uk&markets=h2h,totals,spreads&oddsFormat=decimal&dateFormat=iso"


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """The coming matches of each sport and their prices."""
    sports = [COMPETITIONS[code].known_as[ID] for code in FOLLOWED]
    return [
        PlannedDocument(f"{ID}/sports/{sport}/odds", f"sports/{sport}/odds?{QUERY}", complete=False, kind=Kind.JSON)
        for sport in sports
    ]


# A bookmaker's prices were looked at again, and are the same.
TIMESTAMPS = (rb"\"last_update\":\s*\"[^\"]*\"",)

CARD = SourceCard(
    ID,
    plan,
    schedule=Schedule.DAILY,
    requests_per_second=1.0,
    secret_query="apiKey",
    timestamps=TIMESTAMPS,
)
