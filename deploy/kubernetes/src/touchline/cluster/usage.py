"""What pods use: memory as the kubelet counts it, processor time as their first process does."""

import json
import os

from touchline.cluster.kube import RELEASE, Kube


def megabytes(kube: Kube) -> dict[str, float]:
    """The largest working set of each workload, in MiB; the kubelet looks each ten seconds."""
    told = json.loads(kube.kubectl("get", "--raw", "/api/v1/nodes/node/proxy/stats/summary"))
    largest: dict[str, float] = {}
    for pod in told["pods"]:
        if "workingSetBytes" in pod.get("memory", {}):
            name = workload(pod["podRef"]["name"])
            largest[name] = max(round(pod["memory"]["workingSetBytes"] / 2**20, 1), largest.get(name, 0.0))
    return largest


def workload(pod: str) -> str:
    """Whose pod it is.

    >>> workload("touchline-predictor-serve-5d9f6-x2k4p")
    'predictor-serve'
    """
    return pod.removeprefix(f"{RELEASE}-").rsplit("-", 2)[0]


def processor_seconds(kube: Kube, name: str) -> float:
    """Of the first processes of a workload's pods, all of them together, since they began (proc(5))."""
    pods = kube.items("pods", f"--selector=app.kubernetes.io/component={name}")
    stats = (kube.kubectl("exec", pod["metadata"]["name"], "--", "cat", "/proc/1/stat") for pod in pods)
    return sum(spent(stat, os.sysconf("SC_CLK_TCK")) for stat in stats)


def spent(stat: str, ticks: int) -> float:
    """Seconds in user and system mode, out of a line of /proc/<pid>/stat.

    >>> spent("1 (a b) S 0 1 1 0 -1 4194560 9 0 0 0 250 50 0 0 20", 100)
    3.0
    """
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / ticks
