"""A feature-store of its own for each test that asks for one."""

from collections.abc import AsyncIterator

import pytest

from tests.stack import RunningStack
from touchline.feature_store.config import FeatureStoreSettings
from touchline.runtime.settings import load

from .world import World, own_world


@pytest.fixture
async def world(stack: RunningStack, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Empty at the start."""
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    async with own_world(load(FeatureStoreSettings)) as world:
        yield world
