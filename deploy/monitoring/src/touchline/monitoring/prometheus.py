"""The rules as Prometheus reads them."""

from typing import Any

from touchline.monitoring.alert import Alert, Group


def rule_of(alert: Alert) -> dict[str, Any]:
    """One alert; the annotations are what a person is shown."""
    return {
        "alert": alert.name,
        "expr": alert.expression,
        "for": alert.holds,
        "labels": alert.labels,
        "annotations": {"summary": alert.summary, "first_step": alert.first_step, "runbook": alert.page},
    }


def groups_of(groups: tuple[Group, ...]) -> dict[str, Any]:
    """A rule file."""
    return {
        "groups": [
            {
                "name": group.name,
                "rules": [
                    *({"record": each.name, "expr": each.expression} for each in group.recordings),
                    *map(rule_of, group.alerts),
                ],
            }
            for group in groups
        ]
    }
