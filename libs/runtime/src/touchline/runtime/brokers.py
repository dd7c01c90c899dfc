"""How Kafka is spoken to: the one place that every client of ours takes addresses, TLS and login from."""

import ssl
from dataclasses import dataclass
from enum import Enum
from typing import Any

from faust.auth import Credentials, SASLCredentials, SSLCredentials
from pydantic import SecretStr


class Protocol(Enum):
    """Kafka's own names (`security.protocol`)."""

    PLAINTEXT = "PLAINTEXT"
    SSL = "SSL"
    SASL_SSL = "SASL_SSL"


class Mechanism(Enum):
    """How a login is proved; a password never travels with SCRAM (RFC 5802)."""

    SCRAM_SHA_512 = "SCRAM-SHA-512"
    SCRAM_SHA_256 = "SCRAM-SHA-256"


NO_PASSWORD = SecretStr("")


@dataclass(frozen=True, slots=True)
class Brokers:
    """Bootstrap addresses with commas, and how to log in; `authorities` is a PEM file beside the system's.

    >>> Brokers("one:9092").client()
    {'bootstrap_servers': 'one:9092', 'security_protocol': 'PLAINTEXT'}
    """

    addresses: str
    protocol: Protocol = Protocol.PLAINTEXT
    mechanism: Mechanism = Mechanism.SCRAM_SHA_512
    user: str = ""
    password: SecretStr = NO_PASSWORD
    authorities: str = ""

    def client(self) -> dict[str, Any]:
        """What aiokafka's and kafka-python's clients are made with; the names of both are the same."""
        told: dict[str, Any] = {"bootstrap_servers": self.addresses, "security_protocol": self.protocol.value}
        if self.protocol is not Protocol.PLAINTEXT:
            told["ssl_context"] = trusting(self.authorities)
        if self.protocol is Protocol.SASL_SSL:
            told["sasl_mechanism"] = self.mechanism.value
            told["sasl_plain_username"] = self.user
            told["sasl_plain_password"] = self.password.get_secret_value()
        return told

    def credentials(self) -> Credentials | None:
        """The same for Faust."""
        if self.protocol is Protocol.PLAINTEXT:
            return None
        context = trusting(self.authorities)
        if self.protocol is Protocol.SSL:
            return SSLCredentials(context)
        login = {"username": self.user, "password": self.password.get_secret_value()}
        return SASLCredentials(**login, mechanism=self.mechanism.value, ssl_context=context)


def trusting(authorities: str) -> ssl.SSLContext:
    """TLS that checks the server's certificate and name, by the system's authorities and by these."""
    context = ssl.create_default_context()
    if authorities:
        context.load_verify_locations(cafile=authorities)
    return context
