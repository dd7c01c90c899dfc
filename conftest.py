"""One stack for all tests that need it: real Kafka, MariaDB, Redis and S3 in a data directory of its own."""

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from tests.stack import RunningStack, running_stack

# PyTorch is an extra that `make test` does not install: `make study-sequence` does, and runs what needs it.
collect_ignore_glob = (
    []
    if find_spec("torch")
    else [f"*/sequence/{name}.py" for name in ("network", "fitting", "walking", "__main__", "test_network")]
)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningStack]:
    """Kafka, MariaDB, Redis and S3; started once, ended with the session."""
    with running_stack(tmp_path_factory.mktemp("stack"), "kafka,topics,mariadb,migrations,redis,s3") as stack:
        yield stack
