"""The chart as Helm renders it, or the sentence by which it refuses."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
HELM = ROOT / ".tools" / "helm" / "helm"
CHART = ROOT / "deploy" / "helm" / "touchline"
EVERYTHING = Path(__file__).parent / "everything.yaml"
"""Values that switch on whatever can be switched on."""

PROFILES: Mapping[str, Sequence[Path]] = {
    "none": (),
    **{path.stem.removeprefix("values-"): (path,) for path in sorted(CHART.glob("values-*.yaml"))},
    "everything": (EVERYTHING,),
}
"""All that is rendered: no values, each file of values beside the chart, everything."""

Manifest = Mapping[str, Any]


class Refused(Exception):
    """Helm did not render; its words."""


def helm(*arguments: str) -> str:
    """A command of Helm's; its answer without what it says of linked files."""
    done = subprocess.run([str(HELM), *arguments], capture_output=True, text=True)
    if done.returncode:
        raise Refused("\n".join(line for line in done.stderr.splitlines() if "symbolic link" not in line))
    return done.stdout


def text(*files: Path, values: Mapping[str, Any] | None = None) -> str:
    """The rendered manifests with these values over those files."""
    over = [word for path, value in flat(values or {}) for word in ("--set-json", f"{path}={json.dumps(value)}")]
    named = [word for file in files for word in ("--values", str(file))]
    return helm("template", "touchline", str(CHART), "--namespace", "touchline", *named, *over)


@cache
def profile(name: str) -> tuple[Manifest, ...]:
    """The manifests of a file of values."""
    return manifests(text(*PROFILES[name]))


def manifests(rendered: str) -> tuple[Manifest, ...]:
    """The objects in what Helm rendered; by libyaml, since a dashboard is long."""
    return tuple(each for each in yaml.load_all(rendered, Loader=yaml.CSafeLoader) if each)


def flat(values: Mapping[str, Any], before: str = "") -> list[tuple[str, Any]]:
    """Values as Helm's --set names them.

    >>> flat({"image": {"tag": "1"}, "environment": {"a.b": "x"}})
    [('image.tag', '1'), ('environment.a\\\\.b', 'x')]
    """
    found: list[tuple[str, Any]] = []
    for key, value in values.items():
        path = before + key.replace(".", "\\.")
        found += flat(value, path + ".") if isinstance(value, dict) and value else [(path, value)]
    return found


def of_kind(manifests: Sequence[Manifest], *kinds: str) -> list[Manifest]:
    """Those of these kinds."""
    return [each for each in manifests if each["kind"] in kinds]
