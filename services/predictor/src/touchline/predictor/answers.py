"""Ready answers in Redis: a cache behind the ledger, in which only greater revisions replace."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from redis.asyncio import Redis
from redis.exceptions import RedisError

from touchline.runtime.errors import Unavailable
from touchline.schemas.records import MatchPrediction

KEY = "answers:match:"
# In one step, so that two writers cannot put an older answer over a newer one; revisions stay below 2^53.
PUT_IF_GREATER = """
local standing = redis.call('GET', KEYS[1])
if standing and cjson.decode(standing)['revision'] >= tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
"""


class RedisAnswers:
    """Keeps the standing answer of each match, past ones too."""

    def __init__(self, redis: Redis) -> None:
        self._put = redis.register_script(PUT_IF_GREATER)

    async def put(self, rows: Sequence[MatchPrediction]) -> None:
        """Keep each unless a greater revision is there."""
        try:
            for row in rows:
                await self._put(keys=[KEY + row.match_id], args=[row.revision, kept_of(row)])
        except RedisError as error:
            raise Unavailable(f"Redis: {error}") from error


def kept_of(row: MatchPrediction) -> bytes:
    """A ready answer with its whole grids, bit by bit: every market follows from them."""
    return orjson.dumps({**answer_of(row), "grid": row.grid, "grid_with_odds": row.grid_with_odds})


def answer_of(row: MatchPrediction) -> dict[str, Any]:
    """What a prediction says, as JSON says it: the part of an answer that does not depend on when it is asked."""
    return {
        "match_id": row.match_id,
        "competition": row.competition,
        "season": row.season,
        "home_team": row.home_team,
        "away_team": row.away_team,
        "kick_off": instant(row.event_time),
        "probabilities": {"home": row.home, "draw": row.draw, "away": row.away},
        "model": {"name": row.model_name, "version": row.model_version},
        "prediction_id": row.prediction_id,
        "supersedes": row.supersedes,
        "sealed_at": instant(row.available_at),
        "seal": row.seal,
        "previous_seal": row.previous_seal,
        "revision": row.revision,
        "hypothetical": False,
    }


def instant(value: datetime) -> str:
    """A time as answers show it.

    >>> from datetime import UTC
    >>> instant(datetime(2019, 8, 17, 15, tzinfo=UTC))
    '2019-08-17T15:00:00Z'
    """
    return value.isoformat().replace("+00:00", "Z")
