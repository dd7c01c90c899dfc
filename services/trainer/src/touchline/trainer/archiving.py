"""What stands in S3 of decisions: each as JSON, and the pointer to the champion."""

import json
from dataclasses import asdict

from touchline.runtime.object_store import ObjectStore
from touchline.schemas.records import Promotion


def json_of(promotion: Promotion) -> str:
    """A decision as JSON, times in ISO 8601."""
    return json.dumps(asdict(promotion), default=lambda value: value.isoformat(), sort_keys=True)


async def archive(store: ObjectStore, promotion: Promotion) -> None:
    """A decision as people keep it; what stands there stays."""
    key = f"ledger/decisions/{promotion.decision_id}.json"
    await store.put(key, json_of(promotion).encode(), "application/json", if_absent=True)


async def point_at(store: ObjectStore, champion: Promotion) -> None:
    """The one pointer that predictors start from."""
    pointer = {
        "version": champion.model_version,
        "bundle_key": champion.bundle_key,
        "bundle_sha256": champion.bundle_sha256,
        "revision": champion.revision,
    }
    key = f"models/{champion.model_name}/champion.json"
    await store.put(key, json.dumps(pointer, sort_keys=True).encode(), "application/json")
