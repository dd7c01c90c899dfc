"""Which forecast of players is scored, on whose word, and beside what."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import pytest
from watched_matches import NOW, SATURDAY, played
from watched_players import HOUR, MATCH, forecast, forecast_row, line, said

from touchline.drift_monitor.ports import Unsettled
from touchline.drift_monitor.settler import settle_pool
from touchline.drift_monitor.settling_players import (
    GOALS,
    MINUTES,
    POINTS,
    Forecast,
    Line,
    believed,
    player_settlement_of,
    said_of,
)
from touchline.football.player_inputs import VECTOR
from touchline.schemas.records import PlayerSettlement, Provenance


def test_errors_are_root_mean_squares_over_the_players_of_whom_lines_tell() -> None:
    forecasts = [forecast(a=said(minutes=80, goals=0.5, points=4, last_5=2), b=said(minutes=10, goals=0, points=1))]
    lines = [line("a", 90, 1, 6), line("b", 0, 0, 0), line("of another squad", 90, 3, 17)]
    found = player_settlement_of(played(), forecasts, lines, NOW)
    assert found is not None
    assert found.players == 2
    assert found.minutes_error == pytest.approx(((10**2 + 10**2) / 2) ** 0.5)
    assert found.minutes_error_last_5 == pytest.approx(((8**2 + 10**2) / 2) ** 0.5)
    assert found.goals_error == pytest.approx((0.5**2 / 2) ** 0.5)
    assert found.points_error == pytest.approx(((2**2 + 1) / 2) ** 0.5)
    assert (found.event_time, found.available_at) == (SATURDAY, SATURDAY + 24 * HOUR)


def test_the_last_forecast_before_the_actual_kick_off_counts_and_players_it_left_out_do_not() -> None:
    early = forecast("early", 48 * HOUR, a=said(), gone=said())
    late, after = forecast("late", HOUR, 2, a=said()), forecast("after", -HOUR, 3, a=said())
    found = player_settlement_of(played(), [after, early, late], [line("a"), line("gone")], NOW)
    assert found is not None
    assert (found.forecast_id, found.players) == ("late", 1)
    moved = player_settlement_of(played(kick_off=SATURDAY - 24 * HOUR), [after, early, late], [line("a")], NOW)
    assert moved is not None
    assert moved.forecast_id == "early"


def test_without_a_forecast_in_time_or_a_line_nothing_is_scored() -> None:
    assert player_settlement_of(played(), [forecast("at kick-off", 0 * HOUR, a=said())], [line("a")], NOW) is None
    assert player_settlement_of(played(), [forecast(a=said())], [], NOW) is None
    assert player_settlement_of(played(), [forecast(a=said())], [line("b")], NOW) is None


def test_the_archive_is_believed_before_the_live_list_whoever_spoke_last() -> None:
    archive = line("a", minutes=90)
    live = line("a", minutes=45, source="fpl", document_key="fpl/live", available_at=SATURDAY + 72 * HOUR)
    made = line("a", minutes=1, provenance=Provenance.SIMULATED)
    for order in ([archive, live, made], [made, live, archive]):
        assert [one.minutes for one in believed(order)] == [90]
    assert [one.minutes for one in believed([live, made])] == [45]


def test_the_means_beside_it_are_those_that_were_sealed_among_the_features() -> None:
    values = [0.0] * (len(VECTOR) + 1)
    values[MINUTES], values[GOALS], values[POINTS] = 61.0, 0.2, 3.4
    assert VECTOR[POINTS] == "points_last_5"
    found = said_of(forecast_row("a", values=values))
    assert (found.minutes_last_5, found.goals_last_5, found.points_last_5) == (61.0, 0.2, 3.4)
    assert (found.minutes, found.goals, found.points) == (80.0, 0.5, 4.0)


class Books:
    """One match with news, and what is known of its players."""

    def __init__(self) -> None:
        self.forecast: list[Forecast] = []
        self.line: list[Line] = []
        self.settled: list[PlayerSettlement] = []
        self.over = False

    async def unsettled(self, pool: str) -> list[Unsettled]:
        return [Unsettled(MATCH, 1, SATURDAY + 3 * HOUR)]

    async def clear(self, seen: Sequence[Unsettled]) -> None: ...

    async def seals(self, match_ids: Collection[str]) -> list[Any]:
        return []

    async def played(self, match_ids: Collection[str]) -> list[Any]:
        return [played()] if self.over else []

    async def forecasts(self, match_ids: Collection[str]) -> list[Forecast]:
        return self.forecast

    async def lines(self, match_ids: Collection[str]) -> list[Line]:
        return self.line

    async def latest_settlements(self, match_ids: Collection[str]) -> dict[str, Any]:
        return {row.match_id: row for row in self.settled}

    async def add_settlements(self, rows: Sequence[PlayerSettlement]) -> None:
        self.settled += rows


async def test_forecast_result_and_lines_may_come_in_any_order_and_are_settled_once() -> None:
    books = Books()

    async def settle() -> list[PlayerSettlement]:
        found = await settle_pool("ENG", books, books, NOW, 0)  # type: ignore[arg-type]
        return [] if found is None else found.players

    books.line = [line("a")]
    assert await settle() == []
    books.over = True
    assert await settle() == []
    books.forecast = [forecast(a=said(), b=said())]
    [first] = await settle()
    assert (first.players, first.revision) == (1, 1)
    assert await settle() == []
    books.line = [*books.line, line("b", minutes=0)]
    [second] = await settle()
    assert (second.players, second.revision) == (2, 2)
    books.line = [replace(books.line[0], points=7), books.line[1]]  # bonus points come later
    [third] = await settle()
    assert third.points_error != second.points_error
    assert books.settled == [first, second, third]
