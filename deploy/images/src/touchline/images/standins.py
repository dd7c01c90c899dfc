"""Images of the programs that `compose.yaml` takes from Docker Hub, made of Debian's packages and what setup laid."""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from touchline.images.engine import Engine
from touchline.images.failure import Failure

FOLDER = Path("deploy/compose/standins")
NAMES = Path("deploy/compose/standins.env")


@dataclass(frozen=True, slots=True)
class StandIn:
    """Debian's packages for a program, and what it has from elsewhere: from setup's folders."""

    packages: tuple[str, ...]
    payload: Callable[[Path], tuple[Path, ...]] = lambda root: ()


STAND_INS = {
    "kafka": StandIn(("openjdk-17-jre-headless",), lambda root: tuple((root / ".tools" / "kafka").glob("*.jar"))),
    "mariadb": StandIn(("mariadb-server",)),
    "redis": StandIn(("redis-server",)),
    "s3": StandIn(("wget",), lambda root: (Path(sys.executable).with_name("weed"),)),
    "postgres": StandIn(("postgresql",)),
    "node": StandIn(("prometheus-node-exporter",)),
    "mariadb-exporter": StandIn(("prometheus-mysqld-exporter",)),
    "redis-exporter": StandIn(("prometheus-redis-exporter",)),
    "probes": StandIn(("prometheus-blackbox-exporter",)),
    "alertmanager": StandIn(("prometheus-alertmanager", "wget")),
    "prometheus": StandIn(("prometheus", "wget")),
}


def tags(declared: str) -> dict[str, str]:
    """What the stand-ins are called, by the file that puts them into the place of the official images.

    >>> tags("# comment\\nS3_IMAGE=touchline-standin/s3:4.48\\n")
    {'s3': 'touchline-standin/s3:4.48'}
    """
    return {
        name.lower().replace("_", "-"): tag
        for name, tag in re.findall(r"^([A-Z0-9_]+)_IMAGE=(\S+)$", declared, re.MULTILINE)
    }


def build(engine: Engine, root: Path, base: str, say: Callable[[str], None]) -> None:
    """Build each of them.

    Raises:
        Failure: set-up has not laid what one is made of, or the engine refuses.
    """
    for name, tag in tags((root / NAMES).read_text()).items():
        with tempfile.TemporaryDirectory() as folder:
            lay(root, name, Path(folder))
            packages = " ".join(STAND_INS[name].packages)
            told = ("--build-arg", f"BASE_IMAGE={base}", "--build-arg", f"PACKAGES={packages}")
            engine.run("build", "--quiet", "--network", "host", *told, "--tag", tag, folder)
        say(f"{tag}: made of {packages}")


def lay(root: Path, name: str, folder: Path) -> None:
    """Lay the context of one build."""
    payload = STAND_INS[name].payload(root)
    if not all(file.is_file() for file in payload) or (name == "kafka" and not payload):
        raise Failure(f"what {name} is made of is not there; `make setup` lays it")
    shutil.copy(root / FOLDER / "Dockerfile", folder)
    shutil.copy(root / FOLDER / f"{name}.sh", folder / "entry.sh")
    (folder / "payload").mkdir()
    for file in payload:
        try:
            os.link(file, folder / "payload" / file.name)
        except OSError:
            shutil.copy(file, folder / "payload")
