"""The gRPC server beside REST, in the same process and over the same parts."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from time import perf_counter
from typing import Any

import grpc
from google.protobuf.message_factory import GetMessageClass
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_health.v1.health import aio as health_aio
from grpc_reflection.v1alpha import reflection

from touchline.predictor.access.callers import Caller, address_of
from touchline.predictor.access.keys import May
from touchline.predictor.serving.parts import Parts
from touchline.predictor.serving.rpc.errors import refuse
from touchline.predictor.serving.rpc.methods import METHODS, Method
from touchline.predictor.serving.rpc.standing import StandingMessages
from touchline.predictor.serving.rpc.streaming import stream_predictions
from touchline.runtime import metrics, tracing
from touchline.runtime.logs import log
from touchline.schemas.rpc import predictor_pb2

SERVICE = predictor_pb2.DESCRIPTOR.services_by_name["Predictor"]
STREAM = "StreamPredictions"
STANDING = frozenset({"PredictMatch"})  # asked most, and answered from the state alone
PARTING = 1.0  # seconds that calls under way may take when the replica ends
LOOK = 0.2  # seconds between looks whether the replica has become ready
OPTIONS = (
    ("grpc.max_receive_message_length", 64 * 1024),
    ("grpc.keepalive_time_ms", 30_000),  # a subscriber that vanished is noticed, though nothing changes
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 10_000),
    ("grpc.so_reuseport", 0),  # a port that is taken is an error, not half of the calls
)


async def serve_rpc(parts: Parts, address: str, started: Callable[[int], object] = lambda port: None) -> None:
    """Answer until cancelled; `started` hears the port."""
    server, health = grpc.aio.server(options=OPTIONS), health_aio.HealthServicer()
    server.add_generic_rpc_handlers((_handlers(parts),))
    health_pb2_grpc.add_HealthServicer_to_server(health, server)
    reflection.enable_server_reflection(
        (SERVICE.full_name, health_pb2.DESCRIPTOR.services_by_name["Health"].full_name, reflection.SERVICE_NAME), server
    )
    started(server.add_insecure_port(address))
    await _say(health, health_pb2.HealthCheckResponse.NOT_SERVING)
    await server.start()
    log.info("grpc listens", address=address)
    try:
        while not parts.state.is_ready():  # noqa: ASYNC110
            await asyncio.sleep(LOOK)
        await _say(health, health_pb2.HealthCheckResponse.SERVING)  # once ready, ready for good
        await server.wait_for_termination()
    finally:
        await health.enter_graceful_shutdown()
        await server.stop(PARTING)


async def _say(health: Any, status: int) -> None:
    for service in ("", SERVICE.full_name):
        await health.set(service, status)


def _handlers(parts: Parts) -> grpc.GenericRpcHandler:
    """Every method of the contract; one that nothing answers is an error here and now."""
    return grpc.method_handlers_generic_handler(
        SERVICE.full_name,
        {
            method.name: _streaming(parts, method) if method.name == STREAM else _unary(parts, method)
            for method in SERVICE.methods
        },
    )


def _unary(parts: Parts, method: Any) -> grpc.RpcMethodHandler:
    name, answer = method.name, METHODS[method.name]
    if name in STANDING:
        answer = StandingMessages(answer, parts.state)

    async def call(request: Any, context: grpc.aio.ServicerContext) -> Any:
        begun, code = perf_counter(), "OK"
        with _span_of(name, context):
            try:
                return await _answered(parts, answer, request, context, name)
            except BaseException:
                code = getattr(context.code(), "name", "CANCELLED")
                raise
            finally:
                metrics.CALLS.labels(name, code).observe(perf_counter() - begun, tracing.exemplar())

    return grpc.unary_unary_rpc_method_handler(call, GetMessageClass(method.input_type).FromString, _serialized)


def _span_of(name: str, context: grpc.aio.ServicerContext) -> AbstractContextManager[None]:
    """A call's span where spans are collected; the caller's trace goes on where it names one."""
    if not tracing.is_collected():
        return nullcontext()
    causes = [str(value) for key, value in context.invocation_metadata() or () if key == "traceparent"]
    about = {"rpc.system": "grpc", "rpc.service": SERVICE.full_name, "rpc.method": name}
    return tracing.span(f"{SERVICE.full_name}/{name}", causes, tracing.SERVER, about)


async def _answered(parts: Parts, answer: Method, request: Any, context: grpc.aio.ServicerContext, name: str) -> Any:
    try:
        await _admitted(parts, context, May.ANSWERS)
        return await answer(parts, request)
    except Exception as error:
        await refuse(context, name, error)


def _streaming(parts: Parts, method: Any) -> grpc.RpcMethodHandler:
    async def call(request: Any, context: grpc.aio.ServicerContext) -> None:
        try:
            with parts.gate.streaming(await _admitted(parts, context, May.STREAMS)):
                await stream_predictions(parts, request, context)
        except grpc.aio.AbortError:
            raise
        except Exception as error:
            await refuse(context, method.name, error)

    return grpc.unary_stream_rpc_method_handler(call, GetMessageClass(method.input_type).FromString, _as_it_is)


async def _admitted(parts: Parts, context: grpc.aio.ServicerContext, wanted: May) -> Caller:
    """As REST does, with the metadata of the header's name."""
    found = [str(value) for name, value in context.invocation_metadata() or () if name == "authorization"]
    return await parts.gate.admit(", ".join(found) if found else None, address_of(context.peer()), wanted)


def _serialized(message: Any) -> bytes:
    data: bytes = message if isinstance(message, bytes) else message.SerializeToString()
    return data


def _as_it_is(data: bytes) -> bytes:
    return data
