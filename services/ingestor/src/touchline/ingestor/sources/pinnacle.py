"""Pinnacle's line feed: one XML document of all sports, with the prices of the moment."""

from datetime import datetime

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard

ID = "pinnacle"
FEED = "pinnacleFeed.aspx"


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """The feed, which is another one each time."""
    return [PlannedDocument(f"{ID}/{FEED}", FEED, complete=False, kind=Kind.XML)]


# The times of the feed and its two counters differ even where no price has moved.
TIMESTAMPS = (rb"<(PinnacleFeedTime|lastContest|lastGame)>[^<]*</",)

CARD = SourceCard(
    ID,
    plan,
    schedule=Schedule.MATCH_DAY,
    requests_per_second=1 / 60,  # our own choice: the whole feed comes each time
    at_once=1,
    timestamps=TIMESTAMPS,
)
