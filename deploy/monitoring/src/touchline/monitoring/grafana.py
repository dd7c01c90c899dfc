"""Grafana's provisioning files: datasource, dashboards, and the same alerts for those who evaluate them there.

Grafana evaluates a query and compares its answer itself: each rule is the Prometheus query, and fires where it answers
anything. Recordings stay Prometheus' own.
"""

from typing import Any

from touchline.monitoring.alert import Alert, Group, Severity
from touchline.runtime.metrics import CAUSE
from touchline.schemas.records import Cause

SOURCE = "touchline-prometheus"
FOLDER = "Touchline"
RETRAINING = "retraining"
CONTACTS = {Severity.PAGE: "pages", Severity.TICKET: "tickets"}


def datasources() -> dict[str, Any]:
    """Prometheus, by an address that the environment gives; an exemplar leads to its trace where traces are shown."""
    traces = {"name": "trace_id", "url": "$TOUCHLINE_TRACES/$${__value.raw}", "urlDisplayLabel": "Trace"}
    return {
        "apiVersion": 1,
        "datasources": [
            {
                "name": "Touchline's Prometheus",
                "uid": SOURCE,
                "type": "prometheus",
                "access": "proxy",
                "url": "$TOUCHLINE_PROMETHEUS",
                "isDefault": True,
                "jsonData": {"timeInterval": "15s", "exemplarTraceIdDestinations": [traces]},
            }
        ],
    }


def dashboards() -> dict[str, Any]:
    """The folder that the JSON files are mounted in."""
    return {
        "apiVersion": 1,
        "providers": [
            {
                "name": "touchline",
                "folder": FOLDER,
                "type": "file",
                "allowUiUpdates": False,
                "options": {"path": "/var/lib/grafana/dashboards/touchline"},
            }
        ],
    }


def contact_points() -> dict[str, Any]:
    """One contact a severity, the drift monitor beside them, and the policy that chooses."""
    people = {"type": "webhook", "settings": {"url": "$TOUCHLINE_ALERT_RECEIVER"}}
    token = {"authorization_scheme": "Bearer", "authorization_credentials": "$TOUCHLINE_ALERT_TOKEN"}
    monitor: dict[str, Any] = {
        "type": "webhook",
        "settings": {"url": "$TOUCHLINE_ALERTS", **token},
        "disableResolveMessage": True,
    }
    return {
        "apiVersion": 1,
        "contactPoints": [
            {"orgId": 1, "name": name, "receivers": [{"uid": f"touchline-{name}", **receiver}]}
            for name, receiver in (*((name, people) for name in CONTACTS.values()), (RETRAINING, monitor))
        ],
        "policies": [
            {
                "orgId": 1,
                "receiver": CONTACTS[Severity.TICKET],
                "group_by": ["alertname", "service"],
                "repeat_interval": "24h",
                "routes": [
                    {
                        "receiver": RETRAINING,
                        "object_matchers": [[CAUSE.name, "=", Cause.PERFORMANCE.value]],
                        "continue": True,
                    },
                    {
                        "receiver": CONTACTS[Severity.PAGE],
                        "object_matchers": [["severity", "=", Severity.PAGE.value]],
                        "repeat_interval": "1h",
                    },
                    {
                        "receiver": CONTACTS[Severity.TICKET],
                        "object_matchers": [["severity", "=", Severity.TICKET.value]],
                    },
                ],
            }
        ],
    }


def rules(groups: tuple[Group, ...]) -> dict[str, Any]:
    """Every alert, a group as in Prometheus."""
    return {
        "apiVersion": 1,
        "groups": [
            {
                "orgId": 1,
                "name": group.name,
                "folder": FOLDER,
                "interval": "1m",
                "rules": [_rule(alert) for alert in group.alerts],
            }
            for group in groups
        ],
    }


def _rule(alert: Alert) -> dict[str, Any]:
    asked = {"refId": "A", "expr": alert.expression, "instant": True}
    # a comparison answers with the value compared, which may be 0: that there is an answer counts, so it is counted
    fires = {
        "refId": "B",
        "type": "math",
        "expression": "is_number($A)",
        "datasource": {"type": "__expr__", "uid": "__expr__"},
    }
    window = {"from": 600, "to": 0}
    return {
        "uid": f"touchline-{alert.name.lower()}",
        "title": alert.name,
        "condition": "B",
        "data": [
            {"refId": "A", "datasourceUid": SOURCE, "relativeTimeRange": window, "model": asked},
            {"refId": "B", "datasourceUid": "__expr__", "relativeTimeRange": window, "model": fires},
        ],
        "for": alert.holds,
        "noDataState": "OK",  # a query that compares answers nothing while all is well
        "execErrState": "Error",
        "labels": alert.labels,
        "annotations": {"summary": _grafana(alert.summary), "first_step": alert.first_step, "runbook": alert.page},
    }


def _grafana(summary: str) -> str:
    """Grafana's `$value` is a text of all queries; the number is `$values.A.Value`.

    >>> _grafana("{{ $value | humanize }} rows")
    '{{ $values.A.Value | humanize }} rows'
    """
    return summary.replace("$value ", "$values.A.Value ")
