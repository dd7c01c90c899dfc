"""A match: what is said of it, why, what is known around it, and where all that comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from touchline.predictor.pages.around import Around, around
from touchline.predictor.pages.coming import Chances, chances, market_in, market_of
from touchline.predictor.pages.drawings.points import points_bar
from touchline.predictor.pages.drawings.scores import folded, goals, percent, score_map
from touchline.predictor.pages.sections import Section, section
from touchline.predictor.pages.words import in_a_sentence, most
from touchline.predictor.prediction.words import team_name
from touchline.predictor.serving.answering import standing_of, whole
from touchline.predictor.serving.explaining import Explainer
from touchline.predictor.serving.facts import Facts
from touchline.predictor.serving.lineage import Sources
from touchline.predictor.serving.matches import answer_facts
from touchline.predictor.serving.problems import Problem
from touchline.predictor.serving.reports import Reports
from touchline.predictor.serving.state import State
from touchline.schemas.competitions import COMPETITIONS
from touchline.schemas.records import MatchPrediction


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a sealed row says, as the page shows it."""

    answer: Mapping[str, Any]
    ours: Chances
    sentence: str
    scores: Markup | None
    cells: Sequence[tuple[str, Sequence[str]]]  # the same in words: by home goals the chances of away goals


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why it says so: sentences, and each family with bars of its points."""

    words: Mapping[str, str | None]
    families: Sequence[tuple[Mapping[str, Any], Mapping[str, Markup]]]
    ordinary: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MatchPage:
    """Everything on the page of a match."""

    match_id: str
    competition: str
    home: str
    away: str
    kick_off: datetime
    prediction: Section[Prediction]
    market: Chances | None
    reasons: Section[Reasons]
    around: Section[Around]
    facts: Section[Mapping[str, Any]]

    @property
    def score(self) -> tuple[int, int] | None:
        """How it ended, once it has."""
        fields = {} if self.facts.said is None else self.facts.said["fields"]
        ended = (self.facts.said or {}).get("status") in ("played", "awarded")
        if not ended or "home_goals" not in fields:
            return None
        return fields["home_goals"]["value"], fields["away_goals"]["value"]


async def match_page(
    state: State, sources: Sources, facts: Facts, reports: Reports, explainer: Explainer, match_id: str
) -> MatchPage:
    """The page of a match that was predicted, is coming, or is named by some document.

    Raises:
        Problem: nobody knows of such a match.
    """
    row, meeting = state.latest.get(match_id), state.meeting(match_id)
    stated: Section[Mapping[str, Any]] = await section(answer_facts(state, facts, match_id))
    if row is not None:
        code, home, away, kick_off = row.competition, row.home_team, row.away_team, row.event_time
    elif meeting is not None:
        code, home, away, kick_off = meeting.competition, meeting.home_team, meeting.away_team, meeting.kick_off
    elif stated.said is not None and "kick_off" in stated.said["fields"]:
        code, home, away = (stated.said[name] for name in ("competition", "home_team", "away_team"))
        kick_off = datetime.fromisoformat(stated.said["fields"]["kick_off"]["value"])
    else:
        await answer_facts(state, facts, match_id)  # says what is wrong with the id
        raise Problem(404, "unknown-match", "Unknown match", "every document that named this match has taken it back")
    if meeting is not None:
        kick_off = meeting.kick_off
    pool = COMPETITIONS[code].pool if code in COMPETITIONS else ""
    known_by = min(state.football_time, kick_off)
    return MatchPage(
        match_id,
        code,
        home,
        away,
        kick_off,
        Section(prediction_of(state, row)) if row is not None else _none_yet(state, match_id),
        market_of(meeting) or await _market_then(sources, row),
        Section(None) if row is None else await section(_reasons(explainer, row)),
        await section(around(reports, pool, (home, away), known_by)),
        stated,
    )


async def _market_then(sources: Sources, row: MatchPrediction | None) -> Chances | None:
    if row is None:
        return None
    vector = (await section(sources.vector(row))).said
    return None if vector is None else market_in(row.catalogue_version, vector["values"])


def prediction_of(state: State, row: MatchPrediction) -> Prediction:
    """What a sealed row says."""
    answer = whole(state, row)
    ours = chances(answer["probabilities"], live=True)
    home, away = team_name(row.home_team), team_name(row.away_team)
    return Prediction(answer, ours, in_a_sentence(home, away, ours.percents), drawn_scores(answer), cells_of(answer))


def drawn_scores(answer: Mapping[str, Any]) -> Markup | None:
    """The heat map of an answer's grid; None where it was sealed without one."""
    if answer["grid"] is None:
        return None
    home, away = team_name(answer["home_team"]), team_name(answer["away_team"])
    best = answer["markets"]["correct_score"]["likeliest"][0]
    title = (
        f"Chance of each score: {home} goals downwards, {away} goals to the right. The likeliest is"
        f" {best['home_goals']}:{best['away_goals']} with {best['probability']:.0%}."
    )
    return score_map(answer["grid"], home, away, title)


def cells_of(answer: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """The heat map as a table's rows."""
    rows = [] if answer["grid"] is None else folded(answer["grid"])
    return [(goals(number), [percent(chance) for chance in row]) for number, row in enumerate(rows)]


def _none_yet(state: State, match_id: str) -> Section[Prediction]:
    try:
        return Section(prediction_of(state, standing_of(state, match_id)))
    except Problem as problem:
        return Section(None, problem.detail)


async def _reasons(explainer: Explainer, row: MatchPrediction) -> Reasons:
    said = (await explainer.answer(row))["explanation"]
    longest = most([points for one in said["families"] for points in one["points"].values()])
    return Reasons(
        said["words"],
        [
            (one, {side: points_bar(points, longest) for side, points in one["points"].items()})
            for one in said["families"]
        ],
        said["ordinary"],
    )
