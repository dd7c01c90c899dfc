"""The whole way, step by step, with what each took; everything is taken down at its end."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from touchline.cluster import certificates, image, installing, isolation, node, plane, scenarios, updating
from touchline.cluster.confinement import confined, real
from touchline.cluster.kube import RELEASE, Kube
from touchline.cluster.paths import RESULT, ROOT, Failure, Place
from touchline.cluster.programs import built
from touchline.cluster.running import Running
from touchline.cluster.stores import Stores
from touchline.cluster.usage import megabytes
from touchline.demo.platform import Platform

CONSUMERS = ("ingestor", "normalizer", "feature-store", "predictor-consume", "drift-monitor")


def say(text: str) -> None:
    """At once, also into a pipe."""
    print(text, flush=True)


@dataclass
class Told:
    """What the result file says."""

    seconds: dict[str, float] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str, title: str) -> Iterator[None]:
        """A step with its time."""
        say(title)
        begun = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - begun, 1)

    def write(self) -> None:
        """As the contract has it (keys are added, never renamed)."""
        commit = subprocess.run(["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, text=True)
        about = {
            "commit": commit.stdout.strip(),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": {"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)},
        }
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(json.dumps({**self.result, "seconds": self.seconds, **about}, indent=2) + "\n")


def run(group: str, only_scenarios: bool = False) -> None:
    """Inside its namespaces: from nothing to a removed release."""
    told = Told()
    folder = Path(tempfile.mkdtemp(prefix="touchline-"))
    place = Place(folder)
    running, stores = Running(place), Stores(folder / "stack", plane.ADDRESS)
    kube = Kube(place)
    isolation.own_folders()
    isolation.own_network(plane.ADDRESS, plane.SERVICES)
    isolation.make_groups(group)
    try:
        if not only_scenarios:
            with told.step("stores", "Kafka, MariaDB, Redis, S3, MLflow and the providers' sandbox"):
                stores.up()
        with told.step("control_plane", "etcd, API server, controllers, scheduler, names"):
            certificates.issue(place, plane.ADDRESS, plane.FIRST_SERVICE)
            plane.start(running, built() / "bin")
        with told.step("scenarios", "Ways to install, before a real API server"):
            _define(kube)
            told.result["scenarios"] = scenarios.validate(kube, say)
        if not only_scenarios:
            _real(told, running, kube, stores, group)
    finally:
        told.write()
        _take_down(kube, running, stores, folder)
    say(f"written to {RESULT.relative_to(ROOT)}: {json.dumps(told.result)[:400]}")


def _define(kube: Kube) -> None:
    kube.kubectl("create", "namespace", RELEASE)
    kube.kubectl("label", "namespace", RELEASE, "pod-security.kubernetes.io/enforce=restricted")
    for kind in sorted((built() / "kinds").glob("*.yaml")):
        kube.kubectl("create", "-f", str(kind))
    kube.kubectl("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s")


def _real(told: Told, running: Running, kube: Kube, stores: Stores, group: str) -> None:
    platform = Platform(running.place.folder / "stack")
    result = told.result
    result.update(installed=False, pods_real=False)
    with told.step("node", "A node: containerd, kubelet, kube-proxy, with images of this checkout"):
        node.start(running, built(), group, image.archives())
    with told.step("install", "helm install: topics and tables by hooks, then every workload"):
        installing.move_to_friday(platform)
        installing.secret(kube, stores)
        installing.install(kube, stores)
        installing.rolled_out(kube, *CONSUMERS)
    with told.step("take_in", "Documents come in"):
        installing.take_in(kube, platform, say)
    with told.step("train", "A first model, by a Job of the chart's"):
        installing.train(kube, say)
    with told.step("ready", "predictor serve becomes ready"):
        installing.rolled_out(kube, "predictor-serve")
        result["installed"] = True
        result["pods_real"] = real(kube, built() / "node")
        confined(kube)
    url = f"http://{kube.address(f'{RELEASE}-predictor-serve')}:8080"
    with told.step("prediction", "A prediction through the Service, and helm test"):
        key = installing.key(kube, url)
        question, sentence = installing.prediction(url, key)
        say(f"  {sentence}")
        say("  " + _tested(kube))
    with told.step("load", "What a core answers"):
        result["load"] = updating.load(kube, question, key)
        result["megabytes"] = megabytes(kube)
        say(f"  {result['load']}, memory in MiB {result['megabytes']}")
    for name, change in (("upgrade", updating.upgrade), ("rollback", updating.roll_back)):
        with told.step(name, f"{name} while it is asked"):
            result[name] = updating.as_json(change(kube, question, key))
            result[f"{name}_failed_requests"] = sum(result[name]["failed"].values())
            say(f"  {result[name]}")
    with told.step("uninstall", "helm uninstall"):
        updating.uninstall(kube)
    if failed := result["upgrade_failed_requests"] + result["rollback_failed_requests"]:
        raise Failure(f"{failed} requests failed while the release changed: {result['upgrade']}, {result['rollback']}")


def _tested(kube: Kube) -> str:
    said = kube.helm("test", RELEASE, "--logs", "--timeout=3m")
    answering = {line.strip() for line in said.splitlines() if line.endswith("answers 200")}
    return f"helm test: {len(answering)} Services answer"


def _take_down(kube: Kube, running: Running, stores: Stores, folder: Path) -> None:
    say("taking everything down")
    steps: list[Callable[[], object]] = [stores.down, running.stop]
    for step in steps:
        try:
            step()
        except (Failure, OSError) as failure:
            say(f"  {failure}")
    # What is still mounted ends with the namespace; what lies below the mounts is removed now.
    mounted = subprocess.run(["awk", "{print $2}", "/proc/self/mounts"], capture_output=True, text=True).stdout.split()
    for point in sorted((each for each in mounted if each.startswith(f"{folder}/")), reverse=True):
        subprocess.run(["umount", "--lazy", point], capture_output=True)
    shutil.rmtree(folder, ignore_errors=True)
