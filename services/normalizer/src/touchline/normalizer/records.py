"""From the rows of a dialect to records with three times, a provenance and a revision."""

import dataclasses
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from touchline.normalizer.changes import Withdrawable
from touchline.normalizer.dialects.rows import (
    ArticleRow,
    AvailabilityRow,
    MatchRow,
    Meeting,
    OddsRow,
    PlayerMatchRow,
    PlayerRow,
    RatingRow,
    Row,
    TeamRow,
    Unreadable,
)
from touchline.schemas import topics
from touchline.schemas.competitions import COMPETITIONS
from touchline.schemas.records import (
    Article,
    Availability,
    Match,
    Odds,
    ParkedRow,
    Player,
    PlayerMatch,
    Provenance,
    RawDocument,
    Team,
    TeamRating,
)
from touchline.schemas.revision import derived
from touchline.schemas.topics import Topic

LOGIC_VERSION = 4  # raise it when the same bytes mean something else than before, reviewed names included


@dataclass(frozen=True, slots=True)
class Reading:
    """Which version of a document was read, when by our clock, and how much was known of names by then.

    `names_version` is the number of identity decisions and of earlier readings of the same version: it grows with each
    reading of a version, and is 0 for the first one where no person has decided anything.
    """

    raw: RawDocument
    recorded_at: datetime
    names_version: int = 0

    @property
    def revision(self) -> int:
        """The revision of everything read so."""
        return derived(self.raw.revision, LOGIC_VERSION, self.names_version)


def content_hash(row: Row, raw: RawDocument) -> str:
    """The same as long as the document says the same of this row; fetching it again does not change it."""
    said = orjson.dumps((type(row).__name__, row, raw.provenance))
    return hashlib.blake2b(said, digest_size=16).hexdigest()


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


def record_of(row: Row, reading: Reading) -> tuple[Topic, Any] | None:
    """The topic and the record of a row; None for what stays with us."""
    entry = _RECORDS.get(type(row))
    return (entry[0], entry[1](row, reading)) if entry else None


def withdrawal_of(row: Withdrawable, reading: Reading) -> tuple[Topic, Any]:
    """The topic and the record that takes a row back: of a match its status says so, of all else the flag."""
    topic, make = _RECORDS[type(row)]
    record = make(row, reading)
    return topic, record if isinstance(record, Match) else dataclasses.replace(record, withdrawn=True)


def _team(row: TeamRow, reading: Reading) -> Team:
    competition = COMPETITIONS[row.competition]
    return Team(
        team_id=row.team_id,
        name=row.name,
        country=competition.country,
        pool=competition.pool,
        source=reading.raw.source,
        document=reading.raw.sha256,
        event_time=row.since,
        available_at=available_at(row.since, reading.raw),
        recorded_at=reading.recorded_at,
        revision=reading.revision,
    )


def _match(row: MatchRow, reading: Reading) -> Match:
    return Match(
        match_id=row.meeting.match_id,
        pool=_pool(row.meeting),
        competition=row.meeting.competition,
        season=row.meeting.season,
        home_team=row.meeting.home_team,
        away_team=row.meeting.away_team,
        kick_off_known=row.kick_off_known,
        status=row.status,
        **dataclasses.asdict(row.counts),
        referee=row.referee,
        round=row.round,
        **_stamp(reading, row.kick_off, row.known_at),
    )


def _odds(row: OddsRow, reading: Reading) -> Odds:
    return Odds(
        match_id=row.meeting.match_id,
        pool=_pool(row.meeting),
        bookmaker=row.bookmaker,
        market=row.market,
        line=row.line,
        moment=row.moment,
        selections=list(row.selections),
        prices=list(row.prices),
        **_stamp(reading, row.kick_off, row.known_at),
    )


def _player(row: PlayerRow, reading: Reading) -> Player:
    return Player(
        player_id=row.player_id,
        pool=row.pool,
        name=row.name,
        first_name=row.first_name,
        last_name=row.last_name,
        position=row.position,
        team_id=row.team_id,
        season=row.season,
        **_stamp(reading, row.since, row.known_at),
    )


def _player_match(row: PlayerMatchRow, reading: Reading) -> PlayerMatch:
    return PlayerMatch(
        player_id=row.player_id,
        match_id=row.meeting.match_id,
        pool=_pool(row.meeting),
        team_id=row.team_id,
        opponent_id=row.opponent_id,
        at_home=row.at_home,
        position=row.position,
        **dataclasses.asdict(row.counts),
        **_stamp(reading, row.kick_off, row.known_at),
    )


def _availability(row: AvailabilityRow, reading: Reading) -> Availability:
    return Availability(
        player_id=row.player_id,
        pool=row.pool,
        team_id=row.team_id,
        status=row.status,
        reason=row.reason,
        chance=row.chance,
        since=row.since,
        until=row.until,
        sentence=row.sentence,
        article_id=row.article_id,
        **_stamp(reading, row.said_at, row.known_at),
    )


def _article(row: ArticleRow, reading: Reading) -> Article:
    return Article(
        article_id=row.article_id,
        pool=row.pool,
        url=row.url,
        title=row.title,
        text=row.text,
        language=row.language,
        author=row.author,
        teams=list(row.teams),
        players=list(row.players),
        fingerprint=row.fingerprint,
        **_stamp(reading, row.published_at, row.known_at),
    )


def _rating(row: RatingRow, reading: Reading) -> TeamRating:
    return TeamRating(
        match_id=row.meeting.match_id,
        team_id=row.team_id,
        pool=_pool(row.meeting),
        system=row.system,
        rating=row.rating,
        win_probability=row.win_probability,
        draw_probability=row.draw_probability,
        projected_goals=row.projected_goals,
        **_stamp(reading, row.kick_off, row.known_at),
    )


def _parked(row: Unreadable, reading: Reading) -> ParkedRow:
    return ParkedRow(
        source=reading.raw.source,
        document_key=reading.raw.document_key,
        document=reading.raw.sha256,
        line=row.line,
        column=row.column,
        reason=row.reason,
        row=row.row,
        kind=row.kind,
        rows=row.rows,
        waits_for=row.waits_for.key if row.waits_for else None,
        event_time=reading.raw.event_time,
        available_at=reading.raw.available_at,
        recorded_at=reading.recorded_at,
        revision=reading.revision,
    )


def _pool(meeting: Meeting) -> str:
    return COMPETITIONS[meeting.competition].pool


def _stamp(reading: Reading, event_time: datetime, known_at: datetime | None) -> dict[str, Any]:
    """Where a fact comes from, and its three times."""
    return {
        "source": reading.raw.source,
        "document_key": reading.raw.document_key,
        "document": reading.raw.sha256,
        "provenance": provenance(known_at, reading.raw),
        "event_time": event_time,
        "available_at": available_at(known_at, reading.raw),
        "recorded_at": reading.recorded_at,
        "revision": reading.revision,
    }


_RECORDS: Mapping[type, tuple[Topic, Callable[[Any, Reading], Any]]] = {
    TeamRow: (topics.TEAMS, _team),
    MatchRow: (topics.MATCHES, _match),
    OddsRow: (topics.ODDS, _odds),
    PlayerRow: (topics.PLAYERS, _player),
    PlayerMatchRow: (topics.PLAYER_MATCHES, _player_match),
    AvailabilityRow: (topics.AVAILABILITY, _availability),
    ArticleRow: (topics.ARTICLES, _article),
    RatingRow: (topics.RATINGS, _rating),
    Unreadable: (topics.PARKED_ROWS, _parked),
}

OUTPUTS: tuple[Topic, ...] = tuple(topic for topic, _ in _RECORDS.values())
