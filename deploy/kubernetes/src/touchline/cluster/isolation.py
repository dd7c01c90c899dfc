"""A run in namespaces of its own: its processes, mounts and network end with it, whatever happens.

Inside, process 1 is the run: when it ends or is killed, the kernel ends every process that it began, takes its mounts
away and removes its network with all addresses, routes and rules. Control groups and three sysctls belong to the whole
machine; they are put back from outside.
"""

import contextlib
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from touchline.cluster.paths import Failure

GROUPS = Path("/sys/fs/cgroup")
SYSCTLS = ("vm/overcommit_memory", "kernel/panic", "kernel/panic_on_oops")
"""What the kubelet sets on its machine, and no setting of its forbids."""

OWN_FOLDERS = ("/run/containerd", "/run/netns", "/var/log/containers", "/var/lib/cni")
"""Fixed places of containerd, CNI and the kubelet, empty inside and untouched outside."""


def run_apart(arguments: Sequence[str], group: str) -> int:
    """Run this module's command in namespaces of its own; the exit code."""
    if os.geteuid() != 0:
        raise Failure("a cluster with real pods needs root: namespaces, control groups and mounts")
    apart = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    # Process 1 inherits whoever loses his parent and must see him to his end, which a shell does and Python does not.
    command = shlex.join([sys.executable, "-m", "touchline.cluster", *arguments])
    missing = [Path(folder) for folder in OWN_FOLDERS if not Path(folder).exists()]
    with kept_sysctls():
        try:
            return subprocess.run([*apart, "sh", "-c", f"{command}; exit $?"]).returncode
        finally:
            remove_groups(group)
            for folder in missing:
                if folder.exists():
                    folder.rmdir()


@contextlib.contextmanager
def kept_sysctls() -> Iterator[None]:
    """What stands there before stands there after."""
    files = [Path("/proc/sys") / name for name in SYSCTLS]
    before = [file.read_text() for file in files]
    try:
        yield
    finally:
        for file, value in zip(files, before, strict=True):
            if file.read_text() != value:
                file.write_text(value)


def hierarchies() -> list[Path]:
    """The control groups' roots: one (version 2), or one a controller (version 1)."""
    if (GROUPS / "cgroup.controllers").exists():
        return [GROUPS]
    return sorted({path.resolve() for path in GROUPS.iterdir() if (path / "cgroup.procs").exists()})


def make_groups(group: str) -> None:
    """The group that the kubelet puts its own under."""
    for root in hierarchies():
        (root / group).mkdir(exist_ok=True)
        for name in ("cpuset.cpus", "cpuset.mems"):  # empty in a new one of version 1, and nothing may run in it then
            if root.name == "cpuset":
                (root / group / name).write_text((root / name).read_text())


def remove_groups(group: str) -> None:
    """The group and all below it; the last processes may still be leaving."""
    for _ in range(50):
        for root in hierarchies():
            for folder, _, _ in os.walk(root / group, topdown=False):
                with contextlib.suppress(OSError):
                    os.rmdir(folder)
        if not any((root / group).exists() for root in hierarchies()):
            return
        time.sleep(0.1)


def own_folders() -> None:
    """Inside: hide the machine's."""
    for folder in OWN_FOLDERS:
        Path(folder).mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], check=True)


def own_network(address: str, services: str) -> None:
    """Inside: one address that the node has, and a way to the addresses of Services."""
    for command in (
        "link set lo up",
        "link add eth0 type veth peer name eth0-end",
        "link set eth0-end up",
        f"addr add {address}/24 dev eth0",
        "link set eth0 up",
        f"route add {services} dev eth0",
    ):
        subprocess.run(["ip", *command.split()], check=True)
