"""`python -m touchline.trainer.sequence --history FILE --from DAY --to DAY`: the blend with the network and without it.

Writes `build/sequence.json`. Prices are never read.
"""

import argparse
import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from touchline.football.scoring import log_loss, ranked_probability_score
from touchline.football.vector import Matrix
from touchline.runtime.errors import Refused
from touchline.runtime.fingerprint import code_of, files_of, fingerprint
from touchline.trainer.backtest.command import CODE
from touchline.trainer.backtest.forecasting import between
from touchline.trainer.backtest.memory import OTHER_COST, Memory, expected_cost
from touchline.trainer.sequence.fitting import Settings, device
from touchline.trainer.sequence.form import forms_of, statistics_of
from touchline.trainer.sequence.walking import VOICE, pooled, voices_of, walked
from touchline.trainer.training.judging.differences import paired_interval
from touchline.trainer.training.learning import POOL_LEARNS
from touchline.trainer.training.models import voices
from touchline.trainer.training.models.seasons import forecast_seasons
from touchline.trainer.training.played import played_of


def main() -> None:
    """Judge, write, tell."""
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--history", type=Path, required=True, help="what feature-store folded")
    asking.add_argument("--from", dest="first", type=date.fromisoformat, required=True, metavar="DAY")
    asking.add_argument("--to", dest="last", type=date.fromisoformat, required=True, metavar="DAY", help="included")
    asking.add_argument("--out", type=Path, default=Path("build/sequence.json"))
    asked = asking.parse_args()
    try:
        found = judged(asked.history, asked.first, asked.last, Settings())
    except Refused as refused:
        raise SystemExit(str(refused)) from None
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(found, indent=1) + "\n")
    for row in found["rows"]:
        print(f"{row['model']:24}{row['rps']:9.5f}{row['log_loss']:9.5f}")
    for row in found["differences"]:
        told = "{difference:+.5f} [{low:+.5f}, {high:+.5f}]".format(**row)
        print(f"{row['model']} less {row['against']}, {row['score']}: {told}")


def judged(history: Path, first: date, last: date, settings: Settings) -> dict[str, Any]:
    """Scores of every voice and of both blends on the matches of these days.

    Raises:
        Refused: there is no such table, or no match of those days can be forecast.
    """
    if not history.is_file():
        raise Refused(f"there is no table at {history}: make it with `make backtest`")
    begun, frame = time.monotonic(), pl.read_parquet(history)
    played = played_of(frame)
    matches, seasons = played.matches, forecast_seasons(played.matches)
    files = files_of([history])
    folder = history.parent / "forecasts"
    heard = voices.walked(
        matches, seasons, Memory(folder / fingerprint(files, code_of(*CODE)), expected_cost(len(seasons)))
    )
    name = fingerprint(files, code_of(*CODE, "touchline.trainer.sequence"), repr(settings), str(device()))
    alone = walked(
        matches,
        forms_of(played, statistics_of(frame)),
        heard,
        seasons,
        Memory(folder / name, OTHER_COST * len(seasons)),
        settings,
    )
    said = voices_of(heard) | {VOICE: alone}
    later = seasons[POOL_LEARNS:] or seasons[-1:]
    models = said | {
        "blend": pooled(matches, voices_of(heard), later),
        f"blend with {VOICE}": pooled(matches, said, later),
    }
    chosen = between(played, first, last) & ~np.isnan(models["blend"][:, 0])
    if not chosen.any():
        raise Refused(f"no match from {first} to {last} has enough history before it")
    happened = matches.outcomes[chosen]
    scores = {model: _scores(shares[chosen], happened) for model, shares in models.items()}
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "n": int(chosen.sum()),
        "settings": repr(settings),
        "device": str(device()),
        "seconds": round(time.monotonic() - begun, 1),
        "rows": [
            {"model": model, **{score: float(each.mean()) for score, each in found.items()}}
            for model, found in scores.items()
        ],
        "differences": [
            _difference(scores, model, against, score)
            for model, against in ((f"blend with {VOICE}", "blend"), (VOICE, "dynamic-chances"))
            for score in ("rps", "log_loss")
        ],
    }


def _scores(shares: Matrix, happened: np.ndarray) -> dict[str, np.ndarray]:
    return {"rps": ranked_probability_score(shares, happened), "log_loss": log_loss(shares, happened)}


def _difference(scores: dict[str, dict[str, np.ndarray]], model: str, against: str, score: str) -> dict[str, Any]:
    gap = scores[model][score] - scores[against][score]
    low, high = paired_interval(gap)
    return {
        "model": model,
        "against": against,
        "score": score,
        "difference": float(gap.mean()),
        "low": low,
        "high": high,
    }


if __name__ == "__main__":
    main()
