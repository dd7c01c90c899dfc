"""MariaDB, Redis and Kafka by what they say themselves, and the parts of Airflow."""

from touchline.monitoring import foreign
from touchline.monitoring.alert import Alert, Group, Severity

CROWDED = 0.8
"""Share of MariaDB's connections; what is above is refused, and services open a few at a time."""
NEARLY_FULL = 0.9
"""Share of Redis' memory; above it keys are thrown out, or writes refused."""

_connections = f"{foreign.CONNECTIONS.name} / {foreign.MOST_CONNECTIONS.name}"
_memory = f"{foreign.MEMORY_BYTES.name} / ({foreign.MOST_MEMORY_BYTES.name} > 0)"  # 0: without a limit

GROUP = Group(
    "stores",
    (
        Alert(
            "MariadbDown",
            f"{foreign.MARIADB_UP.name} == 0",
            Severity.PAGE,
            "MariaDB does not let its exporter in: nothing is recorded, predicted or settled until it is back",
            "`make status`; then the end of its log, `make logs PART=mariadb`",
            "mariadb",
            holds="1m",
        ),
        Alert(
            "MariadbCrowded",
            f"{_connections} > {CROWDED}",
            Severity.PAGE,
            "{{ $value | humanizePercentage }} of MariaDB's connections are taken; the next ones are refused",
            "Who holds them: `SHOW PROCESSLIST`, grouped by user and state",
            "mariadb",
            holds="5m",
        ),
        Alert(
            "RedisDown",
            f"{foreign.REDIS_UP.name} == 0",
            Severity.PAGE,
            "Redis does not answer: vectors cannot be read online, quotas are counted by each replica alone",
            "`make status`; it holds nothing that is not in MariaDB, so it may be started anew",
            "redis",
            holds="1m",
        ),
        Alert(
            "RedisNearlyFull",
            f"{_memory} > {NEARLY_FULL}",
            Severity.TICKET,
            "Redis has taken {{ $value | humanizePercentage }} of the memory that it may take",
            "What grew: `redis-cli --bigkeys`; give it more, or find who writes without an end",
            "redis",
            holds="10m",
        ),
        Alert(
            "RedisEvicts",
            f"increase({foreign.EVICTED.name}[15m]) > 0",
            Severity.TICKET,
            "Redis throws out keys for want of memory: readers miss vectors and answers",
            "Give it more memory, then write the vectors again: `python -m touchline.feature_store fill-cache`",
            "redis",
        ),
        Alert(
            "KafkaPartitionsOffline",
            f"max({foreign.PARTITIONS_OFFLINE}) > 0",
            Severity.PAGE,
            "{{ $value }} partitions have no leader: nobody can write or read them",
            "Which broker is away? `make status` here; the brokers' page of the managed service elsewhere",
            "kafka",
            holds="1m",
        ),
        Alert(
            "KafkaUnderReplicated",
            f"sum({foreign.PARTITIONS_BEHIND}) > 0",
            Severity.TICKET,
            "{{ $value }} partitions have fewer replicas in step than they should: one failure more may stop writes",
            "Is a broker away, or has its disk no room? Its log says which replica lags",
            "kafka",
            holds="10m",
        ),
        Alert(
            "AirflowPartSilent",
            f"{foreign.HEARTBEATS} == 0",
            Severity.PAGE,
            "{{ $labels.instance }} sends no heartbeat: nothing is fetched by schedule, and retrainings wait",
            "`make status`; then its log, `make logs PART=airflow`",
            "airflow",
            holds="5m",
        ),
    ),
)
