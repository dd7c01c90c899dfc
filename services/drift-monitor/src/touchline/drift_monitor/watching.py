"""When to look, what to write down, and when to ask for a retraining; the rule itself stands in `detectors`."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from touchline.drift_monitor.detectors.meanings import meaning_of
from touchline.drift_monitor.detectors.rule import REFERENCE, WINDOW, DriftVerdict, SettledMatch
from touchline.drift_monitor.ledger import SqlLedger
from touchline.drift_monitor.ports import History, Ledger
from touchline.drift_monitor.requesting import announce_request, may_ask, request_of
from touchline.drift_monitor.settling import Played
from touchline.drift_monitor.stores import SqlHistory
from touchline.runtime import metrics
from touchline.runtime.logs import log
from touchline.runtime.transaction import Transaction
from touchline.schemas import batch_of, event_id
from touchline.schemas.records import Drift, RetrainingRequest, Settlement
from touchline.schemas.topics import DRIFT

HISTORY = WINDOW + REFERENCE  # matches the rule looks at


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything known at the end of a match day, oldest match first."""

    matches: Sequence[Played]
    vectors: Mapping[str, tuple[float, ...]]  # by match
    settlements: Mapping[str, Settlement]  # by match

    def until(self, day: date) -> "Evidence":
        """As much of it as the rule looks at, as it stood when that day's matches were over."""
        known = bisect_right(self.matches, day, key=lambda match: match.kick_off.date())
        return replace(self, matches=self.matches[max(0, known - HISTORY) : known])

    def model_version(self) -> str:
        """The model whose prediction was settled last; empty when none was."""
        settled = (self.settlements.get(match.match_id) for match in reversed(self.matches))
        return next((row.model_version for row in settled if row), "")

    def settled(self) -> list[SettledMatch]:
        """As the rule takes it."""
        return [
            SettledMatch(match.outcome, self.vectors.get(match.match_id), self._score(match.match_id))
            for match in self.matches
        ]

    def _score(self, match_id: str) -> float | None:
        row = self.settlements.get(match_id)
        return row.ranked_probability_score if row else None


Judge = Callable[[Sequence[SettledMatch]], DriftVerdict | None]  # None: not enough matches yet


@dataclass(frozen=True, slots=True)
class Look:
    """A rule's answer at the end of one match day."""

    pool: str
    day: date
    verdict: DriftVerdict
    model_version: str
    last_match: datetime
    season_over: bool
    since: datetime | None = None  # kick-off of the first of the matches that were judged
    matches: tuple[str, ...] = ()  # those, by their ids


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What a look leads to, if anything."""

    drift: Drift | None
    request: RetrainingRequest | None


async def gather(history: History, pool: str, until: datetime, matches: int = HISTORY + WINDOW) -> Evidence:
    """Read what the rule needs for all days up to a time."""
    recent = await history.recent(pool, until, matches)
    if not recent:
        return Evidence([], {}, {})
    since = recent[0].kick_off
    return Evidence(recent, await history.vectors(pool, since, until), await history.settlements(pool, since))


def looks(pool: str, evidence: Evidence, days: Iterable[date], judge: Judge) -> list[Look]:
    """The rule at the end of each of these match days, in order."""
    found = []
    for day in sorted(set(days)):
        known = evidence.until(day)
        verdict = judge(known.settled())
        if verdict is not None:
            window = known.matches[-WINDOW:]
            judged = window[0].kick_off, tuple(match.match_id for match in window)
            over = season_is_over(known.matches)
            found.append(Look(pool, day, verdict, known.model_version(), window[-1].kick_off, over, *judged))
    return found


def watched_days(evidence: Evidence, scored: Iterable[Settlement]) -> set[date]:
    """The days of those that are watched; a pool's other competitions are scored and not looked at."""
    watched = {match.match_id for match in evidence.matches}
    return {row.event_time.date() for row in scored if row.match_id in watched}


def season_is_over(matches: Sequence[Played]) -> bool:
    """Whether every club of the last match's season has met every other, at home and away."""
    last = matches[-1]
    season = [match for match in matches if (match.competition, match.season) == (last.competition, last.season)]
    clubs = {match.home_team for match in season} | {match.away_team for match in season}
    return len(season) == len(clubs) * (len(clubs) - 1)


