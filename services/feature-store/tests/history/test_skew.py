"""The watch on skew: a planted difference is counted, and what is merely on its way is not."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from prometheus_client import REGISTRY

from touchline.feature_store.history.skew import Compared, Expected, SkewWatch, compared
from touchline.schemas.vectors import CachedVector

from .made import hour

EXPECTED = Expected("features:v2:team:ash", 7, (1500.0, 0.5, 2.0))
HELD = CachedVector(7, hour(0), 2, "ab" * 32, [1500.0, 0.5, 2.0])


@dataclass
class Cache:
    """What each look finds, one after the other; the last goes on."""

    looks: list[CachedVector | None]
    keys: list[str] = field(default_factory=list)

    async def read(self, keys: Sequence[str]) -> list[CachedVector | None]:
        """See `Readable`."""
        self.keys += keys
        return [self.looks.pop(0) if len(self.looks) > 1 else self.looks[0]]


def watch(*looks: CachedVector | None) -> SkewWatch:
    """A watch that expects one vector, and a cache that holds these in turn."""

    async def expected() -> list[Expected]:
        return [EXPECTED]

    return SkewWatch(expected, Cache(list(looks)), every=30, pause=0)


def gauge() -> float | None:
    """The metric as it is scraped."""
    return REGISTRY.get_sample_value("touchline_feature_store_skew_cells")


async def test_planted_difference_is_counted_told_and_gone_when_it_is_mended() -> None:
    before = REGISTRY.get_sample_value("touchline_feature_store_skew_compared_cells_total") or 0
    assert await watch(replace(HELD, values=[1500.0, 0.75, 2.0])).look() == Compared(3, 1, (EXPECTED.key,))
    assert gauge() == 1
    assert await watch(HELD).look() == Compared(3, 0)
    assert gauge() == 0
    assert REGISTRY.get_sample_value("touchline_feature_store_skew_compared_cells_total") == before + 6


async def test_cache_that_catches_up_within_the_pause_is_no_skew() -> None:
    assert await watch(replace(HELD, revision=6, values=[0.0, 0.5, 2.0]), HELD).look() == Compared(3, 0)


async def test_cache_that_stays_behind_is_skew() -> None:
    assert (await watch(replace(HELD, revision=6, values=[0.0, 0.5, 2.0])).look()).differing == 1


@pytest.mark.parametrize("moved", [None, replace(HELD, revision=8, values=[0.0, 0.0, 0.0])], ids=["gone", "newer"])
async def test_vector_that_moved_during_the_sample_is_passed_over(moved: CachedVector | None) -> None:
    assert await watch(moved).look() == Compared()


@pytest.mark.parametrize(
    ("values", "held", "cells"),
    [
        ((1.0, 2.0), [1.0], 2),  # another catalogue
        (None, [1.0, 2.0], 2),  # served although nothing is known
        (None, [], 0),  # taken back, and known to be
        ((1.0, 2.0), [], 2),
    ],
)
def test_vectors_of_other_lengths_differ_in_every_cell(
    values: tuple[float, ...] | None, held: list[float], cells: int
) -> None:
    assert compared([replace(EXPECTED, values=values)], [replace(HELD, values=held)]).differing == cells
