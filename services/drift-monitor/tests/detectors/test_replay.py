"""The rule replayed over recorded seasons: quiet years stay quiet, the empty stadiums of 2020/21 are seen."""

import csv
import os
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import pytest

from touchline.drift_monitor.detectors.rule import DriftVerdict, SettledMatch, judge_each, watch
from touchline.football.outcome import Outcome

RECORDED = os.environ.get("TOUCHLINE_RECORDED", "")
FORMATS = ("%d/%m/%y", "%d/%m/%Y", "%d-%m-%Y")

pytestmark = [
    pytest.mark.recorded,
    pytest.mark.skipif(not RECORDED, reason="TOUCHLINE_RECORDED names no folder of recorded documents"),
]


def day_of(text: str) -> date:
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise ValueError(f"no date: {text}")


def season(first_year: int) -> list[tuple[date, SettledMatch]]:
    name = f"E0_{first_year % 100:02d}{(first_year + 1) % 100:02d}.csv"
    text = (Path(RECORDED) / "football-data.co.uk" / "E0" / name).read_text(encoding="latin-1")
    rows = [row for row in csv.DictReader(text.splitlines()) if row.get("HomeTeam")]
    return sorted(
        ((day_of(row["Date"]), SettledMatch(Outcome.of(int(row["FTHG"]), int(row["FTAG"])))) for row in rows),
        key=lambda dated: dated[0],
    )


def alarms(first: int, last: int) -> Iterator[tuple[date, DriftVerdict]]:
    dated = [match for year in range(first, last + 1) for match in season(year)]
    days = [(day, [match for _, match in matches]) for day, matches in groupby(dated, key=lambda dated: dated[0])]
    for number, verdict in watch(matches for _, matches in days):
        yield days[number][0], verdict


def test_no_season_up_to_2019_20_raises_an_alarm() -> None:
    assert list(alarms(2000, 2019)) == []


def test_the_empty_stadiums_raise_one_alarm_in_the_spring_of_2021() -> None:
    ((day, verdict),) = alarms(2014, 2022)
    assert day == date(2021, 5, 16)
    assert verdict.statistic == "psi_outcome"
    assert verdict.p_value is not None
    assert verdict.p_value < 0.0005


def test_the_season_2018_19_as_a_whole_stays_well_below_the_threshold() -> None:
    matches = [match for year in range(2013, 2019) for _, match in season(year)]
    (verdict,) = judge_each(matches)
    assert verdict.value < 0.75 * verdict.threshold
