"""From what is known of a season to the answer about it: the table so far, and where each club may end."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any

from touchline.football.leagues import League
from touchline.football.simulation import LEVELS, STRENGTH_ERROR, Simulation, Standing, simulate, standings
from touchline.predictor.prediction.markets import DECIMALS, to_one
from touchline.predictor.prediction.season import Known, NotWhole, Origin, Season, far_from, grids_of, season_from
from touchline.predictor.serving.problems import not_found
from touchline.predictor.serving.state import Served
from touchline.schemas.records import Match, MatchPrediction, TeamFeatures

Key = tuple[object, ...]
NOT_KNOWN = ("points that were taken off a club: no source states them, the table is what matches give",)


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be simulated, with all of it that stood in memory when it was asked."""

    league: League
    season: str
    seed: int
    runs: int
    served: Served
    sealed: Mapping[str, MatchPrediction]  # by match
    teams: Mapping[str, TeamFeatures]  # snapshots by team
    clock: datetime
    stored: str  # what stands in MariaDB, as one word

    @property
    def key(self) -> Key:
        """Equal for questions that have the same answer."""
        parts = [
            *sorted(row.prediction_id for row in self.sealed.values()),
            *sorted(f"{team}@{row.revision}" for team, row in self.teams.items()),
        ]
        rests_on = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
        far = far_from(self.clock)
        model = self.served.bundle_sha256
        return self.league.competition, self.season, self.seed, self.runs, model, self.stored, rests_on, far


def made(question: Question, asserted: Sequence[Match], vectors: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    """All of an answer that does not depend on when it is asked.

    Raises:
        Problem: the season is not known whole.
    """
    begun = perf_counter()
    league, model = question.league, question.served.model
    teams = {team: row.values for team, row in question.teams.items()}
    try:
        season = season_from(league, asserted)
        grids = grids_of(season, Known(question.sealed, vectors, teams, far_from(question.clock)), model)
    except NotWhole as missing:
        raise not_found("season-not-whole", "Season not known whole", str(missing)) from missing
    end = simulate(season.played, grids.remaining, league.criteria, runs=question.runs, seed=question.seed)
    return {
        "competition": league.competition,
        "season": question.season,
        "clubs": [_club(row, end, league) for row in standings(season.played, league.criteria, season.teams)],
        "zones": [{"name": zone.name, "first": zone.first, "last": zone.last} for zone in league.zones],
        "rules": {
            "criteria": [criterion.value for criterion in league.criteria],
            "source": league.source,
            "remark": league.remark,
        },
        "matches": _counted(season, league) | {origin.value: grids.origins.get(origin, 0) for origin in Origin},
        "seed": question.seed,
        "runs": question.runs,
        "strength_error": STRENGTH_ERROR,
        "seconds": round(perf_counter() - begun, 3),
        "model": {"name": model.manifest.name, "version": model.manifest.version},
        "model_version": model.manifest.version,
        "model_versions": sorted(grids.versions),
        "provenance": season.provenance.value,
        "not_known": list(NOT_KNOWN),
    }


def _counted(season: Season, league: League) -> dict[str, int]:
    return {
        "season": league.matches,
        "played": len(season.played),
        "awarded": season.awarded,
        "remaining": len(season.dated) + len(season.undated),
        "without_a_day": len(season.undated),
    }


def _club(row: Standing, end: Simulation, league: League) -> dict[str, Any]:
    at = end.teams.index(row.team)
    ranks = to_one(end.ranks[at].tolist())
    low, middle, high = end.points[at].tolist()
    names = [f"p{level * 100:02.0f}" for level in LEVELS]
    return {
        "team": row.team,
        "position": row.position,
        "played": row.played,
        "points": row.points,
        "goals_for": row.goals_for,
        "goals_against": row.goals_against,
        "chances": {zone.name: round(sum(ranks[zone.first - 1 : zone.last]), DECIMALS) for zone in league.zones},
        "final_points": {
            "expected": round(float(end.expected_points[at]), 3),
            "mean": round(float(end.mean_points[at]), 3),
            **dict(zip(names, (low, middle, high), strict=True)),
        },
        "ranks": ranks,
    }
