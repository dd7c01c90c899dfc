"""The schema of the chart's values: `python -m deploy.helm.schema` writes it (`make generate`), a test compares."""

from collections.abc import Mapping
from pathlib import Path

from deploy.helm.settings import SERVICES, expected
from deploy.helm.shapes import NAME, OPEN, TEXT, YES_OR_NO, Shape, list_of, one_of, only, ref, text, whole, written
from touchline.runtime.settings import Settings
from touchline.schemas.topics import POOLS

FILE = Path(__file__).parent / "touchline" / "values.schema.json"
STORES = ("kafka", "mariadb", "redis", "s3", "mlflow")
MIGRATED = ("normalizer", "feature-store", "predictor", "drift-monitor", "trainer")

DEFINITIONS: Mapping[str, Shape] = {
    "labels": {"type": "object", "additionalProperties": {"type": "string"}},
    "name": text(NAME),
    "optionalName": text(f"({NAME})?"),
    "quantity": text(r"[0-9]+(\.[0-9]+)?(m|[KMGT]i?)?"),
    "duration": text("([0-9]+(ms|s|m|h))+"),
    "cidr": text("[0-9a-fA-F:.]+/[0-9]{1,3}"),
    "address": text("https?://.+"),
    "port": whole(0, 65535),
    "seconds": whole(1, 86_400),
    "count": whole(1, 100),
    "amounts": only({kind: ref("quantity") for kind in ("cpu", "memory", "ephemeral-storage")}),
    "resources": only({"requests": ref("amounts"), "limits": ref("amounts")}),
    "peer": {
        "minProperties": 1,
        **only(
            {
                "ipBlock": only({"cidr": ref("cidr"), "except": list_of(ref("cidr"))}, "cidr"),
                "namespaceSelector": OPEN,
                "podSelector": OPEN,
            }
        ),
    },
    "peers": list_of(ref("peer")),
    "tolerations": list_of(
        only(
            {
                "key": TEXT,
                "operator": one_of("Exists", "Equal"),
                "value": TEXT,
                "effect": one_of("NoSchedule", "PreferNoSchedule", "NoExecute"),
                "tolerationSeconds": ref("seconds"),
            }
        )
    ),
    "affinity": only(dict.fromkeys(("nodeAffinity", "podAffinity", "podAntiAffinity"), OPEN)),
    "look": only(
        {
            "path": text("/.*"),
            "port": one_of("metrics", "rest"),
            "seconds": whole(1, 300),
            "failures": whole(1, 600),
        }
    ),
    "probes": only({when: ref("look") for when in ("start", "live", "ready")}),
    "need": one_of("required", "optional", "none"),
    "spread": only({where: one_of("DoNotSchedule", "ScheduleAnyway") for where in ("zone", "host")}),
    "network": only({"stores": list_of(one_of(*STORES), unique=True), "internet": YES_OR_NO}),
    "store": only({"to": ref("peers"), "ports": list_of(whole(1, 65535), least=1)}),
    "autoscaling": only({"enabled": YES_OR_NO, "min": ref("count"), "max": ref("count"), "cpu": whole(1, 100)}),
    # A member of a group beyond the partitions of its topics would read nothing.
    "keda": only({"enabled": YES_OR_NO, "min": whole(0, POOLS), "max": whole(1, POOLS), "lagSeconds": whole(1, 3600)}),
    "words": list_of(TEXT, least=1),
    **{f"setting-{name}": shape for name, shape in expected(Settings, shared=True).items()},
}

PLACEMENT: Mapping[str, Shape] = {
    "serviceAccountAnnotations": ref("labels"),
    "nodeSelector": ref("labels"),
    "tolerations": ref("tolerations"),
    "affinity": ref("affinity"),
    "priorityClass": ref("optionalName"),
    "resources": ref("resources"),
    "scratch": ref("quantity"),
    "network": ref("network"),
}
COMMON: Mapping[str, Shape] = {
    "enabled": YES_OR_NO,
    "replicas": whole(0, 100),
    "recreate": YES_OR_NO,
    "surge": ref("count"),
    "drainSeconds": whole(0, 300),
    "graceSeconds": whole(1, 3600),
    "probes": ref("probes"),
    "metricsPort": one_of("metrics", "rest"),
    "serviceType": one_of("None", "ClusterIP", "NodePort", "LoadBalancer"),
    "serviceAnnotations": ref("labels"),
    "disruption": ref("count"),
    "spread": ref("spread"),
    "podLabels": ref("labels"),
    "podAnnotations": ref("labels"),
    "autoscaling": ref("autoscaling"),
    "keda": ref("keda"),
    **PLACEMENT,
}
SHARED: Mapping[str, Shape] = {name: ref(f"setting-{name}") for name in expected(Settings, shared=True)}


def secrets(*own: str) -> Shape:
    """Which keys of the Secret a container may be given."""
    shared = ("database", "kafka_user", "kafka_password", "s3_access_key", "s3_secret_key", "redis")
    return only({key: ref("need") for key in (*shared, *own)})


