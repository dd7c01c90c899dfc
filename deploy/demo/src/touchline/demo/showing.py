"""Tables and sentences for people."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from touchline.demo.platform import Platform, StepFailed
from touchline.demo.progress import say
from touchline.schemas.records import PlayerSettlement, Settlement

ROUND = 12  # matches shown
NAMED_SCORES = 4


def football_day(moment: datetime) -> str:
    """A football time for people.

    >>> football_day(datetime(2020, 2, 28, 18))
    'Fri 28 Feb 2020, 18:00'
    """
    return f"{moment:%a %d %b %Y, %H:%M}"


def show_round(fixtures: Sequence[Mapping[str, Any]], market: Mapping[str, Sequence[float]]) -> None:
    """The next matches: three probabilities, and the market's view where it has one."""
    say(f"  {'kick-off':<17} {'match':<36} {'home  draw  away':<20} market before")
    for fixture in fixtures[:ROUND]:
        kick_off = datetime.fromisoformat(fixture["kick_off"])
        said = fixture["prediction"]["probabilities"] if fixture["prediction"] else None
        ours = shares([said["home"], said["draw"], said["away"]]) if said else fixture["reason"]
        names = f"{fixture['home_team']} - {fixture['away_team']}"
        say(f"  {kick_off:%a %d %b %H:%M}  {names:<36} {ours:<20} {shares(market.get(fixture['match_id'], ()))}")


def shares(probabilities: Sequence[float]) -> str:
    """Probabilities in whole percent.

    >>> shares([0.512, 0.251, 0.237])
    '51%   25%   24%'
    """
    return "   ".join(f"{share:>3.0%}" for share in probabilities) if probabilities else "none collected yet"


def show_markets(platform: Platform, match_id: str) -> None:
    """What one grid says of a match besides who wins."""
    answer = platform.ask(f"/v1/predict/match?match_id={match_id}")
    say(f"  {answer['home_team']} - {answer['away_team']} by its grid, as /v1/predict/match answers:")
    for line in in_words(answer["markets"]):
        say(f"    {line}")


def in_words(said: Mapping[str, Any]) -> list[str]:
    """Goals, the likeliest scores, and the handicap that makes the two sides most equal.

    >>> score = {"home_goals": 1, "away_goals": 0, "probability": 0.2}
    >>> lines = [{"line": -0.5, "won": 0.5, "returned": 0.0, "lost": 0.5}, {"line": 0.0, "won": 0.5, "lost": 0.2}]
    >>> totals = [{"line": 2.5, "over": 0.4, "under": 0.6}]
    >>> goals, scores, handicap = in_words(
    ...     {"expected_goals": {"home": 1.4, "away": 0.8}, "totals": totals, "both_to_score": {"yes": 0.45},
    ...      "correct_score": {"likeliest": [score], "any_other": 0.8}, "asian_handicap": lines})
    >>> scores, handicap
    ('likeliest scores 1-0 20%', 'even at a handicap of -0.5 to the home side: 50% won, 0% returned, 50% lost')
    """
    goals, even = said["expected_goals"], min(said["asian_handicap"], key=lambda one: abs(one["won"] - one["lost"]))
    over = next(one["over"] for one in said["totals"] if one["line"] == 2.5)
    scores = [
        f"{one['home_goals']}-{one['away_goals']} {one['probability']:.0%}"
        for one in said["correct_score"]["likeliest"][:NAMED_SCORES]
    ]
    return [
        f"{goals['home']:.2f} and {goals['away']:.2f} goals expected, over 2.5 {over:.0%},"
        f" both score {said['both_to_score']['yes']:.0%}",
        f"likeliest scores {', '.join(scores)}",
        f"even at a handicap of {even['line']:+g} to the home side:"
        f" {even['won']:.0%} won, {even['returned']:.0%} returned, {even['lost']:.0%} lost",
    ]


def show_settlements(rows: Iterable[Settlement]) -> None:
    """What was predicted, what happened, and how the market did."""
    settled = sorted(rows, key=lambda row: (row.event_time, row.match_id))
    say(f"  {'match':<36} {'home  draw  away':<18} ended  ours   before closing   (ranked probability score)")
    for row in settled:
        _, _, home, away, *_ = row.match_id.split(":")
        ours = shares([row.home, row.draw, row.away])
        market = f"{_score(row.market_before_score)}  {_score(row.market_closing_score)}"
        say(f"  {f'{home} - {away}':<36} {ours:<18} {row.outcome:<5} {row.ranked_probability_score:.4f}  {market}")


def show_players_settled(rows: Iterable[PlayerSettlement]) -> None:
    """How far forecasts of players were off, beside the mean over the last five; nothing where none is settled yet."""
    settled = sorted(rows, key=lambda row: (row.event_time, row.match_id))
    if not settled:
        return
    say("  players' match                       players  minutes  last 5   points  last 5  (root mean square error)")
    for row in settled:
        _, _, home, away, *_ = row.match_id.split(":")
        minutes = f"{row.minutes_error:>7.1f} {row.minutes_error_last_5:>7.1f}"
        points = f"{row.points_error:>7.2f} {row.points_error_last_5:>7.2f}"
        say(f"  {f'{home} - {away}':<36} {row.players:>7}  {minutes}  {points}")


def _score(value: float | None) -> str:
    return f"{value:.4f}" if value is not None else "   -  "


def show_lineage(platform: Platform, prediction_id: str) -> None:
    """One prediction's model and documents; every hash is checked against the bytes in S3."""
    lineage = platform.ask(f"/v1/predictions/{prediction_id}/lineage")
    model, documents = lineage["model"], lineage["documents"]
    checked = [(model["bundle_key"], model["bundle_sha256"]), *((d["object_key"], d["sha256"]) for d in documents)]
    for key, digest in checked:
        if key is None or sha256(platform.object(key)).hexdigest() != digest:
            raise StepFailed(f"the bytes at {key} are not those that the lineage of {prediction_id} names ({digest})")
    say(f"  prediction {prediction_id} of {lineage['match_id']}, seal {lineage['seal'][:16]}…")
    say(f"  model {model['name']} {model['version']}, snapshot {model['snapshot'][:16]}…")
    say(f"  document set {lineage['document_set'][:16]}…: {len(documents)} documents, the latest of them:")
    for document in documents[:3]:
        say(f"    {document['object_key']}  ({document['provenance']})")
    say(f"  sha256 of the model and of all {len(documents)} documents match their bytes in S3")
