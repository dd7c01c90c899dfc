"""What the sandbox is told by its environment."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import AwareDatetime, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

START = datetime(2020, 2, 28, 18, tzinfo=UTC)  # Friday evening, prices of the next round just collected


class SandboxSettings(BaseSettings):
    """Every variable the sandbox reads; it needs no part of the stack."""

    model_config = SettingsConfigDict(env_prefix="TOUCHLINE_", frozen=True, extra="ignore")

    sandbox: str = Field("http://127.0.0.1:8390", description="address that it listens on")
    recorded: Path | None = Field(None, description="folder of recorded documents; empty: those of a package")
    data: Path = Field(Path("var"), description="folder that a fetched package is kept in")
    sandbox_start: AwareDatetime = Field(START, description="football time that its clock begins at")

    @field_validator("sandbox")
    @classmethod
    def _an_address(cls, value: str) -> str:
        if urlsplit(value).scheme != "http" or not urlsplit(value).port:
            raise ValueError("expected an address such as http://127.0.0.1:8390")
        return value

    @property
    def host(self) -> str:
        """Where to listen."""
        return urlsplit(self.sandbox).hostname or "127.0.0.1"

    @property
    def port(self) -> int:
        """The port to listen on."""
        return urlsplit(self.sandbox).port or 0
