"""Whether pods are what the chart says: real processes, no root, nothing to write to but /tmp."""

from pathlib import Path

from touchline.cluster.kube import RELEASE, Kube
from touchline.cluster.node import ctr
from touchline.cluster.paths import Failure

TRIES = """\
import os, pathlib
assert os.getuid() == 10001, os.getuid()
assert not pathlib.Path("/var/run/secrets/kubernetes.io").exists()
pathlib.Path("/tmp/here").write_text("x")
try:
    pathlib.Path("/here").write_text("x")
except OSError as refused:
    print(refused.strerror)
"""


def confined(kube: Kube) -> None:
    """Try it in a pod.

    Raises:
        Failure: it may do more than it should.
    """
    said = kube.kubectl("exec", f"deployment/{RELEASE}-predictor-serve", "--", "python", "-c", TRIES)
    if said.strip() != "Read-only file system":
        raise Failure(f"a pod may write to its root: {said!r}")


def real(kube: Kube, node: Path) -> bool:
    """Whether every container that Kubernetes calls running is a task of containerd's with a process."""
    told = ctr(kube.place, node, "tasks", "list").stdout.splitlines()[1:]
    running = {line.split()[0] for line in told if line.endswith("RUNNING")}
    named = [
        status["containerID"].removeprefix("containerd://")
        for pod in kube.items("pods")
        for status in pod["status"].get("containerStatuses", ())
        if "running" in status["state"]
    ]
    return bool(named) and set(named) <= running
