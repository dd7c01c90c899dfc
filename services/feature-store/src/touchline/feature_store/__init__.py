"""The feature-store: keeps facts, folds them into features in event time, and answers for any moment (`as_of`)."""

from typing import Any

__all__ = ["as_of"]


def __getattr__(name: str) -> Any:
    """`as_of`, loaded when it is first asked for: it needs polars, which the service itself does not."""
    if name == "as_of":
        from touchline.feature_store.history.answers import as_of

        return as_of
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
