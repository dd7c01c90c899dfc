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
    seasons: int = 0  # the latest that models of players learn from; 0: all


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


@dataclass(frozen=True, slots=True)
class _Kind:
    """What differs between the stages of models of matches and of players."""

    prefix: str
    folder: str
    parameter: str  # that holds the model's name
    named: bool  # to every stage; matches are what is meant where nothing is said
    learning: tuple[str, ...]  # code that decides what is learned
    telling: tuple[str, ...]  # and what is said of it
    by_season: str

    def inside(self, *names: str) -> tuple[str, ...]:
        return tuple(f"{self.folder}/{name}" for name in names)


_MATCHES = _Kind("", FOLDER, "model_name", False, (FOOTBALL, TRAINING), (RECORDING,), BY_SEASON)
_PLAYERS = _Kind(
    "players-",
    PLAYERS_FOLDER,
    "player_model_name",
    True,
    (FOOTBALL, TRAINING, PLAYERS),
    (RECORDING, PLAYERS),
    players.BY_SEASON,
)


def _kind(model_name: str) -> _Kind:
    return _PLAYERS if is_of_players(model_name) else _MATCHES


def folder_of(model_name: str) -> str:
    """Where the stages of a model leave their files."""
    return _kind(model_name).folder


def training_stage(model_name: str) -> str:
    """The name of the stage that learns."""
    return f"{_kind(model_name).prefix}train"


def stages(asked: Asked) -> tuple[Stage, ...]:
    """Snapshot, train, evaluate.

    >>> [stage.name for stage in stages(Asked("E0", "", "touchline-match"))]
    ['snapshot', 'train', 'evaluate']
    """
    kind = _kind(asked.model_name)
    (snapshot,) = kind.inside(SNAPSHOT)
    name = {kind.parameter: asked.model_name}
    words, told = (f" --name {asked.model_name}", name) if kind.named else ("", {})
    only, bounds = (f" --seasons {asked.seasons}", {"player_seasons": str(asked.seasons)}) if kind.named else ("", {})
    return (
        Stage(
            f"{kind.prefix}snapshot",
            f"{TRAINER} snapshot{words} --competitions {asked.competitions} --until '{asked.until}'{only}"
            f" --out {snapshot}",
            (),
            {"competitions": asked.competitions, "until": asked.until, **told, **bounds},
            (snapshot,),
        ),
        Stage(
            f"{kind.prefix}train",
            f"{TRAINER} learn --snapshot {snapshot} --name {asked.model_name} --out {kind.folder}",
            (snapshot, *kind.learning),
            name,
            kind.inside(BUNDLE, SCORES, WALKED),
        ),
        Stage(
            f"{kind.prefix}evaluate",
            f"{TRAINER} evaluate{words} --learned {kind.folder} --out {kind.folder}",
            (*kind.inside(SCORES, WALKED), *kind.telling),
            told,
            kind.inside(METRICS, RELIABILITY, kind.by_season),
        ),
    )
