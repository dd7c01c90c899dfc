"""Fixtures and players' matches: the columns that the API and the archive share."""

from collections.abc import Callable, Mapping
from datetime import datetime

from touchline.normalizer.dialects.cells import UnreadableCell, number, whole_number
from touchline.normalizer.dialects.dates import utc_moment
from touchline.normalizer.dialects.fpl.numbers import points_known_at
from touchline.normalizer.dialects.fpl.specification import (
    COMPETITION,
    COUNTS,
    EXPECTED,
    MOST_EXPECTED,
    MOST_GOALS,
    POSITIONS,
    TENTHS,
)
from touchline.normalizer.dialects.meetings import check_season, meeting_between
from touchline.normalizer.dialects.rows import Counts, MatchRow, Meeting, PlayerCounts, PlayerMatchRow
from touchline.normalizer.dialects.times import result_known_at
from touchline.schemas.records import MatchStatus, Position

Cells = Mapping[str, str]
_SIDES = {"True": True, "False": False}


def truth(column: str, cell: str) -> bool:
    """True or False.

    Raises:
        UnreadableCell: anything else.
    """
    if cell not in _SIDES:
        raise UnreadableCell(column, f"expected True or False, got {cell!r}")
    return _SIDES[cell]


def meeting_at(kick_off: datetime, season: str, home: str, away: str) -> Meeting:
    """The match of two clubs, by their ids.

    Raises:
        UnreadableCell: one club twice, or a kick-off outside the season.
    """
    if home == away:
        raise UnreadableCell("team_a", f"{home} cannot play itself")
    check_season(COMPETITION, season, kick_off.date(), "kickoff_time")
    return meeting_between(COMPETITION, kick_off.date(), home, away)


def fixture_row(cells: Cells, season: str, home: str, away: str) -> MatchRow:
    """A fixture: played once the provider calls it finished, at first provisionally, until bonus points are given.

    Raises:
        UnreadableCell: no day yet, or a result that is none.
    """
    if not cells["kickoff_time"]:
        raise UnreadableCell("kickoff_time", "the match has no day yet")
    kick_off = utc_moment("kickoff_time", cells["kickoff_time"])
    over = any(truth(column, cells.get(column, "") or "False") for column in ("finished", "finished_provisional"))
    counts = _result(cells) if over else Counts()
    return MatchRow(
        meeting=meeting_at(kick_off, season, home, away),
        kick_off=kick_off,
        kick_off_known=True,
        status=MatchStatus.PLAYED if over else MatchStatus.SCHEDULED,
        counts=counts,
        referee=None,
        known_at=result_known_at(kick_off, kick_off_known=True) if over else None,
        round=cells.get("event") or None,
    )


def _result(cells: Cells) -> Counts:
    home = whole_number("team_h_score", cells.get("team_h_score", ""), MOST_GOALS)
    away = whole_number("team_a_score", cells.get("team_a_score", ""), MOST_GOALS)
    if home is None or away is None:
        raise UnreadableCell("team_h_score" if home is None else "team_a_score", "a finished match needs its result")
    return Counts(home_goals=home, away_goals=away)


def player_match(cells: Cells, meeting: Meeting, kick_off: datetime, player_id: str, at_home: bool) -> PlayerMatchRow:
    """One player in one match."""
    return PlayerMatchRow(
        meeting=meeting,
        kick_off=kick_off,
        player_id=player_id,
        at_home=at_home,
        position=position_of(cells.get("position", "")),
        counts=player_counts(cells),
        known_at=points_known_at(kick_off),
    )


def position_of(cell: str) -> Position | None:
    """Where he plays, if the cell says so.

    Raises:
        UnreadableCell: no position of a player.
    """
    if cell and cell not in POSITIONS:  # AM are the managers that could be picked in 2024/25
        raise UnreadableCell("position", f"expected GK, DEF, MID or FWD, got {cell!r}")
    return POSITIONS.get(cell)


def player_counts(cells: Cells, count: Callable[[str, str, int, int], int | None] = whole_number) -> PlayerCounts:
    """What is counted of him; minutes, goals and points must be there. `count` reads one cell, `whole_number` or the
    same with a memory.

    Raises:
        UnreadableCell: a count that cannot be.
    """
    counted = {name: count(at.column, cells.get(at.column, ""), at.most, at.least) for name, at in COUNTS.items()}
    for name in ("minutes", "goals", "points"):
        if counted[name] is None:
            raise UnreadableCell(COUNTS[name].column, f"the row has no {COUNTS[name].column}")
    expected_goals, expected_assists = (number(column, cells.get(column, ""), 0, MOST_EXPECTED) for column in EXPECTED)
    starts = count("starts", cells.get("starts", ""), 1, 0)
    price = count("value", cells.get("value", ""), 1_000, 1)
    return PlayerCounts(
        **counted,  # type: ignore[arg-type]  # minutes and goals were looked at above
        expected_goals=expected_goals,
        expected_assists=expected_assists,
        started=None if starts is None else bool(starts),
        price=None if price is None else price / TENTHS,
    )
