"""Which page stands where."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from touchline.predictor.pages.coming import cards_of, unpredicted
from touchline.predictor.pages.match import drawn_scores, match_page
from touchline.predictor.pages.origins import document_page, origin_page
from touchline.predictor.pages.performance import drawn, performance_page
from touchline.predictor.pages.problems import PAGES
from touchline.predictor.pages.rendering import asset_answer, drawing, page
from touchline.predictor.pages.table import table_page
from touchline.predictor.pages.team import team_page
from touchline.predictor.serving.answering import standing_of, whole
from touchline.predictor.serving.explaining import Explainer
from touchline.predictor.serving.facts import Facts
from touchline.predictor.serving.lineage import Sources
from touchline.predictor.serving.models import answer_models
from touchline.predictor.serving.problems import not_found
from touchline.predictor.serving.reports import Reports
from touchline.predictor.serving.seasons import Seasons
from touchline.predictor.serving.state import State

Id = Annotated[str, Path(min_length=1, max_length=160)]


def pages(
    state: State, sources: Sources, facts: Facts, reports: Reports, explainer: Explainer, seasons: Seasons
) -> APIRouter:
    """All pages; OpenAPI is for programs and does not name them."""
    router = APIRouter(tags=[PAGES], include_in_schema=False)
    _matches(router, state, sources, facts, reports, explainer)
    _leagues(router, state, reports, seasons)
    _ourselves(router, state, sources)
    return router


def _matches(
    router: APIRouter, state: State, sources: Sources, facts: Facts, reports: Reports, explainer: Explainer
) -> None:
    @router.get("/")
    async def coming(request: Request) -> Response:
        return page(request, state, "coming.html", cards=cards_of(state), unpredicted=unpredicted(state))

    @router.get("/match/{match_id}")
    async def match(request: Request, match_id: Id) -> Response:
        shown = await match_page(state, sources, facts, reports, explainer, match_id)
        return page(request, state, "match.html", match=shown)

    @router.get("/match/{match_id}/scores.svg")
    async def scores(request: Request, match_id: Id) -> Response:
        drawn = drawn_scores(whole(state, standing_of(state, match_id)))
        if drawn is None:
            raise not_found("no-grid", "No grid", "this prediction was sealed before grids were kept")
        return drawing(request, drawn)


def _leagues(router: APIRouter, state: State, reports: Reports, seasons: Seasons) -> None:
    @router.get("/team/{team_id}")
    async def team(request: Request, team_id: Id) -> Response:
        return page(request, state, "team.html", shown=await team_page(state, reports, seasons, team_id))

    @router.get("/table")
    async def table(
        request: Request, competition: Annotated[str | None, Query(min_length=1, max_length=32)] = None
    ) -> Response:
        return page(request, state, "table.html", shown=await table_page(state, seasons, competition))


def _ourselves(router: APIRouter, state: State, sources: Sources) -> None:
    @router.get("/performance")
    async def performance(request: Request) -> Response:
        return page(request, state, "performance.html", shown=await performance_page(state))

    @router.get("/performance/reliability.svg")
    async def reliability_svg(request: Request) -> Response:
        return drawing(request, (await drawn(state))[0])

    @router.get("/performance/months.svg")
    async def months_svg(request: Request) -> Response:
        return drawing(request, (await drawn(state))[1])

    @router.get("/models")
    async def models(request: Request) -> Response:
        return page(request, state, "models.html", told=answer_models(state))

    @router.get("/prediction/{prediction_id}")
    async def prediction(request: Request, prediction_id: Id) -> Response:
        return page(request, state, "prediction.html", shown=await origin_page(state, sources, prediction_id))

    @router.get("/document/{sha256}")
    async def document(request: Request, sha256: Id) -> Response:
        return page(request, state, "document.html", document=document_page(state, sha256))

    @router.get("/assets/{tag}/{name}")
    async def asset(tag: str, name: str) -> Response:
        try:
            return asset_answer(name)
        except KeyError:
            raise not_found("unknown-asset", "Unknown file", "pages need no file of this name") from None
