"""The parts of the stack, in the order in which people should see them."""

from touchline.local.parts import (
    airflow,
    alertmanager,
    exporters,
    kafka,
    mariadb,
    mlflow,
    node,
    postgres,
    prometheus,
    redis,
    s3,
    services,
)

PARTS = (
    kafka.PART,
    kafka.TOPICS,
    mariadb.PART,
    redis.PART,
    s3.PART,
    postgres.PART,
    node.PART,
    *exporters.PARTS,
    alertmanager.PART,
    prometheus.PART,
    mlflow.PART,
    services.MIGRATIONS,
    *services.PARTS,
    airflow.PART,
)
BRINGS = {"kafka": "topics"}
"""Steps that come with a part without being asked for."""
