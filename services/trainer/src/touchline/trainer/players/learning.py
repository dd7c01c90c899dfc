"""From a table of players to a challenger: walk forward, judge beside simple forecasts, fit on everything, pack."""

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl

from touchline.football.player_bundle import PlayerModel
from touchline.trainer.players.decision import POINTS, Known, judge_challenger, judge_first
from touchline.trainer.players.gates import error_of
from touchline.trainer.players.inputs import inputs
from touchline.trainer.players.latest import latest
from touchline.trainer.players.packing import fit_bundle, rows_of
from touchline.trainer.players.predictions import predictions
from touchline.trainer.players.table import Players
from touchline.trainer.players.walk_forward import walked
from touchline.trainer.training.bundling import Bundle
from touchline.trainer.training.gating import Cost, TooLittleHistory, cost_of_asking
from touchline.trainer.training.judgement import Judgement

JUDGED = 2  # seasons
FEWEST = 5_000  # rows to learn from: a fifth of a season of twenty squads
GAMEWEEKS = 50  # forecast by one model: a whole season
ASKED = 20  # squads that a model is asked about to see how long it takes


class TooFewRows(TooLittleHistory):
    """There is not enough history to learn from."""


@dataclass(frozen=True, slots=True)
class PlayerChallenger:
    """Models that ask to be served, with what they were learned from and how their method did."""

    known: Known
    walked: pl.DataFrame  # what was forecast of the seasons judged, beside simple forecasts and what happened
    bundle: Bundle[PlayerModel]
    cost: Cost

    @property
    def score(self) -> float:
        """Root mean square error of expected points over the seasons judged."""
        return error_of(self.walked, POINTS, POINTS)

    def judged_against(self, champion: PlayerModel | None) -> Judgement:
        """Whether they take that place."""
        if champion is None:
            return judge_first(self.walked, self.cost)
        if champion.manifest.version == self.bundle.manifest.version:
            reason = f"{champion.manifest.version} is the champion already: nothing new to learn from"
            return Judgement(False, self.score, self.score, 0, None, None, reason)
        return judge_challenger(self.known, self.walked, champion, self.cost)


def learn(
    frame: pl.DataFrame, name: str, snapshot: str, catalogue_version: int, fewest: int = FEWEST
) -> PlayerChallenger:
    """The challenger that a table's rows give; the same rows give the same one.

    Raises:
        TooFewRows: the history is too short to walk through.
    """
    players = Players.of(frame)
    said = latest(players)
    read = inputs(players, said)
    found = list(walked(players, read, judged_seasons(players, fewest), GAMEWEEKS))
    table = predictions(players, said, found)
    bundle = fit_bundle(name, players, said, read, snapshot, catalogue_version)
    known = Known(players, said, read)
    return PlayerChallenger(known, table, bundle, cost_of(bundle, bundle.opened(), known))


def judged_seasons(players: Players, fewest: int = FEWEST) -> list[str]:
    """The last two that can be forecast from enough rows.

    Raises:
        TooFewRows: there is none.
    """
    frame, seasons = players.frame, sorted(set(players.seasons.tolist()))
    begins = {season: frame.filter(pl.col("season") == season)["deadline"].min() for season in seasons}
    known = {season: frame.filter(pl.col("known_at") <= begins[season]).height for season in seasons}
    found = [season for season in seasons if known[season] >= fewest][-JUDGED:]
    if not found:
        raise TooFewRows(f"{len(players)} rows of players hold no season with {fewest} rows before it")
    return found


def cost_of(bundle: Bundle[PlayerModel], model: PlayerModel, known: Known) -> Cost:
    """What it takes to hold the models, and the median processor time of an answer about one squad."""
    squads = (known.players.teams == squad for squad in np.unique(known.players.teams)[-ASKED:])
    asked = (rows_of(known.players, known.latest, np.asarray(squad, dtype=np.bool_)) for squad in squads)
    alone = (partial(model.forecast, values, np.zeros(len(values), dtype=np.int64), silent=False) for values in asked)
    return cost_of_asking(bundle.content, alone)
