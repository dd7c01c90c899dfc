"""The stages of a run, as `dvc.yaml` says them: what each is called with, reads and writes."""

from collections.abc import Mapping
from dataclasses import dataclass

from touchline.trainer.recording.figures import BUNDLE, BY_SEASON, METRICS, RELIABILITY, SCORES, WALKED

FOLDER = "build/model"
SNAPSHOT = "snapshot.parquet"
TRAINER = "python -m touchline.trainer"

# Where Git keeps the code that decides what is learned, or what is said of it, and the package that it is.
FOOTBALL = "libs/football/src/touchline/football"
TRAINING = "services/trainer/src/touchline/trainer/training"
RECORDING = "services/trainer/src/touchline/trainer/recording"
PACKAGES = {
    FOOTBALL: "touchline.football",
    TRAINING: "touchline.trainer.training",
    RECORDING: "touchline.trainer.recording",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run was asked for."""

    competitions: str
    until: str  # ISO time, football time
    model_name: str


@dataclass(frozen=True, slots=True)
class Stage:
    """One command between files; paths are those of a checkout."""

    name: str
    command: str
    reads: tuple[str, ...]
    parameters: Mapping[str, str]
    writes: tuple[str, ...]


def stages(asked: Asked) -> tuple[Stage, ...]:
    """Snapshot, train, evaluate.

    >>> [stage.name for stage in stages(Asked("E0", "", "touchline-match"))]
    ['snapshot', 'train', 'evaluate']
    """
    snapshot = f"{FOLDER}/{SNAPSHOT}"
    return (
        Stage(
            "snapshot",
            f"{TRAINER} snapshot --competitions {asked.competitions} --until '{asked.until}' --out {snapshot}",
            (),
            {"competitions": asked.competitions, "until": asked.until},
            (snapshot,),
        ),
        Stage(
            "train",
            f"{TRAINER} learn --snapshot {snapshot} --name {asked.model_name} --out {FOLDER}",
            (snapshot, FOOTBALL, TRAINING),
            {"model_name": asked.model_name},
            _inside(BUNDLE, SCORES, WALKED),
        ),
        Stage(
            "evaluate",
            f"{TRAINER} evaluate --learned {FOLDER} --out {FOLDER}",
            (*_inside(SCORES, WALKED), RECORDING),
            {},
            _inside(METRICS, RELIABILITY, BY_SEASON),
        ),
    )


def _inside(*names: str) -> tuple[str, ...]:
    return tuple(f"{FOLDER}/{name}" for name in names)
