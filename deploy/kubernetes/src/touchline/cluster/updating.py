"""A release is upgraded, rolled back and removed while the Service is asked without a pause."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from touchline.cluster.image import VERSIONS
from touchline.cluster.kube import RELEASE, Kube
from touchline.cluster.paths import CHART, Failure
from touchline.cluster.traffic import Traffic, asking
from touchline.cluster.usage import processor_seconds

CLIENTS, PAUSE = 4, 0.05
AROUND = 5.0
"""Seconds of traffic before and after."""

SERVING = "predictor-serve"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the questions while something changed."""

    asked: int
    failed: dict[str, int]
    repeated: int
    p50_ms: float
    p99_ms: float
    seconds: float


def upgrade(kube: Kube, url: str, key: str) -> Change:
    """To the next version, with all that the release was given."""
    tag = f"--set-string=image.tag={VERSIONS[1]}"
    change = _under_traffic(
        url, key, lambda: kube.helm("upgrade", RELEASE, str(CHART), "--reuse-values", tag, "--wait", "--timeout=8m")
    )
    _expect(kube, VERSIONS[1])
    return change


def roll_back(kube: Kube, url: str, key: str) -> Change:
    """To the first revision."""
    change = _under_traffic(url, key, lambda: kube.helm("rollback", RELEASE, "1", "--wait", "--timeout=8m"))
    _expect(kube, VERSIONS[0])
    return change


def uninstall(kube: Kube) -> None:
    """Nothing of the release is left but what hooks keep by design.

    Raises:
        Failure: something is left.
    """
    kube.helm("uninstall", RELEASE, "--wait", "--timeout=4m")
    deadline = time.monotonic() + 120  # pods end after what they belong to
    while left := _left(kube):
        if time.monotonic() > deadline:
            raise Failure(f"`helm uninstall` leaves {', '.join(left)}")
        time.sleep(1)


def _left(kube: Kube) -> list[str]:
    """What is still there; the pod of `helm test` and that of the first training stay to be read."""
    kinds = "deployments,jobs,cronjobs,pods,services,configmaps,serviceaccounts,networkpolicies,poddisruptionbudgets"
    return [
        f"{each['kind']}/{each['metadata']['name']}"
        for each in kube.items(kinds, f"--selector=app.kubernetes.io/instance={RELEASE}")
        if each["metadata"]["labels"]["app.kubernetes.io/component"] not in ("test", "trainer") or each["kind"] != "Pod"
    ]


def load(kube: Kube, url: str, key: str, seconds: float = 20.0) -> dict[str, float]:
    """What a core answers: requests, and the processor seconds that the serving pods spent meanwhile."""
    before = processor_seconds(kube, SERVING)
    with asking(url, key, clients=8, pause=0.0) as traffic:
        time.sleep(seconds)
    taken = processor_seconds(kube, SERVING) - before
    answered = len(traffic.seconds)
    return {
        "requests": answered,
        "cpu_seconds": round(taken, 2),
        "requests_per_core_second": round(answered / taken, 1) if taken > 0 else 0.0,
        "p50_ms": round(traffic.quantile(0.5) * 1000, 1),
    }


def _under_traffic(url: str, key: str, change: Callable[[], object]) -> Change:
    with asking(url, key, CLIENTS, PAUSE) as traffic:
        time.sleep(AROUND)
        begun = time.monotonic()
        change()
        seconds = time.monotonic() - begun
        time.sleep(AROUND)
    return _told(traffic, seconds)


def _told(traffic: Traffic, seconds: float) -> Change:
    return Change(
        traffic.asked,
        dict(traffic.failed),
        traffic.repeated,
        round(traffic.quantile(0.5) * 1000, 1),
        round(traffic.quantile(0.99) * 1000, 1),
        round(seconds, 1),
    )


def _expect(kube: Kube, version: str) -> None:
    images = {
        container["image"]
        for each in kube.items("deployments")
        for container in each["spec"]["template"]["spec"]["containers"]
    }
    if {image.rpartition(":")[2] for image in images} != {version}:
        raise Failure(f"not every workload runs {version}: {images}")


def as_json(change: Change) -> dict[str, object]:
    """For the result."""
    return asdict(change)
