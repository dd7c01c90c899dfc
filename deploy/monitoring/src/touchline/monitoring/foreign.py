"""Metrics of programs that are not ours, as far as an alert or a panel reads them; a test sees each of them shown."""

from dataclasses import dataclass
from enum import StrEnum

from touchline.monitoring.promql import selector


class Job(StrEnum):
    """What Prometheus scrapes, by the label `job`."""

    TOUCHLINE = "touchline"
    NODE = "node"
    KAFKA = "kafka"
    MARIADB = "mariadb"
    REDIS = "redis"
    AIRFLOW = "airflow"
    PROMETHEUS = "prometheus"


@dataclass(frozen=True, slots=True)
class Foreign:
    """A metric as its exporter shows it; of Kafka's also the bean that it is an attribute of."""

    name: str
    job: Job
    unit: str
    meaning: str
    bean: str = ""


FREE_BYTES = Foreign("node_filesystem_avail_bytes", Job.NODE, "bytes", "Room left on a file system")
SIZE_BYTES = Foreign("node_filesystem_size_bytes", Job.NODE, "bytes", "Size of a file system")

MARIADB_UP = Foreign("mysql_up", Job.MARIADB, "yes or no", "1 while the server lets its exporter in")
CONNECTIONS = Foreign("mysql_global_status_threads_connected", Job.MARIADB, "connections", "Open now")
MOST_CONNECTIONS = Foreign("mysql_global_variables_max_connections", Job.MARIADB, "connections", "Let in at most")
STATEMENTS = Foreign("mysql_global_status_queries", Job.MARIADB, "statements", "Executed since its start")
LOCK_WAITS = Foreign("mysql_global_status_innodb_row_lock_waits", Job.MARIADB, "waits", "For a row's lock")

REDIS_UP = Foreign("redis_up", Job.REDIS, "yes or no", "1 while the server answers its exporter")
MEMORY_BYTES = Foreign("redis_memory_used_bytes", Job.REDIS, "bytes", "Memory taken")
MOST_MEMORY_BYTES = Foreign("redis_memory_max_bytes", Job.REDIS, "bytes", "Its limit; 0: none")
EVICTED = Foreign("redis_evicted_keys_total", Job.REDIS, "keys", "Thrown out for want of memory")
COMMANDS = Foreign("redis_commands_processed_total", Job.REDIS, "commands", "Processed since its start")

# Attributes in the JMX exporter's own spelling, which is that of Amazon MSK's open monitoring, too.
UNDER_REPLICATED = Foreign(
    "kafka_server_ReplicaManager_Value",
    Job.KAFKA,
    "partitions",
    "With fewer replicas in step than they have",
    "kafka.server:type=ReplicaManager,name=UnderReplicatedPartitions",
)
OFFLINE = Foreign(
    "kafka_controller_KafkaController_Value",
    Job.KAFKA,
    "partitions",
    "Without a leader: nobody can read or write them",
    "kafka.controller:type=KafkaController,name=OfflinePartitionsCount",
)
TRAFFIC = Foreign(
    "kafka_server_BrokerTopicMetrics_Count",
    Job.KAFKA,
    "bytes",
    "Taken in and given out",
    "kafka.server:type=BrokerTopicMetrics,name=Bytes*PerSec",
)

PART_HEALTHY = Foreign(
    "probe_success", Job.AIRFLOW, "yes or no", "1 while Airflow says that a part of it sent its heartbeat"
)

LIST: tuple[Foreign, ...] = (
    *(FREE_BYTES, SIZE_BYTES),
    *(MARIADB_UP, CONNECTIONS, MOST_CONNECTIONS, STATEMENTS, LOCK_WAITS),
    *(REDIS_UP, MEMORY_BYTES, MOST_MEMORY_BYTES, EVICTED, COMMANDS),
    *(UNDER_REPLICATED, OFFLINE, TRAFFIC),
    PART_HEALTHY,
)

# Names that other things share, told apart by a label.
PARTITIONS_OFFLINE = selector(OFFLINE.name, name="OfflinePartitionsCount")
PARTITIONS_BEHIND = selector(UNDER_REPLICATED.name, name="UnderReplicatedPartitions")
HEARTBEATS = selector(PART_HEALTHY.name, job=Job.AIRFLOW)
