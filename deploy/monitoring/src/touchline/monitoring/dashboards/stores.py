"""What the services stand on: MariaDB, Redis, Kafka, Airflow."""

from touchline.monitoring import foreign
from touchline.monitoring.panel import Dashboard, Panel, Query
from touchline.monitoring.promql import selector

_traffic = selector(foreign.TRAFFIC.name, name="~Bytes(In|Out)PerSec", topic="")

STORES = Dashboard(
    "stores",
    "stores and Airflow",
    (
        Panel(
            "MariaDB connections",
            "Open now, and how many are let in",
            "short",
            (Query(foreign.CONNECTIONS.name, "open"), Query(foreign.MOST_CONNECTIONS.name, "at most")),
        ),
        Panel(
            "MariaDB statements",
            "A second",
            "short",
            (Query(f"rate({foreign.STATEMENTS.name}[5m])", "{{instance}}"),),
        ),
        Panel(
            "MariaDB lock waits",
            "Waits for a row's lock, a second",
            "short",
            (Query(f"rate({foreign.LOCK_WAITS.name}[5m])", "{{instance}}"),),
        ),
        Panel(
            "Redis memory",
            "Taken, and the limit where there is one",
            "bytes",
            (Query(foreign.MEMORY_BYTES.name, "taken"), Query(f"{foreign.MOST_MEMORY_BYTES.name} > 0", "limit")),
        ),
        Panel(
            "Redis commands",
            "A second",
            "short",
            (Query(f"rate({foreign.COMMANDS.name}[5m])", "{{instance}}"),),
        ),
        Panel(
            "Redis evictions",
            "Keys thrown out for want of memory, in an hour: always 0",
            "short",
            (Query(f"increase({foreign.EVICTED.name}[1h])", "{{instance}}"),),
        ),
        Panel(
            "Kafka traffic",
            "Taken in and given out, a second",
            "bytes",
            (Query(f"sum by (name) (rate({_traffic}[5m]))", "{{name}}"),),
        ),
        Panel(
            "Kafka partitions in trouble",
            "Without a leader, and with a replica that lags: always 0",
            "short",
            (
                Query(f"max({foreign.PARTITIONS_OFFLINE})", "offline"),
                Query(f"sum({foreign.PARTITIONS_BEHIND})", "lagging"),
            ),
        ),
        Panel(
            "Up, as they say",
            "1: MariaDB and Redis let their exporter in; Airflow has a part's heartbeat",
            "short",
            (
                Query(foreign.MARIADB_UP.name, "{{instance}}"),
                Query(foreign.REDIS_UP.name, "{{instance}}"),
                Query(foreign.HEARTBEATS, "{{instance}}"),
            ),
        ),
    ),
)
