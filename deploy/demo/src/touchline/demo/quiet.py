"""When is the pipeline quiet? When nothing waits anywhere: no message unread, no row unsent, no pool unfolded.

The database is looked at in one snapshot, the ends of the topics after it. If in that snapshot every mark stands at
an end that is read later, and outbox and work lists are empty, nothing can have been on its way.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from kafka import KafkaConsumer, TopicPartition
from pymysql.cursors import Cursor

from touchline.demo.platform import Platform, StepFailed
from touchline.demo.progress import telling
from touchline.schemas.topics import TOPICS

Where = tuple[str, str, int]  # service, topic, partition
FORECASTS = "squads to forecast"
# A coming match whose players the served models have not looked at with all that there is to see. What lies beyond the
# horizon has no prediction.
SQUADS = """SELECT f.match_id FROM fixtures f JOIN serving_model m ON m.id = 2 JOIN clock c
    JOIN predictions p ON p.match_id = f.match_id
        AND p.revision = (SELECT MAX(revision) FROM predictions WHERE match_id = f.match_id)
    LEFT JOIN player_news n ON n.pool = f.pool LEFT JOIN looked_squads l ON l.match_id = f.match_id
    WHERE f.catalogue_version = m.catalogue_version AND f.kick_off > c.football_time
    AND f.kick_off <= c.football_time + INTERVAL 8 DAY AND (l.match_id IS NULL OR l.model_version <> m.version
        OR l.prediction_id <> p.prediction_id OR l.news <> COALESCE(n.news, 0))"""
WAITING = {
    "rows in the outbox": "SELECT COUNT(*) FROM outbox",
    "pools to fold": "SELECT COUNT(*) FROM (SELECT pool FROM stale UNION SELECT pool FROM stale_people"
    " UNION SELECT pool FROM stale_prices) AS pools",
    FORECASTS: f"SELECT COUNT(*) FROM ({SQUADS}) AS squads",
    "matches to settle": "SELECT COUNT(*) FROM unsettled",
    "documents to read again": "SELECT COUNT(*) FROM normalizer_again",
}
LONGEST = 300.0  # seconds without any change: a whole history of a country is one fold


@dataclass(frozen=True, slots=True)
class Looked:
    """One look at the pipeline."""

    marks: Mapping[Where, int]
    waiting: Mapping[str, int]
    ends: Mapping[tuple[str, int], int]

    def reasons(self) -> list[str]:
        """What is still on its way; nothing when quiet."""
        lists = [f"{count} {what}" for what, count in self.waiting.items() if count]
        return lists + unread(self.marks, self.ends)


def unread(marks: Mapping[Where, int], ends: Mapping[tuple[str, int], int]) -> list[str]:
    """Who has how much to read yet.

    >>> unread({("normalizer", "raw.documents.v1", 0): 3}, {("raw.documents.v1", 0): 5})
    ['2 messages of raw.documents.v1 for normalizer']
    """
    behind: dict[tuple[str, str], int] = {}
    for topic in TOPICS:
        for service in topic.consumers:
            for partition in range(topic.partitions):
                end = ends.get((topic.name, partition), 0)
                lag = end - marks.get((service, topic.name, partition), 0)
                if lag > 0:
                    behind[topic.name, service] = behind.get((topic.name, service), 0) + lag
    return [f"{lag} messages of {topic} for {service}" for (topic, service), lag in behind.items()]


class Pipeline:
    """Looks at the platform through two connections that stay open."""

    def __init__(self, platform: Platform, leave: Collection[str] = ()) -> None:
        """`leave` names what need not be waited for."""
        self._waiting = {what: query for what, query in WAITING.items() if what not in leave}
        self._database = platform.database()
        self._kafka = KafkaConsumer(bootstrap_servers=platform.setting("KAFKA"), enable_auto_commit=False)
        self._partitions = [
            TopicPartition(topic.name, number)
            for topic in TOPICS
            if topic.consumers
            for number in range(topic.partitions)
        ]

    def look(self) -> Looked:
        """Database first, in one snapshot; then the topics."""
        with self._database.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
            cursor.execute("SELECT service, topic, topic_partition, next_offset FROM marks")
            marks = {(service, topic, partition): mark for service, topic, partition, mark in cursor.fetchall()}
            waiting = {what: _count(cursor, query) for what, query in self._waiting.items()}
            cursor.execute("ROLLBACK")
        ends = self._kafka.end_offsets(self._partitions)
        return Looked(marks, waiting, {(where.topic, where.partition): end for where, end in ends.items()})

    def wait(self, sleep: Callable[[float], None] = time.sleep) -> float:
        """Wait until quiet; the seconds it took. Fails with what was still on its way."""
        start = changed = time.monotonic()
        last: list[str] = []
        with telling("waiting until nothing is on its way"):
            while reasons := self.look().reasons():
                if reasons != last:
                    last, changed = reasons, time.monotonic()
                if time.monotonic() - changed > LONGEST:
                    raise StepFailed(f"for {LONGEST:.0f} s there has been on its way: {'; '.join(reasons)}")
                sleep(0.2)
        return time.monotonic() - start

    def close(self) -> None:
        """Let both go."""
        self._database.close()
        self._kafka.close()


def _count(cursor: Cursor, query: str) -> int:
    cursor.execute(query)
    row = cursor.fetchone()
    return int(row[0]) if row else 0
