"""What the ingestor is told by its environment."""

from typing import Literal

from pydantic import Field, field_validator

from touchline.runtime.settings import Settings


class IngestorSettings(Settings):
    """The shared settings, where to ask and how politely."""

    sandbox: str = Field("http://127.0.0.1:8390", description="the sandbox's address; the only private one allowed")
    input: Literal["sandbox", "recorded", "package", "live"] = Field("sandbox", description="live asks the provider")
    requests_per_second: float | None = Field(None, gt=0, le=1000, description="instead of the source card's pace")
    sandbox_requests_per_second: float = Field(200.0, gt=0, le=10_000, description="pace towards the sandbox")
    fetch_timeout: float = Field(30.0, gt=0, le=600, description="seconds for one answer")
    fetch_attempts: int = Field(4, ge=1, le=10, description="attempts for one document")
    circuit_limit: int = Field(5, ge=1, le=100, description="failures in a row after which a host is left alone")
    circuit_pause: float = Field(60.0, gt=0, le=3600, description="seconds for which it is left alone")

    @field_validator("sandbox")
    @classmethod
    def _an_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("expected an address such as http://127.0.0.1:8390")
        return value.rstrip("/")

    @property
    def live(self) -> bool:
        """Whether the real provider is asked."""
        return self.input == "live"
