"""Apache Kafka in KRaft mode, one node, from the jars that Maven laid down."""

import base64
import uuid

from kafka.admin import KafkaAdminClient

from touchline.local.failure import Failure
from touchline.local.part import Part, Program
from touchline.local.parts.answers import run
from touchline.local.parts.modules import run_if_there
from touchline.local.stack import Stack

OUTSIDE = "TOUCHLINE_KAFKA_OUTSIDE"
"""An address and port of this machine at which clients that cannot reach loopback, such as pods, reach the broker."""

AGENT = "jmx_prometheus_javaagent-1.0.1.jar"
"""Prometheus' JMX exporter, as the pom names it."""
BEANS = "deploy/monitoring/kafka/agent.yaml"
"""What the broker shows of itself to Prometheus."""

LOGGING = """\
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{ISO8601} %p %c{1}: %m%n
rootLogger.level = INFO
rootLogger.appenderRef.console.ref = console
"""


def properties(stack: Stack) -> str:
    """The broker's settings: replication of one, quick return after a kill, topics only by the registry."""
    broker, controller = stack.ports["kafka"], stack.ports["kafka-controller"]
    outside = stack.given.get(OUTSIDE)
    also = f",OUTSIDE://{outside}" if outside else ""
    spoken = (
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,OUTSIDE:PLAINTEXT\n" if outside else ""
    )
    return f"""\
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:{controller}
listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}{also}
advertised.listeners=PLAINTEXT://127.0.0.1:{broker},CONTROLLER://127.0.0.1:{controller}{also}
{spoken}controller.listener.names=CONTROLLER
log.dirs={stack.data / "kafka" / "logs"}
auto.create.topics.enable=false
default.replication.factor=1
min.insync.replicas=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
log.cleaner.dedupe.buffer.size=16777216
"""


def cluster_id() -> str:
    """A fresh cluster id in Kafka's own spelling: a UUID in URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(uuid.uuid4().bytes).rstrip(b"=").decode()


def format_arguments(cluster: str, settings: str) -> list[str]:
    """With equals signs: an id may begin with a dash and must not be taken for an option.

    >>> format_arguments("-w72Bh9nSAy1hCfKKgQM-A", "server.properties")
    ['format', '--cluster-id=-w72Bh9nSAy1hCfKKgQM-A', '--config=server.properties', '--standalone']
    """
    return ["format", f"--cluster-id={cluster}", f"--config={settings}", "--standalone"]


def java(stack: Stack, *arguments: str) -> list[str]:
    """A Java command on Kafka's class path."""
    folder = stack.data / "kafka"
    logging = f"-Dlog4j2.configurationFile={folder / 'log4j2.properties'}"
    # Short lives on few cores: the second compiler and a concurrent collector cost more than they give back.
    return [
        "java",
        "-Xmx512m",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        logging,
        "-cp",
        f"{stack.tools / 'kafka'}/*",
        *arguments,
    ]


def prepare(stack: Stack) -> None:
    """Write the settings; format the log folder once."""
    if not installed(stack):
        raise Failure("Kafka's jars are missing; `make setup` fetches them")
    folder = stack.data / "kafka"
    folder.mkdir(exist_ok=True)
    (folder / "server.properties").write_text(properties(stack))
    (folder / "log4j2.properties").write_text(LOGGING)
    if not (folder / "logs" / "meta.properties").exists():
        settings = str(folder / "server.properties")
        # with an equals sign: an id may begin with a dash and must not be taken for an option
        run(
            java(
                stack,
                "kafka.tools.StorageTool",
                "format",
                f"--cluster-id={cluster_id()}",
                "-c",
                settings,
                "--standalone",
            )
        )


def installed(stack: Stack) -> bool:
    """Whether set-up has fetched the jars."""
    return (stack.tools / "kafka").is_dir()


def programs(stack: Stack) -> list[Program]:
    """The broker, which is its own controller, with the JMX exporter in its process."""
    agent = f"-javaagent:{stack.tools / 'kafka' / AGENT}=127.0.0.1:{stack.ports['kafka-metrics']}:{stack.root / BEANS}"
    command = java(stack, agent, "kafka.Kafka", str(stack.data / "kafka" / "server.properties"))
    return [Program("kafka", command, port="kafka")]


def check(stack: Stack) -> None:
    """The broker answers an admin call."""
    admin = KafkaAdminClient(bootstrap_servers=f"127.0.0.1:{stack.ports['kafka']}", request_timeout_ms=2000)
    try:
        admin.list_topics()
    finally:
        admin.close()


def create_topics(stack: Stack) -> None:
    """Create the topics that the registry of records declares."""
    run_if_there(stack, "runtime", "topics", "create")


PART = Part("kafka", programs=programs, prepare=prepare, check=check)
TOPICS = Part("topics", needs=("kafka",), finish=create_topics)
