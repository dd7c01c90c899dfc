"""From a forecast to the next sealed row, or to the finding that nothing new is said."""

import dataclasses
from datetime import datetime

from touchline.predictor.prediction.fixtures import Fixture, is_coming
from touchline.predictor.prediction.forecast import Forecast
from touchline.predictor.prediction.seals import Chain, seal_of
from touchline.schemas import event_id
from touchline.schemas.records import MatchPrediction
from touchline.schemas.revision import first_of


@dataclasses.dataclass(frozen=True, slots=True)
class Champion:
    """The model that is served, and where its bundle stands."""

    name: str
    version: str
    catalogue_version: int
    snapshot: str
    bundle_key: str
    bundle_sha256: str
    revision: int


def next_seal(
    fixture: Fixture,
    forecast: Forecast,
    champion: Champion,
    *,
    before: MatchPrediction | None,
    chain: Chain,
    clock: datetime,
    incarnation: int,
    recorded_at: datetime,
) -> MatchPrediction | None:
    """The row to seal next, or None when the same model says the same about the same kick-off.

    New prices make a new row as soon as the product with odds says something else, whatever the other one says.

    Raises:
        ValueError: the match has started by the football clock; such a row must never exist.
    """
    if not is_coming(fixture.kick_off, clock):
        raise ValueError(f"{fixture.match_id} kicked off at {fixture.kick_off}, the football clock says {clock}")
    if before is not None and _says_the_same(before, fixture, forecast, champion):
        return None
    supersedes = None if before is None else before.prediction_id
    row = MatchPrediction(
        # a model that returns to the throne speaks anew: what is superseded is part of the name
        prediction_id=event_id(fixture.match_id, champion.version, fixture.revision, supersedes or ""),
        match_id=fixture.match_id,
        pool=fixture.pool,
        competition=fixture.competition,
        season=fixture.season,
        home_team=fixture.home_team,
        away_team=fixture.away_team,
        model_name=champion.name,
        model_version=champion.version,
        catalogue_version=fixture.catalogue_version,
        snapshot=champion.snapshot,
        features_revision=fixture.revision,
        document_set=fixture.document_set,
        home=forecast.home,
        draw=forecast.draw,
        away=forecast.away,
        grid=list(forecast.grid),
        supersedes=supersedes,
        previous_seal=chain.seal,
        seal="",
        event_time=fixture.kick_off,
        available_at=clock,
        recorded_at=recorded_at,
        revision=first_of(incarnation) + chain.sequence + 1,
        grid_with_odds=_cells(forecast.grid_with_odds),
    )
    return dataclasses.replace(row, seal=seal_of(row))


def _says_the_same(before: MatchPrediction, fixture: Fixture, forecast: Forecast, champion: Champion) -> bool:
    said = (before.model_version, before.event_time, before.grid, before.grid_with_odds)
    return said == (champion.version, fixture.kick_off, list(forecast.grid), _cells(forecast.grid_with_odds))


def _cells(grid: tuple[float, ...] | None) -> list[float] | None:
    return None if grid is None else list(grid)
