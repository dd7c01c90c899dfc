"""FiveThirtyEight's Soccer Power Index: one table of everything since 2016, and one of the seasons being played.

The provider ended in 2023 and its address answers no more: what we hold came while it did.
"""

from datetime import datetime

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard

ID = "spi538"
EVERYTHING, LATEST = "spi_matches.csv", "spi_matches_latest.csv"


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """Both tables. The one of running seasons forgets a season that has ended, so its silence withdraws nothing."""
    return [
        PlannedDocument(f"{ID}/{path}", path, complete=path == EVERYTHING, kind=Kind.CSV)
        for path in (EVERYTHING, LATEST)
    ]


CARD = SourceCard(ID, plan, schedule=Schedule.DAILY)
