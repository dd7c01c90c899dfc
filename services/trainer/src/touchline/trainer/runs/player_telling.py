"""What MLflow is told of a run of models of players: parameters, figures, files and card, as plain values."""

import json
from collections.abc import Mapping

from touchline.trainer.players.boosting import ROUNDS, TREES
from touchline.trainer.players.card import card_of
from touchline.trainer.players.decision import seasons_beside
from touchline.trainer.players.figures import BY_SEASON
from touchline.trainer.players.learning import JUDGED, PlayerChallenger
from touchline.trainer.players.minutes_model import ROLE_ROUNDS
from touchline.trainer.recording.figures import BUNDLE, METRICS, RELIABILITY, SCORES, WALKED, numbers_of
from touchline.trainer.recording.plots import lines_drawing, picture
from touchline.trainer.recording.signature import DESCRIPTOR, descriptor_of
from touchline.trainer.runs.keeping import LOCK, RECORD, Run

# What a player's row is answered with, in the order of the golden answers, once by each set.
OUTPUTS = ("absent", "substitute", "start", "minutes", "goals", "assists", "anytime_scorer", "points")
COLUMNS = tuple(f"{name}_{words}" for words in ("told", "untold") for name in OUTPUTS)


def parameters_of(run: Run, challenger: PlayerChallenger) -> dict[str, str]:
    """Constants, data and environment."""
    constants: Mapping[str, object] = {
        "method": run.manifest.kind,
        "rows": len(challenger.known.players),
        "competitions": run.competitions,
        "catalogue_version": run.manifest.catalogue_version,
        "judged_seasons": JUDGED,
        "lightgbm/rounds": ROUNDS,
        "lightgbm/rounds-of-roles": ROLE_ROUNDS,
        **{f"lightgbm/{name}": value for name, value in TREES.items()},
        **{f"environment/{name}": value for name, value in run.record.environment.items()},
    }
    return {name: str(value) for name, value in constants.items()}


def figures_of(run: Run, challenger: PlayerChallenger) -> list[tuple[str, float, int]]:
    """Names, values and steps; a season's stands at the step of its first year."""
    found = [
        ("cost/megabytes", challenger.cost.megabytes, 0),
        ("cost/milliseconds-a-squad", challenger.cost.milliseconds, 0),
    ]
    for season, ours, base in seasons_beside(challenger.walked):
        found += [("players/points-rmse-by-season", ours, int(season[:4]))]
        found += [("mean-last-5/points-rmse-by-season", base, int(season[:4]))]
    pooled = {
        target: {subset: by_season["all"] for subset, by_season in subsets.items()}
        for target, subsets in json.loads(run.files[METRICS])["walk_forward"].items()
    }
    return [*found, *((name, value, 0) for name, value in numbers_of(pooled).items())]


def card_for(run: Run, challenger: PlayerChallenger, checkout: str) -> str:
    """Its card."""
    return card_of(challenger, run.competitions, checkout, run.record.environment)


def files_for(run: Run) -> dict[str, bytes]:
    """The run's artifacts beside its card."""
    return {
        f"bundle/{BUNDLE}": run.files[BUNDLE],
        f"bundle/{DESCRIPTOR}": descriptor_of(run.manifest, run.record.bundle_sha256, BUNDLE, COLUMNS),
        LOCK: run.lock,
        RECORD: run.record.as_json(),
        **{name: run.files[name] for name in (METRICS, SCORES, WALKED, RELIABILITY)},
        **_seasons(run),
    }


def _seasons(run: Run) -> dict[str, bytes]:
    """Through one season there is no line."""
    rows = json.loads(run.files[BY_SEASON])
    if len(rows) < 2:
        return {}
    lines = {"mean of last five": [row["mean_last_5"] for row in rows], "players": [row["chosen"] for row in rows]}
    drawn = lines_drawing(lines, [row["season"] for row in rows])
    return {"plots/rmse-by-season.svg": picture("error of expected points by season", drawn).encode()}
