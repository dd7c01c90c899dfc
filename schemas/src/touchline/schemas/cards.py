"""Published cards of topics: what consumers of other teams rest on besides the fields, and what may change about it."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypedDict

from touchline.schemas.row_keys import ROW_KEYS
from touchline.schemas.topics import DAY_MS, TOPICS, Topic

FILE = "topics.json"


class Card(TypedDict):
    """What a topic promises; `retention_ms` is null of a compacted topic."""

    key: str
    partitions: int
    retention_ms: int | None
    row_key: list[str]


Cards = Mapping[str, Card]


def cards(topics: Iterable[Topic] = TOPICS) -> dict[str, Card]:
    """By name, as they are declared."""
    return {
        one.name: Card(
            key=one.key, partitions=one.partitions, retention_ms=one.retention_ms, row_key=list(ROW_KEYS[one.record])
        )
        for one in topics
    }


def breaking_changes(published: Cards, now: Cards) -> list[str]:
    """Why a consumer would break or miss something, a sentence each; empty when none would.

    >>> before = Card(key="pool", partitions=4, retention_ms=None, row_key=["match_id"])
    >>> breaking_changes({"a.v1": before}, {"a.v1": before | {"partitions": 8}})
    ['a.v1: partitions changed from 4 to 8: a key goes to another partition, and its order is lost; make a new topic']
    """
    gone = [
        f"{name}: the topic was removed; say when it ends, and keep it until then" for name in published.keys() - now
    ]
    changed = [
        f"{name}: {reason}; make a new topic"
        for name in sorted(published.keys() & now.keys())
        for reason in _reasons(published[name], now[name])
    ]
    return sorted(gone) + changed


def _reasons(before: Card, now: Card) -> list[str]:
    reasons = []
    if before["key"] != now["key"]:
        reasons.append(f"the key changed from {before['key']} to {now['key']}: order holds within a key alone")
    if before["partitions"] != now["partitions"]:
        reasons.append(
            f"partitions changed from {before['partitions']} to {now['partitions']}:"
            " a key goes to another partition, and its order is lost"
        )
    if before.get("row_key", now["row_key"]) != now["row_key"]:
        reasons.append(
            f"rows were told apart by {', '.join(before['row_key'])} and are by {', '.join(now['row_key'])}:"
            " who keeps the greatest revision of each keeps other rows"
        )
    kept, keeps = before["retention_ms"], now["retention_ms"]
    if (kept is None) != (keeps is None):
        one, other = (
            "compacted" if kept is None else "kept for a time",
            "compacted" if keeps is None else "kept for a time",
        )
        reasons.append(f"it was {one} and is {other}: who starts from its beginning finds something else")
    elif kept is not None and keeps is not None and keeps < kept:
        reasons.append(
            f"messages are kept {keeps // DAY_MS} days and no longer {kept // DAY_MS}:"
            " who reads that late has lost some"
        )
    return reasons


def check(folder: Path) -> list[str]:
    """Every breaking change, or that cards are not published as they stand."""
    path, now = folder / FILE, cards()
    if not path.exists():
        return ["topics have no published cards; run `python -m touchline.schemas publish`"]
    published = json.loads(path.read_text())
    broken = breaking_changes(published, now)
    stale = "cards of topics changed; run `python -m touchline.schemas publish`"
    return broken or ([] if published == now else [stale])


def publish(folder: Path) -> None:
    """Write every card as it stands.

    Raises:
        ValueError: something published would break.
    """
    path, now = folder / FILE, cards()
    if path.exists() and (broken := breaking_changes(json.loads(path.read_text()), now)):
        raise ValueError("; ".join(broken))
    path.write_text(json.dumps(now, indent=1) + "\n")
