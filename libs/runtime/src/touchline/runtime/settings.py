"""Settings: every environment variable a service reads, typed and bounded, refused in one line."""

import socket
import sys
from pathlib import Path
from typing import Self, TypeVar

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from touchline.runtime.brokers import Brokers, Mechanism, Protocol

S = TypeVar("S", bound=BaseSettings)


class Settings(BaseSettings):
    """What all services share; each service subclasses it with its own."""

    model_config = SettingsConfigDict(env_prefix="TOUCHLINE_", extra="ignore", frozen=True)

    kafka: str = Field("127.0.0.1:9092", description="bootstrap servers, host:port with commas")
    kafka_security_protocol: Protocol = Field(Protocol.PLAINTEXT, description="with SASL_SSL a user logs in over TLS")
    kafka_sasl_mechanism: Mechanism = Field(Mechanism.SCRAM_SHA_512, description="how that user proves the password")
    kafka_user: str = Field("", description="who logs in at Kafka")
    kafka_password: SecretStr = Field(SecretStr(""), description="that user's password")
    tls_authorities: str = Field(
        "", description="PEM file of who vouches for Kafka and MariaDB, beside the system's authorities"
    )
    database: SecretStr = Field(SecretStr("mysql://touchline@127.0.0.1:3306/touchline"), description="MariaDB URL")
    mariadb_tls: bool = Field(False, description="speak TLS with MariaDB, and check whose certificate it is")
    redis: str = Field("redis://127.0.0.1:6379/0", description="URL of the cache; rediss:// for TLS")
    s3_endpoint: str = Field("http://127.0.0.1:8333", description="address of S3; empty: the cloud's own")
    s3_bucket: str = Field("touchline", description="the bucket of raw documents, bundles, snapshots and the ledger")
    s3_access_key: str = Field("", description="empty: the role that the machine or pod has")
    s3_secret_key: SecretStr = Field(SecretStr(""), description="its secret half")
    mlflow: str = Field("http://127.0.0.1:5000", description="MLflow's tracking server; the trainer alone asks it")
    start_timeout: float = Field(120.0, gt=0, le=3600, description="seconds to wait for a part at start")
    metrics_port: int = Field(0, ge=0, le=65535, description="port of Prometheus' metrics; 0: none")
    instance: str = Field(default_factory=socket.gethostname, min_length=1, description="name of this replica")
    incarnation: int = Field(0, ge=0, lt=1 << 15, description="raised by one when a database is restored")
    data: Path = Field(Path("var"), description="folder for what is kept on this machine's disk")
    batch: int = Field(20, ge=1, le=1000, description="messages in one transaction, at most")
    otlp: str = Field("", description="where traces are told, OTLP over HTTP: …:4318/v1/traces; empty: nowhere")
    session_timeout: float = Field(
        10.0, ge=6, le=300, description="seconds of silence before Kafka reassigns partitions"
    )
    bug_limit: int = Field(5, ge=0, description="messages parked for our own bugs before the process stops")
    stall_limit: float = Field(120.0, gt=0, description="seconds with lag and no progress before the process stops")

    @property
    def brokers(self) -> Brokers:
        """Kafka, and how it is spoken to."""
        return Brokers(
            self.kafka,
            self.kafka_security_protocol,
            self.kafka_sasl_mechanism,
            self.kafka_user,
            self.kafka_password,
            self.tls_authorities,
        )

    @field_validator("tls_authorities")
    @classmethod
    def _a_file(cls, value: str) -> str:
        if value and not Path(value).is_file():
            raise ValueError("there is no such file")
        return value

    @model_validator(mode="after")
    def _a_login(self) -> Self:
        if self.kafka_security_protocol is Protocol.SASL_SSL and not (
            self.kafka_user and self.kafka_password.get_secret_value()
        ):
            raise ValueError("SASL_SSL needs TOUCHLINE_KAFKA_USER and TOUCHLINE_KAFKA_PASSWORD")
        return self


def load(settings: type[S]) -> S:
    """Read settings from the environment, or say in one line what is wrong with them and exit with 2."""
    try:
        return settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "TOUCHLINE_" + "_".join(str(part) for part in first["loc"]).upper()
        # What is wrong of several together has no name, and its input would be all of them, passwords too.
        which = f"bad setting {name}={first.get('input')!r}" if first["loc"] else "bad settings"
        print(f"{which}: {first['msg']}", file=sys.stderr)
        raise SystemExit(2) from None
