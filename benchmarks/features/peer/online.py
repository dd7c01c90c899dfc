"""Two entities from Redis with `get_online_features`. `python -m benchmarks.features.peer.online < plan.json`."""

import json
import sys
import time
from typing import Any

import pandas as pd

from benchmarks.features.peer.store import opened


def main() -> None:
    """Write the latest values, ask for every pair, tell how long each call took and what came."""
    plan = json.load(sys.stdin)
    store = opened(plan["folder"], plan["rows"], plan["features"], redis_port=plan["port"])
    store.write_to_online_store("teams", pd.read_parquet(plan["latest"]))
    service = store.get_feature_service("all")
    asked = [[{"team_id": team} for team in pair] for pair in plan["pairs"]]
    for rows in asked[: plan["warm"]]:
        store.get_online_features(features=service, entity_rows=rows).to_dict()
    nanoseconds, values = [], dict[str, list[float]]()
    for rows in asked:
        begun = time.perf_counter_ns()
        found = store.get_online_features(features=service, entity_rows=rows).to_dict()
        nanoseconds.append(time.perf_counter_ns() - begun)
        _keep(found, plan["features"], values)
    json.dump({"nanoseconds": nanoseconds, "values": values}, sys.stdout)


def _keep(found: dict[str, list[Any]], features: list[str], values: dict[str, list[float]]) -> None:
    for place, team in enumerate(found["team_id"]):
        values[team] = [found[name][place] for name in features]


if __name__ == "__main__":
    main()
