"""Who is told what, how often, and what is left unsaid beside something worse."""

from dataclasses import dataclass
from typing import Any

from touchline.monitoring.alert import Severity
from touchline.runtime.metrics import CAUSE
from touchline.schemas.records import Cause

RECEIVER = "http://alert-receiver/alerts"
"""Where the committed files send to: what stands there (a pager, a chat) is the platform team's to say."""


@dataclass(frozen=True, slots=True)
class Monitor:
    """Where the drift monitor hears of alerts that start a retraining, and the file that holds its token."""

    url: str = "http://touchline-drift-monitor:8081/alerts"
    token_file: str = "/etc/alertmanager/secrets/touchline-alerts/token"


def configuration(
    receiver: str | None = RECEIVER,
    group_wait: str = "30s",
    group_interval: str = "5m",
    monitor: Monitor = Monitor(),
) -> dict[str, Any]:
    """Pages at once and again every hour, tickets once a day; without a receiver alerts only show.

    What calls for a retraining goes to the drift monitor and to people.
    """
    to = [{"url": receiver, "send_resolved": True}] if receiver else []
    token = {"authorization": {"type": "Bearer", "credentials_file": monitor.token_file}}
    starting = {"url": monitor.url, "send_resolved": False, "http_config": token}
    return {
        "route": {
            "receiver": "tickets",
            # one message for one cause: all topics that lag, all pools that drift
            "group_by": ["alertname", "service"],
            "group_wait": group_wait,
            "group_interval": group_interval,
            "repeat_interval": "24h",
            "routes": [
                {
                    "matchers": [f'{CAUSE.name}="{Cause.PERFORMANCE}"'],
                    "receiver": "retraining",
                    "continue": True,
                },
                {
                    "matchers": [f'severity="{Severity.PAGE}"'],
                    "receiver": "pages",
                    "repeat_interval": "1h",
                },
                # named although it is the root's: who went on from the first of these routes never falls back to it
                {"matchers": [f'severity="{Severity.TICKET}"'], "receiver": "tickets"},
            ],
        },
        "receivers": [
            *({"name": name, "webhook_configs": to} for name in ("pages", "tickets")),
            {"name": "retraining", "webhook_configs": [starting]},
        ],
        "inhibit_rules": [
            # fast and slow burn of one objective are one failure
            _hides("ServingErrorsBurnFast", "ServingErrorsBurnSlow"),
            _hides("ServingSlownessBurnFast", "ServingSlownessBurnSlow"),
            # what waits because a dependency is down says nothing of its own
            _hides("DependencyDown", "LagInTime|OutboxStuck|CacheBehind", "service"),
            _hides("OurBug", "DeadLetters", "service", "topic"),
            # a store that is down is why services wait for it
            _hides("MariadbDown", "DependencyDown|LagInTime|OutboxStuck"),
            _hides("RedisDown", "CacheBehind"),
            _hides("KafkaPartitionsOffline", "KafkaUnderReplicated|DependencyDown|LagInTime|OutboxStuck"),
            # the last that a target said before it went is no news
            _hides("TargetDown", "NotReady|FeatureSkew|PredictionsMissing", "instance"),
            # without a model nothing is sealed
            _hides("NotReady", "PredictionsMissing", "instance"),
            _hides("StoreNearlyFull", "StoreFillsUp", "instance", "mountpoint"),
        ],
    }


def _hides(cause: str, effect: str, *equal: str) -> dict[str, Any]:
    return {
        "source_matchers": [f'alertname="{cause}"'],
        "target_matchers": [f'alertname=~"{effect}"'],
        "equal": list(equal),
    }
