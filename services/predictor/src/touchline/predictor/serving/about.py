"""Routes about teams, models and how good predictions have been."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Query, Response

from touchline.predictor.serving import about_examples as examples
from touchline.predictor.serving.guarding import Guarded
from touchline.predictor.serving.models import answer_models
from touchline.predictor.serving.performance import answer_performance
from touchline.predictor.serving.reports import Reports
from touchline.predictor.serving.seasons import Seasons
from touchline.predictor.serving.state import State
from touchline.predictor.serving.teams import answer_team


def about(state: State, reports: Reports, seasons: Seasons) -> APIRouter:
    """Under /v1 alone: `/models` and `/performance` without it are pages for people."""
    router = APIRouter(tags=["football"], prefix="/v1", route_class=Guarded)

    @router.get("/teams/{team_id}", responses=examples.TEAM)
    async def team(team_id: Annotated[str, Path(min_length=1, max_length=160)]) -> Response:
        """A team: its place in the table, its last and coming matches, its strengths with the vector behind them."""
        return _json(await answer_team(state, reports, seasons, team_id))

    @router.get("/performance", responses=examples.PERFORMANCE)
    async def performance(
        competition: Annotated[str | None, Query(min_length=1, max_length=32)] = None,
    ) -> Response:
        """How good sealed predictions have been once matches were over, beside the market's closing prices.

        Each match counts once, with the last prediction sealed before it began. Scores are means, lower is better;
        `base_rates` is the ranked probability score of somebody who knows only how often home teams win.
        """
        return _json(await answer_performance(state, competition))

    @router.get("/models", responses=examples.MODELS)
    async def models() -> Response:
        """The model that answers here, and what was decided about others."""
        return _json(answer_models(state))

    return router


def _json(answer: dict[str, object]) -> Response:
    return Response(orjson.dumps(answer), media_type="application/json")
