"""The control plane: etcd, API server, controllers, scheduler, and the server of names."""

import subprocess
from pathlib import Path

from touchline.cluster.paths import KUBECTL, Place
from touchline.cluster.running import Running

ADDRESS = "10.99.0.2"
"""The node's; of a private range, which MLflow answers by itself."""

SERVICES = "10.96.0.0/16"
FIRST_SERVICE = "10.96.0.1"
PODS = "10.244.0.0/24"
ETCD = "http://127.0.0.1:2379"
NAMES = """\
.:53 {{
    errors
    kubernetes cluster.local {{
        kubeconfig {config}
        ttl 5
    }}
}}
"""


def start(running: Running, bin: Path) -> None:
    """Everything but the node; ready when the API server is and hands out accounts."""
    place, keys = running.place, running.place.keys
    peer = "http://127.0.0.1:2380"
    running.start(
        "etcd",
        [
            str(bin / "etcd"),
            f"--data-dir={place.folder}/etcd",
            *(f"--listen-client-urls={ETCD}", f"--advertise-client-urls={ETCD}"),
            *(f"--listen-peer-urls={peer}", f"--initial-advertise-peer-urls={peer}"),
            f"--initial-cluster=default={peer}",
            "--unsafe-no-fsync",  # nothing outlives the run
        ],
    )
    running.start(
        "apiserver",
        [
            str(bin / "kube-apiserver"),
            *(f"--etcd-servers={ETCD}", "--secure-port=6443", f"--advertise-address={ADDRESS}"),
            *(f"--tls-cert-file={keys}/apiserver.crt", f"--tls-private-key-file={keys}/apiserver.key"),
            *(f"--client-ca-file={keys}/ca.crt", "--authorization-mode=Node,RBAC"),
            "--service-account-issuer=https://kubernetes.default.svc",
            f"--service-account-key-file={keys}/accounts.pub",
            f"--service-account-signing-key-file={keys}/accounts.key",
            f"--service-cluster-ip-range={SERVICES}",
            f"--kubelet-client-certificate={keys}/admin.crt",
            f"--kubelet-client-key={keys}/admin.key",
            "--kubelet-preferred-address-types=InternalIP",
            "--enable-admission-plugins=NodeRestriction",
        ],
    )
    running.until("the API server is ready", lambda: _answers(place, "/readyz"), 240)
    running.start(
        "controllers", [str(bin / "kube-controller-manager"), *_client(place, "controllers"), *_controllers(keys)]
    )
    running.start("scheduler", [str(bin / "kube-scheduler"), *_client(place, "scheduler")])
    (place.folder / "names").write_text(NAMES.format(config=place.config("admin")))
    running.start("names", [str(bin / "dns"), "-conf", f"{place.folder}/names"])
    account = "/api/v1/namespaces/default/serviceaccounts/default"
    running.until("accounts are handed out", lambda: _answers(place, account), 60)


def _client(place: Place, name: str) -> list[str]:
    config = place.config(name)
    return [
        *(f"--kubeconfig={config}", f"--authentication-kubeconfig={config}", f"--authorization-kubeconfig={config}"),
        "--leader-elect=false",
    ]


def _controllers(keys: Path) -> list[str]:
    return [
        "--use-service-account-credentials",
        f"--service-account-private-key-file={keys}/accounts.key",
        f"--root-ca-file={keys}/ca.crt",
        "--allocate-node-cidrs",
        f"--cluster-cidr={PODS}",
        "--horizontal-pod-autoscaler-sync-period=5s",
    ]


def _answers(place: Place, path: str) -> bool:
    asked = [str(KUBECTL), f"--kubeconfig={place.config('admin')}", "--request-timeout=5s", "get", "--raw", path]
    return subprocess.run(asked, capture_output=True).returncode == 0
