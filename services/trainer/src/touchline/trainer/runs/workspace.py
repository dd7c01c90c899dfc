"""A folder in which DVC makes one run again: the pipeline of a checkout, its code by links, the lock of the run."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from touchline.runtime.errors import Refused
from touchline.trainer.runs.lock import PARAMETERS, lock_from
from touchline.trainer.runs.pipeline import FOLDER
from touchline.trainer.runs.sources import Remote

PIPELINE, IGNORED = "dvc.yaml", ".dvcignore"
LINKED = ("libs", "schemas", "services")
SOURCES = ("schemas/src", "libs/football/src", "libs/runtime/src", "services/trainer/src")
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
CONFIG = """[core]
    analytics = false
    check_update = false
    no_scm = true
    site_cache_dir = {site}
    remote = run
['remote "run"']
    url = {url}
    verify = true
"""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder, the checkout whose code is run, DVC's program, and the environment of its commands."""

    folder: Path
    checkout: Path
    dvc: Path
    environment: Mapping[str, str]
    made: str = FOLDER  # where the stages leave their files

    def file(self, name: str) -> Path:
        """A file of the run."""
        return self.folder / self.made / name

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """One command of DVC, to its end."""
        command = [str(self.dvc), *words]
        return subprocess.run(command, cwd=self.folder, env=dict(self.environment), text=True, capture_output=True)


def lay(folder: Path, checkout: Path, dvc: Path, lock: bytes, remote: Remote, made: str = FOLDER) -> Workspace:
    """Make the folder anew; of the checkout's pipeline it has the stages that the lock is of.

    Raises:
        Refused: DVC is not installed, or this is no checkout.
    """
    if not dvc.is_file():
        raise Refused(f"DVC is not installed at {dvc}: `make setup` does it")
    if not (checkout / PIPELINE).is_file():
        raise Refused(f"{checkout} is no checkout of Touchline: there is no {PIPELINE} in it")
    shutil.rmtree(folder, ignore_errors=True)
    (folder / ".dvc").mkdir(parents=True)
    (folder / made).mkdir(parents=True)
    for name in LINKED:
        (folder / name).symlink_to((checkout / name).resolve())
    shutil.copy(checkout / IGNORED, folder / IGNORED)
    (folder / PIPELINE).write_text(stages_of((checkout / PIPELINE).read_text(), lock_from(lock).stages))
    (folder / "dvc.lock").write_bytes(lock)
    (folder / PARAMETERS).write_text(json.dumps(dict(lock_from(lock).parameters)))
    endpoint = f"    endpointurl = {remote.endpoint}\n" if remote.endpoint else ""
    config = CONFIG.format(site=folder / ".dvc" / "site", url=remote.url)
    (folder / ".dvc" / "config").write_text(config + endpoint)
    return Workspace(folder, checkout, dvc, _environment(checkout, remote), made)


def stages_of(pipeline: str, names: Collection[str]) -> str:
    """Some stages of a `dvc.yaml`, and the plots of what they leave; one that is not there is left out.

    >>> stages_of("stages: {a: {cmd: x}, b: {cmd: y}}", ["b"])
    'stages:\\n  b:\\n    cmd: y\\n'
    """
    told = yaml.safe_load(pipeline)
    stages = {name: stage for name, stage in told["stages"].items() if name in names}
    left = {path for stage in stages.values() for path in stage.get("outs", ())}
    plots = [plot for plot in told.get("plots", ()) if all(set(one["y"]) <= left for one in plot.values())]
    return str(yaml.safe_dump({"stages": stages} | ({"plots": plots} if plots else {}), sort_keys=False))


def said_by(answer: "subprocess.CompletedProcess[str]", lines: int = 4) -> str:
    """The end of what a failed command said, as one line."""
    return " / ".join(line.strip() for line in (answer.stdout + answer.stderr).strip().splitlines()[-lines:])


def _environment(checkout: Path, remote: Remote) -> dict[str, str]:
    """The stages run this interpreter, one thread and the checkout's own code, wherever that is installed."""
    path: Sequence[str] = [str((checkout / source).resolve()) for source in SOURCES]
    return {
        **os.environ,
        **ONE_THREAD,
        **remote.environment,
        "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', '/usr/bin:/bin')}",
        "PYTHONPATH": ":".join(path),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DVC_NO_ANALYTICS": "1",
    }
