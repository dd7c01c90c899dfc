"""Calls of the predictor's gRPC contract, made from its descriptor."""

from typing import Any

import grpc
from google.protobuf.message_factory import GetMessageClass

from touchline.schemas.rpc import predictor_pb2

SERVICE = predictor_pb2.DESCRIPTOR.services_by_name["Predictor"]
# every channel its own connection, as separate clients have, and no proxy of the shell's
OPTIONS = (("grpc.use_local_subchannel_pool", 1), ("grpc.enable_http_proxy", 0))


class Calls:
    """`await calls.PredictMatch(request)`, `async for event in calls.StreamPredictions(request)`."""

    def __init__(self, port: int, **options: int) -> None:
        self.port = port
        named = tuple((f"grpc.{name}", value) for name, value in options.items())
        self.channel = grpc.aio.insecure_channel(f"127.0.0.1:{port}", options=(*OPTIONS, *named))

    def __getattr__(self, name: str) -> Any:
        method = SERVICE.methods_by_name[name]
        make = self.channel.unary_stream if method.server_streaming else self.channel.unary_unary
        return make(
            f"/{SERVICE.full_name}/{name}",
            request_serializer=GetMessageClass(method.input_type).SerializeToString,
            response_deserializer=GetMessageClass(method.output_type).FromString,
        )

    async def __aenter__(self) -> "Calls":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.channel.close()
