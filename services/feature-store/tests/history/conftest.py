"""Logs after a command that was run in a test: as before it."""

import logging
from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def unconfigured_logs() -> Iterator[None]:
    """A command sends logs to the standard error of its time, which a test has taken and closes."""
    yield
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    root = logging.getLogger()
    for handler in [one for one in root.handlers if type(one) is logging.StreamHandler]:  # not those of pytest
        root.removeHandler(handler)
