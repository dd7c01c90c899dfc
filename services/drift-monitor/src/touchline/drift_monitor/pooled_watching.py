"""When the charts over all leagues are looked at, and what follows; the charts themselves stand in `detectors.pooled`.

What is found follows from the settlements and from what was announced before, both of which the database keeps: a
restart forgets nothing, and settlements may have come in any order.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from touchline.drift_monitor.detectors import pooled
from touchline.drift_monitor.detectors.calibration_cusum import CHARTS
from touchline.drift_monitor.detectors.rule import WINDOW, DriftVerdict
from touchline.drift_monitor.ledger import SqlLedger
from touchline.drift_monitor.ports import History, Ledger, ScoredMatch
from touchline.drift_monitor.stores import SqlHistory
from touchline.drift_monitor.watched import POOLED
from touchline.drift_monitor.watching import Conclusion, Look, publish, write_news
from touchline.football.outcome import OUTCOMES
from touchline.runtime import metrics
from touchline.runtime.transaction import Transaction

LATEST = 10_000  # matches that are looked at: seven seasons of four leagues

Matches = Sequence[ScoredMatch]


def findings(matches: Matches, told: Mapping[str, datetime]) -> list[Look]:
    """Alarms that were not announced; `matches` in the order of kick-off, `told` the kick-off of each chart's last one.

    A chart begins anew after what was announced. When WINDOW matches have followed the last alarm and no chart spoke,
    one look says that it is over.
    """
    found = [look for chart in CHARTS for look in _of_chart(chart, matches, told.get(pooled.STATISTIC + chart))]
    if found:
        return sorted(found, key=lambda look: (look.last_match, look.verdict.statistic))
    after = _since(matches, max(told.values())) if told else []
    return [_look(_quiet(after), after)] if len(after) >= WINDOW else []


def _of_chart(chart: str, matches: Matches, told: datetime | None) -> list[Look]:
    new = _since(matches, told)
    probabilities, outcomes = arrays(new)
    alarms = pooled.alarms_of(chart, probabilities, outcomes)
    spans = [(alarm, new[alarm.since : alarm.at + 1]) for alarm in alarms]
    return [
        _look(pooled.verdict(alarm, probabilities, outcomes, len({match.pool for match in span})), span)
        for alarm, span in spans
    ]


def _quiet(matches: Matches) -> DriftVerdict:
    stood = {chart: pooled.standing(*arrays(matches), chart) for chart in CHARTS}
    highest = max(stood, key=lambda chart: stood[chart])
    return pooled.quiet(highest, stood[highest], len(matches))


def _look(verdict: DriftVerdict, matches: Matches) -> Look:
    first, last = matches[0], matches[-1]
    ids = tuple(match.match_id for match in matches)
    return Look(POOLED, last.kick_off.date(), verdict, last.model_version, last.kick_off, False, first.kick_off, ids)


def arrays(matches: Matches) -> tuple[list[tuple[float, float, float]], list[int]]:
    """Probabilities and outcomes as the charts take them."""
    return [match.probabilities for match in matches], [OUTCOMES.index(match.outcome) for match in matches]


async def conclude_all(history: History, ledger: Ledger, now: datetime) -> list[Conclusion]:
    """Write down what is new."""
    matches, told = await history.scored(LATEST), await ledger.last_drifts(POOLED)
    known = {match.match_id: match.available_at for match in matches}
    _tell(matches, told)
    return await write_news(findings(matches, told), known, ledger, now)


def _tell(matches: Matches, told: Mapping[str, datetime]) -> None:
    for name, share in standings(matches, told).items():
        metrics.DRIFT_STATISTIC.labels(POOLED, name).set(share)


def standings(matches: Matches, told: Mapping[str, datetime]) -> dict[str, float]:
    """The evidence of each chart after the last match, as a share of its threshold, by the statistic's name."""
    names = {chart: pooled.STATISTIC + chart for chart in CHARTS}
    return {
        name: pooled.standing(*arrays(_since(matches, told.get(name))), chart) / pooled.THRESHOLD
        for chart, name in names.items()
    }


def _since(matches: Matches, told: datetime | None) -> Matches:
    return [match for match in matches if told is None or match.kick_off > told]


class PooledWatch:
    """Looks at the charts once settling has brought a new score, and publishes what follows."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    async def look(self, transaction: Transaction) -> None:
        """All that is new since the last announcement."""
        history, ledger = SqlHistory(transaction), SqlLedger(transaction)
        for conclusion in await conclude_all(history, ledger, self._clock()):
            await publish(conclusion, transaction)
