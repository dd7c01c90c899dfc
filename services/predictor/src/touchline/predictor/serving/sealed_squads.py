"""The standing forecasts of squads that a replica holds: as columns, since they are many numbers and seldom asked."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from touchline.schemas import rows_of
from touchline.schemas.records import PlayerPrediction

KEPT = timedelta(days=14)  # after kick-off; an older forecast stands on the topic and in the ledger


@dataclass(slots=True)
class SealedSquads:
    """By match; only greater revisions replace."""

    by_match: dict[str, pa.RecordBatch] = field(default_factory=dict)

    def take(self, batch: pa.RecordBatch, football_time: datetime) -> None:
        """Keep the forecasts in a message and let go of what is long over."""
        oldest = football_time - KEPT
        for match_id in batch.column("match_id").unique().to_pylist():
            rows = batch.filter(pc.equal(batch.column("match_id"), match_id))
            standing = self.by_match.get(match_id)
            if _kick_off(rows) >= oldest and (standing is None or _revision(rows) > _revision(standing)):
                self.by_match[match_id] = rows
        for match_id in [one for one, rows in self.by_match.items() if _kick_off(rows) < oldest]:
            del self.by_match[match_id]

    def of(self, match_id: str, player_id: str) -> PlayerPrediction | None:
        """What the standing forecast of a match says of a player; None where it does not name him."""
        rows = self.by_match.get(match_id)
        if rows is None:
            return None
        found = rows_of(PlayerPrediction, rows.filter(pc.equal(rows.column("player_id"), player_id)))
        return found[0] if found else None


def _kick_off(rows: pa.RecordBatch) -> datetime:
    kick_off: datetime = rows.column("event_time")[0].as_py()
    return kick_off


def _revision(rows: pa.RecordBatch) -> int:
    return int(rows.column("revision")[0].as_py())
