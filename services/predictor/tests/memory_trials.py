"""The tables of trials in dictionaries, beside the ledger of the little world."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from touchline.predictor.prediction.fixtures import Fixture, within_horizon
from touchline.predictor.prediction.trial import RUNNING, Beside, Settled, outcome_named
from touchline.predictor.trials.ports import Recorded
from touchline.schemas.records import Settlement, Stage, Trial


@dataclass
class MemoryTrials:
    """What MariaDB keeps of them."""

    ledger: Any
    trials: dict[str, Trial] = field(default_factory=dict)
    scores: dict[tuple[str, str, int], tuple[Beside, datetime]] = field(default_factory=dict)
    outcomes: dict[str, Settlement] = field(default_factory=dict)

    async def running(self, model_name: str) -> Trial | None:
        return next((one for one in self.trials.values() if one.stage in RUNNING), None)

    async def has_begun(self, trial_id: str) -> bool:
        return trial_id in self.trials

    async def heard(self, model_name: str) -> int:
        return max((one.heard_revision for one in self.trials.values()), default=0)

    async def served_whole(self, model_name: str, version: str) -> bool:
        return version in self.ledger.crowned

    async def next_revision(self, floor: int) -> int:
        return max(floor, max((one.revision for one in self.trials.values()), default=0)) + 1

    async def keep(self, trial: Trial) -> None:
        self.trials[trial.trial_id] = trial

    async def due(self, trial: Trial, clock: datetime, horizon: timedelta, most: int) -> list[Fixture]:
        fixtures = sorted(self.ledger.fixtures.values(), key=lambda one: (one.kick_off, one.match_id))
        return [
            one
            for one in fixtures
            if within_horizon(one.kick_off, clock, horizon)
            and (trial.trial_id, one.match_id, one.revision) not in self.scores
        ][:most]

    async def record(
        self, trial: Trial, scored: Sequence[tuple[Fixture, Beside]], clock: datetime, now: datetime
    ) -> None:
        for fixture, one in scored:
            key = (trial.trial_id, fixture.match_id, fixture.revision)
            assert key not in self.scores
            self.scores[key] = (one, clock)

    async def settle(self, settlements: Sequence[Settlement]) -> bool:
        known = {match_id for _, match_id, _ in self.scores}
        news = {
            one.match_id: one
            for one in settlements
            if one.match_id in known
            and (one.match_id not in self.outcomes or one.revision > self.outcomes[one.match_id].revision)
        }
        self.outcomes |= news
        return bool(news)

    async def recorded(self, trial: Trial) -> Recorded:
        ours = {key: one for key, one in sorted(self.scores.items()) if key[0] == trial.trial_id}
        last = {
            match_id: said
            for (_, match_id, _), (said, at) in ours.items()
            if match_id in self.outcomes and at < self.outcomes[match_id].event_time and said.challenger is not None
        }
        settled = [
            Settled(said.challenger, said.champion, outcome)
            for match_id, said in last.items()
            if said.challenger and (outcome := outcome_named(self.outcomes[match_id].outcome)) is not None
        ]
        scored = [said for said, _ in ours.values()]
        return Recorded(scored, settled, next((one.failure for one in scored if one.failure), None))

    def stages(self) -> list[tuple[str, Stage]]:
        """Version and stage of each, in the order in which they were changed last."""
        by_change = sorted(self.trials.values(), key=lambda one: one.revision)
        return [(one.model_version, one.stage) for one in by_change]


def known_trial(make: Any, world: Any, stage: Stage) -> Trial:
    """Version 2, promoted by the second decision, beside version 1; both bundles stand in the store of `world`."""
    one, two = world.crowned("1"), world.crowned("2", 2, bias=0.1)
    return Trial(
        "t" * 32, 2, "touchline-match", "2", two.catalogue_version, two.snapshot, two.bundle_key, two.bundle_sha256,
        "1", one.bundle_key, one.bundle_sha256, stage, 0.1, 84, 0, 1.4, 1.3, 0.02, 10, 0.98, 0.97, 0.2, 0.21,
        "nothing yet", make.noon, make.noon, make.noon, 1,
    )  # fmt: skip
