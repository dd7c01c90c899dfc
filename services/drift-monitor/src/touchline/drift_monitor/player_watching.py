"""When the charts over errors of players are looked at, and what follows; they stand in `detectors.player_errors`.

As with the charts over all pools, what is found follows from the settlements and from what was announced before.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from touchline.drift_monitor.detectors import player_errors
from touchline.drift_monitor.detectors.player_errors import STATISTIC, Errors
from touchline.drift_monitor.detectors.rule import WINDOW, DriftVerdict
from touchline.drift_monitor.ledger import SqlLedger
from touchline.drift_monitor.player_stores import SqlPlayers
from touchline.drift_monitor.ports import Ledger
from touchline.drift_monitor.watching import Conclusion, Look, publish, write_news
from touchline.football.player_errors import TARGETS
from touchline.runtime import metrics
from touchline.runtime.transaction import Transaction
from touchline.schemas.records import PlayerSettlement

LATEST = 2_660  # matches that are looked at: seven seasons of a league

Matches = Sequence[PlayerSettlement]


def findings(pool: str, matches: Matches, told: Mapping[str, datetime]) -> list[Look]:
    """Alarms that were not announced; `matches` in the order of kick-off, `told` the kick-off of each chart's last one.

    When WINDOW matches have followed the last alarm and no chart spoke, one look says that it is over.
    """
    found = [look for target in TARGETS for look in _of_chart(pool, target, matches, told.get(STATISTIC + target))]
    if found:
        return sorted(found, key=lambda look: (look.last_match, look.verdict.statistic))
    spoken = [moment for name, moment in told.items() if name.startswith(STATISTIC)]
    after = _since(matches, max(spoken)) if spoken else []
    return [_look(pool, _quiet(after), after)] if len(after) >= WINDOW else []


def _of_chart(pool: str, target: str, matches: Matches, told: datetime | None) -> list[Look]:
    new = comparable(_since(matches, told), target)
    found, begun = [], 0
    for alarm in player_errors.alarms_of(target, ratios(new, target)):
        judged, before = new[alarm.since : alarm.at + 1], new[begun : alarm.since]
        verdict = player_errors.verdict(alarm, errors(judged, target), errors(before, target))
        found.append(_look(pool, verdict, judged))
        begun = alarm.at + 1
    return found


def _quiet(matches: Matches) -> DriftVerdict:
    stood = {target: player_errors.standing(ratios(comparable(matches, target), target)) for target in TARGETS}
    highest = max(stood, key=lambda target: stood[target])
    return player_errors.quiet(highest, stood[highest], len(matches))


def comparable(matches: Matches, target: str) -> Matches:
    """Those in which both forecasts were off: of a match without a goal that nobody expected there is no ratio."""
    return [one for one in matches if min(_error(one, target, ""), _error(one, target, "_last_5")) > 0]


def ratios(matches: Matches, target: str) -> list[float]:
    """Of each match the error sealed over that of the mean of the last five."""
    return [_error(one, target, "") / _error(one, target, "_last_5") for one in matches]


def errors(matches: Matches, target: str) -> Errors:
    """As a verdict tells of them."""
    sealed, last_5 = (tuple(_error(one, target, which) for one in matches) for which in ("", "_last_5"))
    return Errors(tuple(one.players for one in matches), sealed, last_5)


def _error(row: PlayerSettlement, target: str, which: str) -> float:
    return float(getattr(row, f"{target}_error{which}"))


def _look(pool: str, verdict: DriftVerdict, matches: Matches) -> Look:
    first, last = matches[0], matches[-1]
    ids = tuple(match.match_id for match in matches)
    day = last.event_time.date()
    return Look(pool, day, verdict, last.model_version, last.event_time, False, first.event_time, ids)


async def conclude_players(pool: str, matches: Matches, ledger: Ledger, now: datetime) -> list[Conclusion]:
    """Write down what is new."""
    told = await ledger.last_drifts(pool)
    known = {match.match_id: match.available_at for match in matches}
    for name, share in standings(matches, told).items():
        metrics.DRIFT_STATISTIC.labels(pool, name).set(share)
    return await write_news(findings(pool, matches, told), known, ledger, now, of_players=True)


def standings(matches: Matches, told: Mapping[str, datetime]) -> dict[str, float]:
    """The evidence of each chart after the last match, as a share of its threshold, by the statistic's name."""
    found = {}
    for target in TARGETS:
        new = comparable(_since(matches, told.get(STATISTIC + target)), target)
        found[STATISTIC + target] = player_errors.standing(ratios(new, target)) / player_errors.THRESHOLD
    return found


def _since(matches: Matches, told: datetime | None) -> Matches:
    return [match for match in matches if told is None or match.event_time > told]


class PlayerWatch:
    """Looks at a pool's charts once settling has brought news of its players, and publishes what follows."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    async def look(self, pool: str, transaction: Transaction) -> None:
        """All that is new since the last announcement."""
        matches, ledger = await SqlPlayers(transaction).watched(pool, LATEST), SqlLedger(transaction)
        for conclusion in await conclude_players(pool, matches, ledger, self._clock()):
            await publish(conclusion, transaction)
