"""A world whose provider is the real sandbox application over our own samples; retries wait for nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import stamina

from touchline.ingestor.fakes import World
from touchline.sandbox.app import build
from touchline.sandbox.clock import FootballClock
from touchline.sandbox.library import samples

SAMPLES = Path(__file__).parents[3] / "tests" / "samples" / "football-data"
START = datetime(2020, 2, 28, 18, tzinfo=UTC)


@pytest.fixture
def world(tmp_path: Path) -> World:
    clock = FootballClock(tmp_path / "date", START)
    return World(build(samples(SAMPLES), clock), clock)


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3, cap=True):
        yield
