"""A collector of traces for tests: OTLP over HTTP on a free port, what it is told kept in memory."""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True, slots=True)
class Told:
    """A span, ids in hexadecimal digits; no parent: it began its trace."""

    service: str
    name: str
    span: str
    parent: str


@dataclass(slots=True)
class Collector:
    """What was told, by trace."""

    address: str = ""
    traces: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))

    def take(self, content: bytes) -> None:
        """One request."""
        for part in ExportTraceServiceRequest.FromString(content).resource_spans:
            about = {one.key: one.value.string_value for one in part.resource.attributes}
            for scope in part.scope_spans:
                for one in scope.spans:
                    told = Told(about["service.name"], one.name, one.span_id.hex(), one.parent_span_id.hex())
                    self.traces[one.trace_id.hex()].append(told)


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector that listens on this machine."""
    collector = Collector()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            collector.take(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    collector.address = f"http://127.0.0.1:{server.server_port}/v1/traces"
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield collector
    finally:
        server.shutdown()
        serving.join()
