"""Whose turn it is: which stale pools are folded at once, and that each of them comes round."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from touchline.feature_store import patience
from touchline.feature_store.patience import LONG, Heap, Patience
from touchline.feature_store.worker import AT_ONCE, FoldWorker

NOBODY = cast("Any", None)
NOW = datetime(2021, 2, 19, tzinfo=UTC)
POOLS = [f"P{number}" for number in range(3 * AT_ONCE)]


@dataclass(slots=True)
class Looking(FoldWorker):
    """A worker that is told what waits."""

    heaps: dict[str, Heap] = field(default_factory=dict)

    async def _heaps(self) -> dict[str, Heap]:
        return self.heaps


def looking(heaps: dict[str, Heap]) -> Looking:
    return Looking(NOBODY, NOBODY, NOBODY, patience=Patience(), heaps=heaps)


async def test_pools_that_are_always_stale_come_round_evenly() -> None:
    worker, turns = looking({pool: Heap(1, 1, NOW) for pool in POOLS}), Counter[str]()
    for _ in range(30):
        turns.update(await worker.due())
    assert set(turns.values()) == {30 * AT_ONCE // len(POOLS)}


async def test_no_more_pools_are_folded_at_once_than_that_and_none_twice() -> None:
    worker = looking({pool: Heap(1, 1, NOW) for pool in POOLS})
    folding = set(POOLS[: AT_ONCE - 1])
    (begun,) = await worker.due(folding)
    assert begun not in folding
    assert await worker.due({*folding, begun}) == []


async def test_one_history_is_folded_at_a_time_and_results_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "SETTLES", 0.0)  # both histories have come in
    worker = looking({"ENG": Heap(LONG + 1, 1, NOW), "GER": Heap(LONG + 1, 1, NOW), "ITA": Heap(1, 1, NOW)})
    assert await worker.due() == ["ENG", "ITA"]
    assert await worker.due({"ENG"}) == ["ITA"]
    assert await worker.due({"ITA"}) == ["GER"]


async def test_a_pool_is_left_to_the_worker_that_its_messages_come_to_while_that_one_folds_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worker = looking({"ENG": Heap(1, 1, NOW), "GER": Heap(1, 1, NOW)})
    worker.is_ours = lambda pool: pool == "GER"
    assert await worker.due() == ["GER"]
    assert await worker.due({"GER"}) == []
    monkeypatch.setattr("touchline.feature_store.worker.OTHERS_WAIT", 0.0)  # whoever owns it has stopped
    assert await worker.due({"GER"}) == ["ENG"]
