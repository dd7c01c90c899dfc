"""Models of players fitted on everything known, as a bundle that names its data and carries its own check."""

from dataclasses import replace
from datetime import datetime

import numpy as np

from touchline.football.bundle import Manifest, sha256_of
from touchline.football.player_bundle import FEATURES, KIND, PlayerModel, files_of, open_players, players_of
from touchline.football.player_minutes import Matrix
from touchline.trainer.players.inputs import Inputs
from touchline.trainer.players.latest import Latest
from touchline.trainer.players.model import fit
from touchline.trainer.players.table import Players, Rows
from touchline.trainer.training.bundling import Bundle, packed


def fit_bundle(
    name: str, players: Players, latest: Latest, read: Inputs, snapshot: str, catalogue_version: int
) -> Bundle[PlayerModel]:
    """Both sets fitted on everything known, to be served; their day is that on which the latest row became known."""
    files = files_of(*(fit(players, values) for values in (read.told, read.untold)))
    until: datetime = players.frame["known_at"].max()  # type: ignore[assignment]
    inputs = rows_of(players, latest, _golden(players))
    manifest = Manifest(
        name=name,
        version="",
        kind=KIND,
        catalogue_version=catalogue_version,
        features=FEATURES,
        snapshot=snapshot,
        trained_until=until.isoformat(),
        files={file: sha256_of(content) for file, content in files.items()},
        golden_inputs=tuple(map(tuple, inputs.tolist())),
        golden_outputs=(),
        ordinary=(),  # players are not explained by families of features
    )
    answers = players_of(manifest, files).golden_answers(inputs)
    manifest = replace(manifest, golden_outputs=tuple(map(tuple, answers.tolist())))
    return packed(manifest, until, files, open_players)


def rows_of(players: Players, latest: Latest, chosen: Rows) -> Matrix:
    """Rows as a bundle reads them, in the order of `FEATURES`."""
    return np.column_stack([players.where(chosen).values, latest.banned[chosen]])


def _golden(players: Players) -> Rows:
    """One squad of the latest gameweek."""
    last = np.flatnonzero(players.gameweeks == players.gameweeks.max())
    return np.asarray(players.teams == players.teams[last].min(), dtype=np.bool_)
