"""What a season still holds: who is in it, what remains, and which grid each remaining match gets."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from blends import NOON
from known_facts import DAY
from known_season import CLUBS, COMING, LISTED, PAIRS, PLAYED, asserted, season_facts, season_state

from touchline.football.leagues import league_of
from touchline.football.meeting import as_they_stand
from touchline.predictor.prediction.season import Known, NotWhole, Origin, far_from, grids_of, season_from
from touchline.schemas.records import Match, MatchStatus, Provenance

LEAGUE = league_of("E0", "2019/20")
FAR = far_from(NOON)


@pytest.fixture
def told() -> list[Match]:
    return season_facts().matches


@pytest.fixture
def known(make: Any) -> Known:
    state = season_state(make)
    teams = {team: row.values for (team, _), row in state.snapshots.items()}
    return Known(state.latest, season_facts().vectors, teams, FAR)


def test_matches_that_nobody_has_listed_yet_are_known_since_the_clubs_are(told: list[Match]) -> None:
    season = season_from(LEAGUE, told)
    assert season.teams == tuple(CLUBS)
    assert (len(season.played), len(season.dated), len(season.undated)) == (PLAYED, LISTED - PLAYED, 380 - LISTED)
    assert set(season.undated) == set(PAIRS[LISTED:])


def test_a_match_called_off_has_no_day_until_somebody_names_one(told: list[Match]) -> None:
    told[PLAYED] = asserted(PLAYED, status=MatchStatus.POSTPONED)
    season = season_from(LEAGUE, told)
    assert PAIRS[PLAYED] in season.undated
    later = asserted(PLAYED, source="openfootball", document_key="later", event_time=NOON + 30 * DAY, available_at=NOON)
    assert PAIRS[PLAYED] not in season_from(LEAGUE, [*told, later]).undated


def test_an_awarded_match_counts_for_the_table_and_is_counted(told: list[Match]) -> None:
    told[0] = asserted(0, status=MatchStatus.AWARDED, home_goals=3, away_goals=0)
    season = season_from(LEAGUE, told)
    first = next(one for one in season.played if (one.home, one.away) == PAIRS[0])
    assert (season.awarded, first.home_goals) == (1, 3)


@pytest.mark.parametrize("status", [MatchStatus.CANCELLED, MatchStatus.AWARDED])
def test_a_match_that_will_never_have_a_result_stops_the_simulation(told: list[Match], status: MatchStatus) -> None:
    told[PLAYED] = asserted(PLAYED, status=status)
    with pytest.raises(NotWhole, match="1 matches are cancelled or awarded"):
        season_from(LEAGUE, told)


def test_clubs_that_nobody_has_named_yet_are_counted() -> None:
    with pytest.raises(NotWhole, match="name 2 clubs and 1 matches so far: 379 are missing"):
        season_from(LEAGUE, [asserted(0)])
    with pytest.raises(NotWhole, match="name 0 clubs"):
        season_from(LEAGUE, [])


def test_a_club_too_many_stops_the_simulation(told: list[Match]) -> None:
    other = asserted(0, match_id=f"E0:2019-20:x:{CLUBS[0]}", home_team="x", away_team=CLUBS[0])
    with pytest.raises(NotWhole, match=r"name 21 clubs and 341 matches so far$"):
        season_from(LEAGUE, [*told, other])


def test_a_play_off_between_two_clubs_of_the_league_is_none_of_its_matches(told: list[Match]) -> None:
    final = replace(told[0], match_id=f"{told[0].match_id}:2", home_goals=9)
    assert season_from(LEAGUE, [*told, final]) == season_from(LEAGUE, told)


def test_one_simulated_document_marks_the_season_unless_a_real_one_says_the_same(told: list[Match]) -> None:
    simulated = {"provenance": Provenance.SIMULATED, "document_key": "made-up"}
    assert season_from(LEAGUE, [*told, asserted(0, **simulated)]).provenance is Provenance.REAL
    assert season_from(LEAGUE, [*told, asserted(LISTED, **simulated)]).provenance is Provenance.SIMULATED
    told[3] = asserted(3, provenance=Provenance.DERIVED)
    assert season_from(LEAGUE, told).provenance is Provenance.DERIVED


def test_grids_come_from_the_seal_then_the_vector_then_both_teams(told: list[Match], known: Known, make: Any) -> None:
    season, model = season_from(LEAGUE, told), make.model()
    grids = grids_of(season, known, model)
    assert grids.origins == {Origin.SEALED: 1, Origin.VECTOR: 38, Origin.AS_THEY_STAND: 41}
    given = {(one.home, one.away): one.grid for one in grids.remaining}
    assert set(given) == set(PAIRS[PLAYED:])
    assert given[PAIRS[PLAYED]].reshape(-1).tolist() == known.sealed[COMING[0]].grid
    by_vector = model.predict_grids(np.array([known.vectors[COMING[1]]]))[0]
    assert given[PAIRS[PLAYED + 1]] == pytest.approx(by_vector, abs=1e-12)
    for place, kick_off in ((LISTED - 1, asserted(LISTED - 1).event_time), (LISTED, FAR)):
        home, away = PAIRS[place]
        standing = as_they_stand(known.teams[home], known.teams[away], kick_off)
        assert given[home, away] == pytest.approx(model.predict_grids(np.array([standing]))[0], abs=1e-12)


def test_a_seal_on_another_kick_off_or_without_a_grid_is_not_used(told: list[Match], known: Known, make: Any) -> None:
    season, row = season_from(LEAGUE, told), known.sealed[COMING[0]]
    assert grids_of(season, known, make.model("2")).versions == {"1", "2"}
    for other in (replace(row, grid=None), replace(row, event_time=row.event_time + DAY)):
        grids = grids_of(season, replace(known, sealed={COMING[0]: other}), make.model("2"))
        assert (grids.origins[Origin.SEALED], grids.versions) == (0, {"2"})


def test_a_club_without_features_is_named(told: list[Match], known: Known, make: Any) -> None:
    teams = {team: values for team, values in known.teams.items() if team != CLUBS[4]}
    with pytest.raises(NotWhole, match=f"no features of {CLUBS[4]} "):
        grids_of(season_from(LEAGUE, told), replace(known, teams=teams), make.model())


def test_a_season_that_is_over_needs_no_model_to_say_how_it_ended(known: Known, make: Any) -> None:
    told = [asserted(0, **_ended(place)) for place in range(len(PAIRS))]
    grids = grids_of(season_from(LEAGUE, told), known, make.model())
    assert (grids.remaining, dict(grids.origins), grids.versions) == ((), {}, frozenset())


def _ended(place: int) -> dict[str, Any]:
    home, away = PAIRS[place]
    return {"match_id": f"E0:2019-20:{home}:{away}", "home_team": home, "away_team": away}
