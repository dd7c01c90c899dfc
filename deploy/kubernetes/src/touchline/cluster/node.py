"""The node: containerd, the kubelet and kube-proxy, of which every file lies in the cluster's folder."""

import json
import subprocess
from pathlib import Path

from touchline.cluster.image import PAUSE, VERSIONS
from touchline.cluster.paths import KUBECTL, Failure, Place
from touchline.cluster.plane import ADDRESS, PODS
from touchline.cluster.running import Running
from touchline.images.image import SERVICES

CONTAINERD = """\
version = 2
root = "{folder}/containerd/root"
state = "{folder}/containerd/state"
[grpc]
  address = "{socket}"
[ttrpc]
  address = "{socket}.ttrpc"
[plugins."io.containerd.grpc.v1.cri"]
  restrict_oom_score_adj = true
  sandbox_image = "{pause}"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "{node}/usr/lib/cni"
    conf_dir = "{folder}/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      BinaryName = "{node}/usr/sbin/runc"
"""


def network(place: Place) -> dict[str, object]:
    """Pods at a bridge, each with an address of its own."""
    ipam = {
        "type": "host-local",
        "ranges": [[{"subnet": PODS}]],
        "dataDir": f"{place.folder}/addresses",
        "routes": [{"dst": "0.0.0.0/0"}],
    }
    bridge = {"type": "bridge", "bridge": "pods0", "isGateway": True, "hairpinMode": True, "ipam": ipam}
    return {"cniVersion": "0.4.0", "name": "pods", "plugins": [bridge, {"type": "loopback"}]}


def kubelet(place: Place, group: str) -> dict[str, object]:
    """Its configuration; evictions off, since the disk is the machine's own. (YAML reads JSON.)"""
    return {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "address": ADDRESS,
        "authentication": {
            "x509": {"clientCAFile": f"{place.keys}/ca.crt"},
            "anonymous": {"enabled": False},
            "webhook": {"enabled": True},
        },
        "authorization": {"mode": "Webhook"},
        "tlsCertFile": f"{place.keys}/node.crt",
        "tlsPrivateKeyFile": f"{place.keys}/node.key",
        "cgroupDriver": "cgroupfs",
        "cgroupRoot": f"/{group}",
        "failCgroupV1": False,
        "failSwapOn": False,
        "makeIPTablesUtilChains": False,
        "containerRuntimeEndpoint": f"unix://{socket(place)}",
        "podLogsDir": f"{place.folder}/pods",
        "volumePluginDir": f"{place.folder}/plugins",
        "resolvConf": f"{place.folder}/resolv.conf",
        "clusterDomain": "cluster.local",
        "clusterDNS": [ADDRESS],
        "evictionHard": {"memory.available": "100Mi", "nodefs.available": "1%", "imagefs.available": "1%"},
        "imageGCHighThresholdPercent": 100,
        "imageGCLowThresholdPercent": 99,
    }


def socket(place: Place) -> Path:
    """Where containerd listens."""
    return place.folder / "containerd" / "socket"


def libraries(node: Path) -> dict[str, str]:
    """Debian's libraries as they lie in the folder, and its programs before the machine's."""
    path = f"{node}/usr/bin:{node}/usr/sbin:/usr/sbin:/usr/bin:/sbin:/bin"
    return {"LD_LIBRARY_PATH": f"{node}/usr/lib/x86_64-linux-gnu:{node}/lib/x86_64-linux-gnu", "PATH": path}


def start(running: Running, built: Path, group: str, images: list[Path]) -> None:
    """A node that takes pods, with these images."""
    place, node = running.place, built / "node"
    folder = place.folder
    for name in ("containerd", "cni"):
        (folder / name).mkdir()
    told = CONTAINERD.format(folder=folder, node=node, socket=socket(place), pause=PAUSE)
    (folder / "containerd.toml").write_text(told)
    (folder / "cni" / "pods.conflist").write_text(json.dumps(network(place)))
    (folder / "kubelet.yaml").write_text(json.dumps(kubelet(place, group)))
    (folder / "resolv.conf").write_text("")
    running.start("containerd", [f"{node}/usr/bin/containerd", "-c", f"{folder}/containerd.toml"], libraries(node))
    running.until("containerd answers", lambda: ctr(place, node, "version").returncode == 0, 60)
    for image in images:
        if (imported := ctr(place, node, "images", "import", str(image))).returncode:
            raise Failure(f"containerd refuses {image}: {imported.stderr[-600:]}")
    for service in SERVICES:  # an engine builds one version; the same under the next name is what is upgraded to
        first, next_ = (f"docker.io/touchline/{service}:{version}" for version in VERSIONS)
        ctr(place, node, "images", "tag", first, next_)
    running.start(
        "kubelet",
        [
            str(built / "bin" / "kubelet"),
            *(f"--config={folder}/kubelet.yaml", f"--kubeconfig={place.config('node')}"),
            *("--hostname-override=node", f"--node-ip={ADDRESS}", f"--root-dir={folder}/kubelet"),
            f"--cert-dir={folder}/kubelet/pki",
        ],
        libraries(node),
    )
    running.start(
        "proxy",
        [
            str(built / "bin" / "kube-proxy"),
            *(f"--kubeconfig={place.config('proxy')}", "--proxy-mode=nftables", f"--cluster-cidr={PODS}"),
            "--hostname-override=node",
            # The machine's connection tracking is left as it is.
            *("--conntrack-max-per-core=0", "--conntrack-min=0"),
            *("--conntrack-tcp-timeout-established=0s", "--conntrack-tcp-timeout-close-wait=0s"),
        ],
        libraries(node),
    )
    running.until("the node takes pods", lambda: _ready(place), 240)


def ctr(place: Place, node: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """containerd's own client."""
    command = [f"{node}/usr/bin/ctr", "--address", str(socket(place)), "--namespace", "k8s.io", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=libraries(node))


def _ready(place: Place) -> bool:
    told = "jsonpath={.status.conditions[?(@.type=='Ready')].status}"
    asked = [str(KUBECTL), f"--kubeconfig={place.config('admin')}", "get", "node", "node", "-o", told]
    return subprocess.run(asked, capture_output=True, text=True).stdout == "True"
