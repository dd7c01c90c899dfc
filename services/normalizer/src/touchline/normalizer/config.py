"""Settings of the normalizer."""

from pydantic import Field

from touchline.runtime.settings import Settings


class NormalizerSettings(Settings):
    """Every environment variable that the normalizer reads."""

    dask_scheduler: str = Field("", description="Dask scheduler for back-fills; empty: this machine's cores")
