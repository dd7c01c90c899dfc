"""Every setting of the drift monitor."""

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from touchline.runtime.settings import Settings

SERVICE = "drift-monitor"


class DriftMonitorSettings(Settings):
    """The shared settings, how often the monitor looks for matches to settle, and where alerts are brought to it."""

    settle_interval: float = Field(0.2, gt=0, le=60, description="seconds between two looks for settled matches")
    alerts_host: str = Field("127.0.0.1", min_length=1, description="address that the receiver of alerts listens on")
    alerts_port: int = Field(0, ge=0, le=65535, description="port of the receiver of alerts; 0: none")
    alert_token: SecretStr = Field(
        SecretStr(""), validate_default=True, description="what Alertmanager must show, as `Authorization: Bearer …`"
    )

    @field_validator("alert_token")
    @classmethod
    def _needed(cls, token: SecretStr, given: ValidationInfo) -> SecretStr:
        """Without one anybody who reaches the port could start a retraining."""
        if given.data.get("alerts_port") and not token.get_secret_value():
            raise ValueError("TOUCHLINE_ALERTS_PORT opens a port that nothing would guard")
        return token
