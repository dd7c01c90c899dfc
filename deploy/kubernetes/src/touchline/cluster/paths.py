"""Where things are: the checkout, what is kept between runs, and what ends with one."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[5]
GO = ROOT / "deploy" / "kubernetes" / "programs"
CHART = ROOT / "deploy" / "helm" / "touchline"
HELM = ROOT / ".tools" / "helm" / "helm"
KUBECTL = ROOT / ".tools" / "helm" / "kubectl"
RESULT = ROOT / "build" / "chart.json"


class Failure(Exception):
    """Something did not go as it must; the sentence says what, and where to look."""


def cache() -> Path:
    """What takes minutes to make and is the same for every checkout: TOUCHLINE_CLUSTER, or the user's cache."""
    own = os.environ.get("TOUCHLINE_CLUSTER")
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(own) if own else home / "touchline" / "cluster"


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one cluster; short, since sockets lie in it (unix(7): 107 bytes)."""

    folder: Path

    @property
    def keys(self) -> Path:
        """Certificates, keys and what clients are configured with."""
        return self.folder / "keys"

    @property
    def logs(self) -> Path:
        """A file a program."""
        return self.folder / "logs"

    def config(self, name: str) -> Path:
        """How a client of this name reaches the API server."""
        return self.keys / f"{name}.conf"
