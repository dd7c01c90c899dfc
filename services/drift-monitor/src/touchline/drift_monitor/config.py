"""Every setting of the drift monitor."""

from pydantic import Field

from touchline.runtime.settings import Settings

SERVICE = "drift-monitor"


class DriftMonitorSettings(Settings):
    """The shared settings, and how often the monitor looks for matches to settle."""

    settle_interval: float = Field(default=0.2, gt=0, le=60)  # seconds
