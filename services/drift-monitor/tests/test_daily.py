"""The report of a day: what people read and what programs read say the same."""

import json
from datetime import date

import numpy as np

from touchline.drift_monitor.daily import Daily, Event, PoolReport, as_json, as_page, features_of
from touchline.drift_monitor.detectors.rule import WINDOW, SettledMatch, judge_each
from touchline.drift_monitor.quality import Quality
from touchline.football.outcome import Outcome

SHOTS = 13  # a column that is moved


def vectors() -> list[tuple[float, ...]]:
    made = np.random.default_rng(2).normal(size=(WINDOW + 800, 20))
    made[-WINDOW:, SHOTS] += 2.0
    made[:, 0] = np.nan
    return [tuple(row) for row in made.tolist()]


def day() -> Daily:
    matches = [SettledMatch(outcome) for outcome in (Outcome.HOME, Outcome.DRAW, Outcome.AWAY)] * 400
    england = PoolReport("ENG", 1180, Quality(200, 0.2, 0.19, {}), judge_each(matches), features_of(vectors()))
    spain = PoolReport("ESP", 12, None, [], [])
    event = Event("all", True, "2020-06-24T19:00:00", "home teams win less")
    return Daily(date(2020, 6, 25), [england, spain], {"home-less": 0.4}, [event])


def test_what_moved_farthest_and_what_is_missing_stand_first_in_the_page() -> None:
    page = as_page(day())
    rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")]
    features = [one.feature for one in features_of(vectors())]
    assert rows[:3] == ["feature", features[0], features[SHOTS]]
    assert "sealed 0.2000, closing odds 0.1900" in page
    assert "* 2020-06-24 `all`: home teams win less" in page
    assert "Too few matches for the rule." in page.split("## ESP")[1]


def test_programs_find_every_feature_and_null_where_nothing_is_known() -> None:
    told = json.loads(as_json(day()), parse_constant=lambda name: (_ for _ in ()).throw(ValueError(name)))
    england, spain = told["pools"]
    assert told["day"] == "2020-06-25"
    assert len(england["features"]) == 20
    assert england["features"][0]["distance"] is None
    assert england["features"][SHOTS]["far"]
    assert england["verdicts"][0]["statistic"] == "psi_outcome"
    assert (spain["quality"], spain["features"]) == (None, [])


def test_fewer_matches_than_a_window_and_one_more_compare_nothing() -> None:
    assert features_of(vectors()[:WINDOW]) == []
