"""Fixtures, the first one's prediction, and a stream's first word, over gRPC: `python grpc_client.py HOST:PORT`.

Where a key is needed, TOUCHLINE_KEY holds it: an argument would be seen by everybody on the machine.
Methods are bound by their names from the contract's descriptor; generated stubs do the same.
"""

import os
import sys
from functools import partial
from typing import Any

import grpc
from google.protobuf.message_factory import GetMessageClass

from touchline.schemas.rpc import predictor_pb2 as rpc

SERVICE = rpc.DESCRIPTOR.services_by_name["Predictor"]


def bound(channel: grpc.Channel, name: str, key: str | None) -> Any:
    """A method of the service, to be called with a request; every call carries the key."""
    method = SERVICE.methods_by_name[name]
    make = channel.unary_stream if method.server_streaming else channel.unary_unary
    call = make(
        f"/{SERVICE.full_name}/{name}",
        request_serializer=GetMessageClass(method.input_type).SerializeToString,
        response_deserializer=GetMessageClass(method.output_type).FromString,
    )
    return partial(call, timeout=5, metadata=(("authorization", f"Bearer {key}"),) if key else None)


def main(address: str, key: str | None) -> None:
    """Ask three things."""
    with grpc.insecure_channel(address, options=[("grpc.enable_http_proxy", 0)]) as channel:
        fixtures = bound(channel, "ListFixtures", key)(rpc.ListFixturesRequest()).fixtures
        print(f"{len(fixtures)} matches are coming")
        for fixture in [one for one in fixtures if one.HasField("prediction")][:1]:
            said = bound(channel, "PredictMatch", key)(rpc.PredictMatchRequest(match_id=fixture.match_id))
            chances = said.probabilities
            print(f"{said.match_id}: {chances.home:.0%} {chances.draw:.0%} {chances.away:.0%}")
        stream = bound(channel, "StreamPredictions", key)(rpc.StreamPredictionsRequest())
        first = next(stream)
        print(f"the stream stands at {first.position}, model {first.open.model.version} serves")
        stream.cancel()


if __name__ == "__main__":
    main(sys.argv[1], os.environ.get("TOUCHLINE_KEY"))
