"""Our side of the join, `as_of` on a snapshot. `python -m benchmarks.features.as_of < plan.json`."""

import json
import sys
import time
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.features.memory import peak_megabytes
from touchline.feature_store.history.answers import as_of
from touchline.feature_store.history.reading.snapshot import from_snapshot
from touchline.feature_store.history.subjects import Subject


def main() -> None:
    """Ask so many times, reading the snapshot anew each time; then once more from memory."""
    plan = json.load(sys.stdin)
    entities = pq.read_table(plan["entities"])
    seconds = [_asked(entities, plan, from_snapshot(plan["snapshot"]))[0] for _ in range(plan["repeats"])]
    held = from_snapshot(plan["snapshot"]).held(Subject.TEAM)
    in_memory = [_asked(entities, plan, held)[0] for _ in range(plan["repeats"])]
    pq.write_table(_asked(entities, plan, held)[1], plan["answer"])
    json.dump({"seconds": seconds, "in_memory": in_memory, "megabytes": peak_megabytes()}, sys.stdout)


def _asked(entities: pa.Table, plan: dict[str, Any], source: Any) -> tuple[float, pa.Table]:
    begun = time.perf_counter()
    table = as_of(entities, plan["features"], mode=plan["mode"], source=source)
    return time.perf_counter() - begun, table


if __name__ == "__main__":
    main()
