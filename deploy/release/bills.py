"""What a release holds and needs, as CycloneDX 1.6: the wheels and every lock, beside the images' own lists."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from touchline.images.sbom import bill, component

ENTRY = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def locked(lock: str) -> list[dict[str, Any]]:
    """A lock's distributions.

    >>> [one["purl"] for one in locked("numpy==2.4.6 ; python_version >= '3.11' \\\\\\n    --hash=sha256:00\\n")]
    ['pkg:pypi/numpy@2.4.6']
    """
    return [component("pypi", name.lower(), version) for name, version in sorted(set(ENTRY.findall(lock)))]


def wheels(files: Iterable[tuple[Path, str]]) -> list[dict[str, Any]]:
    """Wheels, each with its sha256."""
    return [
        {
            **component("pypi", file.name.split("-")[0].replace("_", "-"), file.name.split("-")[1]),
            "hashes": [{"alg": "SHA-256", "content": digest}],
        }
        for file, digest in files
    ]


def document(name: str, version: str, components: list[dict[str, Any]]) -> str:
    """One list as it is written; its subject is no container but a library."""
    made = bill(name, version, components)
    subject = {"type": "library", "bom-ref": f"{name}:{version}", "name": name, "version": version}
    return json.dumps({**made, "metadata": {"component": subject}}, indent=1) + "\n"
