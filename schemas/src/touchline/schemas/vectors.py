"""The layout of the latest feature vectors in Redis; read-only for all but the feature-store."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_HEADER = struct.Struct(">QqII32s")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class CachedVector:
    """One value in Redis: big-endian revision u64, event_time in µs i64, catalogue_version u32, count u32,
    document_set as 32 bytes, then `count` float64."""

    revision: int
    event_time: datetime
    catalogue_version: int
    document_set: str  # hexadecimal sha256
    values: Sequence[float]

    def pack(self) -> bytes:
        """As it stands in Redis; the revision comes first so that the cache can compare it.

        >>> vector = CachedVector(7, datetime(2020, 6, 17, 17, tzinfo=UTC), 1, "ab" * 32, [1500.0, -0.5])
        >>> CachedVector.unpack(vector.pack()) == vector
        True
        """
        moment = (self.event_time - _EPOCH) // _MICROSECOND
        count = len(self.values)
        head = _HEADER.pack(self.revision, moment, self.catalogue_version, count, bytes.fromhex(self.document_set))
        return head + struct.pack(f">{count}d", *self.values)

    @classmethod
    def unpack(cls, value: bytes) -> "CachedVector":
        """Back from `pack`; ValueError when the length is wrong."""
        if len(value) < _HEADER.size:
            raise ValueError(f"a cached vector has at least {_HEADER.size} bytes, got {len(value)}")
        revision, moment, catalogue_version, count, document_set = _HEADER.unpack_from(value)
        if len(value) != _HEADER.size + 8 * count:
            raise ValueError(
                f"a cached vector of {count} values has {_HEADER.size + 8 * count} bytes, got {len(value)}"
            )
        values = list(struct.unpack_from(f">{count}d", value, _HEADER.size))
        return cls(revision, _EPOCH + moment * _MICROSECOND, catalogue_version, document_set.hex(), values)


def match_key(match_id: str, catalogue_version: int) -> str:
    """Where the vector of a meeting stands in Redis.

    >>> match_key("E0:2019-20:arsenal:chelsea", 2)
    'features:v2:match:E0:2019-20:arsenal:chelsea'
    """
    return f"features:v{catalogue_version}:match:{match_id}"


def team_key(team_id: str, catalogue_version: int) -> str:
    """Where the snapshot of a team stands in Redis.

    >>> team_key("arsenal", 2)
    'features:v2:team:arsenal'
    """
    return f"features:v{catalogue_version}:team:{team_id}"


def player_key(player_id: str, catalogue_version: int) -> str:
    """Where the snapshot of a player stands in Redis.

    >>> player_key("p118748", 2)
    'features:v2:player:p118748'
    """
    return f"features:v{catalogue_version}:player:{player_id}"


def served_values(value: bytes) -> tuple[float, ...]:
    """`feature_values` of `pub_served_rows`: float64, little-endian, in the order of the latest catalogue.

    >>> served_values(struct.pack("<2d", 1500.0, -0.5))
    (1500.0, -0.5)
    """
    return struct.unpack(f"<{len(value) // 8}d", value)
