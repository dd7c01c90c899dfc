"""A result of five seasons ago is corrected: how long until the vectors of all coming fixtures are others.

`python -m benchmarks.features.correcting`, on a stack of its own. One league of eleven seasons, 380 matches each; each
correction is sent alone, when nothing else is on its way.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from statistics import median
from typing import Any

import redis
from kafka import KafkaProducer

from benchmarks.features import made
from benchmarks.features.feeding import consuming, message, own_stack, send, until_folded, with_empty_store
from benchmarks.features.rows import Row, show
from tests.integration.ground import Ground
from touchline.football.catalogue import LATEST
from touchline.schemas.records import Match
from touchline.schemas.topics import MATCHES
from touchline.schemas.vectors import CachedVector, match_key

LEAGUE, YEAR = "E0", 2019
SEASONS, AGO = 11, 5
TIMES = 5
PATIENCE = 60.0  # seconds


def main() -> int:
    """Measure and print."""
    with own_stack() as ground:
        show(correction(ground))
    return 0


def correction(ground: Ground) -> list[Row]:
    """Row `correction`: seconds, the median of all corrections."""
    own = with_empty_store(ground)
    played = [one for year in range(YEAR - SEASONS + 1, YEAR + 1) for one in made.season(LEAGUE, year)]
    coming = list(made.fixtures(LEAGUE, YEAR + 1))
    old = list(made.season(LEAGUE, YEAR - AGO))[:: made.CLUBS][:TIMES]
    sent = send(own, played) + send(own, coming)
    with consuming(own):
        until_folded(own, sent)
        took = []
        for number, match in enumerate(old):
            took.append(_corrected(own, match, coming, number))
            until_folded(own, sent + number + 1)
    note = f"{AGO} seasons old, of {len(played)} matches; until all {len(coming)} coming fixtures have changed in Redis"
    return [Row("correction", "s", round(median(took), 2), len(took), note=f"{note}; at most {max(took):.2f} s")]


def _corrected(ground: Ground, match: Match, coming: Sequence[Match], number: int) -> float:
    """Seconds from the message to the last of the vectors."""
    client: Any = redis.from_url(ground.environment["TOUCHLINE_REDIS"])
    keys = [match_key(one.match_id, LATEST) for one in coming]
    before = _stored(ground, coming)  # the cache may still wait for what the last fold has committed
    other = replace(match, home_goals=(match.home_goals or 0) + 3, revision=2, document=f"{number}" * 64)
    told_at = coming[0].event_time - timedelta(days=30 - number)
    key, value, headers = message([other], told_at)
    producer = KafkaProducer(bootstrap_servers=ground.kafka, acks="all", enable_idempotence=True, linger_ms=0)
    producer.partitions_for(MATCHES.name)  # what is known of the topic is fetched before the clock runs
    begun = time.monotonic()
    producer.send(MATCHES.name, key=key, value=value, headers=headers)
    producer.flush(60)
    while any(now <= then for now, then in zip(_revisions(client, keys), before, strict=True)):
        if time.monotonic() - begun > PATIENCE:
            raise SystemExit(f"the coming fixtures did not change within {PATIENCE:.0f} s")
        time.sleep(0.005)
    took = time.monotonic() - begun
    producer.close()
    return took


def _stored(ground: Ground, coming: Sequence[Match]) -> list[int]:
    rows = ground.query(f"SELECT match_id, revision FROM match_features WHERE catalogue_version = {LATEST}")
    revisions = {str(match_id): int(str(revision)) for match_id, revision in rows}
    return [revisions[one.match_id] for one in coming]


def _revisions(client: Any, keys: Sequence[str]) -> list[int]:
    return [CachedVector.unpack(value).revision for value in client.mget(keys)]


if __name__ == "__main__":
    sys.exit(main())
