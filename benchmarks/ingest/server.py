"""A tiny static server on the loopback address, from memory. `python -m benchmarks.ingest.server`."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from benchmarks.ingest.documents import chosen

MEDIA_TYPES = {".csv": "text/csv", ".json": "application/json", ".aspx": "application/xml"}


def serve() -> None:
    """Serve until stopped; the first line printed is the port."""
    _, documents = chosen()
    held = {f"/{one.key}": one.content for one in documents}
    held["/robots.txt"] = b"User-agent: *\nAllow: /\n"

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body in one piece: in two, the second would wait for the first's delayed ACK
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            content = held.get(self.path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            ending = self.path[self.path.rfind(".") :] if "." in self.path else ""
            self.send_header(
                "Content-Type", MEDIA_TYPES.get(ending, "text/plain" if "robots" in self.path else "text/html")
            )
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(serve())
