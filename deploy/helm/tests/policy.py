"""What every pod of the chart must be, each a rule that names what breaks it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Manifest = Mapping[str, Any]
Rule = Callable[["Pod", Sequence[Manifest]], bool]

PODS = ("Deployment", "Job", "CronJob", "Pod")
SECRET = re.compile(r"DATABASE|PASSWORD|TOKEN|SECRET|_KEY\b|_KEY$")


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod that an object makes."""

    kind: str
    name: str
    labels: Mapping[str, str]
    spec: Mapping[str, Any]
    owner: Manifest

    @property
    def container(self) -> Mapping[str, Any]:
        """Its one container."""
        (container,) = self.spec["containers"]
        return dict(container)

    @property
    def runs_on(self) -> bool:
        """Whether it is kept running, and so updated, drained and asked."""
        return self.kind == "Deployment"


def pods(manifests: Sequence[Manifest]) -> Iterator[Pod]:
    """Every pod that these objects make."""
    for each in manifests:
        if each["kind"] not in PODS:
            continue
        spec = each["spec"]
        if each["kind"] == "CronJob":
            spec = spec["jobTemplate"]["spec"]
        template = each if each["kind"] == "Pod" else spec["template"]
        yield Pod(each["kind"], each["metadata"]["name"], template["metadata"]["labels"], template["spec"], each)


def chosen(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Whether a selector chooses these labels.

    >>> chosen({"matchLabels": {"a": "1"}}, {"a": "1", "b": "2"}), chosen({"matchLabels": {"a": "2"}}, {"a": "1"})
    (True, False)
    """
    return selector["matchLabels"].items() <= labels.items()


def covered(pod: Pod, manifests: Sequence[Manifest], kind: str, selector: str) -> bool:
    """Whether an object of this kind is about the pod."""
    return any(chosen(each["spec"][selector], pod.labels) for each in manifests if each["kind"] == kind)


def bounded(pod: Pod, which: str, what: str) -> bool:
    """Whether a request or limit is stated."""
    return bool(pod.container["resources"].get(which, {}).get(what))


def named_by_version(image: str) -> bool:
    """Whether an image is named by a digest or by a tag that stays.

    >>> named_by_version("touchline/predictor"), named_by_version("r:5000/t/p:latest"), named_by_version("r:5000/t/p:1")
    (False, False, True)
    """
    return "@sha256:" in image or (":" in image.rpartition("/")[2] and not image.endswith(":latest"))


def in_the_open(variable: Mapping[str, Any]) -> bool:
    """Whether an environment variable holds what belongs into a Secret."""
    return bool(SECRET.search(variable["name"])) and "value" in variable


def looked_at(pod: Pod) -> bool:
    """Whether all three probes are there."""
    return {"startupProbe", "livenessProbe", "readinessProbe"} <= pod.container.keys()


def ends_in_peace(pod: Pod) -> bool:
    """Whether it has time to end after it has left its Service."""
    pause = pod.container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
    return bool(pod.spec["terminationGracePeriodSeconds"] >= pause + 30)


def never_fewer(pod: Pod) -> bool:
    """Whether an update begins new pods before it ends old ones."""
    return bool(pod.owner["spec"]["strategy"].get("rollingUpdate", {}).get("maxUnavailable") == 0)


def bounded_or_read(volume: Mapping[str, Any]) -> bool:
    """Whether what is written there has an end; a ConfigMap is only read."""
    return "configMap" in volume or "sizeLimit" in volume["emptyDir"]


RULES: Mapping[str, Rule] = {
    "not-root": lambda pod, _: pod.spec["securityContext"].get("runAsNonRoot") is True,
    "high-user": lambda pod, _: pod.spec["securityContext"].get("runAsUser", 0) >= 10_000,
    "seccomp": lambda pod, _: pod.spec["securityContext"].get("seccompProfile") == {"type": "RuntimeDefault"},
    "read-only-root": lambda pod, _: pod.container["securityContext"].get("readOnlyRootFilesystem") is True,
    "no-capabilities": lambda pod, _: pod.container["securityContext"].get("capabilities") == {"drop": ["ALL"]},
    "no-escalation": lambda pod, _: pod.container["securityContext"].get("allowPrivilegeEscalation") is False,
    "no-host": lambda pod, _: not {"hostNetwork", "hostPID", "hostIPC"} & pod.spec.keys(),
    "no-host-path": lambda pod, _: all("hostPath" not in volume for volume in pod.spec["volumes"]),
    "bounded-scratch": lambda pod, _: all(bounded_or_read(each) for each in pod.spec["volumes"]),
    "no-token": lambda pod, _: pod.spec.get("automountServiceAccountToken") is False,
    "own-account": lambda pod, all_: any(
        each["kind"] == "ServiceAccount" and each["metadata"]["name"] == pod.spec["serviceAccountName"] for each in all_
    ),
    "no-service-links": lambda pod, _: pod.spec.get("enableServiceLinks") is False,
    "version": lambda pod, _: named_by_version(pod.container["image"]),
    "cpu-request": lambda pod, _: bounded(pod, "requests", "cpu"),
    "memory-request": lambda pod, _: bounded(pod, "requests", "memory"),
    "memory-limit": lambda pod, _: bounded(pod, "limits", "memory"),
    "cpu-limit": lambda pod, _: bounded(pod, "limits", "cpu"),
    "secret-by-reference": lambda pod, _: not any(in_the_open(each) for each in pod.container.get("env", ())),
    "network-policy": lambda pod, all_: covered(pod, all_, "NetworkPolicy", "podSelector"),
    "probes": lambda pod, _: not pod.runs_on or looked_at(pod),
    "time-to-end": lambda pod, _: not pod.runs_on or ends_in_peace(pod),
    "rolling-update": lambda pod, _: not pod.runs_on or never_fewer(pod),
    "disruption-budget": lambda pod, all_: not pod.runs_on or covered(pod, all_, "PodDisruptionBudget", "selector"),
    "spread": lambda pod, _: not pod.runs_on or len(pod.spec.get("topologySpreadConstraints", ())) == 2,
    "ends": lambda pod, _: pod.kind not in ("Job", "CronJob") or "activeDeadlineSeconds" in str(pod.owner["spec"]),
}


def broken(manifests: Sequence[Manifest]) -> list[tuple[str, str, str]]:
    """Each rule that a pod breaks: rule, kind, name."""
    found = []
    for pod in pods(manifests):
        found += [(rule, pod.kind, pod.name) for rule, holds in RULES.items() if not holds(pod, manifests)]
    return found
