"""A platform on which decisions are made: the real MariaDB, Kafka and S3, and a registry that remembers."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.stack import RunningStack
from touchline.runtime.database import Database
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.settings import load
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas.records import Promotion
from touchline.trainer.app import SERVICE, Platform
from touchline.trainer.config import TrainerSettings


@dataclass
class Registry:
    """Remembers whom it was told to crown, and what was decided."""

    crowned: list[str] = field(default_factory=list)
    told: list[Promotion] = field(default_factory=list)

    def crown(self, model: str, version: str) -> None:
        self.crowned.append(version)

    def tell(self, decision: Promotion) -> None:
        self.told.append(decision)


@asynccontextmanager
async def deciding(stack: RunningStack, monkeypatch: pytest.MonkeyPatch, kind: str = "") -> AsyncIterator[Platform]:
    """Of a model that nobody else decides upon, whose name ends with its kind."""
    for name, value in stack.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TOUCHLINE_MODEL_NAME", f"test-{uuid.uuid4().hex[:8]}{kind}")
    settings = load(TrainerSettings)
    database, store = await Database.connect(settings), await ObjectStore.connect(settings)
    registry: Any = Registry()
    try:
        yield Platform(settings, database, UnitOfWork(database, SERVICE), store, registry)
    finally:
        await store.close()
        await database.close()
