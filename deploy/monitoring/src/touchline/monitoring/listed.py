"""Every alert there is."""

from touchline.monitoring.alert import Alert, Group
from touchline.monitoring.rules import data, platform, quality, serving, stores, stream

GROUPS: tuple[Group, ...] = (serving.GROUP, stream.GROUP, data.GROUP, quality.GROUP, stores.GROUP, platform.GROUP)
ALERTS: tuple[Alert, ...] = tuple(alert for group in GROUPS for alert in group.alerts)
