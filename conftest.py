"""One stack for all tests that need it: real Kafka, MariaDB, Redis and S3 in a data directory of its own."""

from collections.abc import Iterator

import pytest

from tests.stack import RunningStack, running_stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Kafka, MariaDB, Redis and S3; started once, ended with the session."""
    with running_stack(tmp_path_factory.mktemp("stack"), "kafka,topics,mariadb,migrations,redis,s3") as stack:
        yield stack
