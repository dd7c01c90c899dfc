"""What Airflow must know of the sources: how often each is asked, and a pool for each host, so that it stays polite.

A task is a process with a pace of its own, so a host has one slot: two at once would ask twice as fast, and might race
for the same version of a document.
"""

from collections.abc import Iterable
from typing import Any

import httpx

from touchline.ingestor.sources.card import SourceCard


def overview(cards: Iterable[SourceCard]) -> list[dict[str, str]]:
    """Source, schedule and pool of each card."""
    return [{"source": card.id, "schedule": card.schedule.value, "pool": host(card)} for card in cards]


def pools(cards: Iterable[SourceCard]) -> dict[str, dict[str, Any]]:
    """Pools as `airflow pools import` reads them."""
    by_host: dict[str, list[SourceCard]] = {}
    for card in cards:
        by_host.setdefault(host(card), []).append(card)
    return {
        name: {
            "slots": 1,
            "description": f"asks {', '.join(card.id for card in shared)}",
            "include_deferred": False,
        }
        for name, shared in by_host.items()
    }


def host(card: SourceCard) -> str:
    """Whom the source asks."""
    return httpx.URL(card.address).host
