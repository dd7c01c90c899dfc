"""A fitted method as a bundle that names its data and carries its own check."""

from collections.abc import Mapping

import numpy as np

from touchline.football.blend import Pooling, open_blend
from touchline.football.bundle import (
    GOLDENS_WITH_ODDS,
    Manifest,
    Model,
    golden_answers,
    goldens_with_odds,
    open_bundle,
    sha256_of,
)
from touchline.football.catalogue import MATCH_FEATURES
from touchline.football.families import Vector, ordinary_meeting
from touchline.football.with_odds import WithOdds, prices_known
from touchline.trainer.training.bundling import Bundle, packed
from touchline.trainer.training.matches import Matches, moment_of
from touchline.trainer.training.models.blend import blend_files
from touchline.trainer.training.models.seasons import seasons_of
from touchline.trainer.training.models.voices import Said
from touchline.trainer.training.walk_forward import METHOD

GOLDENS = 5
ORDINARY_SEASONS = 3  # the latest ones: enough to be no season's mood, few enough to be today's football


def fit_bundle(
    name: str,
    matches: Matches,
    said: Said,
    snapshot: str,
    catalogue_version: int,
    with_odds: Mapping[str, Pooling] | None = None,
) -> Bundle[Model]:
    """The blend fitted on everything known, to be served; its day is that of the latest result.

    `with_odds` are the second product's pools, where it is to be served as well.
    """
    files = blend_files(matches, np.ones(len(matches), dtype=np.bool_), said, with_odds)
    if with_odds is not None:
        priced = matches.where(prices_known(matches.values)).latest(GOLDENS)
        files[GOLDENS_WITH_ODDS] = goldens_with_odds(open_blend(files), WithOdds(with_odds), priced.values)
    inputs = matches.values[np.linspace(0, len(matches) - 1, GOLDENS).astype(int)]
    until = moment_of(int(matches.known.max()))
    manifest = Manifest(
        name=name,
        version="",
        kind=METHOD,
        catalogue_version=catalogue_version,
        features=MATCH_FEATURES,
        snapshot=snapshot,
        trained_until=until.isoformat(),
        files={name: sha256_of(content) for name, content in files.items()},
        golden_inputs=tuple(tuple(row) for row in inputs.tolist()),
        golden_outputs=tuple(tuple(row) for row in golden_answers(open_blend(files), inputs).tolist()),
        ordinary=tuple(ordinary_of(matches).tolist()),
    )
    return packed(manifest, until, files, open_bundle)


def ordinary_of(matches: Matches) -> Vector:
    """The ordinary meeting of the latest seasons, from which the model's predictions are explained."""
    latest = np.isin(matches.seasons, seasons_of(matches)[-ORDINARY_SEASONS:])
    return ordinary_meeting(matches.values[latest])
