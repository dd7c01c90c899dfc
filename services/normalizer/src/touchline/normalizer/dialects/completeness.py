"""Whether a document that should hold whole seasons does."""

from collections import defaultdict
from datetime import datetime

from touchline.normalizer.dialects.reading import Reading
from touchline.normalizer.dialects.rows import MatchRow
from touchline.schemas.competitions import COMPETITIONS
from touchline.schemas.records import ParkedKind


def tell_incomplete(reading: Reading, moment: datetime) -> None:
    """Note each season that was over and holds fewer matches than a league must play.

    n clubs that meet at home and away play n (n - 1) matches, and more where there are play-offs. Rows that were
    parked are counted as matches: they are told of already.
    """
    clubs: dict[tuple[str, str], set[str]] = defaultdict(set)
    matches: dict[tuple[str, str], int] = defaultdict(int)
    for fact in reading.facts.values():
        if isinstance(fact, MatchRow):
            key = fact.meeting.competition, fact.meeting.season
            clubs[key] |= {fact.meeting.home_team, fact.meeting.away_team}
            matches[key] += 1
    parked = sum(row.rows for row in reading.parked.values() if row.kind is ParkedKind.ROW)
    for (competition, season), held in sorted(matches.items()):
        count = len(clubs[competition, season])
        least, last_day = count * (count - 1), COMPETITIONS[competition].season_range(season)[1]
        if held + parked < least and moment.date() > last_day:
            reason = f"{held} matches of {competition} in {season}, where {count} clubs play at least {least}"
            reading.note(ParkedKind.INCOMPLETE, season, reason)
