"""Fixtures, the first one's prediction, and a stream's first word, over gRPC: `python grpc_client.py HOST:PORT`.

Methods are bound by their names from the contract's descriptor; generated stubs do the same.
"""

import sys
from typing import Any

import grpc
from google.protobuf.message_factory import GetMessageClass

from touchline.schemas.rpc import predictor_pb2 as rpc

SERVICE = rpc.DESCRIPTOR.services_by_name["Predictor"]


def bound(channel: grpc.Channel, name: str) -> Any:
    """A method of the service, to be called with a request."""
    method = SERVICE.methods_by_name[name]
    make = channel.unary_stream if method.server_streaming else channel.unary_unary
    return make(
        f"/{SERVICE.full_name}/{name}",
        request_serializer=GetMessageClass(method.input_type).SerializeToString,
        response_deserializer=GetMessageClass(method.output_type).FromString,
    )


def main(address: str) -> None:
    """Ask three things."""
    with grpc.insecure_channel(address, options=[("grpc.enable_http_proxy", 0)]) as channel:
        fixtures = bound(channel, "ListFixtures")(rpc.ListFixturesRequest(), timeout=5).fixtures
        print(f"{len(fixtures)} matches are coming")
        for fixture in [one for one in fixtures if one.HasField("prediction")][:1]:
            said = bound(channel, "PredictMatch")(rpc.PredictMatchRequest(match_id=fixture.match_id), timeout=5)
            chances = said.probabilities
            print(f"{said.match_id}: {chances.home:.0%} {chances.draw:.0%} {chances.away:.0%}")
        stream = bound(channel, "StreamPredictions")(rpc.StreamPredictionsRequest(), timeout=5)
        first = next(stream)
        print(f"the stream stands at {first.position}, model {first.open.model.version} serves")
        stream.cancel()


if __name__ == "__main__":
    main(sys.argv[1])
