"""REST: routes bound to answers, under /v1 and, as the current version, without it."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, FastAPI, Path, Query, Request, Response
from prometheus_client import REGISTRY
from prometheus_client.exposition import choose_encoder

from touchline.football.simulation import MOST_RUNS, RUNS
from touchline.predictor.pages.problems import install as install_pages
from touchline.predictor.pages.routes import pages
from touchline.predictor.ports import Bundles
from touchline.predictor.serving import examples, problems
from touchline.predictor.serving.about import about
from touchline.predictor.serving.answering import (
    answer_fixtures,
    answer_match,
    prediction_named,
    standing_of,
    whole,
)
from touchline.predictor.serving.describing import describe
from touchline.predictor.serving.explaining import Explainer
from touchline.predictor.serving.facts import Facts
from touchline.predictor.serving.front.cross_origin import allow_origins
from touchline.predictor.serving.front.direct import Direct
from touchline.predictor.serving.front.front import Front
from touchline.predictor.serving.front.heads import Heads
from touchline.predictor.serving.front.standing import StandingAnswers
from touchline.predictor.serving.front.tagged import Tagged
from touchline.predictor.serving.guarding import Guarded
from touchline.predictor.serving.inference.answering import Inference
from touchline.predictor.serving.inference.routes import inferring
from touchline.predictor.serving.lineage import Sources, lineage_of
from touchline.predictor.serving.matches import answer_facts
from touchline.predictor.serving.measuring import Measured
from touchline.predictor.serving.parts import Parts
from touchline.predictor.serving.players import answer_player, answer_points
from touchline.predictor.serving.problems import Problem
from touchline.predictor.serving.push.route import pushing
from touchline.predictor.serving.questions import Questions, answer_questions
from touchline.predictor.serving.reports import Reports
from touchline.predictor.serving.season_example import SEASON
from touchline.predictor.serving.seasons import Seasons
from touchline.predictor.serving.squads import Squads
from touchline.predictor.serving.state import State
from touchline.predictor.serving.telling import tell

DESCRIPTION = (
    "Calibrated football predictions, sealed before kick-off and traceable to the documents behind them. Every answer"
    " says the football time it was given at, its age and its model's version. Errors are problem+json (RFC 9457)."
)
Text = Annotated[str | None, Query(min_length=1, max_length=160)]
Id = Annotated[str, Path(min_length=1, max_length=160)]


def build_api(
    state: State,
    sources: Sources,
    facts: Facts,
    bundles: Bundles,
    reports: Reports | None = None,
    squads: Squads | None = None,
) -> FastAPI:
    """The application over what a replica knows, with parts of its own."""
    return api_of(Parts.around(state, sources, facts, bundles, reports=reports, squads=squads))


def api_of(parts: Parts) -> FastAPI:
    """The application over a replica's parts.

    Without reports it has no pages, and nothing about teams; without squads players are answered by the simple model.
    """
    state = parts.state
    app = FastAPI(title="Touchline", version="1", description=DESCRIPTION, docs_url=None, redoc_url=None)
    app.state.gate = parts.gate
    problems.install(app)
    inference = Inference(state)
    heads = Heads(StandingAnswers(state), inference)
    app.state.direct = Direct(parts.gate, heads)
    app.add_middleware(Tagged)  # the innermost: each stands before those above it
    app.add_middleware(Front, gate=parts.gate, heads=heads)
    allow_origins(app, parts.origins)
    app.add_middleware(Measured)
    for router in (
        _football(state, parts.sources),
        _explained(state, parts.explainer),
        _stated(state, parts.facts, parts.squads),
        _simulated(parts.seasons),
        pushing(state, parts.feed, parts.silence),
    ):
        app.include_router(router, prefix="/v1")
        app.include_router(router, include_in_schema=False)
    app.include_router(inferring(state, inference))
    app.include_router(_health(state))
    if parts.reports is not None:
        app.include_router(about(state, parts.reports, parts.seasons))
        app.include_router(pages(state, parts.sources, parts.facts, parts.reports, parts.explainer, parts.seasons))
        install_pages(app, state)
        app.state.position = lambda: str(parts.feed.head) if parts.feed.head.log else None  # what a page goes on from
    describe(app)
    return app


def _football(state: State, sources: Sources) -> APIRouter:
    router = APIRouter(tags=["football"], route_class=Guarded)

    @router.get("/predict/match", responses=examples.PREDICTION)
    async def predict_match(match_id: Text = None, home: Text = None, away: Text = None, date: Text = None) -> Response:
        """The prediction of a match by its id, or of two teams on a day; a meeting that is not planned is marked.

        Every market is a sum over one scoreline grid, so none contradicts another. Shares are rounded to a millionth,
        those of one market sum to 1. A handicap's `line` is added to the home side: shares of a stake on it that win,
        come back and lose; for the away side at the opposite line `won` and `lost` change places. `grid[h][a]` is the
        chance that it ends h : a, up to 12 goals a side.
        """
        return _json(answer_match(state, match_id, home, away, date))

    @router.post("/predict/match", responses=examples.ANSWERS)
    async def predict_matches(asked: Annotated[Questions, examples.QUESTIONS]) -> Response:
        """Many matches at once, planned or not, answered in the order of the questions."""
        return _json(answer_questions(state, asked))

    @router.get("/fixtures", responses=examples.FIXTURES)
    async def fixtures() -> Response:
        """Every coming match, with its prediction or the reason why there is none."""
        return _json(answer_fixtures(state))

    @router.get("/predictions/{prediction_id}", responses=examples.PREDICTION)
    async def prediction(prediction_id: str) -> Response:
        """A sealed prediction, also one that was superseded."""
        return _json(whole(state, prediction_named(state, prediction_id)))

    @router.get("/predictions/{prediction_id}/lineage", responses=examples.LINEAGE)
    async def lineage(prediction_id: str) -> Response:
        """Model, feature vector and raw documents behind a prediction, the latest document first."""
        return _json(await lineage_of(state, sources, prediction_named(state, prediction_id)))

    return router


def _explained(state: State, explainer: Explainer) -> APIRouter:
    router = APIRouter(tags=["football"], route_class=Guarded)

    @router.get("/predictions/{prediction_id}/explanation", responses=examples.EXPLANATION)
    async def explanation(prediction_id: str) -> Response:
        """Why a sealed prediction says what it says: what each subject adds to an ordinary match, exactly.

        Chances are in percent, contributions in percentage points: `ordinary.percent` and the `points` of all families
        sum to `percent`, in hundredths as shown; goals likewise. `words` says the same in whole points.
        """
        return _json(await explainer.answer(prediction_named(state, prediction_id)))

    @router.get("/matches/{match_id}/explanation", responses=examples.EXPLANATION)
    async def explanation_of_match(match_id: Id) -> Response:
        """The same of a match's standing prediction."""
        return _json(await explainer.answer(standing_of(state, match_id)))

    return router


