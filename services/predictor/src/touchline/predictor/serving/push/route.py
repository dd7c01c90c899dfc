"""`GET /stream/predictions`."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from touchline.predictor.serving.guarding import GuardedStream
from touchline.predictor.serving.push.asking import MOST, subscribed
from touchline.predictor.serving.push.example import STREAM
from touchline.predictor.serving.push.feed import Feed
from touchline.predictor.serving.push.stream import EventStream
from touchline.predictor.serving.state import State

Names = Annotated[list[Annotated[str, Query(min_length=1, max_length=160)]], Query(max_length=MOST)]
Place = Annotated[str | None, Query(max_length=400, description="where to go on; the header Last-Event-ID goes before")]
LastId = Annotated[str | None, Header(alias="Last-Event-ID", description="the last id that was read, of any replica")]


def pushing(state: State, feed: Feed, silence: float) -> APIRouter:
    """The stream's one route."""
    router = APIRouter(tags=["football"], route_class=GuardedStream)

    @router.get("/stream/predictions", responses=STREAM)
    async def stream(
        match_id: Names = [],  # noqa: B006
        team: Names = [],  # noqa: B006
        competition: Names = [],  # noqa: B006
        after: Place = None,
        last_event_id: LastId = None,
    ) -> Response:
        """Every change of a prediction as it happens, as server-sent events.

        `open` comes first and says which model serves. `prediction` is what `GET /v1/predict/match?match_id=` answers
        for the match that changed. `model`: another model serves. `reset`: changes may have been missed, read the
        state anew; the stream goes on. Subscribe first and read the state then, and nothing is missed. Each `id` means
        the same on every replica: whoever comes back with the last one, as browsers do by themselves, is told what
        came after it, once. Filters of one kind are alternatives, of several kinds all must hold.
        """
        wanted = {"matches": match_id, "teams": team, "competitions": competition}
        after_id = last_event_id or after or None
        return EventStream(feed, subscribed(state, feed, **wanted, after=after_id), silence)

    return router
