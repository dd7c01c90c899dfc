"""A stack of their own: these tests kill its parts and recreate its topics."""

from collections.abc import Iterator

import pytest

from tests.faults.ground import Ground, running_stack


@pytest.fixture(scope="session")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """Kafka, MariaDB and Redis; started once, ended with the session."""
    with running_stack(tmp_path_factory.mktemp("faults")) as ground:
        yield ground
