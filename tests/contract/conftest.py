"""What several contracts are held on."""

from collections.abc import AsyncIterator

import pytest

from tests.stack import RunningStack
from touchline.runtime.database import Database
from touchline.runtime.settings import Settings, load


@pytest.fixture
async def database(stack: RunningStack, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    database = await Database.connect(load(Settings))
    yield database
    await database.close()
