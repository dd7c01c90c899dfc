"""What the service would have announced and asked for: each league's rule and the pooled charts under one cool-down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.drift.charts import feature_strength, looks, outcome_strength, pooled_alarms, score_strength
from benchmarks.drift.false_alarms import COUNTED, EVERY, QUIET, rate
from benchmarks.drift.seasons import League, pooled
from touchline.drift_monitor.detectors.rule import WINDOW, is_due
from touchline.drift_monitor.watched import POOLED


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """At the end of a match: a rule's verdict on its league, or an alarm of the charts."""

    day: int
    who: str
    settled: int  # matches of who looks, this one included
    drifted: bool
    year: int
    what: str


@dataclass(slots=True)
class Watched:
    """What the ledger would hold. `who` is a league, or all of them."""

    settled: dict[str, int] = field(default_factory=dict)
    at_request: dict[str, int] = field(default_factory=dict)
    raised: dict[str, bool] = field(default_factory=dict)
    at_event: dict[str, int] = field(default_factory=dict)
    events: list[Said] = field(default_factory=list)
    requests: list[Said] = field(default_factory=list)

    def hear(self, said: Said) -> None:
        """An alarm of the charts is always an event; a rule's is one when a drift begins or it asks.

        A drift ends once a window of matches has been settled since it was told and the verdict is quiet.
        """
        self.settled[said.who] = said.settled
        last = self.at_request.get(said.who)
        asks = said.drifted and is_due(None if last is None else said.settled - last)
        raised = said.who != POOLED and self.raised.get(said.who, False)
        if said.drifted and (asks or not raised):
            self.events.append(said)
            self.raised[said.who], self.at_event[said.who] = True, said.settled
        elif not said.drifted and raised and said.settled - self.at_event[said.who] >= WINDOW:
            self.raised[said.who] = False
        if asks:
            self.requests.append(said)
            held = self.settled if said.who == POOLED else (said.who, POOLED)
            self.at_request |= {who: self.settled.get(who, 0) for who in held}


def verdicts(league: League) -> Iterator[Said]:
    """The rule after every match; features are looked at every tenth time."""
    ends, fewer = looks(len(league.days)), looks(len(league.days), EVERY)
    strengths = {
        "outcomes": outcome_strength(league.outcomes, ends),
        "scores": score_strength(league.scores, ends),
        "features": np.repeat(feature_strength(league.features, fewer, league.years >= COUNTED[league.code]), EVERY),
    }
    for place, end in enumerate(ends):
        strongest = max(strengths, key=lambda name: strengths[name][place])
        drifted = bool(strengths[strongest][place] > 1)
        yield Said(int(league.days[end - 1]), league.code, int(end), drifted, int(league.years[end - 1]), strongest)


def decided(leagues: Sequence[League], threshold: float) -> dict[str, Any]:
    """Events and requests a quiet season, and those of the season of the empty stadiums and what came before it."""
    pool = pooled(list(leagues))
    rung: dict[int, list[str]] = {}
    for at, chart in pooled_alarms(pool, threshold):
        rung.setdefault(at, []).append(chart)
    everything = [said for league in leagues for said in verdicts(league)]
    for at, (day, year) in enumerate(zip(pool.days, pool.years, strict=True)):
        charts = rung.get(at, [])
        everything.append(Said(int(day), POOLED, at + 1, bool(charts), int(year), ", ".join(charts)))
    watched = Watched()
    for said in sorted(everything, key=lambda one: (one.day, one.who, one.settled)):
        watched.hear(said)
    quiet = {
        name: rate(sum(one.year in QUIET for one in found), len(QUIET))
        for name, found in (("events", watched.events), ("requests", watched.requests))
    }
    told = [f"{_day(one)} {one.who} {one.what}{', asks' if one in watched.requests else ''}" for one in watched.events]
    return {**quiet, "each": told}


def _day(said: Said) -> str:
    return str(np.datetime64("1970-01-01") + said.day)
