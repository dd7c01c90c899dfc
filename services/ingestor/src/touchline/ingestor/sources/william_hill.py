"""William Hill's price feed: one XML document for each class of competitions, with the prices of the moment."""

from datetime import datetime

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard

ID = "william-hill"
CLASSES = (275,)  # UEFA club competitions; other classes are a number here and a line of `competitions`
FEED = "openbet_cdn?action=template&template=getHierarchyByMarketType&classId={}&marketSort=MR&filterBIR=N"


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """A document for each class."""
    return [
        PlannedDocument(f"{ID}/openbet_cdn/{number}.xml", FEED.format(number), complete=False, kind=Kind.XML)
        for number in CLASSES
    ]


# When and how fast the feed was made says nothing of its prices.
TIMESTAMPS = (rb"created=\"[^\"]*\"", rb"requestTime=\"[^\"]*\"")

CARD = SourceCard(ID, plan, schedule=Schedule.MATCH_DAY, requests_per_second=1 / 60, at_once=1, timestamps=TIMESTAMPS)
