"""openfootball's season documents, in the present layout and in the older one of rounds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.completeness import tell_incomplete
from touchline.normalizer.dialects.dates import clock_time, iso_date
from touchline.normalizer.dialects.dialect import Dialect, Document, UnreadableDocument
from touchline.normalizer.dialects.json import Object, an_object, list_in, needed_text, note_unknown, read_json, shown
from touchline.normalizer.dialects.json import text as text_of
from touchline.normalizer.dialects.marks import STATUSES
from touchline.normalizer.dialects.meetings import check_season, meeting_of, season_begins, teams_in
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.openfootball import specification
from touchline.normalizer.dialects.openfootball.scores import counts_of, goals_of
from touchline.normalizer.dialects.reading import Draft, Reading
from touchline.normalizer.dialects.rows import Counts, MatchRow, Parsed
from touchline.normalizer.dialects.times import LOCAL_TIMES, assumed_kick_off, result_known_at
from touchline.schemas.competitions import Competition, known_as
from touchline.schemas.records import MatchStatus, ParkedKind

WITHOUT_RESULT = frozenset({MatchStatus.POSTPONED, MatchStatus.ABANDONED, MatchStatus.CANCELLED})


@dataclass(frozen=True, slots=True)
class Season:
    """What a document is about, by its path; `opening` is the first day of its first round."""

    competition: Competition
    name: str
    opening: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One element of the document, with the round that it stands in."""

    value: object
    round: str | None


def parse(content: bytes, document: Document, names: Names) -> Parsed:
    """Everything that a season document says.

    Raises:
        UnreadableDocument: no JSON, no list of matches, or a league that we do not follow.
    """
    league = season_of(document.path)
    found = read_json(content)
    entries = _entries(found)
    rounds = _rounds(entries)
    season = Season(league.competition, league.name, _opening(rounds))
    reading = Reading()
    for number, entry in enumerate(entries, start=1):
        with reading.row(number, shown(entry.value)) as draft:
            _read(entry, season, names, draft)
    _note_drift(found, entries, reading)
    _note_gaps(entries, rounds, document.fetched_at, reading)
    tell_incomplete(reading, document.fetched_at)
    return reading.parsed()


DIALECT = Dialect(specification.SOURCE, parse)


def season_of(path: str) -> Season:
    """The league and season of a path.

    >>> season_of("2019-20/en.1.json").name
    '2019/20'

    Raises:
        UnreadableDocument: none that we follow.
    """
    match = specification.DOCUMENT.search(path)
    competition = known_as(specification.SOURCE).get(match["league"]) if match else None
    if match is None or competition is None:
        raise UnreadableDocument(f"{path} is no season of a league that we follow")
    name = competition.season_named(int(match["year"]))
    if not path.startswith(f"{name.replace('/', '-')}/"):
        raise UnreadableDocument(f"{path} names no season such as {name}")
    return Season(competition, name)


def _entries(found: Object) -> list[Entry]:
    """The matches, from whichever layout; what is no round or no match stays one entry, to be parked."""
    if "rounds" not in found:
        return [Entry(value, _round(value)) for value in list_in(found, "matches")]
    entries: list[Entry] = []
    for each in list_in(found, "rounds"):
        inside = each.get("matches") if isinstance(each, dict) else None
        name = each.get("name") if isinstance(each, dict) else None
        entries += [Entry(value, _known(name)) for value in (inside if isinstance(inside, list) else [each])]
    return entries


def _round(value: object) -> str | None:
    return _known(value.get("round")) if isinstance(value, dict) else None


def _known(name: object) -> str | None:
    try:
        return text_of(name, "round")
    except UnreadableCell:
        return None


def _read(entry: Entry, season: Season, names: Names, draft: Draft) -> None:
    match = an_object(entry.value)
    row = _match(match, entry.round, season, names)
    draft.add(row)
    since = season_begins(season.competition, season.name)
    draft.add(*teams_in(row.meeting, since, _team(match, "team1"), _team(match, "team2")))
    try:
        goals_of(match, row.counts)
    except UnreadableCell as error:
        draft.park_part(error)


