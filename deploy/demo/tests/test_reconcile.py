"""The accounts of what sources state, over tables in memory."""

import json
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, cast

from touchline.demo.platform import Platform
from touchline.demo.reconcile import STATED, Evidence, matches, people, predictions
from touchline.demo.topics import Carried
from touchline.schemas import topics
from touchline.schemas.records import (
    Availability,
    AvailabilityStatus,
    Match,
    MatchPrediction,
    MatchStatus,
    PlayerPrediction,
    Provenance,
)

NOON = datetime(2019, 8, 17, 12, tzinfo=UTC)


class Tables:
    """Answers a query by the table that it names."""

    def __init__(self, **held: list[tuple[Any, ...]]) -> None:
        self.held = held

    def rows(self, query: str, arguments: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self.held.get(query.split(" FROM ")[1].split()[0], [])


def evidence(tables: Tables, *rows: Any) -> Evidence:
    """These rows in their topics, beside these tables."""
    carried = {topic.name: Carried([row for row in rows if type(row) is topic.record], 0) for topic in topics.TOPICS}
    return Evidence(cast(Platform, tables), carried)


def stated(record: type[Any], **about: Any) -> Any:
    """A record with what a test is about."""
    times = {"event_time": NOON, "available_at": NOON, "recorded_at": NOON, "revision": 1}
    usual = {"pool": "ENG", "document": "d", "provenance": Provenance.REAL, **times}
    return record(**{one.name: (usual | about).get(one.name) for one in fields(record)})


def result(source: str, goals: tuple[int, int], **about: Any) -> Match:
    """What a source says of ash v birch."""
    home, away = goals
    head = {"match_id": "E0:2019-20:ash:birch", "status": MatchStatus.PLAYED, "kick_off_known": True}
    key = {"source": source, "document_key": f"{source}/season", "home_goals": home, "away_goals": away}
    match: Match = stated(Match, **head | key | about)
    return match


def test_what_is_held_as_it_was_stated_is_even_and_what_is_missing_is_lost() -> None:
    said = stated(Availability, player_id="p1", document_key="k", status=AvailabilityStatus.INJURED, reason="Knock")
    row = ("p1", "k", NOON.replace(tzinfo=None), None, "Knock", None, None, 1)
    assert people(evidence(Tables(availability=[row]), said, said)) == people(evidence(Tables()))
    assert people(evidence(Tables(), said)).lost == 1


def test_every_table_of_what_is_stated_has_an_account() -> None:
    with_tables = {topic for topic in topics.TOPICS if "feature-store" in topic.consumers}
    with_tables -= {topics.TEAMS, topics.MATCHES, topics.ODDS}  # whose accounts are their own
    assert set(STATED) == with_tables


def test_the_public_result_is_what_all_documents_come_to_not_what_one_of_them_says() -> None:
    believed, other = result("football-data", (2, 1)), result("kaggle", (0, 0))
    assertions = [(one.match_id, one.document_key, one.revision) for one in (believed, other)]
    held = {"assertions": assertions, "watched_results": assertions}
    id = believed.match_id
    right = Tables(pub_matches=[(id, 2, 1, "football-data", "d")], watched_matches=[(id, 2, 1)], **held)
    wrong = Tables(pub_matches=[(id, 0, 0, "kaggle", "d")], watched_matches=[(id, 0, 0)], **held)
    assert matches(evidence(right, other, believed)).lost == 0
    assert matches(evidence(wrong, other, believed)).lost == 2


def test_an_awarded_match_stands_in_no_table_of_played_ones() -> None:
    awarded = replace(result("football-data", (3, 0)), status=MatchStatus.AWARDED)
    held = [(awarded.match_id, awarded.document_key, 1)]
    assert matches(evidence(Tables(assertions=held, watched_results=held), awarded)).details == ()


class Cached(Tables):
    """The same beside a cache."""

    def __init__(self, cache: dict[str, bytes], **held: list[tuple[Any, ...]]) -> None:
        super().__init__(**held)
        self.cache = cache

    @property
    def redis(self) -> "Cached":
        return self

    def scan_iter(self, pattern: str, count: int) -> list[bytes]:
        return [key.encode() for key in self.cache if key.startswith(pattern.removesuffix("*"))]

    def mget(self, keys: list[bytes]) -> list[bytes]:
        return [self.cache[key.decode()] for key in keys]


def test_a_grid_is_the_same_to_the_last_bit_in_topic_ledger_and_cache() -> None:
    grid = [0.1 + 0.2, 5e-324, 0.7]
    row = stated(MatchPrediction, prediction_id="p", match_id="m", seal="s", grid=grid, grid_with_odds=grid)

    def differences(ledger: list[float] | None, cache: list[float] | None) -> tuple[str, ...]:
        held = [("p", "s", None if ledger is None else json.dumps(ledger), json.dumps(grid))]
        answers = {"answers:match:m": json.dumps({"revision": 1, "grid": cache, "grid_with_odds": grid}).encode()}
        return predictions(evidence(Cached(answers, predictions=held, watched_predictions=[("p",)]), row)).details

    assert differences(grid, grid) == ()
    assert len(differences([0.3, *grid[1:]], grid)) == 1
    assert len(differences(grid, [0.3, *grid[1:]])) == 1
    assert len(differences(None, None)) == 2


def test_a_forecast_of_players_that_misses_one_of_them_or_comes_twice_is_named() -> None:
    rows = [stated(PlayerPrediction, forecast_id="f1", player_id=player, seal="s1") for player in ("p1", "p2")]
    tables = Cached({}, player_forecasts=[("f1", "s1", 2)], watched_forecasts=[("f1",)])
    assert predictions(evidence(tables, *rows)) == predictions(evidence(Cached({})))
    assert predictions(evidence(tables, rows[0])).lost == 1
    assert predictions(evidence(tables, *rows, rows[0])).doubled == 1
    assert predictions(evidence(tables)).lost == 1
    assert predictions(evidence(Cached({}, player_forecasts=[("f1", "s1", 2)]), *rows)).lost == 1
