"""Players' histories: what stands in a row was known at the deadline of its gameweek, and nothing later."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from touchline.feature_store.features.people.remembered import PlayerState
from touchline.feature_store.features.people.rows import player_values
from touchline.feature_store.people import serving
from touchline.feature_store.people.versions import Told, versions_of
from touchline.feature_store.player_history.command import player_history, run
from touchline.feature_store.player_history.deadlines import gameweeks
from touchline.feature_store.player_history.served import serve
from touchline.feature_store.player_history.strengths import strengths
from touchline.feature_store.player_history.table import FEATURES, Known, history
from touchline.football.player_meeting import UNHEARD
from touchline.runtime.errors import Refused
from touchline.schemas.records import Availability, PlayerMatch

from .messages import write_messages
from .people import NOON, availability, player, player_match

DAY, WEEK = timedelta(days=1), timedelta(days=7)
TEAMS = ("ash", "birch", "cedar")


def row(week: int, opponent: str, after: timedelta = timedelta(), **changes: Any) -> PlayerMatch:
    """A match of Ash's in a gameweek, known on the day after."""
    kick_off = NOON + week * WEEK + after
    about: dict[str, Any] = {
        "match_id": f"E0:2019-20:ash:{opponent}",
        "opponent_id": opponent,
        "document_key": f"fpl-archive/data/2019-20/gws/gw{week + 1}.csv",
        "source": "fpl-archive",
        "event_time": kick_off,
        "available_at": kick_off + DAY,
        "points": 6,
        "assists": 0,
    }
    return player_match(**(about | changes))


def table_of(rows: Sequence[PlayerMatch], words: Sequence[Availability] = ()) -> list[dict[str, Any]]:
    told = [first_word(one) for one in (*rows, *words)]
    versions = [
        version
        for kind in (PlayerMatch, Availability)
        for version in versions_of(one for one in told if isinstance(one.record, kind))
    ]
    table: pa.Table = history(rows, Known(serve(versions), strengths([])))
    return table.to_pylist()


def first_word(record: Any) -> Told:
    """A complete document's."""
    return Told(record, f"{record.document_key} {record.event_time}", record.available_at)


def test_a_gameweek_begins_with_its_first_match_and_counts_those_of_each_team() -> None:
    weeks = gameweeks([row(0, "birch", 2 * DAY), row(0, "cedar"), row(1, "birch")])
    first = weeks["fpl-archive/data/2019-20/gws/gw1.csv"]
    assert (first.number, first.deadline, dict(first.matches)) == (1, NOON, {"ash": 2})


def test_both_matches_of_a_double_gameweek_know_only_what_came_before_the_first() -> None:
    double = [row(1, "birch", minutes=90, goals=3), row(1, "cedar", 3 * DAY, minutes=10)]
    _, one, two = table_of([row(0, "dogwood", minutes=45, goals=0), *double])
    assert one["minutes_last"] == two["minutes_last"] == 45.0
    assert one["goals_last_5"] == two["goals_last_5"] == 0.0
    assert one["matches_in_gameweek"] == two["matches_in_gameweek"] == 2.0


def test_what_happens_in_a_gameweek_changes_no_vector_of_it() -> None:
    before = [row(0, "birch"), row(1, "cedar")]
    after = [before[0], replace(before[1], minutes=0, goals=0, points=0, price=11.0)]
    for one, other in zip(table_of(before), table_of(after), strict=True):
        assert [one[name] for name in FEATURES] == [other[name] for name in FEATURES]


@pytest.mark.parametrize(("said_after", "chance"), [(-DAY, 0.0), (timedelta(hours=1), 1.0)])
def test_a_word_counts_from_the_moment_on_at_which_it_was_known(said_after: timedelta, chance: float) -> None:
    said_at: datetime = NOON + WEEK + said_after
    word = availability(source="absences", document_key="absences/1920", event_time=said_at, available_at=said_at)
    rows = table_of([row(0, "birch"), row(1, "cedar")], [word])
    assert [one["chance"] for one in rows] == [1.0, chance]


def test_a_player_of_whom_nothing_was_said_has_the_priors() -> None:
    [only] = table_of([row(0, "birch")])
    assert (only["minutes_expected"], only["price_known"]) == (33.1, 0.0)


def test_it_does_not_matter_in_how_many_parts_the_past_is_replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row(week, opponent) for week, opponent in enumerate(("birch", "cedar", "dogwood", "elder"))]
    whole = table_of(rows)
    monkeypatch.setattr(serving, "PART", 1)
    assert table_of(rows) == whole


def asked(folder: Path, out: Path, competition: str = "E0") -> Namespace:
    """What the command line would ask."""
    return Namespace(records=folder, competition=competition, out=out)


def said() -> list[Any]:
    """A player, two matches of his, and a word on him."""
    listed = player(source="fpl-archive", document_key="fpl-archive/players", available_at=NOON - DAY)
    word = availability(source="absences", document_key="absences/absences_1920.csv", available_at=NOON - DAY)
    return [listed, row(0, "birch"), row(1, "cedar", minutes=20), word]


def test_files_of_messages_become_a_table(tmp_path: Path) -> None:
    records, out = write_messages(tmp_path / "records", said()), tmp_path / "out" / "history.parquet"
    assert "2 matches" in run(asked(records, out))
    table = pq.read_table(out)
    assert table["happened_minutes"].to_pylist() == [90, 20]
    assert table["midfielder"].to_pylist() == [1.0, 1.0]


def test_a_table_is_made_again_only_of_other_messages(tmp_path: Path) -> None:
    records, out = tmp_path / "records", tmp_path / "history.parquet"
    run(asked(write_messages(records, said()), out))
    assert "nothing has changed" in run(asked(records, out))
    assert "3 matches" in run(asked(write_messages(records, [*said(), row(2, "dogwood")]), out))


def test_what_no_archive_says_makes_no_history(tmp_path: Path) -> None:
    """A provider's own numbers of a running season name no gameweek, and their words would move every figure."""
    live = row(2, "dogwood", source="fpl", document_key="fpl/event/3/live")
    word = availability(available_at=NOON - DAY)
    tables = [
        player_history(write_messages(tmp_path / name, records), "E0")
        for name, records in (("archives", said()), ("all", [*said(), live, word]))
    ]
    assert tables[0].equals(tables[1])


@pytest.mark.parametrize(("competition", "why"), [("E1", "no player's match of E1"), ("XX", "no competition")])
def test_a_competition_without_players_is_refused(tmp_path: Path, competition: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        run(asked(write_messages(tmp_path / "records", said()), tmp_path / "history.parquet", competition))


def test_a_folder_without_messages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no whole set of messages"):
        run(asked(tmp_path, tmp_path / "history.parquet"))


def test_who_was_never_heard_of_stands_at_the_priors_of_the_fold() -> None:
    assert player_values(PlayerState(), None).values() == UNHEARD.values
