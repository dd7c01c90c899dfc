"""The model that all sides serve: the trainer's own trees and logits on the recorded history.

Voices of a market weigh the same, since learning their weights would walk through all seasons; the member that is
measured beside peers is the very one that the trainer would pack.
"""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl

from benchmarks.features.rows import ROOT
from touchline.football.blend import BLEND, CLASSES, RESULT, Pooling, blend_file, open_blend
from touchline.football.bundle import Manifest, golden_answers, open_bundle, sha256_of
from touchline.football.catalogue import LATEST, MATCH_FEATURES
from touchline.football.pool import Pool
from touchline.trainer.training.bundling import Bundle, packed
from touchline.trainer.training.matches import Matches, canonical, matches_of, moment_of
from touchline.trainer.training.models.voices import VOICES, files_of
from touchline.trainer.training.packing import ordinary_of

KEPT = ROOT / "build" / "bench" / "serving-voices"
TREES = "lightgbm-1x2.txt"
NAME = "touchline-match"


def history(path: Path) -> Matches:
    """The played matches of a history that `make backtest` leaves."""
    return matches_of(canonical(pl.read_parquet(path)))


def trained(matches: Matches, constant: float = 0.0) -> tuple[Bundle, bytes]:
    """A bundle as predictors open it, and its trees; `constant` moves the home win, so that two of them differ."""
    files = learned(matches)
    poolings = {market: _even(market, constant) for market in CLASSES}
    files[BLEND] = blend_file(poolings)
    inputs = matches.values[np.linspace(0, len(matches) - 1, 5).astype(int)]
    until = moment_of(int(matches.known.max()))
    manifest = Manifest(
        name=NAME,
        version="",
        kind="blend",
        catalogue_version=LATEST,
        features=MATCH_FEATURES,
        snapshot="0" * 64,
        trained_until=until.isoformat(),
        files={name: sha256_of(content) for name, content in files.items()},
        golden_inputs=tuple(map(tuple, inputs.tolist())),
        golden_outputs=tuple(map(tuple, golden_answers(open_blend(files), inputs).tolist())),
        ordinary=tuple(ordinary_of(matches).tolist()),
    )
    return packed(manifest, until, files, open_bundle), files[TREES]


def learned(matches: Matches) -> dict[str, bytes]:
    """The voices' files, learned once for a history and kept under `build`."""
    kept = KEPT / sha256_of(matches.values.tobytes() + matches.goals.tobytes())[:16]
    if not kept.is_dir():
        files = files_of(matches, np.ones(len(matches), dtype=np.bool_))
        kept.mkdir(parents=True)
        for name, content in files.items():
            (kept / name).write_bytes(content)
    return {path.name: path.read_bytes() for path in kept.iterdir()}


def _even(market: str, constant: float) -> Pooling:
    voices, classes = VOICES[market], CLASSES[market]
    constants, effects = np.zeros(classes - 1), np.zeros(2 if market == RESULT else 0)
    if market == RESULT:
        constants[0] = constant
    return Pooling(tuple(voices), Pool(constants, np.full(len(voices), 1 / len(voices)), effects))


def coming(matches: Matches, make, number: int) -> list:
    """Fixtures that are to be predicted: vectors of the latest matches that were played, as if they were coming."""
    names = [f"club-{place}" for place in range(number)]
    rows = matches.latest(number).values.tolist()
    return [
        replace(
            make.features(f"E0:2019-20:{names[place]}:{names[place - 1]}", revision=1, values=values),
            event_time=make.noon + timedelta(days=2, minutes=place),
        )
        for place, values in enumerate(rows)
    ]
