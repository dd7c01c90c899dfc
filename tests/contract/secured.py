"""A broker that lets in who logs in over TLS: an authority, a certificate and two users, made for a test."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kafka.admin import KafkaAdminClient

ROOT = Path(__file__).parents[2]
ELLIPTIC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
PROPERTIES = """\
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:{controller}
listeners=SASL_SSL://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=SASL_SSL://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}
listener.security.protocol.map=SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
inter.broker.listener.name=SASL_SSL
controller.listener.names=CONTROLLER
sasl.enabled.mechanisms=SCRAM-SHA-512
sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
username="broker" password="brokers-own";
ssl.keystore.type=PEM
ssl.keystore.location={folder}/broker.pem
ssl.truststore.type=PEM
ssl.truststore.location={folder}/authority.crt
log.dirs={folder}/logs
auto.create.topics.enable=false
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
log.cleaner.dedupe.buffer.size=16777216
"""
USER, PASSWORD = "touchline", "only-for-this-test"


@dataclass(frozen=True)
class Secured:
    """Where it listens, and who vouches for it."""

    address: str
    authority: Path

    def environment(self, password: str = PASSWORD) -> dict[str, str]:
        """What a service is told."""
        return {
            "TOUCHLINE_KAFKA": self.address,
            "TOUCHLINE_KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "TOUCHLINE_KAFKA_USER": USER,
            "TOUCHLINE_KAFKA_PASSWORD": password,
            "TOUCHLINE_TLS_AUTHORITIES": str(self.authority),
            "TOUCHLINE_START_TIMEOUT": "5",
        }


@contextmanager
def secured_broker(folder: Path) -> Iterator[Secured]:
    """Begun, asked until it answers, ended."""
    certify(folder, "broker")
    broker, controller = free_port(), free_port()
    settings = folder / "server.properties"
    settings.write_text(PROPERTIES.format(folder=folder, broker=broker, controller=controller))
    users = {"broker": "brokers-own", USER: PASSWORD}
    added = [f"--add-scram=SCRAM-SHA-512=[name={name},password={word}]" for name, word in users.items()]
    words = ["format", "--cluster-id=5L6g3nShT-eMCtK--X86sw", f"--config={settings}", "--standalone", *added]
    subprocess.run(java("kafka.tools.StorageTool", *words), check=True, capture_output=True)
    with (folder / "broker.log").open("w") as log:
        running = subprocess.Popen(java("kafka.Kafka", str(settings)), stdout=log, stderr=log)
    try:
        secured = Secured(f"127.0.0.1:{broker}", folder / "authority.crt")
        wait_for(secured, running)
        yield secured
    finally:
        running.kill()
        running.wait()
        shutil.rmtree(folder / "logs", ignore_errors=True)


def wait_for(secured: Secured, running: "subprocess.Popen[bytes]") -> None:
    """Until it lets the user in."""
    told = {"bootstrap_servers": secured.address, "security_protocol": "SASL_SSL", "sasl_mechanism": "SCRAM-SHA-512"}
    login = {"sasl_plain_username": USER, "sasl_plain_password": PASSWORD, "ssl_cafile": str(secured.authority)}
    for _ in range(60):
        assert running.poll() is None, (secured.authority.parent / "broker.log").read_text()[-2000:]
        try:
            KafkaAdminClient(**told, **login, bootstrap_timeout_ms=2000).close()
            return
        except Exception as error:
            last = error
            time.sleep(0.5)
    raise last


def java(*words: str) -> list[str]:
    """A Java command on Kafka's class path."""
    short = ("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
    return ["java", *short, "-cp", f"{ROOT / '.tools' / 'kafka'}/*", *words]


def certify(folder: Path, name: str) -> None:
    """An authority of its own, and its word for 127.0.0.1: `NAME.pem` holds key and certificate."""
    authority = ("-keyout", f"{folder}/authority.key", "-out", f"{folder}/authority.crt", "-days", "2")
    openssl("req", "-x509", *ELLIPTIC, *authority, "-subj", "/CN=authority of a test")
    openssl("req", *ELLIPTIC, "-keyout", f"{folder}/{name}.key", "-out", f"{folder}/{name}.csr", "-subj", f"/CN={name}")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1,DNS:localhost\n")
    signed = ["-CA", f"{folder}/authority.crt", "-CAkey", f"{folder}/authority.key", "-CAcreateserial", "-days", "2"]
    request, crt = f"{folder}/{name}.csr", f"{folder}/{name}.crt"
    openssl("x509", "-req", "-in", request, *signed, "-out", crt, "-extfile", f"{folder}/names")
    key = (folder / f"{name}.key").read_text()
    (folder / f"{name}.pem").write_text(key + (folder / f"{name}.crt").read_text())


def openssl(*words: str) -> None:
    """Run it; it must succeed."""
    subprocess.run(["openssl", *words], check=True, capture_output=True)


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
