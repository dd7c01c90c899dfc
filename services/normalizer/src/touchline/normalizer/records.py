"""From the rows of a dialect to records with three times, a provenance and a revision."""

import dataclasses
from datetime import datetime

from touchline.normalizer.dialects.identities import COMPETITIONS
from touchline.normalizer.dialects.rows import Counts, MatchRow, Meeting, OddsRow, Row, TeamRow, Unreadable
from touchline.schemas import event_id
from touchline.schemas.records import Match, MatchStatus, Odds, ParkedRow, Provenance, RawDocument, Team
from touchline.schemas.revision import derived

LOGIC_VERSION = 1  # raise it when the same bytes mean something else than before, reviewed names included
SELECTIONS = ("home", "draw", "away")


def revision_of(raw: RawDocument) -> int:
    """The revision of everything read from this version of a document by this logic."""
    return derived(raw.revision, LOGIC_VERSION)


def content_hash(row: Row, raw: RawDocument) -> str:
    """The same as long as the document says the same of this row; fetching it again does not change it."""
    return event_id(row, raw.provenance)


def available_at(known_at: datetime | None, raw: RawDocument) -> datetime:
    """When a fact could be known.

    A complete document is back-fill: the provider's rule alone. A rolling one was fetched as it appeared: the later of
    the rule and the fetch.
    """
    if known_at is None:
        return raw.available_at
    return known_at if raw.complete else max(known_at, raw.available_at)


def provenance(known_at: datetime | None, raw: RawDocument) -> Provenance:
    """A past view computed by a rule from a later real document is derived."""
    by_rule = raw.complete and known_at is not None
    return Provenance.DERIVED if by_rule and raw.provenance is Provenance.REAL else raw.provenance


def team_record(row: TeamRow, raw: RawDocument, recorded_at: datetime) -> Team:
    """A club as this document names it; known since the season began."""
    competition = COMPETITIONS[row.competition]
    return Team(
        team_id=row.team_id,
        name=row.name,
        country=competition.country,
        pool=competition.pool,
        source=raw.source,
        document=raw.sha256,
        event_time=row.since,
        available_at=available_at(row.since, raw),
        recorded_at=recorded_at,
        revision=revision_of(raw),
    )


def match_record(row: MatchRow, raw: RawDocument, recorded_at: datetime) -> Match:
    """What this document asserts about a match."""
    return Match(
        match_id=row.meeting.match_id,
        pool=COMPETITIONS[row.meeting.competition].pool,
        competition=row.meeting.competition,
        season=row.meeting.season,
        home_team=row.meeting.home_team,
        away_team=row.meeting.away_team,
        kick_off_known=row.kick_off_known,
        status=row.status,
        **dataclasses.asdict(row.counts),
        referee=row.referee,
        source=raw.source,
        document_key=raw.document_key,
        document=raw.sha256,
        provenance=provenance(row.known_at, raw),
        event_time=row.kick_off,
        available_at=available_at(row.known_at, raw),
        recorded_at=recorded_at,
        revision=revision_of(raw),
    )


def withdrawn_row(match_id: str, kick_off: datetime, kick_off_known: bool) -> MatchRow:
    """A match that a complete document no longer holds, with the kick-off that it stated last."""
    meeting = Meeting.from_match_id(match_id)
    return MatchRow(meeting, kick_off, kick_off_known, MatchStatus.WITHDRAWN, Counts(), referee=None, known_at=None)


def odds_record(row: OddsRow, raw: RawDocument, recorded_at: datetime) -> Odds:
    """One bookmaker's home, draw and away prices."""
    return Odds(
        match_id=row.meeting.match_id,
        pool=COMPETITIONS[row.meeting.competition].pool,
        bookmaker=row.bookmaker,
        market="1x2",
        line=None,
        moment=row.moment,
        selections=list(SELECTIONS),
        prices=list(row.prices),
        source=raw.source,
        document_key=raw.document_key,
        document=raw.sha256,
        provenance=provenance(row.known_at, raw),
        event_time=row.kick_off,
        available_at=available_at(row.known_at, raw),
        recorded_at=recorded_at,
        revision=revision_of(raw),
    )


def parked_record(row: Unreadable, raw: RawDocument, recorded_at: datetime) -> ParkedRow:
    """A place in this document that its dialect could not read."""
    return ParkedRow(
        source=raw.source,
        document_key=raw.document_key,
        document=raw.sha256,
        line=row.line,
        column=row.column,
        reason=row.reason,
        row=row.row,
        event_time=raw.event_time,
        available_at=raw.available_at,
        recorded_at=recorded_at,
        revision=revision_of(raw),
    )
