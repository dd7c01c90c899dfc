"""What MLflow is told of a run: parameters, figures, tags and files, as plain values."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from touchline.trainer.players.learning import PlayerChallenger
from touchline.trainer.recording.card import Origin, card_of
from touchline.trainer.recording.figures import BUNDLE, BY_SEASON, METRICS, SCORES, WALKED, numbers_of
from touchline.trainer.recording.plots import lines_drawing, picture, reliability_drawing
from touchline.trainer.recording.signature import DESCRIPTOR, descriptor_of
from touchline.trainer.recording.walked import walked_of
from touchline.trainer.runs import player_telling
from touchline.trainer.runs.code import UNKNOWN
from touchline.trainer.runs.keeping import LOCK, RECORD, Run
from touchline.trainer.training.learning import Challenger
from touchline.trainer.training.models.learned import INVERSE_PENALTIES, ROUNDS, TREES
from touchline.trainer.training.models.seasons import RATINGS_SETTLE
from touchline.trainer.training.walk_forward import ALL, JUDGED

VERSION_TAG = "touchline_version"
CARD = "card.md"
FOLDER = "bundle"  # of the files that a version of the registered model is


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of a series; a season's stands at the step of its first year."""

    name: str
    value: float
    step: int


@dataclass(frozen=True, slots=True)
class Told:
    """All of it."""

    parameters: Mapping[str, str]
    figures: tuple[Figure, ...]
    tags: Mapping[str, str]
    files: Mapping[str, bytes]  # by their paths among the run's artifacts
    card: str


def told_of(run: Run, request_id: str | None) -> Told:
    """Of a run that was asked for by a request, or by a person."""
    challenger, tags = run.learned.challenger, _tags(run, request_id)
    if isinstance(challenger, PlayerChallenger):
        card = player_telling.card_for(run, challenger, _checkout(run))
        figures = tuple(Figure(*one) for one in player_telling.figures_of(run, challenger))
        files = {**player_telling.files_for(run), CARD: card.encode()}
        return Told(player_telling.parameters_of(run, challenger), figures, tags, files, card)
    assert isinstance(challenger, Challenger), type(challenger)
    card = card_of(challenger, walked_of(run.files[WALKED]), _origin(run))
    return Told(_parameters(run, challenger), _figures(run, challenger), tags, _files(run, card), card)


def _origin(run: Run) -> Origin:
    return Origin(run.competitions, _checkout(run), run.record.environment)


def _checkout(run: Run) -> str:
    code = run.record.code
    checkout = f"git checkout {code.commit}" + ("  # and changes that were not committed" if code.changed else "")
    if code.commit == UNKNOWN:
        checkout = f"# code with the fingerprint {code.fingerprint}, outside Git"
    return checkout


def _parameters(run: Run, challenger: Challenger) -> dict[str, str]:
    constants: Mapping[str, object] = {
        "method": challenger.method,
        "matches": len(challenger.matches),
        "competitions": run.competitions,
        "catalogue_version": run.manifest.catalogue_version,
        "settling_seasons": RATINGS_SETTLE,
        "judged_seasons": JUDGED,
        **{f"{voice}/C": value for voice, value in INVERSE_PENALTIES.items()},
        "lightgbm/rounds": ROUNDS,
        **{f"lightgbm/{name}": value for name, value in TREES.items()},
        **{f"environment/{name}": value for name, value in run.record.environment.items()},
    }
    return {name: str(value) for name, value in constants.items()}


def _figures(run: Run, challenger: Challenger) -> tuple[Figure, ...]:
    found = [Figure("cost/megabytes", challenger.cost.megabytes, 0)]
    found.append(Figure("cost/milliseconds-a-match", challenger.cost.milliseconds, 0))
    for score in challenger.walked.scores:
        pooled = score.season == ALL
        step, end = (0, "") if pooled else (int(score.season[:4]), "-by-season")
        found.append(Figure(f"{score.method}/rps{end}", score.ranked_probability_score, step))
        found.append(Figure(f"{score.method}/log-loss{end}", score.log_loss, step))
    calibration = json.loads(run.files[METRICS])["calibration"]
    return (*found, *(Figure(f"calibration/{name}", value, 0) for name, value in numbers_of(calibration).items()))


def _tags(run: Run, request_id: str | None) -> dict[str, str]:
    manifest, code = run.manifest, run.record.code
    return {
        VERSION_TAG: manifest.version,
        "sha256": run.record.bundle_sha256,
        "snapshot": manifest.snapshot,
        "catalogue_version": str(manifest.catalogue_version),
        "trained_until": manifest.trained_until,
        "request_id": request_id or "",
        "code_commit": code.commit + (" and changes that were not committed" if code.changed else ""),
        "code_fingerprint": code.fingerprint,
        "mlflow.source.git.commit": code.commit,
        "mlflow.source.name": "python -m touchline.trainer train",
    }


def _files(run: Run, card: str) -> dict[str, bytes]:
    bundle, walked = run.learned.challenger.bundle, walked_of(run.files[WALKED])
    drawn = picture("came true over forecast", reliability_drawing(walked.shares, walked.happened))
    return {
        f"{FOLDER}/{BUNDLE}": bundle.content,
        f"{FOLDER}/{DESCRIPTOR}": descriptor_of(bundle.manifest, bundle.sha256, BUNDLE),
        "plots/reliability.svg": drawn.encode(),
        **_seasons(run),
        CARD: card.encode(),
        LOCK: run.lock,
        RECORD: run.record.as_json(),
        **{name: run.files[name] for name in (METRICS, SCORES, WALKED)},
    }


def _seasons(run: Run) -> dict[str, bytes]:
    """Through one season there is no line."""
    rows = json.loads(run.files[BY_SEASON])
    if len(rows) < 2:
        return {}
    lines = {"base rates": [row["base_rates"] for row in rows], run.manifest.kind: [row["chosen"] for row in rows]}
    drawn = lines_drawing(lines, [row["season"] for row in rows])
    return {"plots/rps-by-season.svg": picture("ranked probability score by season", drawn).encode()}
