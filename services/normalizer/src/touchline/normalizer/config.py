"""Settings of the normalizer; it needs nothing beyond what all services share."""

from touchline.runtime.settings import Settings


class NormalizerSettings(Settings):
    """Every environment variable that the normalizer reads."""
