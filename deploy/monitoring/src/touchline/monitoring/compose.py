"""The targets by the names of Compose's containers."""

from typing import Any

from touchline.monitoring import scraping

RULES = "/etc/touchline/rules.yaml"
PORTS = {
    "predictor-serve": 8080,
    "kafka": 9404,
    "prometheus": 9090,
    "alertmanager": 9093,
    "mariadb": 9104,
    "redis": 9121,
    "probes": 9115,
    "airflow": 8080,
}
"""Ports inside of containers; of all others 9100."""
HOSTS = {"mariadb": "mariadb-exporter", "redis": "redis-exporter", "airflow": "airflow-api-server"}
"""Who answers for a target, where it is not the container of its name."""


def configuration() -> dict[str, Any]:
    """As `compose.yaml` mounts it."""
    return scraping.configuration(lambda name: f"{HOSTS.get(name, name)}:{PORTS.get(name, 9100)}", [RULES])
