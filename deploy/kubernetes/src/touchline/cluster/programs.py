"""The cluster's programs: Kubernetes, etcd and CoreDNS built from Go's modules, the node's from Debian's packages."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from touchline.cluster.paths import GO, Failure, cache

PACKAGES = (
    *("containerd", "runc", "containernetworking-plugins", "nftables"),
    *("libnftables1", "libnftnl11", "libmnl0", "libjansson4", "libedit2", "libbsd0", "libmd0", "libgmp10"),
    *("libseccomp2", "libtinfo6", "libxtables12"),
)
"""Debian 12's, with the libraries that a small machine may lack; nothing is installed."""

SERVERS = ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy", "kubelet")
KINDS = {
    "prometheus-operator/prometheus-operator": (
        "example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml",
        "example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml",
    ),
    "kedacore/keda/v2": ("config/crd/bases/keda.sh_scaledobjects.yaml",),
    "external-secrets/external-secrets": ("config/crds/bases/external-secrets.io_externalsecrets.yaml",),
}
"""Others' kinds that the chart also makes: defined beside their code, at the versions of `kinds/go.mod`."""


def built() -> Path:
    """The folder with `bin`, `node` and `kinds`, made where it is not there yet: six minutes on two quiet cores."""
    folder = cache() / fingerprint()
    made: Sequence[tuple[str, Callable[[Path], None]]] = (("bin", build), ("node", unpack), ("kinds", definitions))
    for name, make in made:
        if not (folder / name).is_dir():
            _at_once(folder / name, make)
    return folder


def fingerprint() -> str:
    """What all of it is made from, as a hash."""
    files = sorted(path for path in GO.rglob("*") if path.suffix in (".go", ".mod", ".sum"))
    text = b"".join(path.read_bytes() for path in files) + repr((PACKAGES, KINDS)).encode()
    return hashlib.sha256(text).hexdigest()[:16]


def version(modules: str) -> tuple[str, str, str]:
    """The version of Kubernetes among these modules, and its two parts as `kubectl version` wants them.

    >>> version("require k8s.io/kubernetes v1.34.4")
    ('v1.34.4', '1', '34')
    """
    found = re.search(r"k8s\.io/kubernetes (v(\d+)\.(\d+)\.\d+)", modules)
    if not found:
        raise Failure("go.mod names no version of k8s.io/kubernetes")
    return found[1], found[2], found[3]


def build(into: Path) -> None:
    """Two files: all of Kubernetes with etcd in one, the names' server in the other."""
    whole, major, minor = version((GO / "go.mod").read_text())
    package = "k8s.io/component-base/version"
    flags = f"-s -w -X {package}.gitVersion={whole} -X {package}.gitMajor={major} -X {package}.gitMinor={minor}"
    environment = {**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-buildvcs=false -mod=readonly"}
    command = ["go", "build", "-trimpath", "-ldflags", flags, "-o", f"{into}/", "./cluster", "./dns"]
    _do(command, cwd=GO, env=environment)
    for name in SERVERS:
        (into / name).symlink_to("cluster")


def unpack(into: Path) -> None:
    """What a node runs, out of Debian's packages."""
    with tempfile.TemporaryDirectory() as packages:
        # apt's own user may not write here, which it would complain of.
        _do(["apt-get", "download", "-q", "-o", "APT::Sandbox::User=root", *PACKAGES], cwd=Path(packages))
        for package in sorted(Path(packages).glob("*.deb")):
            _do(["dpkg", "-x", str(package), str(into)])


def definitions(into: Path) -> None:
    """The definitions of other people's kinds."""
    for module, files in KINDS.items():
        told = json.loads(_do(["go", "mod", "download", "-json", f"github.com/{module}"], cwd=GO / "kinds"))
        for file in files:
            shutil.copyfile(Path(told["Dir"]) / file, into / Path(file).name)


def _at_once(folder: Path, make: Callable[[Path], None]) -> None:
    """Whole or not at all: an interrupted one is begun again."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        make(draft)
        draft.chmod(0o755)
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _do(command: Sequence[str], cwd: Path | None = None, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    if done.returncode:
        raise Failure(f"{' '.join(command[:3])} … ends with {done.returncode}: {(done.stderr or done.stdout)[-800:]}")
    return done.stdout
