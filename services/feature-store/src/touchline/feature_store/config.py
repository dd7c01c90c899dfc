"""What an operator can set for the feature-store."""

from pydantic import Field

from touchline.runtime.settings import Settings


class FeatureStoreSettings(Settings):
    """The runtime's settings, how often the fold worker looks for stale pools, how long the cache keeps a vector."""

    fold_poll_seconds: float = Field(default=0.2, ge=0.02, le=60)
    cache_days: float = Field(default=30, ge=1, le=400)
