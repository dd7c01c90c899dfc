"""The difference between the matches that stood and those that stand."""

from collections.abc import Mapping
from dataclasses import dataclass

from touchline.football.resolution import ResolvedMatch


@dataclass(frozen=True, slots=True)
class Changes:
    """Matches to write and matches to remove."""

    written: tuple[ResolvedMatch, ...]
    removed: tuple[str, ...]


def compare(before: Mapping[str, ResolvedMatch], after: Mapping[str, ResolvedMatch]) -> Changes:
    """What must be written so that `after` stands where `before` stood; equal facts change nothing."""
    written = tuple(after[key] for key in sorted(after) if before.get(key) != after[key])
    return Changes(written, tuple(sorted(before.keys() - after.keys())))
