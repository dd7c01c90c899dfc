"""Absences as they would have stood on a day: an end that lies ahead is nobody's to know."""

from datetime import UTC, datetime
from pathlib import Path

from touchline.sandbox.providers import absences
from touchline.sandbox.providers.provider import DERIVED, REAL, Served

HEADER = "season,details,from,until,days,games,reason,player,url"
SHORT = "1920,Knee Injury,2019-08-20,2019-09-01,12,2,injury,Made Up,/made-up/profil/spieler/7"
LONG = "1920,Hip Injury,2019-08-25,2019-12-24,121,14,injury,Made Up,/made-up/profil/spieler/7"


def answer(folder: Path, at: datetime) -> Served | None:
    (folder / "absences").mkdir(exist_ok=True)
    (folder / "absences" / "absences_1920.csv").write_text("\n".join([HEADER, SHORT, LONG, ""]))
    provider = absences.recorded(folder)
    assert provider is not None
    return provider.answer("absences_1920.csv", at, {})


def test_an_absence_shows_on_the_day_after_it_began_and_without_its_end(tmp_path: Path) -> None:
    assert answer(tmp_path, datetime(2019, 8, 20, 23, tzinfo=UTC)) is None
    served = answer(tmp_path, datetime(2019, 8, 21, tzinfo=UTC))
    assert served is not None
    assert served.content.decode().splitlines() == [HEADER, SHORT.replace("2019-09-01,12,2", ",,")]
    assert served.provenance == DERIVED


def test_an_absence_that_is_over_shows_its_end_and_one_that_goes_on_does_not(tmp_path: Path) -> None:
    served = answer(tmp_path, datetime(2019, 9, 2, tzinfo=UTC))
    assert served is not None
    assert served.content.decode().splitlines() == [HEADER, SHORT, LONG.replace("2019-12-24,121,14", ",,")]


def test_the_whole_season_is_the_recorded_file(tmp_path: Path) -> None:
    served = answer(tmp_path, datetime(2020, 7, 1, tzinfo=UTC))
    assert served is not None
    assert (served.provenance, served.content) == (REAL, (tmp_path / "absences" / "absences_1920.csv").read_bytes())
