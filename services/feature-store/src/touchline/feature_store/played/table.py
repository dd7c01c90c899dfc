"""A row a played match: what was known before the first kick-off of its day, how it ended, what the market asked.

The vector of a match is read from the results, and the words on squads, that were available *before* the first kick-off
of its day (UTC), so that matches of one day are all forecast from the same past. Its prices are those that their
provider took before its own kick-off. Closing prices stand beside it, for judging only; no feature is made of them.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl

from touchline.feature_store.features.state import PoolState
from touchline.feature_store.folding import Beside, vector_of
from touchline.feature_store.played.messages import Asserted
from touchline.feature_store.played.prices import COLUMNS, known_market, price_columns
from touchline.feature_store.played.squads import Squads, squad_before, squads_of
from touchline.feature_store.replaying import Replayed, replay
from touchline.feature_store.versions import MatchVersion
from touchline.football.resolution import ResolvedMatch, resolve_all

UTC_TIME = pl.Datetime("us", "UTC")
COUNTED = ("goals", "shots", "shots_on_target", "corners", "red_cards", "expected_goals")
SIDES = ("home", "away")
JUST_BEFORE = timedelta(microseconds=1)

SCHEMA: dict[str, Any] = {
    "match_id": pl.String,
    "competition": pl.String,
    "season": pl.String,
    "home_team": pl.String,
    "away_team": pl.String,
    "kick_off": UTC_TIME,
    "predicted_at": UTC_TIME,  # first kick-off of the day: everything known before it may be used
    "result_available_at": UTC_TIME,
    **{f"{side}_{name}": pl.Float64 if name == "expected_goals" else pl.Int32 for name in COUNTED for side in SIDES},
    "document_set": pl.String,
    "values": pl.List(pl.Float64),
    **dict.fromkeys(COLUMNS, pl.Float64),
}


def played_table(asserted: Asserted) -> pl.DataFrame:
    """Every played match, by kick-off and match id."""
    matches = [one for one in resolve_all(asserted.matches).values() if one.played]
    replayed = replay(PoolState(), [_known(one) for one in matches], [])
    days = first_kick_offs(matches)
    ordered = sorted(matches, key=lambda one: (one.event_time, one.match_id))
    firsts = [days[one.event_time.date()] for one in ordered]
    squads = squads_of(asserted.people)
    rows = [_row(one, first, replayed, asserted, squads) for one, first in zip(ordered, firsts, strict=True)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def first_kick_offs(matches: list[ResolvedMatch]) -> dict[date, datetime]:
    """When each day's first match begins; days of UTC."""
    found: dict[date, datetime] = {}
    for one in matches:
        found[one.event_time.date()] = min(one.event_time, found.get(one.event_time.date(), one.event_time))
    return found


def _known(match: ResolvedMatch) -> MatchVersion:
    """A result as it stands today, known since it could be: documents of a later day are read at their facts' times."""
    return MatchVersion(match, match.available_at, None, match.since)


def _row(
    match: ResolvedMatch,
    first: datetime,
    replayed: Replayed,
    asserted: Asserted,
    squads: Squads,
) -> tuple[Any, ...]:
    prices = asserted.odds.get(match.match_id, [])
    columns = price_columns(prices)
    home, away = (squad_before(squads, team, first, match.event_time) for team in (match.home_team, match.away_team))
    beside = Beside(market=known_market(prices, match.event_time), home_squad=home, away_squad=away)
    vector = vector_of(replayed.at(first - JUST_BEFORE), match, beside)
    return (
        match.match_id,
        match.competition,
        match.season,
        match.home_team,
        match.away_team,
        match.event_time,
        first,
        match.available_at,
        *_counted(match),
        vector.document_set,
        vector.values,
        *(columns.get(name) for name in COLUMNS),
    )


def _counted(match: ResolvedMatch) -> Iterator[float | None]:
    for name in COUNTED:
        for side in SIDES:
            yield getattr(match, f"{side}_{name}")
