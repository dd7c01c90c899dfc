"""What an operator can set for the feature-store."""

from pydantic import Field

from touchline.runtime.settings import Settings


class FeatureStoreSettings(Settings):
    """The runtime's settings and how often the fold worker looks for stale pools."""

    fold_poll_seconds: float = Field(default=0.2, ge=0.02, le=60)
