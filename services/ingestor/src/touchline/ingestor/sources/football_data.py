"""football-data.co.uk: one CSV a season and competition, and one of coming matches."""

from datetime import datetime

from touchline.ingestor.sources.card import PlannedDocument, SourceCard

ID = "football-data"
FIRST_SEASON = 2000  # 2000/01 is the first with statistics
COMPETITIONS = ("E0",)
NEW_SEASON_MONTH = 8  # 2019/20 ended on 26 July
CSV = "text/csv"


def season_name(start: int) -> str:
    """A season as the provider's paths name it.

    >>> season_name(2019), season_name(1999)
    ('1920', '9900')
    """
    return f"{start % 100:02d}{(start + 1) % 100:02d}"


def current_season(moment: datetime) -> int:
    """The year in which the season of a moment began."""
    return moment.year if moment.month >= NEW_SEASON_MONTH else moment.year - 1


def seasons(moment: datetime) -> list[PlannedDocument]:
    """Every season file up to the current season, oldest first; each holds the whole season so far."""
    return [
        _document(f"mmz4281/{season_name(start)}/{competition}.csv", complete=True)
        for start in range(FIRST_SEASON, current_season(moment) + 1)
        for competition in COMPETITIONS
    ]


def plan(moment: datetime) -> list[PlannedDocument]:
    """The seasons, and the rolling list of coming matches."""
    return [*seasons(moment), _document("fixtures.csv", complete=False)]


def _document(path: str, complete: bool) -> PlannedDocument:
    return PlannedDocument(f"{ID}/{path}", path, complete, CSV)


CARD = SourceCard(
    id=ID,
    name="football-data.co.uk",
    address="https://www.football-data.co.uk",
    terms="Free to download; no licence is stated. Bytes are kept for our own use and never published.",
    requests_per_second=1.0,
    plan=plan,
    history=seasons,
)