def settings(service: str) -> Shape:
    """A service's own settings, and the shared ones, of which it may be told something else."""
    return only({**SHARED, **expected(SERVICES[service], shared=False)})


def workload(service: str, *, ports: tuple[str, ...] = (), keys: tuple[str, ...] = ()) -> Shape:
    """A service that runs."""
    own = {
        "service": {"const": service},
        "args": ref("words"),
        "ports": only({name: ref("port") for name in ("metrics", *ports)}),
        "settings": settings(service),
        "secrets": secrets(*keys),
    }
    return only({**own, **COMMON}, "service", "args")


def values() -> Shape:
    """The whole."""
    digest = text("sha256:[0-9a-f]{64}")
    monitored = {"enabled": YES_OR_NO, "labels": ref("labels")}
    return only(
        {
            "global": {"description": "Helm's own, where a chart holds this one", **OPEN},
            "fullnameOverride": text("([a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?)?"),
            "image": only(
                {
                    "registry": text("([a-z0-9][a-z0-9.:/_-]*[a-z0-9])?"),
                    "repository": text("[a-z0-9][a-z0-9._/-]*"),
                    "tag": text("([A-Za-z0-9_][A-Za-z0-9._-]{0,127})?"),
                    "digests": only(dict.fromkeys((*SERVICES, "trainer-torch"), digest)),
                    "pullPolicy": one_of("IfNotPresent", "Always", "Never"),
                    "pullSecrets": list_of(ref("name")),
                }
            ),
            "settings": only(SHARED, "kafka", "s3_bucket"),
            "authorities": only({"configMap": ref("optionalName"), "key": text("[A-Za-z0-9._-]+")}),
            "environment": {
                "type": "object",
                "propertyNames": text("[A-Za-z_][A-Za-z0-9_]*"),
                "additionalProperties": TEXT,
            },
            "secret": only(
                {
                    "name": ref("optionalName"),
                    "external": only(
                        {
                            "enabled": YES_OR_NO,
                            "kind": one_of("ClusterSecretStore", "SecretStore"),
                            "store": ref("optionalName"),
                            "entry": {"type": "string", "minLength": 1},
                            "refresh": ref("duration"),
                        }
                    ),
                }
            ),
            "defaults": only(
                {**COMMON, "ports": only({"metrics": ref("port")}), "settings": only({}), "secrets": secrets()}
            ),
            "workloads": only(
                {
                    "ingestor": workload("ingestor", keys=("football_data_org_key", "the_odds_api_key")),
                    "normalizer": workload("normalizer"),
                    "feature-store": workload("feature-store"),
                    "predictor-consume": workload("predictor"),
                    "predictor-serve": workload("predictor", ports=("rest", "grpc")),
                    "drift-monitor": workload("drift-monitor", ports=("alerts",), keys=("alert_token",)),
                }
            ),
            "trainer": only(
                {
                    "enabled": YES_OR_NO,
                    "models": list_of(text("[a-z0-9-]{1,30}"), least=1, unique=True),
                    "schedule": text(r"(\S+ ){4}\S+"),
                    "suspend": YES_OR_NO,
                    "deadlineSeconds": whole(60, 86_400),
                    "settings": settings("trainer"),
                    "secrets": secrets(),
                    **PLACEMENT,
                    "gpu": only(
                        {
                            "enabled": YES_OR_NO,
                            "image": ref("name"),
                            "resource": text("[a-z0-9.-]+/[a-zA-Z0-9._-]+"),
                            "count": whole(1, 16),
                        }
                    ),
                }
            ),
            "hooks": only(
                {
                    "enabled": YES_OR_NO,
                    "topics": YES_OR_NO,
                    "migrate": list_of(one_of(*MIGRATED), unique=True),
                    "retries": whole(0, 20),
                    "deadlineSeconds": ref("seconds"),
                    "resources": ref("resources"),
                }
            ),
            "networkPolicy": only(
                {
                    "enabled": YES_OR_NO,
                    "stores": only({store: ref("store") for store in STORES}),
                    "issuer": ref("store"),
                    "traces": ref("store"),
                    "clients": ref("peers"),
                    "monitoring": ref("peers"),
                    "private": list_of(ref("cidr")),
                    "dns": ref("peers"),
                }
            ),
            "monitoring": only(
                {
                    "serviceMonitor": only({**monitored, "interval": ref("duration")}),
                    "rules": only(monitored),
                    "dashboards": only({**monitored, "annotations": ref("labels")}),
                    "prometheus": ref("address"),
                }
            ),
            "airflow": only({"settings": YES_OR_NO}),
            "test": only({"patienceSeconds": ref("seconds")}),
        }
    )


def whole_schema() -> str:
    """As it stands in the file."""
    about = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Values of Touchline's chart"}
    return written({**about, **values(), "$defs": DEFINITIONS}) + "\n"


if __name__ == "__main__":
    FILE.write_text(whole_schema())
