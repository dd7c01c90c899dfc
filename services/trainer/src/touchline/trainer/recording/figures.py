"""Figures as files: what each method scored, season by season, and how reliable the chosen one's chances were."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from touchline.football.calibration import expected_calibration_error
from touchline.trainer.recording.plots import diagram_of
from touchline.trainer.recording.walked import Walked, parquet_of_walked, walked_by, walked_of
from touchline.trainer.training.judging.reliability import null_calibration_error, recalibration
from touchline.trainer.training.judging.rows import ENOUGH
from touchline.trainer.training.learning import Challenger
from touchline.trainer.training.walk_forward import ALL, BASE_RATES, SeasonScore

BUNDLE, SCORES, WALKED = "bundle.zip", "scores.json", "walk-forward.parquet"
METRICS, RELIABILITY, BY_SEASON = "metrics.json", "reliability.json", "rps-by-season.json"

Files = Mapping[str, bytes]


def learned_files(challenger: Challenger) -> dict[str, bytes]:
    """What learning leaves: the bundle, the scores of every method, the chosen one's forecasts match by match."""
    told = {
        "version": challenger.bundle.manifest.version,
        "method": challenger.method,
        "matches": len(challenger.matches),
        "scores": [asdict(score) for score in challenger.walked.scores],
        "with_odds": asdict(challenger.beside),
    }
    return {
        BUNDLE: challenger.bundle.content,
        SCORES: json_of(told),
        WALKED: parquet_of_walked(walked_by(challenger)),
    }


def evaluated_files(learned: Files) -> dict[str, bytes]:
    """What evaluating makes of that: the figures that DVC shows and compares, and the points of two plots."""
    told, walked = json.loads(learned[SCORES]), walked_of(learned[WALKED])
    scores = [SeasonScore(**score) for score in told["scores"]]
    return {
        METRICS: json_of({**metrics_of(told["method"], scores, walked), "with_odds": told["with_odds"]}),
        RELIABILITY: json_of(
            [{"method": told["method"], **asdict(one)} for one in diagram_of(walked.shares, walked.happened)]
        ),
        BY_SEASON: json_of(seasons_of(told["method"], scores)),
    }


def metrics_of(method: str, scores: Iterable[SeasonScore], walked: Walked) -> dict[str, Any]:
    """Both scores of every method by season and for `all`, and the calibration of the chosen one."""
    by_method: dict[str, Any] = {}
    for score in scores:
        figures = {"rps": score.ranked_probability_score, "log_loss": score.log_loss, "matches": score.matches}
        by_method.setdefault(score.method, {})[score.season] = figures
    return {"walk_forward": by_method, "calibration": {method: calibration_of(walked)}}


def calibration_of(walked: Walked) -> dict[str, float]:
    """Calibration error beside that of a perfect forecaster; slope and intercept of a recalibration with intervals."""
    found = {
        "ece": expected_calibration_error(walked.shares, walked.happened),
        "ece_null": null_calibration_error(walked.shares),
    }
    if len(walked.happened) >= ENOUGH and walked.shares.std(axis=0).max() > 0:
        found |= asdict(recalibration(walked.shares, walked.happened))
    return found


def seasons_of(method: str, scores: Iterable[SeasonScore]) -> list[dict[str, Any]]:
    """The ranked probability score of the chosen method and of the base rates, season by season."""
    found = {(one.method, one.season): one.ranked_probability_score for one in scores if one.season != ALL}
    seasons = sorted({season for _, season in found})
    return [
        {"season": one, "chosen": found[method, one], "base_rates": found[BASE_RATES, one]}
        for one in seasons
        if (method, one) in found and (BASE_RATES, one) in found
    ]


def numbers_of(value: object, name: str = "") -> dict[str, float]:
    """All numbers in nested figures, each by its path.

    >>> numbers_of({"rps": {"all": 0.2}, "n": [1, 2]})
    {'rps/all': 0.2, 'n/0': 1.0, 'n/1': 2.0}
    """
    if isinstance(value, Mapping):
        parts: Iterable[tuple[object, object]] = value.items()
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        parts = enumerate(value)
    else:
        return {name: float(value)} if isinstance(value, int | float) else {}
    return {
        path: number
        for key, part in parts
        for path, number in numbers_of(part, f"{name}/{key}" if name else str(key)).items()
    }


def json_of(value: object) -> bytes:
    """JSON that equal values give equal bytes of; numbers in full."""
    return (json.dumps(value, sort_keys=True, indent=1) + "\n").encode()
