"""Alerts and dashboards as code: one list each, over the one list of metrics."""
