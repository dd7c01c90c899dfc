"""Models of players that must not serve, each refused for its own stated reason."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from made_players import made_players

from touchline.football.bundle import BundleRefused, open_bundle, sha256_of
from touchline.football.player_bundle import open_players
from touchline.trainer.players.decision import compare, judge_first, seasons_beside, unseen
from touchline.trainer.players.gates import FIT_TO_SERVE, SOUND, Shown
from touchline.trainer.players.learning import PlayerChallenger, TooFewRows, learn
from touchline.trainer.players.table import Players
from touchline.trainer.training.gating import Cost, refusal

SEASONS, GAMEWEEKS = 4, 8
FEWEST = 300
CHEAP = Cost(1.0, 1.0)


def learned(players: Players) -> PlayerChallenger:
    return learn(players.frame, "touchline-player", "0" * 64, 3, fewest=FEWEST)


@pytest.fixture(scope="module")
def players() -> Players:
    return made_players(SEASONS, GAMEWEEKS)


@pytest.fixture(scope="module")
def challenger(players: Players) -> PlayerChallenger:
    return learned(players)


@pytest.fixture(scope="module")
def champion(players: Players) -> PlayerChallenger:
    """Learned before the last season."""
    return learned(players.where(players.seasons < "2022/23"))


def shown(table: pl.DataFrame, champion: pl.DataFrame | None = None, cost: Cost = CHEAP) -> Shown:
    return Shown(table, champion, seasons_beside(table), cost)


def test_sound_models_that_beat_simple_forecasts_are_promoted_first(challenger: PlayerChallenger) -> None:
    verdict = challenger.judged_against(None)
    assert verdict.promoted, verdict.reason
    assert verdict.reason.startswith("first models: errors of ")
    assert verdict.high is not None
    assert verdict.high < 0.5


def test_the_champion_itself_brings_nothing_new(challenger: PlayerChallenger) -> None:
    verdict = challenger.judged_against(challenger.bundle.opened())
    assert not verdict.promoted
    assert "is the champion already" in verdict.reason


def test_a_challenger_is_judged_on_gameweeks_that_the_champion_has_not_seen(
    challenger: PlayerChallenger, champion: PlayerChallenger
) -> None:
    serving = champion.bundle.opened()
    rows = challenger.known.players.where(unseen(challenger.known.players, serving)).frame
    assert rows["deadline"].min() > serving.manifest.cut
    assert rows["gameweek"].n_unique() == GAMEWEEKS
    verdict = challenger.judged_against(serving)
    assert verdict.champion_score is not None
    assert verdict.promoted == (verdict.challenger_score <= verdict.champion_score) or "refused" in verdict.reason


def test_too_few_gameweeks_decide_nothing(players: Players, champion: PlayerChallenger) -> None:
    few = learned(players.where((players.seasons < "2022/23") | (players.gameweeks < 3 * GAMEWEEKS + 2)))
    verdict = few.judged_against(champion.bundle.opened())
    assert not verdict.promoted
    assert verdict.reason == "only 2 gameweeks since the champion's training, 4 are needed to compare"


def test_a_worse_challenger_is_refused_for_that(challenger: PlayerChallenger) -> None:
    table = challenger.walked
    verdict = compare(table.with_columns(pl.col("points") + 1.0), table)
    assert not verdict.promoted
    assert "points is worse than the champion's" in verdict.reason
    assert verdict.low is not None
    assert verdict.low > 0


@pytest.mark.parametrize(
    ("altered", "reason"),
    [
        ({"points": pl.lit(float("nan"))}, "something that is no number"),
        ({"start": pl.col("start") + 0.1}, "are no distributions"),
        ({"minutes": pl.lit(33.0)}, "it says the same of every player: 33 minutes, give or take 0.00"),
        ({"points": pl.col("happened_points") + 0.01}, r"in points is too good to be true .* it has seen the matches"),
        ({"minutes": pl.col("happened_minutes") * 1.0}, "in minutes is too good to be true"),
        ({"scores": (pl.col("happened_goals") > 0) * 0.98 + 0.01}, "on who scores is too good to be true"),
    ],
)
def test_models_that_are_not_sound_are_refused(
    challenger: PlayerChallenger, altered: dict[str, pl.Expr], reason: str
) -> None:
    table = challenger.walked
    assert refusal(SOUND, shown(table)) is None
    verdict = judge_first(table.with_columns(**altered), CHEAP)
    assert not verdict.promoted
    with pytest.raises(ValueError, match=reason):
        raise ValueError(verdict.reason)


def test_a_feature_that_saw_the_match_is_found_out(players: Players) -> None:
    planted = players.frame.with_columns(points_last_3=pl.col("happened_points").cast(pl.Float64))
    verdict = learned(Players.of(planted)).judged_against(None)
    assert not verdict.promoted
    assert "too good to be true" in verdict.reason


def test_models_that_are_unfit_to_serve_are_refused(challenger: PlayerChallenger) -> None:
    table = challenger.walked
    fit = shown(table, table)
    assert refusal(FIT_TO_SERVE, fit) is None

    def reason(one: Shown) -> str:
        return refusal(FIT_TO_SERVE, one) or ""

    assert "in 2020/21 its method was worse than the mean" in reason(replace(fit, by_season=(("2020/21", 2.1, 2.0),)))
    lazy = table.with_columns(minutes=pl.col("minutes") * 0.5)
    assert "% larger than the champion's" in reason(replace(fit, table=lazy))
    dice = np.random.default_rng(5)
    chances = dice.uniform(0.05, 0.6, len(table))
    scored = (dice.random(len(table)) < chances).astype(np.int64)
    honest = table.with_columns(scores=pl.Series(chances), happened_goals=pl.Series(scored))
    odds = (pl.col("scores") / (1.0 - pl.col("scores"))) ** 2
    bold = honest.with_columns(scores=odds / (1.0 + odds))
    assert reason(replace(fit, table=honest, champion=honest)) == ""
    assert "its chances to score are not calibrated: slope 0." in reason(replace(fit, table=bold, champion=honest))
    assert reason(replace(fit, table=bold, champion=bold)) == ""
    assert reason(replace(fit, cost=Cost(25.0, 1.0))) == "its bundle takes 25 MB, 20 are allowed"
    assert reason(replace(fit, cost=Cost(1.0, 140.0))) == "it takes 140 ms for one squad, 100 are allowed"


def test_too_short_a_history_teaches_nothing(players: Players) -> None:
    with pytest.raises(TooFewRows, match="hold no season with 5000 rows before it"):
        learn(players.frame, "touchline-player", "0" * 64, 3)


def test_a_bundle_says_the_same_wherever_it_is_opened_and_an_altered_one_is_refused(
    players: Players, challenger: PlayerChallenger
) -> None:
    bundle = challenger.bundle
    assert bundle.sha256 == learned(players).bundle.sha256
    assert bundle.manifest.version.startswith("2022-")
    altered = bytearray(bundle.content)
    altered[len(altered) // 2] ^= 1
    with pytest.raises(BundleRefused, match="promised was"):
        open_players(bytes(altered), bundle.sha256)
    with pytest.raises(BundleRefused):
        open_players(bytes(altered), sha256_of(bytes(altered)))
    with pytest.raises(BundleRefused):
        open_bundle(bundle.content, bundle.sha256)


def test_a_squad_is_forecast_as_in_the_walk_and_adds_up_to_the_goals_of_its_team(challenger: PlayerChallenger) -> None:
    model = challenger.bundle.opened()
    squad = np.asarray(model.manifest.golden_inputs, dtype=np.float64)
    teams = np.zeros(len(squad), dtype=np.int64)
    alone = model.forecast(squad, teams, silent=False)
    assert alone.goals.sum() == pytest.approx(alone.team_goals[0])
    told = model.forecast(squad, teams, silent=False, expected=np.full(len(squad), 2.5))
    assert told.goals.sum() == pytest.approx(2.5 * model.told.team.own_players)
    assert told.goal_counts.sum(axis=1) == pytest.approx(np.ones(len(squad)))
    with pytest.raises(ValueError, match=r"wants rows of shape \(n, 55\)"):
        model.forecast(squad[:, :-1], teams, silent=False)
