"""The ledger: decisions and claims in MariaDB, the one truth about who is champion."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from touchline.runtime.database import Database
from touchline.runtime.transaction import Connection, Transaction
from touchline.schemas.records import Decision, Promotion

COLUMNS = tuple(field.name for field in fields(Promotion))
SELECT = f"SELECT {', '.join(COLUMNS)} FROM decisions"


class AlreadyClaimed(Exception):
    """Another run has this request."""


async def decision_of(connection: Connection | Transaction, request_id: str, model_name: str) -> Promotion | None:
    """What was decided about a model for a request, which may be about several."""
    where = "WHERE request_id = %s AND model_name = %s"
    return _promotion(await connection.fetch_one(f"{SELECT} {where}", (request_id, model_name)))


async def decision_named(connection: Connection | Transaction, decision_id: str) -> Promotion | None:
    """A decision by its id."""
    return _promotion(await connection.fetch_one(f"{SELECT} WHERE decision_id = %s", (decision_id,)))


async def champion_of(connection: Connection | Transaction, model_name: str) -> Promotion | None:
    """The latest promotion of a model."""
    where = "WHERE model_name = %s AND decision = %s ORDER BY revision DESC LIMIT 1"
    return _promotion(await connection.fetch_one(f"{SELECT} {where}", (model_name, Decision.PROMOTED.value)))


async def promotion_of(connection: Connection | Transaction, model_name: str, version: str) -> Promotion | None:
    """The latest promotion of a version."""
    where = "WHERE model_name = %s AND model_version = %s AND decision = %s ORDER BY revision DESC LIMIT 1"
    args = (model_name, version, Decision.PROMOTED.value)
    return _promotion(await connection.fetch_one(f"{SELECT} {where}", args))


async def promoted_versions(connection: Connection | Transaction, model_name: str) -> list[str]:
    """Every version that ever served, the latest first."""
    rows = await connection.fetch_all(
        "SELECT model_version FROM decisions WHERE model_name = %s AND decision = %s"
        " GROUP BY model_version ORDER BY MAX(revision) DESC",
        (model_name, Decision.PROMOTED.value),
    )
    return [version for (version,) in rows]


async def promoted_since(connection: Connection | Transaction, decision: Promotion) -> set[str]:
    """The versions promoted by a decision or after it: a replica on any of these has followed it."""
    rows = await connection.fetch_all(
        "SELECT model_version FROM decisions WHERE model_name = %s AND decision = %s AND revision >= %s",
        (decision.model_name, Decision.PROMOTED.value, decision.revision),
    )
    return {version for (version,) in rows}


async def next_revision(connection: Connection | Transaction, floor: int) -> int:
    """One more than the greatest, and never below what this incarnation starts at."""
    row = await connection.fetch_one("SELECT COALESCE(MAX(revision), 0) FROM decisions")
    return max(floor, int(row[0]) if row else 0) + 1


async def write_decision(transaction: Transaction, promotion: Promotion) -> None:
    """A decision, not yet followed by alias and pointer."""
    marks = ", ".join(["%s"] * len(COLUMNS))
    values = [_stored(getattr(promotion, name)) for name in COLUMNS]
    await transaction.execute(f"INSERT INTO decisions ({', '.join(COLUMNS)}) VALUES ({marks})", values)


async def unsettled(connection: Connection | Transaction) -> list[Promotion]:
    """Decisions whose archive, pointer and alias may be missing, oldest first."""
    rows = await connection.fetch_all(f"{SELECT} WHERE settled_at IS NULL ORDER BY revision")
    return [promotion for row in rows if (promotion := _promotion(row)) is not None]


async def mark_settled(transaction: Transaction, revision: int, now: datetime) -> None:
    """All up to this revision have been followed."""
    await transaction.execute(
        "UPDATE decisions SET settled_at = %s WHERE settled_at IS NULL AND revision <= %s", (_stored(now), revision)
    )


async def claim(database: Database, request_id: str, run: str, now: datetime) -> None:
    """Take a request for one run; the same run may ask again.

    Raises:
        AlreadyClaimed: another run has it.
    """
    async with database.transaction() as connection:
        await connection.execute(
            "INSERT IGNORE INTO claims (request_id, run, claimed_at) VALUES (%s, %s, %s)",
            (request_id, run, _stored(now)),
        )
        row = await connection.fetch_one("SELECT run FROM claims WHERE request_id = %s", (request_id,))
    if row is None or row[0] != run:
        raise AlreadyClaimed(f"already claimed: {request_id} by {row[0] if row else 'nobody'}")


async def claimed(database: Database) -> set[str]:
    """Every request that a run has taken."""
    async with database.transaction() as connection:
        return {request_id for (request_id,) in await connection.fetch_all("SELECT request_id FROM claims")}


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    return value.value if isinstance(value, Decision) else value


def _promotion(row: tuple[Any, ...] | None) -> Promotion | None:
    if row is None:
        return None
    values: dict[str, Any] = dict(zip(COLUMNS, map(_aware, row), strict=True))
    sound = None if values["sound"] is None else bool(values["sound"])
    return Promotion(**{**values, "decision": Decision(values["decision"]), "sound": sound})


def _aware(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
