"""Ways out of a pod beside its stores: to a token's issuer for who fetches its keys, to where traces are told."""

from collections.abc import Mapping
from typing import Any

import pytest

from deploy.helm.tests.rendering import manifests, of_kind, text

PLACE = {"to": [{"ipBlock": {"cidr": "10.20.9.0/24"}}], "ports": [8443]}
WAY = {"ports": [{"port": 8443, "protocol": "TCP"}], "to": PLACE["to"]}
TOLD = {"jwt_issuer": "https://id.example/", "jwt_audience": "touchline"}


def those_let_out(values: Mapping[str, Any]) -> set[str]:
    """Whose policy has the way to the place, by component; all others that have a policy are not among them."""
    policies = of_kind(manifests(text(values=values)), "NetworkPolicy")
    return {each["metadata"]["name"].removeprefix("touchline-") for each in policies if WAY in each["spec"]["egress"]}


def let_out_to_the_issuer(keys: str) -> set[str]:
    """The same for an issuer whose keys stand here."""
    serve = {"settings": {**TOLD, "jwt_keys": keys}}
    return those_let_out({"networkPolicy": {"issuer": PLACE}, "workloads": {"predictor-serve": serve}})


def test_who_fetches_an_issuers_keys_reaches_it_and_nobody_else_does() -> None:
    assert let_out_to_the_issuer("https://id.example/keys") == {"predictor-serve"}


@pytest.mark.parametrize("keys", ["/etc/touchline/keys.json", "http://localhost:8000/keys"])
def test_keys_that_are_in_the_pod_open_no_way_out(keys: str) -> None:
    assert let_out_to_the_issuer(keys) == set()


def test_whoever_tells_traces_reaches_the_collector() -> None:
    told = those_let_out({"networkPolicy": {"traces": PLACE}, "settings": {"otlp": "https://collector:8443/v1/traces"}})
    assert {"predictor-serve", "normalizer", "trainer", "hooks"} <= told
    assert those_let_out({"networkPolicy": {"traces": PLACE}}) == set()
