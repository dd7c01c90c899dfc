"""What the product with odds says of a match, or why it says nothing."""

from typing import Any

from touchline.football import markets
from touchline.predictor.prediction.forecast import grid_of
from touchline.predictor.prediction.markets import markets_of
from touchline.predictor.serving.state import State
from touchline.schemas.records import MatchPrediction

NOT_SEALED = "prices are read for planned matches, when they are sealed"
NO_PRICES = "no prices were known when it was sealed"
EITHER = f"{NO_PRICES}, or its model has no product with odds"


def with_odds_of(state: State, row: MatchPrediction) -> dict[str, Any]:
    """The block of a sealed prediction; which prices it was told is named by its lineage."""
    if row.grid_with_odds is None:
        return nothing_with_odds(_reason(state, row))
    home, draw, away = markets.result(grid_of(row.grid_with_odds)).tolist()
    return {
        "probabilities": {"home": home, "draw": draw, "away": away},
        **markets_of(tuple(row.grid_with_odds)),
        "prices": f"/v1/predictions/{row.prediction_id}/lineage",
        "reason": None,
    }


def nothing_with_odds(reason: str) -> dict[str, Any]:
    """The block where there is nothing to say.

    >>> nothing_with_odds("no prices")["reason"]
    'no prices'
    """
    return {"probabilities": None, "markets": None, "grid": None, "prices": None, "reason": reason}


def _reason(state: State, row: MatchPrediction) -> str:
    """Of a model that is not served any more nobody remembers whether it had the product."""
    served = state.served
    if served is None or served.model.manifest.version != row.model_version:
        return EITHER
    return f"model {row.model_version} has no product with odds" if served.model.with_odds is None else NO_PRICES
