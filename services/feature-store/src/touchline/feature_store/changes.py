"""The difference between what stood and what stands, and the earliest moment it touches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from touchline.football.resolution import ResolvedMatch


@dataclass(frozen=True, slots=True)
class Changes:
    """Matches to write, matches to remove, and for each pool the moment from which its features are stale."""

    written: tuple[ResolvedMatch, ...]
    removed: tuple[str, ...]
    stale_since: Mapping[str, datetime]


def compare(before: Mapping[str, ResolvedMatch], after: Mapping[str, ResolvedMatch]) -> Changes:
    """What must be written so that `after` stands where `before` stood; equal facts change nothing."""
    written = tuple(after[key] for key in sorted(after) if before.get(key) != after[key])
    removed = tuple(sorted(before.keys() - after.keys()))
    touched = [*written, *(before[one.match_id] for one in written if one.match_id in before)]
    touched += [before[key] for key in removed]
    since: dict[str, datetime] = {}
    for one in touched:
        since[one.pool] = min(since.get(one.pool, one.since), one.since)
    return Changes(written, removed, since)
