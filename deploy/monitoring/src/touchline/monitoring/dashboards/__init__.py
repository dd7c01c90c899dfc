"""The dashboards, by subject."""
