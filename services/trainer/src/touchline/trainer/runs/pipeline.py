"""The stages of a run, as `dvc.yaml` says them: what each is called with, reads and writes."""

from collections.abc import Mapping
from dataclasses import dataclass

from touchline.trainer.players import figures as players
from touchline.trainer.recording.figures import BUNDLE, BY_SEASON, METRICS, RELIABILITY, SCORES, WALKED

FOLDER, PLAYERS_FOLDER = "build/model", "build/players"
OF_PLAYERS = "player"  # the end of the name of a model of players
SNAPSHOT = "snapshot.parquet"
TRAINER = "python -m touchline.trainer"

# Where Git keeps the code that decides what is learned, or what is said of it, and the package that it is.
FOOTBALL = "libs/football/src/touchline/football"
TRAINING = "services/trainer/src/touchline/trainer/training"
RECORDING = "services/trainer/src/touchline/trainer/recording"
PLAYERS = "services/trainer/src/touchline/trainer/players"
PACKAGES = {
    FOOTBALL: "touchline.football",
    TRAINING: "touchline.trainer.training",
    RECORDING: "touchline.trainer.recording",
    PLAYERS: "touchline.trainer.players",
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


def is_of_players(model_name: str) -> bool:
    """Whether a model of this name is one of players.

    >>> is_of_players("touchline-player"), is_of_players("touchline-match")
    (True, False)
    """
    return model_name.endswith(OF_PLAYERS)


def folder_of(model_name: str) -> str:
    """Where the stages of a model leave their files."""
    return PLAYERS_FOLDER if is_of_players(model_name) else FOLDER


def training_stage(model_name: str) -> str:
    """The name of the stage that learns."""
    return "players-train" if is_of_players(model_name) else "train"


def stages(asked: Asked) -> tuple[Stage, ...]:
    """Snapshot, train, evaluate.

    >>> [stage.name for stage in stages(Asked("E0", "", "touchline-match"))]
    ['snapshot', 'train', 'evaluate']
    """
    if is_of_players(asked.model_name):
        return _stages_of_players(asked)
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


def _stages_of_players(asked: Asked) -> tuple[Stage, ...]:
    name, snapshot = {"player_model_name": asked.model_name}, f"{PLAYERS_FOLDER}/{SNAPSHOT}"
    return (
        Stage(
            "players-snapshot",
            f"{TRAINER} snapshot --name {asked.model_name} --competitions {asked.competitions}"
            f" --until '{asked.until}' --out {snapshot}",
            (),
            {"competitions": asked.competitions, "until": asked.until, **name},
            (snapshot,),
        ),
        Stage(
            "players-train",
            f"{TRAINER} learn --snapshot {snapshot} --name {asked.model_name} --out {PLAYERS_FOLDER}",
            (snapshot, FOOTBALL, PLAYERS),
            name,
            _inside(players.BUNDLE, players.SCORES, players.WALKED, folder=PLAYERS_FOLDER),
        ),
        Stage(
            "players-evaluate",
            f"{TRAINER} evaluate --name {asked.model_name} --learned {PLAYERS_FOLDER} --out {PLAYERS_FOLDER}",
            (*_inside(players.SCORES, players.WALKED, folder=PLAYERS_FOLDER), PLAYERS),
            name,
            _inside(players.METRICS, players.RELIABILITY, players.BY_SEASON, folder=PLAYERS_FOLDER),
        ),
    )


def _inside(*names: str, folder: str = FOLDER) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}" for name in names)
