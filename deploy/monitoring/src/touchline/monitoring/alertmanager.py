"""Who is told what, how often, and what is left unsaid beside something worse."""

from typing import Any

from touchline.monitoring.alert import Severity

RECEIVER = "http://alert-receiver/alerts"
"""Where the committed files send to: what stands there (a pager, a chat) is the platform team's to say."""


def configuration(
    receiver: str | None = RECEIVER, group_wait: str = "30s", group_interval: str = "5m"
) -> dict[str, Any]:
    """Pages at once and again every hour, tickets once a day; without a receiver alerts only show."""
    to = [{"url": receiver, "send_resolved": True}] if receiver else []
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
                    "matchers": [f'severity="{Severity.PAGE}"'],
                    "receiver": "pages",
                    "repeat_interval": "1h",
                }
            ],
        },
        "receivers": [{"name": name, "webhook_configs": to} for name in ("pages", "tickets")],
        "inhibit_rules": [
            # fast and slow burn of one objective are one failure
            _hides("ServingErrorsBurnFast", "ServingErrorsBurnSlow"),
            _hides("ServingSlownessBurnFast", "ServingSlownessBurnSlow"),
            # what waits because a dependency is down says nothing of its own
            _hides("DependencyDown", "LagInTime|OutboxStuck|CacheBehind", "service"),
            _hides("OurBug", "DeadLetters", "service", "topic"),
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
