"""Trained models of players as one bundle without code: packed by who trains, opened by who predicts.

The zip and the manifest are those of a match model (`touchline.football.bundle`); in it stand two sets of files,
learned with and without words on absences. Nothing in it is believed: hashes and golden inputs are checked whenever it
is opened. A golden input is a player of one squad; a golden output what both sets say of him.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from touchline.football.bundle import BundleOutdated, BundleRefused, Manifest, check_goldens, unpacked
from touchline.football.catalogue import LATEST
from touchline.football.player_goals import anytime
from touchline.football.player_inputs import VECTOR, Integers, inputs_of
from touchline.football.player_minutes import Matrix, Vector
from touchline.football.player_set import Files, Forecast, NoPlayerSet, PlayerSet, open_player_set

KIND = "players"
FEATURES = (*VECTOR, "banned")  # what is told of a player before a match
TOLD, UNTOLD = "told", "untold"  # folders of the two sets


@dataclass(frozen=True, slots=True)
class PlayerModel:
    """A bundle of players opened and checked."""

    manifest: Manifest
    told: PlayerSet
    untold: PlayerSet

    def forecast(self, values: Matrix, teams: Integers, *, silent: bool, expected: Vector | None = None) -> Forecast:
        """What is expected of players, for rows of shape (n, 55) in the order of `FEATURES`.

        All players of a team and match are among the rows, `teams` numbers them from 0. `silent`: nobody says anything
        of absences. `expected`: goals of each row's team, see `PlayerSet.forecast`.
        """
        if values.ndim != 2 or values.shape[1] != len(FEATURES):
            raise ValueError(f"{self.manifest.version} wants rows of shape (n, {len(FEATURES)}), got {values.shape}")
        model = self.untold if silent else self.told
        return model.forecast(inputs_of(values[:, :-1], values[:, -1], teams, told=not silent), teams, expected)

    def golden_answers(self, values: Matrix) -> Matrix:
        """What both sets say of the players of one squad, shape (n, 16), as a manifest states it."""
        teams = np.zeros(len(values), dtype=np.int64)
        return np.column_stack([_numbers(self.forecast(values, teams, silent=silent)) for silent in (False, True)])


def files_of(told: Files, untold: Files) -> Mapping[str, bytes]:
    """Both sets under their names in a bundle."""
    return {
        f"{folder}/{name}": one for folder, files in ((TOLD, told), (UNTOLD, untold)) for name, one in files.items()
    }


def players_of(manifest: Manifest, files: Files) -> PlayerModel:
    """The models in the files of a bundle; NoPlayerSet when they cannot be read."""
    sets = [
        {name.removeprefix(f"{folder}/"): one for name, one in files.items() if name.startswith(f"{folder}/")}
        for folder in (TOLD, UNTOLD)
    ]
    return PlayerModel(manifest, *map(open_player_set, sets))


def open_players(data: bytes, sha256: str) -> PlayerModel:
    """The models in a bundle whose hash was promised.

    Raises:
        BundleRefused: the bundle, a file in it, or its answers to the golden inputs are not what was promised.
    """
    manifest, files = unpacked(data, sha256)
    if manifest.kind != KIND:
        raise BundleRefused(f"{manifest.version} is no model of players but of the kind {manifest.kind}")
    if (manifest.catalogue_version, manifest.features) != (LATEST, FEATURES):
        raise BundleOutdated(f"{manifest.version} reads other features than catalogue {LATEST} lists: train again")
    try:
        model = players_of(manifest, {name: files[name] for name in manifest.files})
    except NoPlayerSet as broken:
        raise BundleRefused(f"{manifest.version}: {broken}") from broken
    check_goldens(manifest, model.golden_answers)
    return model


def _numbers(said: Forecast) -> Matrix:
    return np.column_stack(
        [
            said.minutes.chances,
            said.minutes.expected,
            said.goals,
            said.assists,
            anytime(said.goal_counts),
            said.points.expected,
        ]
    )
