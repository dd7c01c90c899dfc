"""One match of a schedule, its times and what was counted."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from touchline.normalizer.dialects.cells import UnreadableCell, number, whole_number
from touchline.normalizer.dialects.dates import clock_time, iso_date
from touchline.normalizer.dialects.fbref.cells import NOTHING, Cells, goals_in
from touchline.normalizer.dialects.fbref.specification import (
    MOST_ATTENDANCE,
    MOST_EXPECTED_GOALS,
    MOST_GOALS,
    SCORE,
)
from touchline.normalizer.dialects.marks import STATUSES
from touchline.normalizer.dialects.meetings import check_season, meeting_of
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.reading import Draft
from touchline.normalizer.dialects.rows import Counts, MatchRow
from touchline.normalizer.dialects.times import LOCAL_TIMES, assumed_kick_off, next_day, result_known_at
from touchline.schemas.competitions import Competition
from touchline.schemas.records import MatchStatus

MOST_APART = timedelta(days=1)  # between a day where the match is played and the same moment in UTC


def match_of(cells: Cells, competition: Competition, season: str, names: Names, draft: Draft) -> MatchRow:
    """What a row says, home and away as at the ground; expected goals or attendance that cannot be are parked alone.

    Raises:
        UnreadableCell: a cell is not what its column promises.
    """
    day = iso_date("date", cells.get("date", NOTHING).text)
    check_season(competition, season, day, "date")
    kick_off, known = _kick_off(cells, day, competition)
    counts = _counts(cells, draft)
    status = _status(cells, counts)
    home, away = cells.get("home_team", NOTHING).name, cells.get("away_team", NOTHING).name
    return MatchRow(
        meeting=meeting_of(competition, day, home, away, names, ("home_team", "away_team")),
        kick_off=kick_off,
        kick_off_known=known,
        status=status,
        counts=counts,
        referee=cells.get("referee", NOTHING).text or None,
        known_at=_known_at(kick_off, known, counts),
        round=(cells.get("round", NOTHING).text or cells.get("gameweek", NOTHING).text)[:60] or None,
    )


def _known_at(kick_off: datetime, known: bool, counts: Counts) -> datetime | None:
    """Expected goals are computed after the match: we take them as known from the next day on, like a day's results."""
    if counts.home_goals is None:
        return None
    if counts.home_expected_goals is None and counts.away_expected_goals is None:
        return result_known_at(kick_off, known)
    return max(result_known_at(kick_off, known), next_day(kick_off.date()))


def _kick_off(cells: Cells, day: date, competition: Competition) -> tuple[datetime, bool]:
    """The moment that the page holds beside the time, else the time at the ground where its zone is known."""
    cell = cells.get("time", NOTHING)
    if cell.epoch:
        return _moment(cell.epoch, day), True
    zone = LOCAL_TIMES.get(competition.pool)
    if not cell.text or zone is None:
        return assumed_kick_off(day), False
    return datetime.combine(day, clock_time("time", cell.text), tzinfo=zone).astimezone(UTC), True


def _moment(epoch: str, day: date) -> datetime:
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    seconds = int(epoch) if epoch.isdecimal() and len(epoch) <= 11 else 0
    moment = datetime.fromtimestamp(seconds, UTC)
    if abs(moment - noon) > MOST_APART:
        raise UnreadableCell("time", f"the moment {epoch[:60]!r} is not on {day}")
    return moment


def _counts(cells: Cells, draft: Draft) -> Counts:
    home, away = _score(cells)
    counts = Counts(home_goals=home, away_goals=away)
    for read in (_expected_goals, _attendance):
        try:
            counts = replace(counts, **read(cells))
        except UnreadableCell as error:
            draft.park_part(error)
    return counts


def _expected_goals(cells: Cells) -> dict[str, float | None]:
    home, away = (
        number(column, cells.get(column, NOTHING).text, 0, MOST_EXPECTED_GOALS) for column in ("home_xg", "away_xg")
    )
    return {"home_expected_goals": home, "away_expected_goals": away}


def _attendance(cells: Cells) -> dict[str, int | None]:
    cell = cells.get("attendance", NOTHING).text.replace(",", "")
    return {"attendance": whole_number("attendance", cell, MOST_ATTENDANCE)}


def _score(cells: Cells) -> tuple[int | None, int | None]:
    """Goals without those of a shoot-out, from one cell or from two."""
    score = cells.get("score", NOTHING).text
    match = SCORE.fullmatch(score)
    if score and match is None:
        raise UnreadableCell("score", f"expected a score such as 3–1, got {score[:60]!r}")
    if match:
        return _sound(int(match[1]), int(match[2]))
    return _sound(*(goals_in(name, cells.get(name, NOTHING)) for name in ("home_goals", "away_goals")))


def _sound(home: int | None, away: int | None) -> tuple[int | None, int | None]:
    if (home is None) != (away is None) or max(home or 0, away or 0) > MOST_GOALS:
        raise UnreadableCell("score", "a result needs the goals of both sides, and no more than can be scored")
    return home, away


def _status(cells: Cells, counts: Counts) -> MatchStatus:
    """By the notes, which also tell of shoot-outs and legs; else by the result."""
    told = (word.strip(".,;").casefold() for word in cells.get("notes", NOTHING).text.split())
    said = next((STATUSES[word] for word in told if word in STATUSES), None)
    if said is not None:
        return said
    return MatchStatus.SCHEDULED if counts.home_goals is None else MatchStatus.PLAYED
