"""The part in which the world changes: quiet years replayed, football time moved on, the loop closed by itself."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from touchline.demo import sandbox
from touchline.demo.platform import Platform, StepFailed
from touchline.demo.progress import say, telling
from touchline.demo.quiet import FORECASTS, Pipeline
from touchline.demo.timeline import show, timeline

QUIET_YEARS = ("2017-08-01", "2019-06-30")
WEEK = 7  # days: a round and a midweek, and less than the eight days that a fixtures document looks ahead
END_OF_SEASON = datetime(2021, 6, 1, tzinfo=UTC)
DECIDED_WITHIN = 300.0  # seconds
SERVED_WITHIN = 90.0


@dataclass(frozen=True, slots=True)
class Request:
    """The request that the monitor raised."""

    request_id: str
    cause: str
    reason: str
    raised_at: datetime  # wall clock, UTC


def show_quiet_years(platform: Platform) -> None:
    """The rule, fixed before, says nothing about two ordinary seasons."""
    first, last = QUIET_YEARS
    said = platform.command(
        *("touchline.drift_monitor", "replay", "--from", first, "--to", last, "--pool", "ENG"),
        what=f"replaying the drift rule over {first} to {last}",
    )
    say(f"  the same rule from {first} to {last}: {said.strip().splitlines()[-1]}")
    if " 0 alarms" not in said:
        raise StepFailed("the drift rule raises alarms in quiet years")


def until_drift(platform: Platform) -> Request | None:
    """Move football time week by week until a retraining is asked for, or the season is over."""
    pipeline = Pipeline(platform, leave={FORECASTS})  # players follow while time moves on; the last step waits for them
    try:
        while (request := raised(platform)) is None:
            moment = sandbox.move_days(platform, WEEK)
            if moment > END_OF_SEASON:
                return None
            start = time.monotonic()
            platform.command(
                "touchline.ingestor", "once", "--source", "football-data", what=f"fetching as of {moment:%d %b %Y}"
            )
            pipeline.wait()
            settled = platform.rows("SELECT COUNT(DISTINCT match_id) FROM settlements")[0][0]
            say(f"  {moment:%d %b %Y}: {settled} predictions settled so far ({time.monotonic() - start:.1f} s)")
    finally:
        pipeline.close()
    say(f"  drift: {request.reason}")
    say(f"  retraining request {request.request_id}")
    return request


def raised(platform: Platform) -> Request | None:
    """The first request because of drift, if there is one."""
    rows = platform.rows(
        "SELECT request_id, cause, reason, recorded_at FROM requests WHERE cause = 'drift' ORDER BY recorded_at LIMIT 1"
    )
    if not rows:
        return None
    request_id, cause, reason, raised_at = rows[0]
    return Request(request_id, cause, reason, raised_at.replace(tzinfo=UTC))


def nothing_raised(recorded: bool) -> dict[str, Any]:
    """The season passed without an alarm: a failure with ten seasons behind it, and an honest result with three.

    Raises:
        StepFailed: the recorded documents were the input, on which the rule is known to raise.
    """
    if recorded:
        raise StepFailed("the season of the empty stadiums is over and the monitor has asked for nothing")
    say("  no drift was raised: this input begins in 2017/18, and three seasons are too short a reference for the rule")
    say("  (it raises on the recorded documents, of which six seasons come before); so nothing was retrained")
    return {"cause": "none", "outcome": "none", "seconds_event_to_outcome": None, "timeline": []}


def until_outcome(platform: Platform, request: Request) -> dict[str, Any]:
    """Wait until the run that the request started has decided and every predictor serves what was decided."""
    with telling("waiting for Airflow's run to decide"):
        decided = _wait_for(lambda: _decision(platform, request), DECIDED_WITHIN, "no decision; look at Airflow's runs")
    outcome, version, reason, at = decided
    say(f"  {outcome}: {version}; {reason}")
    with telling("waiting for the predictor to serve the champion"):
        serving = _wait_for(lambda: _serving_champion(platform), SERVED_WITHIN, "the predictor serves another version")
    say(f"  the predictor serves version {serving}")
    with telling("waiting for the same run to decide on the models of players"):
        of_players = _wait_for(lambda: _players_decision(platform, request), DECIDED_WITHIN, "no decision on players")
    say(f"  players {of_players[0]}: {of_players[1]} {of_players[2]}")
    runs = platform.rows("SELECT COUNT(*) FROM claims WHERE request_id = %s", (request.request_id,))[0][0]
    if runs != 1:
        raise StepFailed(f"{runs} runs claimed the request, which must be one")
    seconds = (at.replace(tzinfo=UTC) - request.raised_at).total_seconds()
    events = timeline(platform, request.request_id, datetime.now(UTC))
    show(events)
    return {
        "cause": request.cause,
        "outcome": outcome,
        "seconds_event_to_outcome": round(seconds, 1),
        "timeline": events,
    }


def _decision(platform: Platform, request: Request) -> tuple[Any, ...] | None:
    query = "SELECT decision, model_version, reason, recorded_at FROM decisions WHERE request_id = %s"
    rows = platform.rows(f"{query} AND model_name NOT LIKE '%%player'", (request.request_id,))
    return rows[0] if rows else None


def _players_decision(platform: Platform, request: Request) -> tuple[Any, ...] | None:
    """What became of the models of players in the same run; nothing to wait for where none were ever promoted."""
    query = "SELECT decision, model_version, reason FROM decisions WHERE model_name LIKE '%%player'"
    if not platform.rows(f"{query} AND decision = 'promoted' LIMIT 1", ()):
        return ("none", "", "no document tells of players")
    rows = platform.rows(f"{query} AND request_id = %s", (request.request_id,))
    return rows[0] if rows else None


def _serving_champion(platform: Platform) -> str | None:
    champion = platform.rows(
        "SELECT model_version FROM decisions WHERE decision = 'promoted' AND model_name NOT LIKE '%player'"
        " ORDER BY revision DESC LIMIT 1"
    )[0][0]
    return champion if platform.ask("/v1/fixtures")["model_version"] == champion else None


def _wait_for(look: Any, seconds: float, otherwise: str) -> Any:
    deadline = time.monotonic() + seconds
    while (found := look()) is None:
        if time.monotonic() > deadline:
            raise StepFailed(f"{otherwise} (waited {seconds:.0f} s)")
        time.sleep(0.5)
    return found
