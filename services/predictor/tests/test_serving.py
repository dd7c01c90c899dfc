"""Which model a replica serves, and what it says of itself."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from memory_trials import known_trial

from touchline.predictor.prediction.sealing import next_seal
from touchline.predictor.prediction.seals import Chain
from touchline.predictor.serving.announcing import announcement
from touchline.predictor.serving.champion import Throne
from touchline.predictor.serving.state import State
from touchline.schemas.records import Stage
from touchline.schemas.topics import MATCH_FEATURES, MATCH_PREDICTIONS, PROMOTIONS, TRIALS

POINTER = "models/touchline-match/champion.json"


class Replica:
    """A throne over memory and a clock that is moved by hand."""

    def __init__(self, world: Any, make: Any, staged: bool = False) -> None:
        self.world, self.make = world, make
        self.now = make.noon
        self.announced: list[str] = []
        self.state = State(make.horizon)
        self.throne = Throne(
            self.state, world.objects, POINTER, pointer_interval=timedelta(seconds=30), now=lambda: self.now,
            announce=self.announce, staged=staged,
        )  # fmt: skip

    async def announce(self) -> None:
        said = announcement(self.state, "replica-1", self.now)
        assert said is not None
        self.announced.append(said.model_version)

    def take(self, topic: Any, row: Any) -> None:
        self.state.apply(topic, self.make.message(topic, [row]), self.now)

    def point(self, promoted: Any) -> None:
        self.world.objects.objects[POINTER] = json.dumps(
            {
                "version": promoted.model_version,
                "bundle_key": promoted.bundle_key,
                "bundle_sha256": promoted.bundle_sha256,
                "revision": promoted.revision,
            }
        ).encode()


async def test_a_replica_starts_from_the_pointer_and_says_so_at_once(world: Any, make: Any) -> None:
    replica = Replica(world, make)
    await replica.throne.look()
    assert replica.announced == []
    replica.point(world.crowned("1"))
    replica.now += timedelta(seconds=2)
    await replica.throne.look()
    await replica.throne.look()
    assert replica.announced == ["1"]


async def test_a_promotion_swaps_the_model_and_a_stale_pointer_does_not_swap_it_back(world: Any, make: Any) -> None:
    replica = Replica(world, make)
    replica.point(world.crowned("1"))
    await replica.throne.look()
    replica.take(PROMOTIONS, world.crowned("2", 2, bias=0.1))
    await replica.throne.look()
    replica.now += timedelta(minutes=5)
    await replica.throne.look()
    assert replica.announced == ["1", "2"]


async def test_older_promotions_read_after_the_pointer_are_history(world: Any, make: Any) -> None:
    replica = Replica(world, make)
    replica.point(world.crowned("2", 2, bias=0.1))
    replica.take(PROMOTIONS, world.crowned("1", 1))
    await replica.throne.look()
    replica.take(PROMOTIONS, world.crowned("2", 2, bias=0.1))
    await replica.throne.look()
    assert replica.announced == ["2"]


async def test_the_model_swaps_when_its_predictions_are_there_or_patience_ends(world: Any, make: Any) -> None:
    replica = Replica(world, make)
    replica.point(world.crowned("1"))
    await replica.throne.look()
    row = next_seal(
        make.fixture(), make.said(0.5, 0.3, 0.2), make.champion(), before=None, chain=Chain(), clock=make.noon,
        incarnation=0, recorded_at=make.noon,
    )  # fmt: skip
    replica.take(MATCH_FEATURES, make.features())
    replica.take(MATCH_PREDICTIONS, row)
    replica.take(PROMOTIONS, world.crowned("2", 2, bias=0.1))
    await replica.throne.look()
    assert replica.announced == ["1"]
    replica.now += timedelta(seconds=21)
    await replica.throne.look()
    assert replica.announced == ["1", "2"]


async def test_a_promotion_that_is_staged_is_served_when_the_consumer_says_so(world: Any, make: Any) -> None:
    replica = Replica(world, make, staged=True)
    replica.point(world.crowned("1"))
    await replica.throne.look()
    assert replica.announced == []  # before the topic of trials was read, nobody knows who answers
    replica.state.caught_up.add(TRIALS.name)
    await replica.throne.look()
    replica.take(PROMOTIONS, world.crowned("2", 2, bias=0.1))
    await replica.throne.look()
    trial = known_trial(make, world, Stage.CANARY)
    replica.take(TRIALS, trial)
    await replica.throne.look()
    assert replica.announced == ["1"]
    replica.take(TRIALS, replace(trial, stage=Stage.WHOLE, revision=2))
    await replica.throne.look()
    assert replica.announced == ["1", "2"]


@pytest.mark.parametrize("staged", [True, False])
@pytest.mark.parametrize("stage", [Stage.CANARY, Stage.RETURNED])
async def test_a_replica_that_starts_late_serves_the_champion_beside_a_canary(
    world: Any, make: Any, stage: Stage, staged: bool
) -> None:
    replica = Replica(world, make, staged)
    trial = known_trial(make, world, stage)
    replica.point(world.crowned("2", 2, bias=0.1))
    replica.take(TRIALS, trial)
    replica.state.caught_up.add(TRIALS.name)
    await replica.throne.look()
    assert replica.announced == ["1"]


async def test_a_promotion_after_a_trial_is_served_where_none_is_staged(world: Any, make: Any) -> None:
    replica = Replica(world, make)
    replica.take(TRIALS, known_trial(make, world, Stage.RETURNED))
    replica.take(PROMOTIONS, world.crowned("3", 3, bias=0.2))
    await replica.throne.look()
    assert replica.announced == ["3"]