def _stated(state: State, facts: Facts, squads: Squads | None) -> APIRouter:
    router = APIRouter(tags=["football"], route_class=Guarded)

    @router.get("/matches/{match_id}", responses=examples.MATCH)
    async def match(match_id: Id) -> Response:
        """A match as its sources have it: each field's value, whose it is, and the assertions that lost."""
        return _json(await answer_facts(state, facts, match_id))

    @router.get("/predict/player", responses=examples.PLAYER_POINTS)
    async def predict_player(player_id: Text = None, name: Text = None, match_id: Text = None) -> Response:
        """What a player can be expected to do in his next match, by his id or his name, or in the match named.

        Minutes, goals, assists and points with their distributions, by the served models of players. Goals of a squad
        add up to what the sealed prediction of the match expects of the team. Where there are no such models, or no
        coming match, the mean of his latest matches answers, which is marked: `model` names it, `forecast` is null.
        """
        return _json(await answer_points(state, facts, squads, player_id, name, match_id))

    @router.get("/players/{player_id}", responses=examples.PLAYER)
    async def player(player_id: Id) -> Response:
        """A player as sources know him, and what they last said of whether he can be picked."""
        return _json(await answer_player(state, facts, player_id))

    return router


def _simulated(seasons: Seasons) -> APIRouter:
    router = APIRouter(tags=["football"], route_class=Guarded)

    @router.get("/simulations/season", responses=SEASON)
    async def season(
        competition: Annotated[str, Query(min_length=1, max_length=32)],
        seed: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
        runs: Annotated[int, Query(ge=100, le=MOST_RUNS)] = RUNS,
    ) -> Response:
        """The table so far, and where each club may end: the rest of the season played 10,000 times.

        Ties are broken as the league does; who stays level shares the ranks, so each club's and each rank's shares sum
        to 1. `matches` says where the grids of those that remain come from: `sealed` predictions, the served model on
        the match's own features (`vector`), or on both teams as they stand, where a match has no day yet.
        """
        return _json(await seasons.answer(competition, seed, runs))

    return router


def _health(state: State) -> APIRouter:
    router = APIRouter(tags=["operations"])

    @router.get("/health/live")
    async def live() -> Response:
        """The process answers."""
        return _json({"live": True})

    @router.get("/health/ready", responses=examples.UNREADY)
    async def ready() -> Response:
        """Model checked and topics read to the end seen at start; once true, it stays true."""
        if not state.is_ready():
            raise Problem(503, "unready", "Not ready yet", "; ".join(state.reasons_unready()))
        return _json({"ready": True})

    @router.get("/metrics", include_in_schema=False)
    async def exposition(request: Request) -> Response:
        """As Prometheus asks for it: only OpenMetrics carries exemplars."""
        tell(state)
        encode, media_type = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(REGISTRY), media_type=media_type)

    return router


def _json(answer: dict[str, Any]) -> Response:
    return Response(orjson.dumps(answer), media_type="application/json")
