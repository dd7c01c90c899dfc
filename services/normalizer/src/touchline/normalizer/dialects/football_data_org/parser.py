"""Matches and teams of football-data.org's API, version 4."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.dates import utc_moment
from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.football_data_org import specification
from touchline.normalizer.dialects.json import (
    Object,
    an_object,
    count,
    list_in,
    needed_text,
    note_unknown,
    read_json,
    shown,
    text,
)
from touchline.normalizer.dialects.meetings import check_season, meeting_of, season_begins, teams_in
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Draft, Reading
from touchline.normalizer.dialects.rows import Counts, MatchRow, Parsed, TeamRow
from touchline.normalizer.dialects.times import assumed_kick_off, result_known_at
from touchline.schemas.competitions import Competition, known_as
from touchline.schemas.records import MatchStatus, ParkedKind


@dataclass(frozen=True, slots=True)
class Subject:
    """What a document is about, by its path."""

    competition: Competition
    season: str
    what: str  # matches, teams

    @property
    def since(self) -> datetime:
        """The start of the season."""
        return season_begins(self.competition, self.season)


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Everything that an answer of the API says.

    Raises:
        UnreadableDocument: no such answer, or a competition that we do not follow.
    """
    subject, found, reading = subject_of(document.path), read_json(content), Reading()
    _check_competition(found, subject)
    entries = list_in(found, subject.what)
    read = _read_match if subject.what == "matches" else _read_team
    for number, entry in enumerate(entries, start=1):
        with reading.row(number, shown(entry)) as draft:
            read(an_object(entry), subject, names, draft)
    _note_drift(found, subject, entries, reading)
    _note_gap(found, len(entries), reading)
    return reading.parsed()


DIALECT = Dialect(specification.SOURCE, parse)


def subject_of(path: str) -> Subject:
    """The competition, season and subject of a path.

    >>> subject_of("competitions/PL/2019/matches.json").season
    '2019/20'

    Raises:
        UnreadableDocument: none that we follow.
    """
    match = specification.DOCUMENT.search(path)
    competition = known_as(specification.SOURCE).get(match["code"]) if match else None
    if match is None or competition is None:
        raise UnreadableDocument(f"{path} is about no competition that we follow")
    return Subject(competition, competition.season_named(int(match["year"])), match["what"])


def _check_competition(found: Object, subject: Subject) -> None:
    """Raises UnreadableDocument when the answer is about another competition than was asked for."""
    wanted = subject.competition.names_in(specification.SOURCE)
    stated = found.get("competition")
    code = stated.get("code") if isinstance(stated, dict) else None
    if code not in wanted:
        raise UnreadableDocument(f"expected an answer about {' or '.join(wanted)}, got one about {shown(code)[:60]}")


def _read_match(match: Object, subject: Subject, names: Names, draft: Draft) -> None:
    row = _match(match, subject, names)
    draft.add(row)
    draft.add(*teams_in(row.meeting, subject.since, _name(match, "homeTeam"), _name(match, "awayTeam")))


def _read_team(team: Object, subject: Subject, names: Names, draft: Draft) -> None:
    name = needed_text(team.get("name"), "name")
    club = names.club(subject.competition.pool, name, "name")
    draft.add(TeamRow(subject.competition.code, club, name, subject.since))


def _match(match: Object, subject: Subject, names: Names) -> MatchRow:
    stated, status = _status(match)
    kick_off, known = _kick_off(match, stated)
    day = kick_off.date()
    check_season(subject.competition, subject.season, day, "utcDate")
    home, away = _name(match, "homeTeam"), _name(match, "awayTeam")
    matchday = count(match.get("matchday"), "matchday", specification.MOST_MATCHDAYS)
    return MatchRow(
        meeting=meeting_of(subject.competition, day, home, away, names, ("homeTeam", "awayTeam")),
        kick_off=kick_off,
        kick_off_known=known,
        status=status,
        counts=_counts(match, status),
        referee=next(_referees(match), None),
        known_at=_known_at(match, status, kick_off),
        round=None if matchday is None else str(matchday),
    )


def _status(match: Object) -> tuple[str, MatchStatus]:
    stated = needed_text(match.get("status"), "status")
    if stated not in specification.STATUSES:
        raise UnreadableCell("status", f"expected one of {', '.join(specification.STATUSES)}, got {stated[:60]!r}")
    return stated, specification.STATUSES[stated]


def _kick_off(match: Object, stated: str) -> tuple[datetime, bool]:
    moment = _moment(match, "utcDate")
    return (assumed_kick_off(moment.date()), False) if stated in specification.WITHOUT_TIME else (moment, True)


def _moment(match: Object, name: str) -> datetime:
    return utc_moment(name, needed_text(match.get(name), name))


def _known_at(match: Object, status: MatchStatus, kick_off: datetime) -> datetime | None:
    """A result by the rule; what was decided off the pitch when the provider last changed it; else when fetched."""
    if status is MatchStatus.PLAYED:
        return result_known_at(kick_off, True)
    return None if status is MatchStatus.SCHEDULED else _moment(match, "lastUpdated")


def _name(match: Object, side: str) -> str:
    return needed_text(an_object(match.get(side), side).get("name"), side)


def _counts(match: Object, status: MatchStatus) -> Counts:
    if status not in specification.WITH_RESULT:
        return Counts()
    score = an_object(match.get("score"), "score")
    home, away = _goals(score, _ninety_minutes(score))
    half_home, half_away = _goals(score, "halfTime")
    if status is MatchStatus.PLAYED and (home is None or away is None):
        raise UnreadableCell("score", "a finished match needs the goals of both sides")
    return Counts(
        home_goals=home,
        away_goals=away,
        half_time_home_goals=half_home,
        half_time_away_goals=half_away,
        attendance=count(match.get("attendance"), "attendance", specification.MOST_PEOPLE),
    )


def _ninety_minutes(score: Object) -> str:
    """Where the goals of 90 minutes stand: after extra time `fullTime` has more."""
    duration = text(score.get("duration"), "score")
    return "fullTime" if duration in (None, specification.IN_NINETY_MINUTES) else "regularTime"


def _goals(score: Object, name: str) -> tuple[int | None, int | None]:
    pair = score.get(name)
    if pair is None:
        return None, None
    sides = an_object(pair, name)
    home, away = (count(sides.get(side), name, specification.MOST_GOALS) for side in ("home", "away"))
    if (home is None) != (away is None):
        raise UnreadableCell(name, "a score needs the goals of both sides")
    return home, away


def _referees(match: Object) -> Iterator[str]:
    people = match.get("referees")
    for person in people if isinstance(people, list) else ():
        if isinstance(person, dict) and person.get("type") == "REFEREE":
            name = text(person.get("name"), "referees")
            if name:
                yield name


def _note_drift(found: Object, subject: Subject, entries: list[object], reading: Reading) -> None:
    known = specification.MATCH_FIELDS if subject.what == "matches" else specification.TEAM_FIELDS
    used = {name for entry in entries if isinstance(entry, dict) for name in entry}
    note_unknown(reading, found, specification.DOCUMENT_FIELDS)
    note_unknown(reading, used, known)


def _note_gap(found: Object, held: int, reading: Reading) -> None:
    """An answer says itself how much it holds."""
    results = found.get("resultSet", found)
    stated = results.get("count") if isinstance(results, dict) else None
    if isinstance(stated, int) and stated != held:
        reading.note(ParkedKind.INCOMPLETE, "count", f"the answer says that it holds {shown(stated)[:20]}, not {held}")
