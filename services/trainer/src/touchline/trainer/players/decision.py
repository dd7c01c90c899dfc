"""Whether models of players take the champion's place, by a rule that was fixed before any figure was seen.

They have to be sound (`gates.SOUND`), and not worse on gameweeks that neither of them learned from: root mean square
error of expected points of the challenger <= the champion's, the interval of the difference reported beside it and
deciding nothing. And they have to be fit to serve (`gates.FIT_TO_SERVE`).
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from touchline.football.player_bundle import PlayerModel
from touchline.trainer.players.gates import FIT_TO_SERVE, SOUND, Shown, error_of, gameweeks
from touchline.trainer.players.inputs import Inputs
from touchline.trainer.players.judgement import better
from touchline.trainer.players.latest import Latest
from touchline.trainer.players.model import Forecast
from touchline.trainer.players.packing import rows_of
from touchline.trainer.players.predictions import predictions
from touchline.trainer.players.table import Players, Rows
from touchline.trainer.players.walk_forward import Stretch, learned_by, parts
from touchline.trainer.training.gating import Cost
from touchline.trainer.training.judgement import Judgement, gated

JUDGED_GAMEWEEKS = 19  # half a season
FEWEST_GAMEWEEKS = 4  # below, the interval of a difference is wider than what models differ by
POINTS, MEAN_LAST_5, MINUTES, LAST_MATCH = "points", "points_last_5", "minutes", "minutes_last"


@dataclass(frozen=True, slots=True)
class Known:
    """The rows that there are, what simple forecasts and inputs say of them."""

    players: Players
    latest: Latest
    inputs: Inputs


def seasons_beside(table: pl.DataFrame) -> tuple[tuple[str, float, float], ...]:
    """Of each season in a walk the errors of expected points, ours and of the mean of the last five."""
    parts = {season: table.filter(pl.col("season") == season) for season in sorted(table["season"].unique())}
    return tuple(
        (season, error_of(part, POINTS, POINTS), error_of(part, MEAN_LAST_5, POINTS)) for season, part in parts.items()
    )


def judge_first(walked: pl.DataFrame, cost: Cost) -> Judgement:
    """The first models are promoted if they beat the forecasts that need none, on points and on minutes."""
    ours, theirs = error_of(walked, POINTS, POINTS), error_of(walked, MEAN_LAST_5, POINTS)
    played, last = error_of(walked, MINUTES, MINUTES), error_of(walked, LAST_MATCH, MINUTES)
    beaten = ours < theirs and played < last
    verb = "beat" if beaten else "do not beat"
    reason = (
        f"first models: errors of {ours:.3f} points and {played:.2f} minutes {verb} those of the mean of the last five"
        f" ({theirs:.3f}) and of the last match ({last:.2f}) on {len(walked)} rows"
    )
    low, high = _interval(walked, MEAN_LAST_5, walked, theirs)
    judgement = Judgement(beaten, ours, None, matches_in(walked), low, high, reason)
    latest = walked.filter(pl.col("season") == walked["season"].max())
    return _gated(judgement, Shown(latest, None, seasons_beside(walked), cost))


def judge_challenger(known: Known, walked: pl.DataFrame, champion: PlayerModel, cost: Cost) -> Judgement:
    """The method, learned from what was known before the first gameweek judged, against the champion as it serves."""
    rows = unseen(known.players, champion)
    count = len(np.unique(known.players.gameweeks[rows]))
    if count < FEWEST_GAMEWEEKS:
        score = error_of(walked, POINTS, POINTS)
        reason = f"only {count} gameweeks since the champion's training, {FEWEST_GAMEWEEKS} are needed to compare"
        return Judgement(False, score, None, 0, None, None, reason)
    stretches = list(parts(known.players, known.inputs.silent, rows))
    ours = [(one, learned_by(known.players, known.inputs, one)) for one in stretches]
    theirs = [(one, _served(known, champion, one)) for one in stretches]
    shown, beside = (predictions(known.players, known.latest, found) for found in (ours, theirs))
    return _gated(compare(shown, beside), Shown(shown, beside, seasons_beside(walked), cost))


def unseen(players: Players, champion: PlayerModel) -> Rows:
    """The latest gameweeks that the champion cannot have learned from."""
    cut = champion.manifest.cut
    later = players.frame.select((pl.col("deadline") > cut) & (pl.col("known_at") > cut)).to_series().to_numpy()
    weeks = np.unique(players.gameweeks[later])[-JUDGED_GAMEWEEKS:]
    return np.asarray(later & np.isin(players.gameweeks, weeks), dtype=np.bool_)


def compare(challenger: pl.DataFrame, champion: pl.DataFrame) -> Judgement:
    """The rule itself, on what both say of the same rows."""
    ours, theirs = error_of(challenger, POINTS, POINTS), error_of(champion, POINTS, POINTS)
    low, high = _interval(champion, POINTS, challenger, theirs)
    promoted = ours <= theirs
    verb = "is not worse than" if promoted else "is worse than"
    reason = (
        f"an error of {ours:.4f} points {verb} the champion's of {theirs:.4f} on {len(challenger)} rows of the latest"
        f" {len(np.unique(gameweeks(challenger)))} gameweeks (difference {ours - theirs:+.4f}, 95% interval"
        f" {low:+.4f} to {high:+.4f})"
    )
    return Judgement(promoted, ours, theirs, matches_in(challenger), low, high, reason)


def matches_in(table: pl.DataFrame) -> int:
    """How many matches its rows are of."""
    return table["match_id"].n_unique()


def _interval(rival: pl.DataFrame, column: str, ours: pl.DataFrame, theirs: float) -> tuple[float, float]:
    """Of our error less the rival's, in points."""
    happened = ours["happened_points"].to_numpy()
    errors, beside = ours[POINTS].to_numpy() - happened, rival[column].to_numpy() - happened
    gain = better(errors**2, beside**2, gameweeks(ours), root=True)
    return -gain.high / 100.0 * theirs, -gain.low / 100.0 * theirs


def _served(known: Known, champion: PlayerModel, part: Stretch) -> Forecast:
    rows = rows_of(known.players, known.latest, part.judged)
    return champion.forecast(rows, known.players.where(part.judged).teams, silent=part.silent)


def _gated(judgement: Judgement, shown: Shown) -> Judgement:
    return gated(judgement, shown, SOUND, FIT_TO_SERVE, "the models of players are")
