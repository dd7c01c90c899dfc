"""What pods use, as the kubelet counts it."""

import json
from dataclasses import dataclass

from touchline.cluster.kube import Kube


@dataclass(frozen=True, slots=True)
class Use:
    """A pod's processor seconds since it began, and the memory that it works with."""

    cpu_seconds: float
    megabytes: float


def used(kube: Kube) -> dict[str, Use]:
    """By pod; those that have just begun are not counted yet."""
    told = json.loads(kube.kubectl("get", "--raw", "/api/v1/nodes/node/proxy/stats/summary"))
    return {
        pod["podRef"]["name"]: Use(
            pod["cpu"]["usageCoreNanoSeconds"] / 1e9, round(pod["memory"]["workingSetBytes"] / 2**20, 1)
        )
        for pod in told["pods"]
        if "usageCoreNanoSeconds" in pod.get("cpu", {}) and "workingSetBytes" in pod.get("memory", {})
    }


def by_workload(uses: dict[str, Use], release: str) -> dict[str, float]:
    """The largest working set of each workload, in MiB.

    >>> by_workload({"touchline-normalizer-5d9f-x2k": Use(1.0, 80.0)}, "touchline")
    {'normalizer': 80.0}
    """
    largest: dict[str, float] = {}
    for name, use in uses.items():
        workload = name.removeprefix(f"{release}-").rsplit("-", 2)[0]
        largest[workload] = max(use.megabytes, largest.get(workload, 0.0))
    return largest
