"""What the schema says of settings: taken from the services' own Settings, so that neither forgets one."""

from collections.abc import Mapping
from typing import Any

from touchline.drift_monitor.config import DriftMonitorSettings
from touchline.feature_store.config import FeatureStoreSettings
from touchline.ingestor.config import IngestorSettings
from touchline.normalizer.config import NormalizerSettings
from touchline.predictor.config import PredictorSettings
from touchline.runtime.settings import Settings
from touchline.trainer.config import TrainerSettings

SERVICES: Mapping[str, type[Settings]] = {
    "ingestor": IngestorSettings,
    "normalizer": NormalizerSettings,
    "feature-store": FeatureStoreSettings,
    "predictor": PredictorSettings,
    "drift-monitor": DriftMonitorSettings,
    "trainer": TrainerSettings,
}
SECRET = frozenset({"database", "s3_access_key", "s3_secret_key", "alert_token"}) | frozenset(
    {"football_data_org_key", "the_odds_api_key", "redis", "kafka_user", "kafka_password"}
)
"""What the Secret holds; `redis` may stand there or in the open."""

DECIDED = frozenset({"instance", "data", "metrics_port", "rest_port", "grpc_port", "alerts_port", "tls_authorities"})
"""What the chart says itself: a pod's name, its folders, its ports."""

TOLD = (
    *("type", "enum", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength"),
    "maxLength",
)


def expected(settings: type[Settings], *, shared: bool) -> dict[str, dict[str, Any]]:
    """The schema of each setting that may stand in values: the shared ones, or a service's own."""
    every = settings.model_json_schema()
    names = settings.model_fields.keys() - DECIDED
    names -= SECRET - {"redis"} if shared else SECRET | Settings.model_fields.keys()
    return {name: one(every["properties"][name], every.get("$defs", {})) for name in sorted(names)}


def one(declared: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """A setting's type and bounds, as JSON schema has them.

    >>> one({"type": "integer", "maximum": 3, "title": "Batch"}, {})
    {'type': 'integer', 'maximum': 3}
    """
    chosen = next((each for each in declared.get("anyOf", ()) if each.get("type") != "null"), declared)
    if "$ref" in chosen:
        chosen = definitions[chosen["$ref"].rpartition("/")[2]]
    told = {key: chosen[key] for key in TOLD if key in chosen}
    return {**told, "format": "date"} if chosen.get("format") == "date" else told
