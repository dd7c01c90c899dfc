"""A folder of tables shows each match from the moment its result was known, and its files whole when all are."""

from datetime import UTC, datetime
from pathlib import Path

from touchline.sandbox.providers import football_datasets, kaggle
from touchline.sandbox.providers.provider import DERIVED, REAL
from touchline.sandbox.providers.tables import Tables

SEASON = b"Date,HomeTeam,AwayTeam,FTHG\n2019-08-10,Arsenal,Chelsea,2\n2019-08-17,Chelsea,Arsenal,0\n"
PATH = "premier-league/season-1920.csv"


def provider(folder: Path, path: str = f"football-datasets/{PATH}", content: bytes = SEASON) -> Path:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(content)
    return folder


def shown(tables: Tables | None, path: str, moment: datetime) -> tuple[bytes, str] | None:
    assert tables
    served = tables.answer(path, moment, {})
    return (served.content, served.provenance) if served else None


def test_a_match_without_a_time_is_shown_from_the_next_midnight(tmp_path: Path) -> None:
    tables = football_datasets.recorded(provider(tmp_path))
    assert shown(tables, PATH, datetime(2019, 8, 10, 23, 59, tzinfo=UTC)) is None
    assert shown(tables, PATH, datetime(2019, 8, 11, tzinfo=UTC)) == (SEASON[: SEASON.rindex(b"2019")], DERIVED)
    assert shown(tables, PATH, datetime(2019, 8, 18, tzinfo=UTC)) == (SEASON, REAL)


def test_a_source_without_recorded_documents_is_none(tmp_path: Path) -> None:
    assert football_datasets.recorded(tmp_path) is None
    assert kaggle.recorded(tmp_path) is None


def test_of_the_kaggle_archive_the_tables_of_matches_are_served(tmp_path: Path) -> None:
    row = b",Date,HomeTeam\n0,2000-08-19,Arsenal\n"
    for name in ("2000-01.csv", "final_dataset.csv", "EPLStandings.csv", "test.csv"):
        provider(tmp_path, f"kaggle-epl/Datasets/{name}", row)
    tables = kaggle.recorded(tmp_path)
    assert tables
    assert sorted(tables.files) == ["Datasets/2000-01.csv", "Datasets/final_dataset.csv"]
    assert shown(tables, "Datasets/final_dataset.csv", datetime(2020, 1, 1, tzinfo=UTC)) == (row, REAL)
