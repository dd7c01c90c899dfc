"""The models of players: learned beside the model of matches, judged, and asked about the next round."""

import json
import time
from collections.abc import Iterable
from typing import Any

from touchline.demo.platform import Aside, Platform, StepFailed
from touchline.demo.progress import say, telling

TRAIN = ("touchline.trainer", "train", "--players")
WHAT = "learning and judging models of players"
TOO_LITTLE = 5  # exit code of `trainer train`
SHOWN = 5
SEALED_WITHIN = 60.0  # seconds
COMING = """SELECT match_id, event_time FROM player_forecasts f WHERE revision =
    (SELECT MAX(revision) FROM player_forecasts WHERE match_id = f.match_id) ORDER BY event_time, match_id LIMIT 1"""
LISTED = """SELECT player_id FROM pub_player_matches WHERE team_id IN (%s, %s) AND event_time >= %s - INTERVAL 30 DAY
    AND event_time < %s GROUP BY player_id ORDER BY SUM(goals) DESC, SUM(minutes) DESC, player_id LIMIT 12"""


def begin(platform: Platform) -> Aside:
    """Learn while the demo goes on: the model of matches keeps one processor busy, this one another."""
    return platform.aside(*TRAIN)


def decided(platform: Platform, begun: Aside | None) -> dict[str, Any] | None:
    """The decision; None where no document tells of players, as in real matches out of a package."""
    done = begun.wait(WHAT) if begun else platform.attempted(*TRAIN, what=WHAT)
    if done.returncode == TOO_LITTLE:
        say(f"  none: {done.stderr.strip().splitlines()[-1]}")
        return None
    if done.returncode:
        raise StepFailed(f"{WHAT}: `{' '.join(TRAIN)}` exits {done.returncode}: {done.stderr.strip()[-600:]}")
    decision: dict[str, Any] = json.loads(done.stdout)
    say(f"  {decision['decision']}: version {decision['model_version']}, {decision['reason']}")
    if decision["decision"] != "promoted" and decision["champion_before"] is None:
        raise StepFailed("the first models of players were refused: nothing is served of them")
    return decision


def show_players(platform: Platform) -> None:
    """Who may score in the next match, each as anyone may ask for him: from what was sealed."""
    match_id, kick_off = first_forecast(platform)
    _, _, home, away = match_id.split(":")
    players = [row[0] for row in platform.rows(LISTED, (home, away, kick_off, kick_off))]
    answers = [sealed_answer(platform, match_id, player) for player in players]
    say(f"  {home} - {away}, as {platform.rest}/v1/predict/player answers from forecast")
    say(f"  {answers[0]['forecast']['seal']['forecast_id']}, sealed {answers[0]['forecast']['seal']['sealed_at']}:")
    say("  player                       club                 minutes  scores  goals  assists  points")
    for line in in_lines(answers):
        say(f"  {line}")


def in_lines(answers: Iterable[dict[str, Any]]) -> list[str]:
    """The likeliest scorers first.

    >>> said = {"team": "leeds", "minutes": {"expected": 80.0}, "goals": {"anytime": 0.3, "expected": 0.36}}
    >>> said |= {"assists": {"expected": 0.1}, "points": {"expected": 4.2}}
    >>> in_lines([{"name": "P. Bamford", "forecast": said}])
    ['P. Bamford                   leeds                     80     30%   0.36     0.10    4.20']
    """
    by_chance = sorted(answers, key=lambda one: -one["forecast"]["goals"]["anytime"])[:SHOWN]
    return [
        f"{one['name'][:28]:<28} {said['team']:<20} {said['minutes']['expected']:>7.0f}"
        f" {said['goals']['anytime']:>7.0%}"
        f" {said['goals']['expected']:>6.2f} {said['assists']['expected']:>8.2f} {said['points']['expected']:>7.2f}"
        for one in by_chance
        for said in [one["forecast"]]
    ]


def first_forecast(platform: Platform) -> tuple[str, Any]:
    """The next match of which players are sealed, once it is."""
    deadline = time.monotonic() + SEALED_WITHIN
    with telling("waiting for the predictor to seal forecasts of players"):
        while not (rows := platform.rows(COMING)):
            if time.monotonic() > deadline:
                raise StepFailed(f"no forecast of players is sealed {SEALED_WITHIN:.0f} s after the promotion")
            time.sleep(0.2)
    match_id, kick_off = rows[0]
    return match_id, kick_off


def sealed_answer(platform: Platform, match_id: str, player: str) -> dict[str, Any]:
    """What a replica answers of a player of a match; it has read the topic a moment after the seal."""
    deadline = time.monotonic() + SEALED_WITHIN
    while True:
        answer: dict[str, Any] = platform.ask(f"/v1/predict/player?player_id={player}&match_id={match_id}")
        if answer["sealed"]:
            return answer
        if time.monotonic() > deadline:
            raise StepFailed(f"{player} of {match_id} is not answered from a seal: {answer['reason']}")
        time.sleep(0.2)
