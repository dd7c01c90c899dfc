"""The feed as a stream of messages: a change is encoded once for all who hear it."""

import asyncio
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import grpc

from touchline.predictor.serving.parts import Parts
from touchline.predictor.serving.push.asking import subscribed
from touchline.predictor.serving.push.events import Change, Event, Model, Opened, Reset, Told
from touchline.predictor.serving.push.subscription import Ending, Subscription
from touchline.predictor.serving.rpc.messages import message_of
from touchline.schemas.rpc import predictor_pb2 as rpc

REMEMBERED = 512  # changes whose encoding is kept, 3 kB each
ENDED = {
    Ending.SLOW: (grpc.StatusCode.RESOURCE_EXHAUSTED, "too many changes waited to be read; subscribe again"),
    Ending.CLOSING: (grpc.StatusCode.UNAVAILABLE, "this replica ends; go on at another, after the last position"),
}


async def stream_predictions(
    parts: Parts, asked: rpc.StreamPredictionsRequest, context: grpc.aio.ServicerContext
) -> None:
    """Write events until the subscriber leaves, is too slow, or the replica ends."""
    after = asked.after if asked.HasField("after") and asked.after else None
    subscription = subscribed(
        parts.state, parts.feed, matches=asked.match_id, teams=asked.team, competitions=asked.competition, after=after
    )
    writing = asyncio.ensure_future(_write(subscription, context))
    subscription.when_ended = lambda: subscription.ending is Ending.SLOW and writing.cancel()
    try:
        await asyncio.wait({writing})
    finally:
        parts.feed.leave(subscription)
        writing.cancel()
    if not writing.cancelled():
        writing.result()
    if subscription.ending in ENDED:  # a slow one hears it once it has read what is on its way
        await context.abort(*ENDED[subscription.ending])


async def _write(subscription: Subscription, context: grpc.aio.ServicerContext) -> None:
    while told := await subscription.told():
        for one in told:
            await context.write(encoded(one))


def encoded(told: Told) -> bytes:
    """A `StreamEvent`; encodings of parts of a message, put together, are one of the whole (protobuf's merging)."""
    position = b"" if told.position is None else rpc.StreamEvent(position=str(told.position)).SerializeToString()
    return bytes(position) + (_change(told.event) if isinstance(told.event, Change) else _encoded(told.event))


@lru_cache(maxsize=REMEMBERED)
def _change(change: Change) -> bytes:
    said: bytes = rpc.StreamEvent(prediction=message_of(rpc.Prediction, change.answer)).SerializeToString()
    return said


def _encoded(event: Event) -> bytes:
    said: bytes = message_of(rpc.StreamEvent, _said(event)).SerializeToString()
    return said


def _said(event: Event) -> dict[str, Any]:
    if isinstance(event, Opened):
        model = None if event.model is None else asdict(event.model)
        return {"open": {"resumed": event.resumed, "football_time": event.football_time, "model": model}}
    if isinstance(event, Reset):
        return {"reset": {"reason": event.reason}}
    model_served: Model = event.model  # type: ignore[union-attr]
    return {"model": asdict(model_served)}
