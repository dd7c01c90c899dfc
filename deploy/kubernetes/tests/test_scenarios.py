"""There are enough ways to install, each with a name, and none that the chart's own schema refuses."""

import yaml

from deploy.helm.tests.rendering import Refused, text
from touchline.cluster.programs import KINDS, version
from touchline.cluster.scenarios import OWN, profiles

EVERY = [*profiles(), *OWN]


def test_there_are_more_than_twenty_ways_to_install_and_some_that_only_a_server_refuses() -> None:
    assert len({scenario.name for scenario in EVERY}) == len(EVERY) >= 20
    assert sum(bool(scenario.refused) for scenario in EVERY) >= 3


def test_the_schema_lets_every_scenario_through_to_the_server() -> None:
    refused = []
    for scenario in OWN[::4]:
        try:
            text(values=yaml.safe_load(scenario.values))
        except Refused as words:
            refused.append((scenario.name, str(words)))
    assert refused == []


def test_a_version_of_kubernetes_is_read_from_what_is_built() -> None:
    assert version("k8s.io/kubernetes v1.34.4") == ("v1.34.4", "1", "34")
    assert set(KINDS) == {
        "prometheus-operator/prometheus-operator",
        "kedacore/keda/v2",
        "external-secrets/external-secrets",
    }
