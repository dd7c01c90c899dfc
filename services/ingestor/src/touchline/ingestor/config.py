"""What the ingestor is told by its environment."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from touchline.ingestor.sources.registry import CARDS
from touchline.runtime.settings import Settings


class IngestorSettings(Settings):
    """The shared settings, where to ask and how politely."""

    sandbox: str = Field("http://127.0.0.1:8390", description="the sandbox's address; the only private one allowed")
    input: Literal["sandbox", "recorded", "package", "live"] = Field("sandbox", description="live asks the provider")
    requests_per_second: float | None = Field(None, gt=0, le=1000, description="instead of the source card's pace")
    sources: str = Field("", description="ids of the sources to ask, separated by commas; empty: all")
    football_data_org_key: SecretStr = Field(SecretStr(""), description="key of football-data.org")
    the_odds_api_key: SecretStr = Field(SecretStr(""), description="key of The Odds API")
    history_from: date | None = Field(None, description="documents about days before it alone are not asked for")
    contact: str = Field("", description="address or page by which a provider can reach us; in our User-Agent")
    archives: Path | None = Field(None, description="downloaded archives; archives in the data folder where not set")
    sandbox_requests_per_second: float = Field(200.0, gt=0, le=10_000, description="pace towards the sandbox")
    fetch_timeout: float = Field(30.0, gt=0, le=600, description="seconds for one answer")
    fetch_attempts: int = Field(4, ge=1, le=10, description="attempts for one document")
    circuit_limit: int = Field(5, ge=1, le=100, description="failures in a row after which a host is left alone")
    circuit_pause: float = Field(60.0, gt=0, le=3600, description="seconds for which it is left alone")

    @property
    def live(self) -> bool:
        """Whether the providers themselves are asked."""
        return self.input == "live"

    @property
    def archive_folder(self) -> Path:
        """Where downloaded archives stand."""
        return self.archives or self.data / "archives"

    def key_of(self, source: str) -> SecretStr:
        """The key that a source wants; the sandbox takes any."""
        keys = {"football-data-org": self.football_data_org_key, "the-odds-api": self.the_odds_api_key}
        given = keys.get(source, SecretStr(""))
        return given if given.get_secret_value() or self.live else SecretStr("sandbox")

    @field_validator("sources")
    @classmethod
    def _known_sources(cls, value: str) -> str:
        unknown = sorted({one.strip() for one in value.split(",") if one.strip()} - set(CARDS))
        if unknown:
            raise ValueError(f"no such source: {', '.join(unknown)}; there are {', '.join(CARDS)}")
        return value

    @field_validator("sandbox")
    @classmethod
    def _an_address(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("expected an address such as http://127.0.0.1:8390")
        return value.rstrip("/")
