"""The demo step by step: each a plain function that shows something and leaves facts for later ones."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from touchline.demo import players, sandbox
from touchline.demo.drift import nothing_raised, show_quiet_years, until_drift, until_outcome
from touchline.demo.market import closing_market
from touchline.demo.platform import Aside, Platform, StepFailed
from touchline.demo.progress import say, telling
from touchline.demo.quiet import Pipeline
from touchline.demo.reconcile import gather, reconcile
from touchline.demo.result import counts, input_kind
from touchline.demo.showing import (
    football_day,
    show_lineage,
    show_markets,
    show_players_settled,
    show_round,
    show_settlements,
)
from touchline.demo.state import State
from touchline.demo.topics import carried
from touchline.schemas import topics

PLAYERS = "players"
FRIDAY = datetime(2021, 2, 19, 18, tzinfo=UTC)  # prices of the weekend's round have just been collected
SUMMER = datetime(2023, 7, 1, tzinfo=UTC)  # all recorded seasons of the Premier League are over
MATCH_DAYS = 2  # Friday's one match and Saturday's four
SERVED_WITHIN = 60.0  # seconds


@dataclass(frozen=True)
class Demo:
    """What steps work with."""

    platform: Platform
    state: State
    full: bool = False  # all of history, and nothing of the present
    asides: dict[str, Aside] = field(default_factory=dict)  # what was begun and is waited for by a later step


@dataclass(frozen=True, slots=True)
class Step:
    """A named step; its name is a key of the seconds in the result."""

    name: str
    title: str
    run: Callable[[Demo], None]


def start(demo: Demo) -> None:
    """The platform as processes of this machine; Airflow, which answers a drift, comes up while football time moves."""
    demo.platform.up("--without", "airflow", show=say)


def everything_up(demo: Demo) -> None:
    """Wait for what is still starting."""
    demo.platform.up(show=say)


def ingest(demo: Demo) -> None:
    """Football time stands on a Friday evening before a round; everything known by then comes in, from every source."""
    if input_kind(demo.platform.settings) != "live":
        moment = sandbox.move_to(demo.platform, SUMMER if demo.full else FRIDAY)
        say(f"  football time is {football_day(moment)} UTC")
    fetch(demo.platform)
    say(f"  {held(demo.platform)}")


def judge_market(demo: Demo) -> None:
    """What the closing prices of four seasons score: a figure that anyone can compute from the same documents."""
    score = closing_market(demo.platform)
    say(f"  {score.sentence()}")
    demo.state.facts["market"] = {
        "matches": score.matches,
        "ranked_probability_score": round(score.ranked_probability_score, 4),
        "log_loss": round(score.log_loss, 4),
    }
    if input_kind(demo.platform.settings) == "recorded" and not score.is_known:
        raise StepFailed("the market's figures are not those known of these seasons: something was read wrongly")


def train(demo: Demo) -> None:
    """The first model, judged walk-forward; it is promoted because there is no champion."""
    demo.asides[PLAYERS] = players.begin(demo.platform)
    decision = json.loads(demo.platform.command("touchline.trainer", "train", what="training and judging"))
    score, matches = decision["challenger_score"], decision["matches"]
    say(f"  {decision['decision']}: version {decision['model_version']}, {decision['reason']}")
    say(f"  mean ranked probability score {score:.4f} over {matches} matches, walk-forward")


def predict(demo: Demo) -> None:
    """The next round as anyone may ask for it, the market beside it, and one prediction back to its documents."""
    answer = served_fixtures(demo.platform)
    predicted = [fixture for fixture in answer["fixtures"] if fixture["prediction"]]
    coming = len(answer["fixtures"])
    say(f"  the next round, as {demo.platform.rest}/v1/fixtures answers ({coming} coming matches of all competitions):")
    show_round(predicted, market_before(demo.platform, [fixture["match_id"] for fixture in predicted]))
    show_markets(demo.platform, predicted[0]["match_id"])
    show_lineage(demo.platform, predicted[0]["prediction"]["prediction_id"])
    demo.state.facts["shown"] = predicted[0]["match_id"]


def learn_players(demo: Demo) -> None:
    """Models of players, which began to learn beside the model of matches, and what is sealed by them."""
    decision = players.decided(demo.platform, demo.asides.pop(PLAYERS, None))
    if decision is not None and not demo.full and input_kind(demo.platform.settings) != "live":
        players.show_players(demo.platform)


def move_on(demo: Demo) -> None:
    """Match days pass: results arrive, the predictions are scored beside the market, new ones are sealed."""
    before = demo.platform.rows("SELECT COUNT(*) FROM predictions")[0][0]
    for _ in range(MATCH_DAYS):
        moment = sandbox.move_past_match_day(demo.platform)
    say(f"  football time is {football_day(moment)} UTC")
    fetch(demo.platform, "football-data", "fpl")
    settled = carried(demo.platform, [topics.SETTLEMENTS])[topics.SETTLEMENTS.name].rows
    if not settled:
        raise StepFailed("a match day has passed and no prediction was settled; look at `make logs`")
    show_settlements(settled)
    show_players_settled(carried(demo.platform, [topics.PLAYER_SETTLEMENTS])[topics.PLAYER_SETTLEMENTS.name].rows)
    sealed = demo.platform.rows("SELECT COUNT(*) FROM predictions")[0][0] - before
    say(f"  {sealed} predictions sealed since")


def drift(demo: Demo) -> None:
    """Football time moves on through the empty stadiums of 2020/21, until the monitor asks for a retraining."""
    demo.platform.begin_up()
    show_quiet_years(demo.platform)
    request = until_drift(demo.platform)
    everything_up(demo)
    recorded = input_kind(demo.platform.settings) == "recorded"
    demo.state.facts["drift"] = until_outcome(demo.platform, request) if request else nothing_raised(recorded)


def check(demo: Demo) -> None:
    """Nothing lost, nothing doubled, from the landed bytes to the cache."""
    pipeline = Pipeline(demo.platform)
    pipeline.wait()
    pipeline.close()
    with telling("comparing S3, topics, MariaDB and Redis"):
        evidence = gather(demo.platform)
        found = reconcile(evidence)
    demo.state.facts["reconcile"] = {"lost": found.lost, "doubled": found.doubled, "details": list(found.details)}
    demo.state.facts["counts"] = counts(evidence)
    for sentence in found.details:
        say(f"  {sentence}")
    if found.lost or found.doubled:
        raise StepFailed(f"{found.lost} lost and {found.doubled} doubled")
    rows = sum(len(one.rows) for one in evidence.carried.values())
    say(f"  {rows} rows in {len(evidence.carried)} topics: none lost, none doubled")


def next_round(demo: Demo) -> None:
    """Where the demo leaves you: the coming round by the champion that now serves, and one prediction's lineage."""
    fixtures = demo.platform.ask("/v1/fixtures")["fixtures"]
    predicted = [fixture for fixture in fixtures if fixture["prediction"]]
    if not predicted:
        say("  no match is planned within the horizon")
        return
    show_round(predicted, market_before(demo.platform, [fixture["match_id"] for fixture in predicted]))
    show_markets(demo.platform, predicted[0]["match_id"])
    show_lineage(demo.platform, predicted[0]["prediction"]["prediction_id"])


