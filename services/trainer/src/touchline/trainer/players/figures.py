"""Figures of models of players as files: what they erred by, season by season, and how reliable their chances were."""

import io
from collections.abc import Mapping

import polars as pl

from touchline.trainer.players.decision import seasons_beside
from touchline.trainer.players.learning import PlayerChallenger
from touchline.trainer.players.results import OURS, SPREAD, curves, results
from touchline.trainer.recording.figures import BUNDLE, METRICS, RELIABILITY, SCORES, WALKED, json_of

BY_SEASON = "rmse-by-season.json"


def learned_files(challenger: PlayerChallenger) -> dict[str, bytes]:
    """What learning leaves: the bundle, what it is, and what was forecast of each row judged."""
    told = {
        "version": challenger.bundle.manifest.version,
        "rows": len(challenger.known.players),
        "judged": len(challenger.walked),
        "score": challenger.score,
    }
    return {
        BUNDLE: challenger.bundle.content,
        SCORES: json_of(told),
        WALKED: parquet_of_walked(challenger.walked),
    }


def evaluated_files(learned: Mapping[str, bytes]) -> dict[str, bytes]:
    """What evaluating makes of that: the figures that DVC shows and compares, and the points of two plots."""
    walked = pl.read_parquet(io.BytesIO(learned[WALKED]))
    return {
        METRICS: json_of({"walk_forward": metrics_of(walked)}),
        RELIABILITY: json_of(
            [
                {"method": one["target"], "forecast": one["chance"], "observed": one["share"], "forecasts": one["n"]}
                for one in curves(walked)
            ]
        ),
        BY_SEASON: json_of(
            [{"season": season, "chosen": ours, "mean_last_5": base} for season, ours, base in seasons_beside(walked)]
        ),
    }


def metrics_of(walked: pl.DataFrame) -> dict[str, dict[str, dict[str, dict[str, float]]]]:
    """Errors by target, subset and season; of ours also by how much the simple forecast is beaten."""
    found: dict[str, dict[str, dict[str, dict[str, float]]]] = {}
    for one in results(walked):
        numbers = {name: value for name, value in one.stated().items() if isinstance(value, int | float)}
        by_season = found.setdefault(one.target, {}).setdefault(one.subset, {})
        prefix = "" if one.model == OURS else f"{one.model}/"
        by_season.setdefault(one.season, {}).update({f"{prefix}{name}": value for name, value in numbers.items()})
    return found


def parquet_of_walked(walked: pl.DataFrame) -> bytes:
    """The forecasts of a walk as a file, a row a player and match; distributions of points would make most of it."""
    sink = io.BytesIO()
    walked.drop(SPREAD.values()).write_parquet(sink, compression="zstd", statistics=False)
    return sink.getvalue()