def _match(match: Object, round_name: str | None, season: Season, names: Names) -> MatchRow:
    day = _day(match, round_name, season)
    kick_off, known = _kick_off(day, match, season.competition.pool)
    meeting = meeting_of(
        season.competition, day, _team(match, "team1"), _team(match, "team2"), names, ("team1", "team2")
    )
    counts = counts_of(match)
    status = _status(match, counts)
    return MatchRow(
        meeting=meeting,
        kick_off=kick_off,
        kick_off_known=known,
        status=status,
        counts=Counts() if status in WITHOUT_RESULT else counts,
        referee=None,
        known_at=result_known_at(kick_off, known) if status is MatchStatus.PLAYED else None,
        round=round_name,
    )


def _day(match: Object, round_name: str | None, season: Season) -> date:
    day = _date(match)
    check_season(season.competition, season.name, day, "date")
    if season.opening and day < season.opening and (_number(round_name) or 1) > 1:
        raise UnreadableCell(
            "date", f"{round_name} on {day} lies before the first round ({season.opening}): the year is wrong"
        )
    return day


def _date(match: Object) -> date:
    return iso_date("date", needed_text(match.get("date"), "date"))


def _kick_off(day: date, match: Object, pool: str) -> tuple[datetime, bool]:
    cell = text_of(match.get("time"), "time")
    if cell is None or pool not in LOCAL_TIMES:
        return assumed_kick_off(day), False
    local = datetime.combine(day, clock_time("time", cell), LOCAL_TIMES[pool])
    return local.astimezone(UTC), True


def _status(match: Object, counts: Counts) -> MatchStatus:
    cell = text_of(match.get("status"), "status")
    if cell is None:
        return MatchStatus.SCHEDULED if counts.home_goals is None else MatchStatus.PLAYED
    if cell.lower() not in STATUSES:
        raise UnreadableCell("status", f"expected one of {', '.join(STATUSES)}, got {cell!r}")
    return STATUSES[cell.lower()]


def _team(match: Object, side: str) -> str:
    """A team is a name, or, in the older layout, an object with one."""
    value = match.get(side)
    return needed_text(value.get("name") if isinstance(value, dict) else value, side)


def _number(round_name: str | None) -> int | None:
    found = specification.MATCHDAY.fullmatch(round_name) if round_name else None
    return int(found["number"] or found["other"]) if found else None


def _rounds(entries: Sequence[Entry]) -> Mapping[str, list[date]]:
    """The days of each numbered round, as far as they can be read."""
    rounds: dict[str, list[date]] = defaultdict(list)
    for entry in entries:
        if entry.round and _number(entry.round) and isinstance(entry.value, dict):
            try:
                day = _date(entry.value)
            except UnreadableCell:  # its own row says so
                continue
            rounds[entry.round].append(day)
    return rounds


def _opening(rounds: Mapping[str, list[date]]) -> date | None:
    return min((day for name, days in rounds.items() if _number(name) == 1 for day in days), default=None)


def _note_drift(found: Object, entries: Sequence[Entry], reading: Reading) -> None:
    used = {name for entry in entries if isinstance(entry.value, dict) for name in entry.value}
    note_unknown(reading, found, specification.DOCUMENT_FIELDS)
    note_unknown(reading, used, specification.MATCH_FIELDS | specification.ROUND_FIELDS)


def _note_gaps(entries: Sequence[Entry], rounds: Mapping[str, list[date]], moment: datetime, reading: Reading) -> None:
    """In a league every club plays in every round; one that is over must be whole."""
    clubs = {_named(entry.value, side) for entry in entries for side in ("team1", "team2")} - {None}
    matches = len(clubs) // 2
    for name, days in rounds.items():
        if len(days) < matches and max(days) < moment.date():
            reason = f"{name} has {len(days)} matches, and {len(clubs)} clubs would play {matches}"
            reading.note(ParkedKind.INCOMPLETE, name, reason)


def _named(value: object, side: str) -> str | None:
    try:
        return _team(value, side) if isinstance(value, dict) else None
    except UnreadableCell:
        return None
