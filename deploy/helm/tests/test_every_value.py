"""Every value that can be given changes what is installed; one that changes nothing would be a promise not kept.

`make chart` tries them all (TOUCHLINE_VALUES=all), `make test` each twelfth: a render takes a fifth of a second.
"""

import os
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
import yaml

from deploy.helm.schema import values as schema
from deploy.helm.tests.rendering import CHART, EVERYTHING, text

EVERY = 1 if os.environ.get("TOUCHLINE_VALUES") == "all" else 12

CHANGED: Mapping[str, Any] = {
    "fullnameOverride": "other",
    "image.tag": "2.0.0",
    "workloads.ingestor.replicas": 0,
    "secret.name": "other",
    "secret.external.store": "other",
    "trainer.settings": {"model_name": "other"},
    "image.registry": "registry.internal:5000",
    "image.digests": {"predictor": "sha256:" + "0" * 64},
    "image.pullSecrets": ["other"],
    "settings.kafka_security_protocol": "SSL",
    "settings.s3_endpoint": "http://s3.internal",
    "environment.OMP_NUM_THREADS": "2",
    "trainer.models": ["touchline-match"],
    "trainer.schedule": "0 7 * * 2",
    "trainer.gpu.resource": "amd.com/gpu",
    "hooks.migrate": ["normalizer"],
    "networkPolicy.private": ["10.0.0.0/8"],
    "monitoring.prometheus": "http://other:9090",
    "secret.external.refresh": "2h",
    "secret.external.kind": "SecretStore",
    "secret.external.entry": "other",
    "monitoring.serviceMonitor.interval": "30s",
}
"""What a value is changed to where its type alone does not say."""

BY_NAME: Mapping[str, Any] = {
    "scratch": "77Mi",
    "cpu": "77m",
    "memory": "77Mi",
    "zone": "DoNotSchedule",
    "host": "DoNotSchedule",
    "pullPolicy": "Always",
    "path": "/other",
    "priorityClass": "other",
    "args": ["other"],
    "stores": ["mlflow"],
    "anonymous": "everyone",
    "tolerations": [{"key": "other", "operator": "Exists"}],
    "affinity": {"nodeAffinity": {"other": {}}},
    "ports": [7777],
    "to": [{"podSelector": {}}],
    "clients": [{"podSelector": {}}],
    "monitoring": [{"podSelector": {}}],
    "dns": [{"podSelector": {}}],
    "labels": {"other": "yes"},
    "annotations": {"other": "yes"},
}
ALONE = {"workloads": {"ingestor": {"enabled": False}, "normalizer": {"keda": {"enabled": False}}}}
NEEDS: Mapping[str, dict[str, Any]] = {
    "defaults.recreate": {
        "workloads": {"normalizer": {"keda": {"enabled": False}}, "predictor-serve": {"recreate": False}}
    },
    "defaults.autoscaling.enabled": ALONE,
    "defaults.keda.enabled": {
        "workloads": {"ingestor": {"enabled": False}, "predictor-serve": {"autoscaling": {"enabled": False}}}
    },
    "workloads.predictor-serve.replicas": {"workloads": {"predictor-serve": {"autoscaling": {"enabled": False}}}},
}
"""Other values without which it would be refused, or would say nothing."""

FIXED = frozenset(
    {
        *(f"workloads.{name}.service" for name in schema()["properties"]["workloads"]["properties"]),
        # Another port than those that are there is refused; there is one.
        *(f"defaults.probes.{when}.port" for when in ("start", "live", "ready")),
        *(f"workloads.predictor-serve.probes.{when}.port" for when in ("start", "live", "ready")),
        "defaults.metricsPort",
        # No setting is every service's alone: the shared ones stand under `settings`.
        "defaults.settings",
        "workloads.predictor-serve.metricsPort",
    }
)
"""What has one value alone."""


def leaves(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its path."""
    for key, value in values.items():
        path = f"{before}{key}"
        if isinstance(value, dict) and value:
            yield from leaves(value, f"{path}.")
        elif path not in FIXED:
            yield path, value


def other(path: str, value: Any) -> Any:
    """Another value of the same kind."""
    name = path.rpartition(".")[2]
    if path in CHANGED:
        return CHANGED[path]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value - 1 if name in ("max", "metrics", "alerts") and value > 1 else value + 1
    if name in BY_NAME:
        return BY_NAME[name]
    if value in ("required", "optional", "none"):
        return "none" if value != "none" else "required"
    if name == "serviceType":
        return "NodePort"
    return {"other": "yes"} if isinstance(value, dict) else f"{value}-other"


def nested(path: str, value: Any) -> dict[str, Any]:
    """A value at its path.

    >>> nested("image.tag", "2")
    {'image': {'tag': '2'}}
    """
    first, _, rest = path.partition(".")
    return {first: nested(rest, value) if rest else value}


@cache
def unchanged(needs: str) -> str:
    return text(EVERYTHING, values=yaml.safe_load(needs))


def merged(below: Any, above: Any) -> Any:
    """One over the other, as Helm does it.

    >>> merged({"a": {"b": 1, "c": 2}}, {"a": {"b": 3}})
    {'a': {'b': 3, 'c': 2}}
    """
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return {**below, **{key: merged(below.get(key), value) for key, value in above.items()}}


def at(values: Any, path: str) -> Any:
    """The value at a path."""
    for key in path.split("."):
        values = values[key]
    return values


GIVEN = yaml.safe_load((CHART / "values.yaml").read_text())
BASE = merged(GIVEN, yaml.safe_load(EVERYTHING.read_text()))
VALUES = [(path, at(BASE, path)) for path, _ in leaves(GIVEN)]


@pytest.mark.parametrize(("path", "value"), VALUES[::EVERY], ids=[path for path, _ in VALUES[::EVERY]])
def test_another_value_is_another_installation(path: str, value: Any) -> None:
    needs = NEEDS.get(path, {})
    changed = merged(needs, nested(path, other(path, value)))
    assert text(EVERYTHING, values=changed) != unchanged(yaml.safe_dump(needs))
