"""Where a prediction comes from: its model, its vector, and every raw document that was folded into it."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from touchline.football.catalogue import CATALOGUES
from touchline.predictor.answers import instant
from touchline.predictor.prediction.market import read_of
from touchline.predictor.serving.asking import Asking
from touchline.predictor.serving.state import State
from touchline.predictor.stores import aware, naive
from touchline.schemas.records import MatchPrediction, OddsMoment

PRICED = ("1x2", "over-under")  # markets that a vector reads


@dataclass(frozen=True, slots=True)
class Asked:
    """A bookmaker's prices on one market of a match, when they were taken and where they stand."""

    bookmaker: str
    market: str
    line: float | None
    selections: Sequence[str]
    prices: Sequence[float]
    source: str
    document_key: str
    document: str
    available_at: str


class Sources(Protocol):
    """The facts about a prediction that stand in MariaDB."""

    async def vector(self, row: MatchPrediction) -> dict[str, Any] | None:
        """The vector it was made from: values, hash of the state, times."""

    async def documents(self, document_set: str) -> list[dict[str, Any]]:
        """The document versions of a set, latest first."""

    async def bundle(self, row: MatchPrediction) -> tuple[str, str] | None:
        """Key and sha256 of its model's bundle."""

    async def prices(self, row: MatchPrediction) -> list[Asked]:
        """Prices from before the match that stand in documents of its set."""


async def lineage_of(state: State, sources: Sources, row: MatchPrediction) -> dict[str, Any]:
    """A prediction's model, vector and documents; what is not known any more is null and says why."""
    vector = await sources.vector(row)
    documents = await sources.documents(row.document_set)
    bundle = await sources.bundle(row)
    asked = [] if row.grid_with_odds is None else await sources.prices(row)
    return {
        "prediction_id": row.prediction_id,
        "match_id": row.match_id,
        "model": {
            "name": row.model_name,
            "version": row.model_version,
            "bundle_key": None if bundle is None else bundle[0],
            "bundle_sha256": None if bundle is None else bundle[1],
            "snapshot": row.snapshot,
        },
        "features": None if vector is None else {**vector, "revision": row.features_revision, **_named(row, vector)},
        "document_set": row.document_set,
        "documents": [{**document, **raw_document(state, document["sha256"])} for document in documents],
        "prices": _prices(asked),
        "seal": row.seal,
        "previous_seal": row.previous_seal,
        "football_time": instant(state.football_time),
        "age_seconds": max(0.0, (state.football_time - row.available_at).total_seconds()),
        "model_version": row.model_version,
    }


def _named(row: MatchPrediction, vector: dict[str, Any]) -> dict[str, Any]:
    held = CATALOGUES.get(row.catalogue_version)
    known = held is not None and len(vector["values"]) == len(held.matches)
    names = (
        [feature.name for feature in held.matches]
        if held is not None and known
        else [f"feature_{number}" for number in range(len(vector["values"]))]
    )
    return {
        "catalogue_version": row.catalogue_version,
        "values": [{"name": name, "value": value} for name, value in zip(names, vector["values"], strict=True)],
    }


def _prices(asked: Sequence[Asked]) -> list[dict[str, Any]]:
    """What the grid with odds was told, and beside it what was stated as well and not read."""
    read = {market: read_of({one.bookmaker for one in asked if one.market == market}) for market in PRICED}
    return [{**asdict(one), "read": one.bookmaker in read[one.market]} for one in asked if one.market in read]


def raw_document(state: State, sha256: str) -> dict[str, Any]:
    """Where a document's bytes stand and where they came from, of whichever source it is."""
    document = state.documents.get(sha256)
    if document is None:
        return {
            "object_key": None,
            "reason": "its announcement is past the topic's retention; look for the hash under raw/",
        }
    return {
        "object_key": document.object_key,
        "url": document.url,
        "size": document.size,
        "media_type": document.media_type,
        "provenance": document.provenance.value,
        "fetched_at": instant(document.available_at),
    }


class MariaSources:
    """Looks in MariaDB."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def vector(self, row: MatchPrediction) -> dict[str, Any] | None:
        """The vector it was made from: values, hash of the state, times."""
        rows = await self._asking.rows(
            "SELECT vector, state_hash, kick_off, available_at FROM scored_vectors"
            " WHERE match_id = %s AND catalogue_version = %s AND revision = %s",
            (row.match_id, row.catalogue_version, row.features_revision),
        )
        if not rows:
            return None
        ((values, state_hash, kick_off, available_at),) = rows
        return {
            "values": json.loads(values),
            "state_hash": state_hash,
            "kick_off": _instant(kick_off),
            "available_at": _instant(available_at),
        }

    async def documents(self, document_set: str) -> list[dict[str, Any]]:
        """The document versions of a set, latest first."""
        rows = await self._asking.rows(
            "SELECT document, source, document_key, available_at FROM pub_document_sets WHERE document_set = %s"
            " ORDER BY available_at DESC, document_key, document",
            (document_set,),
        )
        return [
            {"sha256": sha256, "source": source, "document_key": key, "available_at": _instant(available_at)}
            for sha256, source, key, available_at in rows
        ]

    async def bundle(self, row: MatchPrediction) -> tuple[str, str] | None:
        """Key and sha256 of its model's bundle."""
        rows = await self._asking.rows(
            "SELECT bundle_key, bundle_sha256 FROM served_models WHERE name = %s AND version = %s",
            (row.model_name, row.model_version),
        )
        return (str(rows[0][0]), str(rows[0][1])) if rows else None

    async def prices(self, row: MatchPrediction) -> list[Asked]:
        """Prices from before the match that stand in documents of its set; what was stated anew since is in none."""
        rows = await self._asking.rows(
            "SELECT o.bookmaker, o.market, o.line, o.selections, o.prices, o.source, o.document_key, o.document,"
            " o.available_at FROM pub_odds o WHERE o.match_id = %s AND o.moment = %s AND o.available_at <= %s"
            " AND o.document IN (SELECT document FROM pub_document_sets WHERE document_set = %s)"
            " AND (o.market = '1x2' OR (o.market = 'over-under' AND o.line = 2.5))"
            " ORDER BY o.market, o.bookmaker, o.document_key",
            (row.match_id, OddsMoment.BEFORE.value, naive(row.available_at), row.document_set),
        )
        return [
            Asked(book, market, line, json.loads(names), json.loads(prices), source, key, document, _instant(taken))
            for book, market, line, names, prices, source, key, document, taken in rows
        ]


def _instant(value: datetime) -> str:
    return instant(aware(value))
