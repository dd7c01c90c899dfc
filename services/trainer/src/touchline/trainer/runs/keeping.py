"""What is kept of a run, beside its bundle and in DVC's remote, so that anybody can make it again.

Bundle and snapshot stand in S3 a second time in DVC's layout: its remote knows objects by md5 and by no other name, and
`dvc gc`, which removes from a remote what no checkout names, must never take what predictors start from.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from touchline.football.bundle import Manifest, sha256_of
from touchline.runtime.errors import Refused
from touchline.runtime.object_store import ObjectStore
from touchline.trainer.recording.figures import BUNDLE, json_of
from touchline.trainer.runs.code import CodeVersion, installed_code
from touchline.trainer.runs.environment import environment_of
from touchline.trainer.runs.learning import Learned
from touchline.trainer.runs.lock import Entry, entry_of_file, lock_of, md5_of, remote_key
from touchline.trainer.runs.pipeline import SNAPSHOT, Asked, folder_of, stages

REMOTE = "dvc"  # prefix of DVC's remote in the bucket
LOCK, RECORD = "dvc.lock", "run.json"


@dataclass(frozen=True, slots=True)
class Record:
    """What a run says of itself."""

    model: str
    version: str
    bundle_sha256: str
    snapshot_sha256: str
    catalogue_version: int
    code: CodeVersion
    environment: Mapping[str, str]

    def as_json(self) -> bytes:
        """For the file beside the lock."""
        return json_of(asdict(self))


@dataclass(frozen=True, slots=True)
class Run:
    """A challenger with all files of its run by their names, its lock and its record."""

    learned: Learned
    competitions: str
    files: Mapping[str, bytes]
    lock: bytes
    record: Record

    @property
    def manifest(self) -> Manifest:
        """The bundle's."""
        return self.learned.challenger.bundle.manifest


def run_of(learned: Learned, parquet: bytes, asked: Asked, code: CodeVersion) -> Run:
    """A run as it is kept; asked again on a platform, its first stage takes what was known by then."""
    bundle = learned.challenger.bundle
    files = {SNAPSHOT: parquet, **learned.files}
    paths = {f"{folder_of(bundle.manifest.name)}/{name}": content for name, content in files.items()}
    made = {path: entry_of_file(path, content) for path, content in paths.items()}
    entries: dict[str, Entry] = {**made, **installed_code()}
    record = Record(
        bundle.manifest.name,
        bundle.manifest.version,
        bundle.sha256,
        bundle.manifest.snapshot,
        bundle.manifest.catalogue_version,
        code,
        environment_of(),
    )
    return Run(learned, asked.competitions, files, lock_of(stages(asked), entries), record)


def place_of(model: str, version: str, name: str) -> str:
    """Where something of a version stands in the bucket.

    >>> place_of("touchline-match", "v1", "dvc.lock")
    'models/touchline-match/v1/dvc.lock'
    """
    return f"models/{model}/{version}/{name}"


async def keep(store: ObjectStore, run: Run) -> str:
    """What a run made first, then DVC's remote, then the lock that names it; what is there is left as it is.

    Returns the bundle's key.

    Raises:
        Refused: another bundle stands there.
    """
    name, version, content = run.manifest.name, run.manifest.version, run.learned.challenger.bundle.content
    snapshot, bundle = f"snapshots/{run.record.snapshot_sha256}.parquet", place_of(name, version, BUNDLE)
    await store.put(snapshot, run.files[SNAPSHOT], "application/vnd.apache.parquet", if_absent=True)
    if not await store.put(bundle, content, "application/zip", if_absent=True):
        there = sha256_of(await store.get(bundle))
        if there != sha256_of(content):
            raise Refused(f"{bundle} holds another model ({there}): a version is never overwritten")
    for made in run.files.values():
        await store.put(f"{REMOTE}/{remote_key(md5_of(made))}", made, "application/octet-stream", if_absent=True)
    await store.put(place_of(name, version, RECORD), run.record.as_json(), "application/json", if_absent=True)
    await store.put(place_of(name, version, LOCK), run.lock, "application/yaml", if_absent=True)
    return bundle


def record_of(content: bytes) -> Record:
    """A record read again; `ValueError` when it is none."""
    try:
        told = json.loads(content)
        return Record(**{**told, "code": CodeVersion(**told["code"])})
    except (TypeError, KeyError) as error:
        raise ValueError(f"not the record of a run: {error}") from error
