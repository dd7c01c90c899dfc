"""Why brokers do not let us in: the clients keep it to themselves and say that they cannot bootstrap."""

import ssl

from aiokafka.conn import create_conn
from aiokafka.errors import (
    AuthenticationFailedError,
    KafkaError,
    SaslAuthenticationFailed,
    UnsupportedSaslMechanismError,
)

from touchline.runtime.brokers import Brokers, Protocol
from touchline.runtime.errors import Unavailable

PATIENCE_MS = 10_000
LOGIN = (AuthenticationFailedError, SaslAuthenticationFailed, UnsupportedSaslMechanismError)


async def knock(brokers: Brokers) -> None:
    """One handshake with the first broker that answers; without TLS there is nothing that could be refused.

    Raises:
        Unavailable: the certificate or the login is refused, with the settings to look at; or nobody answers.
    """
    if brokers.protocol is Protocol.PLAINTEXT:
        return
    told = brokers.client()
    addresses, silent = told.pop("bootstrap_servers").split(","), ""
    for address in addresses:
        host, _, port = address.strip().rpartition(":")
        try:
            connection = await create_conn(host, int(port), request_timeout_ms=PATIENCE_MS, **told)
        except LOGIN as error:
            hint = "look at TOUCHLINE_KAFKA_USER, TOUCHLINE_KAFKA_PASSWORD and TOUCHLINE_KAFKA_SASL_MECHANISM"
            raise Unavailable(f"Kafka at {address} refuses the user {brokers.user!r}: {error}; {hint}") from error
        except ssl.SSLError as error:
            hint = "look at TOUCHLINE_TLS_AUTHORITIES and TOUCHLINE_KAFKA_SECURITY_PROTOCOL"
            raise Unavailable(f"no TLS with Kafka at {address}: {error}; {hint}") from error
        except (KafkaError, OSError, TimeoutError) as error:
            silent = f"Kafka at {address}: {error!r}"
            continue
        connection.close()
        return
    raise Unavailable(silent)
