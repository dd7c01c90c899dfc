"""`reproduce`: a model of a run made again from its lock, by DVC, and compared."""

import time
from dataclasses import dataclass
from pathlib import Path

from touchline.football.bundle import sha256_of
from touchline.runtime.errors import Refused
from touchline.trainer.recording.figures import BUNDLE, METRICS
from touchline.trainer.runs.code import UNKNOWN, code_in
from touchline.trainer.runs.comparing import Verdict, compare
from touchline.trainer.runs.environment import different, environment_of
from touchline.trainer.runs.keeping import Record, record_of
from touchline.trainer.runs.lock import Lock, lock_from
from touchline.trainer.runs.pipeline import PACKAGES, SNAPSHOT, folder_of, training_stage
from touchline.trainer.runs.sources import Remote
from touchline.trainer.runs.workspace import Workspace, lay, said_by


@dataclass(frozen=True, slots=True)
class Wanted:
    """The run of a model's version, as it was fetched."""

    model: str
    version: str
    lock: bytes
    record: bytes


def reproduce(wanted: Wanted, remote: Remote, checkout: Path, dvc: Path, *, any_code: bool = False) -> Verdict:
    """Pull the snapshot, learn from it with one thread, compare.

    Raises:
        Refused: the code is another one (unless `any_code`), or what was pulled is not what the run was made from.
    """
    begun = time.monotonic()
    told, read = _read(wanted)
    other = other_code(read, checkout)
    if other and not any_code:
        raise Refused(_made_by_other_code(told, other))
    folder = checkout / "build" / "reproduce" / wanted.model / wanted.version
    workspace = lay(folder, checkout, dvc, wanted.lock, remote, folder_of(wanted.model))
    made = _pulled(workspace, told)
    for name in made:
        workspace.file(name).rename(workspace.file(f"made-{name}"))
    first = training_stage(wanted.model)  # the snapshot is pulled, never taken anew
    answer = workspace.run("repro", "--force", "--downstream", first)
    if answer.returncode:
        raise Refused(f"the pipeline did not run to its end: {said_by(answer, 8)}")
    again = {name: workspace.file(name).read_bytes() for name in made}
    changes = different(dict(told.environment), environment_of()) + [f"{path} is other code" for path in other]
    verdict = compare(told.version, made, again, changes)
    return Verdict(verdict.kept, f"{verdict.sentence}; {time.monotonic() - begun:.0f} s; files in {workspace.folder}")


def _read(wanted: Wanted) -> tuple[Record, Lock]:
    try:
        told, read = record_of(wanted.record), lock_from(wanted.lock)
    except ValueError as error:
        raise Refused(f"what was kept of {wanted.version} cannot be read: {error}") from error
    if (told.model, told.version) != (wanted.model, wanted.version):
        raise Refused(f"what was kept of {wanted.version} is the record of {told.version} of {told.model}")
    return told, read


def other_code(lock: Lock, checkout: Path) -> list[str]:
    """The folders of code that the run depended on and that are not the same here."""
    here = {path: entry["md5"] for path, entry in code_in(checkout).items()}
    return [path for path in PACKAGES if path in lock.read and lock.read[path] != here.get(path)]


def _made_by_other_code(told: Record, other: list[str]) -> str:
    if told.code.commit == UNKNOWN:
        advice = f"it was made outside Git, by code with the fingerprint {told.code.fingerprint}"
    elif told.code.changed:
        advice = f"it was made from {told.code.commit} with changes that were not committed"
    else:
        advice = f"`git checkout {told.code.commit}`, then the same command again"
    return f"{told.version} was made by other code than this checkout's ({', '.join(other)}): {advice}"


def _pulled(workspace: Workspace, told: Record) -> dict[str, bytes]:
    """Bundle and metrics as they were made, once snapshot and bundle are found to be those of the record."""
    answer = workspace.run("pull")
    if answer.returncode:
        raise Refused(
            f"DVC could not pull the run's files: {said_by(answer)}; they should stand in the remote that"
            f" {workspace.folder}/.dvc/config names"
        )
    for name, promised in ((SNAPSHOT, told.snapshot_sha256), (BUNDLE, told.bundle_sha256)):
        found = sha256_of(workspace.file(name).read_bytes())
        if found != promised:
            raise Refused(f"{name} is not the one of this run: its sha256 is {found}, recorded was {promised}")
    return {name: workspace.file(name).read_bytes() for name in (BUNDLE, METRICS)}
