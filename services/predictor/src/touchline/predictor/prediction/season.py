"""What a season still holds: results so far, and for each meeting that remains a grid and where it comes from.

In a league where every two clubs meet once at each ground the meetings are known as soon as the clubs are, also those
that no document has given a day yet.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from itertools import permutations

import numpy as np

from touchline.football.bundle import Model
from touchline.football.leagues import League
from touchline.football.meeting import LONGEST_REST, as_they_stand
from touchline.football.resolution import ResolvedMatch, resolve_all
from touchline.football.simulation import Played, Remaining
from touchline.predictor.prediction.forecast import forecast_of, grid_of
from touchline.schemas.records import Match, MatchPrediction, MatchStatus, Provenance

SATURDAY, USUAL_KICK_OFF = 5, time(15, tzinfo=UTC)
LEAST_REAL = (Provenance.SIMULATED, Provenance.DERIVED, Provenance.REAL)
Pair = tuple[str, str]


class NotWhole(ValueError):
    """A season whose end cannot be played out, and why."""


class Origin(StrEnum):
    """Where a grid comes from."""

    SEALED = "sealed"  # the standing prediction of this kick-off
    VECTOR = "vector"  # the served model on the match's own features
    AS_THEY_STAND = "as_they_stand"  # the served model on the two teams' rows: the match has no day or no features yet


@dataclass(frozen=True, slots=True)
class Season:
    """Its clubs, what was played, what has a day, and what has none."""

    teams: tuple[str, ...]
    played: tuple[Played, ...]
    dated: tuple[ResolvedMatch, ...]
    undated: tuple[Pair, ...]  # postponed, abandoned, or not listed yet
    awarded: int  # of those played
    provenance: Provenance  # the least real of any match


@dataclass(frozen=True, slots=True)
class Grids:
    """What remains with its grids, how many come from where, and by which versions of the model."""

    remaining: tuple[Remaining, ...]
    origins: Mapping[Origin, int]
    versions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What grids can be made of: by match the sealed rows and the vectors, by team the snapshots."""

    sealed: Mapping[str, MatchPrediction]
    vectors: Mapping[str, Sequence[float]]
    teams: Mapping[str, Sequence[float]]
    far: datetime  # the kick-off of a match without a day


def season_from(league: League, assertions: Iterable[Match]) -> Season:
    """A season as its documents together have it.

    Raises:
        NotWhole: documents name more or fewer clubs than the league has, or a match will never have a result.
    """
    found = resolve_all(assertions).values()
    matches = {(one.home_team, one.away_team): one for one in found if _of_the_league(one)}
    teams = tuple(sorted({team for pair in matches for team in pair}))
    if len(teams) != league.teams:
        missing = f": {league.matches - len(matches)} are missing" if len(teams) < league.teams else ""
        raise NotWhole(
            f"{league.teams} clubs meet each other twice, {league.matches} matches; documents name {len(teams)} clubs"
            f" and {len(matches)} matches so far{missing}"
        )
    ended = {pair: one for pair, one in matches.items() if one.home_goals is not None and one.away_goals is not None}
    open_ones = {pair: one for pair, one in matches.items() if pair not in ended}
    never = [one for one in open_ones.values() if one.status in (MatchStatus.CANCELLED, MatchStatus.AWARDED)]
    if never:
        raise NotWhole(
            f"{len(never)} matches are cancelled or awarded without a score, {never[0].match_id} among them: how the"
            " league ranks its clubs without them is not known"
        )
    dated = {pair: one for pair, one in open_ones.items() if one.status is MatchStatus.SCHEDULED}
    return Season(
        teams,
        tuple(Played(*pair, one.home_goals or 0, one.away_goals or 0) for pair, one in sorted(ended.items())),
        tuple(one for _, one in sorted(dated.items())),
        tuple(pair for pair in permutations(teams, 2) if pair not in ended and pair not in dated),
        sum(one.status is MatchStatus.AWARDED for one in ended.values()),
        min((one.provenance for one in matches.values()), key=LEAST_REAL.index),
    )


def grids_of(season: Season, known: Known, model: Model) -> Grids:
    """A grid for every match that remains.

    Raises:
        NotWhole: nothing is known of a club.
    """
    unknown = sorted({*season.teams} - known.teams.keys())
    if unknown:
        raise NotWhole(f"there are no features of {', '.join(unknown[:5])} that the served model reads")
    remaining, rows = list[Remaining](), list[tuple[Origin, Pair, Sequence[float]]]()
    versions = set[str]()
    for match in season.dated:
        pair = (match.home_team, match.away_team)
        sealed, vector = known.sealed.get(match.match_id), known.vectors.get(match.match_id)
        if sealed is not None and sealed.grid is not None and sealed.event_time == match.event_time:
            remaining.append(Remaining(*pair, grid_of(sealed.grid)))
            versions.add(sealed.model_version)
        elif vector is not None:
            rows.append((Origin.VECTOR, pair, vector))
        else:
            rows.append((Origin.AS_THEY_STAND, pair, _standing(known, pair, match.event_time)))
    rows += [(Origin.AS_THEY_STAND, pair, _standing(known, pair, known.far)) for pair in season.undated]
    origins = Counter({Origin.SEALED: len(remaining)}) + Counter(origin for origin, _, _ in rows)
    if rows:
        grids = model.predict_grids(np.array([values for _, _, values in rows], dtype=np.float64))
        for (_, pair, _), grid in zip(rows, grids, strict=True):
            remaining.append(Remaining(*pair, grid_of(forecast_of(grid).grid)))
        versions.add(model.manifest.version)
    return Grids(tuple(remaining), origins, frozenset(versions))


def far_from(clock: datetime) -> datetime:
    """A kick-off for matches without a day: a Saturday so far ahead that both teams count as rested.

    >>> far_from(datetime(2019, 12, 26, 12, tzinfo=UTC)).isoformat()
    '2020-01-11T15:00:00+00:00'
    """
    earliest = (clock + timedelta(days=LONGEST_REST)).date() + timedelta(days=1)
    return datetime.combine(earliest + timedelta(days=(SATURDAY - earliest.weekday()) % 7), USUAL_KICK_OFF)


def _of_the_league(match: ResolvedMatch) -> bool:
    """Whether it is no play-off between two clubs that have met: such a match has a fifth part in its id."""
    return match.match_id.count(":") == 3


def _standing(known: Known, pair: Pair, kick_off: datetime) -> list[float]:
    home, away = pair
    return as_they_stand(known.teams[home], known.teams[away], kick_off)