async def conclude(look: Look, ledger: Ledger, football_time: datetime, now: datetime) -> Conclusion:
    """Write down a look when a drift begins or ends, a season ends or a retraining is due; other looks leave no row.

    A drift ends once its window holds no match that was judged when it was told, and the verdict is quiet.
    """
    settled = await ledger.settled_matches(look.pool)
    ask = look.verdict.drifted and await may_ask(look.pool, settled, ledger)
    raised = await ledger.last_verdict(look.pool) or False
    if look.verdict.drifted:
        news = ask or not raised
    else:  # a verdict that goes and comes back is the same drift, told once
        news = raised and await ledger.settled_since_drift(look.pool) >= WINDOW
    told = news or (look.season_over and look.verdict.drifted == raised)
    return await write_down(look, ledger, football_time, now) if told else Conclusion(None, None)


async def write_news(
    looks: Sequence[Look], known: Mapping[str, datetime], ledger: Ledger, now: datetime, *, of_players: bool = False
) -> list[Conclusion]:
    """Write down what charts have found, at the football time at which the last result of each was `known`.

    That all is as usual again is news only where it was not.
    """
    return [
        await write_down(look, ledger, max(known[match_id] for match_id in look.matches), now)
        for look in looks
        if look.verdict.drifted or await ledger.last_verdict(look.pool, of_players=of_players)
    ]


async def write_down(look: Look, ledger: Ledger, football_time: datetime, now: datetime) -> Conclusion:
    """Keep what a look found, and a request where one is due."""
    settled = await ledger.settled_matches(look.pool)
    ask = look.verdict.drifted and await may_ask(look.pool, settled, ledger)
    drift = drift_of(look, settled, football_time, now)
    await ledger.add_drift(drift)
    request = request_of(drift) if ask else None
    if request:
        await ledger.add_request(request, settled)
    return Conclusion(drift, request)


def drift_of(look: Look, settled: int, football_time: datetime, now: datetime) -> Drift:
    """A look as the record that is announced; the same look has the same id."""
    verdict = look.verdict
    meaning = meaning_of(verdict.statistic) if verdict.drifted else None
    return Drift(
        drift_id=event_id("drift", look.pool, look.day.isoformat(), verdict.statistic, verdict.drifted, settled),
        pool=look.pool,
        drifted=verdict.drifted,
        statistic=verdict.statistic,
        value=verdict.value,
        threshold=verdict.threshold,
        p_value=verdict.p_value,
        window=verdict.window,
        reference=verdict.reference,
        model_version=look.model_version,
        sentence=verdict.sentence,
        event_time=look.last_match,
        available_at=football_time,
        recorded_at=now,
        revision=1,
        since=look.since,
        matches=list(look.matches) or None,
        meaning=meaning.likely if meaning else None,
        recommendation=meaning.recommended if meaning else None,
    )


class Watch:
    """Looks after every match day that was settled, and publishes what follows."""

    def __init__(self, judge: Judge, clock: Callable[[], datetime]) -> None:
        self._judge = judge
        self._clock = clock

    async def look(
        self, pool: str, scored: Sequence[Settlement], football_time: datetime, transaction: Transaction
    ) -> None:
        """Judge the end of each day on which a prediction of a watched match was scored for the first time."""
        evidence = await gather(SqlHistory(transaction), pool, max(row.event_time for row in scored))
        ledger = SqlLedger(transaction)
        for look in looks(pool, evidence, watched_days(evidence, scored), self._judge):
            metrics.DRIFT_STATISTIC.labels(pool, look.verdict.statistic).set(look.verdict.strength)
            conclusion = await conclude(look, ledger, football_time, self._clock())
            await publish(conclusion, transaction)


async def publish(conclusion: Conclusion, transaction: Transaction) -> None:
    """Announce a drift and the request it led to."""
    drift, request = conclusion.drift, conclusion.request
    if drift:
        log.info("drift looked for", pool=drift.pool, drifted=drift.drifted, sentence=drift.sentence)
        batch = batch_of(Drift, [drift])
        await transaction.emit(DRIFT, drift.pool, batch, cause=drift.drift_id, time=drift.available_at)
    if request:
        await announce_request(request, transaction)