def held(platform: Platform) -> str:
    """How much of the Premier League there is, each match once, and of everything else."""
    matches, clubs = platform.rows(
        "SELECT COUNT(*), (SELECT COUNT(DISTINCT home_team) FROM pub_matches WHERE competition = 'E0')"
        " FROM pub_matches WHERE competition = 'E0'"
    )[0]
    others = platform.rows("SELECT COUNT(*), COUNT(DISTINCT competition) FROM pub_matches WHERE competition <> 'E0'")[0]
    players, appearances = platform.rows("SELECT COUNT(DISTINCT player_id), COUNT(*) FROM pub_player_matches")[0]
    return (
        f"{matches} matches of the Premier League between {clubs} clubs, {others[0]} of {others[1]} other competitions,"
        f" {players} players in {appearances} rows"
    )


STEPS = (
    Step("start", "Start the platform", start),
    Step("ingest", "Fetch, land, normalise, fold", ingest),
    Step("market", "Score the bookmakers' closing prices", judge_market),
    Step("train", "Learn a first model", train),
    Step("predict", "Predict the next round", predict),
    Step(PLAYERS, "Learn models of players, and say who may score", learn_players),
    Step("move_on", "Play a match day", move_on),
    Step("drift", "Move on until the world has changed", drift),
    Step("reconcile", "Compare what came in with what is held", check),
    Step("next_round", "The next round, as it is served now", next_round),
)


WHOLE = tuple(step.name for step in STEPS if step.name != "market")
"""The market's four seasons are over by `FULL` alone."""

FULL = ("start", "ingest", "market", "train", PLAYERS, "reconcile")
"""All of history: no match is left to predict, and nothing moves on."""

DRIFT = ("start", "ingest", "train", PLAYERS, "drift")
"""What a drift needs before it, and no more."""

LIVE = ("start", "ingest", "train", PLAYERS, "reconcile")
"""The real provider is asked for its history only: football time is today's, and nothing can be moved on."""


def fetch(platform: Platform, *sources: str) -> None:
    """Ask these providers, or all, for every document once, and wait until all that follows has happened."""
    only = [word for source in sources for word in ("--source", source)]
    told = platform.command("touchline.ingestor", "once", *only, what="fetching")
    for line in told.strip().splitlines():
        say(f"  {line}")
    pipeline = Pipeline(platform)
    seconds = pipeline.wait()
    pipeline.close()
    say(f"  through the pipeline after {seconds:.1f} s more")


def served_fixtures(platform: Platform) -> Any:
    """The answer of `/fixtures` once every coming match has a prediction or a reason why not."""
    deadline = time.monotonic() + SERVED_WITHIN
    with telling("waiting for the predictor to serve the champion"):
        while True:
            answer = platform.ask("/v1/fixtures")
            fixtures = answer["fixtures"]
            answered = all(one["prediction"] or one["reason"] for one in fixtures)
            if answered and any(one["prediction"] for one in fixtures):
                return answer
            if time.monotonic() > deadline:
                raise StepFailed(f"no prediction is served {SERVED_WITHIN:.0f} s after the promotion")
            time.sleep(0.2)


def market_before(platform: Platform, match_ids: list[str]) -> dict[str, list[float]]:
    """The market's average view before the match: 1/odds, scaled to sum to 1."""
    if not match_ids:
        return {}
    rows = platform.rows(
        "SELECT match_id, prices FROM pub_odds WHERE bookmaker = 'average' AND market = '1x2' AND moment = 'before'"
        f" AND match_id IN ({', '.join(['%s'] * len(match_ids))}) ORDER BY available_at",
        match_ids,
    )
    inverse = {match: [1 / price for price in json.loads(prices)] for match, prices in rows}
    return {match: [share / sum(parts) for share in parts] for match, parts in inverse.items()}
