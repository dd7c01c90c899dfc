"""The ledger in memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from watched_matches import SATURDAY

from touchline.drift_monitor.detectors.player_errors import STATISTIC
from touchline.drift_monitor.ports import LatestSettled
from touchline.schemas.records import Drift, RetrainingRequest


@dataclass
class FakeLedger:
    """Remembers what was written."""

    settled: int = 0
    settled_at_drift: int = 0
    drifts: list[Drift] = field(default_factory=list)
    requests: list[tuple[RetrainingRequest, int]] = field(default_factory=list)

    async def has_request(self, request_id: str) -> bool:
        return any(request.request_id == request_id for request, _ in self.requests)

    async def latest_settled(self, pool: str) -> LatestSettled | None:
        return LatestSettled(SATURDAY, SATURDAY + timedelta(hours=3)) if self.settled else None

    async def settled_matches(self, pool: str) -> int:
        return self.settled

    async def last_verdict(self, pool: str, *, of_players: bool = False) -> bool | None:
        rows = [row for row in self.drifts if row.statistic.startswith(STATISTIC) == of_players]
        return rows[-1].drifted if rows else None

    async def settled_since_drift(self, pool: str) -> int:
        return self.settled - self.settled_at_drift

    async def last_drifts(self, pool: str) -> dict[str, datetime]:
        return {row.statistic: row.event_time for row in self.drifts if row.pool == pool and row.drifted}

    async def settled_at_last_request(self, pool: str) -> int | None:
        return max((settled for request, settled in self.requests if request.pool == pool), default=None)

    async def add_drift(self, row: Drift) -> None:
        if row.drifted:
            self.settled_at_drift = self.settled
        self.drifts.append(row)

    async def add_request(self, row: RetrainingRequest, settled_matches: int) -> None:
        self.requests.append((row, settled_matches))
