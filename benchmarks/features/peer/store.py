"""A Feast repository with one view of teams: rows in a Parquet file, latest values in Redis, no expiry."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from feast import Entity, FeatureService, FeatureStore, FeatureView, Field, FileSource, ValueType
from feast.repo_config import RegistryConfig, RepoConfig
from feast.types import Float64

TEAM = Entity(name="team", join_keys=["team_id"], value_type=ValueType.STRING)
NEVER = 0  # seconds: the registry that was read stays, also in the slowest call
NO_EXPIRY = timedelta(0)


def opened(folder: str, rows: str, features: list[str], *, offline: str = "file", redis_port: int = 6379) -> Any:
    """A store that knows the view and a service over all its features."""
    repository = Path(folder)
    repository.mkdir(parents=True, exist_ok=True)
    store = FeatureStore(
        config=RepoConfig(
            project="bench",
            provider="local",
            registry=RegistryConfig(path=str(repository / "registry.db"), cache_ttl_seconds=NEVER),
            offline_store={"type": offline},
            online_store={"type": "redis", "connection_string": f"127.0.0.1:{redis_port}"},
            entity_key_serialization_version=3,
            repo_path=repository,
        )
    )
    view = FeatureView(
        name="teams",
        entities=[TEAM],
        ttl=NO_EXPIRY,
        schema=[Field(name=name, dtype=Float64) for name in features],
        source=FileSource(path=rows, timestamp_field="event_timestamp", created_timestamp_column="created"),
    )
    store.apply([TEAM, view, FeatureService(name="all", features=[view])])
    return store
