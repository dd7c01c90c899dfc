"""Values as of moments, `get_historical_features`. `python -m benchmarks.features.peer.as_of < plan.json`."""

import json
import sys
import time
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.features.memory import peak_megabytes
from benchmarks.features.peer.store import opened


def main() -> None:
    """Ask so many times; the last answer is kept for the comparison."""
    plan = json.load(sys.stdin)
    store = opened(plan["folder"], plan["rows"], plan["features"], offline=plan["offline"])
    entities = pd.read_parquet(plan["entities"])
    seconds = []
    for _ in range(plan["repeats"]):
        begun = time.perf_counter()
        parts = list(answered(store, entities, plan))
        seconds.append(time.perf_counter() - begun)
    pq.write_table(pa.concat_tables(parts), plan["answer"])
    json.dump({"seconds": seconds, "calls": len(parts), "megabytes": peak_megabytes()}, sys.stdout)


def answered(store: Any, entities: pd.DataFrame, plan: dict[str, Any]) -> Any:
    """The answers, so many entity rows a call: the join holds every row of an entity beside each of its questions."""
    names = [f"teams:{name}" for name in plan["features"]]
    for start in range(0, len(entities), plan["at_once"]):
        part = entities.iloc[start : start + plan["at_once"]]
        job = store.get_historical_features(
            entity_df=part, features=names, filter_by_created_timestamp=plan["known_only"]
        )
        table = job.to_arrow()
        yield table.select(["team_id", "event_timestamp", *plan["features"]]).replace_schema_metadata(None)


if __name__ == "__main__":
    main()
