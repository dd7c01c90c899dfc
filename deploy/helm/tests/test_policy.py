"""Every pod keeps the rules, or a written waiver says why it does not."""

from collections.abc import Callable
from copy import deepcopy
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.helm.tests.policy import RULES, broken, pods
from deploy.helm.tests.rendering import PROFILES, profile

WAIVERS = yaml.safe_load((Path(__file__).parent / "waivers.yaml").read_text())


def waived(rule: str, what: str, values: str) -> list[int]:
    """Which waivers speak of it."""
    return [
        number
        for number, each in enumerate(WAIVERS)
        if each["rule"] == rule and fnmatchcase(what, each["what"]) and fnmatchcase(values, each["values"])
    ]


@pytest.mark.parametrize("name", PROFILES)
def test_no_pod_breaks_a_rule_without_a_waiver(name: str) -> None:
    found = [(rule, f"{kind}/{pod}") for rule, kind, pod in broken(profile(name))]
    assert [each for each in found if not waived(*each, name)] == []


def test_every_waiver_is_needed_and_gives_a_reason() -> None:
    needed = {
        number
        for name in PROFILES
        for rule, kind, pod in broken(profile(name))
        for number in waived(rule, f"{kind}/{pod}", name)
    }
    assert needed == set(range(len(WAIVERS)))
    assert all(len(each["because"]) > 40 for each in WAIVERS)


def pod_of(all_: list[Any]) -> Any:
    return next(each for each in all_ if each["kind"] == "Deployment")["spec"]["template"]["spec"]


def container_of(all_: list[Any]) -> Any:
    return pod_of(all_)["containers"][0]


def without(all_: list[Any], kind: str) -> None:
    all_[:] = [each for each in all_ if each["kind"] != kind]


SPOILED: dict[str, Callable[[list[Any]], Any]] = {
    "not-root": lambda all_: pod_of(all_)["securityContext"].pop("runAsNonRoot"),
    "high-user": lambda all_: pod_of(all_)["securityContext"].update(runAsUser=0),
    "seccomp": lambda all_: pod_of(all_)["securityContext"].update(seccompProfile={"type": "Unconfined"}),
    "read-only-root": lambda all_: container_of(all_)["securityContext"].pop("readOnlyRootFilesystem"),
    "no-capabilities": lambda all_: container_of(all_)["securityContext"].update(capabilities={"add": ["NET_ADMIN"]}),
    "no-escalation": lambda all_: container_of(all_)["securityContext"].update(allowPrivilegeEscalation=True),
    "no-host": lambda all_: pod_of(all_).update(hostNetwork=True),
    "no-host-path": lambda all_: pod_of(all_)["volumes"].append(
        {"name": "host", "hostPath": {}, "emptyDir": {"sizeLimit": "1Mi"}}
    ),
    "bounded-scratch": lambda all_: pod_of(all_)["volumes"][0]["emptyDir"].clear(),
    "no-token": lambda all_: pod_of(all_).update(automountServiceAccountToken=True),
    "own-account": lambda all_: pod_of(all_).update(serviceAccountName="default"),
    "no-service-links": lambda all_: pod_of(all_).pop("enableServiceLinks"),
    "version": lambda all_: container_of(all_).update(image="touchline/predictor:latest"),
    "cpu-request": lambda all_: container_of(all_)["resources"]["requests"].pop("cpu"),
    "memory-request": lambda all_: container_of(all_)["resources"]["requests"].pop("memory"),
    "memory-limit": lambda all_: container_of(all_)["resources"].pop("limits"),
    "secret-by-reference": lambda all_: container_of(all_)["env"].append({"name": "TOUCHLINE_DATABASE", "value": "x"}),
    "network-policy": lambda all_: without(all_, "NetworkPolicy"),
    "probes": lambda all_: container_of(all_).pop("startupProbe"),
    "time-to-end": lambda all_: container_of(all_).update(lifecycle={"preStop": {"sleep": {"seconds": 60}}}),
    "rolling-update": lambda all_: next(each for each in all_ if each["kind"] == "Deployment")["spec"].update(
        strategy={"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}}
    ),
    "disruption-budget": lambda all_: without(all_, "PodDisruptionBudget"),
    "spread": lambda all_: pod_of(all_)["topologySpreadConstraints"].pop(),
    "ends": lambda all_: next(each for each in all_ if each["kind"] == "Job")["spec"].pop("activeDeadlineSeconds"),
}
"""What breaks each rule but that on processor limits, which every pod breaks."""


def test_every_rule_has_something_that_breaks_it() -> None:
    assert SPOILED.keys() | {"cpu-limit"} == RULES.keys()
    assert len(list(pods(profile("none")))) > 10


@pytest.mark.parametrize("rule", SPOILED)
def test_a_rule_finds_what_breaks_it(rule: str) -> None:
    manifests = deepcopy(list(profile("none")))
    before = broken(manifests)
    SPOILED[rule](manifests)
    assert rule in {each[0] for each in broken(manifests) if each not in before}
