"""The version, which the workspace's `pyproject.toml` alone declares.

`python -m deploy.release.version` (`make generate`) writes it wherever else it stands, and a test compares. What is
built at a run (images, archives) is told the version instead.
"""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEMBER = re.compile(r'^(version = ")[^"]+(")$', re.MULTILINE)
PLACES = {
    "deploy/compose/images.env": re.compile(r"^(TOUCHLINE_VERSION=)\S+()$", re.MULTILINE),
    "deploy/kubernetes/src/touchline/cluster/image.py": re.compile(r'^(INSTALLED = ")[^"]+(")$', re.MULTILINE),
    "deploy/helm/touchline/Chart.yaml": re.compile(r'^((?:version: |appVersion: "))[^"\s]+("?)$', re.MULTILINE),
}


def version(root: Path = ROOT) -> str:
    """The one of this checkout."""
    found: str = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    return found


def places(root: Path = ROOT) -> dict[Path, str]:
    """Every other file that names it, as it should read."""
    members = sorted([*root.glob("schemas/pyproject.toml"), *root.glob("*/*/pyproject.toml")])
    patterns = dict.fromkeys(members, MEMBER) | {root / path: pattern for path, pattern in PLACES.items()}
    named = version(root)
    return {file: pattern.sub(rf"\g<1>{named}\g<2>", file.read_text()) for file, pattern in patterns.items()}


if __name__ == "__main__":
    for path, text in places().items():
        path.write_text(text)
