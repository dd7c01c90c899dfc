"""kubectl and Helm against the cluster."""

import json
import subprocess
from dataclasses import dataclass
from typing import Any

from touchline.cluster.paths import CHART, HELM, KUBECTL, Failure, Place

RELEASE = NAMESPACE = "touchline"


@dataclass(frozen=True, slots=True)
class Kube:
    """The cluster as an administrator has it."""

    place: Place

    def kubectl(self, *arguments: str, given: str = "", check: bool = True, timeout: float = 300) -> str:
        """A command of kubectl's in the release's namespace; its answer."""
        command = [str(KUBECTL), f"--kubeconfig={self.place.config('admin')}", f"--namespace={NAMESPACE}", *arguments]
        return _run(command, given, check, timeout)

    def helm(self, *arguments: str, check: bool = True, timeout: float = 600) -> str:
        """A command of Helm's."""
        known = [f"--kubeconfig={self.place.config('admin')}", f"--namespace={NAMESPACE}"]
        return _run([str(HELM), *arguments, *known], "", check, timeout)

    def rendered(self, values: str) -> str:
        """The chart's manifests under these values, as the API server's version gets them."""
        own = [f"--kubeconfig={self.place.config('admin')}", f"--namespace={NAMESPACE}", "--validate=false"]
        return _run([str(HELM), "template", RELEASE, str(CHART), *own, "--values", "-"], values, True, 60)

    def items(self, kind: str, *more: str) -> list[dict[str, Any]]:
        """Objects of a kind."""
        found: list[dict[str, Any]] = json.loads(self.kubectl("get", kind, *more, "-o", "json"))["items"]
        return found

    def address(self, service: str) -> str:
        """A Service's address."""
        return self.kubectl("get", "service", service, "-o", "jsonpath={.spec.clusterIP}")


def _run(command: list[str], given: str, check: bool, timeout: float) -> str:
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=timeout)
    if check and done.returncode:
        words = "\n".join(line for line in done.stderr.splitlines() if "symbolic link" not in line)
        raise Failure(f"{command[0].rpartition('/')[2]} {' '.join(command[1:4])} …: {words[-1500:]}")
    return done.stdout if done.returncode == 0 else done.stdout + done.stderr
