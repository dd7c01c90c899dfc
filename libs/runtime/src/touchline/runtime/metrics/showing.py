"""Where Prometheus reads them; OpenMetrics, with exemplars, where it asks for that."""

from prometheus_client import start_http_server


def serve_metrics(port: int) -> None:
    """Expose them on loopback-reachable `port`; 0 does nothing."""
    if port:
        start_http_server(port)
