"""What an operator can set for the feature-store."""

from pydantic import Field

from touchline.runtime.settings import Settings


class FeatureStoreSettings(Settings):
    """The runtime's settings, and the feature-store's own."""

    fold_poll_seconds: float = Field(0.2, ge=0.02, le=60, description="seconds between two looks for stale pools")
    cache_days: float = Field(30, ge=1, le=400, description="days that a vector stays in Redis")
    skew_seconds: float = Field(30, ge=1, le=3600, description="seconds between two samples of vectors")
