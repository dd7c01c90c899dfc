"""Wrong values are refused before anything is installed, in words that name the value."""

from typing import Any

import pytest

from deploy.helm.tests.rendering import Refused, text

WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"imagee": {}}, "at ''", "'imagee' not allowed"),
    ({"image": {"tag": "latest"}}, "image.tag", "names no version"),
    ({"image": {"tag": 2}}, "/image/tag", "want string"),
    ({"image": {"pullPolicy": "Sometimes"}}, "/image/pullPolicy", "'IfNotPresent', 'Always', 'Never'"),
    ({"image": {"digests": {"predictor": "abc"}}}, "/image/digests/predictor", "does not match pattern"),
    ({"settings": {"kafka": 9092}}, "/settings/kafka", "want string"),
    ({"settings": {"batch": 0}}, "/settings/batch", "got 0, want 1"),
    ({"settings": {"database": "mysql://…"}}, "/settings", "'database' not allowed"),
    ({"environment": {"TOUCHLINE_KAFKA": "x:1"}}, "environment.TOUCHLINE_KAFKA", "stand under `settings`"),
    ({"environment": {"DEBUG": True}}, "/environment/DEBUG", "want string"),
    ({"workloads": {"normaliser": {"replicas": 2}}}, "/workloads", "'normaliser' not allowed"),
    ({"workloads": {"normalizer": {"replicas": -1}}}, "/normalizer/replicas", "got -1, want 0"),
    ({"workloads": {"normalizer": {"replicas": "two"}}}, "/normalizer/replicas", "want integer"),
    ({"workloads": {"normalizer": {"service": "predictor"}}}, "/normalizer/service", "must be 'normalizer'"),
    ({"workloads": {"normalizer": {"keda": {"max": 9}}}}, "/normalizer/keda/max", "got 9, want 4"),
    (
        {"workloads": {"normalizer": {"keda": {"enabled": True, "min": 3, "max": 2}}}},
        "workloads.normalizer",
        "less than keda.min",
    ),
    (
        {"workloads": {"predictor-serve": {"autoscaling": {"enabled": True}, "keda": {"enabled": True}}}},
        "workloads.predictor-serve",
        "enable one",
    ),
    ({"workloads": {"predictor-serve": {"settings": {"anonymous": "all"}}}}, "/anonymous", "'everyone'"),
    ({"workloads": {"predictor-serve": {"settings": {"push_limt": 5}}}}, "/settings", "'push_limt' not allowed"),
    ({"workloads": {"predictor-serve": {"resources": {"limits": {"memory": "lots"}}}}}, "/memory", "pattern"),
    ({"workloads": {"predictor-serve": {"drainSeconds": 60}}}, "workloads.predictor-serve", "must be more than"),
    ({"workloads": {"predictor-serve": {"ports": {"rest": 0}}}}, "workloads.predictor-serve", "not among its ports"),
    ({"workloads": {"ingestor": {"replicas": 2}}}, "workloads.ingestor", "runs once"),
    ({"workloads": {"feature-store": {"secrets": {"database": "yes"}}}}, "/secrets/database", "'required'"),
    ({"defaults": {"spread": {"zone": "Always"}}}, "/spread/zone", "'DoNotSchedule'"),
    ({"trainer": {"schedule": "weekly"}}, "/trainer/schedule", "does not match pattern"),
    ({"trainer": {"gpu": {"count": 0}}}, "/trainer/gpu/count", "got 0, want 1"),
    ({"hooks": {"migrate": ["ingestor"]}}, "/hooks/migrate/0", "must be one of"),
    ({"networkPolicy": {"private": ["10.0.0.0"]}}, "/private/0", "does not match pattern"),
    ({"networkPolicy": {"clients": [{}]}}, "/clients/0", "minProperties"),
    ({"secret": {"external": {"enabled": True}}}, "secret.external.store", "name the store"),
    ({"monitoring": {"prometheus": "prometheus:9090"}}, "/monitoring/prometheus", "does not match pattern"),
]


@pytest.mark.parametrize(("values", "where", "why"), WRONG, ids=lambda each: str(each)[:60])
def test_a_wrong_value_is_refused_by_its_name_and_with_the_reason(values: dict[str, Any], where: str, why: str) -> None:
    with pytest.raises(Refused) as refusal:
        text(values=values)
    assert where in str(refusal.value)
    assert why in str(refusal.value)
