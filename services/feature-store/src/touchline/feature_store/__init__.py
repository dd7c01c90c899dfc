"""The feature-store: keeps facts, folds them into features in event time, and answers for any moment (`as_of`)."""

from importlib import import_module
from typing import Any

_FROM = {"as_of": "answers", "from_database": "reading.database", "from_snapshot": "reading.snapshot"}

__all__ = ["as_of", "from_database", "from_snapshot"]


def __getattr__(name: str) -> Any:
    """What is asked of history, loaded when it is first used: polars takes longer to import than all of the rest."""
    if name in _FROM:
        return getattr(import_module(f"{__name__}.history.{_FROM[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
