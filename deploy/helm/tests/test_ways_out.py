"""Who may reach what outside the release: the issuer of tokens is open to who fetches its keys, and to nobody else."""

from collections.abc import Mapping
from typing import Any

import pytest

from deploy.helm.tests.rendering import manifests, of_kind, text

AIR_GAPPED = {"ipBlock": {"cidr": "10.20.9.0/24"}}
ISSUER = {"to": [AIR_GAPPED], "ports": [8443]}
WAY = {"ports": [{"port": 8443, "protocol": "TCP"}], "to": [AIR_GAPPED]}
TOLD = {"jwt_issuer": "https://id.example/", "jwt_audience": "touchline"}


def ways_out(keys: str) -> Mapping[str, list[Any]]:
    """Each pod's ways out by its component, where `predictor serve` is told of an issuer."""
    values = {
        "networkPolicy": {"issuer": ISSUER},
        "workloads": {"predictor-serve": {"settings": {**TOLD, "jwt_keys": keys}}},
    }
    policies = of_kind(manifests(text(values=values)), "NetworkPolicy")
    return {each["metadata"]["name"].removeprefix("touchline-"): each["spec"]["egress"] for each in policies}


def test_who_fetches_an_issuers_keys_reaches_it_and_nobody_else_does() -> None:
    open_to = {name for name, ways in ways_out("https://id.example/keys").items() if WAY in ways}
    assert open_to == {"predictor-serve"}


@pytest.mark.parametrize("keys", ["/etc/touchline/keys.json", "http://localhost:8000/keys"])
def test_keys_that_are_in_the_pod_open_no_way_out(keys: str) -> None:
    assert not any(WAY in ways for ways in ways_out(keys).values())
