"""Of what a document says again and again the latest word stands, and everything that it tells apart stays apart."""

from dataclasses import replace
from pathlib import Path

from touchline.feature_store.latest import latest
from touchline.schemas.records import Availability, PlayerMatch

from .messages import write_messages
from .people import availability, player_match


def test_the_greatest_revision_of_a_documents_word_stands(tmp_path: Path) -> None:
    first = player_match(goals=1, revision=1)
    words = [first, replace(first, goals=3, revision=3), replace(first, goals=2, revision=2)]
    assert [one.goals for one in latest(write_messages(tmp_path, words), PlayerMatch, "ENG")] == [3]


def test_another_documents_word_stands_beside_it(tmp_path: Path) -> None:
    words = [player_match(goals=1), player_match(goals=2, document_key="fpl-archive/other")]
    assert len(latest(write_messages(tmp_path, words), PlayerMatch, "ENG")) == 2


def test_two_injuries_of_one_player_on_one_day_are_two(tmp_path: Path) -> None:
    words = [availability(reason="Knee injury"), availability(reason="Head injury")]
    assert len(latest(write_messages(tmp_path, words), Availability, "ENG")) == 2


def test_other_pools_and_other_records_are_left_out(tmp_path: Path) -> None:
    words = [player_match(pool="ENGW"), availability(), player_match(match_id="E0:2019-20:ash:cedar")]
    assert [one.match_id for one in latest(write_messages(tmp_path, words), PlayerMatch, "ENG")] == [
        "E0:2019-20:ash:cedar"
    ]
