"""What two feature-stores on the same input hold: their tables row by row, and what the topic tells of them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.faults.ground import Ground
from tests.faults.logs import read_log
from touchline.schemas import decode, rows_of
from touchline.schemas.records import MatchFeatures
from touchline.schemas.topics import MATCH_FEATURES

KEYS = {
    "teams": ("team_id", "source"),
    "documents": ("document",),
    "assertions": ("match_id", "document_key"),
    "matches": ("match_id",),
    "team_statistics": ("match_id", "team_id"),
    "odds": ("match_id", "document_key", "bookmaker", "market", "line_key", "moment"),
    "match_features": ("match_id", "catalogue_version"),
    "team_features": ("team_id", "catalogue_version"),
    "assertion_versions": ("match_id", "document_key", "revision"),
    "odds_versions": ("match_id", "document_key", "bookmaker", "market", "line_key", "revision"),
    "match_versions": ("match_id", "known_at"),
    "history": ("kind", "entity", "as_of", "known_at"),
    "checkpoints": ("pool", "until"),
}
# Facts keep their revision; those of vectors count how often the pool was folded, which a fault may change.
COUNTED = {"match_features": {"recorded_at", "revision"}, "team_features": {"recorded_at", "revision"}}

Row = tuple[object, ...]
Tables = dict[str, dict[Row, Row]]  # table → primary key → every other column that counts


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs from the undisturbed run, and how long each fault took to be over."""

    nemesis: str
    faults: int
    rows: int  # compared
    lost: int
    doubled: int
    repeats: int
    stuck: int
    recoveries: tuple[float, ...]
    details: tuple[str, ...]


def compare(
    ground: Ground,
    undisturbed: Callable[[], Tables],
    nemesis: str,
    faults: int,
    stuck: int,
    recoveries: Sequence[float],
) -> Comparison:
    """What a disturbed ground holds beside the end of an undisturbed run, which comes after it on the same topics."""
    found, sent = tables(ground), _sent(ground)
    wanted = undisturbed()
    details = [*_differences(wanted, found), *_untold(ground, sent)]
    kinds = Counter(one.split(":")[0] for one in details)
    return Comparison(
        nemesis,
        faults,
        sum(map(len, wanted.values())),
        kinds["lost"],
        kinds["doubled"],
        len(sent) - len({ce_id for ce_id, _ in sent}),
        stuck,
        tuple(recoveries),
        tuple(details),
    )


def _differences(wanted: Tables, found: Tables) -> list[str]:
    missing = [f"lost: {table} {key}" for table in KEYS for key in wanted[table].keys() - found[table].keys()]
    surplus = [f"doubled: {table} {key}" for table in KEYS for key in found[table].keys() - wanted[table].keys()]
    other = [
        f"doubled: {table} {key} is {found[table][key]}, not {row}"
        for table in KEYS
        for key, row in wanted[table].items()
        if found[table].get(key, row) != row
    ]
    return sorted(missing + surplus + other)


def _untold(ground: Ground, sent: Sequence[tuple[str, list[MatchFeatures]]]) -> list[str]:
    """The latest of each match in the topic must be what the table holds, under one name."""
    latest: dict[tuple[str, int], MatchFeatures] = {}
    names: dict[tuple[str, int, int], set[str]] = {}
    for ce_id, row in ((ce_id, row) for ce_id, rows in sent for row in rows):
        key = (row.match_id, row.catalogue_version)
        names.setdefault((*key, row.revision), set()).add(ce_id)
        latest[key] = max(latest.get(key, row), row, key=lambda one: one.revision)
    with ground.cursor() as cursor:
        cursor.execute("SELECT match_id, catalogue_version, revision, CAST(feature_values AS CHAR) FROM match_features")
        held = {(match_id, version): (revision, values) for match_id, version, revision, values in cursor.fetchall()}
    told = {key: (row.revision, row.values) for key, row in latest.items()}
    kept = {key: (revision, _numbers(values)) for key, (revision, values) in held.items()}
    lost = [f"lost: {key} in {MATCH_FEATURES.name}" for key in kept if told.get(key) != kept[key]]
    surplus = [f"doubled: {key} in {MATCH_FEATURES.name}" for key in told.keys() - kept.keys()]
    twice = [f"doubled: {key} told under {len(ids)} names" for key, ids in names.items() if len(ids) > 1]
    return sorted(lost + surplus + twice)


def _sent(ground: Ground) -> list[tuple[str, list[MatchFeatures]]]:
    return [
        (dict(record.headers)["ce_id"].decode(), rows_of(MatchFeatures, decode(MatchFeatures, record.value)))
        for record in read_log(ground.kafka, MATCH_FEATURES.name)
    ]


def tables(ground: Ground) -> Tables:
    """Every table that counts."""
    return {table: _table(ground, table) for table in KEYS}


def _table(ground: Ground, table: str) -> dict[Row, Row]:
    ignored = COUNTED.get(table, {"recorded_at"})
    with ground.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description or ()]
        keys = [names.index(name) for name in KEYS[table]]
        rest = [i for i, name in enumerate(names) if name not in ignored and i not in keys]
        return {tuple(row[i] for i in keys): tuple(row[i] for i in rest) for row in cursor.fetchall()}


def _numbers(text: str) -> list[float]:
    return [float(one) for one in text.strip("[]").split(",") if one.strip()]
